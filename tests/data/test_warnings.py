"""Early warnings: the planted month is found by the job's own rule, elsewhere nothing beyond the stated rate."""

from collections.abc import Iterator
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
import sqlalchemy as sa

from data import queries
from data.facts import warnings
from data.facts.warning_counts import Cases, read_cases, substances
from data.facts.warnings import ALARM, FEW_MONTHS, NOT_REPORTED, SMALL_LEVEL, TESTED, UNKNOWN, warned
from data.model import clock, schema
from data.model.period import Grain, Period
from data.ops.jobs import store_jobs
from data.ops.simulation.generate import Nation
from geo.stats.baseline import FEWEST, RATE
from tests.people import as_person
from tests.stores import Loaded, Run

FIRST, NEWEST = Period.parse("2022-01"), Period.parse("2026-10")


def _cases(nation: Nation) -> Cases:
    """The simulated nation's cases by month, without a store."""
    sent = nation.tables["kiriman"].query("feed == 'kasus'").drop_duplicates(["region_code", "period"])
    codes, kinds = sorted(set(sent["region_code"])), ["", *substances()]
    at = pd.Series(range(len(codes)), index=codes)
    reported = np.zeros((len(codes), NEWEST.start - FIRST.start + 1), dtype=np.bool_)
    reported[at[sent["region_code"]], [Period.parse(one).start - FIRST.start for one in sent["period"]]] = True
    cases = nation.tables["narcotics_case"]
    cases = cases.assign(month=cases["case_date"].dt.year * 12 + cases["case_date"].dt.month - 1 - FIRST.start)
    counts = np.zeros((len(kinds), *reported.shape))
    np.add.at(counts[0], (at[cases["regency_code"]].to_numpy(), cases["month"].to_numpy()), 1)
    rows = nation.tables["case_substance"].merge(cases[["case_key", "month"]], on="case_key")
    kind = pd.Series(range(len(kinds)), index=kinds)
    np.add.at(counts, (kind[rows["substance"]], at[rows["regency_code"]], rows["month"]), 1)
    return Cases(codes, kinds, FIRST, counts, reported)


@pytest.fixture(scope="module")
def nation_cases(nation_rows: Nation) -> Cases:
    return _cases(nation_rows)


@pytest.fixture(scope="module")
def found(nation_cases: Cases) -> pd.DataFrame:
    rows = warned(nation_cases)
    for name in ("counts", "means", "lows", "highs"):
        rows[name] = [np.array(one[1:-1].replace("NULL", "nan").split(","), dtype=float) for one in rows[name]]
    return rows


def _fired(rows: pd.DataFrame) -> np.ndarray:
    """Whether each of the last months was an alarm, shape (rows, months)."""
    with np.errstate(invalid="ignore"):
        return np.stack(rows["counts"]) > np.stack(rows["highs"])


def test_the_planted_month_is_found_where_it_was_planted(nation_rows: Nation, found: pd.DataFrame) -> None:
    truth = nation_rows.truth["bulan_wabah"]
    column = TESTED - 1 - (NEWEST.start - Period.parse(truth["bulan"]).start)
    rows = found[(found["substance"] == "") & _fired(found)[:, column]]
    whole = rows.set_index("region_code").loc[truth["provinsi"]]
    assert whole["counts"][column] / whole["means"][column] == pytest.approx(truth["kali"], abs=0.9)
    assert (whole["fired"], whole["judged"], whole["wrong"]) == (1, 1, 1), "it was over after a month"
    inside = rows["region_code"].str.startswith(truth["provinsi"])
    assert inside.sum() >= 4
    assert rows[~inside].empty


def test_where_nothing_was_planted_the_rule_fires_at_most_at_the_stated_rate(nation_rows: Nation, found: pd.DataFrame) -> None:
    elsewhere = found[
        ~found["region_code"].str.startswith(nation_rows.truth["bulan_wabah"]["provinsi"]) & (found["region_code"] != "ID")
    ]
    # an office that reports less since 2024 and a quarter in which a crackdown began are planted too: both lie before
    tested, fired = int(elsewhere["tested"].sum()), int(elsewhere["fired"].sum())
    print(f"{fired} alarms in {tested} months without an effect: {1000 * fired / tested:.2f} in 1,000; stated at most {RATE:g}")
    assert tested > 50_000
    assert fired <= RATE * tested + 1.64 * np.sqrt(RATE * tested)


