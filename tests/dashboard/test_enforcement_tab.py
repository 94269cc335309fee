"""The tab of cases and seizures: it says what was sent, adds no unit to another, and has figures for every choice."""

import io
import itertools
import re
from html import unescape

import numpy as np
import pandas as pd
import pytest
import sqlalchemy as sa
from docx import Document
from openpyxl import load_workbook
from pptx import Presentation
from pypdf import PdfReader

from dashboard.analysis.cases import enforcement as said
from dashboard.analysis.cases import substances
from dashboard.cache import answers
from dashboard.cache.runtime import store
from dashboard.components.cases.enforcement_charts import multiples_of
from dashboard.documents.enforcement import report_of_enforcement
from dashboard.web import downloads
from dashboard.words.sentences import caution
from dashboard.words.texts import number, text
from data import queries
from data.facts.indicators import indicator, registry
from data.identity.demo import DEMO, demo_person
from geo.stats.rates import empirical_bayes
from tests.dashboard.opened import file_links, open_page, words_of

pytestmark = pytest.mark.usefixtures("own_store")
YEAR = "2025"
CHOICES = [(name, way) for name in (said.ALL, *substances.names()) for way in said.ways(name)]


def _state(username: str = "demo-pusat") -> tuple[object, queries.Freshness]:
    scope = demo_person(username).scope
    return scope, queries.freshness(store(), scope)


def _sent(where: str, year: int = 2025, until: str = "9999") -> pd.DataFrame:
    """Cases of an area in a year as they were sent, a row for each substance of each; one without a substance has one row."""
    statement = sa.text(
        "select c.case_key, c.case_date, c.regency_code, c.suspects, s.substance, s.amount, s.unit from inti.narcotics_case c "
        "left join inti.case_substance s using (case_key) "
        "where c.regency_code like :where and extract(year from c.case_date) = :year and c.case_date::text < :until"
    )
    with store().writing() as connection:
        return pd.read_sql(statement, connection, params={"where": f"{where}%", "year": year, "until": until})


def test_every_substance_that_a_case_may_name_has_its_figures() -> None:
    with store().writing() as connection:
        rule = connection.scalar(
            sa.text(
                "select pg_get_constraintdef(oid) from pg_constraint where conrelid = 'inti.case_substance'::regclass "
                "and conname like '%substance_check'"
            )
        )
    allowed = set(re.findall(r"'([a-z_]+)'", rule))
    assert allowed == set(substances.names())
    assert {f"{kind}_{name}" for name in allowed for kind in ("jumlah_kasus", "kasus")} <= registry().keys()


@pytest.mark.parametrize(("area", "where"), [("ID", ""), ("75", "75"), ("75.03", "75.03")])
def test_the_first_sentence_says_what_was_sent(area: str, where: str) -> None:
    scope, state = _state()
    now, before = _sent(where), _sent(where, 2024)
    cases, earlier = now["case_key"].nunique(), before["case_key"].nunique()
    suspects = int(now.drop_duplicates("case_key")["suspects"].sum())
    answer = said.answer_of(scope, state, area, "Wilayah", YEAR)
    assert (
        text("enforce.answer", period=YEAR, place="Wilayah", cases=number(cases), suspects=number(suspects)) in answer.sentence
    )
    by_substance = now.groupby("substance")["case_key"].nunique()
    assert by_substance[answer.largest] == by_substance.max()
    way = "same" if cases == earlier else "grew" if cases > earlier else "fell"
    moved = text(f"enforce.{way}", count=number(abs(cases - earlier)), since="2024", before=number(earlier))
    if _all_reported(area):
        assert moved in answer.sentence


def test_a_difference_that_rests_on_other_reports_says_so() -> None:
    scope, state = _state()
    with store().writing() as connection:
        rows = connection.execute(
            sa.text(
                "select n.region_code, n.reported as now, b.reported as before from analitik.nilai n "
                "join analitik.nilai b using (indicator, region_code, level) where n.indicator = 'jumlah_kasus' "
                "and n.level = 1 and n.period = '2025' and b.period = '2024' and n.value <> b.value"
            )
        ).all()
    assert {row.now == row.before for row in rows}, "provinces to look at"
    for row in rows:
        sentence = said.answer_of(scope, state, row.region_code, "Wilayah", YEAR).sentence
        assert (text("enforce.unlike") in sentence) == (row.now != row.before), row


def _all_reported(area: str) -> bool:
    scope, state = _state()
    rows = answers.series(scope, state.data_version, area, ("jumlah_kasus",))
    rows = rows[rows["period"].isin(["2024", YEAR])]
    return bool((rows["reported"] >= rows["expected"]).all())


def test_a_running_year_is_compared_with_its_own_months() -> None:
    scope, state = _state()
    answer = said.answer_of(scope, state, "75.03", "Bone Bolango", "2026")
    months = int(state.last_day[5:7])
    until = f"2025-{months + 1:02d}" if months < 12 else "9999"
    before = _sent("75.03", 2025, until)["case_key"].nunique()
    assert f"({number(before)})" in answer.sentence or text("enforce.same", since="").split("{")[0][:12] in answer.sentence


