"""A whole meeting by keyboard and clicker, on two sizes of projector, with the network cut in the middle."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Browser, Page, expect

from dashboard.meeting.compose_meeting import SLIDES
from tests.browser.conftest import Server, Traffic, keep, until

pytestmark = pytest.mark.browser
Visit = Callable[..., tuple[Page, Traffic]]
PROJECTORS = {"1280x720": (1280, 720), "1920x1080": (1920, 1080)}
# milliseconds from the key until the browser has painted the next slide
_CHANGE = """async (key) => {
  const before = document.querySelector('section:not([hidden])').id;
  const began = performance.now();
  document.body.dispatchEvent(new KeyboardEvent('keydown', {key, bubbles: true}));
  await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
  return [performance.now() - began, before !== document.querySelector('section:not([hidden])').id];
}"""
# the smallest words of what is shown, in hundredths of the screen's height, and what is cut off below
_SMALLEST = """() => {
  const slide = document.querySelector('section:not([hidden])');
  const shown = (e) => e.getClientRects().length && !e.closest('svg')
    && [...e.childNodes].some((n) => n.nodeType === 3 && n.textContent.trim());
  const all = [...slide.querySelectorAll('.over, .blocks *'), ...document.querySelectorAll('header *, footer *')].filter(shown);
  const size = (e) => parseFloat(getComputedStyle(e).fontSize) / innerHeight * 100;
  const end = document.querySelector('main').getBoundingClientRect().bottom;
  return {
    size: Math.min(...all.map(size)),
    headline: size(slide.querySelector('h1')),
    cut: all.filter((e) => e.closest('.blocks') && !e.closest('.aside') && e.getBoundingClientRect().bottom > end + 1)
      .map((e) => e.textContent),
    wide: document.documentElement.scrollWidth - innerWidth,
  };
}"""


def _shown(page: Page) -> str:
    return str(page.locator("section:not([hidden])").get_attribute("data-name"))


@pytest.fixture(scope="module")
def started(app: Server, chromium: Browser) -> str:
    """Address of a meeting that was started on the page."""
    page = chromium.new_page(viewport={"width": 1440, "height": 900})
    page.goto(f"{app.url}/rapat?sebagai=demo-bupati")
    expect(page.get_by_role("heading", level=1)).to_have_text("Rapat Forkopimda Kabupaten Bone Bolango")
    page.get_by_role("button", name="Mulai rapat").click()
    link = page.get_by_role("link", name="Tayangkan")
    expect(link).to_be_visible(timeout=30_000)
    keep(page, "rapat-mulai")
    address = str(link.get_attribute("href"))
    page.close()
    return address


@pytest.mark.parametrize("projector", PROJECTORS)
def test_a_meeting_from_the_first_slide_to_the_last_by_keyboard(
    visit: Visit, started: str, projector: str, record_property
) -> None:
    page, traffic = visit(started, "kantor", map_ready=False)
    page.set_viewport_size(dict(zip(("width", "height"), PROJECTORS[projector], strict=True)))
    page.wait_for_selector("body[data-ready]")
    seen, slowest = [], 0.0
    for at in range(len(SLIDES)):
        seen.append(_shown(page))
        look = page.evaluate(_SMALLEST)
        assert look["size"] >= 20 / 7.2, f"{seen[-1]}: letters of {look['size']:.1f} % of the height"
        assert look["headline"] >= 40 / 7.2, f"{seen[-1]}: a headline of {look['headline']:.1f} % of the height"
        assert look["cut"] == [], f"{seen[-1]} ends below the screen"
        assert look["wide"] <= 0
        keep(page, f"rapat-{projector}-{at + 1:02d}-{seen[-1]}")
        if at < len(SLIDES) - 1:
            took, moved = page.evaluate(_CHANGE, "PageDown")
            assert moved
            slowest = max(slowest, took)
    record_property("slowest slide change, ms", round(slowest, 1))
    assert seen == list(SLIDES)
    page.keyboard.press("PageDown")
    assert _shown(page) == "asal", "the last one is the last one"
    page.keyboard.press("PageUp")
    assert _shown(page) == "perlu"
    page.keyboard.press("Home")
    assert _shown(page) == "pembuka"
    page.keyboard.press("4")
    page.keyboard.press("Enter")
    assert _shown(page) == "peta"
    assert page.url.endswith("#4")
    page.keyboard.press("1")
    page.keyboard.press("2")
    page.keyboard.press("Enter")
    assert _shown(page) == SLIDES[11], "there are more than nine slides"
    assert traffic.outside == []
    assert traffic.errors == []


def test_into_a_slide_and_back_with_keys_and_by_the_map(visit: Visit, started: str) -> None:
    page, _ = visit(f"{started}#3", "kantor", map_ready=False)
    page.wait_for_selector("body[data-ready]")
    assert _shown(page) == "keadaan"
    inside = page.locator("section:not([hidden]) .details")
    expect(inside).to_be_hidden()
    page.keyboard.press("Enter")
    expect(inside).to_be_visible()
    expect(page.get_by_role("button", name="Kembali")).to_have_attribute("aria-expanded", "true")
    expect(inside).to_contain_text("Nilai tengah wilayah setara")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Escape")
    expect(inside).to_be_hidden()
    page.keyboard.press("ArrowDown")
    expect(inside).to_be_visible()
    page.keyboard.press("PageDown")
    assert _shown(page) == "peta", "a clicker goes on from inside"
    part = page.locator("section:not([hidden]) .drawing path").first
    name = part.locator("title").text_content()
    part.dispatch_event("click")
    figures = page.locator("section:not([hidden]) .part")
    expect(figures).to_contain_text(str(name))
    expect(figures).to_contain_text(re.compile(r"Cakupan Bersinar \(persen\): \d"))
    page.keyboard.press("Enter")
    expect(page.locator("tr.chosen")).to_contain_text(str(name))
    keep(page, "rapat-rincian")


def test_black_screen_help_and_moving_on_by_itself(visit: Visit, started: str) -> None:
    page, _ = visit(started, "kantor", map_ready=False)
    page.wait_for_selector("body[data-ready]")
    black = page.locator("#black")
    page.keyboard.press("b")
    expect(black).to_be_visible()
    page.keyboard.press("PageDown")
    expect(black).to_be_hidden()
    assert _shown(page) == "keputusan"
    page.keyboard.press(".")
    expect(black).to_be_visible()
    page.keyboard.press("B")
    expect(black).to_be_hidden()
    page.keyboard.press("h")
    expect(page.get_by_role("dialog")).to_contain_text("layar hitam")
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_be_hidden()
    page.keyboard.press("a")
    expect(page.get_by_text("Maju sendiri tiap")).to_be_visible()
    page.keyboard.press("a")
    expect(page.get_by_text("Maju sendiri tiap")).to_be_hidden()


def test_slides_move_on_by_themselves(visit: Visit, started: str) -> None:
    page, _ = visit(f"{started}&detik=1", "kantor", map_ready=False)
    page.wait_for_selector("body[data-ready]")
    page.keyboard.press("a")
    until(page, "document.querySelector('section:not([hidden])').dataset.name === 'keadaan'")


def test_the_meeting_goes_on_when_the_network_is_gone(visit: Visit, started: str) -> None:
    page, traffic = visit(started, "kantor", map_ready=False)
    page.wait_for_selector("body[data-ready]")
    page.keyboard.press("PageDown")
    traffic.clear()
    page.context.set_offline(True)
    try:
        expect(page.get_by_text("Tanpa jaringan")).to_be_visible()
        for name in SLIDES[2:]:
            page.keyboard.press("PageDown")
            assert _shown(page) == name
            page.keyboard.press("Enter")
            page.keyboard.press("Escape")
        page.keyboard.press("m")
        expect(page.locator("#live")).to_be_visible()
        page.keyboard.press("ArrowDown")
        page.keyboard.press("m")
        # Chromium requests the icon of each address again, and does without
        asked = [one for one in traffic.requests if not one.endswith("icon.svg")]
        assert asked == [], "nothing is asked for during the meeting"
    finally:
        page.context.set_offline(False)
    expect(page.get_by_text("Tanpa jaringan")).to_be_hidden()


def test_the_map_is_one_key_away_with_the_figures_of_the_meeting(visit: Visit, started: str) -> None:
    page, traffic = visit(f"{started}#4", "kantor", map_ready=False)
    page.wait_for_selector("body[data-ready]")
    traffic.clear()
    slide = page.locator("section:not([hidden])")
    named = slide.locator(".drawing text").all_text_contents()
    numbered = str(slide.locator(".numbered").text_content())
    parts = slide.locator(".drawing path").count()
    assert len(named) == parts, "a name or a number for each"
    assert sum(name.isdigit() for name in named) == len([one for one in numbered.split(" · ") if one])
    colours = {str(path.get_attribute("data-code")): path.get_attribute("fill") for path in slide.locator("path").all()}
    page.keyboard.press("m")
    live = page.get_by_role("dialog", name="Peta rapat dengan angka yang dibekukan")
    expect(live).to_be_visible()
    assert live.locator("path").count() == len(colours)
    expect(live.locator("#live-year")).to_have_text(re.compile("2026"))
    keep(page, "rapat-peta")
    page.keyboard.press("ArrowLeft")
    expect(live.locator("#live-year")).to_have_text("2025")
    live.locator("path").first.dispatch_event("click")
    expect(live.locator(".part")).to_contain_text("2025: ")
    page.keyboard.press("+")
    width = float(str(live.locator("svg").get_attribute("viewBox")).split()[2])
    assert width < 1000
    page.keyboard.press("0")
    assert float(str(live.locator("svg").get_attribute("viewBox")).split()[2]) == 1000
    page.keyboard.press("ArrowDown")
    expect(live.locator("#live-what")).to_have_value("1")
    page.keyboard.press("Escape")
    expect(live).to_be_hidden()
    assert _shown(page) == "peta", "back where it was"
    assert traffic.requests == [], "nothing is asked for"
    assert traffic.errors == []


def test_two_people_write_down_from_the_slide_and_nothing_is_lost_without_network(visit: Visit, started: str) -> None:
    page, traffic = visit(f"{started}#4", "kantor", map_ready=False)
    other, _ = visit(started, "proyektor", map_ready=False)
    for one in (page, other):
        one.wait_for_selector("body[data-ready]")
        one.keyboard.press("n")
    page.get_by_label("Apa", exact=True).fill("Tambah lima desa di kecamatan rawan")
    page.get_by_label("Siapa", exact=True).fill("Dinas PMD")
    page.get_by_role("button", name="Simpan keputusan").click()
    expect(page.locator("#notes-said")).to_have_text("Tersimpan.")
    other.get_by_label("Catatan untuk salindia").fill("Camat menyampaikan kendala dana.")
    other.get_by_role("button", name="Simpan catatan").click()
    for one in (page, other):  # each sees what the other wrote
        expect(one.locator("#notes-list")).to_contain_text("Tambah lima desa di kecamatan rawan")
        expect(one.locator("#notes-list")).to_contain_text("Camat menyampaikan kendala dana.")
    keep(page, "rapat-catat")
    page.get_by_label("Catatan untuk salindia").fill("m dan n adalah huruf, bukan tombol.")
    page.context.set_offline(True)
    try:
        page.get_by_role("button", name="Simpan catatan").click()
        expect(page.locator("#notes-said")).to_contain_text("Belum tersimpan")
    finally:
        page.context.set_offline(False)
    expect(page.locator("#notes-list")).to_contain_text("m dan n adalah huruf")
    page.keyboard.press("Escape")
    expect(page.locator("#notes")).to_be_hidden()
    page.reload()
    page.wait_for_selector("body[data-ready]")
    outcome = page.locator("section[data-name=hasil]")
    expect(outcome.locator("h1")).to_have_text(re.compile("berjalan"))
    assert "Tambah lima desa di kecamatan rawan" in str(outcome.text_content())
    assert traffic.errors == []


def test_slides_are_arranged_by_dragging_by_buttons_and_by_keys_and_the_order_is_kept(visit: Visit) -> None:
    page, traffic = visit("/rapat?sebagai=demo-bnnp&w=75.01", "kantor", map_ready=False)
    rows = page.locator(".susunan li")
    expect(rows).to_have_count(len(SLIDES))

    def order() -> list[str | None]:
        return [row.get_attribute("data-name") for row in rows.all()]

    page.locator("[data-name=peta] .grip").scroll_into_view_if_needed()
    start, end = (page.locator(f"[data-name={name}] .grip").bounding_box() for name in ("peta", "keputusan"))
    assert start is not None
    assert end is not None
    page.mouse.move(start["x"] + 5, start["y"] + 10)
    page.mouse.down()
    page.mouse.move(end["x"] + 40, end["y"] + 10, steps=6)
    page.mouse.up()
    assert order()[:4] == ["pembuka", "peta", "keputusan", "keadaan"]
    page.get_by_role("button", name="Turunkan: Peta Desa Bersinar").click()
    assert order()[:3] == ["pembuka", "keputusan", "peta"]
    page.keyboard.press("Alt+ArrowUp")
    assert order()[:3] == ["pembuka", "peta", "keputusan"]
    expect(page.get_by_role("button", name="Turunkan: Peta Desa Bersinar")).to_be_focused()
    page.get_by_role("switch", name="Tampilkan: Ketanggapan kota (KOTAN)").press("Space")
    expect(page.get_by_role("switch", name="Tampilkan: Ketanggapan kota (KOTAN)")).to_have_attribute("aria-checked", "false")
    page.wait_for_timeout(1000)
    page.get_by_role("button", name="Mulai rapat").click()
    link = page.get_by_role("link", name="Tayangkan")
    expect(link).to_be_visible(timeout=60_000)
    keep(page, "rapat-susunan")
    shown, _ = visit(str(link.get_attribute("href")), "kantor", map_ready=False)
    shown.wait_for_selector("body[data-ready]")
    seen = [one.get_attribute("data-name") for one in shown.locator("section").all()]
    assert seen[:3] == ["pembuka", "peta", "keputusan"]
    assert "kotan" not in seen
    again, _ = visit("/rapat?sebagai=demo-bnnp&w=75.01", "kantor", map_ready=False)
    expect(again.locator(".susunan li").nth(1)).to_have_attribute("data-name", "peta")
    assert traffic.errors == []


def test_a_number_opens_a_meeting_again_and_an_unknown_one_says_so(visit: Visit, started: str) -> None:
    name = started.partition("/layar/")[2].partition("?")[0]
    page, _ = visit("/rapat?sebagai=demo-bupati", "kantor", map_ready=False)
    field = page.get_by_label("Nomor rapat")
    field.fill(name.lower().replace("-", " "))
    field.press("Enter")
    card = page.get_by_text(f"· {name}").first
    expect(card).to_be_visible()
    until(page, "(wanted) => location.search.includes(wanted)", f"nomor={name}")
    expect(page.get_by_role("link", name="Buka lagi").first).to_have_attribute("href", re.compile(f"/layar/{name}"))
    keep(page, "rapat-nomor")
    field.fill("R2026-ZZZZZZ")
    field.press("Enter")
    expect(page.get_by_text("Rapat 'R2026-ZZZZZZ' tidak ada")).to_be_visible()


@pytest.mark.parametrize("turned", [(390, 844), (844, 390)], ids=["upright", "aside"])
def test_slides_on_a_telephone_are_never_wider_than_it(visit: Visit, started: str, turned: tuple[int, int]) -> None:
    page, _ = visit(started, "ponsel", map_ready=False)
    page.set_viewport_size({"width": turned[0], "height": turned[1]})
    page.reload()
    page.wait_for_selector("body[data-ready]")
    for _ in SLIDES:
        assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0, _shown(page)
        page.keyboard.press("PageDown")
    page.keyboard.press("m")
    keep(page, f"rapat-ponsel-peta-{turned[0]}")
    box = page.locator(".live-map").bounding_box()
    assert box is not None
    assert box["x"] + box["width"] <= turned[0]
    assert box["height"] >= 0.4 * turned[1]


def test_a_decision_is_written_down_and_stands_on_the_next_meetings_slide(visit: Visit) -> None:
    page, traffic = visit("/keputusan?sebagai=demo-bupati", "kantor", map_ready=False)
    expect(page.get_by_role("heading", level=1)).to_have_text("Keputusan Kabupaten Bone Bolango")
    page.get_by_text("Catat keputusan baru").click()
    page.get_by_label("Apa", exact=True).fill("Bangun posko di Desa Uji Coba")
    page.get_by_label("Siapa", exact=True).fill("Dinas PMD")
    page.get_by_role("button", name="Simpan keputusan").click()
    expect(page.get_by_text("Tersimpan: Bangun posko di Desa Uji Coba")).to_be_visible()
    keep(page, "keputusan")
    page, _ = visit("/rapat?sebagai=demo-bupati", "kantor", map_ready=False)
    page.get_by_role("button", name="Mulai rapat").click()
    link = page.get_by_role("link", name="Tayangkan")
    expect(link).to_be_visible(timeout=30_000)
    page, _ = visit(str(link.get_attribute("href")), "kantor", map_ready=False)
    page.wait_for_selector("body[data-ready]")
    page.keyboard.press("PageDown")
    expect(page.locator("section:not([hidden])")).to_contain_text("Bangun posko di Desa Uji Coba")
    assert traffic.errors == []