def test_a_back_test_says_what_the_rule_would_have_said_then(nation_cases: Cases, found: pd.DataFrame) -> None:
    # months after the one that is judged are not known yet
    months = Period.parse("2025-08").start - FIRST.start + 1
    then = warned(
        replace(nation_cases, counts=nation_cases.counts[:, :, :months], reported=nation_cases.reported[:, :months])
    ).set_index(["substance", "region_code"])
    column = TESTED - 1 - (NEWEST.start - Period.parse("2025-08").start)
    fired = pd.Series(_fired(found)[:, column], index=pd.MultiIndex.from_frame(found[["substance", "region_code"]]))
    judged = then[then["month"] == "2025-08"]
    assert (judged["state"] == ALARM).equals(fired.loc[judged.index])
    assert fired.sum() > 10


def _small(counts: list[float], silent: tuple[int, ...] = ()) -> pd.Series:
    """The row of one kabupaten whose other ones are calm; months that were not reported are counted from the end."""
    rng = np.random.default_rng(1)
    months = len(counts)
    cases = rng.poisson(20, (1, 30, months)).astype(float)
    cases[0, 0] = counts
    reported = np.ones((30, months), dtype=np.bool_)
    reported[0, [months - one for one in silent]] = False
    codes = [f"75.{number:02}" for number in range(1, 31)]
    rows = warned(Cases(codes, [""], Period(NEWEST.start - months + 1, 1, Grain.MONTH), cases, reported))
    return rows.set_index("region_code").loc["75.01"]


CALM = [20.0, 22, 18, 21, 19, 23] * 9


def test_since_is_the_first_month_of_those_above_without_a_break() -> None:
    row = _small([*CALM, 70, 20, 70, 70])
    assert (row["state"], row["month"], row["since"], row["observed"]) == (ALARM, "2026-10", "2026-09", 70)
    assert (row["fired"], row["judged"], row["wrong"]) == (3, 1, 0), "the month after the first was calm, the one after not"
    assert row["p"] < RATE
    assert row["upper"] < 70


def test_an_alarm_after_which_two_months_are_usual_was_wrong() -> None:
    row = _small([*CALM, 70, 20, 21])
    assert (row["state"], row["fired"], row["judged"], row["wrong"]) == ("usual", 1, 1, 1)


def test_the_newest_reported_month_is_judged_if_it_is_recent() -> None:
    row = _small([*CALM, 20, 70, 20], silent=(1,))
    assert (row["state"], row["month"], row["since"]) == (ALARM, "2026-09", "2026-09")
    row = _small([*CALM, 20, 70, 20, 20], silent=(1, 2, 3))
    assert (row["state"], row["reason"]) == (UNKNOWN, NOT_REPORTED)
    assert pd.isna(row["month"])


@pytest.mark.parametrize(
    ("counts", "reason"), [([20.0] * FEWEST, FEW_MONTHS), ([0.0] * 60, SMALL_LEVEL)], ids=["few months", "small level"]
)
def test_it_says_why_it_cannot_answer(counts: list[float], reason: str) -> None:
    row = _small(counts)
    assert (row["state"], row["reason"], row["fired"], row["tested"]) == (UNKNOWN, reason, 0, 0)


def test_a_province_of_which_a_fifth_is_missing_has_no_complete_month() -> None:
    counts = np.full((1, 4, 60), 20.0) + np.arange(60) % 3
    reported = np.ones((4, 60), dtype=np.bool_)
    reported[0, -2:] = False
    codes = [f"75.{number:02}" for number in range(1, 5)]
    rows = warned(Cases(codes, [""], Period.parse("2021-11"), counts, reported)).set_index("region_code")
    assert rows.loc["75", "month"] == "2026-08"
    assert rows.loc["75.02", "month"] == "2026-10"


@pytest.fixture(scope="module", params=["embedded", "postgis"])
def own(run: Run, request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Loaded]:
    with run.own(request.param, "provinsi", tmp_path_factory.mktemp("peringatan") / "home") as loaded:
        yield loaded


