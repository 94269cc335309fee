"""Files that a spreadsheet may open: no text from others can become a formula, anywhere in them."""

import csv
import io
import re
import tomllib
import zipfile
from dataclasses import replace

import hypothesis.strategies as st
import pandas as pd
import pytest
from hypothesis import given, settings
from openpyxl import Workbook, load_workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

from dashboard.documents.files import csv_of, plain_csv
from dashboard.documents.paper import Chart
from dashboard.documents.slides import slides_of
from data.intake.marking import mark
from data.intake.read.cells import clean
from data.model.formulas import harmless, unguarded
from data.model.settings import ROOT
from data.model.spreadsheets import csv_bytes, in_sheet
from tests.dashboard.test_documents import PAPER

FORMULAS = [
    "=1+1", "+1", "-1", "@x", "\t=1", "\r=1", "\n=1", " =1", "\u00a0=1", "\u200b=1", "\ufeff@x", "\x00=1", "\uff1d1", "\uff0b1",
    "\uff0d1", "\uff20x", " \uff1d1", "\ufe661", "\u2007\u202e+1",
]  # fmt: skip


@pytest.mark.parametrize("cell", FORMULAS, ids=ascii)
def test_a_text_that_would_run_gets_an_apostrophe(cell: str) -> None:
    assert harmless(cell) == f"'{cell}"
    assert str(in_sheet(cell)).startswith("'")


@pytest.mark.parametrize("cell", ["Bone Bolango", "3 - 4", "", " ", "a=b", "–", "'=1", -1.5, None])
def test_a_text_that_would_not_run_stays(cell: object) -> None:
    assert harmless(cell) == cell


@given(st.text(st.characters(exclude_characters="'", codec="utf-8")) | st.text("=-+@;,\t\n x\u00a0\uff1d"))
@settings(max_examples=500)
def test_a_text_is_read_back_without_what_the_guard_put_into_it(text: str) -> None:
    """Also from a CSV of either kind, where a carriage return becomes a line end; of texts as the store has them."""
    text = clean(text) or ""
    assert unguarded(str(harmless(text))) == text
    for local in (True, False):
        body = csv_bytes(pd.DataFrame({"x": [text], "y": ["z"]}), local=local).decode("utf-8-sig")
        written = next(csv.reader(io.StringIO(body.partition("\n")[2], newline=""), delimiter=";" if local else ","))[0]
        assert (clean(written) or "") == (clean(ILLEGAL_CHARACTERS_RE.sub("", re.sub("\r\n?", "\n", text))) or "")


def _rows(body: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(body.decode("utf-8-sig"), newline=""), delimiter=";" if b";" in body else ","))


@pytest.mark.parametrize("cell", FORMULAS, ids=ascii)
def test_headings_cells_and_mark_of_a_csv_do_not_run(cell: str) -> None:
    head, row = _rows(plain_csv(pd.DataFrame({cell: [cell], "angka": [-1.5]}), cell))
    assert head[0].startswith("'")
    assert [row[0][0], row[1], row[2][0]] == ["'", "-1,5", "'"]
    for local in (True, False):
        stamped = _rows(csv_of(pd.DataFrame({cell: [cell], "b": ["c"]}), [cell, cell], local=local))
        assert not [text for row in stamped for text in row if harmless(text) != text]
        assert len(stamped[0]) == len(stamped[1]) == 2


@pytest.mark.parametrize("cell", ["a;=1+1;b", "a\t@x", "a\n=1+1", "a; +1", "a;\uff1d1"], ids=ascii)
def test_a_cell_that_is_cut_by_another_separator_does_not_run(cell: str) -> None:
    """Where cells end at semicolons, quotes in the middle of a line of commas are not heeded."""
    for local, cuts in ((False, "[;\t]"), (True, "[,\t]")):
        inside = cell.replace(";", ",") if local else cell
        body = csv_bytes(pd.DataFrame({"x": ["1"], "y": [inside]}), local=local, notes=[inside]).decode("utf-8-sig")
        pieces = [piece for line in body.splitlines() for piece in re.split(cuts, line)]
        assert not [piece for piece in pieces if harmless(piece) != piece]


def test_two_headings_that_become_equal_both_stay() -> None:
    assert _rows(csv_bytes(pd.DataFrame([["a", "b"]], columns=["=x", "'=x"]))) == [["'=x", "'=x"], ["a", "b"]]


def test_the_workbook_inside_a_slide_runs_nothing() -> None:
    chart = Chart("=1+1", "orang", 0, ["=2+2", "2025"], [1.0, 2.0])
    deck = zipfile.ZipFile(io.BytesIO(slides_of(replace(PAPER, trend=chart))))
    inside = [load_workbook(io.BytesIO(deck.read(name))) for name in deck.namelist() if name.endswith(".xlsx")]
    cells = [cell for book in inside for row in book.active.iter_rows() for cell in row]
    assert {"'=1+1", "'=2+2"} <= {cell.value for cell in cells}
    assert not [cell.coordinate for cell in cells if cell.data_type == "f"]


def test_a_marked_copy_runs_nothing_and_leads_nowhere() -> None:
    book = Workbook()
    book.active.append(["\uff1dHYPERLINK(1)", " =1+1"])
    body = io.BytesIO()
    book.save(body)
    marked = load_workbook(io.BytesIO(mark(body.getvalue(), [("Sheet", 1, 1, "x")], [["=1+1", "\n@x"]])))
    for sheet in marked.worksheets:
        for row in sheet.iter_rows():
            assert all(harmless(cell.value) == cell.value and cell.data_type != "f" for cell in row)


def test_one_place_alone_writes_csv() -> None:
    """A CSV written elsewhere would bypass the guard. (Simulated files are those that agencies send, not exports.)"""
    found = [
        str(path.relative_to(ROOT))
        for folder in ("dashboard", "data", "geo", "pages")
        for path in (ROOT / folder).rglob("*.py")
        if re.search(r"\.to_csv\(|csv\.writer|DictWriter|to_excel\(", path.read_text(encoding="utf-8"))
    ]
    assert sorted(found) == ["data/model/spreadsheets.py", "data/ops/simulation/files.py"]


def test_the_tables_offer_no_file_of_their_own() -> None:
    config = tomllib.loads((ROOT / ".streamlit" / "config.toml").read_text(encoding="utf-8"))
    assert config["client"]["disableDataExport"] is True
