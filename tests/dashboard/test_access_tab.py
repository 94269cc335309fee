"""Who can reach treatment: what the tab says, its classes and differences, and the way of a question through the job."""

import io
from typing import Any

import numpy as np
import pandas as pd
import pytest
from openpyxl import load_workbook
from pptx import Presentation
from pypdf import PdfReader
from streamlit.testing.v1 import AppTest

from dashboard.analysis.rehab import access as analysis
from dashboard.analysis.rehab.access import Reach, changes, gain_class, parts, reach_of, share_class
from dashboard.analysis.rehab.access_words import relative_words, said, share_words
from dashboard.cache import runtime
from dashboard.documents import html_map
from dashboard.documents.access import report_of_access
from dashboard.state import offers
from dashboard.web import downloads
from dashboard.words.sentences import literal
from dashboard.words.texts import number, text
from data import queries
from data.facts.access_question import ANY, OPEN, Change, Question
from data.identity.audit import trail
from data.identity.demo import demo_person
from data.jobs.queue import ACCESS, ask
from data.jobs.runner import run_waiting
from data.model.settings import Settings
from data.ops.jobs import store_jobs
from data.store.scope import Scope
from tests.dashboard.opened import file_links, open_page, words_of

NAN = float("nan")
pytestmark = pytest.mark.usefixtures("own_store")


def _row(**more: float) -> "pd.Series[float]":
    row = {
        "villages": 10,
        "reaching": 6,
        "unknown": 1,
        "population": 1000,
        "population_reaching": 450,
        "population_unknown": 100,
    }
    return pd.Series(row | {"demand": 20, "access": 0.5} | more)


def test_a_share_is_of_people_of_whom_it_is_known() -> None:
    found = reach_of(_row(), 0.25)
    assert (found.beyond, found.population_beyond, found.share, found.access) == (3, 450, 50.0, 2.0)
    assert np.isnan(reach_of(_row(population_unknown=1000), 0.25).share)
    assert np.isnan(reach_of(_row(access=NAN), 0.25).access)
    assert np.isnan(reach_of(_row(), NAN).access)


def test_classes_keep_none_some_all_and_unknown_apart() -> None:
    assert share_class([0, 0.1, 25, 25.1, 50, 75, 75.1, 99.9, 100, NAN]).tolist() == [0, 1, 1, 2, 2, 3, 4, 4, 5, -1]
    assert gain_class([0, 0.1, 10, 10.1, 31, -0.1, -31, NAN]).tolist() == [0, 1, 1, 2, 3, -1, -3, -9]


def test_a_village_without_a_count_of_people_still_reaches_or_not() -> None:
    values = pd.DataFrame([_row(villages=1, reaching=reached, unknown=0, population=NAN, population_reaching=NAN,
                                population_unknown=NAN) for reached in (1, 0)])  # fmt: skip
    regions = pd.DataFrame({"code": ["75.01.01.2001", "75.01.01.2002"], "name": ["A", "B"]})
    assert parts(values, regions, (0, 2), 1.0)["share"].tolist() == [100, 0]


def test_only_what_a_what_if_changes_is_listed_the_largest_gain_first() -> None:
    base = pd.DataFrame(
        {
            "code": ["a", "b", "c"],
            "name": ["A", "B", "C"],
            "reaching": [1, 1, 1],
            "population_reaching": [50.0, 10.0, 90.0],
            "share": [50.0, 10.0, 90.0],
            "access": [1.0, 0.5, 2.0],
        }
    )
    then = base.assign(reaching=[2, 3, 1], population_reaching=[60.0, 100.0, 90.0], share=[60.0, 100.0, 90.0])
    found = changes(base, then)
    assert found["code"].tolist() == ["b", "a"]
    assert found["population"].tolist() == [90, 10]
    assert found["points"].tolist() == [90, 10]


def test_people_of_a_what_if_are_those_of_its_villages_also_where_reach_was_not_known() -> None:
    regions = pd.DataFrame({"code": ["75.01.01.2001"], "name": ["A"]})
    unknown = pd.DataFrame(
        [_row(villages=1, reaching=0, unknown=1, population=70, population_reaching=0, population_unknown=70)]
    )
    reached = unknown.assign(reaching=1, unknown=0, population_reaching=70, population_unknown=0)
    found = changes(*(parts(rows, regions, (0, 1), 1.0) for rows in (unknown, reached)))
    assert found[["villages", "population"]].values.tolist() == [[1, 70]]


