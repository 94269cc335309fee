"""Access of every village of the reference to 1,500 facilities: `python -m tests.benchmarks.catchment [KILOMETRES]`.

Facilities lie at villages drawn at random. Seconds for the pairs, for 2SFCA and E2SFCA, and the memory of the process. With
Then answers as the job computes them, with the next five sites in the nation and in one province. With
PySAL `access` on the path (`pip install --no-deps --target DIRECTORY access==1.1.10`, `PYTHONPATH=DIRECTORY`), the same
2SFCA by it over the villages of one province, and how much longer it takes. Asserts nothing.
"""

import importlib.util
import resource
import sys
import time
from types import ModuleType

import numpy as np
import pandas as pd

from data.facts.access import Ground, answered
from data.facts.access_question import Change, Question
from geo.reach.catchment import Reach, catchment, gaussian, reach_within
from geo.reference import read_regions

FACILITIES = 1_500
PROVINCE = "33"


def main() -> None:
    radius = 1000 * float(sys.argv[1] if len(sys.argv) > 1 else 100)
    villages = read_regions().query("level == 4").dropna(subset="lon")
    random = np.random.default_rng(29)
    points = villages[["lon", "lat"]].to_numpy(dtype=float)
    sites = points[random.choice(len(points), FACILITIES, replace=False)]
    demand, places = random.uniform(1, 100, len(points)), random.integers(5, 60, FACILITIES).astype(float)
    began = time.perf_counter()
    reach = reach_within(points, sites, radius)
    paired = time.perf_counter()
    plain = catchment(demand, places, reach)
    added = time.perf_counter()
    catchment(demand, places, reach, gaussian(reach.metres, radius))
    ended = time.perf_counter()
    print(f"{len(points):,} villages, {FACILITIES:,} facilities, {radius / 1000:.0f} km: {len(reach.origin):,} pairs")
    print(f"pairs {paired - began:.1f} s, 2SFCA {added - paired:.1f} s, E2SFCA {ended - added:.1f} s")
    print(f"out of reach {int((~plain.reaches).sum()):,}; {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6:.2f} GB")
    ground = _ground(villages, sites, places)
    for question in (
        Question(),
        Question(radius_km=100),
        Question(radius_km=25, change=Change("berikut", "ID", 20, 5)),
        Question(radius_km=10, change=Change("berikut", "ID", 20, 10)),
        Question(radius_km=10, change=Change("berikut", PROVINCE, 20, 5)),
    ):
        began = time.perf_counter()
        found = answered(ground, question)
        ended = time.perf_counter()
        print(f"{question.spelled()}: {ended - began:.1f} s, {len(found.summary['sites'])} sites")
    print(f"{resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6:.2f} GB")
    here = np.flatnonzero(villages["code"].str.startswith(f"{PROVINCE}.").to_numpy())
    _beside_pysal(demand[here], places, reach_within(points[here], sites, radius))


def _ground(villages: pd.DataFrame, sites: np.ndarray, places: np.ndarray) -> Ground:
    random = np.random.default_rng(30)
    codes = villages["code"].to_numpy(dtype=np.str_)
    regions = read_regions()
    above = {level: regions.loc[regions["level"] == level, "code"].sort_values().to_numpy(dtype=np.str_) for level in (1, 2, 3)}
    return Ground(
        codes=codes,
        points=villages[["lon", "lat"]].to_numpy(dtype=float),
        people=random.integers(200, 8_000, len(codes)).astype(float),
        share=np.full(len(codes), 0.018),
        vulnerable=np.full(len(codes), np.nan),
        known=np.ones(len(codes), dtype=np.bool_),
        above={0: np.array(["ID"]), **above},
        facility=np.arange(len(sites)),
        operator=np.full(len(sites), "BNN"),
        site=sites,
        places={"rawat_inap": places, "rawat_jalan": places},
        offers={"rawat_inap": places == 0, "rawat_jalan": places == 0},
        notes={},
    )


def _beside_pysal(demand: np.ndarray, places: np.ndarray, reach: Reach) -> None:
    theirs = _pysal()
    if theirs is None:
        print("PySAL access is not on the path")
        return
    people = pd.DataFrame({"people": demand}, index=pd.RangeIndex(len(demand), name="geoid"))
    doctors = pd.DataFrame({"places": places}, index=pd.RangeIndex(len(places), name="geoid"))
    cost = pd.DataFrame({"origin": reach.origin, "dest": reach.facility, "cost": reach.metres})
    began = time.perf_counter()
    ours = catchment(demand, places, reach)
    between = time.perf_counter()
    found = theirs.two_stage_fca(
        people, doctors, cost, demand_index=True, demand_name="people", supply_index=True, supply_name="places"
    )
    ended = time.perf_counter()
    apart = np.abs(found.reindex(range(len(demand)), fill_value=0).to_numpy() - ours.access).max()
    ratio = (ended - between) / (between - began)
    print(f"province {PROVINCE}, {len(cost):,} pairs: PySAL takes {ratio:.1f} times as long; largest difference {apart:.1e}")


def _pysal() -> ModuleType | None:
    """Its module of floating catchments by itself: the package imports what is not needed here."""
    found = importlib.util.find_spec("access")
    if found is None or not found.submodule_search_locations:
        return None
    spec = importlib.util.spec_from_file_location("access_fca", f"{found.submodule_search_locations[0]}/fca.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


if __name__ == "__main__":
    main()
