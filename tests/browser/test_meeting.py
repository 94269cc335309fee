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
  const body = slide.querySelector('.blocks');
  const texts = [...body.querySelectorAll('*')].filter((e) => e.getClientRects().length && !e.closest('svg')
    && [...e.childNodes].some((n) => n.nodeType === 3 && n.textContent.trim()));
  const end = document.querySelector('main').getBoundingClientRect().bottom;
  return {
    size: Math.min(...texts.map((e) => parseFloat(getComputedStyle(e).fontSize))) / innerHeight * 100,
    cut: texts.filter((e) => !e.closest('.aside') && e.getBoundingClientRect().bottom > end + 1).map((e) => e.textContent),
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
    page.get_by_role("button", name="Bekukan angka").click()
    link = page.get_by_role("link", name="Buka salindia")
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
        assert look["size"] >= 2.5, f"{seen[-1]}: letters of {look['size']:.1f} % of the height"
        assert look["cut"] == [], f"{seen[-1]} ends below the screen"
        assert look["wide"] <= 0
        keep(page, f"rapat-{projector}-{at + 1:02d}-{seen[-1]}")
        if at < len(SLIDES) - 1:
            took, moved = page.evaluate(_CHANGE, "PageDown")
            assert moved
            slowest = max(slowest, took)
    record_property("slowest slide change, ms", round(slowest, 1))
    assert seen == ["pembuka", "keputusan", "keadaan", "peta", "bersinar", "kotan", "rehab", "perkara", "perlu", "asal"]
    page.keyboard.press("PageDown")
    assert _shown(page) == "asal", "the last one is the last one"
    page.keyboard.press("PageUp")
    assert _shown(page) == "perlu"
    page.keyboard.press("Home")
    assert _shown(page) == "pembuka"
    page.keyboard.press("4")
    assert _shown(page) == "peta"
    assert page.url.endswith("#4")
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
        for name in ("keadaan", "peta", "bersinar", "kotan", "rehab", "perkara", "perlu", "asal"):
            page.keyboard.press("PageDown")
            assert _shown(page) == name
            page.keyboard.press("Enter")
            page.keyboard.press("Escape")
        # Chromium requests the icon of each address again, and does without
        asked = [one for one in traffic.requests if not one.endswith("icon.svg")]
        assert asked == [], "nothing is asked for during the meeting"
    finally:
        page.context.set_offline(False)
    expect(page.get_by_text("Tanpa jaringan")).to_be_hidden()


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
    page.get_by_role("button", name="Bekukan angka").click()
    link = page.get_by_role("link", name="Buka salindia")
    expect(link).to_be_visible(timeout=30_000)
    page, _ = visit(str(link.get_attribute("href")), "kantor", map_ready=False)
    page.wait_for_selector("body[data-ready]")
    page.keyboard.press("PageDown")
    expect(page.locator("section:not([hidden])")).to_contain_text("Bangun posko di Desa Uji Coba")
    assert traffic.errors == []