def test_access_that_is_nearly_nothing_never_reads_as_nothing() -> None:
    assert [relative_words(access) for access in (0, 0.004, 0.005, 1)] == ["0,00", "<0,01", "0,01", "1,00"]


SHARE = "{} % penduduk X ({} orang) tinggal paling jauh 50 km dari tempat rawat inap. "
ANSWERS = {
    (2, Reach(10, 6, 1, 1000, 450, 100, 1.0)): SHARE.format("50,0", 450)
    + "3 dari 10 desa/kelurahan (450 orang) tidak menjangkau satu pun.",
    (2, Reach(10, 9, 1, 1000, 900, 100, 1.0)): SHARE.format("100,0", 900)
    + "Semua desa/kelurahan yang diketahui menjangkaunya.",
    (2, Reach(10, 6, 1, 0, 0, 0, 1.0)): "6 dari 10 desa/kelurahan di X berjarak paling jauh 50 km dari tempat rawat inap; "
    "penduduknya belum dilaporkan.",
    (4, Reach(1, 0, 0, 9, 0, 0, 0.0)): "X tidak menjangkau tempat rawat inap dalam 50 km.",
    (4, Reach(1, 1, 0, 9, 9, 0, 0.0)): "X berjarak paling jauh 50 km dari tempat rawat inap.",
    (4, Reach(1, 0, 1, 9, 0, 9, NAN)): "Belum diketahui apakah X menjangkau tempat rawat inap: kabupaten/kotanya belum "
    "melaporkan fasilitas.",
}


@pytest.mark.parametrize(("asked", "says"), ANSWERS.items())
def test_the_answer_says_who_reaches_and_who_does_not(asked: tuple[int, Reach], says: str) -> None:
    level, reach = asked
    assert said(reach, "X", Question(), level) == says


def test_not_quite_everybody_is_not_everybody() -> None:
    assert [share_words(share) for share in (0, 0.04, 0.06, 50, 99.94, 99.96, 100)] == [
        "0,0", "<0,1", "0,1", "50,0", "99,9", ">99,9", "100,0",
    ]  # fmt: skip


def test_the_answer_names_the_operator_whose_places_alone_count() -> None:
    found = Reach(10, 6, 1, 1000, 450, 100, 1.0)
    assert "dari tempat rawat jalan Kemensos. 3 dari" in said(found, "X", Question("rawat_jalan", "Kemensos"), 2)
    assert "dari tempat rawat jalan. 3 dari" in said(found, "X", Question("rawat_jalan"), 2)


def test_units_of_capacity_stay_apart_and_no_number_is_no_zero() -> None:
    rows = pd.DataFrame(
        {"beds_men": [10, 4], "beds_women": [2, 0], "places": [0, 30], "people_per_year": [NAN, 90], "beds": [12, 4],
         "vacancy": ["penuh", None]}
    )  # fmt: skip
    assert analysis.capacity(rows) == analysis.Capacity(2, 14, 2, 30, 90, 1)
    assert analysis.vacancies(rows) == {"ada": 0, "hampir_penuh": 0, "penuh": 1, "": 1}
    assert analysis.with_vacancy(rows).empty
    run = rows.assign(operator=["BNN", "Mitra"])
    assert analysis.capacity(analysis.run_by(run, "BNN")) == analysis.Capacity(1, 10, 2, 0, 0, 0)
    assert len(analysis.run_by(run, ANY)) == 2


def test_no_name_can_become_a_script_of_the_map() -> None:
    evil = "</script><b onload=x>{{ 7 * 7 }}"
    facility = {"name": evil, "operator": "BNN", "size": 3, "beds": 3, "beds_men": 3, "beds_women": 0, "places": 0,
                "services": [], "vacancy": None, "address": None, "telephone": None, "lat": 0.5, "lon": 122.0}  # fmt: skip
    focus = pd.Series({"west": 122.0, "south": 0.0, "east": 123.0, "north": 1.0})
    areas = pd.DataFrame(columns=["name", "said", "colour"])
    sites = pd.DataFrame([{"lat": 0.6, "lon": 122.1, "name": evil}])
    shapes = html_map.gpd.GeoSeries([], crs=4326)
    made = html_map.access_map(areas, shapes, pd.DataFrame([facility]), sites, focus)
    assert "onload=x>" not in made
    assert "{{" not in made
    assert made.count("7 * 7") == 2


