"""Right files, and what offices, Excel and other programs do to them. Each kind knows what the file then says.

A kind returns the file and its truth: the rows that it says to a careful reader, or ``None`` where nobody can know.
"""

import csv
import io
import random
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import lru_cache

from openpyxl import Workbook
from openpyxl.cell import Cell
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from geo import reference

Rows = list[list[object]]
Truth = frozenset[tuple[str, ...]]
Kind = Callable[[random.Random], "Damaged"]
Touch = Callable[[Worksheet], None]

BPS = {"75.01": "7502", "75.02": "7501", "75.03": "7504", "75.04": "7503", "75.05": "7505", "75.71": "7571"}
MONTHS = ("Januari", "Februari", "Maret", "April", "Mei", "Juni", "Juli", "Agustus", "September", "Oktober")
KINDS: dict[str, Kind] = {}


@dataclass(frozen=True)
class Damaged:
    """A file to send, and its truth."""

    feed: str
    body: bytes
    name: str
    truth: Truth | None
    region: str = "75"


@dataclass(frozen=True)
class Right:
    """A right table: cells as an office would type them, and what each row says."""

    feed: str
    heads: list[str]
    rows: Rows
    truth: list[tuple[str, ...]]
    title: list[str] = field(default_factory=list)

    def at(self, head: str) -> int:
        """The position of a column."""
        return self.heads.index(head)

    def column(self, head: str, cells: Iterable[object]) -> "Right":
        """The table with other cells in a column."""
        at = self.at(head)
        rows = [[*row[:at], cell, *row[at + 1 :]] for row, cell in zip(self.rows, cells, strict=True)]
        return replace(self, rows=rows)

    def without(self, head: str) -> "Right":
        """The table without a column."""
        at = self.at(head)
        heads = [*self.heads[:at], *self.heads[at + 1 :]]
        return replace(self, heads=heads, rows=[[*row[:at], *row[at + 1 :]] for row in self.rows])

    def xlsx(self, touch: Touch = lambda sheet: None, truth: Sequence[tuple[str, ...]] | bool | None = True) -> Damaged:
        """As a workbook; `truth` True stands for the table's own."""
        body = workbook([("Data", [[text] for text in self.title] + [list(self.heads), *self.rows])], touch)
        return Damaged(self.feed, body, "uji.xlsx", self._truth(truth))

    def csv(
        self, *, encoding: str = "utf-8", delimiter: str = ";", truth: Sequence[tuple[str, ...]] | bool | None = True
    ) -> Damaged:
        """As a CSV."""
        out = io.StringIO()
        csv.writer(out, delimiter=delimiter).writerows([self.heads, *self.rows])
        return Damaged(self.feed, out.getvalue().encode(encoding), "uji.csv", self._truth(truth))

    def _truth(self, truth: Sequence[tuple[str, ...]] | bool | None) -> Truth | None:
        return frozenset(self.truth) if truth is True else frozenset(truth) if truth else None


def kind(made: Kind) -> Kind:
    """Add a kind of damage."""
    KINDS[made.__name__] = made
    return made


def workbook(sheets: Sequence[tuple[str, Rows]], touch: Touch = lambda sheet: None) -> bytes:
    """A workbook of sheets of cells; `touch` sees each sheet before it is saved."""
    book = Workbook()
    book.remove(book.active)
    for name, rows in sheets:
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
        touch(sheet)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


# -- right tables -----------------------------------------------------------------------------------------------------


@lru_cache(maxsize=1)
def gorontalo() -> dict[str, str]:
    """Names of all regions of the province by code."""
    regions = reference.read_regions(("75",))
    return dict(zip(regions["code"], regions["name"], strict=True))


def services(rng: random.Random, *, months: int = 2) -> Right:
    """Services by regency and month."""
    names = gorontalo()
    rows, truth = [], []
    for code in sorted(BPS):
        for number in rng.sample(range(len(MONTHS)), months):
            held, people = rng.randint(2, 40), rng.randint(41, 900)
            rows.append([code, names[code], f"{MONTHS[number]} 2025", "Penyuluhan", held, people])
            truth.append((code, f"2025-{number + 1:02d}-01", "penyuluhan", str(held), str(people)))
    heads = ["Kode wilayah", "Nama Kabupaten/Kota", "Bulan", "Layanan", "Jumlah kegiatan", "Orang"]
    return Right("layanan_bulanan", heads, rows, truth)


