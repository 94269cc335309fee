"""The main job in a real browser: paint, hover, click, return, reopen; bytes counted."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from dashboard.components.cases import TABS as CASE_TABS
from tests.browser.conftest import (
    SIZES,
    Traffic,
    choose_indicator,
    keep,
    place,
    region_spot,
    shown_classes,
    until,
    wait_for_map,
)

pytestmark = pytest.mark.browser
Visit = Callable[..., tuple[Page, Traffic]]
FULL = pytest.mark.full
GORONTALO = (122.45, 0.70)


@pytest.mark.parametrize("level", [pytest.param("1", marks=FULL), "2", pytest.param("3", marks=FULL), "4"])
@pytest.mark.parametrize("theme", ["program", "rehabilitasi", "penangkapan"])
def test_every_theme_is_painted_from_tiles_of_its_level(visit: Visit, theme: str, level: str) -> None:
    page, traffic = visit(f"/?tema={theme}&tingkat={level}")
    keep(page, f"peta_{theme}_{level}")
    assert len(shown_classes(page)) >= 3
    assert traffic.outside == []
    assert traffic.errors == []
    assert any(f"/{level}/" in url for url in traffic.requests if "/tiles/" in url)


WITH_MAP = ("peta", "beranda", "bersinar_nasional", "bersinar")


@pytest.mark.parametrize("screen", ["kantor", "proyektor"])
@pytest.mark.parametrize(
    ("name", "path"),
    [
        ("peta", "/"), ("beranda", "/beranda?w=75"), ("bersinar_nasional", "/bersinar"), ("bersinar", "/bersinar?w=75"),
        ("kotan", "/kotan?w=75"), ("kamus", "/kamus?indikator=kasus_narkoba"), ("tentang", "/tentang-data"),
        ("rehabilitasi", "/rehabilitasi?w=75"), *((part, f"/penindakan?w=75&bagian={part}") for part in CASE_TABS),
    ],
)  # fmt: skip
def test_every_page_at_every_size_calls_nobody_outside_and_fits(visit: Visit, screen: str, name: str, path: str) -> None:
    path += ("&" if "?" in path else "?") + f"layar={screen}"
    scheme = "dark" if screen == "proyektor" else "light"
    page, traffic = visit(path, size=screen, scheme=scheme, map_ready=name in WITH_MAP)
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    expect(page.get_by_text("DATA SIMULASI", exact=True).first).to_be_visible()
    for size in (screen, "ponsel") if screen == "kantor" else (screen,):  # a phone shows the same page, narrower
        width, height = SIZES[size]
        page.set_viewport_size({"width": width, "height": height})
        page.wait_for_selector("[data-testid='stApp'][data-test-script-state='notRunning']", state="attached")
        expect(page.get_by_test_id("stException")).to_have_count(0)
        until(page, "document.documentElement.scrollWidth <= document.documentElement.clientWidth")
        keep(page, f"{name}_{size}")
    assert traffic.outside == []
    assert traffic.errors == []


@pytest.mark.smoke
def test_a_hover_names_region_and_exact_value_and_sends_nothing_back(visit: Visit) -> None:
    page, traffic = visit("/?tingkat=2&tema=penangkapan&w=ID")
    page.mouse.move(*place(page, *GORONTALO))
    tip = page.locator(".tip")
    expect(tip).to_contain_text(re.compile(r"(Kabupaten|Kota) \w+"))
    expect(tip).to_contain_text(re.compile(r"\d,\d kasus per 100\.000 penduduk \(\d+ / [\d.]+\)|Tidak dilaporkan"))
    traffic.clear()
    for step in range(12):
        page.mouse.move(*place(page, 98 + step, 1))
    page.wait_for_timeout(600)
    assert traffic.sent == 0
    asked = [url for url in traffic.requests if "/nilai/" in url]
    assert len(asked) == len(set(asked)) <= 3  # 514 regions are three blocks, each asked for once


def test_a_click_picks_a_double_click_drills_and_the_breadcrumb_returns(visit: Visit) -> None:
    page, traffic = visit("/?w=ID&tingkat=1")
    page.mouse.click(*place(page, *GORONTALO))
    until(page, "new URL(location).searchParams.get('pilih') === '75'")
    expect(page.get_by_role("heading", name="Gorontalo", exact=True)).to_be_visible()
    expect(page.get_by_text(re.compile(r"^Peringkat \d+ dari 4"))).to_be_visible()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Indonesia")  # a pick does not leave the view
    trail: list[str] = []
    for length in (2, 5, 8):
        first = page.locator(".peta").evaluate("(el) => el.view.data.inside[0]")
        page.mouse.dblclick(*(place(page, *GORONTALO) if length == 2 else region_spot(page, first)))
        until(
            page,
            "(n) => { const w = new URL(location).searchParams.get('w'); return /^75/.test(w) && w.length === n; }",
            arg=length,
        )
        trail.append(page.evaluate("new URL(location).searchParams.get('w')"))
        page.wait_for_timeout(900)  # the flight there
        wait_for_map(page)
    assert trail[0] == "75"
    keep(page, "kecamatan_terpilih")
    page.locator(".cari ol").get_by_role("button", name="Gorontalo", exact=True).click()
    until(page, "new URL(location).searchParams.get('w') === '75'")
    wait_for_map(page)
    expect(page.get_by_role("heading", level=1)).to_contain_text("Gorontalo")
    assert traffic.outside == []
    assert traffic.errors == []


@pytest.mark.smoke
def test_a_link_reopens_the_view(visit: Visit) -> None:
    page, _ = visit("/?w=75&tingkat=4&tema=rehabilitasi&ukuran=jalan&periode=2024")
    expect(page.get_by_role("heading", level=1)).to_have_text(
        "Tempat rehabilitasi rawat jalan dalam jangkauan 50 km: Gorontalo, 2024"
    )
    west, south, east, north = page.locator(".peta").evaluate(
        "(el) => { const b = el.map.getBounds(); return [b.getWest(), b.getSouth(), b.getEast(), b.getNorth()]; }"
    )
    assert 119 < west < 121.5
    assert 123.4 < east < 126
    assert -1 < south < 0.4
    assert 1 < north < 2.5


@pytest.mark.parametrize(("level", "message", "limit"), [("2", 4_000, 26_000), ("3", 8_000, 26_000), ("4", 50_000, 60_000)])
def test_another_indicator_sends_bytes_not_shapes(
    visit_nation: Visit, level: str, message: int, limit: int, record_property
) -> None:
    """`message` bounds what the map is sent, classes of all periods included; `limit` the whole page's answer, uncompressed."""
    page, traffic = visit_nation(f"/?tingkat={level}&tema=rehabilitasi&w=ID")
    page.wait_for_timeout(1200)
    choose_indicator(page, "Kapasitas rawat inap")  # the list itself is asked for once
    traffic.clear()
    choose_indicator(page, "Kapasitas rawat jalan")
    expect(page.get_by_role("heading", level=1)).to_contain_text("jalan")
    wait_for_map(page)
    sent = page.locator(".peta").evaluate("(el) => el.bytes")
    record_property(f"bytes_level_{level}", traffic.received)
    record_property(f"message_level_{level}", sent)
    assert [url for url in traffic.requests if "/tiles/" in url or "/assets/" in url] == []
    assert 0 < sent < message
    assert 0 < traffic.received < limit


