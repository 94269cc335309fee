"""The main job in a real browser: paint, hover, click, return, reopen; bytes counted."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import SIZES, Server, Traffic, keep, place, wait_for_map

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("embedded")]
Visit = Callable[..., tuple[Page, Traffic]]
GORONTALO = (122.45, 0.70)


@pytest.mark.parametrize("level", ["1", "2", "3", "4"])
@pytest.mark.parametrize("theme", ["program", "rehabilitasi", "penangkapan"])
def test_every_theme_is_painted_at_every_level(visit: Visit, theme: str, level: str) -> None:
    page, traffic = visit(f"/?tema={theme}&tingkat={level}")
    keep(page, f"peta_{theme}_{level}")
    painted = page.locator(".peta").evaluate(
        "(el) => [...new Set(el.map.queryRenderedFeatures({ layers: ['isi'] }).map((f) => f.state.c))].length"
    )
    assert painted >= 3
    assert traffic.outside == []
    assert traffic.errors == []
    assert any(f"/{level}/" in url for url in traffic.requests if "/tiles/" in url)


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize(("name", "path"), [("peta", "/"), ("ringkasan", "/ringkasan?w=75"), ("tentang", "/tentang-data")])
def test_every_page_at_every_size_calls_nobody_outside_and_fits(visit: Visit, size: str, name: str, path: str) -> None:
    screen = "&layar=proyektor" if size == "proyektor" else ""
    path += ("&" if "?" in path else "?") + f"layar=kantor{screen}"
    page, traffic = visit(path, size=size, scheme="dark" if size == "proyektor" else "light", map_ready=name != "tentang")
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    expect(page.get_by_text("DATA SIMULASI", exact=True).first).to_be_visible()
    page.wait_for_selector("[data-testid='stApp'][data-test-script-state='notRunning']", state="attached")
    keep(page, f"{name}_{size}")
    assert traffic.outside == []
    assert traffic.errors == []
    wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    assert wide <= 0


def test_a_hover_names_region_and_value_and_sends_nothing_back(visit: Visit) -> None:
    page, traffic = visit("/?tingkat=2&tema=penangkapan")
    page.mouse.move(*place(page, *GORONTALO))
    tip = page.locator(".tip")
    expect(tip).to_contain_text(re.compile(r"(Kabupaten|Kota) \w+"))
    expect(tip).to_contain_text(re.compile(r"\d kasus per 100\.000|Tidak dilaporkan"))
    traffic.clear()
    for step in range(12):
        x, y = place(page, 98 + step, 1)
        page.mouse.move(x, y)
    page.wait_for_timeout(600)
    assert traffic.sent == 0
    page.mouse.move(*place(page, *GORONTALO))
    expect(tip).to_be_visible()
    name = tip.locator("b").inner_text()
    page.mouse.click(*place(page, *GORONTALO))
    expect(page.get_by_role("heading", level=1)).to_contain_text(name)


def test_clicks_drill_from_nation_to_village_and_the_breadcrumb_returns(visit: Visit) -> None:
    page, traffic = visit("/")
    trail = []
    for _ in range(4):
        page.mouse.click(*place(page, *GORONTALO))
        before = len(trail)
        page.wait_for_function(
            "(n) => (new URL(location).searchParams.get('w') || '').length > n", arg=len(trail[-1]) if before else 0
        )
        trail.append(page.evaluate("new URL(location).searchParams.get('w')"))
        wait_for_map(page)
        page.wait_for_timeout(700)  # the flight there
    assert [len(code) for code in trail] == [2, 5, 8, 13]
    assert trail[0] == "75"
    keep(page, "desa_terpilih")
    page.get_by_role("button", name="Gorontalo", exact=True).click()
    page.wait_for_function("new URL(location).searchParams.get('w') === '75'")
    wait_for_map(page)
    expect(page.get_by_role("heading", level=1)).to_contain_text("Gorontalo")
    assert traffic.outside == []


def test_a_link_reopens_the_view(visit: Visit) -> None:
    page, _ = visit("/?w=75&tingkat=4&tema=rehabilitasi&ukuran=jalan&periode=2024")
    expect(page.get_by_role("heading", level=1)).to_have_text(
        "Tempat rehabilitasi rawat jalan dalam jangkauan 50 km: Gorontalo, 2024"
    )
    west, south, east, north = page.locator(".peta").evaluate("(el) => el.map.getBounds().toArray().flat()")
    assert 119 < west < 121.5
    assert 123.4 < east < 126
    assert -1 < south < 0.4
    assert 1 < north < 2.5


@pytest.mark.parametrize(("level", "limit"), [("2", 140_000), ("3", 60_000), ("4", 130_000)])
def test_another_period_sends_bytes_not_shapes(visit: Visit, level: str, limit: int, record_property) -> None:
    """`limit` holds for the whole answer of the page run: map, legend, trend and, for kabupaten, a table of 514 rows."""
    page, traffic = visit(f"/?tingkat={level}")
    traffic.clear()
    page.get_by_role("combobox").last.click()
    page.get_by_role("option", name="2023").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("2023")
    wait_for_map(page)
    record_property(f"bytes_level_{level}", traffic.received)
    assert [url for url in traffic.requests if "/tiles/" in url or "/assets/" in url] == []
    assert 0 < traffic.received < limit


def test_search_flies_to_a_village(visit: Visit) -> None:
    page, _ = visit("/")
    page.get_by_placeholder("Cari nama atau kode wilayah").fill("Bone Bolango")
    page.keyboard.press("Enter")
    page.get_by_role("button", name=re.compile("Kabupaten Bone Bolango")).click()
    page.wait_for_function("new URL(location).searchParams.get('w') === '75.03'")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Kabupaten Bone Bolango")


def test_the_csv_says_what_it_is(visit: Visit) -> None:
    page, _ = visit("/?w=75&tingkat=2")
    with page.expect_download() as waiting:
        page.get_by_role("button", name="Unduh CSV").click()
    body = waiting.value.path().read_text(encoding="utf-8-sig")
    assert waiting.value.suggested_filename.startswith("SIMULASI_")
    lines = body.strip().splitlines()
    assert len(lines) == 7
    assert all("DATA SIMULASI" in line for line in lines[1:])


def test_english_by_a_switch(visit: Visit) -> None:
    page, _ = visit("/")
    page.get_by_text("English", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Desa Bersinar coverage of all villages")
    assert "bahasa=en" in page.url


def test_another_demo_user_sees_less(visit: Visit) -> None:
    page, _ = visit("/?tema=penangkapan&tingkat=3&sebagai=demo-bupati&w=ID")
    expect(page.get_by_text("Disembunyikan (jumlah kecil)").first).to_be_visible()
    page, _ = visit("/?tema=penangkapan&tingkat=3&sebagai=demo-pusat")
    expect(page.get_by_text("Disembunyikan (jumlah kecil)")).to_have_count(0)


def test_without_webgl_the_page_says_so_and_the_table_is_there(app: Server, chromium_without_webgl: Browser) -> None:
    page = chromium_without_webgl.new_page()
    page.goto(f"{app.url}/?tingkat=1")
    expect(page.get_by_text("WebGL dimatikan")).to_be_visible(timeout=60_000)
    expect(page.get_by_test_id("stDataFrame").first).to_be_visible()
    keep(page, "tanpa_webgl")
