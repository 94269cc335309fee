"""Effects planted in simulated treatment are found by the pages' own queries, and none where none was planted."""

from collections.abc import Mapping

import pandas as pd
import pytest

from data import queries
from data.ops.simulation.generate import generate
from data.store.scope import Scope
from geo import reference
from tests.people import scope_of
from tests.stores import PART, Loaded

YEAR = "2025"
EVERYBODY = Scope.public()
STANDS_OUT = 2.0  # times the median of its peers


@pytest.fixture(scope="module")
def truth(provinces_postgis: Loaded) -> Mapping[str, dict[str, object]]:
    made = generate(reference.read_regions(), provinces_postgis.settings.seed, PART).truth
    return {name: found for name, found in made.items() if isinstance(found, dict)}


def _standing_out(values: "pd.Series[float]") -> list[str]:
    """Regions whose value is at least so many times the median of the others."""
    known = values.dropna()
    return [str(code) for code, value in known.items() if value >= STANDS_OUT * known.drop(code).median()]


def _waits(loaded: Loaded, level: int, within: str = "ID") -> "pd.Series[float]":
    found = queries.ranking(loaded.store, EVERYBODY, "hari_tunggu_rehab", level, YEAR, within)
    return found.set_index("region_code")["value"]


def test_the_province_that_waits_long_is_found_and_no_other(provinces_postgis: Loaded, truth: Mapping) -> None:
    planted = str(truth["tunggu_lama"]["wilayah"])
    assert _standing_out(_waits(provinces_postgis, 1)) == [planted]


def test_inside_provinces_without_a_planted_effect_no_regency_waits_long(provinces_postgis: Loaded, truth: Mapping) -> None:
    full = str(truth["fasilitas_penuh"]["fasilitas"])
    house = queries.facilities(provinces_postgis.store, EVERYBODY)
    (crowded,) = house.loc[house["id"].astype(str) == full, "village_code"].str[:5]
    looked_at = 0
    for province in PART.split(","):
        if province != truth["tunggu_lama"]["wilayah"]:
            waits = _waits(provinces_postgis, 2, province).drop(crowded, errors="ignore")
            looked_at += int(waits.notna().sum())
            assert _standing_out(waits) == []
    assert looked_at > 3


def test_the_house_that_filled_up_is_said_to_be_full(provinces_postgis: Loaded, truth: Mapping) -> None:
    planted = truth["fasilitas_penuh"]
    found = queries.facilities(provinces_postgis.store, EVERYBODY).set_index("id")
    assert found.at[planted["fasilitas"], "vacancy"] == "penuh"
    assert (found["vacancy"].dropna() == "penuh").mean() < 0.3


def test_clients_known_to_two_ministries_are_seen_in_the_overlap(provinces_postgis: Loaded, truth: Mapping) -> None:
    planted = truth["klien_dua_kementerian"]["token"]
    shared = 0.0
    for year in range(2022, 2027):
        rows = queries.breakdown(provinces_postgis.store, scope_of("bnn_pusat", ""), "ID", str(year))
        mine = rows[
            (rows["subject"] == "orang_irisan") & rows["a"].str.contains("Kemenkes") & rows["a"].str.contains("Kemensos")
        ]
        shared += mine["amount"].sum()
    assert 0 < shared <= planted, "some are served by the two in different years"
