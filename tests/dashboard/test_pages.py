"""Every page as every demo user in both languages, and with malformed addresses."""

import io
import re
import time
from html import unescape
from urllib.parse import parse_qs, urlsplit

import pytest
from pptx import Presentation
from pypdf import PdfReader
from sqlalchemy import event
from streamlit.testing.v1 import AppTest

from dashboard.analysis.overview import HEADLINES
from dashboard.cache import answers, runtime
from dashboard.components.cases import TABS as CASE_TABS
from dashboard.state import url
from dashboard.web import downloads
from dashboard.web.pages import PAGES
from dashboard.words.texts import text
from data.facts.indicators import indicator, registry
from data.identity.demo import DEMO, demo_person
from data.model.settings import ROOT
from data.store.scope import Scope
from tests.dashboard.opened import FILES, file_links, open_page, words_of

pytestmark = pytest.mark.usefixtures("own_store")


@pytest.mark.parametrize("page", FILES)
@pytest.mark.parametrize("username", [person.username for person in DEMO])
def test_every_page_opens_for_every_demo_user(page: str, username: str) -> None:
    app = open_page(page, sebagai=username)
    assert not app.exception
    assert not app.error
    assert app.title


@pytest.mark.parametrize("page", FILES)
def test_every_page_says_that_its_data_is_simulated(page: str) -> None:
    assert any("DATA SIMULASI" in str(element.proto) for element in open_page(page).get("html"))


@pytest.mark.parametrize("theme", ["program", "rehabilitasi", "penangkapan"])
@pytest.mark.parametrize("level", ["1", "2", "3", "4"])
def test_every_theme_opens_at_every_level(theme: str, level: str) -> None:
    app = open_page("peta", tema=theme, tingkat=level)
    assert not app.exception
    assert not app.error
    said = "mengukur kegiatan penegakan hukum" in " ".join(caption.value for caption in app.caption)
    assert said == (theme == "penangkapan")
    assert "rawan" not in app.title[0].value.lower()


@pytest.mark.parametrize(
    "parameters",
    [
        {"w": "99"}, {"w": "bukan kode"}, {"w": "75.71.01.9999"}, {"w": "'; drop table inti.region"}, {"tema": "x"},
        {"tingkat": "9"}, {"periode": "1999"}, {"periode": "2022-2026"}, {"sebagai": "admin"}, {"bahasa": "xx"},
        {"ukuran": "x", "tema": "rehabilitasi"}, {"layar": "x"}, {"w": "75.71.01.1001", "tingkat": "1"},
    ],
)  # fmt: skip
def test_a_hostile_address_falls_back_without_a_fault(parameters: dict[str, str]) -> None:
    app = open_page("peta", **parameters)
    assert not app.exception
    assert not app.error
    assert app.title


@pytest.mark.parametrize("page", [entry.name for entry in PAGES if entry.placed])
@pytest.mark.parametrize("code", ["99", "bukan kode", "75.71.01.9999"])
def test_an_unknown_area_is_never_shown_as_the_nation(page: str, code: str) -> None:
    app = open_page(page, w=code)
    assert [title.value for title in app.title] == [text("unknown.title")]
    assert code in app.markdown[0].value
    next(button for button in app.button if button.label == "Indonesia").click().run()
    assert app.query_params["w"] == "ID"
    assert app.title[0].value != text("unknown.title")


def test_a_former_code_leads_to_what_the_area_became() -> None:
    app = open_page("beranda", w="91.18")
    assert "tidak dipakai lagi" in app.markdown[0].value
    next(button for button in app.button if "(93.04)" in button.label).click().run()
    assert app.title[0].value == "Kabupaten Asmat"


@pytest.mark.parametrize("username", [person.username for person in DEMO])
def test_links_of_the_bar_are_those_of_the_role_and_carry_the_address(username: str) -> None:
    chosen = {"w": "75", "periode": "2024", "sebagai": username, "angka": "terbit", "layar": "proyektor", "bahasa": "en"}
    app = open_page("beranda", **chosen)
    links = [unescape(found) for element in app.get("html") for found in re.findall(r'<a href="(/[^"]*)"', element.proto.body)]
    assert {urlsplit(link).path[1:] for link in links} == {
        one.path for one in PAGES if one.is_listed_for(demo_person(username))
    }
    for link in links:
        assert parse_qs(urlsplit(link).query) == {name: [value] for name, value in chosen.items()}


