"""The home of an area, as a regional head reads it on a phone and an analyst with the keyboard."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import SIZES, Server, Traffic, keep, wait_for_map

pytestmark = pytest.mark.browser
Visit = Callable[..., tuple[Page, Traffic]]
LINK = "Tautan halaman ini"


@pytest.mark.parametrize("size", SIZES)
def test_an_area_is_found_while_typing_and_its_home_read(visit: Visit, size: str) -> None:
    page, traffic = visit("/beranda?w=75", size)
    expect(page.get_by_role("heading", level=1)).to_have_text("Gorontalo")
    field = page.get_by_role("combobox", name="Cari wilayah")
    field.press_sequentially("ipilo kota", delay=20)
    expect(page.get_by_role("option")).to_have_count(1)
    expect(page.get_by_role("option").first).to_contain_text("Kota Timur, Kota Gorontalo, Gorontalo")
    field.fill("bone")
    expect(page.get_by_role("option").first).to_contain_text("Kabupaten Bone")
    assert field.get_attribute("aria-activedescendant") == "cari-0"
    field.press("Escape")
    expect(page.get_by_role("listbox")).to_be_hidden()
    field.fill("tidak ada nama begini")
    expect(page.get_by_text("Tidak ada wilayah bernama")).to_be_visible()
    field.fill("bone bolango")
    expect(page.get_by_role("option").first).to_contain_text("Kabupaten Bone Bolango")
    if size == "ponsel":
        page.get_by_role("option").first.tap()
    else:
        field.press("ArrowDown")
        field.press("ArrowUp")
        field.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Kabupaten Bone Bolango")
    wait_for_map(page)
    wide = page.evaluate("document.querySelector('.main, [data-testid=stMain]').scrollWidth")
    assert wide <= SIZES[size][0], "nothing to scroll sideways"
    keep(page, f"beranda-{size}")
    page.get_by_role("button", name="Asal angka: Desa Bersinar").click()
    expect(page.get_by_role("dialog")).to_contain_text("Rumus")
    expect(page.get_by_role("dialog")).to_contain_text("di Kabupaten Bone Bolango")
    keep(page, f"beranda-asal-{size}")
    assert traffic.outside == []
    assert traffic.errors == []


def test_verdict_map_and_figures_are_the_first_screen_of_a_phone(visit: Visit, record_property) -> None:
    page, _ = visit("/beranda?w=75.03", "ponsel")
    high = SIZES["ponsel"][1]
    where = {
        name: page.locator(chosen).first.bounding_box() or {"y": high, "height": 0}
        for name, chosen in {
            "verdict": ".bs-verdict",
            "map": ".st-key-beranda_peta",
            "figures": ".st-key-angka_utama",
            "second": ".st-key-angka_utama > :nth-child(3)",
            "share": ".st-key-beranda_bagikan",
        }.items()
    }
    for name, box in where.items():
        record_property(f"{name} y", round(box["y"]))
    assert where["verdict"]["y"] < where["map"]["y"] < where["figures"]["y"] < where["second"]["y"]
    assert where["second"]["y"] + where["second"]["height"] <= where["share"]["y"], "four figures above the buttons"
    assert where["share"]["y"] + where["share"]["height"] <= high
    page.get_by_role("button", name="Rehab terdekat").tap()
    expect(page.locator(".st-key-beranda_dekat")).to_be_in_viewport()


@pytest.mark.parametrize("width", [1366, 1440])
def test_verdict_figures_map_and_next_steps_are_the_first_screen_of_a_desk(app: Server, chromium: Browser, width: int) -> None:
    high = {1366: 768, 1440: 900}[width]
    page = chromium.new_page(viewport={"width": width, "height": high})
    page.goto(f"{app.url}/beranda?w=75.03")
    wait_for_map(page)
    for chosen in (".bs-verdict", ".st-key-angka_utama", ".st-key-beranda_peta", ".st-key-beranda_langkah"):
        box = page.locator(chosen).first.bounding_box()
        assert box is not None, chosen
        assert box["y"] + box["height"] <= high, chosen
    page.close()


def test_a_press_on_the_map_opens_the_map_page_and_back_returns(visit: Visit) -> None:
    page, _ = visit("/beranda?w=75.03&tema=rehabilitasi&periode=2024")
    page.get_by_role("link", name="Buka peta Kabupaten Bone Bolango").click()
    page.wait_for_url(lambda to: "/peta?" in to)
    wait_for_map(page)
    assert {"w=75.03", "tema=rehabilitasi", "periode=2024"} <= set(page.url.split("?")[1].split("&"))
    page.go_back()
    page.wait_for_url(lambda to: "/beranda?" in to)
    expect(page.locator(".bs-verdict")).to_be_visible()


@pytest.mark.parametrize("part", ["Semua angka", "Target", "Di dalamnya", "Kelengkapan dan instansi", "Angka terbitan"])
def test_each_part_below_has_an_address_that_opens_it(visit: Visit, part: str) -> None:
    page, traffic = visit("/beranda?w=75.03")
    page.get_by_role("radio", name=part).click()
    page.wait_for_url(lambda to: "bagian=" in to)
    page.reload()
    wait_for_map(page)
    expect(page.get_by_role("radio", name=part)).to_be_checked()
    assert traffic.errors == []


def _shared(page: Page) -> None:
    page.get_by_role("button", name="Bagikan").click()
    expect(page.get_by_label(LINK)).to_be_visible()


def test_on_plain_http_the_link_is_shown_selected(visit: Visit) -> None:
    page, _ = visit("/beranda?w=75.03&sebagai=demo-bupati&periode=2024", "ponsel")
    page.evaluate("for (const name of ['share', 'clipboard']) Object.defineProperty(navigator, name, { value: undefined })")
    _shared(page)
    field = page.get_by_label(LINK)
    link = field.input_value()
    assert link.endswith("/beranda?w=75.03&periode=2024"), "area and period, not who looks"
    expect(page.get_by_text("Tautan sudah dipilih")).to_be_visible()
    assert field.evaluate("(one) => one.value.slice(one.selectionStart, one.selectionEnd)") == link
    keep(page, "beranda-bagikan-ponsel")


def test_the_browser_shares_where_it_can_and_says_when_it_copied(visit: Visit) -> None:
    page, _ = visit("/beranda?w=75.03", "ponsel")
    page.evaluate("""() => {
      window.shared = []; window.copied = [];
      Object.defineProperty(navigator, 'share', { value: async (what) => { window.shared.push(what); } });
      Object.defineProperty(navigator, 'clipboard', { value: { writeText: async (what) => { window.copied.push(what); } } });
    }""")
    _shared(page)
    page.get_by_role("button", name="Kirim", exact=True).click()
    page.get_by_role("button", name="Salin tautan").click()
    expect(page.get_by_text("Tautan disalin.")).to_be_visible()
    (sent,) = page.evaluate("window.shared")
    assert sent["url"].endswith("/beranda?w=75.03")
    assert sent["text"].startswith("Kabupaten Bone Bolango: ")
    assert page.evaluate("window.copied") == [sent["url"]]


@pytest.mark.parametrize("former", ["profil", "ringkasan"])
def test_a_link_to_a_former_page_opens_the_home_with_its_parameters(visit: Visit, former: str) -> None:
    page, _ = visit(f"/{former}?w=75.71&periode=2024&tema=penangkapan")
    expect(page.get_by_role("heading", level=1)).to_have_text("Kota Gorontalo")
    assert "/beranda?w=75.71&periode=2024&tema=penangkapan" in page.url


def test_on_a_projector_the_first_screen_stands_alone(visit: Visit) -> None:
    page, traffic = visit("/beranda?w=75.03&layar=proyektor", "proyektor")
    expect(page.locator(".bs-verdict")).to_be_visible()
    expect(page.get_by_role("heading", name="Rincian")).to_have_count(0)
    keep(page, "beranda-proyektor-besar")
    assert traffic.errors == []