def test_an_area_that_reported_nothing_says_so_and_has_no_number() -> None:
    scope, state = _state()
    with store().writing() as connection:
        code, year = connection.execute(
            sa.text(
                "select region_code, period from analitik.nilai where indicator = 'jumlah_kasus' and level = 2 "
                "and length(period) = 4 and status = 2 order by 1 limit 1"
            )
        ).one()
    answer = said.answer_of(scope, state, code, "Wilayah", year)
    assert answer.largest == ""
    assert "tidak dilaporkan" in answer.sentence
    assert not re.search(r"\d+ kasus", answer.sentence)


@pytest.mark.parametrize(("substance", "counted"), CHOICES)
def test_every_choice_has_its_figure_at_every_level(substance: str, counted: str) -> None:
    scope, state = _state()
    item = said.item_of(substance, counted)
    for area in ("ID", "75", "75.03"):
        within, level = said.parts_within(area, substance, counted)
        rows = said.area_rows(scope, state, item, level, YEAR, within)
        assert len(rows), (area, item.code)
        table, places = said.area_table(rows, item)
        assert len(table) == len(rows)
        assert set(places) <= set(table)
        assert rows["name"].notna().all()


def test_the_rate_of_a_substance_is_its_cases_over_people_and_is_smoothed_over_the_areas_shown() -> None:
    scope, state = _state()
    sent = _sent("75")
    rows = said.area_rows(scope, state, said.item_of("sabu", said.SMOOTHED), 2, YEAR, "75").dropna(subset=["value"])
    by_regency = sent[sent["substance"] == "sabu"].groupby("regency_code")["case_key"].nunique()
    people = answers.ask(queries.snapshot, scope, state.data_version, tuple(rows["region_code"]), ("penduduk",), YEAR)
    people = people.set_index("region_code")["value"]
    for row in rows.itertuples():
        count = by_regency.get(row.region_code, 0)
        assert row.numerator == count
        assert row.value == pytest.approx(count / people[row.region_code] * 100_000)
    expected = empirical_bayes(rows["numerator"].to_numpy(), rows["denominator"].to_numpy()) * 100_000
    assert rows["smoothed"].to_numpy() == pytest.approx(expected)


def test_kecamatan_that_are_rounded_for_a_reader_are_neither_smoothed_nor_ranked_by_hidden_counts() -> None:
    item = said.item_of(said.ALL, said.RATE)
    scope, state = _state("demo-bnnk")
    exact = said.area_rows(scope, state, item, 3, YEAR, "75.03")
    outside, _ = _state("demo-auditor")
    rounded = said.area_rows(outside, state, item, 3, YEAR, "75.03")
    few = exact[(exact["numerator"] > 0) & (exact["numerator"] < 5)]["region_code"]
    assert len(few), "the simulated kabupaten has kecamatan with few cases"
    assert exact["smoothed"].notna().any()
    assert rounded["smoothed"].isna().all()
    hidden = rounded[rounded["region_code"].isin(few)]
    assert hidden[["value", "low", "high", "rank"]].isna().all().all()


def test_shares_of_substances_are_of_what_was_counted_by_substance() -> None:
    scope, state = _state()
    mix = substances.mix_of(scope, state, "75", YEAR)
    counted = _sent("75").groupby("substance")["case_key"].nunique()
    assert mix.counts.loc[YEAR][counted.index].to_dict() == counted.to_dict()
    assert mix.shares.sum(axis=1).to_numpy() == pytest.approx(100)
    assert mix.shares.at[YEAR, "sabu"] == pytest.approx(100 * counted["sabu"] / counted.sum())
    assert max(mix.counts.index) == YEAR, "nothing after the year that is shown"
    table = substances.mix_table(mix, state)
    share = number(mix.shares.at[YEAR, "sabu"], 1)
    assert table.loc[table.iloc[:, 0] == substances.names()["sabu"], YEAR].item() == text(
        "enforce.count_share", count=number(counted["sabu"]), share=share
    )


def test_amounts_stand_in_their_own_unit_and_nothing_seized_is_left_out_or_counted_twice() -> None:
    scope, state = _state()
    sent = _sent("75")
    seized = substances.seized_of(scope, state, "75", YEAR)
    by_unit: dict[str, float] = {}
    for code in seized:
        unit = {"gram": "g", "butir": "butir", "mililiter": "ml", "batang": "batang"}[indicator(code).unit["id"]]
        by_unit[unit] = by_unit.get(unit, 0.0) + float(seized.at[YEAR, code])
    expected = sent.groupby("unit")["amount"].sum()
    for unit, amount in expected.items():
        assert by_unit[unit] == pytest.approx(amount, rel=1e-5, abs=0.01), unit
    sabu = sent[(sent["substance"] == "sabu") & (sent["unit"] == "g")]["amount"].sum()
    assert float(seized.at[YEAR, "sita_sabu"]) == pytest.approx(sabu, rel=1e-5)