def test_a_parameter_without_an_owner_is_refused() -> None:
    with pytest.raises(KeyError):
        url.read("tak_terdaftar")
    assert not set(url.SHARED) & {name for own in url.OWN.values() for name in own}
    assert url.OWN.keys() <= {entry.path for entry in PAGES}


def test_the_language_switch_changes_every_heading() -> None:
    indonesian, english = open_page("beranda", w="75"), open_page("beranda", w="75", bahasa="en")
    assert "Langkah berikutnya" in [heading.value for heading in indonesian.subheader]
    assert "Next steps" in [heading.value for heading in english.subheader]
    assert not {heading.value for heading in indonesian.subheader} & {heading.value for heading in english.subheader}


def test_a_person_with_one_region_starts_there() -> None:
    assert "Bone Bolango" in open_page("peta", sebagai="demo-bupati").title[0].value


def test_an_address_reopens_the_same_view() -> None:
    app = open_page("peta", w="75.03", tingkat="4", tema="rehabilitasi", ukuran="jalan", periode="2024")
    assert app.title[0].value == "Tempat rehabilitasi rawat jalan dalam jangkauan 50 km: Kabupaten Bone Bolango, 2024"


def test_cards_compare_a_running_year_of_cases_with_the_same_months() -> None:
    app = open_page("beranda", bagian="angka")
    cases = next(metric for metric in app.metric if metric.label == "Kasus narkotika")
    assert cases.delta  # with the same months of the year before
    assert any("dibandingkan dengan Jan–Okt 2025" in caption.value for caption in app.caption)
    full = open_page("beranda", periode="2025", bagian="angka")
    assert next(metric for metric in full.metric if metric.label == "Kasus narkotika").delta


@pytest.mark.parametrize(("page", "cold", "warm"), [("peta", 24, 4), ("beranda", 25, 6)])
def test_a_page_asks_little_and_a_second_run_almost_nothing(page: str, cold: int, warm: int) -> None:
    """Statements, each with the one that sets its scope; a run that changes nothing only asks whether data is newer,
    and that of the home for warnings, which a job brings within a data version.
    """
    asked: list[str] = []
    engine = runtime.store().app
    event.listen(engine, "before_cursor_execute", lambda *call: asked.append(call[2]))
    app = open_page(page)
    assert 0 < len(asked) <= 2 * cold
    asked.clear()
    app.run()
    assert 0 < len(asked) <= warm
    assert not any("region_shape" in statement for statement in asked)


@pytest.mark.parametrize("page", FILES)
@pytest.mark.parametrize("code", ["ID", "93", "75.71", "75.71.01.1001"])
def test_a_page_asks_at_most_twelve_questions_the_home_of_an_area_sixteen(page: str, code: str) -> None:
    """Regions, kept until boundaries change, are asked beforehand; setting the scope and noting are no questions.

    The home has the map, the figures, peers, villages, offices and treatment of an area, each of which is a question.
    """
    store = runtime.store()
    for level in range(5):
        answers.regions(Scope.public(), answers.freshness(Scope.public()).boundary_version, level)
    for kept in (answers._ask, answers._stack):
        kept.cache_clear()
    asked: list[str] = []
    event.listen(store.app, "before_cursor_execute", lambda *call: asked.append(call[2]))
    app = AppTest.from_file(str(ROOT / "pages/shell.py"), default_timeout=120)
    app.query_params["w"] = code
    if page != "peta":  # the first page is the map's: what it asked is not this page's
        app.run()
        asked.clear()
        app.switch_page(str(FILES[page]))
    app.run()
    assert not app.exception
    questions = [statement for statement in asked if "set_config" not in statement and "audit." not in statement]
    assert 0 < len(questions) <= (16 if page == "beranda" else 12), questions


@pytest.mark.parametrize("page", ["beranda", "bersinar", "kotan"])
@pytest.mark.parametrize("code", ["ID", "93", "75.71", "75.71.01", "75.71.01.1001"])
@pytest.mark.parametrize("language", ["id", pytest.param("en", marks=pytest.mark.full)])
def test_pages_of_an_area_open_at_every_level(page: str, code: str, language: str) -> None:
    app = open_page(page, w=code, bahasa=language)
    assert not app.exception
    assert not app.error
    assert app.title


def test_the_summary_says_how_sure_beside_whom_and_what_needs_attention() -> None:
    app = open_page("beranda", w="75", periode="2025", bagian="angka")
    words = words_of(app)
    assert "95 % antara" in words
    assert "dari Indonesia (" in words
    assert "Target" in words
    assert "Langkah berikutnya" in words
    assert len(app.metric) == 8
    # a break in the series is said and no trend reaches across it
    assert "jeda seri 2024" in words


