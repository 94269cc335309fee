"""Early warnings on screen, in files, on the first screen of an area, in its profile and in the bulletin."""

import io
from collections.abc import Iterator
from datetime import date
from typing import Any

import numpy as np
import pandas as pd
import pytest
import sqlalchemy as sa
from openpyxl import load_workbook
from pptx import Presentation
from pypdf import PdfReader

from dashboard.analysis.cases import warnings as said
from dashboard.analysis.periods import newest_year
from dashboard.analysis.profile import compose as profile_of
from dashboard.bulletin.compose_bulletin import compose
from dashboard.cache import answers, runtime
from dashboard.documents.warnings import report_of_warnings
from dashboard.web import downloads
from dashboard.words.texts import speaking, text
from data import queries
from data.facts import warnings
from data.facts.warnings import ALARM, TESTED, UNKNOWN
from data.identity.bulletins import Subscription
from data.identity.demo import demo_person
from data.model import schema
from tests.dashboard.opened import file_links, open_page, words_of

NAN = float("nan")
BUPATI = demo_person("demo-bupati")


def _row(code: str = "75.03", substance: str = "", state: str = ALARM, **more: Any) -> dict[str, Any]:
    """A row as `queries.warnings` gives it: calm at 10 but for the last month, of 30."""
    counts = [10.0] * (TESTED - 1) + [30.0]
    row = {"region_code": code, "name": f"Kab {code}", "level": 0 if code == "ID" else len(code) // 2, "substance": substance}
    row |= {"until": "2026-10", "month": "2026-10", "since": "2026-10", "state": state, "reason": "", "observed": 30}
    row |= {"expected": 10.0, "upper": 20, "p": 1e-5, "tested": 24, "fired": 1, "judged": 0, "wrong": 0}
    return row | {"counts": counts, "means": [10.0] * 24, "lows": [2] * 24, "highs": [20] * 24} | more


def _counts(*rows: tuple[int, str, str, str, int]) -> pd.DataFrame:
    frame = pd.DataFrame(rows, columns=["level", "substance", "state", "reason", "series"])
    return frame.assign(tested=100, fired=2, judged=2, wrong=1, until="2026-10")


SOME = _counts((2, "", "usual", "", 10))


def test_the_answer_counts_areas_not_series() -> None:
    rows = pd.DataFrame([_row(), _row(substance="sabu"), _row("75.01", p=1e-9), _row("75"), _row("75.02", state="usual")])
    answer = said.answer(rows, SOME, "ID", "Indonesia", 0)
    more = "mencatat lebih banyak kasus daripada biasanya pada Oktober 2026"
    assert answer.startswith(f"2 kabupaten/kota di Indonesia {more}: Kab 75.01 (3,0 kali ")
    assert answer.endswith("Sebagai satu wilayah juga lebih banyak daripada biasanya: Kab 75 (3,0 kali biasanya).")
    assert said.answer(rows.iloc[[4]], SOME, "ID", "Indonesia", 0).startswith("Tidak ada kabupaten/kota di Indonesia")
    with speaking("en"):
        english = said.answer(rows, SOME, "ID", "Indonesia", 0)
    assert english.startswith("2 kabupaten/kota in Indonesia recorded more cases than usual")


def test_more_areas_than_are_named_are_counted() -> None:
    rows = pd.DataFrame([_row(f"75.{at:02}") for at in range(1, 6)])
    assert "dan 2 lagi" in said.answer(rows, SOME, "75", "Gorontalo", 1)


def test_a_kabupaten_is_answered_by_its_own_series() -> None:
    rows = pd.DataFrame([_row(), _row(substance="obat_daftar_g")])
    answer = said.answer(rows, SOME, "75.03", "Bone Bolango", 2)
    assert answer == (
        "Bone Bolango mencatat lebih banyak kasus daripada biasanya: "
        "semua kasus 30 pada Oktober 2026, biasanya 10,0 (3,0 kali biasanya); "
        "kasus dengan obat daftar G 30 pada Oktober 2026, biasanya 10,0 (3,0 kali biasanya)."
    )
    calm = pd.DataFrame([_row(state="usual"), _row("75.03", "sabu", UNKNOWN, reason="small_level")])
    answer = said.answer(calm, SOME, "75.03", "Bone Bolango", 2)
    assert answer == "Bone Bolango tidak mencatat lebih banyak kasus daripada biasanya pada Oktober 2026."
    silent = pd.DataFrame([_row(state=UNKNOWN, reason="not_reported", month=None)])
    assert "tidak dapat dijawab: tidak ada bulan lengkap" in said.answer(silent, SOME, "75.03", "Bone Bolango", 2)


def test_that_none_is_above_is_said_of_those_that_can_be_answered() -> None:
    calm = pd.DataFrame([_row("75.02", state="usual")])
    assert "tidak dapat dijawab" not in said.answer(calm, SOME, "ID", "Indonesia", 0)
    unknown = (2, "", UNKNOWN, "not_reported", 3), (2, "sabu", UNKNOWN, "small_level", 9), (1, "", UNKNOWN, "few_months", 1)
    answer = said.answer(calm, _counts((2, "", "usual", "", 10), *unknown), "ID", "Indonesia", 0)
    assert "Untuk 3 dari 13 kabupaten/kota tidak dapat dijawab." in answer


def test_a_kabupaten_is_answered_by_its_own_newest_month() -> None:
    late = pd.DataFrame([_row(state="usual", month="2026-08")])
    assert said.answer(late, SOME, "75.03", "Bone Bolango", 2).endswith("pada Agustus 2026.")


def test_before_the_first_run_it_says_so() -> None:
    assert said.answer(pd.DataFrame(), _counts(), "ID", "Indonesia", 0) == text("early.not_computed")


def test_a_sentence_says_since_when_how_strong_and_which_substances() -> None:
    assert said.sentence([_row()]).endswith("(3,0 kali biasanya). Peringatan ini kuat.")
    words = said.sentence([_row(since="2026-08", p=1e-9), _row(substance="ganja")])
    assert ", sejak Agustus 2026. Peringatan ini sangat kuat. Menurut zat: kasus dengan ganja 3,0 kali biasanya." in words
    assert "Peringatan ini jelas" in said.sentence([_row(p=9e-4)])


def test_how_often_the_rule_was_wrong_is_said_only_of_what_can_be_judged() -> None:
    assert "ada 1 peringatan di sini; belum ada yang dapat dinilai" in said.record(_row())
    assert said.record(_row(fired=0)) == "Dalam dua tahun terakhir tidak ada peringatan di sini."
    three = said.record(_row(fired=3, judged=2, wrong=1))
    assert "ada 3 peringatan di sini; dari 2 yang sudah dapat dinilai, 1 keliru" in three
    assert "20,0 dari 1.000" in said.records(SOME.assign(tested=1000, fired=20))
    assert "dari 100 angka bulanan (setiap wilayah, semua kasus dan menurut zat), 2 memberi peringatan. " in said.records(SOME)
    assert said.records(SOME.assign(tested=0)) == text("early.never_tested")
    assert "keliru" not in said.records(SOME.assign(judged=0))


def test_what_followed_an_alarm_is_in_the_table() -> None:
    counts = [10.0] * 24
    for at in (3, 10, 12, 23):
        counts[at] = 30.0
    table = said.past(pd.DataFrame([_row(counts=counts, fired=4)]))
    assert table.iloc[:, 0].tolist() == ["Oktober 2026", "November 2025", "September 2025", "Februari 2025"]
    assert table.iloc[:, -1].tolist() == [
        "belum diketahui",
        "kembali dalam rentang biasa (keliru)",
        "masih di atas biasanya",
        "kembali dalam rentang biasa (keliru)",
    ]
    gap = [*counts[:4], None, *counts[5:]]
    assert said.past(pd.DataFrame([_row(counts=gap, fired=4)])).iloc[-1, -1] == "belum diketahui"


def test_months_that_were_not_complete_are_gaps() -> None:
    line = said.months(_row(counts=[None, *[10] * 23], highs=[None] * 2 + [9] * 22))
    assert np.isnan(line["count"].iloc[0])
    assert line["raised"].tolist() == [False, False, *[True] * 22]
    assert line["month"].tolist()[0] == "2024-11"


def test_it_says_for_how_many_it_cannot_answer_and_why() -> None:
    counts = _counts(
        (2, "", "usual", "", 500), (2, "", "unknown", "not_reported", 10), (2, "", "unknown", "few_months", 4),
        (2, "sabu", "usual", "", 514), (1, "", "unknown", "not_reported", 1),
    )  # fmt: skip
    whole, substances = said.unanswered(counts)
    assert whole.startswith("Untuk semua kasus tidak dapat dijawab di 14 dari 514 kabupaten/kota: 10 karena tidak ada ")
    assert "4 karena bulan lengkap sebelumnya kurang dari 24" in whole
    assert substances == "Menurut zat dapat dijawab untuk semua 514 rangkaian angka."
    assert said.unanswered(_counts((2, "", "usual", "", 1))) == ["Untuk semua kasus dapat dijawab."]
    one = said.unanswered(_counts((2, "", "unknown", "few_months", 1)))
    assert one == ["Untuk semua kasus tidak dapat dijawab: bulan lengkap sebelumnya kurang dari 24."]


@pytest.fixture
def risen(own_store: None) -> Iterator[None]:
    """The stores of pages with a kabupaten far above its usual in the newest month; put back afterwards."""
    store = runtime.store()
    with store.writing() as connection:
        connection.execute(
            sa.text(
                "insert into inti.narcotics_case (agency, case_date, regency_code, suspects, source_id, case_key) "
                "select 'Polri', '2026-10-11', '75.03', 1, 'simulasi', 'UJI/' || n from generate_series(1, 60) n"
            )
        )
        warnings.renew(connection, lambda done, total: None)
    yield
    with store.writing() as connection:
        connection.execute(sa.text("delete from inti.narcotics_case where case_key like 'UJI/%'"))
        connection.execute(schema.warning.delete())


@pytest.mark.parametrize("language", ["id", "en"])
@pytest.mark.usefixtures("risen")
def test_the_tab_shows_the_alarm_with_its_months_and_its_record(language: str) -> None:
    app = open_page("penindakan", bagian="peringatan", w="75", sebagai="demo-bupati", bahasa=language)
    assert not app.exception
    words = words_of(app)
    with speaking(language):
        assert "Bone Bolango" in words
        assert text("early.how_often") in words
        assert text("early.cannot") in words
        assert next(iter(text("early.strong").split())) in words
    # arrests measure enforcement effort too
    assert ("penegakan hukum" if language == "id" else "enforcement effort") in words
    assert len(app.get("plotly_chart")) >= 2


@pytest.mark.usefixtures("own_store")
def test_the_tab_says_that_nothing_was_computed_yet() -> None:
    with runtime.store().writing() as connection:
        connection.execute(schema.warning.delete())
    app = open_page("penindakan", bagian="peringatan", w="75", sebagai="demo-bupati")
    assert not app.exception
    assert text("early.not_computed") in words_of(app)
    assert not app.get("plotly_chart")


@pytest.mark.usefixtures("risen")
def test_the_substance_is_kept_in_the_address() -> None:
    app = open_page("penindakan", bagian="peringatan", w="75.03", zat="heroin", sebagai="demo-bupati")
    assert not app.exception
    assert "Bulan terbaru tidak dapat dijawab: biasanya kurang dari satu kasus" in words_of(app)


@pytest.mark.usefixtures("risen")
def test_no_period_is_offered_where_the_newest_month_is_shown() -> None:
    offered = {
        tab: [one.label for one in open_page("penindakan", bagian=tab, w="75").selectbox] for tab in ("alur", "peringatan")
    }
    assert text("choose.period") in offered["alur"]
    assert text("choose.period") not in offered["peringatan"]


@pytest.mark.usefixtures("risen")
def test_files_say_what_the_tab_says() -> None:
    app = open_page("penindakan", bagian="peringatan", w="75", periode="2026", sebagai="demo-bupati")
    offered = [downloads._offers[link] for link in file_links(app)]
    made = {
        kind: next(one for one in offered if one.file_name.endswith(f"peringatan_dini_75_2026.{kind}")).body()
        for kind in ("xlsx", "pdf", "pptx", "docx")
    }
    book = load_workbook(io.BytesIO(made["xlsx"]))
    cells = [str(cell.value) for sheet in book for row in sheet.iter_rows() for cell in row if cell.value is not None]
    assert any(one.startswith("1 kabupaten/kota di Gorontalo mencatat lebih banyak kasus") for one in cells)
    assert not {"nan", "None"} & set(cells)
    pages = " ".join(" ".join(page.extract_text() for page in PdfReader(io.BytesIO(made["pdf"])).pages).split())
    assert "Seberapa sering peringatan keliru" in pages
    assert len(Presentation(io.BytesIO(made["pptx"])).slides) > 1


@pytest.mark.usefixtures("risen")
def test_a_report_has_no_table_where_there_is_nothing() -> None:
    report = report_of_warnings(BUPATI.scope, "75.05", "Gorontalo Utara", 2)
    assert all(table.rows for table in report.tables)
    assert text("early.now") not in [heading for heading, _ in report.sections]


@pytest.mark.usefixtures("risen")
def test_summary_profile_and_bulletin_have_a_sentence_where_there_is_an_alarm() -> None:
    scope = BUPATI.scope
    state = answers.freshness(scope)
    year = newest_year(state)
    sentence = said.news(scope, state, "75.03", 2, year)
    assert sentence.startswith("Peringatan dini: Kabupaten Bone Bolango: semua kasus ")
    # nothing of the past, below kabupaten/kota, or where nothing is above its usual
    assert said.news(scope, state, "75.03", 2, "2024") == ""
    assert said.news(scope, state, "75.03.01", 3, year) == ""
    assert said.news(scope, state, "75.71", 2, year) == ""
    # an area's own alarm comes before those inside it
    assert said.news(scope, state, "ID", 0, year).startswith("Peringatan dini: Indonesia: ")
    focus = answers.region_row(scope, state.boundary_version, "75.03")
    profile = profile_of(scope, state, focus, year)
    assert sentence in [one.words for _, sentences, _ in profile.sections for one in sentences]
    home = words_of(open_page("beranda", w="75.03", periode=year, sebagai="demo-bupati"))
    assert "Peringatan dini: Kabupaten Bone Bolango" in home
    assert "/penindakan?bagian=peringatan&amp;w=75.03" in home
    letter = compose(
        Subscription(BUPATI, "mingguan", "a@kantor.go.id"), date(2026, 11, 25), "https://dasbor.contoh.go.id/"
    ).body
    assert f"{sentence} https://dasbor.contoh.go.id/penindakan?bagian=peringatan&w=75.03" in " ".join(letter.split())


@pytest.mark.usefixtures("own_store")
def test_nothing_is_said_where_nothing_was_computed() -> None:
    scope = BUPATI.scope
    state = answers.freshness(scope)
    with runtime.store().writing() as connection:
        connection.execute(schema.warning.delete())
    assert queries.alarms(runtime.store(), scope, "ID").empty
    assert said.news(scope, state, "75.03", 2, newest_year(state)) == ""
    assert "Peringatan dini:" not in words_of(open_page("beranda", w="75.03", sebagai="demo-bupati"))
