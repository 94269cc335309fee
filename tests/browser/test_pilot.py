"""docs/mulai.md as a new user would follow it: an empty shared store, an office's own Excel, and only real data on the map."""

import io
import time
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook
from playwright.sync_api import Browser, Page, expect
from playwright.sync_api import TimeoutError as PlaywrightTimeout

from data.model import schema
from data.store.prepare import prepare
from tests.browser.conftest import ARTEFACTS, serve, stop, watch
from tests.people import WORD
from tests.stores import Run, run_module

pytestmark = pytest.mark.browser


def own_list(slip: bool) -> bytes:
    """A list of Desa Bersinar as an office keeps it: titles, names, its own headers, one row per village."""
    book = Workbook()
    sheet = book.active
    sheet.title = "Data Desa Bersinar"
    sheet.append(["DAFTAR DESA/KELURAHAN BERSINAR PROVINSI GORONTALO"])
    sheet.merge_cells("A1:I1")
    sheet.append([])
    sheet.append(
        ["No", "Kab/Kota", "Kecamatan", "Desa/Kel", "No. SK", "Tgl. SK", "Hari Jadi Program", "Anggaran", "Jml Penggiat"]
    )
    sheet.append([1, "Kab. Bone Bolango", "Kabila", "Olohuta", "SK 12/2021", "3 Maret 2021", "26/06/2021", "DIPA", 10])
    sheet.append([2, "Kab. Bone Bolango", "Suwawa", "Bubeya", "SK 12/2021", "3 Maret 2021", "26/06/2022", "Non-DIPA", 8])
    sheet.append(
        [
            3,
            "Kota Gorontalo",
            "Kota Timur",
            "Ipiloo" if slip else "Ipilo",
            "SK 7/2023",
            45000,
            "30/02/2024" if slip else "29/02/2024",
            None,
            12,
        ]
    )
    sheet.append(["Jumlah", None, None, None, None, None, None, None, 30])
    body = io.BytesIO()
    book.save(body)
    return body.getvalue()


def _upload(page: Page, body: bytes, folder: Path, name: str) -> None:
    path = folder / name
    path.write_bytes(body)
    page.locator("input[type=file]").set_input_files(path)


def _choose(page: Page, label: str, option: str) -> None:
    """Pick from a list; a run of the page in the middle of it closes the list, as it would a person's, and one tries again."""
    field = page.get_by_role("combobox", name=label, exact=True)
    for _ in range(4):
        field.click()
        field.fill(option)
        try:
            page.get_by_role("option", name=option).first.click(timeout=5_000)
        except PlaywrightTimeout:
            page.keyboard.press("Escape")
            continue
        return
    raise AssertionError(f"{option} could not be chosen")


def test_one_office_loads_its_own_list(run: Run, chromium: Browser, tmp_path: Path, record_property) -> None:
    settings = run.copy("postgis", "wilayah", tmp_path / "home")
    store = prepare(settings)
    with store.writing() as connection:
        connection.execute(schema.person.delete())  # the first account is the owner's, who chose its password
    store.close()
    made = run_module(
        settings,
        "data",
        "pengguna",
        "budi",
        "--nama",
        "Budi",
        "--peran",
        "bnnp",
        "--wilayah",
        "75",
        "--sandi-dari-stdin",
        words=WORD + "\n",
    )
    assert made.returncode == 0, made.stdout + made.stderr
    server = serve(settings)
    try:
        page = chromium.new_page(viewport={"width": 1440, "height": 900}, accept_downloads=True)
        traffic = watch(page, server.url)
        page.goto(f"{server.url}/masuk")
        page.get_by_label("Nama pengguna").fill("budi")
        page.get_by_label("Kata sandi").fill(WORD)
        page.get_by_role("button", name="Masuk").click()
        expect(page.get_by_text("Penyimpanan ini belum berisi data").or_(page.locator(".stAlert")).first).to_be_visible(
            timeout=60_000
        )
        began = time.monotonic()
        page.get_by_role("link", name="Data", exact=True).click()
        expect(page.get_by_role("heading", name="Kirim data")).to_be_visible(timeout=60_000)

        _choose(page, "Jenis laporan", "Peristiwa Desa")
        expect(page.get_by_text("Peristiwa bertanggal dari program")).to_be_visible(timeout=60_000)

        # first try: the office calls the declaration by a name of its own, and two cells are wrong
        _upload(page, own_list(slip=True), tmp_path, "daftar.xlsx")
        expect(page.get_by_text("kesalahan di")).to_be_visible(timeout=60_000)
        page.get_by_text("Cocokkan kolom").click()
        page.wait_for_timeout(1_500)  # a run of the page in the middle of it would close the list again
        _choose(page, "Tanggal Pencanangan", "Hari Jadi Program")
        expect(page.get_by_text("3 kesalahan di 1 baris").or_(page.get_by_text("2 kesalahan di 1 baris"))).to_be_visible(
            timeout=60_000
        )
        page.get_by_role("button", name="Ingat pencocokan ini").click()
        page.wait_for_timeout(1_000)
        with page.expect_download() as waiting:
            page.get_by_role("link", name="Unduh salinan dengan sel ditandai").click()
        waiting.value.save_as(tmp_path / "ditandai.xlsx")
        copy = load_workbook(tmp_path / "ditandai.xlsx")
        assert copy.sheetnames[0] == "Kesalahan"
        assert "Ipilo" in str([cell.value for row in copy["Kesalahan"].iter_rows() for cell in row])
        page.screenshot(path=ARTEFACTS / "mulai_salah.png")

        # second try, corrected: the match is remembered, all is new, and it is saved
        page.reload()
        expect(page.get_by_role("heading", name="Kirim data")).to_be_visible(timeout=60_000)
        _choose(page, "Jenis laporan", "Peristiwa Desa")
        expect(page.get_by_text("Peristiwa bertanggal dari program")).to_be_visible(timeout=60_000)
        _upload(page, own_list(slip=False), tmp_path, "daftar.xlsx")
        expect(page.get_by_test_id("stMetricValue").first).to_have_text("6", timeout=60_000)
        page.get_by_role("button", name="Simpan kiriman").click()
        expect(page.get_by_text("tersimpan")).to_be_visible(timeout=120_000)
        page.screenshot(path=ARTEFACTS / "mulai_tersimpan.png")

        # and the map shows it, and nothing that is not real
        page.get_by_role("link", name="Peta", exact=True).click()
        expect(page.get_by_role("heading", level=1)).to_contain_text("Gorontalo", timeout=60_000)
        expect(page.get_by_text("DATA SIMULASI")).to_have_count(0)
        record_property("pilot_seconds", round(time.monotonic() - began))
        page.wait_for_timeout(3_000)
        page.screenshot(path=ARTEFACTS / "mulai_peta.png")
        assert traffic.outside == []
        page.close()
    finally:
        stop(server)