def _renew(loaded: Loaded) -> dict[str, int]:
    with loaded.store.writing() as connection:
        return warnings.renew(connection, lambda done, total: None)


def test_the_store_holds_what_the_rule_says_and_everybody_reads_it(own: Loaded) -> None:
    made = _renew(own)
    with own.store.writing() as connection:
        cases = read_cases(connection)
    assert cases is not None
    assert str(Period(cases.first.start + cases.reported.shape[1] - 1, 1, Grain.MONTH)) == "2026-10"
    regencies = len(cases.codes)
    provinces = len({code[:2] for code in cases.codes})
    assert made["series"] == (regencies + provinces + 1) * 9
    rows = queries.warnings(own.store, as_person(own.store, "bnn_pusat", ""), "ID")
    reader = as_person(own.store, "kepala_daerah", "75.03")
    pd.testing.assert_frame_equal(rows, queries.warnings(own.store, reader, "ID"))
    assert (rows["region_code"] == "ID").sum() == 9
    assert rows["fired"].gt(0).any(), "the planted month of the province"
    first = rows.iloc[0]
    assert [len(first[name]) for name in ("counts", "means", "lows", "highs")] == [TESTED] * 4
    assert first["until"] == "2026-10"
    counted = queries.warning_counts(own.store, reader, "ID")
    assert counted["series"].sum() == made["series"]
    assert counted["until"].unique().tolist() == ["2026-10"]
    assert len(queries.alarms(own.store, reader, "ID")) == made["alarms"]


def test_counts_of_a_month_are_those_of_the_facts(own: Loaded) -> None:
    _renew(own)
    scope = as_person(own.store, "bnn_pusat", "")
    row = queries.warnings(own.store, scope, "75.03").query("substance == ''").iloc[0]
    facts = queries.series(own.store, scope, "75.03", ["jumlah_kasus"], Grain.MONTH).set_index("period")["value"]
    months = [str(Period(NEWEST.start - TESTED + 1 + at, 1, Grain.MONTH)) for at in range(TESTED)]
    known = {month: count for month, count in zip(months, row["counts"], strict=True) if count is not None}
    assert len(known) > 12
    assert known == {month: int(facts[month]) for month in known}


def test_a_file_for_a_whole_year_says_nothing_of_months_after_it_came(own: Loaded) -> None:
    with own.store.writing() as connection:
        rolled = connection.begin_nested()
        connection.execute(sa.text("delete from mentah.kiriman where feed = 'kasus'"))
        number = connection.execute(
            schema.kiriman.insert().returning(schema.kiriman.c.id),
            {"feed": "kasus", "sender": "Polda", "region_code": "75", "year": 2026, "sha256": "x", "row_count": 1,
             "received_at": "2026-05-31 12:00+07", "source_id": "simulasi", "period": "2026", "periods": ["2026"],
             "state": "diterima", "complete": True},
        ).scalar_one()  # fmt: skip
        connection.execute(schema.kiriman_cakupan.insert().values(kiriman_id=number, period="2026", region_code="75"))
        cases = read_cases(connection)
        rolled.rollback()
    assert cases is not None
    assert (str(cases.first), cases.reported.shape[1]) == ("2026-01", 5)
    assert cases.reported.all(axis=1).sum() == sum(code.startswith("75") for code in cases.codes)


def test_a_month_that_has_not_ended_is_not_judged(own: Loaded, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("data.facts.warning_counts.today", lambda: clock.today().replace(year=2026, month=10, day=30))
    with own.store.writing() as connection:
        cases = read_cases(connection)
    assert cases is not None
    assert str(Period(cases.first.start + cases.reported.shape[1] - 1, 1, Grain.MONTH)) == "2026-09"


def test_without_submissions_there_are_no_rows(own: Loaded) -> None:
    with own.store.writing() as connection:
        kept = connection.begin_nested()
        connection.execute(sa.text("delete from mentah.kiriman where feed = 'kasus'"))
        assert warnings.renew(connection, lambda done, total: None) == {"series": 0, "alarms": 0}
        kept.rollback()


def test_the_job_is_one_of_the_store() -> None:
    assert "warnings" in [job.name for job in store_jobs()]