@pytest.mark.parametrize("level", ["2", "4"])
def test_the_slider_repaints_without_requests_the_page_follows_at_rest(visit: Visit, level: str) -> None:
    page, traffic = visit(f"/?tingkat={level}&tema=program&w=ID")
    page.wait_for_timeout(1200)
    before = shown_classes(page)
    traffic.clear()
    slider = page.locator(".geser input")
    slider.evaluate("(el) => { el.value = 0; el.dispatchEvent(new Event('input')); }")
    assert traffic.sent == 0
    assert traffic.requests == []
    assert shown_classes(page) != before
    expect(page.get_by_role("heading", level=1)).to_contain_text("2022")
    assert page.evaluate("new URL(location).searchParams.get('periode')") == "2022"
    assert [url for url in traffic.requests if "/tiles/" in url] == []


@pytest.mark.parametrize(("level", "limit"), [("2", 250_000), ("4", 2_000_000)])
def test_shapes_of_the_nation_weigh_little(visit_nation: Visit, level: str, limit: int, record_property) -> None:
    page, _ = visit_nation(f"/?tingkat={level}&w=ID")
    weight = page.locator(".peta").evaluate("(el) => el.tileBytes")
    record_property(f"shape_bytes_level_{level}", weight)
    assert 10_000 < weight < limit


def test_search_flies_to_a_village(visit: Visit) -> None:
    page, _ = visit("/")
    page.get_by_role("combobox", name="Cari wilayah").fill("Bone Bolango")
    page.get_by_role("option", name=re.compile("^Kabupaten Bone Bolango")).click()
    until(page, "new URL(location).searchParams.get('w') === '75.03'")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Kabupaten Bone Bolango")


@pytest.mark.smoke
def test_the_csv_says_what_it_is(visit: Visit) -> None:
    page, _ = visit("/?w=75&tingkat=2")
    with page.expect_download() as waiting:
        page.locator(".st-key-pilihan").get_by_role("button", name="Unduh").click()
        page.get_by_role("link", name="CSV untuk program").click()
    body = waiting.value.path().read_text(encoding="utf-8-sig")
    assert waiting.value.suggested_filename.startswith("SIMULASI_")
    lines = body.strip().splitlines()
    assert len(lines) == 7
    assert all("DATA SIMULASI" in line for line in lines[1:])


def _open_menu(page: Page) -> None:
    page.locator(".st-key-bilah").get_by_role("button", name="Menu").click()


@pytest.mark.smoke
def test_english_by_a_switch(visit: Visit) -> None:
    page, _ = visit("/")
    _open_menu(page)
    page.get_by_text("English", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Desa Bersinar coverage of all villages")
    assert "bahasa=en" in page.url


def test_a_cleared_person_sees_exact_figures_and_may_look_as_others_do(visit: Visit) -> None:
    page, _ = visit("/?tema=penangkapan&tingkat=3&sebagai=demo-bupati&w=ID")
    expect(page.get_by_text("Angka tentang orang", exact=True)).to_have_count(0)
    page, _ = visit("/?tema=penangkapan&tingkat=3&sebagai=demo-pusat&w=ID")
    expect(page.locator(".bs-exact")).to_be_visible()
    _open_menu(page)
    page.get_by_text("Angka terbit", exact=True).click()
    expect(page.locator(".bs-exact")).to_have_count(0)
    assert "angka=terbit" in page.url


def test_the_map_is_whole_where_webgl_is_off(visit_nation: Visit) -> None:
    page, _ = visit_nation("/?tingkat=4&w=ID")
    assert page.evaluate("document.createElement('canvas').getContext('webgl2')") is None
    assert page.evaluate("document.createElement('canvas').getContext('webgl')") is None
    assert len(shown_classes(page)) >= 4
    drawn = page.locator(".peta").evaluate("(el) => new Set(el.pane.layer.raster.ids).size")
    assert drawn > 20_000  # the nation on 790 pixels: far more villages than any parent's children
