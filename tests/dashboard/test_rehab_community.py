"""The tab of IBM: verdicts by the rule, what is withheld stays withheld, and the report of a unit in exact figures is noted."""

import io
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from docx import Document
from pypdf import PdfReader

from dashboard.analysis.rehab import community
from dashboard.analysis.rehab.community import ABOVE, BELOW, FEW, SILENT, WITHIN, Change
from dashboard.cache.runtime import store
from dashboard.documents.community import report_of_community
from dashboard.documents.files import WAYS
from dashboard.documents.report import paper_of_report
from dashboard.documents.unit_report import Unit, report_of
from dashboard.words.texts import number, speaking, text
from data import queries
from data.facts.indicators import LEAST_WHOLE
from data.identity import audit
from data.identity.demo import demo_person
from data.queries import ALL_YEARS
from data.store.scope import Scope
from tests.dashboard.opened import open_page, words_of

pytestmark = pytest.mark.usefixtures("own_store")
YEAR = "2025"


def _row(unit: int, n: float, mean: float, *, region: str = "75.01", exact: bool = True, **more: float) -> dict[str, object]:
    blank = dict.fromkeys(("sd", "first_mean", "last_mean", "improved", "worsened", "threshold"), np.nan)
    known = {"region_code": region, "unit_id": unit, "domain": "fisik", "exact": exact, "n": n, "mean": mean}
    return known | blank | {"sd": 6.0} | more


def _units(count: int) -> pd.DataFrame:
    numbers = range(1, count + 1)
    return pd.DataFrame(
        {
            "id": list(numbers),
            "code": [f"IBM-{n}" for n in numbers],
            "village_code": "75.01.01.2001",
            "village": "Tenilo",
            "opened": pd.Timestamp("2023-01-01"),
            "agents": 5,
        }
    )


def test_a_unit_is_judged_from_twenty_clients_on_and_by_limits_that_narrow_with_their_number() -> None:
    benchmark = community.change_of(pd.DataFrame([_row(0, 1000, 10.0, region="ID")]), "ID", "fisik")
    rows = pd.DataFrame(
        [
            _row(1, 36, 13.2),  # 3.09 * 6 / 6 = 3.09 above
            _row(2, 36, 13.0),
            _row(3, 36, 6.8),
            _row(4, 19, 30.0),
            _row(5, np.nan, np.nan, exact=False),
            _row(6, 20, np.nan, exact=False),
        ]
    )
    compared = community.compare_units(_units(7), rows, "fisik", benchmark, 6.0).set_index("unit_id")["verdict"]
    assert compared.to_dict() == {1: ABOVE, 2: WITHIN, 3: BELOW, 4: FEW, 5: FEW, 6: FEW, 7: SILENT}
    unknown = replace(benchmark, mean=np.nan)
    assert set(community.compare_units(_units(3), rows, "fisik", unknown, 6.0)["verdict"]) == {WITHIN}


def test_a_published_mean_of_few_has_no_interval_and_an_exact_one_has() -> None:
    def change(n: float, exact: bool) -> Change:
        return community.change_of(pd.DataFrame([_row(0, n, 10.0, exact=exact)]), "75.01", "fisik")

    assert np.isnan(change(15, False).low)
    assert change(20, False).low == pytest.approx(10 - 2.093 * 6 / np.sqrt(20), abs=1e-3)
    assert change(15, True).low < 10 < change(15, True).high
    assert np.isnan(change(1, True).low)