def _of_gorontalo(question: str, level: int) -> pd.DataFrame:
    """The rows of the province's regions of a level."""
    codes = queries.regions(runtime.store(), Scope.public(), level)["code"]
    rows = queries.access(runtime.store(), Scope.public(), question, level)
    return rows[(codes == "75") | codes.str.startswith("75.")]


def _tab(**parameters: str) -> AppTest:
    return open_page("rehabilitasi", bagian="akses", **parameters)


def test_the_default_question_is_answered_as_the_store_says() -> None:
    app = _tab(w="75", sebagai="demo-pusat")
    assert not app.exception
    found = _of_gorontalo(Question().spelled(), 1).iloc[0]
    assert found["reaching"] > 0
    words = words_of(app)
    beyond = int(found["villages"] - found["reaching"] - found["unknown"])
    assert f"{beyond} dari {int(found['villages'])} desa/kelurahan" in words
    assert "Jarak garis lurus (geodesik)" in words
    assert "E2SFCA" in words
    assert text("access.capacity_note") in words


def test_capacity_is_of_all_services_whichever_is_chosen() -> None:
    houses = queries.facilities(runtime.store(), Scope.public(), "75")
    assert (houses.loc[houses["beds"] == 0, "places"] > 0).any(), "some treat outpatients alone"
    for service in ("rawat_inap", "rawat_jalan"):
        shown = {one.label: one.value for one in _tab(w="75", sebagai="demo-pusat", jenis=service).metric}
        assert shown[text("access.outpatients")] == number(houses["places"].sum())
        assert shown[text("access.men")] == number(houses["beds_men"].sum())
        state = queries.freshness(runtime.store(), Scope.public())
        report = report_of_access(Scope.public(), state, "75", "Gorontalo", Question(service), "2025")
        (lines,) = [lines for title, lines in report.sections if title == "Kapasitas di Gorontalo"]
        assert f"{text('access.outpatients')}: {number(houses['places'].sum())}" in lines
    mine = report_of_access(Scope.public(), state, "75", "Gorontalo", Question(operator="Kemenkes"), "2025")
    assert "Kapasitas Kemenkes di Gorontalo" in [title for title, _ in mine.sections]


@pytest.mark.parametrize("area", ["ID", "75.03", "75.71.01", "75.71.01.1001"])
@pytest.mark.parametrize("language", ["id", "en"])
def test_every_level_of_area_opens_in_both_languages(area: str, language: str) -> None:
    app = _tab(w=area, bahasa=language, sebagai="demo-bupati")
    assert not app.exception
    assert not app.error


@pytest.mark.parametrize(
    "asked",
    [{"jenis": "x"}, {"radius": "51"}, {"rumus": "9"}, {"andai": "berikut-75-99-1"}, {"andai": "<b>"}, {"permintaan": ""}],
)
def test_what_is_malformed_in_the_address_counts_as_nothing(asked: dict[str, str]) -> None:
    app = _tab(w="75", **asked)
    assert not app.exception
    assert "E2SFCA" in words_of(app)
    assert not any(button.label == text("access.compute") for button in app.button)


@pytest.mark.parametrize(
    ("asked", "service"),
    [("tutup-999999999", "rawat_inap"), ("buka-99-20", "rawat_inap"), ("berikut-75.99-5-20", "rawat_inap"), ("", "rawat_inap")],
)
def test_what_if_about_what_is_not_there_is_refused_in_words(asked: str, service: str) -> None:
    without_beds = next(int(row.id) for row in _facilities().itertuples() if not row.beds)
    app = _tab(w="75", andai=asked or f"tutup-{without_beds}", jenis=service)
    assert not app.exception
    assert [one.value for one in app.warning] == [text("access.impossible")]
    assert not any(button.label == text("access.compute") for button in app.button)
    next(button for button in app.button if button.label == text("access.clear")).click().run()
    assert "andai" not in app.query_params
    assert not app.warning


def test_the_form_and_the_answer_name_what_the_address_closes() -> None:
    beds = _facilities()
    beds = beds[beds["beds"] > 0]
    facility = beds.iloc[-1]
    app = _tab(w="75", andai=f"tutup-{facility['id']}")
    assert not app.exception
    (chosen,) = [one for one in app.selectbox if one.label == text("access.facility")]
    assert chosen.value == facility["id"]
    assert literal(str(facility["name"])) in words_of(app)
    app = _tab(w="75", andai="berikut-75-3-45")
    assert [one.value for one in app.number_input] == [45, 3]


def _facilities() -> pd.DataFrame:
    return queries.facilities(runtime.store(), demo_person("demo-pusat").scope, "75")


