"""Presses, letters and seconds of five reports by form, on a phone. `python -m tests.benchmarks.forms http://localhost:8501`.

The app must serve the simulated store (`./run`). Nothing is sent: each form is filled in as far as its check, and its draft is
discarded. What a hand takes beside the page is estimated with 1.5 s a press and 0.4 s a letter.
"""

import sys
import time
from collections.abc import Callable
from dataclasses import dataclass

from playwright.sync_api import Page, expect, sync_playwright

PHONE = {"width": 390, "height": 844}
CHROMIUM = {
    "executable_path": "/usr/bin/chromium",
    "args": ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run"],
}
_PRESS_S, _LETTER_S = 1.5, 0.4
NIK = "7501014107900001"


@dataclass
class Hand:
    """Somebody at a form; counts what they press and write."""

    page: Page
    presses: int = 0
    letters: int = 0

    def press(self, label: str) -> None:
        """A button."""
        self.settle()
        self.presses += 1
        self.page.get_by_role("button", name=label, exact=True).first.click()
        self.settle()

    def pick(self, label: str, option: str) -> None:
        """One of a row of buttons."""
        self.presses += 1
        group = self.page.locator(".stButtonGroup").filter(has_text=label)
        group.get_by_role("radio", name=option, exact=True).or_(
            group.get_by_role("button", name=option, exact=True)
        ).first.click()

    def choose(self, label: str, written: str, option: str = "") -> None:
        """One of a list, after a few of its letters."""
        self.presses += 2
        self.letters += len(written)
        field = self.page.get_by_role("combobox", name=label).first
        field.click()
        field.fill(written)
        self.page.get_by_role("option", name=option or written).first.click()

    def write(self, label: str, text: str) -> None:
        """A text or a number."""
        self.presses += 1
        self.letters += len(text)
        self.settle()
        field = self.page.locator(".stTextInput, .stNumberInput, .stTextArea").filter(has_text=label)
        field.locator("input, textarea").first.fill(text)

    def date(self, label: str, digits: str) -> None:
        """A day, written as its eight digits."""
        self.presses += 1
        self.letters += len(digits)
        field = self.page.locator(".stDateInput").filter(has_text=label)
        field.get_by_role("spinbutton").first.click()
        self.page.keyboard.type(digits, delay=20)
        self.page.keyboard.press("Escape")  # the calendar lies over what comes next
        self.presses += 1

    def settle(self) -> None:
        """Until the page has answered what was done last."""
        self.page.wait_for_timeout(150)
        self.page.locator(".stApp[data-test-script-state='running']").wait_for(state="detached", timeout=30_000)


def village_event(hand: Hand) -> None:
    """Events of a village."""
    hand.choose("Desa/kelurahan", "Olohuta")
    hand.choose("Peristiwa", "Pencanangan")
    hand.date("Tanggal", "26062026")
    hand.press("Simpan dan isi berikutnya")


def monthly_services(hand: Hand) -> None:
    """The month of an office: four services."""
    hand.choose("Bulan", "Oktober 2026")
    hand.press(
        "Mulai dari laporan terakhir" if hand.page.get_by_text("Mulai dari laporan terakhir").count() else "Mulai laporan baru"
    )
    for number in range(1, 5):
        expect(hand.page.get_by_text(f"Mengubah isian {number}", exact=True)).to_be_visible()
        hand.write("Jumlah kegiatan", str(4 + number))
        hand.write("Orang", str(100 + number))
        hand.press("Simpan perubahan")


def half_year_report(hand: Hand) -> None:
    """The half year of one action."""
    hand.choose("Kode aksi", "1/75/1")
    hand.choose("Periode", "Semester I 2026")
    hand.write("Realisasi", "120")
    hand.date("Tanggal lapor", "10072026")
    hand.press("Simpan dan isi berikutnya")


