"""Every indicator as a layer of the map, at each of its levels and for several roles, and how an address names it."""

import json

import numpy as np
import pytest
from streamlit.testing.v1 import AppTest

from dashboard.analysis.periods import measured_periods, nearest_period
from dashboard.cache import answers
from dashboard.cache.runtime import store
from dashboard.components.map.payload import legend_data
from dashboard.components.published import topics_of
from dashboard.state.pickers import shown_level
from dashboard.words.sentences import layer_sentence
from dashboard.words.texts import text
from data import queries
from data.facts.families import at_level, head_of, heads, levels_of, map_levels, named, nearest
from data.facts.indicators import GROUPS, indicator, registry
from data.feeds import feeds
from data.identity.demo import demo_person
from data.model.errors import Fault
from data.queries import Fit, Nothing
from tests.dashboard.opened import open_page

pytestmark = pytest.mark.usefixtures("own_store")
ROLES = ("demo-pusat", "demo-bnnk", "demo-bupati")
PAIRS = {
    "cakupan_bersinar": "status_bersinar",
    "kapasitas_inap": "jangkauan_inap",
    "kapasitas_jalan": "jangkauan_jalan",
    "kasus_narkoba": "kasus_narkoba_desa",
    "bagian_rawan": "kategori_rawan",
}


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("group", GROUPS)
def test_every_indicator_draws_a_map_at_each_of_its_levels(group: str, role: str) -> None:
    person = demo_person(role)
    state = queries.freshness(store(), person.scope)
    for item in (item for item in registry().values() if item.group == group):
        for level in item.levels:
            periods = measured_periods(person.scope, state, item, level)
            regions = answers.regions(person.scope, state.boundary_version, level)
            fit = Fit().with_periods(*periods)
            layer = answers.layer(person.scope, state.data_version, item.code, level, periods[-1], fit)
            assert len(layer.classes) == len(regions)
            known = layer.classes[layer.classes < min(Nothing)]
            legend = legend_data(item, layer, fit)
            assert set(map(int, np.unique(layer.classes))) <= set(legend["labels"]) & set(legend["palette"])
            assert len(known) == np.isfinite(layer.value).sum() or item.is_categorical
            assert layer_sentence(layer, item, regions, 0, len(regions))
            assert answers.stack(person.scope, state.data_version, item.code, level, periods, ((periods[-1], fit),))


def test_periods_are_those_that_were_measured() -> None:
    person = demo_person("demo-pusat")
    state = queries.freshness(store(), person.scope)
    years = [period for period in state.periods if len(period) == 4]
    for item in registry().values():
        for level in item.levels:
            periods = measured_periods(person.scope, state, item, level)
            assert list(periods) == sorted(set(periods))
            for period in {periods[0], periods[-1]} if len(periods) > 1 else ():
                found = answers.layer(person.scope, state.data_version, item.code, level, period)
                seen = set(np.unique(found.classes).tolist())
                assert min(seen) < min(Nothing) or seen & {Nothing.TERLALU_SEDIKIT, Nothing.BELUM_LENGKAP}, (item.code, period)
            for year in sorted(set(years) - set(periods))[:1] if not item.pooled else ():
                silent = answers.layer(person.scope, state.data_version, item.code, level, year)
                assert not np.isfinite(silent.value).any()
    assert measured_periods(person.scope, state, indicator("prevalensi"), 1) == ("2019",)
    assert measured_periods(person.scope, state, indicator("kasus_narkoba_desa"), 4) == (f"{years[0]}-{years[-1]}",)


@pytest.mark.parametrize(
    ("asked", "periods", "shown"),
    [
        ("2025", ("2024", "2025"), "2025"), ("2026", ("2019",), "2019"), ("2020", ("2019", "2022"), "2019"),
        ("2018", ("2019", "2022"), "2019"), ("x", ("2024", "2025"), "2025"),
        ("2022-2026", ("2022", "2026"), "2026"), ("2022-2026", ("2022-2026",), "2022-2026"),
    ],
)  # fmt: skip
def test_a_year_without_data_becomes_the_nearest_before_it(asked: str, periods: tuple[str, ...], shown: str) -> None:
    assert nearest_period(asked, periods) == shown


def test_a_family_is_one_choice_at_all_its_levels() -> None:
    assert {item.code: item.village for item in registry().values() if item.village} == PAIRS
    for head, village in PAIRS.items():
        item = indicator(head)
        assert head_of(indicator(village)) is item
        assert at_level(item, 4).code == at_level(indicator(village), 4).code == village
        assert at_level(indicator(village), 2) is item
        assert levels_of(item)[-1] == 4
    assert len(heads()) == len(registry()) - len(PAIRS)
    for item in heads():
        assert map_levels(item), f"{item.code} can be drawn nowhere"
        for level in range(5):
            if level in levels_of(item):
                assert level in at_level(item, level).levels
            else:
                with pytest.raises(Fault):
                    at_level(item, level)


@pytest.mark.parametrize(
    ("levels", "asked", "shown"), [((1, 2), 4, 2), ((1, 2), 1, 1), ((2,), 1, 2), ((1, 3), 2, 1), ((1, 2, 3, 4), 3, 3)]
)
def test_the_nearest_level_that_exists_is_drawn(levels: tuple[int, ...], asked: int, shown: int) -> None:
    assert nearest(levels, asked) == shown


