"""Clusters of cases: computed by a job from facts that everybody reads, kept in `analitik.cluster` and `scan_cluster`.

Counts of kabupaten/kota are exact; of kecamatan they are those of sensitivity 0, rounded to fives, and of "fewer than 5"
nothing is known but that: they count as the middle. So what is computed discloses nothing. The scan sends its replications
through the same rounding. A run reads in one transaction, computes outside of any, and writes in another; where facts moved
meanwhile, the next run was asked for with them.
"""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd
import shapely
import sqlalchemy as sa

from data.facts.cluster_counts import INDICATOR, TOO_FEW, as_published
from data.facts.indicators import indicator
from data.model import schema
from data.model.period import Grain, Period
from data.model.progress import Progress
from data.model.status import FactStatus
from data.store import Store
from data.store.copy import copy_frame
from geo.regions.codes import Level
from geo.stats.clusters import FDR, PERMUTATIONS, RateClusters, rate_clusters
from geo.stats.neighbours import Neighbours, neighbours
from geo.stats.scan import REPLICATIONS, ScanCluster, scan

# part of all people that a circle holds at most: with the 50 % that Kulldorff allows, the likeliest circle of our simulated
# nation is a third of Indonesia, which helps nobody
SHARE = {Level.REGENCY: 0.10, Level.DISTRICT: 0.01}
_METHOD = 2  # raise it when the same inputs are computed in another way

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Field:
    """Counts of a level and year, by areas in number order; NaN where nothing is known."""

    level: Level
    period: str
    cases: Floats
    people: Floats

    @property
    def key(self) -> tuple[int, str]:
        """What its result is kept under."""
        return int(self.level), self.period


@dataclass(frozen=True)
class Ground:
    """Areas of a level in number order, their neighbours, and middles of their shapes as longitude and latitude."""

    codes: list[str]
    around: Neighbours
    points: Floats


@dataclass(frozen=True)
class Inputs:
    """What a run reads, of one data version."""

    version: int
    boundaries: str
    fields: list[Field]
    grounds: dict[Level, Ground]
    known: dict[tuple[int, str], str]


def renew(store: Store, seed: int, progress: Progress) -> Mapping[str, object]:
    """Compute clusters of all levels and years whose inputs changed, and forget years that have no facts any more.

    Kabupaten/kota in every year, kecamatan in the newest that is over. Returns how many were computed and how many stayed.
    """
    with store.writing() as connection:
        inputs = _read(connection)
    wanted = {field.key: _digest(field, inputs.grounds[field.level], seed) for field in inputs.fields}
    fresh = [field for field in inputs.fields if inputs.known.get(field.key) != wanted[field.key]]
    steps = len(fresh) + 2
    found = []
    for done, field in enumerate(fresh, start=1):
        progress(done, steps)
        found.append((field, *compute(field, inputs.grounds[field.level], seed)))
    progress(steps - 1, steps)
    with store.writing() as connection:
        for key in {*inputs.known.keys() - wanted.keys(), *(field.key for field in fresh)}:
            _forget(connection, *key)
        for field, rates, circles in found:
            _keep(connection, inputs, field, rates, circles, seed, wanted[field.key])
    progress(steps, steps)
    return {"computed": len(fresh), "unchanged": len(inputs.fields) - len(fresh), "data_version": inputs.version}


def _forget(connection: sa.Connection, level: int, period: str) -> None:
    for table in (schema.cluster_run, schema.cluster, schema.scan_cluster):
        column = table.c
        connection.execute(table.delete().where(column.indicator == INDICATOR, column.level == level, column.period == period))


def compute(field: Field, ground: Ground, seed: int) -> tuple[RateClusters, list[ScanCluster]]:
    """Local Moran of smoothed rates, and circles, of one level and year."""
    rates = rate_clusters(field.cases, field.people, ground.around, seed=seed)
    rounded = field.level == Level.DISTRICT
    circles = scan(
        field.cases,
        field.people,
        ground.points,
        seed=seed,
        share=SHARE[field.level],
        seen=as_published if rounded else None,
        unit=TOO_FEW % 1 if rounded else 1.0,
    )
    return rates, circles


def ground_of(codes: list[str], shapes: Mapping[str, shapely.Geometry]) -> Ground:
    """Areas with their neighbours; those without a shape have none, and no point."""
    there = [shapes.get(code) for code in codes]
    middle = shapely.centroid(np.array(there, dtype=object))
    return Ground(codes, neighbours(there), np.column_stack([shapely.get_x(middle), shapely.get_y(middle)]))


