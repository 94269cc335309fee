"""The picker of indicators in a browser: by keyboard, by search, on a phone, and what stands in the address."""

from collections.abc import Callable
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Traffic

Visit = Callable[..., tuple[Page, Traffic]]
pytestmark = pytest.mark.browser


def _chosen(page: Page) -> dict[str, str]:
    return {name: values[0] for name, values in parse_qs(urlsplit(page.url).query).items()}


def _open(page: Page) -> None:
    page.locator(".pemilih .buka").click()
    expect(page.get_by_role("combobox", name="Cari indikator")).to_be_focused()


@pytest.mark.smoke
def test_an_indicator_is_found_and_taken_by_keyboard_alone(visit: Visit) -> None:
    page, _ = visit("/peta?w=75&tingkat=2&tema=penangkapan")
    button = page.locator(".pemilih .buka")
    expect(button).to_contain_text("Kasus narkotika")
    before = page.evaluate("history.length")
    button.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("combobox", name="Cari indikator")).to_be_focused()
    page.keyboard.type("skhpn")
    expect(page.get_by_role("option", selected=True).locator("b")).to_have_text("SKHPN")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_contain_text("SKHPN")
    assert _chosen(page) == {"w": "75", "tingkat": "2", "indikator": "skhpn"}  # and no theme of before
    assert page.evaluate("history.length") == before + 1
    expect(button).to_be_focused()
    page.go_back()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Kasus narkotika")
    expect(button).to_contain_text("Kasus narkotika")


def test_groups_open_and_close_and_what_was_used_last_comes_back(visit: Visit) -> None:
    page, _ = visit("/peta?w=75&tingkat=2")
    _open(page)
    options = page.get_by_role("option")
    closed = options.count()
    assert options.locator("b").all_inner_texts()[:4] == [
        "Cakupan Bersinar", "Kapasitas rawat inap", "Kapasitas rawat jalan", "Kasus narkotika",
    ]  # fmt: skip
    group = options.filter(has_text="KOTAN").filter(has_text="indikator")
    group.click()
    assert options.count() > closed + 15
    group.click()
    expect(options).to_have_count(closed)
    group.click()
    options.filter(has_text="Indeks KOTAN 2021").first.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Indeks KOTAN 2021")
    page.reload()
    page.get_by_role("heading", level=1).wait_for()
    _open(page)
    expect(page.locator(".judul").nth(1)).to_have_text("Terakhir dipakai")
    expect(options.nth(4)).to_contain_text("Indeks KOTAN 2021")


def test_search_finds_words_of_both_languages_and_says_when_there_is_none(visit: Visit) -> None:
    page, _ = visit("/peta?w=75")
    for typed, found in (("prevalence", "Prevalensi"), ("inpatient capacity", "Kapasitas rawat inap"), ("skhpn", "SKHPN")):
        _open(page)
        page.keyboard.type(typed)
        expect(page.get_by_role("option", selected=True).locator("b")).to_have_text(found)
        page.keyboard.press("Escape")
        expect(page.get_by_role("combobox", name="Cari indikator")).to_have_count(0)
    _open(page)
    page.keyboard.type("zzz")
    expect(page.locator(".daftar")).to_contain_text("Tidak ada indikator yang cocok dengan “zzz”")
    page.keyboard.press("Enter")  # nothing to take
    assert "indikator" not in _chosen(page)


def test_on_a_phone_the_panel_takes_the_width_and_lines_are_easy_to_hit(visit: Visit) -> None:
    page, _ = visit("/peta?w=75", map_ready=False)
    page.set_viewport_size({"width": 390, "height": 844})
    page.locator(".pemilih .buka").wait_for()
    _open(page)
    box = page.locator(".panel").bounding_box()
    assert box is not None
    assert (box["x"], round(box["width"])) == (0, 390)
    assert all(one.bounding_box()["height"] >= 44 for one in page.get_by_role("option").all()[:8])
    assert page.evaluate("document.documentElement.scrollWidth") <= 390


def test_the_list_is_sent_once_and_not_with_a_page(visit: Visit) -> None:
    page, _ = visit("/peta?w=75")
    sent: list[str] = []
    page.on("request", lambda request: sent.append(request.url) if "/indikator/" in request.url else None)
    for _ in range(2):
        _open(page)
        page.keyboard.press("Escape")
    assert len(sent) == 1