def events(rng: random.Random, count: int = 10) -> Right:
    """Events of villages; days on both sides of the twelfth."""
    names = gorontalo()
    codes = rng.sample(sorted(code for code in names if len(code) == 13), count)
    rows, truth = [], []
    for at, code in enumerate(sorted(codes)):
        day = date(2025, rng.randint(1, 10), rng.randint(1, 12) if at % 2 else rng.randint(13, 28))
        said = ["Desa" if code[9] != "1" else "Kelurahan", names[code]]
        rows.append([code, " ".join(said), names[code[:8]], names[code[:5]], "Pencanangan", f"{day:%d/%m/%Y}"])
        truth.append((code, "pencanangan", day.isoformat()))
    heads = ["Kode desa", "Nama desa", "Nama Kecamatan", "Nama Kabupaten", "Tahapan", "Tanggal"]
    return Right("bersinar_peristiwa", heads, rows, truth)


def people(rng: random.Random) -> Right:
    """Population of regencies."""
    names = gorontalo()
    rows, truth = [], []
    for code in sorted(BPS):
        count = rng.randint(100_000, 400_000)
        rows.append([code, names[code], 2024, count])
        truth.append((code, "2024", str(count)))
    return Right("penduduk", ["Kode wilayah", "Nama Kabupaten/Kota", "Tahun", "Jumlah penduduk"], rows, truth)


def named(right: Right) -> Right:
    """Without codes, the names in the region's own column."""
    if right.feed == "bersinar_peristiwa":
        return right.without("Kode desa")
    return replace(right.without("Kode wilayah"), heads=["Kabupaten/Kota", *right.heads[2:]])


def cell(sheet: Worksheet, row: int, column: int) -> Cell:
    """A cell by position, both from 0; row 0 is the header."""
    found = sheet.cell(row + 1, column + 1)
    assert isinstance(found, Cell)
    return found


def _one(rng: random.Random, right: Right, head: str, write: Callable[[object], object]) -> tuple[Right, int]:
    """One cell of a column rewritten; and which row."""
    row = rng.randrange(len(right.rows))
    cells = [line[right.at(head)] for line in right.rows]
    cells[row] = write(cells[row])
    return right.column(head, cells), row


# -- whose number it is -----------------------------------------------------------------------------------------------


@kind
def bps_codes_beside_names(rng: random.Random) -> Damaged:
    right = rng.choice([services, people])(rng)
    return right.column("Kode wilayah", [BPS[str(row[0])] for row in right.rows]).xlsx()


@kind
def bps_codes_as_numbers(rng: random.Random) -> Damaged:
    right = rng.choice([services, people])(rng)
    return right.column("Kode wilayah", [int(BPS[str(row[0])]) for row in right.rows]).csv()


@kind
def names_one_row_off(rng: random.Random) -> Damaged:
    right = people(rng)
    names = [row[1] for row in right.rows]
    return right.column("Nama Kabupaten/Kota", [*names[1:], names[0]]).xlsx(truth=None)


@kind
def another_kecamatan_beside(rng: random.Random) -> Damaged:
    right, names = events(rng), gorontalo()
    row = rng.randrange(len(right.rows))
    code = right.truth[row][0]
    village = names[code].lower()
    others = [
        one
        for one in names
        if len(one) == 8
        and names[one] != names[code[:8]]
        and not any(two.startswith(one) and names[two].lower() == village for two in names if len(two) == 13)
    ]
    cells = [line[2] for line in right.rows]
    cells[row] = names[rng.choice(others)]
    right = right.column("Nama Kecamatan", cells)
    return (right if rng.random() < 0.5 else named(right)).xlsx(truth=None)


