"""The map's tools in a real browser: comparing, playing, choosing many, keys, pictures."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import Traffic, keep, pixel, region_spot, shown_classes, until, wait_for_map
from tests.stores import REGIONS

pytestmark = pytest.mark.browser
Visit = Callable[..., tuple[Page, Traffic]]
GORONTALO = "/?tingkat=2&tema=rehabilitasi&w=75"


def _tool(page: Page, name: str) -> None:
    tool = page.locator(f".papan [data-alat={name}]")
    if not tool.is_visible():  # what is used less lies behind a button of its own
        page.locator(".kelompok", has=page.locator(f"[data-alat={name}]")).locator(".pembuka").click()
    tool.click()


def _lasso(page: Page) -> None:
    box = page.locator(".peta").bounding_box()
    assert box is not None
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    page.mouse.move(x - 240, y - 120)
    page.mouse.down()
    for step in ((240, -120), (220, 140), (-220, 140), (-240, -120)):
        page.mouse.move(x + step[0], y + step[1], steps=4)
    page.mouse.up()


def test_a_swipe_shows_one_period_on_each_side_of_its_line(visit: Visit) -> None:
    page, traffic = visit("/?tingkat=2&tema=program&w=75")
    _tool(page, "sapu")
    page.locator(".papan select").select_option("2022")
    page.wait_for_timeout(400)
    number = page.locator(".peta").evaluate(
        """(el) => {
          const {ids} = el.pane.layer.raster, a = el.view.side('a').classes, b = el.view.side('b').classes, size = {};
          const [from, to] = el.view.data.inside;
          for (const n of ids) if (n >= from && n < to && a[n] !== b[n] && a[n] < 64 && b[n] < 64) size[n] = (size[n] ?? 0) + 1;
          return Number(Object.entries(size).sort((one, two) => two[1] - one[1])[0][0]);
        }"""
    )
    _tool(page, "nama")  # names would cover pixels
    page.wait_for_timeout(300)
    at = region_spot(page, number)
    divider = page.locator(".sapuan")
    colours = []
    for key in ("ArrowRight", "ArrowLeft"):
        divider.focus()
        for _ in range(14):
            page.keyboard.press(key)
        for _ in range(14 if key == "ArrowLeft" else 0):
            page.keyboard.press(key)
        page.wait_for_timeout(200)
        colours.append(pixel(page, *at))
    assert colours[0] != colours[1]
    keep(page, "sapuan")
    assert traffic.errors == []


def test_two_maps_side_by_side_move_together(visit: Visit) -> None:
    page, traffic = visit(GORONTALO + "&banding=cakupan_bersinar")
    _tool(page, "dampingan")
    page.wait_for_timeout(800)
    maps = page.locator(".peta")
    expect(maps).to_have_count(2)
    maps.nth(0).evaluate("(el) => el.map.panBy([80, 30], {animate: false})")
    maps.nth(1).evaluate("(el) => el.map.setZoom(el.map.getZoom() + 0.5, {animate: false})")
    page.wait_for_timeout(600)
    views = [
        maps.nth(i).evaluate("(el) => { const c = el.map.getCenter(); return [c.lat, c.lng, el.map.getZoom()]; }")
        for i in (0, 1)
    ]
    assert views[0] == pytest.approx(views[1], abs=1e-3)
    expect(page.locator(".kunci").nth(1)).to_contain_text("Cakupan Bersinar")
    keep(page, "dampingan")
    assert traffic.errors == []


@pytest.mark.parametrize(
    ("main", "other", "period"),
    [("tema=program", "kasus_narkoba_desa", "2022-2026"), ("tema=penangkapan", "jangkauan_inap", "2026")],
)
def test_a_pooled_indicator_and_a_yearly_one_stand_side_by_side(visit: Visit, main: str, other: str, period: str) -> None:
    """One has five periods and the other one: every region keeps its own class, and every side its own period."""
    page, traffic = visit(f"/?tingkat=4&{main}&w=75.71&banding={other}")
    page.wait_for_timeout(800)
    found = page.locator(".peta").evaluate(
        "(el) => { const a = el.view.side('a'), b = el.view.side('b'); return [a.classes.length, b.classes.length, b.period]; }"
    )
    assert found == [REGIONS[3], REGIONS[3], period]
    expect(page.locator(".sapuan")).to_contain_text(period)
    assert traffic.errors == []


def test_small_multiples_show_every_period_and_one_can_be_chosen(visit: Visit) -> None:
    page, traffic = visit("/?tingkat=2&tema=program&w=75")
    traffic.clear()
    _tool(page, "deret")
    pictures = page.locator(".deret button")
    expect(pictures).to_have_count(5)
    assert traffic.requests == []
    until(page, "new URL(location).searchParams.get('ragam') === 'deret'")  # the address follows
    keep(page, "deret")
    drawn = page.locator(".deret canvas").evaluate_all("(all) => all.map((c) => c.toDataURL())")
    assert len(set(drawn)) == 5
    pictures.nth(1).click()
    until(page, "new URL(location).searchParams.get('periode') === '2023'")
    expect(page.locator(".deret")).to_be_hidden()


def test_the_change_between_two_years_has_an_address_and_a_legend_of_its_own(visit: Visit) -> None:
    page, traffic = visit("/?tingkat=2&tema=program&w=75&periode=2025")
    _tool(page, "selisih")
    until(page, "new URL(location).searchParams.get('ragam') === 'selisih'")
    expect(page.locator(".kunci").first).to_contain_text("perubahan 2024 ke 2025 (poin persen)")
    expect(page.locator(".kunci").first).to_contain_text("Ungu: membaik; jingga: memburuk.")
    keep(page, "selisih")
    page.locator(".papan select").select_option("2023")
    until(page, "new URL(location).searchParams.get('lawan') === '2023'")
    expect(page.locator(".kunci").first).to_contain_text("perubahan 2023 ke 2025")
    assert traffic.errors == []


def test_limits_follow_the_year_until_they_are_made_the_same(visit: Visit) -> None:
    page, _ = visit("/?tingkat=2&tema=program&w=75")
    legend = page.locator(".kunci").first
    expect(legend).to_contain_text("Batas warna mengikuti wilayah dan tahun ini.")
    page.locator("[data-batas=semua]").click()
    until(page, "new URL(location).searchParams.get('batas') === 'semua'")
    expect(legend).to_contain_text("Batas warna sama untuk")


def test_playing_walks_through_the_periods_without_a_request(visit: Visit) -> None:
    page, traffic = visit(GORONTALO + "&periode=2022")
    page.wait_for_timeout(1000)
    traffic.clear()
    page.get_by_role("button", name="Putar").click()
    expect(page.locator(".waktu output")).to_contain_text("2024", timeout=6000)
    assert traffic.sent == 0
    assert traffic.requests == []
    expect(page.get_by_role("heading", level=1)).to_contain_text("2026", timeout=10_000)  # the page follows at the end


def test_the_legend_takes_a_class_off_the_map_without_the_page(visit: Visit) -> None:
    page, traffic = visit("/?tingkat=1&tema=program&w=ID")
    page.wait_for_timeout(1000)
    counts = shown_classes(page)
    byte = max((klass for klass in counts if klass < 64), key=counts.__getitem__)
    number = page.locator(".peta").evaluate("(el, c) => el.view.side('a').classes.indexOf(c)", byte)
    _tool(page, "nama")
    page.wait_for_timeout(300)
    at = region_spot(page, number)
    before = pixel(page, *at)
    traffic.clear()
    page.locator(f"[data-kelas='{byte}']").click()
    page.mouse.move(5, 5)
    page.wait_for_timeout(200)
    assert pixel(page, *at) != before
    page.locator(f"[data-kelas='{byte}']").click()
    page.mouse.move(5, 5)
    page.wait_for_timeout(200)
    assert pixel(page, *at) == before
    assert traffic.sent == 0


def test_many_regions_are_chosen_by_a_free_line_and_marked_in_the_chart(visit: Visit) -> None:
    page, traffic = visit(GORONTALO + "&isi=grafik")
    page.wait_for_selector(".js-plotly-plot .barlayer path")
    _tool(page, "laso")
    _lasso(page)
    bars = "[...document.querySelectorAll('.st-key-sebaran .barlayer path')]"
    marked = f"() => {bars}.filter((bar) => bar.style.strokeOpacity !== '0').length"
    until(page, f"({marked})() > 1")
    keep(page, "pilihan_banyak")
    page.get_by_role("radio", name="Ringkas").click()
    expect(page.get_by_role("heading", name=re.compile(r"^\d+ kabupaten.kota dipilih"))).to_be_visible()
    expect(page.get_by_text("Bersama:")).to_be_visible()
    page.get_by_role("button", name="Batal pilih").click()
    expect(page.get_by_text("Bersama:")).to_have_count(0)
    page.get_by_role("radio", name="Grafik").click()
    page.wait_for_selector(".js-plotly-plot .barlayer path")
    until(page, f"({marked})() === 0")
    assert page.locator(".peta").evaluate("(el) => el.view.choice.picks.size") == 0
    assert traffic.errors == []


def test_a_bar_of_the_chart_picks_its_region_on_the_map(visit: Visit) -> None:
    page, _ = visit(GORONTALO + "&isi=grafik")
    bar = page.locator(".st-key-sebaran .barlayer path").first
    bar.wait_for()
    bar.scroll_into_view_if_needed()
    box = bar.bounding_box()
    assert box is not None
    page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    until(page, "(new URL(location).searchParams.get('pilih') || '').startsWith('75.')")
    page.wait_for_timeout(800)
    assert page.locator(".peta").evaluate("(el) => el.view.data.selected") >= 0


def test_keys_move_name_pick_and_enter(visit: Visit) -> None:
    page, _ = visit("/?tingkat=2&tema=penangkapan&w=75")
    page.locator(".peta").focus()
    page.keyboard.press("ArrowRight")
    page.wait_for_timeout(500)
    page.keyboard.press("ArrowLeft")
    spoken = page.locator(".suara")
    expect(spoken).to_contain_text(re.compile(r"Kabupaten|Kota|Tidak ada wilayah"), timeout=8000)
    page.locator(".peta").evaluate("(el) => el.map.setView([0.53, 123.38], 10, {animate: false})")
    page.wait_for_timeout(700)
    expect(spoken).to_contain_text("Bone Bolango")
    expect(spoken).to_contain_text("kasus per 100.000")
    page.keyboard.press("Enter")
    until(page, "new URL(location).searchParams.get('pilih') === '75.03'")
    page.locator(".peta").focus()
    page.keyboard.press("Enter")
    until(page, "new URL(location).searchParams.get('w') === '75.03'")
    wait_for_map(page)
    page.locator(".peta").focus()
    page.keyboard.press("Backspace")
    until(page, "new URL(location).searchParams.get('w') === '75'")


def test_the_picture_carries_title_legend_and_marks(visit: Visit, tmp_path: Path) -> None:
    page, traffic = visit(GORONTALO)
    with page.expect_download() as waiting:
        _tool(page, "unduh")
    assert waiting.value.suggested_filename == "SIMULASI_kapasitas_inap_75_2026.png"
    file = tmp_path / "peta.png"
    waiting.value.save_as(file)
    image = Image.open(file).convert("RGB")
    box = page.locator(".peta").bounding_box()
    assert box is not None
    assert image.width == pytest.approx(2 * box["width"], abs=2)
    assert image.height > 2 * (box["height"] + 120)  # title above, legend, source and marks below
    legend = image.crop((0, image.height - 240, image.width, image.height))
    assert len(legend.getcolors(100_000) or []) > 20
    assert traffic.outside == []


def test_print_and_full_screen(visit: Visit) -> None:
    page, _ = visit(GORONTALO)
    page.evaluate(
        """() => {
          const make = document.createElement.bind(document);
          document.createElement = (tag) => {
            const made = make(tag);
            const deaf = () => { made.contentWindow.print = () => { window.printed = true; }; };
            if (tag === 'iframe') made.addEventListener('load', deaf);
            return made;
          };
        }"""
    )
    _tool(page, "cetak")
    until(page, "window.printed === true")
    _tool(page, "layar")
    until(page, "document.fullscreenElement !== null")
    page.wait_for_timeout(500)
    keep(page, "layar_penuh")
    assert page.locator(".peta").evaluate("(el) => el.clientHeight") > 500
    _tool(page, "layar")
    until(page, "document.fullscreenElement === null")


def test_facilities_lie_over_the_areas_and_name_themselves(visit: Visit) -> None:
    page, _ = visit("/?tingkat=2&tema=rehabilitasi&w=75&lapis=fasilitas,lingkaran,bobot")
    page.wait_for_timeout(600)
    hit = page.locator(".peta").evaluate("(el) => { const h = el.pane.hits[0]; return [h.x, h.y, h.name]; }")
    box = page.locator(".peta").bounding_box()
    assert box is not None
    page.mouse.move(box["x"] + hit[0], box["y"] + hit[1])
    expect(page.locator(".tip")).to_contain_text(hit[2])
    expect(page.locator(".kunci").first).to_contain_text("Luas lingkaran: tempat tidur di wilayah ini")
    keep(page, "lapis")


def test_another_way_to_make_classes_is_named_in_the_legend(visit: Visit) -> None:
    page, _ = visit("/?tingkat=2&tema=penangkapan&w=ID&kelas=fisher_jenks")
    expect(page.locator(".kunci").first).to_contain_text("Cara: Fisher-Jenks.")
    expect(page.locator(".kunci").first).to_contain_text("Kurang pasti")


def test_the_html_map_opens_without_app_or_network(visit: Visit, chromium: Browser, tmp_path: Path) -> None:
    page, _ = visit("/?tingkat=2&tema=penangkapan&w=75")
    page.get_by_role("button", name="Unduh", exact=True).click()
    with page.expect_download() as waiting:
        page.get_by_role("link", name="Peta HTML").click()
    assert waiting.value.suggested_filename.startswith("SIMULASI_")
    file = tmp_path / "peta.html"
    waiting.value.save_as(file)
    context = chromium.new_context(offline=True)
    alone = context.new_page()
    asked: list[str] = []
    failed: list[str] = []
    alone.on("request", lambda request: asked.append(request.url))
    alone.on("pageerror", lambda error: failed.append(str(error)))
    alone.goto(file.as_uri())
    expect(alone.get_by_text("DATA SIMULASI").first).to_be_visible()
    alone.get_by_text("Tentang dokumen ini").click()
    about = alone.locator(".bs-foot")
    expect(about.locator("svg")).to_be_visible()
    expect(about).to_contain_text(re.compile(r"Versi data \d.*w=75", re.S))
    alone.get_by_text("Tentang dokumen ini").click()
    alone.wait_for_timeout(500)
    size = alone.viewport_size
    assert size is not None
    tip = alone.locator(".leaflet-tooltip")
    for x in range(200, size["width"] - 200, 40):
        alone.mouse.move(x, size["height"] / 2)
        if tip.count():
            break
    expect(tip.first).to_contain_text(re.compile("kasus per 100.000|Tidak dilaporkan"))
    assert asked == [file.as_uri()]
    assert failed == []
    context.close()


def test_a_profile_shows_its_facilities_on_a_map_of_our_own_assets(visit: Visit) -> None:
    page, traffic = visit("/beranda?w=75")
    page.get_by_text("Fasilitas rehabilitasi di Gorontalo").click()
    frame = page.frame_locator("iframe").first
    expect(frame.locator(".leaflet-container")).to_be_visible()
    expect(page.get_by_text("jingga punya tempat tidur")).to_be_visible()
    assert traffic.outside == []
    assert any("/leaflet/leaflet.js" in url for url in traffic.requests)
