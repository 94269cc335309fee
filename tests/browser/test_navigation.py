"""Getting about: what a link carries, what comes back, one entry in the history a move, and what an unknown address says."""

from collections.abc import Callable
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Browser, Page, expect

from dashboard.state.url import SHARED
from dashboard.web.pages import PAGES, listed
from data.identity.demo import demo_person
from tests.browser.conftest import Server, Traffic, choose_indicator, keep, region_spot, until, wait_for_map, watch

Visit = Callable[..., tuple[Page, Traffic]]
pytestmark = pytest.mark.browser
CHOSEN = {"w": "75.03", "periode": "2024", "bahasa": "en", "sebagai": "demo-bnnp", "layar": "proyektor", "angka": "terbit"}
QUERY = "&".join(f"{name}={value}" for name, value in CHOSEN.items())


def _idle(page: Page) -> None:
    page.wait_for_timeout(300)
    page.wait_for_selector("[data-testid='stApp'][data-test-script-state='notRunning']", state="attached")
    page.wait_for_timeout(300)


def _chosen(address: str) -> dict[str, str]:
    return {name: values[0] for name, values in parse_qs(urlsplit(address).query).items()}


def _bar(page: Page, name: str) -> None:
    page.locator(".bs-main").get_by_role("link", name=name, exact=True).click()


def _menu(page: Page) -> None:
    page.locator(".st-key-bilah").get_by_role("button", name="Menu").click()
    expect(page.get_by_test_id("stPopoverBody")).to_be_visible()


@pytest.mark.parametrize("entry", PAGES, ids=lambda entry: entry.path)
def test_every_link_of_every_page_carries_what_was_chosen(visit: Visit, entry) -> None:
    page, _ = visit(f"/{entry.path}?{QUERY}", map_ready=False)
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    _menu(page)
    links = page.locator(".bs-go a").evaluate_all("(all) => all.map((one) => one.href)")
    assert len(links) > 10
    for link in links:
        assert CHOSEN.items() <= _chosen(link).items(), link
    assert CHOSEN.items() <= _chosen(page.url).items()


def _walk(page: Page) -> list[Callable[[], None]]:
    def search() -> None:
        field = page.locator(".cari input")
        field.fill("bone bolango")
        expect(page.locator(".cari ul li").first).to_be_visible()
        field.press("Enter")

    def screen() -> None:
        _menu(page)
        page.get_by_test_id("stPopoverBody").get_by_text("Proyektor").click()

    def on_map(act: str) -> None:
        wait_for_map(page)
        box = page.locator(".peta").first.evaluate("(el) => el.view.data.inside[0]")
        getattr(page.mouse, act)(*region_spot(page, box))

    return [
        lambda: choose_indicator(page, "Kasus narkotika"),
        lambda: on_map("click"),
        lambda: _bar(page, "Desa Bersinar"),
        lambda: _bar(page, "Beranda"),
        search,
        lambda: _bar(page, "KOTAN"),
        lambda: _bar(page, "Peta"),
        lambda: on_map("dblclick"),
        lambda: page.get_by_role("button", name="Gorontalo", exact=True).click(),
        screen,
        lambda: _bar(page, "Data"),
        lambda: page.locator(".bs-beside").get_by_role("link").nth(1).click(),
    ]


def test_twelve_moves_are_twelve_steps_back_and_twelve_forward(visit: Visit) -> None:
    page, _ = visit("/peta?w=75&periode=2024&sebagai=demo-bnnp")
    _idle(page)
    seen = [page.url]
    for number, move in enumerate(_walk(page)):
        before = page.evaluate("history.length")
        move()
        until(page, "(was) => location.href !== was", seen[-1])
        _idle(page)
        assert page.evaluate("history.length") == before + 1, number
        seen.append(page.url)
        if page.get_by_test_id("stPopoverBody").count():
            page.keyboard.press("Escape")
    assert "layar=proyektor" in page.url
    for wanted in reversed(seen[:-1]):
        page.go_back()
        _idle(page)
        assert page.url == wanted
    for wanted in seen[1:]:
        page.go_forward()
        _idle(page)
        assert page.url == wanted
    page.reload()
    _idle(page)
    assert page.url == seen[-1]


