"""The tab of the course of cases: its answer, what it calls a slow step, who is offered case numbers, and what files hold."""

from dataclasses import replace

import pandas as pd
import pytest
import sqlalchemy as sa

from dashboard.analysis.cases.course import (
    ALL,
    advice_of,
    advice_table,
    answer_words,
    areas_table,
    band_names,
    days_words,
    funnel_of,
    slowest_words,
    steps_of,
    steps_table,
    waiting_table,
)
from dashboard.cache.runtime import store
from dashboard.documents.course import report_of_course
from dashboard.documents.files import WAYS
from dashboard.documents.report import paper_of_report
from dashboard.documents.workbook import workbook_of
from dashboard.words.texts import catalogue, number, text
from data import queries
from data.identity.demo import DEMO, demo_person
from data.queries import STAGES
from tests.dashboard.opened import file_links, open_page, words_of

YEAR = "2025"
NAN = float("nan")


def _waiting(*rows: tuple[str, str, int, int], code: str = "75.01") -> pd.DataFrame:
    return pd.DataFrame(rows, columns=["stage", "agency", "band", "cases"]).assign(region_code=code)


def _steps(*rows: tuple[str, int, int, float, float, float, str | None], code: str = "75.01") -> pd.DataFrame:
    names = ["stage", "cases", "moved", "first_days", "half_days", "last_days", "onward"]
    return pd.DataFrame(rows, columns=names).assign(region_code=code)


def test_the_answer_names_the_stage_most_wait_for_and_who_is_to_act() -> None:
    rows = _waiting(
        ("tahap1", "Kejaksaan", 3, 20), ("tahap1", "Kejaksaan", 4, 17), ("lp", "Polri", 0, 90), ("spdp", "BNN", 4, 9)
    )
    said = answer_words(rows, "Kab. X", "31 Oktober 2026")
    assert "46 dari 136 perkara terbuka" in said
    assert "menunggu P21: 37 perkara, giliran Kejaksaan" in said
    shared = _waiting(("tahap1", "Kejaksaan", 4, 6), ("spdp", "Polri", 4, 5), ("spdp", "BNN", 3, 4))
    said = answer_words(shared, "Kab. X", "31 Oktober 2026")
    assert "menunggu P21: 6 perkara, giliran Kejaksaan" in said, "nine wait for tahap I, of two agencies"


def test_the_answer_says_so_where_nothing_waits_long_or_nothing_is_open() -> None:
    moving = answer_words(_waiting(("lp", "Polri", 2, 1200)), "X", "hari itu")
    assert "1.200 perkara terbuka" in moving
    assert "tidak satu pun" in moving
    assert "tidak ada perkara terbuka" in answer_words(_waiting(), "X", "hari itu")


def test_what_waits_longest_stands_first_in_rows_and_columns() -> None:
    table = waiting_table(_waiting(("lp", "Polri", 0, 90), ("register", "Pengadilan", 4, 3), ("register", "Pengadilan", 0, 2)))
    assert table.iloc[:, 0].tolist() == ["Putusan", "SPDP"]
    assert table[band_names()].to_numpy().tolist() == [[3, 0, 0, 0, 2], [0, 0, 0, 0, 90]]
    assert table.iloc[:, -1].tolist() == [5, 90]
    assert waiting_table(_waiting(("spdp", "", 1, 1))).iloc[0, 1] == text("course_agency.penyidik")


def test_a_step_whose_half_is_not_reached_is_slower_than_any_that_is() -> None:
    rows = _steps(
        ("lp", 40, 39, 3, 400, 500, "spdp"), ("tahap1", 30, 10, 20, NAN, NAN, "p21"), ("putusan", 9, 0, NAN, NAN, NAN, None)
    )  # fmt: skip
    steps = steps_of(rows, "75.01")
    assert [step.stage for step in steps] == ["lp", "tahap1", "putusan"]
    assert steps[-1].onward == "eksekusi"
    assert not steps[-1].is_sure
    assert slowest_words(steps) == text("course.slowest_open", step="Tahap I → P21", moved="10", came="30")
    assert slowest_words(steps[:1]) == text("course.slowest", step="LP/LKN → SPDP", days="400")
    assert slowest_words(steps[2:]) == ""
    assert days_words(NAN) == "belum tercapai"
    assert steps_table(steps).iloc[1].tolist()[3:] == [20.0, "belum tercapai", "belum tercapai"]


def test_a_funnel_of_one_agency_has_shares_of_all_cases_that_began() -> None:
    rows = pd.DataFrame(
        [("", stage, reached, reached) for stage, reached in zip(STAGES, (10, 8, 8, 6, 6, 6, 5, 0), strict=True)]
        + [("Kejaksaan", stage, reached, 0) for stage, reached in zip(STAGES, (8, 8, 5, 5, 5, 4, 4, 0), strict=True)],
        columns=["agency", "stage", "reached", "named"],
    )
    assert [one.share for one in funnel_of(rows, "Kejaksaan")] == [80, 80, 50, 50, 50, 40, 40, 0]
    assert funnel_of(rows, ALL)[0].share == 100
    assert funnel_of(rows, "BNN") == []