@kind
def another_regency_beside(rng: random.Random) -> Damaged:
    right, names = events(rng), gorontalo()
    row = rng.randrange(len(right.rows))
    cells = [line[3] for line in right.rows]
    cells[row] = names[rng.choice([one for one in BPS if one != right.truth[row][0][:5]])]
    return right.column("Nama Kabupaten", cells).xlsx(truth=None)


@kind
def another_kind_beside(rng: random.Random) -> Damaged:
    right = people(rng)
    swapped = {"75.01": "Kota Gorontalo", "75.71": "Kabupaten Gorontalo"}
    code = rng.choice(sorted(swapped))
    cells = [swapped[code] if row[0] == code else row[1] for row in right.rows]
    return right.column("Nama Kabupaten/Kota", cells).csv(truth=None)


@kind
def kecamatan_as_village(rng: random.Random) -> Damaged:
    right = named(events(rng))
    row = rng.randrange(len(right.rows))
    cells = [line[0] for line in right.rows]
    cells[row] = f"{rng.choice(['Kec.', 'Kecamatan'])} {right.rows[row][1]}"
    return right.column("Nama desa", cells).xlsx(truth=None)


@kind
def misspelt_name(rng: random.Random) -> Damaged:
    def typo(name: object) -> str:
        text = str(name)
        at = rng.randrange(len(text) - 4, len(text) - 1)
        return rng.choice([text[:at] + text[at + 1 :], text[:at] + text[at] + text[at:], text[:at] + "q" + text[at + 1 :]])

    right = named(services(rng, months=1))
    return _one(rng, right, "Kabupaten/Kota", typo)[0].xlsx()


@kind
def one_digit_wrong(rng: random.Random) -> Damaged:
    right = people(rng)
    row = rng.randrange(len(right.rows))
    right = replace(right, rows=[right.rows[row]])
    return right.column("Kode wilayah", [rng.choice([code for code in BPS if code != right.rows[0][0]])]).xlsx(truth=None)


@kind
def codes_without_dots(rng: random.Random) -> Damaged:
    right = events(rng)
    return right.column("Kode desa", [int(str(row[0]).replace(".", "")) for row in right.rows]).xlsx()


@kind
def codes_as_decimals(rng: random.Random) -> Damaged:
    right = people(rng)
    return right.column("Kode wilayah", [float(str(row[0])) for row in right.rows]).xlsx()


@kind
def undivided_papua(rng: random.Random) -> Damaged:
    code, name = rng.choice([("91", "Papua"), ("92", "Papua Barat")])
    rows: Rows = [[code, name, rng.choice([2019, 2020, 2021]), rng.randint(10**6, 4 * 10**6)]]
    right = Right("penduduk", ["Kode wilayah", "Nama provinsi", "Tahun", "Jumlah penduduk"], rows, [])
    return replace(right.xlsx(truth=None), region="")


@kind
def same_row_twice_with_other_numbers(rng: random.Random) -> Damaged:
    right = services(rng)
    again = [*right.rows[0][:-1], int(str(right.rows[0][-1])) + 1]
    return replace(right, rows=[*right.rows, again]).xlsx(truth=None)


# -- what a cell says -------------------------------------------------------------------------------------------------


@kind
def per_cent_format_on_a_count(rng: random.Random) -> Damaged:
    right = services(rng)
    row = rng.randrange(1, len(right.rows) + 1)

    def touch(sheet: Worksheet) -> None:
        one = cell(sheet, row, right.at("Orang"))
        one.value, one.number_format = rng.choice([0.12, 1, 0.5, 3]), "0%"

    return right.xlsx(touch, truth=None)


@kind
def format_that_shows_another_number(rng: random.Random) -> Damaged:
    right = services(rng)
    row = rng.randrange(1, len(right.rows) + 1)
    shown = rng.choice(['0" ribu"', '0"000"', '0"%"', 'General" jt"', '">"0', '0"+"', '#,##0\\ "juta"', '0" K"'])

    def touch(sheet: Worksheet) -> None:
        cell(sheet, row, right.at("Orang")).number_format = shown

    return right.xlsx(touch, truth=None)


