"""The generator: deterministic, on the published margins, with rows that could be true."""

import itertools
from collections.abc import Callable

import numpy as np
import pandas as pd
import pytest

from data.ops.simulation import margins
from data.ops.simulation.base import LAST, YEARS
from data.ops.simulation.generate import Nation, generate
from data.ops.simulation.program import STEPS, VILLAGE_LAW_ONLY
from data.ops.simulation.vulnerability import LEAST_RETURN
from geo import reference


@pytest.fixture(scope="module")
def regions() -> pd.DataFrame:
    return reference.read_regions()


@pytest.fixture(scope="module")
def table(nation_rows: Nation) -> Callable[[str], pd.DataFrame]:
    return nation_rows.tables.__getitem__


def test_the_same_seed_gives_the_same_rows_and_another_seed_others(regions: pd.DataFrame) -> None:
    one, again, other = (generate(regions, seed, "provinsi") for seed in (7, 7, 8))
    assert one.truth == again.truth
    for name, frame in one.tables.items():
        pd.testing.assert_frame_equal(frame, again.tables[name])
        assert not frame.equals(other.tables[name]), name


@pytest.mark.parametrize(("size", "prefix"), [("kota", "75.71"), ("provinsi", "75")])
def test_a_small_world_holds_its_own_region_alone_in_every_table(regions: pd.DataFrame, size: str, prefix: str) -> None:
    small = generate(regions, 2045, size)
    for name, frame in small.tables.items():
        assert len(frame), name
        for column in ("village_code", "regency_code", "region_code", "home_regency"):
            if column in frame:
                codes = frame[column].dropna()
                # a city's own submissions and plans are its province's too
                assert (codes.str.startswith(prefix) | (codes == prefix[:2])).all(), (name, column)


def test_people_of_2025_add_up_to_the_decree_by_province(table: Callable[[str], pd.DataFrame]) -> None:
    frame = table("population").query("year == 2025")
    sums = frame.groupby(frame["region_code"].str[:2])["people"].sum()
    published = margins.population_by_province()
    assert published.sum() == 284_973_643
    np.testing.assert_allclose(sums, published.reindex(sums.index), rtol=2e-5)
    assert (frame["men"] + frame["women"] == frame["people"]).all()


def test_cases_of_2022_follow_published_ones_less_those_not_reported(
    regions: pd.DataFrame, nation_rows: Nation, table: Callable[[str], pd.DataFrame]
) -> None:
    names = regions[regions["level"] == 1].set_index("code")["name"]
    expected = margins.cases_by_province(names)
    assert expected.sum() == pytest.approx(43_099)
    assert expected["35"] == 7060
    assert expected["53"] == 40
    cases = table("narcotics_case")
    found = cases[cases["case_date"].dt.year == 2022].groupby(cases["regency_code"].str[:2]).size()
    assert (found <= expected.reindex(found.index) + 4).all()  # four quarters, each rounded by chance
    assert 0.9 < found.sum() / expected.sum() <= 1


def test_nobody_reports_cases_for_a_year_without_a_submission(table: Callable[[str], pd.DataFrame]) -> None:
    cases, sent = table("narcotics_case"), table("kiriman").query("feed == 'kasus'")
    keys = set(zip(cases["regency_code"], cases["case_date"].dt.year, strict=True))
    assert keys <= set(zip(sent["region_code"], sent["year"], strict=True))
    years = sent.drop_duplicates(["region_code", "period"]).groupby(["region_code", "year"]).size().reset_index(name="months")
    assert len(years) < 514 * len(YEARS)
    # every month of a year that came, also one without a case
    assert set(years.query("year < 2026")["months"]) == {12}
    assert set(years.query("year == 2026")["months"]) == {10}
    assert (sent["row_count"] == 0).any()


def test_vulnerable_areas_follow_the_published_counts_of_each_method(table: Callable[[str], pd.DataFrame]) -> None:
    frame = table("kawasan_rawan")
    for year in (2022, 2023):
        counts = frame.loc[frame["year"] == year, "category"].value_counts()
        assert {name: counts[name] for name in ("bahaya", "waspada")} == margins.RAWAN_BY_INDICATORS
    survey = frame.query("year == 2024").assign(province=lambda rows: rows["village_code"].str[:2])
    for province, published in margins.RAWAN_BY_SURVEY.items():
        counts = survey[survey["province"] == province]["category"].value_counts()
        names = ("bahaya", "waspada", "siaga", "aman")[: len(published)]
        assert tuple(counts[name] for name in names) == published, province
    assert set(frame.query("year < 2024")["method"]) == {"indikator"}
    assert set(frame.query("year >= 2024")["method"]) == {"survei"}