def test_what_is_withheld_what_is_not_there_and_zero_are_written_apart() -> None:
    few = community.change_of(pd.DataFrame([_row(0, np.nan, np.nan, exact=False)]), "75.01", "fisik")
    nobody = community.change_of(pd.DataFrame([_row(0, 1, 1)]).iloc[:0], "75.01", "fisik")
    none = community.change_of(pd.DataFrame([_row(0, 40, 9.0, worsened=0, improved=np.nan, threshold=8.0)]), "75.01", "fisik")
    unmeasured = community.change_of(pd.DataFrame([_row(0, 40, 9.0)]), "75.01", "fisik")
    table = community.change_table([few, nobody, none, unmeasured])
    assert table[text("ibm_tab.pairs")].tolist() == ["<5", "–", "40", "40"]
    assert table[text("ibm_tab.worsened")].tolist() == ["–", "–", "0", "–"]
    assert table[text("ibm_tab.improved")].tolist() == ["–", "–", "<5", "–"]
    assert "<5" in community.change_words(few)
    assert community.change_words(nobody) == text("ibm_tab.nobody", domain=text("domain.fisik"))
    assert text("ibm_tab.reliable", improved="<5", worsened="0", threshold=number(8.0, 1)) in community.change_words(none)
    nobody_there = community.clients_of(pd.DataFrame([_row(0, 1, 1)]).iloc[:0], "75.01")
    assert community.clients_words(nobody_there) == text("ibm_tab.no_clients")


@pytest.mark.parametrize("username", ["demo-pusat", "demo-bnnp", "demo-bnnk", "demo-bupati", "demo-polda"])
@pytest.mark.parametrize("level", range(5))
def test_the_tab_opens_at_every_level(level: int, username: str) -> None:
    village = str(_largest()["village_code"])
    area = ("ID", village[:2], village[:5], village[:8], village)[level]
    app = open_page("rehabilitasi", bagian="ibm", w=area, periode=YEAR, sebagai=username)
    assert not app.exception
    assert not app.error
    assert text("ibm_tab.no_comparison") in words_of(app)


@pytest.mark.parametrize("year", ["2022", "2024", "2026"])
def test_the_answer_counts_the_units_that_the_figure_of_the_year_counts(year: str) -> None:
    scope = demo_person("demo-pusat").scope
    units = queries.ibm_units(store(), scope, "75")
    rows, whole = (queries.ibm_changes(store(), scope, "75", which) for which in (year, ALL_YEARS))
    facts = queries.snapshot(store(), scope, ["75"], ["ibm_unit", "agen_pemulihan"], year).set_index("indicator")["value"]
    counts = {"units": number(facts["ibm_unit"]), "agents": number(facts["agen_pemulihan"])}
    said = community.answer_words(rows, whole, units, "75", "Gorontalo", year, year)
    assert said[0] == text("ibm_tab.units_there", place="Gorontalo", period=year, **counts)


def test_an_area_without_units_says_who_registers_them() -> None:
    with_units = set(queries.ibm_units(store(), Scope.public())["village_code"].str[:5])
    regions = queries.regions(store(), Scope.public(), 2)["code"]
    without = next(code for code in regions if code not in with_units)
    assert "Penilaian klien IBM" in words_of(open_page("rehabilitasi", bagian="ibm", w=without, periode=YEAR))


def _largest() -> pd.Series:
    """The unit of Gorontalo with the most clients assessed twice."""
    scope = demo_person("demo-pusat").scope
    rows = queries.ibm_changes(store(), scope, "75", ALL_YEARS)
    mine = rows[(rows["unit_id"] > 0) & (rows["domain"] == "fisik") & rows["region_code"].str.startswith("75")]
    best = int(mine.sort_values("n")["unit_id"].iloc[-1])
    units = queries.ibm_units(store(), scope, "75")
    return units[units["id"] == best].iloc[0]


def _noted(person: str) -> int:
    """How often the trail has that somebody read figures of a unit."""
    found = audit.trail(store(), demo_person("demo-auditor").scope, acts=("baca",))
    return int(((found["subject"] == "unit_ibm") & (found["person"] == person)).sum())