def test_a_profile_sentence_opens_its_evidence_a_village_its_own_profile() -> None:
    app = open_page("beranda", w="75.03", periode="2025")
    assert re.search(r"di antara \d+ wilayah setara", " ".join(button.label for button in app.button))
    next(button for button in app.button if "dicanangkan sebagai Desa Bersinar" in button.label).click().run()
    assert not app.exception
    assert "Rumus" in words_of(app)
    app = open_page("beranda", w="75.03", periode="2025")
    visit = next(button for button in app.button if str(button.key).startswith("kunjungi_"))
    visit.click().run()
    assert app.query_params["w"] == str(visit.key).removeprefix("kunjungi_")
    assert not app.exception


def test_documents_of_a_profile_hold_what_the_queries_give(record_property) -> None:
    app = open_page("beranda", w="75.03", periode="2025")
    sentence = next(button.label for button in app.button if "dicanangkan sebagai Desa Bersinar" in button.label)
    bodies = {}
    for ticket in file_links(app):
        offer, began = downloads._offers[ticket], time.perf_counter()
        bodies[offer.file_name] = offer.body()
        record_property(f"{offer.file_name} seconds", round(time.perf_counter() - began, 2))
    assert set(bodies) == {f"SIMULASI_profil_75.03_2025.{suffix}" for suffix in ("png", "pdf", "pptx", "docx", "xlsx")}
    assert len(PdfReader(io.BytesIO(bodies["SIMULASI_profil_75.03_2025.pdf"])).pages) == 1
    words = " ".join(page.extract_text() for page in PdfReader(io.BytesIO(bodies["SIMULASI_profil_75.03_2025.pdf"])).pages)
    assert " ".join(sentence.removeprefix("• ").split()) in " ".join(words.split())
    scope = demo_person("demo-pusat").scope
    lines = answers.series(scope, answers.freshness(scope).data_version, "75.03", HEADLINES)
    deck = Presentation(io.BytesIO(bodies["SIMULASI_profil_75.03_2025.pptx"]))
    charts = [shape.chart for slide in deck.slides for shape in slide.shapes if shape.has_chart]
    assert len(charts) > 4
    for chart in charts:
        series, years = chart.plots[0].series[0], list(chart.plots[0].categories)
        item = next(one for one in map(indicator, HEADLINES) if one.short["id"] == series.name)
        asked = lines[(lines["indicator"] == item.code) & lines["period"].isin(years)].sort_values("period")
        assert list(series.values) == pytest.approx(asked["value"].tolist()), item.code


def test_the_first_year_has_nothing_before_it_and_opens() -> None:
    app = open_page("beranda", w="75", periode="2022", bagian="angka")
    assert not app.exception
    assert "Tidak ada perubahan berarti sejak 2021" in words_of(app)
    assert not any(metric.delta for metric in app.metric)


def test_a_card_opens_where_its_number_comes_from() -> None:
    app = open_page("beranda", w="75", periode="2025", bagian="angka")
    app.button(key="asal_kartu_cakupan_bersinar").click().run()
    assert not app.exception
    words = words_of(app)
    assert "Rumus" in words
    assert "Versi data" in words
    below = next(table for table in app.dataframe if len(table.value) == 6)
    assert "Kota Gorontalo" in below.value.iloc[:, 0].tolist()


def test_ranks_stand_with_intervals_smoothed_values_and_reliability() -> None:
    app = open_page("peta", w="75", tema="penangkapan", isi="grafik", periode="2025")
    assert not app.exception
    table = next(table.value for table in app.dataframe if "Diperhalus" in table.value)
    assert len(table) >= 5
    assert set(table["Keandalan"]) <= {"andal", "hati-hati", "goyah"}
    assert "(" in table["Peringkat (selang)"].iloc[0]
    app = open_page("peta", w="75.71", tingkat="4", isi="grafik")
    assert "di atas tingkat desa" in words_of(app)


def test_the_old_map_of_papua_is_one_click_away() -> None:
    assert "kode 91 (UU 14/2022)" in words_of(open_page("beranda", w="93", bagian="angka"))
    assert "UU 14/2022" not in words_of(open_page("beranda", w="75", bagian="angka"))


