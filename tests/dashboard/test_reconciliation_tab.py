"""The tab of reconciliation: its answer, its tables, who reads cases one by one, and what files hold."""

import io
from collections.abc import Iterator
from dataclasses import replace
from datetime import date

import openpyxl
import pandas as pd
import pytest
import sqlalchemy as sa

from dashboard.analysis.cases import reconciliation as agreed
from dashboard.cache import runtime
from dashboard.cache.runtime import store
from dashboard.documents.files import WAYS
from dashboard.documents.reconciliation import report_of_reconciliation
from dashboard.documents.report import paper_of_report
from dashboard.documents.workbook import workbook_of
from dashboard.words.texts import text
from data import queries
from data.cases.pairs import BY_NAME, PAIRS
from data.cases.run import link_all
from data.identity.demo import DEMO, demo_person
from tests.dashboard.opened import file_links, open_page, words_of
from tests.stores import Loaded, Run, environment

PAIR = BY_NAME["penyidik-kejaksaan"]
YEAR = "2025"
MAY = {"demo-pusat", "demo-bnnp", "demo-bnnk", "demo-polda"}


@pytest.fixture(scope="module")
def linked(run: Run, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Loaded]:
    """Its own copy, whose cases are linked."""
    with run.own("embedded", "provinsi", tmp_path_factory.mktemp("cocok") / "home") as own:
        link_all(own.store, lambda *_: None)
        yield own


