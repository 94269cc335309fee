"""Uploads that would end the app or use up its memory: each is answered by a sentence, and the next file is read."""

import io
import os
import time
from collections.abc import Iterator
from datetime import timedelta

import psutil
import pytest
from openpyxl import Workbook
from starlette.testclient import TestClient

from data.api import make_api
from data.identity import api_tokens
from data.intake.read import apart, files
from data.intake.read.apart import Limits, Reading
from data.intake.read.files import open_file
from data.intake.submit.submission import marked_copy
from data.model.errors import Fault, Problem
from tests.attack.workbooks import BOOKS, LAST, TEXTS, book, far, sheet
from tests.intake import conftest as intake
from tests.intake.conftest import csv_of, month

intake_store, place, send = intake.intake_store, intake.place, intake.send
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
SMALL = Limits(memory=128 << 20, seconds=6, cells=2_000_000)
SENTENCES = {Problem.FILE_STOPPED, Problem.FILE_UNREADABLE, Problem.FILE_TOO_LARGE, Problem.SHEET_TOO_WIDE}


def _ordinary() -> bytes:
    made = Workbook()
    made.active.append(["Bulan", "Orang"])
    made.active.append(["2025-01", 3])
    body = io.BytesIO()
    made.save(body)
    return body.getvalue()


@pytest.mark.parametrize("name", BOOKS)
def test_a_workbook_that_harms_ends_as_a_sentence(name: str) -> None:
    began = time.monotonic()
    with pytest.raises(Fault) as fault:
        open_file(BOOKS[name](), "a.xlsx", SMALL)
    assert fault.value.problem in SENTENCES
    assert str(fault.value).endswith(".")
    assert time.monotonic() - began < 60
    assert open_file(_ordinary()).sheets[0].rows == [["Bulan", "Orang"], ["2025-01", "\x013"]]


def _read_to_its_end(body: bytes, limits: Limits) -> None:
    for one in open_file(body, "a.csv", limits).sheets:
        if not one.rows:
            raise Fault(Problem.NO_HEADER, columns="")
        assert one.rest is not None
        for _ in one.rest.blocks(1, len(one.rows[0])):
            pass


@pytest.mark.parametrize("name", TEXTS)
def test_a_csv_that_harms_ends_as_a_sentence(name: str) -> None:
    with pytest.raises(Fault) as fault:
        _read_to_its_end(TEXTS[name], Limits(memory=128 << 20, seconds=30, cells=1_000_000, streamed=5_000_000))
    assert fault.value.problem in SENTENCES | {Problem.NO_HEADER}


def test_what_memory_and_time_were_is_said_and_the_process_is_gone() -> None:
    for limits, words in ((Limits(memory=90 << 20), "90 MB"), (Limits(seconds=0.05), "0.05 detik")):
        with pytest.raises(Fault) as fault:
            open_file(far("GR200000"), "a.xlsx", limits)
        assert words in str(fault.value)
    assert not [one for one in psutil.Process().children() if "data.intake.read.reader" in " ".join(one.cmdline())]


def test_more_cells_than_the_limit_are_not_laid_out_in_the_app() -> None:
    with pytest.raises(Fault) as fault:
        open_file(far("T1000"), "a.xlsx", Limits(cells=19_999))
    assert fault.value.problem is Problem.SHEET_TOO_WIDE
    assert (fault.value.fields["columns"], fault.value.fields["rows"]) == (20, 1_000)
    assert len(open_file(far("T1000"), "a.xlsx", Limits(cells=20_000)).sheets[0].rows) == 1_000


def test_an_answer_that_never_ends_is_cut() -> None:
    with pytest.raises(Fault) as fault:
        open_file(csv_of([month(1)] * 2_000), "a.csv", Limits(answer=10_000))
    assert fault.value.problem is Problem.FILE_STOPPED


def test_the_reading_process_knows_nothing_of_the_store(monkeypatch) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgresql://a:rahasia@b/c")
    monkeypatch.setenv("BERSINAR_SMTP", "smtp://a:rahasia@b")
    with Reading({"job": "text", "encoding": "utf-8", "cut": False, "cells": 9}, b"a;b\n") as reading:
        seen = psutil.Process(reading._process.pid).environ()
        assert not [name for name in seen if name.startswith(("DATABASE", "BERSINAR", "PYTHON"))]
        reading.readall()