def test_indicator_categories_follow_their_rule_thin_surveys_have_none(
    table: Callable[[str], pd.DataFrame],
) -> None:
    frame = table("kawasan_rawan")
    rows = frame[frame["method"] == "indikator"]
    bahaya = (rows["main"].str.count("t") >= 5) & (rows["supporting"].str.count("t") >= 4)
    assert (bahaya == (rows["category"] == "bahaya")).all()
    survey = frame[frame["method"] == "survei"]
    few = survey["returned"].astype(int) < LEAST_RETURN * survey["sent"].astype(int)
    assert few.sum() > 100
    assert (survey["category"].isna() == few).all()


def test_kotan_is_measured_where_an_office_is_each_edition_on_its_scale(
    table: Callable[[str], pd.DataFrame],
) -> None:
    frame = table("kotan_assessment")
    assert frame["region_code"].nunique() <= 173
    assert set(frame.query("edition == 2021")["year"]) == {2022}
    assert frame.query("edition == 2022")["index"].between(1, 4).all()
    assert frame.query("edition == 2021")["index"].max() > 50


def test_yearly_clients_and_facilities_follow_the_published_figures(
    table: Callable[[str], pd.DataFrame], nation_rows: Nation
) -> None:
    rows = table("rehab_episode")
    rows = rows[rows["facility_id"] != nation_rows.truth["fasilitas_penuh"]["fasilitas"]]
    counts = rows.groupby([rows["started"].dt.year, "agency"]).size()
    assert counts[2024]["BNN"] == 12_204
    assert counts[2022]["BNN"] + counts[2022]["Mitra"] == pytest.approx(31_868, rel=0.002)
    assert counts[2024].sum() == pytest.approx(39_252, rel=0.002)
    places = table("facility")
    assert len(places) == 1500
    assert places.groupby("operator")["sni"].sum()[["BNN", "Mitra"]].to_dict() == margins.SNI_FACILITIES
    assert (len(table("ibm_unit")), table("ibm_unit")["agents"].sum()) == (margins.IBM_UNITS, margins.IBM_AGENTS)
    ended = table("ibm_assessment").query("stage == 'akhir'")
    for name, published in margins.WHOQOL_2022.items():
        assert ended[name].mean() == pytest.approx(published, abs=0.5)


def test_events_come_in_order_and_never_after_the_last_day(regions: pd.DataFrame, table: Callable[[str], pd.DataFrame]) -> None:
    events = table("bersinar_event")
    assert (events["event_date"] <= LAST).all()
    wide = events.pivot(index="village_code", columns="event", values="event_date")
    order = [name for name, _, _ in STEPS if name not in VILLAGE_LAW_ONLY]
    for before, after in itertools.pairwise(order):
        both = wide[[before, after]].dropna()
        assert (both[before] <= both[after]).all()
        assert len(both) == wide[after].notna().sum(), f"{after} without {before}"
    kelurahan = set(regions.loc[regions["kind"] == "kelurahan", "code"])
    assert not kelurahan & set(events.loc[events["event"].isin(VILLAGE_LAW_ONLY), "village_code"])


def test_every_row_names_regions_of_today_and_no_day_lies_in_the_future(regions: pd.DataFrame, nation_rows: Nation) -> None:
    codes = set(regions["code"])
    for name, frame in nation_rows.tables.items():
        for column in ("village_code", "regency_code", "region_code", "home_regency"):
            if column in frame:
                assert set(frame[column].dropna()) <= codes, (name, column)
        planned = {"licence_until", "valid_until", "due_on", "until"}
        for column in set(frame.select_dtypes("datetime").columns) - planned:
            assert (frame[column].dropna() <= pd.Timestamp(LAST)).all(), (name, column)


def test_life_is_in_it_late_missing_corrected_unknown_and_contradicting(table: Callable[[str], pd.DataFrame]) -> None:
    sent = table("kiriman")
    assert 0.1 < (sent["received_at"] > sent["due_on"]).mean() < 0.25
    assert sent.duplicated(["feed", "sender", "region_code", "period"]).sum() > 100
    assert 0.05 < table("narcotics_case")["village_code"].isna().mean() < 0.07
    stages = table("case_stage").query("stage == 'p21'")
    days = stages.groupby("case_key")["stage_date"].agg(["nunique", "size"]).query("size == 2")
    assert 0.03 < (days["nunique"] == 2).mean() < 0.12
    months = table("rehab_recap").groupby(["agency", "region_code"])["month"].nunique()
    assert (months < 58).any()


def test_tokens_are_no_identities_and_one_person_keeps_one(table: Callable[[str], pd.DataFrame]) -> None:
    tokens = table("rehab_episode")["token"]
    assert tokens.str.fullmatch(r"\\x[0-9a-f]{32}").all()
    assert 0.8 < tokens.nunique() / len(tokens) < 0.95