def test_villages_are_filtered_by_what_they_lack_and_weights_rank_them() -> None:
    app = open_page("bersinar", w="75.71")
    everything = next(table.value for table in app.dataframe if "Posko" in table.value)
    app.selectbox(key="pilih_kurang").select("posko").run()
    fewer = next(table.value for table in app.dataframe if "Posko" in table.value)
    assert 0 < len(fewer) < len(everything)
    assert set(fewer["Posko"]) == {"✗"}
    # the map marks the same villages, and lets go of them with the narrowing
    marked = f"pilihan_{answers.freshness(Scope.public()).boundary_version}_4"
    assert len(app.session_state[marked]) == len(fewer)
    app.selectbox(key="pilih_kurang").select("semua").run()
    assert not app.session_state[marked]
    first = next(table.value for table in app.dataframe if "Skor survei" in table.value)
    app.slider(key="bobot_rehab").set_value(0).run()
    app.slider(key="bobot_program").set_value(0).run()
    second = next(table.value for table in app.dataframe if "Skor survei" in table.value)
    assert not app.exception
    assert first["Kode"].tolist() != second["Kode"].tolist()
    assert second["Kerawanan"].tolist() == sorted(second["Kerawanan"].tolist()), "bahaya before waspada"


def test_kotan_shows_one_edition_at_a_time() -> None:
    new, old = open_page("kotan", w="31.71"), open_page("kotan", w="31.71", edisi="2021")
    assert new.metric[0].label == "Indeks KOTAN 2022"
    assert not any("2022" in metric.label for metric in old.metric)
    assert "tidak pernah dibandingkan" in words_of(old)


def test_the_dictionary_finds_by_any_word_and_shows_worked_rules() -> None:
    app = open_page("kamus")
    app.text_input(key="cari_indikator").set_value("kasus_narkoba per 100.000").run()
    assert not app.exception
    words = words_of(app)
    known = len(registry())
    assert f"2 dari {known} indikator" in words or f"1 dari {known} indikator" in words
    assert "Riwayat definisi" in words
    app.text_input(key="cari_indikator").set_value("tidak ada yang begini").run()
    assert f"0 dari {known} indikator" in words_of(app)


@pytest.mark.parametrize("part", ["rehab", "akses", "ibm", "layanan"])
@pytest.mark.parametrize("language", ["id", "en"])
def test_every_tab_of_rehabilitation_answers_for_every_role_and_area(part: str, language: str) -> None:
    for username, area in (("demo-pusat", "ID"), ("demo-bnnp", "75"), ("demo-bupati", "75.03"), ("demo-auditor", "31")):
        app = open_page("rehabilitasi", w=area, periode="2025", bagian=part, sebagai=username, bahasa=language)
        assert not app.exception
        assert app.title[0].value


@pytest.mark.parametrize("part", list(CASE_TABS))
@pytest.mark.parametrize("language", ["id", "en"])
def test_every_tab_of_enforcement_answers_for_every_role_and_area(part: str, language: str) -> None:
    for person, area in zip(DEMO, ("ID", "75", "75.03", "75.03", "31", "75.71.01.1001"), strict=True):
        for period in ("2025", "2026"):
            app = open_page("penindakan", w=area, periode=period, bagian=part, sebagai=person.username, bahasa=language)
            assert not app.exception, (person.username, area, period)
            assert app.title[0].value


@pytest.mark.parametrize("code", ["ID", "75", "75.03", "75.71.01", "75.71.01.1001"])
@pytest.mark.parametrize("part", ["kalimat", "angka", "target", "data"])
@pytest.mark.parametrize("period", ["2026", "2022"])
def test_the_home_of_an_area_speaks_in_names_and_words(code: str, part: str, period: str) -> None:
    app = open_page("beranda", w=code, bagian=part, periode=period)
    assert not app.exception
    said = re.sub(r"<[^>]*>", " ", words_of(app) + "\n".join(button.label for button in app.button))
    assert not re.search(r"\b\d\d\.\d\d(\.\d\d)*\b(?!\d)", re.sub(r"\d+\.\d{3}", "", said)), "a code of a region in a sentence"
    assert not re.search(r"\d{4}-\d\d-\d\d|\bB(06|12)\b", said), "a date or a half-year as a code"
    verdict = next(found for found in re.findall(r'class="bs-verdict">(.*?)</p>', words_of(app)))
    assert verdict.rstrip("</abr> ").endswith("."), verdict
    assert not re.search(r"\b0 (angka|dari 0|hal)", verdict)


@pytest.mark.parametrize("page", ["rehabilitasi", "bersinar", "beranda"])
def test_a_year_without_data_is_named_beside_the_year_that_is_shown(page: str) -> None:
    app = open_page(page, w="75", periode="1900")
    assert text("choose.other_period", asked="1900", shown="2022") in words_of(app)
    assert "1900" not in words_of(open_page(page, w="75", periode="2025"))
