"""A CSV means the same below and above the size from which its rows are passed on in blocks."""

import csv
import io
from pathlib import Path

import hypothesis.strategies as st
import pyarrow as pa
import pytest
from hypothesis import given, settings

from data.feeds import feeds
from data.intake.read import files
from data.intake.read.cells import Row, clean
from data.intake.read.chunks import chunks
from data.intake.read.columns import trimmed
from data.intake.read.files import open_file
from data.intake.read.heading import find_heading
from data.intake.submit.report import Sender
from data.intake.submit.submission import submit
from data.model.errors import Fault
from data.model.roles import Role
from data.store import Store
from geo import reference
from tests.intake.conftest import TODAY

HEAD = "Kode wilayah,Nama wilayah,Tahun,Jumlah penduduk"
ROWS = "75.01,Kab. Gorontalo,2024,10\n75.02,Boalemo,2024,20\n"
HOSTILE = {
    "plain": ROWS,
    "blank lines": "\n75.01,Kab. Gorontalo,2024,10\n\n\n75.02,Boalemo,2024,20\n\n",
    "short rows": "75.01,Kab. Gorontalo\n75.02\n" + ROWS,
    "long rows": "75.01,Kab. Gorontalo,2024,10,,,\n75.02,Boalemo,2024,20,lebih\n" + ROWS,
    "quotes": '"75.01","Kab. ""Gorontalo""",2024,"10"\n75.02,"Boalemo, timur",2024,20\n',
    "a quote in the middle": '75.01,Kab. "Gorontalo",2024,10\n75.02,5" pipa,2024,20\n',
    "line breaks in a cell": '75.01,"Kab.\nGorontalo",2024,10\n75.02,"Boa\r\nlemo",2024,20\n',
    "an open quote that swallows": '75.01,"Kab. Gorontalo,2024,10\n' + ROWS + ROWS,
    "an open quote at the end": ROWS + '75.03,"Bone Bolango,2024,30',
    "carriage returns": ROWS.replace("\n", "\r"),
    "mixed ends": ROWS.replace("\n", "\r\n", 1) + ROWS,
    "no end": ROWS.rstrip("\n"),
    "nulls": "75.01,Kab.\x00 Gorontalo,2024,10\n" + ROWS,
    "spaces of other kinds": "75.01,\u2003Kab. Gorontalo\u00a0,2024,\u200b10\n\ufeff75.02,Boalemo\x85,2024, 20 \n",
    "a total, a note": ROWS + "JUMLAH,,,30\n\nSumber: Dukcapil\n",
    "the header once more": ROWS + HEAD + "\n" + ROWS,
    "two hundred and more columns": ROWS + "75.03" + ",x" * 260 + "\n",
    "apostrophes of exports": "75.01,'-,2024,10\n75.02,' =1,'2024,\"1; '-2\"\n",
    "a very long cell": "75.01," + "x" * 900_000 + ",2024,10\n" + ROWS,
    "too long a cell": "75.01," + "x" * 1_100_000 + ",2024,10\n" + ROWS,
}


def _both(text: str, monkeypatch: pytest.MonkeyPatch, encoding: str = "utf-8") -> list[object]:
    """The rows below the header, or the fault, in memory and in blocks."""
    found: list[object] = []
    for limit in (files._STREAM_FROM, 1):
        monkeypatch.setattr(files, "_STREAM_FROM", limit)
        found.append(_rows(text.encode(encoding, errors="surrogatepass")))
    return found


def _rows(body: bytes) -> object:
    try:
        sheet = open_file(body, "x.csv").sheets[0]
        heading = find_heading(sheet, feeds()["penduduk"])
        assert heading is not None
        made: dict[int, Row] = {}
        for chunk in chunks(sheet, heading):
            made |= {int(number): chunk.row(at) for at, number in enumerate(chunk.numbers)} | chunk.odd
    except Fault as fault:
        return str(fault)
    return sorted(made.items())


