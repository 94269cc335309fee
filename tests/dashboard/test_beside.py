"""Areas side by side: the table, what stands in the address, and the files; and regions by their everyday names."""

import re

import numpy as np
import pytest

from dashboard.analysis.beside import common_area, compare, more_words, names_of, rows_of
from dashboard.cache import answers
from dashboard.cache.runtime import store
from dashboard.state import url
from dashboard.web.search import suggest
from dashboard.words.texts import text
from data import queries
from data.facts.indicators import indicator
from data.identity.demo import demo_person
from geo import reference
from tests.dashboard.opened import open_page

pytestmark = pytest.mark.usefixtures("own_store")
FIVE = ("75.01", "75.02", "75.03", "75.04", "75.71")


@pytest.mark.parametrize(
    ("codes", "within"),
    [
        (("75.01", "75.71"), "75"), (("75.01", "31.71"), "ID"), (("75", "31"), "ID"), (("75", "75.01"), "ID"),
        (("75.01.01", "75.01.02"), "75.01"), (("75.01",), "75"), (("ID", "75"), "ID"),
    ],
)  # fmt: skip
def test_areas_are_ranked_within_the_smallest_area_that_holds_all(codes: tuple[str, ...], within: str) -> None:
    assert common_area(codes) == within


def test_two_periods_of_two_indicators_of_five_regencies_are_four_figures_each() -> None:
    person = demo_person("demo-pusat")
    state = queries.freshness(store(), person.scope)
    heads = [indicator("kasus_narkoba"), indicator("skhpn")]
    lines = compare(person.scope, state, FIVE, heads, ["2025", "2024"])
    assert [(line.head.code, line.period) for line in lines] == [
        ("kasus_narkoba", "2025"), ("kasus_narkoba", "2024"), ("skhpn", "2025"), ("skhpn", "2024"),
    ]  # fmt: skip
    for line in lines:
        layer = answers.layer(person.scope, state.data_version, line.head.code, 2, line.period)
        regions = answers.regions(person.scope, state.boundary_version, 2)
        for cell in line.cells:
            at = int(regions["code"].searchsorted(cell.code))
            np.testing.assert_equal(cell.value, layer.value[at])
            inside = layer.value[regions["code"].str.startswith("75.").to_numpy()]
            if cell.rank:
                assert cell.rank == (inside > cell.value).sum() + 1
                assert cell.ranked <= np.isfinite(inside).sum()
    assert names_of(lines[0]) == [cell.name for cell in lines[0].cells]
    assert any("ke-" in more_words(cell) and "sejak 2024" in more_words(cell) for cell in lines[0].cells)
    rows = rows_of(lines, state)
    assert len(rows) == 4 * 5
    assert rows[text("export.value")].dtype == float
    assert all("DATA SIMULASI" in mark for mark in rows[text("export.mark")])


def test_areas_of_two_levels_and_levels_without_figures_are_said() -> None:
    person = demo_person("demo-pusat")
    state = queries.freshness(store(), person.scope)
    line = compare(person.scope, state, ("75.03", "75.03.01", "75"), [indicator("skhpn")], ["2025"])[0]
    assert [bool(np.isfinite(cell.value)) for cell in line.cells][1] is False
    assert line.cells[1].figure.value == "tidak ada untuk kecamatan"
    village = compare(person.scope, state, ("75.03.01.2001", "75.03"), [indicator("cakupan_bersinar")], ["2025"])[0]
    assert village.cells[0].item.code == "status_bersinar"
    published = compare(person.scope, state, ("75", "31"), [indicator("prevalensi")], ["2025", "2024"])
    assert [one.period for one in published] == ["2019"]
    assert all("SIMULASI" not in mark for mark in rows_of(published, state)[text("export.mark")])
    silent = compare(person.scope, state, ("75", "31"), [indicator("terbitan_kasus")], ["2022"])[0]
    assert silent.cells[1].value == 3619
    assert (silent.cells[0].value, silent.cells[0].rank, silent.cells[1].rank) == (144, 2, 1)


def test_areas_in_the_address_open_the_table_and_a_file_of_it() -> None:
    chosen = {"w": "75", "isi": "tabel", "bersama": ",".join(FIVE), "banding": "skhpn", "lawan": "2024", "periode": "2025"}
    app = open_page("peta", indikator="kasus_narkoba", **chosen)
    assert not app.exception
    assert text("beside.full") in [caption.value for caption in app.caption]
    table = next(str(one.proto.body) for one in app.get("html") if "bs-beside" in str(one.proto.body))
    rows = re.findall(r'<tr><th scope="row"><b>(.*?)</b><small>(.*?)</small>', table)
    assert [(name, words.rpartition(", ")[2]) for name, words in rows[:4]] == [
        ("Kasus narkotika", "2025"), ("Kasus narkotika", "2024"), ("SKHPN", "2025"), ("SKHPN", "2024"),
    ]  # fmt: skip
    assert table.count('scope="col"') == 1 + 5


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("", ()), ("75.01", ("75.01",)), ("75.01,75.01,31", ("75.01", "31")), ("x,75.01,'; drop", ("75.01",)),
        ("11,12,13,14,15,16", ("11", "12", "13", "14", "15")),
    ],
)  # fmt: skip
def test_the_address_names_at_most_five_areas_each_once(monkeypatch, written: str, read: tuple[str, ...]) -> None:
    monkeypatch.setattr(url, "read", {url.TOGETHER: written}.get)
    assert url.together() == read


def test_a_table_of_fewer_than_two_areas_says_how_to_choose() -> None:
    for areas in ("", "75.01", "99.99"):
        app = open_page("peta", w="75", isi="tabel", bersama=areas)
        assert not app.exception
        assert text("beside.hint") in [caption.value for caption in app.caption]


@pytest.mark.parametrize(
    ("words", "name"),
    [
        ("jaksel", "Jakarta Selatan"), ("JAKSEL", "Jakarta Selatan"), ("dki", "Daerah Khusus Ibukota Jakarta"),
        ("gorontalo", "Gorontalo"), ("jaks", "Jakarta Selatan"), ("kota jaksel", "Jakarta Selatan"), ("tebet jaksel", "Tebet"),
        ("kaltara", "Kalimantan Utara"), ("irja", "Papua Selatan"), ("ktt", "Tana Tidung"),
    ],
)  # fmt: skip
def test_everyday_names_find_their_region(words: str, name: str) -> None:
    assert any(name in str(found["name"]) for found in suggest("uji", words)[:2])


def test_an_everyday_name_finds_nothing_that_only_has_its_words() -> None:
    assert [found["name"] for found in suggest("uji", "gorut")] == ["Kabupaten Gorontalo Utara"]


def test_everyday_names_of_provinces_are_known_and_mean_one_region() -> None:
    aliases = reference.read_aliases()
    named = aliases.groupby(aliases["alias"].str.lower())["code"].agg(set)
    for words, code in (
        ("solo", "33.72"),
        ("ntb", "52"),
        ("babel", "19"),
        ("dki", "31"),
        ("jaksel", "31.74"),
        ("kaltim", "64"),
    ):
        assert named[words] == {code}
    assert named["jogja"] == {"34", "34.71"}  # the province and its city