@kind
def number_struck_out(rng: random.Random) -> Damaged:
    right = services(rng)
    row = rng.randrange(1, len(right.rows) + 1)

    def touch(sheet: Worksheet) -> None:
        for at in range(len(right.heads)) if rng.random() < 0.5 else [right.at("Orang")]:
            cell(sheet, row, at).font = Font(strike=True)

    return right.xlsx(touch, truth=None)


@kind
def format_that_shows_the_number(rng: random.Random) -> Damaged:
    right = services(rng)
    shown = rng.choice(["#,##0", '0" orang"', "0.00", '0;0;"nihil"', "000", '#,##0,"ribu"', "@", '_-* #,##0_-;_-* "-"_-'])

    def touch(sheet: Worksheet) -> None:
        for row in range(1, len(right.rows) + 1):
            cell(sheet, row, right.at("Orang")).number_format = shown

    return right.xlsx(touch)


@kind
def codes_shortened_by_a_spreadsheet(rng: random.Random) -> Damaged:
    right = events(rng).without("Nama desa").without("Nama Kecamatan").without("Nama Kabupaten")
    cells = [f"{float(str(row[0]).replace('.', '')):.{rng.randint(2, 5)}E}" for row in right.rows]
    return right.column("Kode desa", cells).csv(truth=None)


@kind
def codes_with_an_apostrophe(rng: random.Random) -> Damaged:
    right = events(rng)
    dots = rng.random() < 0.5
    cells = [f"'{row[0]}" if dots else f"'{str(row[0]).replace('.', '')}" for row in right.rows]
    return right.column("Kode desa", cells).csv()


@kind
def error_pasted(rng: random.Random) -> Damaged:
    error = rng.choice(["#N/A", "#REF!", "#VALUE!", "#DIV/0!", "#NAME?"])
    head = rng.choice(["Orang", "Jumlah kegiatan", "Bulan"])
    right, _ = _one(rng, services(rng), head, lambda _: error)
    return right.csv(truth=None) if rng.random() < 0.3 else right.xlsx(truth=None)


@kind
def error_in_an_optional_cell(rng: random.Random) -> Damaged:
    right = services(rng)
    rows = [[*row, 2.5] for row in right.rows]
    rows[rng.randrange(len(rows))][-1] = rng.choice(["#N/A", "#REF!", "#VALUE!"])
    return replace(right, heads=[*right.heads, "Hari tunggu"], rows=rows).xlsx(truth=None)


@kind
def formula_never_computed(rng: random.Random) -> Damaged:
    right, _ = _one(rng, services(rng), "Orang", lambda _: "=SUM(10,20)")

    def touch(sheet: Worksheet) -> None:
        if rng.random() < 0.5:
            sheet.sheet_properties.outlinePr = None

    return right.xlsx(touch, truth=None)


@kind
def footnote_mark(rng: random.Random) -> Damaged:
    mark = rng.choice(["¹", "²", "*", "**", " 1)", " *)", "a)"])
    right, _ = _one(rng, services(rng), "Orang", lambda value: f"{value}{mark}")
    return right.xlsx()


@kind
def not_one_number(rng: random.Random) -> Damaged:
    form = rng.choice(["≤{}", "<{}", ">{}", "± {}", "{} - 99", "{} s/d 99", "{}-an", "±{}", "lebih dari {}", "{}/{}"])
    right, _ = _one(rng, services(rng), "Jumlah kegiatan", lambda value: form.replace("{}", str(value)))
    return right.xlsx(truth=None)


@kind
def nil_in_words(rng: random.Random) -> Damaged:
    right, row = _one(rng, services(rng), "Orang", lambda _: rng.choice(["nihil", "Nihil", "NIHIL", "nol"]))
    truth = list(right.truth)
    truth[row] = (*truth[row][:-1], "0")
    return right.xlsx(truth=truth)


@kind
def thousands_written(rng: random.Random) -> Damaged:
    right = services(rng)
    count = rng.randint(1_000, 9_999)
    text = rng.choice([f"{count:,}", f"{count:,}".replace(",", "."), f"{count:,}".replace(",", " ") + " orang"])
    right, row = _one(rng, right, "Orang", lambda _: text)
    truth = list(right.truth)
    truth[row] = (*truth[row][:-1], str(count))
    return right.xlsx(truth=truth)


