"""Reports by form on a phone: three feeds sent, a draft on another device, a submission opened again, corrected, withdrawn."""

import re
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa
from playwright.sync_api import Browser, Page, expect

from data.model import schema
from data.store import Store
from tests.benchmarks.forms import NIK, PHONE, Hand, assessment, monthly_services, village_event
from tests.browser.conftest import Server
from tests.browser.offices import office, signed_in
from tests.browser.test_accessibility import serious
from tests.stores import Run

pytestmark = pytest.mark.browser
_VILLAGE = "75.03.02.1009"  # Olohuta


@pytest.fixture(scope="module")
def served(run: Run, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Server, Store]]:
    with office(run, tmp_path_factory.mktemp("formulir") / "home", "kiki", "bnnk", "75.03") as opened:
        yield opened


def open_form(page: Page, url: str, feed: str) -> Hand:
    page.goto(f"{url}/kirim?umpan={feed}&cara=formulir")
    expect(page.get_by_role("heading", name="Kiriman terakhir")).to_be_visible(timeout=60_000)
    hand = Hand(page)
    hand.settle()
    return hand


def send(hand: Hand) -> None:
    hand.page.get_by_role("button", name="Periksa").click()
    hand.page.get_by_role("button", name="Simpan kiriman").click(timeout=60_000)
    receipt = hand.page.get_by_test_id("stAlertContentSuccess").get_by_text("tersimpan (")
    expect(receipt).to_be_visible(timeout=60_000)


def choose_newest(page: Page) -> None:
    """The first row of the submissions sent before."""
    table = page.locator(".st-key-riwayat_layanan_bulanan canvas").first
    table.scroll_into_view_if_needed()
    box = table.bounding_box()
    assert box is not None
    page.mouse.click(box["x"] + 16, box["y"] + 55)


def rows(store: Store, query: str) -> list[tuple[object, ...]]:
    with store.writing() as connection:
        return [tuple(row) for row in connection.execute(sa.text(query))]


def test_three_reports_are_entered_on_a_phone_and_one_is_corrected(served: tuple[Server, Store], chromium: Browser) -> None:
    server, store = served
    page = signed_in(chromium, server.url, "kiki")

    hand = open_form(page, server.url, "bersinar_peristiwa")
    village_event(hand)
    other = signed_in(chromium, server.url, "kiki")  # a draft opens on another device
    open_form(other, server.url, "bersinar_peristiwa")
    expect(other.get_by_text("Isian sejauh ini: 1")).to_be_visible()
    other.context.close()
    send(hand)
    assert rows(store, "select village_code, event from inti.bersinar_event") == [(_VILLAGE, "pencanangan")]

    hand = open_form(page, server.url, "ibm_unit")
    hand.write("Kode unit", "SIM-IBM1")
    hand.choose("Desa/kelurahan", "Olohuta")
    hand.date("Dibentuk", "02012025")
    hand.write("Agen", "3")
    hand.press("Simpan dan isi berikutnya")
    send(hand)
    hand = open_form(page, server.url, "ibm_penilaian")
    assessment(hand)
    with store.writing() as connection:
        draft = str(connection.scalar(sa.select(schema.draf.c.rows)))
    assert NIK not in draft
    send(hand)
    assert rows(store, "select stage, urica from inti.ibm_assessment") == [("masuk", None)]

    hand = open_form(page, server.url, "layanan_bulanan")
    monthly_services(hand)
    send(hand)
    choose_newest(page)
    hand.press("Buka sebagai formulir untuk dibetulkan")
    expect(page.get_by_text("Anda membetulkan kiriman")).to_be_visible()
    table = page.locator(".st-key-isian [data-testid=stDataFrame] canvas").first
    table.scroll_into_view_if_needed()
    box = table.bounding_box()
    assert box is not None
    page.mouse.click(box["x"] + 16, box["y"] + 55)
    hand.press("Ubah isian 1")
    hand.write("Orang", "999")
    hand.press("Simpan perubahan")
    send(hand)
    assert ("skhpn", 999) in rows(store, "select service, people from inti.service_month")
    states = rows(store, "select state, supersedes is not null from mentah.kiriman where feed = 'layanan_bulanan' order by id")
    assert states == [("digantikan", False), ("draf", True)]

    page.reload()
    expect(page.get_by_role("heading", name="Kiriman terakhir")).to_be_visible(timeout=60_000)
    expect(page.get_by_role("combobox", name="Jenis laporan")).to_have_value(re.compile("Layanan bulanan"))
    expect(page.get_by_text("Mulai dari laporan terakhir")).to_be_visible()
    choose_newest(page)
    page.get_by_label("Alasan").fill("salah bulan")
    page.get_by_role("button", name="Tarik").click()
    # the page runs again when its figures are ready, and what it said of the withdrawal goes
    ends = time.monotonic() + 30
    while rows(store, "select count(*) from inti.service_month") != [(0,)]:
        assert time.monotonic() < ends, "nothing was withdrawn"
        time.sleep(0.2)


def test_the_form_fits_a_phone(served: tuple[Server, Store], chromium: Browser, tmp_path: Path) -> None:
    server, _ = served
    page = signed_in(chromium, server.url, "kiki")
    hand = open_form(page, server.url, "kasus")
    page.get_by_text("Isian tambahan").click()
    hand.press("Tambah barang bukti")
    assert serious(page) == []
    wide = page.evaluate("document.scrollingElement.scrollWidth")
    assert wide <= PHONE["width"]
    for button in page.locator(".st-key-isian button[data-testid^=stBaseButton]").all():
        box = button.bounding_box()
        assert box is None or box["height"] >= 44, button.inner_text()