def test_a_series_means_its_newest_edition_and_an_unknown_name_nothing() -> None:
    assert named("kotan_indeks").code == "kotan_indeks_2022"
    assert named("kotan_indeks_2019").code == "kotan_indeks_2019"
    assert named("status_bersinar").code == "cakupan_bersinar"
    assert named("tak_ada") is None
    assert named("") is None


def test_every_indicator_of_arrests_or_cases_says_what_it_measures() -> None:
    words = "mengukur kegiatan penegakan hukum sekaligus kejahatan"
    for item in registry().values():
        assert (words in item.caveats[0]["id"] if item.caveats else False) == (item.group in ("pemberantasan", "perkara"))
        assert sum(words in caveat["id"] for caveat in item.caveats) <= 1
        assert item.counts_enforcement == (item.group in ("pemberantasan", "perkara"))
        assert topics_of(item)


def _captions(app: AppTest) -> str:
    return " ".join(caption.value for caption in app.caption)


def test_what_a_register_lists_is_counted_without_chance() -> None:
    registers = {feed.name for feed in feeds().values() if feed.periodicity == "register"}
    listed = [item for item in registry().values() if item.kind == "jumlah" and item.feeds and {*item.feeds} <= registers]
    assert {"ibm_unit", "tempat_laki"} <= {item.code for item in listed}
    assert [item.code for item in listed if item.interval] == []


def test_an_address_names_an_indicator_and_the_map_shows_it() -> None:
    app = open_page("peta", w="75", indikator="kriteria_terpenuhi", tingkat="3", periode="2025")
    assert not app.exception
    assert app.title[0].value.startswith(indicator("kriteria_terpenuhi").name["id"])
    assert "mengukur kegiatan" not in _captions(app)
    app = open_page("peta", w="75", indikator="perkara_p21")
    assert "mengukur kegiatan penegakan hukum" in _captions(app)


@pytest.mark.parametrize(
    ("parameters", "code"),
    [
        ({"tema": "penangkapan"}, "kasus_narkoba"),
        ({"tema": "rehabilitasi", "ukuran": "jalan"}, "kapasitas_jalan"),
        ({"tema": "rehabilitasi"}, "kapasitas_inap"),
        ({"indikator": "kotan_terukur", "tema": "penangkapan"}, "kotan_terukur"),
        ({}, "cakupan_bersinar"),
    ],
)
def test_an_address_of_before_still_opens_its_map(parameters: dict[str, str], code: str) -> None:
    app = open_page("peta", tingkat="1", **parameters)
    assert not app.exception
    assert app.title[0].value.startswith(indicator(code).name["id"] + ":")


@pytest.mark.parametrize(
    ("parameters", "said"),
    [
        ({"indikator": "skhpn", "tingkat": "4"}, "Indikator ini tidak ada untuk desa/kelurahan; yang tampil kabupaten/kota."),
        ({"indikator": "prevalensi", "tingkat": "1", "periode": "2025"}, "Tidak ada data tahun 2025; yang tampil 2019."),
        ({"indikator": "tak_ada", "tingkat": "1"}, "Indikator “tak_ada” tidak dikenal; yang tampil indikator pertama."),
    ],
)
def test_what_is_shown_in_place_of_what_was_asked_for_is_said(parameters: dict[str, str], said: str) -> None:
    app = open_page("peta", w="ID", **parameters)
    assert not app.exception
    assert said in _captions(app)
    assert _captions(open_page("peta", w="ID", tingkat="1")).count("yang tampil") == 0


def test_levels_offered_are_those_that_exist() -> None:
    app = open_page("peta", w="ID", indikator="kotan_indeks_2021")
    levels = next(row for row in app.get("button_group") if row.label == text("choose.level"))
    assert [option.content for option in levels.proto.options] == [text("level.2")]
    assert shown_level("ID", indicator("kotan_indeks_2021")) == 2


def test_a_page_run_names_the_chosen_indicator_alone() -> None:
    app = open_page("peta", w="75")
    picker = next(one for one in app.get("bidi_component") if "picker.js" in str(one.proto))
    assert len(picker.proto.SerializeToString()) < 1_000
    assert "skhpn" not in str(picker.proto).lower()


def _map_data(app: AppTest) -> dict[str, object]:
    sent = next(one for one in app.get("bidi_component") if "map.js" in str(one.proto))
    return json.loads(sent.proto.json)


def test_circles_stand_for_the_second_indicator_where_it_is_a_count() -> None:
    chosen = {"w": "75", "indikator": "cakupan_bersinar", "tingkat": "2", "periode": "2025"}
    assert "symbols" not in _map_data(open_page("peta", **chosen, banding="skhpn"))
    own = _map_data(open_page("peta", **chosen, lapis="lingkaran"))
    other = _map_data(open_page("peta", **chosen, lapis="lingkaran", banding="skhpn"))
    rate = _map_data(open_page("peta", **chosen, lapis="lingkaran", banding="kasus_narkoba"))
    assert own["counted"] == rate["counted"] == indicator("cakupan_bersinar").numerator["id"]
    assert own["symbols"] == rate["symbols"] != other["symbols"]
    assert other["counted"] == "SKHPN, 2025"
    assert "compare" not in other
    assert "compare" in rate