@kind
def half_a_person(rng: random.Random) -> Damaged:
    value = rng.choice([12.5, 1.613, "12,5", "0,7", 1e-3])
    return _one(rng, services(rng), "Orang", lambda _: value)[0].xlsx(truth=None)


@kind
def header_of_another_amount(rng: random.Random) -> Damaged:
    says = [
        "(ribu)",
        "(dalam ribuan)",
        "(%)",
        "(target)",
        "(kumulatif)",
        "(L)",
        "(KK)",
        "[juta]",
        "(x 1.000)",
        "(s.d. bulan ini)",
    ]
    right, head = rng.choice([(services(rng), "Orang"), (people(rng), "Jumlah penduduk")])
    heads = [f"{one} {rng.choice(says)}" if one == head else one for one in right.heads]
    return replace(right, heads=heads).xlsx(truth=None)


@kind
def header_of_planned_days(rng: random.Random) -> Damaged:
    says = rng.choice(["(rencana)", "(target)", "(perkiraan)", "[rencana]"])
    right = events(rng)
    if rng.random() < 0.5:
        return replace(right, heads=[f"{one} {says}" if one == "Tanggal" else one for one in right.heads]).xlsx(truth=None)
    wide = [[row[0], row[5], "01/02/2025"] for row in right.rows]
    return replace(right, heads=["Kode desa", f"Tanggal pencanangan {says}", "Tanggal SK"], rows=wide).xlsx(truth=None)


@kind
def thousands_said_above_the_table(rng: random.Random) -> Damaged:
    title = rng.choice(["Satuan: ribu orang", "(dalam ribuan)", "Angka dalam juta rupiah", "Dalam Rp juta"])
    return replace(services(rng), title=["REKAPITULASI", title]).xlsx(truth=None)


@kind
def header_with_a_remark(rng: random.Random) -> Damaged:
    right = services(rng)
    says = ["(wajib)", "(orang)", "(jiwa)", "(diisi angka)", "[6]", "(peserta kegiatan)"]
    heads = [f"{one} {rng.choice(says)}" if one == "Orang" else one for one in right.heads]
    return replace(right, heads=heads).xlsx()


@kind
def unit_of_another_column(rng: random.Random) -> Damaged:
    form = rng.choice(["{} hari", "Rp {}", "{} kegiatan", "{} gram"])
    return _one(rng, services(rng), "Orang", lambda value: form.format(value))[0].xlsx(truth=None)


@kind
def three_months_in_one_cell(rng: random.Random) -> Damaged:
    text = rng.choice(["1-3/2025", "Jan-Mar 2025", "Januari s.d. Maret 2025", "Triwulan I 2025", "1 s/d 3 2025", "1/3-2025"])
    return _one(rng, services(rng), "Bulan", lambda _: text)[0].xlsx(truth=None)


@kind
def float_noise(rng: random.Random) -> Damaged:
    return _one(rng, services(rng), "Orang", lambda value: int(str(value)) + rng.choice([2e-13, -1e-13]))[0].xlsx()


@kind
def number_in_words(rng: random.Random) -> Damaged:
    form = rng.choice(["{} ribu", "dua belas", "{} juta", "banyak", "{} x 2", "({})", "{}.{}.1"])
    right, _ = _one(rng, services(rng), "Orang", lambda value: form.replace("{}", str(value)))
    return right.csv(truth=None) if rng.random() < 0.5 else right.xlsx(truth=None)


@kind
def invisible_letters(rng: random.Random) -> Damaged:
    right = services(rng)
    mark = rng.choice(["\u00a0", "\u200b", "\u2009", "\ufeff", "\u202a"])
    right, _ = _one(rng, right, "Nama Kabupaten/Kota", lambda name: f"{mark}{name}{mark}")
    return _one(rng, right, "Orang", lambda value: f"{value}{mark}")[0].csv()


@kind
def other_digits(rng: random.Random) -> Damaged:
    zero = rng.choice([0xFF10, 0x0660])
    write = str.maketrans({str(digit): chr(zero + digit) for digit in range(10)})
    return _one(rng, services(rng), "Orang", lambda value: str(value).translate(write))[0].xlsx()


