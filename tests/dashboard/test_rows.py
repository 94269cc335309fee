"""Rows of files from a real store: names above, both lists of codes, and more than one figure or period on request."""

from collections.abc import Iterator

import pandas as pd
import pytest

from dashboard.analysis.periods import years_of
from dashboard.analysis.view import View
from dashboard.cache import answers, runtime
from dashboard.documents.rows import placed, rows_of
from dashboard.documents.view import paper_of_view
from data.facts.indicators import indicator
from data.identity.demo import demo_person
from data.queries import Fit
from geo.regions.codes import inside
from tests.stores import Loaded, environment


@pytest.fixture(autouse=True)
def store(provinces: Loaded, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    for name, value in environment(provinces.settings).items():
        if name.startswith("BERSINAR_") or name == "DATABASE_URL":
            monkeypatch.setenv(name, value)
    runtime.forget()
    yield
    runtime.forget()


def _view(code: str, level: int, name: str = "cakupan_bersinar", period: str = "2025") -> View:
    person = demo_person("demo-pusat")
    state = answers.freshness(person.scope)
    item = indicator(name)
    focus = answers.region_row(person.scope, state.boundary_version, code)
    assert focus is not None
    regions = answers.regions(person.scope, state.boundary_version, level)
    start, end = inside(regions["code"], code)
    layer = answers.layer(person.scope, state.data_version, name, level, period)
    return View(person, state, item, layer, level, period, focus, regions, start, end, years_of(item, state), Fit())


def test_a_village_carries_the_names_above_it_and_both_codes() -> None:
    view = _view("75.03", 4, "status_bersinar")
    frame = rows_of(view, [view.item], [view.period])
    assert len(frame) == view.end - view.start > 100
    assert set(frame["Provinsi"]) == {"Gorontalo"}
    assert set(frame["Kabupaten/kota"]) == {"Kabupaten Bone Bolango"}
    assert frame["Kecamatan"].nunique() == frame["Kode Kemendagri"].str[:8].nunique() > 10
    assert frame["Kode BPS"].str.fullmatch(r"\d{10}( / \d{10})*|").all()
    assert (frame["Kode BPS"] != "").mean() > 0.8
    assert set(frame["Periode"]) == {"2025"}
    assert frame["Kelas"].ne("").all()


def test_a_level_has_columns_for_the_areas_above_it_alone() -> None:
    view = _view("75", 2)
    scope, version = view.person.scope, view.state.boundary_version
    assert list(placed(["75.03"], 2, scope, version)) == ["Kode Kemendagri", "Kode BPS", "Provinsi", "Nama"]
    assert placed(["75.03"], 2, scope, version).iloc[0].tolist() == ["75.03", "7504", "Gorontalo", "Kabupaten Bone Bolango"]
    assert list(placed(["75"], 1, scope, version)) == ["Kode Kemendagri", "Kode BPS", "Nama"]
    assert placed([], 2, scope, version).empty


def test_whole_counts_are_whole_and_several_figures_and_years_stand_below_each_other() -> None:
    view = _view("75", 2)
    items = [view.item, indicator("cakupan_bersinar_rawan")]
    frame = rows_of(view, items, view.periods)
    assert len(frame) == 6 * len(items) * len(view.periods)
    assert frame["Indikator"].nunique() == 2
    assert any(one.startswith("2026 (s.d.") for one in frame["Periode"]), "a running year is named as one"
    counts = frame["Pembilang"].dropna()
    assert len(counts)
    assert all(isinstance(one, int) for one in counts)
    one = frame[frame["Indikator"].eq(view.item.name["id"]) & frame["Periode"].eq("2025")]
    expected = view.layer.value[view.start : view.end]
    assert pd.Series(one["Nilai"].tolist()).round(1).tolist() == pytest.approx(expected.round(1).tolist(), abs=0.11)


def test_all_villages_of_a_regency_are_on_paper_by_kecamatan_and_a_provinces_are_counted() -> None:
    listed = paper_of_view(_view("75.03", 4, "status_bersinar"), None, "", whole=True).tables[0]
    assert listed is not None
    headings = [row[0] for row in listed.rows if len(row) == 1]
    villages = [row for row in listed.rows if len(row) > 1]
    assert len(villages) > 100
    assert len(set(headings)) == len(headings) > 10
    assert all("Bone Bolango" in one for one in headings)
    assert {len(row) for row in villages} == {len(listed.heads)}
    assert listed.note == ""
    letter = paper_of_view(_view("75.03", 4, "status_bersinar"), None, "").tables[0]
    assert letter is not None
    assert len(letter.rows) == 60
    assert {"Kecamatan", "Kabupaten/kota"} <= set(letter.heads)
    assert "60 wilayah" in letter.note
