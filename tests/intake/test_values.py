"""Cells as people write them: what is certain is read, what is not is a fault."""

from datetime import date

import pytest

from data.facts.rules import table_of as rows
from data.feeds import Column, feeds
from data.intake.read.cells import NATIVE, cell_text
from data.intake.read.numbers import decimal_style
from data.intake.read.parsers import parser
from data.intake.read.values import BadCell, Manner, check_error, is_nothing
from data.model.clock import zones_of

TODAY = date(2026, 11, 1)


def _column(kind: str, **more: object) -> Column:
    words = {"id": "x", "en": "x"}
    return Column.model_construct(name="x", label=words, type=kind, example="x", help=words, **more)


READ = """
| kind      | text                     | value      |
|-----------|--------------------------|------------|
| integer   | 1.234                    | 1234       |
| integer   | 1.234.567                | 1234567    |
| integer   | 1,234                    | 1234       |
| integer   | 12,00                    | 12         |
| integer   | Rp 25.000.000,-          | 25000000   |
| integer   | Rp. 1.500.000            | 1500000    |
| integer   | 1 250 orang              | 1250       |
| integer   | -3                       | -3         |
| decimal   | 1.234,5                  | 1234.5     |
| decimal   | 1,234.5                  | 1234.5     |
| decimal   | 12,5                     | 12.5       |
| decimal   | 12.5                     | 12.5       |
| decimal   | 1.234.567                | 1234567.0  |
| date      | 31/12/2025               | 2025-12-31 |
| date      | 31-12-2025               | 2025-12-31 |
| date      | 1.2.2025                 | 2025-02-01 |
| date      | 31 Desember 2025         | 2025-12-31 |
| date      | 5 Agt 2024               | 2024-08-05 |
| date      | Senin, 3 Maret 2025      | 2025-03-03 |
| date      | 2025-12-31               | 2025-12-31 |
| date      | 2025-12-31 00:00:00      | 2025-12-31 |
| date      | 45992                    | 2025-12-01 |
| date      | 31/12/25                 | 2025-12-31 |
| month     | Maret 2025               | 2025-03-01 |
| month     | 2025-03                  | 2025-03-01 |
| month     | 03/2025                  | 2025-03-01 |
| month     | 17/03/2025               | 2025-03-01 |
| year      | 2025                     | 2025       |
| year      | TA 2025                  | 2025       |
| half_year | 2025-B06                 | 2025-B06   |
| half_year | B12 2024                 | 2024-B12   |
| half_year | Semester II 2024         | 2024-B12   |
| yes_no    | Ada                      | True       |
| yes_no    | belum                    | False      |
| yes_no    | nihil                    | False      |
| text      | a  b                     | a b        |
| integer   | nihil                    | 0          |
| integer   | NOL                      | 0          |
| integer   | 1 029                    | 1029       |
| integer   | 12*                      | 12         |
| integer   | 12 **)                   | 12         |
| integer   | 12¹                      | 12         |
| integer   | 12 1)                    | 12         |
| integer   | 1.250 r)                 | 1250       |
| integer   | '7                       | 7          |
| date      | 12-Mei-24                | 2024-05-12 |
| date      | 3-Feb-24                 | 2024-02-03 |
| date      | 20240312                 | 2024-03-12 |
| date      | Jum’at, 12 April 2024    | 2024-04-12 |
| date      | 12/03/2024 00.00.00      | 2024-03-12 |
| date      | 2026-05-24 16:30:00.273  | 2026-05-24 |
| date      | 2024-12-31T17:30:00Z     | 2025-01-01 |
| date      | 2024-12-31 23:30 WIT     | 2024-12-31 |
| date      | 1 Agst 2024              | 2024-08-01 |
| decimal   | 0.125                    | 0.125      |
"""


@pytest.mark.parametrize("row", rows(READ), ids=lambda row: f"{row['kind']} {row['text']}")
def test_what_is_certain_is_read(row: dict[str, str]) -> None:
    assert str(parser(_column(row["kind"]), TODAY)(row["text"]).value) == row["value"]


ASKED = """
| kind    | text             |
|---------|------------------|
| integer | 12,5             |
| integer | dua belas        |
| integer | 1.23             |
| integer | 1.234,5          |
| integer | 1,234.5          |
| decimal | 1.234            |
| decimal | 1,234            |
| decimal | 1.2.3            |
| date    | 31/02/2025       |
| date    | 12/31/2025       |
| date    | 2027-01-01       |
| date    | kemarin          |
| date    | 5 Foo 2025       |
| date    | 123              |
| month   | 2025-13          |
| year    | 25               |
| yes_no  | t                |
| yes_no  | mungkin          |
| yes_no  | x                |
| integer | 5%               |
| integer | ≤5               |
| integer | <5               |
| integer | >100             |
| integer | ±10              |
| integer | 5-10             |
| integer | 5 s/d 10         |
| integer | 121)             |
| integer | 12 1             |
| integer | 5 (lima)         |
| integer | tidak ada        |
| decimal | 0,25 %           |
| decimal | nihil            |
| date    | 12-14 Maret 2024 |
| date    | 12 s.d. 14 Mei 2024 |
| date    | 29/02/2023       |
| date    | 2024-01-01 25:00 |
| date    | 1-3/2025         |
| date    | 12/5-2025        |
| month   | 1-3/2025         |
| integer | 0.120            |
| integer | 01.200           |
"""


@pytest.mark.parametrize("row", rows(ASKED), ids=lambda row: f"{row['kind']} {row['text']}")
def test_what_is_not_certain_is_asked_with_what_to_do(row: dict[str, str]) -> None:
    with pytest.raises(BadCell) as bad:
        parser(_column(row["kind"]), TODAY)(row["text"])
    assert bad.value.expected.endswith(".")
    assert bad.value.todo.endswith(".")


