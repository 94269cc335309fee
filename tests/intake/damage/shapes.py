"""Right tables in the shapes of recaps: months, years or services side by side, two rows of headers, a title with the rest.

The sender of these confirms whatever is offered (`damaged_store`): a reading that is offered must be right.
"""

import random
from dataclasses import dataclass, field

from openpyxl.worksheet.worksheet import Worksheet

from tests.intake.damage.right import BPS, MONTHS, Damaged, Rows, gorontalo, kind, workbook

_SPELLED = (
    MONTHS,
    ("Jan", "Feb", "Mar", "Apr", "Mei", "Jun", "Jul", "Agu", "Sep", "Okt"),
    ("JAN", "PEB", "MRT", "APR", "MEI", "JUN", "JUL", "AGT", "SEPT", "OKT"),
    tuple(f"{name} 2025" for name in MONTHS),
)
_SERVICES = {"skhpn": "SKHPN", "penyuluhan": "Penyuluhan", "tes_urine": "Tes urine", "konseling": "Konseling"}
_TOTALS = ("Jumlah", "JML", "Total", "J U M L A H", "Jumlah Total")


@dataclass
class Grid:
    """Cells below a title, and what they say."""

    rows: Rows
    title: list[str]
    truth: set[tuple[str, ...]] = field(default_factory=set)
    sheet: str = "Data"
    merges: list[str] = field(default_factory=list)

    def file(self, *, feed: str = "layanan_bulanan", known: bool = True) -> Damaged:
        def touch(sheet: Worksheet) -> None:
            for area in self.merges:
                sheet.merge_cells(area)

        body = workbook([(self.sheet, [[text] for text in self.title] + self.rows)], touch)
        return Damaged(feed, body, "uji.xlsx", frozenset(self.truth) if known else None)


def _places(rng: random.Random) -> list[tuple[str, str]]:
    names = gorontalo()
    codes = rng.sample(sorted(BPS), rng.randint(2, 6))
    return [(code, names[code]) for code in sorted(codes)]


def _certificates(rng: random.Random, *, sums: bool) -> Grid:
    """Certificates by month; blanks and dashes are no report."""
    heads = list(rng.choice(_SPELLED))[: rng.randint(3, 10)]
    year = "" if "2025" in heads[0] else " TAHUN 2025"
    grid = Grid([["No", rng.choice(["Kabupaten/Kota", "Nama Kab/Kota", "KAB/KOTA"]), *heads]], [f"REKAP SKHPN{year}", ""])
    for at, (code, name) in enumerate(_places(rng), start=1):
        counts = [rng.choice([None, "-", 0, *[rng.randint(1, 90)] * 5]) for _ in heads]
        grid.rows.append([at, name, *counts])
        for month, count in enumerate(counts, start=1):
            if isinstance(count, int):
                grid.truth.add((code, f"2025-{month:02d}-01", "skhpn", str(count), str(count)))
    if sums:
        for row in grid.rows[1:]:
            row.append(sum(cell for cell in row[2:] if isinstance(cell, int)))
        grid.rows[0].append(rng.choice(["Jumlah", "Jml", "Total", "JUMLAH"]))
    return grid


def _sum_row(grid: Grid, words: str, rows: Rows) -> list[object]:
    width = len(grid.rows[0])
    return [None, words, *[sum(cell for row in rows if isinstance(cell := row[at], int)) for at in range(2, width)]]


@kind
def months_side_by_side(rng: random.Random) -> Damaged:
    return _certificates(rng, sums=False).file()


@kind
def months_with_their_sums(rng: random.Random) -> Damaged:
    grid = _certificates(rng, sums=True)
    grid.rows.append(_sum_row(grid, rng.choice(_TOTALS), grid.rows[1:]))
    return grid.file()


@kind
def months_with_subtotals(rng: random.Random) -> Damaged:
    grid = _certificates(rng, sums=rng.random() < 0.5)
    rows, made = grid.rows[1:], grid.rows[:1]
    for first in range(0, len(rows), 2):
        made += [*rows[first : first + 2], _sum_row(grid, "Sub-Total", rows[first : first + 2])]
    grid.rows = [*made, _sum_row(grid, "JUMLAH TOTAL", rows)]
    return grid.file()