@pytest.fixture
def opened(linked: Loaded, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Pages find that store as the running app finds its own."""
    for name, value in environment(linked.settings).items():
        if name.startswith("BERSINAR_") or name == "DATABASE_URL":
            monkeypatch.setenv(name, value)
    runtime.forget()
    yield
    runtime.forget()


on_pages = pytest.mark.usefixtures("opened")


def _months(*rows: tuple[str, int, int, int, int, int]) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=["month", *agreed.PARTS, "suggested"]).assign(pair=PAIR.name)


def _names_cases(frame: pd.DataFrame) -> bool:
    return bool(frame.astype(str).apply(lambda column: column.str.contains("LKN/")).to_numpy().any())


def test_the_answer_has_the_numbers_of_the_bar_and_a_share_where_there_are_enough() -> None:
    few = agreed.agreement_of(_months(("2025-01", 5, 0, 2, 2, 1), ("2026-01", 9, 9, 9, 9, 9)), PAIR.name, YEAR)
    assert agreed.answer_words(few, PAIR, "X", YEAR).startswith("Dari 9 perkara Penyidik dan Kejaksaan, 5 sama; 0 berbeda")
    many = agreed.agreement_of(_months(("2025-01", 500, 0, 2, 2, 0), ("2025-12", 431, 40, 20, 5, 0)), PAIR.name, YEAR)
    answer = agreed.answer_words(many, PAIR, "X", YEAR)
    assert answer.startswith("Dari 1.000 perkara Penyidik dan Kejaksaan, 931 sama (93 %); 40 berbeda")
    none = agreed.agreement_of(_months(), PAIR.name, YEAR)
    assert "Belum ada perkara" in agreed.answer_words(none, PAIR, "X", YEAR)
    assert agreed.basis_words(none, PAIR, YEAR) == []
    assert few.share != few.share, "nine cases have no share"


def test_a_quarter_with_few_cases_has_no_share() -> None:
    rows = agreed.over_time(_months(("2025-01", 15, 0, 5, 0, 0), ("2025-02", 15, 0, 5, 0, 0), ("2025-04", 5, 0, 2, 2, 1)))
    assert rows["quarter"].tolist() == ["2025-Q1", "2025-Q2"]
    assert rows["share"].iloc[0] == 75
    assert pd.isna(rows["share"].iloc[1])


def test_a_record_is_shown_beside_the_other_with_words_for_what_is_missing() -> None:
    row = pd.Series(
        {
            "kind": "differs",
            "left_number": "LKN/1",
            "right_number": "LKN/1 · PDM-3",
            "left_region": "75.03",
            "right_region": "75.04",
            "day": date(2025, 1, 2),
            "fields": {"spdp": ["2025-01-02", "2025-01-09"], "outcome": ["penjara", None], "region": ["a", "b"]},
        }
    )
    table = agreed.side_by_side(row, PAIR, {"75.03": "Kab. A", "75.04": "Kab. B"})
    assert table.to_numpy().tolist() == [
        ["Nomor", "LKN/1", "LKN/1 · PDM-3"],
        ["Wilayah", "Kab. A", "Kab. B"],
        ["Tanggal SPDP", "2 Jan 2025", "9 Jan 2025"],
        ["Putusan", "Penjara", "tidak ada"],
    ]


def test_steps_are_lines_with_and_without_outcome_and_reason() -> None:
    at = pd.Timestamp("2026-11-30 01:00", tz="UTC")
    steps = pd.DataFrame(
        [(at, "Kejari X", "take", None, ""), (at, "Polres X", "close", "typing_error", "berkas *kami*")],
        columns=["at", "office", "act", "outcome", "reason"],
    )
    first, second = agreed.step_lines(steps)
    assert first == "30 Nov 2026 08.00 · Kejari X · Dikerjakan"
    assert second.startswith("30 Nov 2026 08.00 · Polres X · Ditutup: salah ketik · berkas ")
    assert "*kami*" not in second, "what an office writes is no markup"


@on_pages
@pytest.mark.parametrize("person", DEMO, ids=lambda one: one.username)
def test_cases_are_for_offices_concerned_and_counts_for_everybody(person) -> None:
    app = open_page("penindakan", bagian="rekonsiliasi", sebagai=person.username, w="75.03", periode=YEAR)
    assert not app.exception
    said = words_of(app)
    assert "perkara Penyidik dan Kejaksaan" in said
    reads = person.username in MAY
    assert (text("recon.counts_only") in said) != reads
    tables = [frame for table in app.dataframe for frame in [table.value]]
    numbers = [
        frame for frame in tables if frame.astype(str).apply(lambda column: column.str.contains("LKN/")).to_numpy().any()
    ]
    assert bool(numbers) == reads
    assert "LKN/" not in str(app.query_params)


@on_pages
def test_who_looks_as_others_do_reads_counts() -> None:
    app = open_page("penindakan", bagian="rekonsiliasi", sebagai="demo-bnnk", w="75.03", periode=YEAR, angka="terbit")
    assert text("recon.counts_only") in words_of(app)
    assert not any(_names_cases(table.value) for table in app.dataframe)


@on_pages
def test_reading_cases_is_noted_without_their_numbers() -> None:
    open_page("penindakan", bagian="rekonsiliasi", sebagai="demo-bnnp", w="75.01", periode=YEAR)
    with store().writing() as connection:
        noted = connection.execute(
            sa.text(
                "select subject, detail from audit.jejak where act = 'baca' and subject = 'perkara' order by id desc limit 1"
            )
        ).one()
    assert "penyidik-kejaksaan" in noted.detail
    assert "LKN" not in noted.detail


@on_pages
@pytest.mark.parametrize("name", ["demo-bnnp", "demo-auditor"])
def test_documents_hold_counts_and_no_number_of_a_case(name: str) -> None:
    person = demo_person(name)
    state = queries.freshness(store(), person.scope)
    report = report_of_reconciliation(person.scope, replace(state, exact=False), "75", "Gorontalo", YEAR)
    assert len([title for title, _ in report.sections]) == len(PAIRS) + 1
    focus = pd.Series({"code": "75", "name": "Gorontalo", "level": 1})
    paper = paper_of_report(report, focus, YEAR, state, "")
    for _, make, _ in WAYS.values():
        assert make(paper)
    book = openpyxl.load_workbook(io.BytesIO(workbook_of(paper)))
    cells = [str(cell) for sheet in book for row in sheet.iter_rows(values_only=True) for cell in row if cell is not None]
    assert any("sama" in cell for cell in cells)
    assert not any("LKN/20" in cell for cell in cells)


@on_pages
def test_a_working_list_is_offered_to_those_who_read_the_rows_alone() -> None:
    offered = {
        name: len(file_links(open_page("penindakan", bagian="rekonsiliasi", sebagai=name, w="75", periode=YEAR)))
        for name in ("demo-bnnp", "demo-bupati")
    }
    assert offered["demo-bnnp"] == offered["demo-bupati"] + 1
