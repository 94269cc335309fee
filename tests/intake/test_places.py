"""Regions as senders write them."""

import pytest

from data.facts.rules import table_of as rows
from data.feeds import feeds
from data.intake.read.cells import cell_text
from data.intake.read.places import Change, Places
from data.intake.read.values import BadCell
from tests.intake.places import places_of, resolve

KNOWN = {
    "75": "Gorontalo", "75.01": "Kabupaten Gorontalo", "75.03": "Kabupaten Bone Bolango", "75.10": "Kabupaten Contoh",
    "75.71": "Kota Gorontalo", "75.03.01": "Tapa", "75.03.02": "Kabila", "75.01.01": "Limboto",
    "75.03.01.2001": "Langge", "75.03.02.2001": "Langge", "75.03.02.1009": "Olohuta", "75.01.01.2003": "Malahu",
}  # fmt: skip
VILLAGE = feeds()["bersinar_peristiwa"].column("village_code")
REGENCY = feeds()["kotan_penilaian"].column("region_code")
PEOPLE = feeds()["penduduk"].column("region_code")
OFFICE = feeds()["layanan_bulanan"].column("region_code")


@pytest.fixture
def places() -> Places:
    made = places_of(KNOWN)
    for old, *new in (("71.01", "75.01"), ("71.02", "75.01", "75.03")):
        for code in new:
            made.change(old, Change(code, len(new) > 1, None))
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
| regency | Bone Bolango (75.03)                 | 75.03         |
| regency | 75.03 Kab. Bone Bolanggo             | 75.03         |
| regency | Kabupaten Gorontalo, Prov. Gorontalo | 75.01         |
| village | Desa Langge Kec. Kabila              | 75.03.02.2001 |
| regency | 71.01                                | 75.01         |
| office  | Kabupaten Gorontalo                  | 75.01         |
| office  | Provinsi Gorontalo                   | 75            |
| people  | Kab. Gorontalo                       | 75.01         |
| people  | Kec. Tapa                            | 75.03.01      |
| people  | Indonesia                            | ID            |
"""
COLUMNS = {"village": VILLAGE, "regency": REGENCY, "office": OFFICE, "people": PEOPLE}


@pytest.mark.parametrize("row", rows(RESOLVED), ids=lambda row: row["text"])
def test_what_can_only_be_one_region_is_resolved(places: Places, row: dict[str, str]) -> None:
    assert resolve(places, row["text"], COLUMNS[row["column"]], ("75",)).value == row["code"]


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
| people  | Gorontalo     | dipakai 3 wilayah            |
| regency | Provinsi Gorontalo           | menyebut provinsi     |
| village | Kec. Tapa     | menyebut kecamatan           |
| village | 75.03.01.2001 Olohuta | nama di sebelahnya   |
| village | 75.03.02.1009 Langge | nama di sebelahnya    |
| regency | 75.03 Gorontalo | nama di sebelahnya         |
"""


@pytest.mark.parametrize("row", rows(ASKED), ids=lambda row: row["text"])
def test_what_may_be_several_or_none_is_asked_and_never_dropped(places: Places, row: dict[str, str]) -> None:
    with pytest.raises(BadCell) as bad:
        resolve(places, row["text"], COLUMNS[row["column"]], ("75",))
    assert row["says"] in bad.value.expected


def test_a_code_that_became_a_number_has_lost_only_trailing_zeros(places: Places) -> None:
    assert resolve(places, str(cell_text(75.1)), REGENCY, ("75",)).value == "75.10"
    assert resolve(places, str(cell_text(7503)), REGENCY, ("75",)).value == "75.03"


def test_what_stands_beside_a_name_narrows_it(places: Places) -> None:
    assert resolve(places, "Langge", VILLAGE, ("75",), {2: "Bone Bolango", 3: "Kec. Kabila"}).value == "75.03.02.2001"


def test_names_outside_the_senders_regions_are_not_guessed(places: Places) -> None:
    with pytest.raises(BadCell):
        resolve(places, "Malahu", VILLAGE, ("75.03",))