@kind
def a_sum_beside_months_off_by_one(rng: random.Random) -> Damaged:
    grid = _certificates(rng, sums=True)
    row = grid.rows[rng.randrange(1, len(grid.rows))]
    row[-1] = int(str(row[-1])) + rng.choice([-1, 1])
    return grid.file(known=False)


@kind
def a_sum_below_months_off_by_one(rng: random.Random) -> Damaged:
    grid = _certificates(rng, sums=rng.random() < 0.5)
    last = _sum_row(grid, rng.choice(_TOTALS), grid.rows[1:])
    at = rng.randrange(2, len(last))
    last[at] = int(str(last[at])) + rng.choice([-1, 1])
    grid.rows.append(last)
    return grid.file(known=False)


@kind
def a_title_of_two_years(rng: random.Random) -> Damaged:
    grid = _certificates(rng, sums=False)
    grid.rows[0][2:] = list(MONTHS[: len(grid.rows[0]) - 2])
    grid.title = ["REKAP SKHPN", rng.choice(["TAHUN 2024 DAN 2025", "2024-2025", "Perbandingan 2024 dan 2025"])]
    return grid.file(known=False)


@kind
def months_of_targets(rng: random.Random) -> Damaged:
    grid = _certificates(rng, sums=False)
    grid.title = [rng.choice(["TARGET SKHPN TAHUN 2025", "Rencana penerbitan SKHPN 2025", "SKHPN 2025 (kumulatif)"])]
    return grid.file(known=False)


@kind
def a_month_twice(rng: random.Random) -> Damaged:
    grid = _certificates(rng, sums=False)
    first, second = rng.sample(range(2, len(grid.rows[0])), 2)
    grid.rows[0][first] = grid.rows[0][second]
    return grid.file(known=False)


@kind
def another_service_below_months(rng: random.Random) -> Damaged:
    """Below the certificates, counselling in the same columns: the title is not of those rows."""
    grid, other = _certificates(rng, sums=False), _certificates(rng, sums=False)
    width = len(grid.rows[0])
    below = [(row + [5] * width)[:width] for row in other.rows[1:]]
    again = [list(grid.rows[0])] if rng.random() < 0.5 else []
    grid.rows += [[rng.choice(["B. KONSELING", "Konseling"])], *again, *below]
    return grid.file(known=False)


def _services(rng: random.Random, *, month: int) -> Grid:
    """Held and people of several services by regency, under two rows of headers."""
    chosen = rng.sample(sorted(_SERVICES), rng.randint(2, 4))
    words = rng.choice([("Jumlah kegiatan", "Orang"), ("Kegiatan", "Peserta"), ("Jml Kegiatan", "Jml Orang")])
    upper: list[object] = ["Kabupaten/Kota"]
    lower: list[object] = [None]
    for service in chosen:
        upper += [_SERVICES[service], None]
        lower += list(words)
    grid = Grid([upper, lower], ["REKAP LAYANAN", f"BULAN {MONTHS[month].upper()} 2025"])
    for code, name in _places(rng):
        row: list[object] = [name]
        for service in chosen:
            held, people = rng.randint(1, 40), rng.randint(41, 900)
            there = rng.random() < 0.8
            row += [held, people] if there else [None, None]
            if there:
                grid.truth.add((code, f"2025-{month + 1:02d}-01", service, str(held), str(people)))
        grid.rows.append(row)
    return grid


@kind
def services_over_their_numbers(rng: random.Random) -> Damaged:
    grid = _services(rng, month=rng.randrange(10))
    if rng.random() < 0.5:  # merged, as Excel keeps groups; else blanks to the right, as CSV does
        top = len(grid.title) + 1
        grid.merges = [f"A{top}:A{top + 1}"]
        grid.merges += [f"{_letter(at)}{top}:{_letter(at + 1)}{top}" for at in range(1, len(grid.rows[0]), 2)]
    return grid.file()