def test_areas_are_compared_by_what_stands_still_and_few_cases_make_no_median() -> None:
    waiting = pd.concat([_waiting(("lp", "Polri", 0, 9)), _waiting(("tahap1", "Kejaksaan", 4, 3), code="75.02")])
    steps = pd.concat([_steps(("tahap1", 30, 30, 1, 21, 30, "p21")), _steps(("tahap1", 9, 9, 1, 2, 3, "p21"), code="75.02")])
    table = areas_table(waiting, steps, {"75.01": "A", "75.02": "B", "75.03": "C"})
    assert table.iloc[:, 0].tolist() == ["B", "A", "C"]
    assert table.iloc[:, -1].tolist() == ["–", "21", "–"]


def test_a_verdict_of_few_is_written_as_fewer_than_five_and_none_as_zero() -> None:
    rows = pd.DataFrame(
        [
            ("tat_putusan", "rehabilitasi", "penjara", 15.0),
            ("tat_putusan", "rehabilitasi", "belum", NAN),
            ("alur", "x", "y", 5.0),
        ],
        columns=["subject", "a", "b", "amount"],
    )
    table = advice_table(advice_of(rows))
    assert len(table) == 1
    assert table[text("course_verdict.penjara")].tolist() == [15.0]
    assert table[text("course_verdict.belum")].tolist() == ["<5"]
    assert table[text("course_verdict.bebas")].tolist() == [0]


def test_every_stage_agency_and_verdict_has_words() -> None:
    keys = catalogue("id").keys()
    assert {f"course_stage.{name}" for name in (*STAGES, "lapas_masuk", "lapas_keluar")} <= keys
    assert {f"course_agency.{name}" for name in (*queries.AGENCIES, ALL, "penyidik")} <= keys


pytest_own = pytest.mark.usefixtures("own_store")


@pytest_own
@pytest.mark.parametrize("username", [person.username for person in DEMO])
@pytest.mark.parametrize("area", ["ID", "75", "75.03", "75.03.01"])
def test_the_tab_opens_at_every_level_for_everybody(area: str, username: str) -> None:
    app = open_page("penindakan", bagian="alur", w=area, periode=YEAR, sebagai=username)
    assert not app.exception
    assert not app.error
    assert len(file_links(app)) == 4
    offered = [toggle.key for toggle in app.toggle]
    assert ("perkara_nomor" in offered) == (username in ("demo-pusat", "demo-bnnp", "demo-bnnk", "demo-polda"))


def _numbers(region: str) -> set[str]:
    with store().writing() as connection:
        question = sa.text("select case_key from analitik.case_standing where starts_with(regency_code, :code)")
        return set(connection.scalars(question, {"code": region}))


@pytest_own
def test_numbers_are_shown_on_request_and_are_not_in_the_address() -> None:
    app = open_page("penindakan", bagian="alur", w="75", periode=YEAR, sebagai="demo-polda")
    heading = text("course.number")
    assert not [one for one in app.dataframe if heading in one.value.columns]
    app.toggle(key="perkara_nomor").set_value(True).run()
    (listed,) = [one.value for one in app.dataframe if heading in one.value.columns]
    assert set(listed[heading]) <= _numbers("75")
    assert len(listed) > 10
    assert not any("LKN" in str(value) for value in app.query_params.values())


@pytest_own
@pytest.mark.parametrize("area", ["75.71", "75.03"])
def test_the_first_sentence_says_what_the_store_counts(area: str) -> None:
    app = open_page("penindakan", bagian="alur", w=area, periode=YEAR, sebagai="demo-bupati")
    with store().writing() as connection:
        late, whole = connection.execute(
            sa.text(
                "select count(*) filter (where d.last_day - s.since > 180), count(*) from analitik.case_standing s, "
                "(select last_day from analitik.data_version order by version desc limit 1) d where s.regency_code = :code"
            ),
            {"code": area},
        ).one()
    assert late
    assert f"{number(late)} dari {number(whole)} perkara terbuka" in words_of(app)


@pytest_own
@pytest.mark.parametrize("suffix", ["xlsx", *WAYS])
def test_files_hold_counts_and_no_case_number(suffix: str) -> None:
    scope = replace(demo_person("demo-bupati").scope, published=True)
    state = replace(queries.freshness(store(), scope), exact=False)
    report = report_of_course(scope, state, "75.71", "Kota Gorontalo", YEAR)
    assert [table.title for table in report.tables][:3] == [text(f"course.{name}") for name in ("waits", "funnel", "steps")]
    written = " ".join([report.answer, *(cell for table in report.tables for row in table.rows for cell in row)])
    assert not [key for key in _numbers("75.71") if key in written]
    focus = pd.Series({"code": "75.71", "name": "Kota Gorontalo", "level": 2})
    make = workbook_of if suffix == "xlsx" else WAYS[suffix][1]
    assert len(make(paper_of_report(report, focus, YEAR, state, "http://x"))) > 5_000