@pytest.mark.parametrize("name", HOSTILE)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le"])
def test_hostile_rows_are_the_same_in_memory_and_in_blocks(name: str, encoding: str, monkeypatch: pytest.MonkeyPatch) -> None:
    if encoding.startswith("utf-16") and "very long" in name:
        pytest.skip("the same path, and slow")
    below, above = _both(f"{HEAD}\n{HOSTILE[name]}", monkeypatch, encoding)
    assert below == above
    assert below


@pytest.mark.parametrize("first", ["sep=;\n", "", "LAPORAN PENDUDUK\n\n"])
@pytest.mark.parametrize("delimiter", [";", "|", "\t"])
def test_first_lines_and_delimiters_are_the_same_too(first: str, delimiter: str, monkeypatch: pytest.MonkeyPatch) -> None:
    first = first.replace(";", delimiter)
    below, above = _both(first + f"{HEAD}\n{ROWS}".replace(",", delimiter), monkeypatch)
    assert below == above
    assert [row for _, row in below] == [["75.01", "Kab. Gorontalo", "2024", "10"], ["75.02", "Boalemo", "2024", "20"]]


def test_a_file_that_no_encoding_fits_is_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    body = f"{HEAD}\n75.01,kafé,2024,10\n".encode("cp1252")
    found = []
    for limit in (files._STREAM_FROM, 1):
        monkeypatch.setattr(files, "_STREAM_FROM", limit)
        found.append(_rows(body))
    assert found[0] == found[1] == [(2, ["75.01", "kafé", "2024", "10"])]


@given(st.lists(st.text(max_size=8) | st.text("'=-;, \n\u00a0\u200b\u00adx", max_size=8), max_size=6))
@settings(max_examples=400, deadline=None)
def test_a_column_is_cleaned_as_a_cell_is(texts: list[str]) -> None:
    texts = [text.encode(errors="ignore").decode() for text in texts]
    assert trimmed(pa.chunked_array([pa.array(texts, pa.string())])).to_pylist() == [clean(text) for text in texts]


def test_a_quoted_cell_over_the_end_of_the_beginning_is_no_open_quote() -> None:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(HEAD.split(","))
    for at in range(90_000):
        writer.writerow(["75.01", "Kab.\nGorontalo\ndi " + "x" * 40, 2024, at])
    body = out.getvalue().encode()
    assert len(body) > files._STREAM_FROM
    rows = _rows(body)
    assert isinstance(rows, list)
    assert len(rows) == 90_000


def test_both_sides_of_four_megabytes_get_the_same_answer(all_regions: tuple[Store, Path]) -> None:
    store, home = all_regions
    sender = Sender("BNNP Gorontalo", "uji", Role.SYSTEM, ("75",))
    villages = reference.read_regions(("75",)).query("level == 4")["code"].tolist()
    said = []
    for size in (3_900_000, 4_100_000):
        lines = ["Kode wilayah,Uraian,Tahun,Jumlah penduduk"]
        while len(lines) * 800 < size:
            at = len(lines) - 1
            lines.append(f"{villages[at % len(villages)]},{'x' * 770},{2024 - at // len(villages)},1000")
        many = len(lines) - 1
        text = "\n".join([*lines, f"JUMLAH,,,{many * 1000}", "", "Sumber: Dukcapil", ""])
        assert (len(text) >= files._STREAM_FROM) == (size > files._STREAM_FROM)
        report = submit(
            store, home, feeds()["penduduk"], text.encode(), sender=sender, commit=False, file_name="x.csv", today=TODAY
        )
        left_out = sorted((what, count) for _, what, count, _ in report.remarks.noted() if "dilewati" in what)
        said.append((report.rows_in - many, report.remarks.fault_count, left_out))
    assert said[0] == said[1]
    assert said[0][:2] == (0, 0)
    assert ("baris jumlah dilewati", 1) in said[0][2]