def test_what_only_a_page_knows_comes_back_with_it(visit: Visit) -> None:
    page, _ = visit("/peta?w=75&tema=rehabilitasi&ukuran=jalan&tingkat=3&kelas=kuantil&isi=tabel")
    _idle(page)
    was = _chosen(page.url)
    _bar(page, "Beranda")
    expect(page.get_by_role("heading", level=1)).to_have_text("Gorontalo")
    assert _chosen(page.url).keys() <= set(SHARED), "nothing of the map on another page"
    _idle(page)
    _bar(page, "Peta")
    wait_for_map(page)
    assert _chosen(page.url) == was
    # in another area the level and what was picked there mean nothing, the theme still does
    _bar(page, "Beranda")
    _idle(page)
    page.get_by_role("button", name="Indonesia").click()
    _idle(page)
    _bar(page, "Peta")
    wait_for_map(page)
    assert _chosen(page.url) == {name: value for name, value in was.items() if name != "tingkat"} | {"w": "ID"}


@pytest.mark.parametrize("path", [
    "/peta?w=75.71&tema=rehabilitasi&ukuran=jalan&tingkat=4&periode=2024", "/beranda?w=75.03&periode=2024&bagian=angka",
    "/kotan?w=75",
    "/beranda?w=75&tema=penangkapan", "/bersinar?w=75.71&kurang=ibm", "/kamus?indikator=kasus_narkoba&w=75", "/mutu?w=75",
    "/kelengkapan?w=75", "/keputusan?w=75&keputusan=semua", "/penindakan?w=75&bagian=pemberantasan&zat=sabu&hitung=sitaan",
])  # fmt: skip
def test_a_link_opens_the_same_view_for_somebody_else(app: Server, visit: Visit, chromium: Browser, path: str) -> None:
    page, _ = visit(path, map_ready=False)
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    _idle(page)
    other = chromium.new_context(locale="id-ID").new_page()
    other.goto(page.url)
    expect(other.get_by_role("heading", level=1)).to_be_visible()
    _idle(other)
    headings = "(all) => all.map((one) => one.innerText)"
    assert other.locator("h1, h2, h3").evaluate_all(headings) == page.locator("h1, h2, h3").evaluate_all(headings)
    assert other.url == page.url
    other.context.close()


@pytest.mark.parametrize("username", ["demo-pusat", "demo-bnnp", "demo-bnnk", "demo-bupati", "demo-polda", "demo-auditor"])
def test_a_role_lands_where_it_works_and_finds_what_it_may_do(visit: Visit, username: str) -> None:
    page, _ = visit(f"/?sebagai={username}", map_ready=False)
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    person = demo_person(username)
    home = person.prefixes[0] or "ID"
    lands = "beranda" if username in ("demo-bnnk", "demo-bupati") else "peta"
    assert urlsplit(page.url).path == f"/{lands}"
    assert _chosen(page.url) == {"sebagai": username, "w": home}
    _menu(page)
    shown = page.locator(".bs-go a").evaluate_all("(all) => all.map((one) => new URL(one.href).pathname.slice(1))")
    assert ("kirim" in shown) == (username not in ("demo-bupati", "demo-auditor"))
    assert ("kelengkapan" in shown) == ("mutu" in shown) == (username != "demo-bupati")
    assert ("jejak" in shown) == (username == "demo-auditor")
    assert not {"pekerjaan", "pengguna"} & set(shown)
    assert set(shown) == {one.path for group in {page.group for page in PAGES} for one in listed(group, person)}


def test_an_old_address_of_a_map_opens_the_map(visit: Visit) -> None:
    page, traffic = visit("/?w=75&tema=penangkapan&sebagai=demo-bupati")
    assert urlsplit(page.url).path == "/peta"
    assert _chosen(page.url) == {"w": "75", "tema": "penangkapan", "sebagai": "demo-bupati"}
    assert traffic.errors == []


@pytest.mark.parametrize("path", ["/rapat?w=99.99", "/peta?w=bukan", "/beranda?w=75.71.01.9999", "/kotan?w=99"])
def test_an_unknown_area_is_said_with_ways_on(visit: Visit, path: str) -> None:
    page, _ = visit(path, map_ready=False)
    expect(page.get_by_role("heading", level=1)).to_have_text("Wilayah tidak dikenal")
    expect(page.get_by_text(f"Tidak ada wilayah dengan kode {_chosen(page.url)['w']}")).to_be_visible()
    expect(page.get_by_text("Bekukan angka")).to_have_count(0)
    page.get_by_role("button", name="Indonesia").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Indonesia")