def assessment(hand: Hand) -> None:
    """One assessment of a client of IBM, without URICA and ASSIST."""
    hand.write("Token klien", NIK)
    hand.choose("Kode unit", "SIM-IBM1")
    hand.pick("Tahap", "Masuk")
    hand.date("Tanggal penilaian", "07042026")
    for part, score in (("fisik", "52.3"), ("psikologis", "49.8"), ("sosial", "55"), ("lingkungan", "57.1")):
        hand.write(f"WHOQoL {part}", score)
    hand.press("Simpan dan isi berikutnya")


# feed, who, area, what is filled in
REPORTS: dict[str, tuple[str, str, str, Callable[[Hand], None]]] = {
    "Peristiwa desa": ("bersinar_peristiwa", "demo-bnnk", "75.03", village_event),
    "Layanan bulanan": ("layanan_bulanan", "demo-bnnk", "75.03", monthly_services),
    "Laporan RAN": ("ran_laporan", "demo-bnnp", "75", half_year_report),
    "Penilaian IBM": ("ibm_penilaian", "demo-bnnp", "75", assessment),
}


def discard(hand: Hand) -> None:
    """Remove the draft, if there is one."""
    if hand.page.get_by_role("button", name="Buang draf ini").count():
        hand.press("Buang draf ini")
        hand.page.get_by_role("dialog").get_by_role("button", name="Buang draf").click()
        hand.page.get_by_role("button", name="Buang draf ini").wait_for(state="detached")
        hand.settle()


def report(page: Page, name: str, address: str, fill: Callable[[Hand], None]) -> None:
    """Fill in one report from an address, as far as its check, and print a line."""
    page.goto(address)
    page.locator(".stApp[data-test-script-state='notRunning']").wait_for(state="attached", timeout=60_000)
    page.get_by_role("heading").last.wait_for(timeout=60_000)
    hand = Hand(page)
    hand.settle()
    began = time.monotonic()
    fill(hand)
    page.get_by_role("button", name="Periksa").click()
    hand.presses += 1
    page.get_by_role("button", name="Simpan kiriman").wait_for(timeout=60_000)
    seconds = time.monotonic() - began
    whole = seconds + hand.presses * _PRESS_S + hand.letters * _LETTER_S
    counted = f"{hand.presses} presses, {hand.letters} letters"
    print(f"{name}: {counted}, {seconds:.1f} s of the page, {whole:.0f} s with a hand", flush=True)
    discard(hand)


def newcomer(hand: Hand) -> None:
    """The first report from the first page: menu, kind of report, form."""
    hand.page.locator("summary", has_text="Menu").or_(hand.page.get_by_role("button", name="Menu")).first.click()
    hand.page.get_by_role("link", name="Kirim data", exact=True).first.click()
    hand.page.get_by_role("heading", name="Kiriman terakhir").wait_for(timeout=60_000)
    hand.presses += 2
    hand.choose("Jenis laporan", "Peristiwa Desa", "Peristiwa Desa/Kelurahan Bersinar")
    hand.settle()
    hand.page.get_by_role("radio", name="Isi formulir").or_(hand.page.get_by_role("button", name="Isi formulir")).first.click()
    hand.presses += 1
    hand.page.locator(".st-key-isian").wait_for()
    hand.settle()
    village_event(hand)


def main(url: str) -> None:
    """Fill in the reports and print a line for each."""
    with sync_playwright() as play:
        browser = play.chromium.launch(**CHROMIUM)
        for name, (feed, person, area, fill) in REPORTS.items():
            page = browser.new_page(viewport=PHONE)
            address = f"{url}/kirim?umpan={feed}&sebagai={person}&w={area}&cara=formulir"
            page.goto(address)
            page.get_by_role("heading", name="Kiriman terakhir").wait_for(timeout=60_000)
            page.wait_for_timeout(1_000)
            discard(Hand(page))  # what an earlier run left
            report(page, name, address, fill)
            page.close()
        page = browser.new_page(viewport=PHONE)
        report(page, "Dari halaman pertama", f"{url}/?sebagai=demo-bnnk&w=75.03", newcomer)
        browser.close()


if __name__ == "__main__":
    main(sys.argv[1])
