"""Files on a phone: a sheet in another shape is shown, confirmed and sent; one of another feed is taken there with a press."""

import io
from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa
import xlwt
from playwright.sync_api import Browser, Page, expect

from data.store import Store
from tests.browser.conftest import Server
from tests.browser.offices import office, signed_in
from tests.browser.test_accessibility import serious
from tests.intake.case_list import FOLDER
from tests.stores import Run

pytestmark = pytest.mark.browser
MONTHS = ("Jan", "Peb", "Mrt", "Apr", "Mei", "Jun", "Jul", "Agst", "Sept", "Okt", "Nop", "Des")


@pytest.fixture(scope="module")
def served(run: Run, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Server, Store]]:
    with office(run, tmp_path_factory.mktemp("berkas") / "home", "siti", "bnnp", "75") as opened:
        yield opened


@pytest.fixture
def page(served: tuple[Server, Store], chromium: Browser) -> Iterator[Page]:
    page = signed_in(chromium, served[0].url, "siti")
    yield page
    page.context.close()


def choose_file(page: Page, url: str, feed: str, name: str, body: bytes) -> None:
    page.goto(f"{url}/kirim?umpan={feed}")
    expect(page.get_by_role("heading", name="Kiriman terakhir")).to_be_visible(timeout=60_000)
    page.locator("input[type=file]").set_input_files({"name": name, "mimeType": "application/octet-stream", "buffer": body})


def months_across() -> bytes:
    """An old .xls: a title, months across, a sum, and a day and a signature under the months."""
    book = xlwt.Workbook()
    sheet = book.add_sheet("SKHPN")
    sheet.write(0, 0, "REKAP PENERBITAN SKHPN TAHUN 2025")
    for row, cells in enumerate([("No", "Kab/Kota", *MONTHS, "Jml"), (1, "Kab. Boalemo", *range(1, 13), 78)], 2):
        for at, cell in enumerate(cells):
            sheet.write(row, at, cell)
    sheet.write(6, 10, "Gorontalo, 5 Januari 2026")
    sheet.write(8, 10, "Kepala Bidang Rehabilitasi")
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def test_a_sheet_in_another_shape_is_confirmed_and_sent_on_a_phone(served: tuple[Server, Store], page: Page) -> None:
    server, store = served
    choose_file(page, server.url, "layanan_bulanan", "rekap.xls", months_across())
    expect(page.get_by_text("Kami membaca lembar ini begini")).to_be_visible(timeout=60_000)
    assert page.get_by_role("button", name="Simpan kiriman").count() == 0, "nothing lands before an answer"
    assert not page.get_by_text("Kolom dikenali dari judulnya").is_visible(), "columns are not what has to be matched"
    made = page.get_by_role("region", name="Kami membaca lembar ini begini")
    hidden = made.evaluate("frame => frame.scrollWidth - frame.clientWidth")
    assert hidden <= 0, "the numbers stand last, and must be in sight"
    assert serious(page) == []
    page.get_by_role("button", name="Ya, baca begini").click()
    page.get_by_role("button", name="Simpan kiriman").click(timeout=60_000)
    expect(page.get_by_text("tersimpan (12 baris baru atau berubah)")).to_be_visible(timeout=60_000)
    with store.writing() as connection:
        found = connection.execute(sa.text("select count(*), sum(held), sum(people) from inti.service_month")).one()
    assert tuple(found) == (12, 78, 78)


def test_a_file_of_another_feed_is_taken_there_with_one_press(served: tuple[Server, Store], page: Page) -> None:
    file = Path(FOLDER / "m03_bersinar_konteks_bertentangan.csv")
    choose_file(page, served[0].url, "layanan_bulanan", file.name, file.read_bytes())
    offered = page.get_by_text("Peristiwa Desa/Kelurahan Bersinar").last
    expect(offered).to_be_visible(timeout=60_000)
    page.get_by_role("button", name="Ganti").click()
    page.wait_for_url(lambda address: "umpan=bersinar_peristiwa" in address)
    expect(page.get_by_text("'Bihe' tidak ada di Kec. Suwawa")).to_be_visible(timeout=60_000)  # the file stays, and is checked
    expect(page.get_by_role("button", name="Ganti")).to_have_count(0)