@kind
def services_with_a_sum_of_each_kind(rng: random.Random) -> Damaged:
    grid = _services(rng, month=rng.randrange(10))
    grid.rows[0] += ["Jumlah", None]
    grid.rows[1] += list(grid.rows[1][1:3])
    wrong = rng.random() < 0.5
    for row in grid.rows[2:]:
        row += [sum(cell for cell in row[first::2] if isinstance(cell, int)) for first in (1, 2)]
    if wrong:
        row = grid.rows[rng.randrange(2, len(grid.rows))]
        row[-1] = int(str(row[-1])) + 1
    return grid.file(known=not wrong)


@kind
def a_month_in_the_name_of_the_sheet(rng: random.Random) -> Damaged:
    month = rng.randrange(10)
    grid = _services(rng, month=month)
    grid.title, grid.sheet = ["REKAP LAYANAN"], rng.choice([f"{MONTHS[month]} 2025", f"{_SPELLED[1][month]} 2025"])
    return grid.file()


@kind
def a_month_in_the_title_and_another_in_the_name_of_the_sheet(rng: random.Random) -> Damaged:
    first, second = rng.sample(range(10), 2)
    grid = _services(rng, month=first)
    grid.sheet = f"{MONTHS[second]} 2025"
    return grid.file(known=False)


@kind
def a_span_of_months_in_the_title(rng: random.Random) -> Damaged:
    grid = _services(rng, month=2)
    grid.title = [
        rng.choice(["Januari s.d. Maret 2025", "s.d. Maret 2025", "Januari - Maret 2025", "sampai dengan Maret 2025"])
    ]
    return grid.file(known=False)


@kind
def months_over_their_numbers(rng: random.Random) -> Damaged:
    """Two numbers under each month, the service in a column."""
    months = sorted(rng.sample(range(10), rng.randint(2, 4)))
    spelled = rng.choice(_SPELLED[:3])
    upper: list[object] = ["Kabupaten/Kota", "Layanan"]
    lower: list[object] = [None, None]
    for month in months:
        upper += [spelled[month], None]
        lower += ["Kegiatan", "Orang"]
    grid = Grid([upper, lower], ["LAPORAN TAHUN 2025"])
    for code, name in _places(rng):
        for service in rng.sample(sorted(_SERVICES), 2):
            row: list[object] = [name, _SERVICES[service]]
            for month in months:
                held, people = rng.randint(1, 40), rng.randint(41, 900)
                row += [held, people]
                grid.truth.add((code, f"2025-{month + 1:02d}-01", service, str(held), str(people)))
            grid.rows.append(row)
    return grid.file()


@kind
def a_month_without_a_name_between(rng: random.Random) -> Damaged:
    """A column whose header was lost: it may be the month that is missing, or nothing."""
    grid = _certificates(rng, sums=False)
    for row in grid.rows[1:]:
        row[2:] = [rng.randint(1, 9) for _ in row[2:]]
    at = rng.randrange(3, len(grid.rows[0]) - 1) if len(grid.rows[0]) > 4 else 3
    grid.rows[0][at] = None
    return grid.file(known=False)


@kind
def years_side_by_side(rng: random.Random) -> Damaged:
    years = sorted(rng.sample(range(2019, 2026), rng.randint(2, 5)))
    heads: list[object] = [year if rng.random() < 0.5 else str(year) for year in years]
    grid = Grid([["Kabupaten/Kota", *heads]], ["JUMLAH PENDUDUK MENURUT KABUPATEN/KOTA"])
    for code, name in _places(rng):
        counts = [rng.randint(100_000, 400_000) for _ in years]
        grid.rows.append([name, *counts])
        grid.truth |= {(code, str(year), str(count)) for year, count in zip(years, counts, strict=True)}
    return grid.file(feed="penduduk")


def _letter(at: int) -> str:
    return chr(ord("A") + at)