@pytest.mark.parametrize("text", ["#N/A", "#REF!", "#nilai!", "#DIV/0!", "#BAGI/0!", "#SPILL!", "#####", "Err:502"])
def test_an_error_is_a_fault_in_every_column_and_never_nothing(text: str) -> None:
    for kind in ("integer", "decimal", "date", "yes_no", "text", "code", "region"):
        if kind == "text" and text == "#####":
            continue
        assert not is_nothing(text, kind)
        with pytest.raises(BadCell, match="galat"):
            check_error(text, _column(kind))
    check_error("#BersamaLawanNarkoba", _column("text"))
    check_error("Eropa", _column("region"))


def test_per_cent_is_read_where_that_is_the_unit() -> None:
    column = _column("decimal", unit={"id": "%", "en": "%"})
    assert parser(column, TODAY)("6,5%").value == 6.5
    assert parser(column, TODAY)(f"{NATIVE}6.5%").value == 6.5
    with pytest.raises(BadCell, match="persen"):
        parser(_column("decimal", unit={"id": "hari", "en": "days"}), TODAY)(f"{NATIVE}25%")


def test_what_adding_leaves_over_is_no_part_of_a_number() -> None:
    assert parser(_column("integer"), TODAY)(str(cell_text(12.000000000000002))).value == 12
    assert parser(_column("decimal"), TODAY)(str(cell_text(0.1 + 0.2))).value == 0.3
    for number in (12.5, 12.000001, 1.613):
        with pytest.raises(BadCell):
            parser(_column("integer"), TODAY)(str(cell_text(number)))


def test_a_moment_is_the_day_of_the_senders_zone_and_asked_where_it_has_two() -> None:
    def day(*prefixes: str) -> object:
        return parser(_column("date"), TODAY, Manner(zones=zones_of(prefixes)))("2024-12-31T15:30:00Z").value

    assert (day("31"), day("75.01"), day("94")) == (date(2024, 12, 31), date(2024, 12, 31), date(2025, 1, 1))
    with pytest.raises(BadCell, match="WIB/WITA/WIT"):
        day("")


def test_a_cross_means_what_was_answered() -> None:
    assert parser(_column("yes_no"), TODAY, Manner(cross=False))("x").value is False
    assert parser(_column("yes_no"), TODAY, Manner(cross=True))("X").value is True
    with pytest.raises(BadCell) as bad:
        parser(_column("yes_no"), TODAY)("x")
    assert {one.answer for one in bad.value.offers} == {"ya", "tidak"}


def test_a_column_that_shows_its_decimal_mark_settles_its_other_cells() -> None:
    assert decimal_style(["1.234", "3,5"]) == "koma"
    assert decimal_style(["1.234", "3.55"]) == "titik"
    assert decimal_style(["1.234"]) == ""
    assert decimal_style(["3,5", "3.5"]) == ""
    assert parser(_column("decimal"), TODAY, Manner("koma"))("1.234").value == 1234.0
    assert parser(_column("decimal"), TODAY, Manner("titik"))("1.234").value == 1.234


def test_the_range_of_a_column_settles_what_two_readings_leave() -> None:
    assert parser(_column("decimal", min=94, max=142), TODAY)("123.059").value == 123.059
    assert parser(_column("decimal", min=1000, max=9000), TODAY)("1.234").value == 1234.0


def test_a_number_cell_is_not_a_text_that_looks_like_one() -> None:
    assert parser(_column("decimal"), TODAY)(str(cell_text(1.234))).value == 1.234
    assert parser(_column("integer"), TODAY)(str(cell_text(7.0))).value == 7
    assert parser(_column("date"), TODAY)(str(cell_text(45992))).value == date(2025, 12, 1)
    with pytest.raises(BadCell):
        parser(_column("integer"), TODAY)(str(cell_text(7.5)))


def test_codes_are_known_by_every_word_for_them_and_by_no_other() -> None:
    sex = feeds()["rehab_episode"].column("sex")
    read = parser(sex, TODAY)
    assert [read(word).value for word in ("L", " laki-laki", "PRIA", "Perempuan", "p")] == ["L", "L", "L", "P", "P"]
    with pytest.raises(BadCell, match="Pilihannya"):
        read("X")
    bands = parser(feeds()["rehab_episode"].column("age_band"), TODAY)
    assert [bands(word).value for word in ("<18", "18-24", "55+", "25 s.d. 34")] == ["<18", "18-24", "55+", "25-34"]


def test_every_example_of_every_contract_is_read_by_its_own_column() -> None:
    for contract in feeds().values():
        for column in contract.columns:
            if column.type not in ("region", "token", "list"):
                parser(column, TODAY)(str(column.example))


@pytest.mark.parametrize(
    ("unit", "text", "value"),
    [("orang", "12 jiwa", 12), ("orang", "12 hari", None), ("orang", "Rp 12", None), ("orang", "12 kegiatan", None),
     ("rupiah", "Rp 1.200,-", 1200), ("rupiah per bulan", "1.200 rupiah", 1200), ("g", "12 gram", 12), ("hari", "3 hari", 3),
     ("menurut satuan", "12 gram", 12)],
)  # fmt: skip
def test_a_unit_in_a_cell_is_that_of_its_column(unit: str, text: str, value: int | None) -> None:
    read = parser(_column("integer", unit={"id": unit, "en": unit}), TODAY)
    if value is not None:
        assert read(text).value == value
        return
    with pytest.raises(BadCell, match=unit):
        read(text)