BESIDE = """
| text          | regency           | kecamatan | code or sentence                                     |
|---------------|-------------------|-----------|------------------------------------------------------|
| Langge        |                   | Tapa      | 75.03.01.2001                                        |
| Malahu        | Kab. Gorontalo    | Limboto   | 75.01.01.2003                                        |
| Malahu        | Kab. Gorontalo    | Limbotoo  | 75.01.01.2003                                        |
| Langge        | Bone Bolango      | Kabilaa   | dipakai 2 wilayah                                    |
| Malahu        | Kab. Bone Bolango |           | tidak ada di Kab. Bone Bolango (75.03); yang ada     |
| Malahu        |                   | Tapa      | tidak ada di Kec. Tapa (75.03.01); yang ada          |
| Malahu        | Kota Gorontalo    | Limboto   | tidak ada di Kota Gorontalo (75.71); yang ada        |
| 75.03.02.1009 | Kab. Gorontalo    |           | ialah Kelurahan Olohuta (75.03.02.1009)              |
| 75.03.02.1009 |                   | Tapa      | nama di sebelahnya 'Tapa' (75.03.01)                 |
| 75.03.02.1009 | 75.01             |           | kode di sebelahnya '75.03.02.1009'.                  |
| Malahu        | Kab. Surabaya     | Limboto   | Kabupaten/kota 'Kab. Surabaya' tidak dikenal         |
| Langgee       | Bone Bolango      | Tapa      | Mungkin maksudnya 75.03.01.2001 Langge               |
"""


@pytest.mark.parametrize("row", rows(BESIDE), ids=lambda row: f"{row['text']}-{row['regency']}-{row['kecamatan']}")
def test_all_that_a_row_says_of_its_region_agrees(places: Places, row: dict[str, str]) -> None:
    beside = {level: row[name] for level, name in ((2, "regency"), (3, "kecamatan")) if row[name]}
    said = row["code or sentence"]
    if said[:1].isdigit():
        assert resolve(places, row["text"], VILLAGE, ("75",), beside).value == said
        return
    with pytest.raises(BadCell) as bad:
        resolve(places, row["text"], VILLAGE, ("75",), beside)
    assert said in bad.value.expected


def test_a_likeness_never_chooses_a_region(places: Places) -> None:
    for text, beside in (("Gorontalo Utra", {1: "Gorontalo"}), ("Bone Bolangoo", {1: "Gorontalo"}), ("Langge", {3: "Kabilaa"})):
        with pytest.raises(BadCell):
            resolve(places, text, VILLAGE if text == "Langge" else OFFICE, ("75",), beside)


def test_a_region_agrees_with_those_in_which_it_lay_before_it_moved() -> None:
    places = places_of({"91": "Papua", "93": "Papua Selatan", "93.01": "Kabupaten Merauke", "91.03": "Kabupaten Jayapura"})
    places.change("91.01", Change("93.01", False, None))
    for beside in ({1: "Papua"}, {1: "91"}, {1: "Papua Selatan"}):
        assert resolve(places, "Merauke", REGENCY, ("",), beside).value == "93.01"
        assert resolve(places, "91.01", REGENCY, ("",), beside).value == "93.01"
    with pytest.raises(BadCell):
        resolve(places, "Jayapura", REGENCY, ("",), {1: "Papua Selatan"})


def test_kelurahan_and_desa_of_one_name_are_two_villages() -> None:
    places = places_of(
        {"14": "Riau", "14.07": "Kabupaten Rokan Hilir", "14.07.06": "Pasir Limau Kapas", "14.07.06.1007": "Panipahan",
         "14.07.06.2001": "Panipahan"}
    )  # fmt: skip
    assert resolve(places, "Kelurahan Panipahan", VILLAGE).value == "14.07.06.1007"
    assert resolve(places, "Desa Panipahan", VILLAGE).value == "14.07.06.2001"
    for text in ("Panipahan", "14.07.06.2001 Kelurahan Panipahan"):
        with pytest.raises(BadCell):
            resolve(places, text, VILLAGE)