def test_each_amount_has_a_picture_with_its_unit_and_all_its_years_in_words() -> None:
    scope, state = _state()
    seized = substances.seized_of(scope, state, "75", "2026")
    html = multiples_of(seized, state)
    assert html.count("<figure") == len(seized.columns)
    labels = [unescape(one) for one in re.findall(r'aria-label="([^"]*)"', html)]
    for code, label in zip(seized, labels, strict=True):
        assert indicator(code).unit["id"] in label
        assert number(float(seized[code].iloc[0])) in label
    assert html.count("bs-running") == len(seized.columns)
    heights = [float(one) for one in re.findall(r"height:([\d.]+)%", html)]
    for at in range(len(seized.columns)):
        assert max(heights[at * len(seized) : (at + 1) * len(seized)]) == 100, "each has a scale of its own"


def test_what_is_new_was_not_met_in_three_years() -> None:
    scope, state = _state()
    news = substances.new_in(scope, state, "75", YEAR)
    assert news.judged <= news.areas
    years = {year: _sent("75", year) for year in (2022, 2023, 2024, 2025)}
    for row in news.rows.itertuples():
        name, place = row.indicator.removeprefix("jumlah_kasus_"), row.region_code
        met = {
            year: frame[(frame["substance"] == name) & frame["regency_code"].str.startswith(place)]
            for year, frame in years.items()
        }
        assert all(met[year].empty for year in (2022, 2023, 2024))
        assert str(met[2025]["case_date"].min())[:7] == row.began
        assert met[2025]["case_key"].nunique() == row.count
    early = substances.new_in(scope, state, "75", "2024")
    assert early.rows.empty
    assert substances.news_words(early) == [text("enforce.not_judged", years=3)]


def test_a_seizure_of_all_substances_is_not_offered_and_an_address_that_asks_for_it_shows_the_rate() -> None:
    assert said.SEIZED not in said.ways(said.ALL)
    app = open_page("penindakan", bagian="pemberantasan", w="75", periode=YEAR, hitung=said.SEIZED)
    assert not app.exception
    assert said.where_words(indicator("kasus_narkoba"), said.RATE, text("levels.2"), "Gorontalo", YEAR) in words_of(app)


@pytest.mark.parametrize("username", [one.username for one in DEMO])
def test_the_tab_opens_for_every_role_with_every_way_of_counting(username: str) -> None:
    for (substance, counted), area in zip(
        [
            (said.ALL, said.RATE),
            (said.ALL, said.SUSPECTS),
            ("sabu", said.SMOOTHED),
            ("ganja", said.SEIZED),
            ("kokain", said.CASES),
        ],
        itertools.cycle(("75", "75.03", "ID", "75.01.01")),
        strict=False,
    ):
        app = open_page(
            "penindakan", bagian="pemberantasan", w=area, periode=YEAR, zat=substance, hitung=counted, sebagai=username
        )
        assert not app.exception, (substance, counted, area)
        assert caution(indicator("jumlah_kasus")) in words_of(app)


def test_the_tab_as_files_says_what_the_page_says_and_what_arrests_measure() -> None:
    scope, state = _state("demo-bupati")
    answer = said.answer_of(scope, state, "75", "Gorontalo", YEAR).sentence
    app = open_page("penindakan", bagian="pemberantasan", w="75", periode=YEAR, sebagai="demo-bupati")
    offered = [downloads._offers[link] for link in file_links(app)]
    made = {
        kind: io.BytesIO(next(one for one in offered if one.file_name == f"SIMULASI_pemberantasan_75_{YEAR}.{kind}").body())
        for kind in ("xlsx", "pdf", "pptx", "docx")
    }
    effort = caution(indicator("jumlah_kasus"))
    slides = Presentation(made["pptx"]).slides
    texts = {
        "xlsx": " ".join(
            str(cell)
            for sheet in load_workbook(made["xlsx"])
            for row in sheet.iter_rows(values_only=True)
            for cell in row
            if cell
        ),
        "pdf": " ".join(page.extract_text() for page in PdfReader(made["pdf"]).pages),
        "pptx": " ".join(shape.text_frame.text for slide in slides for shape in slide.shapes if shape.has_text_frame),
        "docx": " ".join(paragraph.text for paragraph in Document(made["docx"]).paragraphs),
    }
    for kind, words in texts.items():
        assert effort in " ".join(words.split()), kind
    for kind in ("pdf", "docx"):
        assert answer.split(". ")[0] in " ".join(texts[kind].split()), kind
    assert "nan" not in texts["xlsx"].lower().split()


def test_a_report_has_the_areas_the_mix_and_amounts_as_tables() -> None:
    scope, state = _state()
    report = report_of_enforcement(scope, state, "75", "Gorontalo", ("sabu", said.RATE), YEAR)
    titles = [table.title for table in report.tables]
    assert text("enforce.seizures", place="Gorontalo") in titles
    assert text("enforce.mix", place="Gorontalo") in titles
    assert len(report.tables[0].rows) == 6
    assert all(np.isfinite(cell) for table in report.tables for row in table.values for cell in row if isinstance(cell, float))