def test_a_former_code_says_what_the_area_is_now(visit: Visit) -> None:
    page, _ = visit("/beranda?w=91.18", map_ready=False)
    expect(page.get_by_text("tidak dipakai lagi")).to_be_visible()
    way = page.get_by_test_id("stMain").get_by_role("button").filter(has_text="(").first
    expect(way).to_contain_text("Kabupaten Asmat, Papua Selatan (93.04)")
    way.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Kabupaten Asmat")
    assert _chosen(page.url)["w"] == "93.04"


def test_an_unknown_page_is_said_with_ways_on_that_keep_the_area(visit: Visit) -> None:
    page, _ = visit("/bernda?w=75.03&bahasa=en", map_ready=False)
    expect(page.get_by_role("heading", level=1)).to_have_text("No such page")
    page.get_by_role("link", name="You may have meant: Home of an area").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Bone Bolango")
    assert _chosen(page.url) == {"w": "75.03", "bahasa": "en"}


@pytest.mark.parametrize(("width", "height", "screen"), [
    (1366, 768, "kantor"), (1440, 900, "kantor"), (1920, 1080, "kantor"), (1280, 720, "proyektor"), (390, 844, "kantor"),
    (844, 390, "kantor"),
])  # fmt: skip
@pytest.mark.parametrize("language", ["id", "en"])
def test_the_bar_is_low_and_the_marks_are_one_line(
    app: Server, chromium: Browser, width: int, height: int, screen: str, language: str
) -> None:
    page = chromium.new_context(viewport={"width": width, "height": height}, locale="id-ID").new_page()
    watch(page, app.url)
    page.goto(f"{app.url}/beranda?w=75&layar={screen}&bahasa={language}&sebagai=demo-bnnp")
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    _idle(page)
    box = page.locator(".st-key-bilah").bounding_box()
    assert box is not None
    assert (box["x"], box["y"], box["width"]) == (0, 0, width)
    assert box["height"] <= 48
    expect(page.locator(".bs-marks dt")).to_have_count(3)  # what has no room in the bar is in the list that a press opens
    marks = page.locator(".bs-marks .bs-badge").filter(visible=True)
    tops = {round(marks.nth(at).bounding_box()["y"]) for at in range(marks.count())}  # type: ignore[index]
    assert marks.count() >= 1
    assert len(tops) == 1
    first = page.locator(".st-key-tempat").bounding_box()
    assert first is not None
    assert first["y"] <= (96 if width > 640 else 140)
    until(page, "document.documentElement.scrollWidth <= document.documentElement.clientWidth")
    keep(page, f"bilah_{width}_{language}")
    links = page.locator(".bs-main").get_by_role("link")
    if width >= 1280:
        end = page.locator(".bs-main").evaluate("(el) => el.getBoundingClientRect().right")
        assert all(links.nth(at).is_visible() for at in range(links.count()))
        for at in range(links.count()):
            edge = links.nth(at).bounding_box()
            assert edge is not None
            assert edge["height"] <= 48
            assert edge["x"] + edge["width"] <= end, "cut off by what stands beside it"
            assert links.nth(at).evaluate("(el) => el.scrollWidth <= el.clientWidth + 1")
    else:
        expect(links.first).to_be_hidden()
        marks.first.click()
        _menu(page)
        page.get_by_test_id("stPopoverBody").get_by_role("link").filter(has_text="KOTAN").click()
        expect(page.get_by_role("heading", level=1)).to_contain_text("KOTAN")
        expect(page.get_by_test_id("stPopoverBody")).to_have_count(0)
    page.context.close()


def test_the_keyboard_skips_the_bar_and_reaches_the_content(visit: Visit) -> None:
    page, _ = visit("/beranda?w=75", map_ready=False)
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    _idle(page)
    address, length = page.url, page.evaluate("history.length")
    page.keyboard.press("Tab")  # the part of the page that scrolls
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Langsung ke isi")).to_be_focused()
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "isi"
    assert (page.url, page.evaluate("history.length")) == (address, length)
    assert page.evaluate("document.documentElement.lang") == "id"
    expect(page.get_by_role("main")).to_have_count(1)
    assert page.get_by_text("Skip to main content").is_hidden()