@kind
def v_and_x(rng: random.Random) -> Damaged:
    code = rng.choice(sorted(one for one in gorontalo() if len(one) == 13))
    heads = ["Kasus narkotika", "Angka kriminalitas", "Bandar dan pengedar", "Kegiatan produksi", "Angka pengguna",
             "Barang bukti", "Pintu masuk", "Kurir", "Tempat hiburan", "Kos dan hunian privat", "Kemiskinan",
             "Minim sarana publik", "Interaksi sosial rendah"]  # fmt: skip
    marks = [rng.random() < 0.5 for _ in heads]
    marks[0], marks[-1] = True, False
    yes, no = rng.choice(["v", "V", "✓"]), rng.choice(["x", "X"])
    row: list[object] = [code, 2025, "Indikator", *(yes if mark else no for mark in marks)]
    right = Right("kawasan_rawan", ["Desa/kelurahan", "Tahun", "Cara", *heads], [row], [(code, "2025", str(marks))])
    return right.xlsx()


# -- what a day is ----------------------------------------------------------------------------------------------------


@kind
def days_turned_by_an_american_sheet(rng: random.Random) -> Damaged:
    right = events(rng)
    cells: list[object] = []
    for _, _, day in right.truth:
        real = date.fromisoformat(day)
        cells.append(date(real.year, real.day, real.month) if real.day <= 12 else f"{real:%d/%m/%Y}")
    return right.column("Tanggal", cells).xlsx()


@kind
def american_days_as_text(rng: random.Random) -> Damaged:
    right = events(rng)
    return right.column("Tanggal", [f"{date.fromisoformat(row[2]):%m/%d/%Y}" for row in right.truth]).csv()


@kind
def moments_with_zones(rng: random.Random) -> Damaged:
    right = events(rng)
    truth = []
    cells: list[object] = []
    for code, event, day in right.truth:
        real = date.fromisoformat(day)
        cells.append(
            rng.choice([f"{real}T09:30:00+07:00", f"{real}T03:00:00Z", f"{real} 14:05:00", f"{real}T10:00:00.000+08:00"])
        )
        truth.append((code, event, day))
    return right.column("Tanggal", cells).csv(truth=truth)


@kind
def moment_of_the_evening_before(rng: random.Random) -> Damaged:
    right = events(rng)
    row = rng.randrange(len(right.rows))
    truth, cells = list(right.truth), [line[5] for line in right.rows]
    truth[row] = (*truth[row][:2], "2025-01-01")
    cells[row] = "2024-12-31T17:30:00Z"  # half past midnight in the west, half past one in the middle
    return right.column("Tanggal", cells).csv(truth=truth)


@kind
def no_single_day(rng: random.Random) -> Damaged:
    text = rng.choice(["12-14 Mei 2025", "31/02/2025", "Mei 2025", "2025", "00/00/0000", "32 Januari 2025", "minggu kedua Mei"])
    return _one(rng, events(rng), "Tanggal", lambda _: text)[0].xlsx(truth=None)


@kind
def days_in_many_forms(rng: random.Random) -> Damaged:
    right = events(rng)
    cells: list[object] = []
    for _, _, day in right.truth:
        real = date.fromisoformat(day)
        cells.append(
            rng.choice(
                [
                    f"{real.day} {MONTHS[real.month - 1]} {real.year}",
                    f"{real.day}-{MONTHS[real.month - 1][:3]}-{real.year}",
                    f"{real:%Y%m%d}",
                    real.isoformat(),
                    f"{real:%d.%m.%Y}",
                ]
            )
        )
    return right.column("Tanggal", cells).csv()


# -- what a layout says -----------------------------------------------------------------------------------------------


@kind
def number_merged_over_two(rng: random.Random) -> Damaged:
    right = services(rng, months=1)
    row = rng.randrange(1, len(right.rows))
    letter = get_column_letter(right.at("Orang") + 1)
    return right.xlsx(lambda sheet: sheet.merge_cells(f"{letter}{row + 1}:{letter}{row + 2}"), truth=None)


