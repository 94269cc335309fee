"""Regions as senders write them."""

import pytest

from data.facts.rules import table_of as rows
from data.feeds import feeds
from data.intake.read.cells import cell_text
from data.intake.read.places import Places
from data.intake.read.values import BadCell
from geo.regions import names

KNOWN = {
    "75": "Gorontalo", "75.01": "Kabupaten Gorontalo", "75.03": "Kabupaten Bone Bolango", "75.10": "Kabupaten Contoh",
    "75.71": "Kota Gorontalo", "75.03.01": "Tapa", "75.03.02": "Kabila", "75.01.01": "Limboto",
    "75.03.01.2001": "Langge", "75.03.02.2001": "Langge", "75.03.02.1009": "Olohuta", "75.01.01.2003": "Malahu",
}  # fmt: skip
VILLAGE = feeds()["bersinar_peristiwa"].column("village_code")
REGENCY = feeds()["kotan_penilaian"].column("region_code")
OFFICE = feeds()["layanan_bulanan"].column("region_code")


@pytest.fixture
def places() -> Places:
    made = Places()
    for code, name in KNOWN.items():
        level = code.count(".") + 1
        made.level[code], made.name[code] = level, name
        made.by_name.setdefault(level, {}).setdefault(names.key(name), []).append(code)
    made.moved = {"71.01": ["75.01"], "71.02": ["75.01", "75.03"]}
    return made


RESOLVED = """
| column  | text                                 | code          |
|---------|--------------------------------------|---------------|
| village | 75.03.02.1009                        | 75.03.02.1009 |
| village | 7503021009                           | 75.03.02.1009 |
| village | 7503021009.0                         | 75.03.02.1009 |
| village | 75.3.2.1009                          | 75.03.02.1009 |
| village | Olohuta                              | 75.03.02.1009 |
| village | Kel. OLOHUTA                         | 75.03.02.1009 |
| village | Langge, Kec. Tapa, Kab. Bone Bolango | 75.03.01.2001 |
| village | 75.03.02.1009 Olohuta                | 75.03.02.1009 |
| regency | Kab. Bone Bolango                    | 75.03         |
| regency | bone bolango                         | 75.03         |
| regency | Kota Gorontalo                       | 75.71         |
| regency | KABUPATEN GORONTALO                  | 75.01         |
| regency | 7503                                 | 75.03         |
| regency | 71.01                                | 75.01         |
| office  | Kabupaten Gorontalo                  | 75.01         |
| office  | Provinsi Gorontalo                   | 75            |
"""
COLUMNS = {"village": VILLAGE, "regency": REGENCY, "office": OFFICE}


@pytest.mark.parametrize("row", rows(RESOLVED), ids=lambda row: row["text"])
def test_what_can_only_be_one_region_is_resolved(places: Places, row: dict[str, str]) -> None:
    assert places.resolve(row["text"], COLUMNS[row["column"]], ("75",)).value == row["code"]


ASKED = """
| column  | text          | says                         |
|---------|---------------|------------------------------|
| village | Langge        | dipakai 2 wilayah            |
| village | Langgee       | Mungkin maksudnya            |
| village | 75.03         | kode kabupaten/kota          |
| village | 75.03.99.2001 | tidak ada di daftar          |
| regency | Gorontalo     | dipakai 2 wilayah            |
| regency | 71.02         | telah dipecah                |
| regency | 75.1          | Dapat berarti 75.10          |
| office  | Gorontalo     | dipakai                      |
"""


@pytest.mark.parametrize("row", rows(ASKED), ids=lambda row: row["text"])
def test_what_may_be_several_or_none_is_asked_and_never_dropped(places: Places, row: dict[str, str]) -> None:
    places.level.setdefault("75.01", 2)
    with pytest.raises(BadCell) as bad:
        places.resolve(row["text"], COLUMNS[row["column"]], ("75",))
    assert row["says"] in bad.value.expected


def test_a_code_that_became_a_number_has_lost_only_trailing_zeros(places: Places) -> None:
    assert places.resolve(str(cell_text(75.1)), REGENCY, ("75",)).value == "75.10"
    assert places.resolve(str(cell_text(7503)), REGENCY, ("75",)).value == "75.03"


def test_what_stands_beside_a_name_narrows_it(places: Places) -> None:
    assert places.resolve("Langge", VILLAGE, ("75",), (None, "Bone Bolango", "Kec. Kabila")).value == "75.03.02.2001"


def test_names_outside_the_senders_regions_are_not_guessed(places: Places) -> None:
    with pytest.raises(BadCell):
        places.resolve("Malahu", VILLAGE, ("75.03",))