def _read(connection: sa.Connection) -> Inputs:
    run, state = schema.cluster_run.c, schema.data_version.c
    kept = connection.execute(sa.select(run.level, run.period, run.digest).where(run.indicator == INDICATOR))
    known = {(row.level, row.period): row.digest for row in kept}
    row = connection.execute(sa.select(state.version, state.first_year, state.last_day)).first()
    if row is None:
        return Inputs(0, "", [], {}, known)
    used = connection.scalar(sa.select(schema.boundary_version.c.id).where(schema.boundary_version.c.state == "dipakai")) or ""
    years = list(Period.year(row.first_year).until(Period.of(row.last_day, Grain.YEAR)))
    facts = _facts(connection, years)
    fields, grounds = [], {}
    for level in SHARE:
        of_level = facts[facts["level"] == level]
        reported = set(of_level.loc[of_level["cases"].notna(), "period"])
        periods = [one for one in years if str(one) in reported]
        if level == Level.DISTRICT:
            periods = [one for one in periods if one.last <= row.last_day][-1:]
        if not periods:
            continue
        codes = _codes(connection, level)
        grounds[level] = ground_of(codes, _shapes(connection, used, level))
        for period in map(str, periods):
            counts = of_level[of_level["period"] == period].set_index("code").reindex(codes)
            fields.append(Field(level, period, *(counts[name].to_numpy(dtype=float) for name in ("cases", "people"))))
    return Inputs(int(row.version), used, fields, grounds, known)


def _facts(connection: sa.Connection, years: Sequence[Period]) -> pd.DataFrame:
    """Published counts: ``level, period, code, cases, people``; NaN where nothing is known, or not of all months."""
    fact = schema.nilai.c
    partly = (fact.reported < fact.expected).label("partly")  # months of a year: too few cases for its people
    rows = connection.execute(
        sa.select(fact.level, fact.period, fact.region_code, fact.numerator, fact.denominator, fact.status, partly)
        .where(fact.indicator == INDICATOR, fact.level.in_(SHARE), fact.sensitivity == 0)
        .where(fact.period.in_(list(map(str, years))))
    )
    facts = pd.DataFrame(list(map(tuple, rows)), columns=["level", "period", "code", "cases", "people", "status", "partly"])
    facts["cases"] = facts["cases"].astype(float).mask(facts["status"] == FactStatus.TOO_FEW, TOO_FEW)
    facts.loc[~facts["status"].isin((FactStatus.KNOWN, FactStatus.TOO_FEW)) | facts["partly"].eq(True), "cases"] = np.nan
    return facts


def _codes(connection: sa.Connection, level: Level) -> list[str]:
    region = schema.region.c
    statement = sa.select(region.code).where(region.level == level, region.number.is_not(None)).order_by(region.number)
    return list(connection.scalars(statement))


def _shapes(connection: sa.Connection, version: str, level: Level) -> dict[str, shapely.Geometry]:
    shape, region = schema.region_shape.c, schema.region.c
    rows = connection.execute(
        sa.select(shape.region_code, sa.cast(shape.geom, sa.LargeBinary))
        .join_from(schema.region_shape, schema.region, region.code == shape.region_code)
        .where(shape.boundary_version == version, region.level == level, shape.geom.is_not(None))
    ).all()
    return dict(zip([row[0] for row in rows], shapely.from_wkb([bytes(row[1]) for row in rows]), strict=True))


def _digest(field: Field, ground: Ground, seed: int) -> str:
    """Of all that the result follows from."""
    words = (_METHOD, seed, PERMUTATIONS, REPLICATIONS, FDR, SHARE[field.level], *ground.codes)
    arrays = (field.cases, field.people, ground.around.first, ground.around.second, ground.points)
    found = hashlib.sha256("\0".join(map(str, words)).encode())
    for array in arrays:
        found.update(np.ascontiguousarray(array).tobytes())
    return found.hexdigest()


def _keep(
    connection: sa.Connection,
    inputs: Inputs,
    field: Field,
    rates: RateClusters,
    circles: list[ScanCluster],
    seed: int,
    digest: str,
) -> None:
    codes = inputs.grounds[field.level].codes
    key = {"indicator": INDICATOR, "level": int(field.level), "period": field.period}
    local = rates.local
    connection.execute(
        schema.cluster_run.insert().values(
            **key,
            boundary_version=inputs.boundaries,
            seed=seed,
            permutations=PERMUTATIONS,
            replications=REPLICATIONS,
            fdr=FDR,
            scan_share=SHARE[field.level],
            known=local.known,
            moran=_number(local.moran),
            moran_p=_number(local.moran_p),
            digest=digest,
            data_version=inputs.version,
        )
    )
    rows = pd.DataFrame(
        {
            "region_code": codes,
            "class": local.classes,
            "cases": field.cases,
            "people": field.people,
            "smoothed": rates.smoothed,
            "p": local.p,
        }
    )
    rows["smoothed"] *= indicator(INDICATOR).scale
    rows["quadrant"] = pd.array(local.quadrant, dtype="Int16")
    rows.loc[rows["quadrant"] == 0, "quadrant"] = pd.NA
    copy_frame(connection, schema.cluster, rows.assign(**key))
    for rank, one in enumerate(circles, start=1):
        connection.execute(
            schema.scan_cluster.insert().values(
                **key,
                rank=rank,
                centre=codes[one.centre],
                members=[codes[at] for at in one.members],
                radius_m=one.radius_m,
                cases=one.cases,
                expected=one.expected,
                relative_risk=_number(one.relative_risk),
                llr=one.llr,
                p=one.p,
            )
        )


def _number(value: float) -> float | None:
    return float(value) if np.isfinite(value) else None
