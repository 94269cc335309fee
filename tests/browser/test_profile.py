"""Finding an area and reading its profile, as a regional head does on a phone and an analyst with the keyboard."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import SIZES, Traffic, keep

pytestmark = pytest.mark.browser
Visit = Callable[..., tuple[Page, Traffic]]


@pytest.mark.parametrize("size", SIZES)
def test_an_area_is_found_while_typing_and_its_profile_read(visit: Visit, size: str) -> None:
    page, traffic = visit("/profil?w=75", size, map_ready=False)
    expect(page.get_by_role("heading", level=1)).to_have_text("Profil Gorontalo")
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
    expect(page.get_by_role("heading", level=1)).to_have_text("Profil Kabupaten Bone Bolango")
    expect(page.get_by_text("Siapa yang ditanya")).to_be_visible()
    wide = page.evaluate("document.querySelector('.main, [data-testid=stMain]').scrollWidth")
    assert wide <= SIZES[size][0], "nothing to scroll sideways"
    keep(page, f"profil-{size}")
    page.get_by_role("button", name="dicanangkan sebagai Desa Bersinar").click()
    expect(page.get_by_role("dialog")).to_contain_text("Rumus")
    keep(page, f"profil-asal-{size}")
    assert traffic.outside == []
    assert traffic.errors == []
