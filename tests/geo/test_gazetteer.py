"""Regions found by what people type."""

import pandas as pd
import pytest

from geo.regions.gazetteer import Gazetteer, find, gazetteer, plain

ROWS = [
    ("73.08", "Kabupaten Bone", 2, "Sulawesi Selatan", False),
    ("74.03.26", "Bone", 3, "Kabupaten Muna Sulawesi Tenggara", False),
    ("75", "Gorontalo", 1, "", False),
    ("75.01", "Kabupaten Gorontalo", 2, "Gorontalo", False),
    ("75.03", "Kabupaten Bone Bolango", 2, "Gorontalo", False),
    ("75.03.04", "Bonepantai", 3, "Kabupaten Bone Bolango Gorontalo", False),
    ("75.05.06.2004", "Ipilo", 4, "Gentuma Raya Kabupaten Gorontalo Utara Gorontalo", False),
    ("75.71", "Kota Gorontalo", 2, "Gorontalo", False),
    ("75.71.05.1005", "Ipilo", 4, "Kota Timur Kota Gorontalo Gorontalo", False),
    ("73.06.04.2009", "Sukamaju", 4, "Bajeng Kabupaten Gowa Sulawesi Selatan", False),
    ("73.18.01.2001", "Pa'ngadéan", 4, "Saluputti Kabupaten Tana Toraja Sulawesi Selatan", False),
    ("91.18", "Kabupaten Asmat", 2, "Papua", True),
    ("93.04", "Kabupaten Asmat", 2, "Papua Selatan", False),
]


@pytest.fixture(scope="module")
def index() -> Gazetteer:
    return gazetteer(pd.DataFrame(ROWS, columns=["code", "name", "level", "above", "former"]))


@pytest.mark.parametrize(
    ("words", "first", "count"),
    [
        ("bone", "73.08", 4),  # a whole name before names that begin with it, the regency before the kecamatan
        ("BONE  bolango", "75.03", 2),
        ("kab bone", "73.08", 4),
        ("gorontalo", "75", 3),
        ("kota gorontalo", "75.71", 1),
        ("ipilo kota timur", "75.71.05.1005", 1),
        ("ipilo utara", "75.05.06.2004", 1),
        ("pangadean", "73.18.01.2001", 1),
        ("75.71", "75.71", 2),
        ("7571", "75.71", 2),
        ("75 71 05", "75.71.05.1005", 1),
        ("asmat", "93.04", 2),  # the current region before the former one
        ("91.18", "91.18", 1),
        ("suka maju", "73.06.04.2009", 1),
        ("bonebolanggo", "75.03", 1),
    ],
)
def test_what_is_typed_finds_what_is_meant(index: Gazetteer, words: str, first: str, count: int) -> None:
    found = [index.codes[at] for at in find(index, words)]
    assert found[0] == first
    assert len(found) == count


@pytest.mark.parametrize("words", ["", "b", " ", "%%", "_", ".*", "zzzzzz", "'; drop table", "\0", "\ud800x", "9999"])
def test_nonsense_finds_nothing(index: Gazetteer, words: str) -> None:
    assert find(index, words) == []


def test_no_more_than_asked_for(index: Gazetteer) -> None:
    assert len(find(index, "gorontalo", limit=2)) == 2


def test_plain_words() -> None:
    assert plain("  Pa'ngadéan–KAB. Tana  ") == "pangadean kabupaten tana"