@kind
def name_merged_over_its_rows(rng: random.Random) -> Damaged:
    right = named(services(rng))

    def touch(sheet: Worksheet) -> None:
        for first in range(2, len(right.rows) + 2, 2):
            sheet.merge_cells(f"A{first}:A{first + 1}")

    return right.xlsx(touch)


def _sum(right: Right, rows: Rows) -> list[object]:
    return [sum(int(str(row[right.at(head)])) for row in rows) for head in ("Jumlah kegiatan", "Orang")]


@kind
def subtotals(rng: random.Random) -> Damaged:
    right = rng.choice([named, lambda one: one])(services(rng))
    width, rows = len(right.heads), list[list[object]]()
    words = ["Sub-Total", "Jumlah", "J U M L A H", "Sub total", "TOTAL", "Jml.", "Total Kab/Kota", "Subtotal"]
    for first in range(0, len(right.rows), 4):
        block = right.rows[first : first + 4]
        rows += [*block, [rng.choice(words), *[None] * (width - 3), *_sum(right, block)]]
    rows.append(
        [rng.choice(["JUMLAH TOTAL", "Grand Total", "Jumlah Seluruhnya"]), *[None] * (width - 3), *_sum(right, right.rows)]
    )
    return replace(right, rows=rows).xlsx()


@kind
def mean_below(rng: random.Random) -> Damaged:
    right = named(services(rng))
    held, count = _sum(right, right.rows)
    size = len(right.rows)
    row = ["Rata-rata", *[None] * (len(right.heads) - 3), round(int(str(held)) / size, 2), round(int(str(count)) / size, 2)]
    return replace(right, rows=[*right.rows, row]).xlsx()


@kind
def province_beside_its_regencies(rng: random.Random) -> Damaged:
    right = named(people(rng))
    total = sum(int(row[2]) for row in right.truth)
    row: list[object] = ["Provinsi Gorontalo", 2024, total]
    rows = [row, *right.rows] if rng.random() < 0.5 else [*right.rows, row]
    return replace(right, rows=rows).xlsx(truth=[*right.truth, ("75", "2024", str(total))])


@kind
def header_repeated(rng: random.Random) -> Damaged:
    right = services(rng)
    rows = list(right.rows)
    rows.insert(rng.randrange(2, len(rows)), list(right.heads))
    return replace(right, rows=rows).xlsx()


@kind
def second_half_beside(rng: random.Random) -> Damaged:
    right = named(services(rng))
    half = len(right.rows) // 2
    rows = [[*left, None, *beside] for left, beside in zip(right.rows[:half], right.rows[half:], strict=True)]
    return replace(right, heads=[*right.heads, "", *right.heads], rows=rows).xlsx()


@kind
def another_table_below(rng: random.Random) -> Damaged:
    right = named(services(rng))
    below: Rows = [[], ["Kabupaten/Kota", "Tahun", "Anggaran"], ["Kab. Boalemo", 2025, 120], ["Kota Gorontalo", 2025, 90]]
    return replace(right, rows=[*right.rows, *below]).xlsx()


@kind
def hidden_column_of_the_same_name(rng: random.Random) -> Damaged:
    right = named(services(rng))
    at = rng.randrange(2, len(right.heads))
    rows = [[*row[:at], rng.randint(1, 9), *row[at:]] for row in right.rows]
    heads = [*right.heads[:at], "Orang", *right.heads[at:]]

    def touch(sheet: Worksheet) -> None:
        sheet.column_dimensions[get_column_letter(at + 1)].hidden = True

    return replace(right, heads=heads, rows=rows).xlsx(touch)


@kind
def two_columns_for_one(rng: random.Random) -> Damaged:
    right = named(services(rng))
    rows = [[*row, int(str(row[-1])) + rng.randint(1, 9)] for row in right.rows]
    return replace(right, heads=[*right.heads, rng.choice(["Orang", "Peserta", "Jumlah orang"])], rows=rows).xlsx(truth=None)