def test_a_page_that_is_opened_while_its_question_is_computed_follows_the_run() -> None:
    asked = {"w": "75", "radius": "25", "andai": "buka-75-7", "sebagai": "demo-bnnp"}
    spelled = Question(radius_km=25, change=Change(OPEN, "75", 7)).spelled()
    with runtime.store().writing() as connection:
        ask(connection, ACCESS, [spelled])
    app = _tab(**asked)
    assert not app.exception
    assert not any(button.label == text("access.compute") for button in app.button)
    other = _tab(**asked | {"andai": "buka-75-8"})
    assert any(button.label == text("access.compute") for button in other.button)
    _compute()


def test_a_question_is_computed_on_request_and_then_shown() -> None:
    asked: dict[str, Any] = {"w": "75", "radius": "10", "andai": "berikut-75-2-20", "sebagai": "demo-bnnp"}
    app = _tab(**asked)
    (button,) = [one for one in app.button if one.label == text("access.compute")]
    button.click().run()
    assert not app.exception
    _compute()
    noted = trail(runtime.store(), demo_person("demo-auditor").scope, most=20)
    assert noted["subject"].str.startswith("akses rawat_inap/semua/prevalensi/e2sfca/10/").any()
    app = _tab(**asked)
    assert not app.exception
    question = Question(radius_km=10)
    base, then = (_of_gorontalo(question.spelled() + change, 1)["reaching"].iloc[0] for change in ("", "berikut-75-2-20"))
    more = int(then - base)
    assert more > 0
    assert f"lagi di {more} desa/kelurahan" in words_of(app)
    assert len([one for one in app.markdown if one.value.startswith(("1. ", "2. "))]) == 2


def _compute() -> None:
    job = [one for one in store_jobs() if one.name == ACCESS]
    assert [ended.fault for ended in run_waiting(runtime.store(), Settings(), job)] == [""]


def test_the_tables_leave_as_workbooks_with_their_method() -> None:
    app = _tab(w="75")
    mine = {offer.file_name: offer for offer in app.session_state[offers._KEY].values() if offer.file_name.endswith("_75.xlsx")}
    assert set(mine) == {"SIMULASI_akses_75.xlsx", "SIMULASI_tak_terjangkau_75.xlsx"}
    found = _of_gorontalo(Question().spelled(), 3)
    book = load_workbook(io.BytesIO(mine["SIMULASI_akses_75.xlsx"].body()))
    figures, notes = book.worksheets[0], book.worksheets[1]
    heads = [cell.value for cell in figures[1]]
    beyond = [row[heads.index("Desa tak terjangkau")] for row in figures.iter_rows(min_row=2, values_only=True)]
    assert len(beyond) == len(found)
    assert sum(beyond) == (found["villages"] - found["reaching"] - found["unknown"]).sum()
    said = " ".join(str(cell) for row in notes.iter_rows(values_only=True) for cell in row)
    assert "E2SFCA" in said
    assert "SIMULASI" in said
    every = said + " ".join(str(cell.value) for row in figures.iter_rows() for cell in row)
    assert text("badge.exact") not in every  # its reader may see exact figures, but these are public
    listed = load_workbook(io.BytesIO(mine["SIMULASI_tak_terjangkau_75.xlsx"].body())).worksheets[0]
    assert listed.max_row - 1 == sum(beyond)


def test_the_tab_as_files_says_what_the_page_says() -> None:
    app = open_page("rehabilitasi", w="75", bagian="akses", periode="2025", sebagai="demo-bupati")
    answer = next(one.value for one in app.markdown if one.value.startswith("#### ")).removeprefix("#### ")
    offered = [downloads._offers[link] for link in file_links(app)]
    made = {
        kind: next(one for one in offered if one.file_name.endswith(f"akses_75_2025.{kind}")).body()
        for kind in ("xlsx", "pdf", "pptx")
    }
    book = load_workbook(io.BytesIO(made["xlsx"]))
    said = " ".join(str(cell.value) for row in book.worksheets[0].iter_rows() for cell in row if cell.value is not None)
    assert answer in said
    assert any("Penduduk" in str(cell.value) for sheet in book.worksheets[1:] for cell in sheet[1])
    assert "nan" not in said.lower().split()
    pages = " ".join(page.extract_text() for page in PdfReader(io.BytesIO(made["pdf"])).pages)
    assert " ".join(answer.split()[:6]) in " ".join(pages.split())
    assert len(Presentation(io.BytesIO(made["pptx"])).slides) > 2
