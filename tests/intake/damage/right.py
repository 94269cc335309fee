"""Right tables and the files made of them. A damaged file knows its truth: the rows that it says to a careful reader."""

import csv
import io
import random
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import lru_cache

from openpyxl import Workbook
from openpyxl.cell import Cell
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


def one_cell(rng: random.Random, right: Right, head: str, write: Callable[[object], object]) -> tuple[Right, int]:
    """One cell of a column rewritten; and which row."""
    row = rng.randrange(len(right.rows))
    cells = [line[right.at(head)] for line in right.rows]
    cells[row] = write(cells[row])
    return right.column(head, cells), row
