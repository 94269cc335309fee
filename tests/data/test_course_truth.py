"""Days of a step are those of all cases, also of those that wait; where cases stall is found, and nowhere else so strongly."""

from collections.abc import Mapping

import numpy as np
import pandas as pd
import pytest
from statsmodels.duration.survfunc import SurvfuncRight

from data import queries
from data.facts.update import refresh
from data.model import schema
from data.ops.simulation.generate import generate
from data.store import Store
from data.store.scope import Scope
from geo import reference
from tests.covering import cover_whole
from tests.spec.country import make_country
from tests.stores import PART, Loaded

EVERYBODY = Scope.public()
LAST = np.datetime64("2022-12-31")
SLOW = 150  # days, the median of all cases


def _load(store: Store, begun: np.ndarray, days: np.ndarray) -> None:
    """Cases that came to the court on `begun` and had a verdict after `days`, where that is not after the last day."""
    make_country(store)
    row = {"agency": "Pengadilan", "regency_code": "75.01", "source_id": "s", "outcome": None}
    stages = [
        row | {"case_key": f"k{at}", "stage": stage, "stage_date": day.item()}
        for at, (first, second) in enumerate(zip(begun, begun + days, strict=True))
        for stage, day in (("register", first), ("putusan", second))
        if day <= LAST
    ]
    event = {"village_code": "75.01.01.2001", "event": "monev", "event_date": LAST.item(), "source_id": "s"}
    with store.writing() as connection:
        connection.execute(schema.bersinar_event.insert(), [event])
        connection.execute(schema.case_stage.insert(), stages)
        cover_whole(connection)
        refresh(connection, lambda done, total: None, ["perkara_lp"])


def test_the_median_is_that_of_all_cases_and_not_of_the_closed(scratch: Store, record_property) -> None:
    rng = np.random.default_rng(30)
    begun = np.datetime64("2022-01-01") + rng.integers(0, 365, 4000).astype("timedelta64[D]")
    days = np.ceil(rng.lognormal(np.log(SLOW), 0.9, len(begun))).astype("timedelta64[D]")
    _load(scratch, begun, days)
    (found,) = queries.case_steps(scratch, EVERYBODY, ["75.01"], "2022").query("stage == 'register'").to_dict("records")
    lasted, whole = days.astype(int), (LAST - begun).astype(int)
    closed = lasted <= whole
    truth, biased = float(np.median(lasted)), float(np.median(lasted[closed]))
    said = {"of all": truth, "ours": found["half_days"], "of the closed": biased, "open": int((~closed).sum())}
    print("\nmedian days from register to verdict:", said)
    record_property("medians", str(said))
    assert (found["cases"], found["moved"]) == (len(begun), int(closed.sum()))
    assert found["half_days"] == pytest.approx(truth, rel=0.08)
    assert biased < 0.7 * truth, "else this truth would not show the difference"
    theirs = SurvfuncRight(np.minimum(lasted, whole) + 1, closed.astype(int))  # no event at time 0 there
    for name, share in (("first_days", 0.25), ("half_days", 0.5), ("last_days", 0.75)):
        expected = theirs.quantile(share) - 1
        assert found[name] == expected or (np.isnan(found[name]) and np.isnan(expected)), name


def test_quartiles_equal_those_of_statsmodels_whatever_is_open(scratch: Store) -> None:
    rng = np.random.default_rng(31)
    begun = np.datetime64("2022-01-01") + rng.integers(0, 365, 90).astype("timedelta64[D]")
    days = rng.integers(0, 500, len(begun)).astype("timedelta64[D]")
    _load(scratch, begun, days)
    (found,) = queries.case_steps(scratch, EVERYBODY, ["ID"], "2022").query("stage == 'register'").to_dict("records")
    whole = (LAST - begun).astype(int)
    closed = days.astype(int) <= whole
    theirs = SurvfuncRight(np.minimum(days.astype(int), whole) + 1, closed.astype(int))
    share = dict(zip(theirs.surv_times - 1, theirs.surv_prob, strict=True))
    for name, left in (("first_days", 0.75), ("half_days", 0.5), ("last_days", 0.25)):
        reached = [day for day, part in share.items() if part <= left + 1e-9]
        assert found[name] == min(reached) if reached else np.isnan(found[name]), name


@pytest.fixture(scope="module")
def truth(provinces_postgis: Loaded) -> Mapping[str, object]:
    made = generate(reference.read_regions(), provinces_postgis.settings.seed, PART).truth["perkara_macet"]
    assert isinstance(made, dict)
    return made


@pytest.fixture(scope="module")
def regencies(provinces_postgis: Loaded) -> list[str]:
    return queries.regions(provinces_postgis.store, EVERYBODY, 2)["code"].tolist()


def test_the_regency_whose_cases_stall_before_p21_is_found_by_what_waits(
    provinces_postgis: Loaded, truth: Mapping, regencies: list[str]
) -> None:
    found = queries.case_waiting(provinces_postgis.store, EVERYBODY, regencies)
    begun = pd.concat(
        queries.case_funnel(provinces_postgis.store, EVERYBODY, code, year).assign(region_code=code)
        for code in regencies
        for year in ("2025", "2026")
    )
    cases = begun.query("agency == '' and stage == 'lp'").groupby("region_code")["reached"].sum()
    stuck = found[(found["stage"].isin(["spdp", "tahap1"])) & (found["band"] == 3)].groupby("region_code")["cases"].sum()
    share = (stuck.reindex(cases.index, fill_value=0) / cases)[cases >= 30].sort_values()
    print("\nshare of cases of two years that wait for P21 for 181 to 365 days:", share.tail(3).round(2).to_dict())
    assert share.index[-1] == truth["kabupaten"]
    assert share.iloc[-1] > 2 * share.iloc[-2]
    mine = found[(found["region_code"] == truth["kabupaten"]) & (found["band"] >= 3)]
    assert mine.groupby("agency")["cases"].sum().idxmax() == "Kejaksaan"


def test_and_by_the_days_of_the_step_before_p21(provinces_postgis: Loaded, truth: Mapping, regencies: list[str]) -> None:
    steps = queries.case_steps(provinces_postgis.store, EVERYBODY, regencies, "2025")
    steps = steps[(steps["stage"] == "tahap1") & (steps["cases"] >= 10)].set_index("region_code")
    assert steps.at[truth["kabupaten"], "onward"] in ("p21", None)
    endless = steps["half_days"].isna()
    assert endless[endless].index.tolist() == [truth["kabupaten"]], "half of its cases never came to P21"
    assert len(steps) > 10