@kind
def hidden_rows(rng: random.Random) -> Damaged:
    right = services(rng)

    def touch(sheet: Worksheet) -> None:
        for row in rng.sample(range(2, len(right.rows) + 2), 3):
            sheet.row_dimensions[row].hidden = True

    return right.xlsx(touch)


@kind
def blank_means_above(rng: random.Random) -> Damaged:
    right = named(services(rng))
    cells = [row[0] if at % 2 == 0 else None for at, row in enumerate(right.rows)]
    return right.column("Kabupaten/Kota", cells).xlsx()


@kind
def villages_below_their_kecamatan(rng: random.Random) -> Damaged:
    right = named(events(rng, 14))
    rows: Rows = []
    before: object = None
    for row in right.rows:
        if (row[1], row[2]) != before:
            before = (row[1], row[2])
            rows.append([f"Kec. {row[1]}, {row[2]}"])
        rows.append([row[0], None, None, *row[3:]])
    return replace(right, rows=rows).xlsx()


@kind
def title_numbering_and_signature(rng: random.Random) -> Damaged:
    right = named(services(rng))
    numbers: list[object] = [f"({at})" for at in range(1, len(right.heads) + 1)]
    below: Rows = [[], ["Sumber: laporan bidang P2M"], [None, None, "Gorontalo, 3 Januari 2026"], [None, None, "Kepala Bidang"]]
    right = replace(right, rows=[numbers, *right.rows, *below], title=["REKAPITULASI LAYANAN", "TAHUN 2025", ""])
    return right.xlsx()


@kind
def a_sheet_for_each_regency(rng: random.Random) -> Damaged:
    right = named(services(rng))
    sheets = [
        (f"{row[0]}"[:31].replace("/", "_"), [list(right.heads), *(line for line in right.rows if line[0] == row[0])])
        for row in right.rows[::2]
    ]
    return Damaged(right.feed, workbook(sheets), "uji.xlsx", frozenset(right.truth))


@kind
def a_hidden_sheet(rng: random.Random) -> Damaged:
    right, other = named(services(rng)), named(services(rng))
    sheets = [("Lama", [list(other.heads), *other.rows]), ("Data", [list(right.heads), *right.rows])]

    def touch(sheet: Worksheet) -> None:
        if sheet.title == "Lama":
            sheet.sheet_state = "hidden"

    return Damaged(right.feed, workbook(sheets[::-1], touch), "uji.xlsx", frozenset(right.truth))


@kind
def a_separator_too_many(rng: random.Random) -> Damaged:
    right = named(services(rng))
    lines = right.csv().body.decode().splitlines()
    at = rng.randrange(1, len(lines))
    parts = lines[at].split(";")
    lines[at] = ";".join([*parts[:2], "", *parts[2:]])
    return Damaged(right.feed, "\n".join(lines).encode(), "uji.csv", frozenset(right.truth))


@kind
def a_quote_never_closed(rng: random.Random) -> Damaged:
    right = named(services(rng))
    lines = right.csv().body.decode().splitlines()
    at = rng.randrange(1, len(lines))
    parts = lines[at].split(";")
    column = rng.randrange(len(parts))
    parts[column] = f'"{parts[column]}'
    lines[at] = ";".join(parts)
    return Damaged(right.feed, "\n".join(lines).encode(), "uji.csv", None)


@kind
def a_row_with_another_separator(rng: random.Random) -> Damaged:
    right = named(services(rng))
    lines = right.csv().body.decode().splitlines()
    at = rng.randrange(2, len(lines))
    lines[at] = lines[at].replace(";", rng.choice([",", "|"]))
    return Damaged(right.feed, "\n".join(lines).encode(), "uji.csv", None)


@kind
def lines_of_an_old_macintosh(rng: random.Random) -> Damaged:
    file = named(services(rng)).csv()
    return replace(file, body=file.body.replace(b"\r\n", b"\r"))


@kind
def other_encodings(rng: random.Random) -> Damaged:
    right = named(services(rng))
    return right.csv(
        encoding=rng.choice(["utf-16", "cp1252", "utf-8-sig", "utf-16-le"]), delimiter=rng.choice([";", "\t", ","])
    )
