"""Planted effects can be found in the generated rows by plain arithmetic: later statistics are tested on them."""

import numpy as np
import pandas as pd
import pytest

from data.model.settings import ROOT
from data.ops.simulation.base import LAST
from data.ops.simulation.generate import Nation


@pytest.fixture(scope="module")
def cases(nation_rows: Nation) -> pd.DataFrame:
    return nation_rows.tables["narcotics_case"]


def _yearly(cases: pd.DataFrame, codes: list[str], first: str, last: str) -> float:
    """Cases a year in some villages between two days."""
    days = cases["case_date"].between(first, last)
    years = (pd.Timestamp(last) - pd.Timestamp(first)).days / 365.25
    return float((days & cases["village_code"].isin(codes)).sum()) / years


def test_the_hot_spot_cools_after_the_crackdown_and_its_ring_heats_up(nation_rows: Nation, cases: pd.DataFrame) -> None:
    hot = nation_rows.truth["titik_panas"]
    before, after = ("2022-01-01", "2024-06-30"), ("2024-07-01", "2026-10-31")
    core = _yearly(cases, hot["inti"], *after) / _yearly(cases, hot["inti"], *before)
    ring = _yearly(cases, hot["lingkar"], *after) / _yearly(cases, hot["lingkar"], *before)
    assert core < 0.35
    assert ring > 2.5


def test_one_programme_works_and_the_other_does_not(nation_rows: Nation, cases: pd.DataFrame) -> None:
    """Cases a year after against before the programme, beside the same years in villages without any."""
    events = nation_rows.tables["bersinar_event"]
    ibm = events[events["event"] == "ibm"].set_index("village_code")["event_date"]
    declared = events[events["event"] == "pencanangan"].set_index("village_code")["event_date"]
    only_declared = declared[~declared.index.isin(ibm.index)]

    def change(start: pd.Series) -> float:
        start = start[start.between("2023-01-01", "2025-03-01")]
        mine = cases[cases["village_code"].isin(start.index)]
        from_start = (mine["case_date"] - mine["village_code"].map(start)).dt.days
        before = (from_start < 0).sum() / (start - pd.Timestamp("2022-01-01")).dt.days.sum()
        after = (from_start >= 270).sum() / ((pd.Timestamp(LAST) - start).dt.days - 270).clip(lower=0).sum()
        return float(after / before)

    truth = nation_rows.truth["program"]
    assert change(ibm) / change(only_declared) == pytest.approx(truth["bekerja"]["kali"], abs=0.12)
    assert change(only_declared) == pytest.approx(1.0, abs=0.12)


def test_an_under_reporting_agency_shows_against_prosecutors_notices(nation_rows: Nation, cases: pd.DataFrame) -> None:
    truth = nation_rows.truth["kurang_lapor"]
    stages = nation_rows.tables["case_stage"]
    notices = stages[(stages["stage"] == "spdp") & (stages["agency"] == "Kejaksaan") & (stages["stage_date"] >= "2024-02-01")]
    matched = notices["case_key"].isin(set(cases["case_key"])).groupby(notices["regency_code"]).mean()
    busy = notices["regency_code"].value_counts() > 100
    sent = nation_rows.tables["kiriman"].query("feed == 'kasus'").groupby("region_code")["year"].nunique()
    complete = matched[busy.reindex(matched.index, fill_value=False) & (sent.reindex(matched.index) == 5)]
    assert complete.idxmin() == truth["kabupaten"]
    assert complete.min() == pytest.approx(truth["bagian_terlapor"], abs=0.08)
    assert (complete.drop(truth["kabupaten"]) > 0.9).all()


def test_the_house_that_fills_up_is_full_and_people_wait(nation_rows: Nation) -> None:
    truth = nation_rows.truth["fasilitas_penuh"]
    rows = nation_rows.tables["rehab_episode"]
    rows = rows[(rows["facility_id"] == truth["fasilitas"]) & (rows["service"] == "rawat_inap")]

    def occupied(day: str) -> float:
        there = (rows["started"] <= day) & ~(rows["ended"] <= day)
        return there.sum() / truth["tempat_tidur"]

    assert 0.3 < occupied("2022-09-01") < 1.0
    assert occupied("2026-03-01") > 0.95
    wait = (rows["started"] - rows["requested"]).dt.days.groupby(rows["started"].dt.year).mean()
    assert wait[2026] > 3 * wait[2022]


def test_the_case_chain_that_stalls_stands_out_among_busy_prosecutors(nation_rows: Nation) -> None:
    truth = nation_rows.truth["perkara_macet"]
    stages = nation_rows.tables["case_stage"]
    lodged = stages[(stages["stage"] == "spdp") & (stages["agency"] == "Kejaksaan")]
    lodged = lodged[lodged["stage_date"].between(truth["sejak"], "2026-05-31")]
    done = set(stages.loc[stages["stage"] == "p21", "case_key"])
    share = lodged["case_key"].isin(done).groupby(lodged["regency_code"]).agg(["mean", "size"]).query("size > 100")["mean"]
    assert share.idxmin() == truth["kabupaten"]
    assert share.min() < 0.3 < share.drop(truth["kabupaten"]).min()


def test_clients_known_to_two_ministries_are_those_whose_token_both_sent(nation_rows: Nation) -> None:
    rows = nation_rows.tables["rehab_episode"]
    tokens = {name: set(rows.loc[rows["agency"] == name, "token"]) for name in ("Kemensos", "Kemenkes")}
    assert len(tokens["Kemensos"] & tokens["Kemenkes"]) == nation_rows.truth["klien_dua_kementerian"]["token"] > 1000


def test_the_epidemic_month_is_the_highest_of_its_province(nation_rows: Nation, cases: pd.DataFrame) -> None:
    truth = nation_rows.truth["bulan_wabah"]
    there = cases[cases["regency_code"].str[:2] == truth["provinsi"]]
    months = there["case_date"].dt.to_period("M").value_counts()
    assert str(months.idxmax()) == truth["bulan"]
    assert months.max() / np.median(months) > 2


def test_nothing_of_the_app_knows_the_truth_file() -> None:
    name = "kebenaran" + "-simulasi"
    users = [
        str(path.relative_to(ROOT))
        for folder in ("dashboard", "data", "geo", "pages")
        for path in (ROOT / folder).rglob("*")
        if path.suffix in (".py", ".yaml", ".sql", ".js") and name in path.read_text(encoding="utf-8")
    ]
    assert users == ["data/ops/simulated.py"], "it is written there and read nowhere"