def test_a_chosen_unit_shows_its_figures_and_the_reading_is_noted() -> None:
    unit = _largest()
    before = _noted("demo-bnnp")
    app = open_page("rehabilitasi", bagian="ibm", w="75", periode=YEAR, unit=str(unit["id"]), sebagai="demo-bnnp")
    assert not app.exception
    assert community.unit_name(unit.to_dict()) in words_of(app)
    assert _noted("demo-bnnp") == before + 1
    open_page("rehabilitasi", bagian="ibm", w="75", periode=YEAR, unit=str(unit["id"]), sebagai="demo-bupati")
    assert _noted("demo-bupati") == 0


@pytest.mark.parametrize("language", ["id", "en"])
@pytest.mark.parametrize("exact", [True, False])
def test_the_report_follows_the_instrument_and_says_which_figures_it_holds(exact: bool, language: str) -> None:
    with speaking(language):
        person = demo_person("demo-bnnp")
        scope = person.scope if exact else replace(person.scope, published=True)
        state = replace(queries.freshness(store(), scope), exact=exact)
        row = _largest()
        unit = Unit(row, community.unit_name(row.to_dict()), "Gorontalo")
        rows = queries.ibm_changes(store(), scope, unit.regency, ALL_YEARS)
        paper = report_of(unit, rows, text("ibm_tab.all_years"), state, "https://contoh.go.id/rehabilitasi?w=75")
        heads = [title for title, _ in paper.sections]
        order = ("unit", "agents", "clients", "quality", "scores", "never", "method", "limits")
        assert heads == [text(f"unit_report.{name}") for name in order]
        assert (text("badge.exact") in paper.marks) is exact
        clients = community.clients_of(rows, unit.regency, unit.number)
        assert (clients.due % 5 == 0) or exact
        pdf = "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(WAYS["pdf"][1](paper))).pages)
        docx = Document(io.BytesIO(WAYS["docx"][1](paper)))
        said = "\n".join(paragraph.text for paragraph in docx.paragraphs)
        change = community.change_of(rows, unit.regency, "fisik", unit.number)
        assert change.n >= LEAST_WHOLE
        assert community.change_words(change) in said
        for body in (pdf.replace("\n", " "), said):
            assert text("ibm_tab.no_comparison")[:40] in body
        assert any(
            text("domain.lingkungan") == cell.text for table in docx.tables for line in table.rows for cell in line.cells
        )


def test_a_file_says_of_each_missing_figure_that_it_is_too_few() -> None:
    scope = Scope.public()
    state = replace(queries.freshness(store(), scope), exact=False)
    units = queries.ibm_units(store(), scope, "75")
    rows = queries.ibm_changes(store(), scope, "75", ALL_YEARS)
    frame = community.file_rows({"semua": rows}, units, "75", "Gorontalo", state)
    counts = frame[text("ibm_tab.clients")]
    numbers = counts[counts != "<5"].astype(float)
    assert (numbers % 5 == 0).all()
    withheld = frame[counts == "<5"]
    assert len(numbers)
    assert len(withheld)
    assert (withheld[text("ibm_tab.note")] != "").all()
    assert frame[text("table.name")].iat[0] == "Gorontalo"
    means = frame[frame[text("ibm_tab.change")].notna()]
    assert (means[text("ibm_tab.clients")].astype(float) >= LEAST_WHOLE).all()


@pytest.mark.parametrize("suffix", list(WAYS))
def test_documents_hold_the_answer_and_a_table_of_units(suffix: str) -> None:
    scope = demo_person("demo-bnnp").scope
    state = queries.freshness(store(), scope)
    report = report_of_community(scope, state, "75", "Gorontalo", YEAR)
    assert text("ibm_tab.no_comparison") in report.answer
    units = queries.ibm_units(store(), scope, "75")
    assert len(report.tables[-1].rows) == len(units)
    paper = paper_of_report(report, pd.Series({"name": "Gorontalo", "code": "75"}), YEAR, state, "")
    assert len(WAYS[suffix][1](paper)) > 10_000