def test_a_process_that_dies_at_its_start_is_a_sentence(monkeypatch) -> None:
    monkeypatch.setattr(apart, "_START", "import os; os.abort()")
    with pytest.raises(Fault) as fault:
        open_file(_ordinary())
    assert fault.value.problem is Problem.FILE_STOPPED
    with pytest.raises(Fault) as fault:
        list(files.CsvBody(b"a;b\n1;2\n", ";", "utf-8").blocks(1, 2))
    assert fault.value.problem is Problem.FILE_STOPPED


def test_time_counts_while_somebody_waits_for_the_reader_alone() -> None:
    body = b"a;b\n" + b"12;34\n" * 1_000_000
    read = 0
    for numbers, _, _ in files.CsvBody(body, ";", "utf-8", Limits(seconds=6)).blocks(1, 2):
        if not read:
            time.sleep(7)  # a slow store
        read += len(numbers)
    assert read == 1_000_000


def test_more_readers_than_places_wait_and_then_get_a_message(monkeypatch) -> None:
    monkeypatch.setattr(apart, "_AT_ONCE", apart.threading.BoundedSemaphore(1))
    job = {"job": "text", "encoding": "utf-8", "cut": False, "cells": 9}
    with Reading(job, b"a;b\n"), pytest.raises(Fault) as fault:
        Reading(job, b"a;b\n", Limits(seconds=0.1))
    assert fault.value.problem is Problem.TOO_OFTEN
    with Reading(job, b"a;b\n") as reading:
        assert b"rows" in (reading.readall() or b"")


@pytest.mark.skipif(os.name == "nt", reason="no core files there")
def test_no_core_file_keeps_the_rows_of_an_upload(tmp_path, monkeypatch) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(Fault):
        open_file(far())
    assert not list(tmp_path.iterdir())


def test_a_marked_copy_that_harms_ends_as_a_sentence(send) -> None:
    """What one reader takes may be too much for the other, which lays out every cell to colour some."""
    head = "".join(f'<c t="str"><v>{name}</v></c>' for name in month(1))
    wrong = "".join(f'<c t="str"><v>{cell}</v></c>' for cell in month(1, Orang="x").values())
    body = book([sheet(f'</row><row r="2">{head}</row><row r="3">{wrong}</row><row r="45000"><c r="GR45000"><v>1</v></c>')])
    report = send("layanan_bulanan", body, name="a.xlsx", commit=False)
    assert report.remarks.fault_count
    with pytest.raises(Fault) as fault:
        marked_copy(body, "a.xlsx", report)
    assert fault.value.problem is Problem.FILE_STOPPED


@pytest.fixture
def client(place) -> Iterator[TestClient]:
    with TestClient(make_api(lambda: place[0], lambda: place[1])) as opened:
        yield opened


@pytest.mark.parametrize("name", ["a cell in the last corner", "200 columns and 200,000 rows"])
def test_a_dry_run_with_a_harmful_workbook_leaves_the_app_standing(client, place, name: str) -> None:
    word = api_tokens.issue(
        place[0], "uji", "BNNP Gorontalo", "bnnp", ["75"], ["layanan_bulanan"], timedelta(days=1), by="uji", by_role="sistem"
    )
    me = {"authorization": f"Bearer {word}"}
    at, params = "/feeds/layanan_bulanan/submissions", {"dry_run": "true"}
    answer = client.post(at, content=BOOKS[name](), headers=me | {"content-type": XLSX}, params=params)
    assert answer.status_code == 413
    assert answer.json()["detail"].startswith("Berkas ini tidak dapat dibaca: ")
    fine = client.post(at, content=csv_of([month(1)]), headers=me | {"content-type": "text/csv"}, params=params)
    assert (fine.status_code, fine.json()["new"]) == (200, 1)


def test_a_cell_far_away_is_named_by_where_to_look() -> None:
    with pytest.raises(Fault) as fault:
        open_file(far(LAST))
    assert "tersesat" in str(fault.value)
