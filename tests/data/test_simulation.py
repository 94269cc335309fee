"""The generator: deterministic, on the published margins, with rows that could be true."""

import itertools

import numpy as np
import pandas as pd
import pytest

from data.simulation.generate import LAST_DAY, STEPS, VILLAGE_LAW_ONLY, YEARS, Nation, generate
from data.simulation.margins import cases_by_province, population_by_province
from geo import reference


@pytest.fixture(scope="module")
def regions() -> pd.DataFrame:
    return reference.read_regions()


@pytest.fixture(scope="module")
def nation(regions: pd.DataFrame) -> Nation:
    return generate(regions, 2045)


def test_the_same_seed_gives_the_same_nation_and_another_seed_another(regions: pd.DataFrame, nation: Nation) -> None:
    again, other = generate(regions, 2045), generate(regions, 2046)
    for name, frame in vars(nation).items():
        pd.testing.assert_frame_equal(frame, getattr(again, name))
        assert not frame.equals(getattr(other, name))


def test_people_of_2025_add_up_to_the_decree_by_province(nation: Nation) -> None:
    frame = nation.population.query("year == 2025")
    sums = frame.groupby(frame["region_code"].str[:2])["people"].sum()
    published = population_by_province()
    assert published.sum() == 284_973_643
    np.testing.assert_allclose(sums, published.reindex(sums.index), rtol=2e-5)


def test_cases_of_2022_follow_the_published_ones_less_what_was_not_reported(regions: pd.DataFrame, nation: Nation) -> None:
    names = regions[regions["level"] == 1].set_index("code")["name"]
    expected = cases_by_province(names)
    assert expected.sum() == pytest.approx(43_099)
    assert expected["35"] == 7060
    assert expected["53"] == 40
    cases = nation.narcotics_case
    found = cases[pd.to_datetime(cases["case_date"]).dt.year == 2022].groupby(cases["village_code"].str[:2]).size()
    assert (found <= expected.reindex(found.index).round()).all()
    assert 0.9 < found.sum() / expected.sum() <= 1


def test_nobody_reports_cases_for_a_year_without_a_submission(nation: Nation) -> None:
    cases = nation.narcotics_case
    keys = set(zip(cases["village_code"].str[:5], pd.to_datetime(cases["case_date"]).dt.year, strict=True))
    assert keys <= set(zip(nation.kiriman["region_code"], nation.kiriman["year"], strict=True))
    assert len(nation.kiriman) < 514 * len(YEARS)


def test_events_come_in_order_and_never_after_the_last_day(regions: pd.DataFrame, nation: Nation) -> None:
    events = nation.bersinar_event
    assert (events["event_date"] <= np.datetime64(LAST_DAY)).all()
    wide = events.pivot(index="village_code", columns="event", values="event_date")
    order = [name for name, _, _ in STEPS if name not in VILLAGE_LAW_ONLY]
    for before, after in itertools.pairwise(order):
        both = wide[[before, after]].dropna()
        assert (both[before] <= both[after]).all()
        assert len(both) == wide[after].notna().sum(), f"{after} without {before}"
    kelurahan = set(regions.loc[regions["kind"] == "kelurahan", "code"])
    assert not kelurahan & set(events.loc[events["event"].isin(VILLAGE_LAW_ONLY), "village_code"])


def test_every_row_names_a_village_of_today(regions: pd.DataFrame, nation: Nation) -> None:
    villages = set(regions.loc[regions["level"] == 4, "code"])
    for frame in (nation.bersinar_event, nation.facility, nation.narcotics_case):
        assert set(frame["village_code"]) <= villages
    assert len(nation.facility) == 1500
    closed = nation.facility.dropna(subset=["closed"])
    assert len(closed) > 10
    assert (closed["opened"] < closed["closed"]).all()
