"""The examples that senders are shown: places that exist, and rows that their own check accepts."""

import ast
import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from shapely import Point

from data.feeds import FOLDER, Contract, feeds, read_contract
from data.intake.read.files import Workbook, open_file
from data.intake.sheets import template
from data.intake.submit.submission import submit
from data.model.errors import Fault, Problem
from data.model.settings import ROOT
from data.store import Store
from geo import reference
from tests.intake.conftest import PUSAT, TODAY
from tests.stores import Run
from tests.test_docs import DOCUMENTS

KNOWN = set(reference.read_regions()["code"])
# no figure with decimals: digits, commas and per cent do not stand beside it
CODE = re.compile(r"(?<![\d.,/:])\d\d\.\d\d(?:\.\d\d(?:\.\d{4})?)?(?![\d.,]*\d|\s*%)")
WRITTEN = [
    *DOCUMENTS,
    *(path for folder in ("dashboard/words", "data/feeds", "data/facts/indicators", "data/facts/editions", "data/intake")
      for path in sorted((ROOT / folder).rglob("*.yaml"))),
]  # fmt: skip
SAID_BY_PROGRAMS = sorted(path for folder in ("dashboard", "data", "geo", "pages") for path in (ROOT / folder).rglob("*.py"))
# registers before what refers to them
ORDER = sorted(feeds(), key=lambda name: any(column.refers for column in feeds()[name].columns))


def unknown(text: str) -> list[str]:
    """What looks like a region's code in a text and is none."""
    return [code for code in CODE.findall(text) if code not in KNOWN]


def test_a_code_that_no_list_has_is_found_and_a_figure_is_not() -> None:
    assert unknown("misalnya 75.03.01.2001, `75.10` atau 75.03") == ["75.03.01.2001", "75.10"]
    assert unknown("20.01-40, 1.73 %, 33.33 %, 75.71, 1.234,5") == ["20.01"]


@pytest.mark.parametrize("path", WRITTEN, ids=lambda path: str(path.relative_to(ROOT)))
def test_the_codes_of_regions_that_are_written_exist(path: Path) -> None:
    assert unknown(path.read_text(encoding="utf-8")) == []


def test_the_codes_of_regions_that_programs_say_exist() -> None:
    """In every text of the code; `data/facts/rules` and tests have a small country of their own."""
    found = {}
    for path in SAID_BY_PROGRAMS:
        texts = [one.value for one in ast.walk(ast.parse(path.read_text(encoding="utf-8"))) if isinstance(one, ast.Constant)]
        if wrong := [code for text in texts if isinstance(text, str) for code in unknown(text)]:
            found[str(path.relative_to(ROOT))] = wrong
    assert found == {}


@pytest.mark.parametrize("feed", ORDER)
def test_what_an_example_refers_to_is_an_example_too(feed: str) -> None:
    """Templates that are sent one after the other fit: a client's facility and unit, an action and a case are registered."""
    for column in feeds()[feed].columns:
        if column.refers:
            assert column.example == feeds()[column.refers.feed].column(column.refers.column).example, column.name
        if column.name == "case_key":
            assert column.example == feeds()["kasus"].column("case_key").example
        if column.type == "token":
            digits = str(column.example)
            assert f"{digits[:2]}.{digits[2:4]}.{digits[4:6]}" in KNOWN
        if "indicator" in column.name:
            assert column.example in {path.stem for path in (ROOT / "data" / "facts" / "indicators").glob("*.yaml")}


@pytest.mark.parametrize("feed", [name for name, one in feeds().items() if {"lon", "lat"} <= {c.name for c in one.columns}])
def test_the_point_of_an_example_lies_in_its_village(feed: str) -> None:
    village, lon, lat = (feeds()[feed].column(name).example for name in ("village_code", "lon", "lat"))
    assert reference.read_village_shapes((str(village),)).loc[str(village)].contains(Point(float(lon), float(lat)))


@pytest.fixture(scope="module")
def place(run: Run, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Store, Path]]:
    """A store that knows all regions, and takes examples."""
    home = tmp_path_factory.mktemp("contoh")
    with run.own("postgis", "daftar", home) as loaded:
        yield loaded.store, home


def filled_in(contract: Contract) -> Workbook:
    """The template with its own example, as a row that somebody meant."""
    sheet = open_file(template(contract)).sheets[0]
    return Workbook("xlsx", [replace(sheet, listed=True)], [])


def test_the_example_of_every_template_is_accepted(place: tuple[Store, Path]) -> None:
    for name in ORDER:
        contract = feeds()[name]
        given = {"sender": PUSAT, "commit": True, "file_name": "templat.xlsx", "today": TODAY}
        report = submit(*place, contract, filled_in(contract), **given)
        assert report.remarks.faults == [], name
        assert (report.rows_in, report.landed.new) == (1, 1), name


@pytest.mark.parametrize("feed", ORDER)
def test_a_template_that_was_left_as_it_is_holds_no_row(place: tuple[Store, Path], feed: str) -> None:
    """Also one that was made when its example still had all cells."""
    contract = feeds()[feed]
    whole = contract.model_copy(
        update={"columns": tuple(one.model_copy(update={"in_example": True}) for one in contract.columns)}
    )
    for made in (template(contract), template(whole)):
        with pytest.raises(Fault) as found:
            submit(*place, contract, made, sender=PUSAT, commit=False, file_name="templat.xlsx", today=TODAY)
        assert found.value.problem == Problem.NO_ROWS


def test_a_column_that_a_row_needs_is_in_the_example(tmp_path: Path) -> None:
    required = "required: true, example: 2024"
    text = (FOLDER / "target.yaml").read_text()
    assert required in text
    text = text.replace(required, f"in_example: false, {required}")
    (tmp_path / "target.yaml").write_text(text)
    with pytest.raises(ValueError, match=r"in_example: .* required"):
        read_contract(tmp_path / "target.yaml")
