"""How a sheet without all of our columns is understood: what stands side by side, and what its titles say of all rows.

The sender is shown the rows that this makes, and answers once (`Shape.question`): without the answer nothing lands.
"""

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass

from openpyxl.utils import get_column_letter

from data.feeds import Column, Contract
from data.intake.read.across import Across, NoShape, look_across
from data.intake.read.amounts import says_other
from data.intake.read.cells import NATIVE, Row
from data.intake.read.dates import MONTH_NAMES
from data.intake.read.files import Sheet
from data.intake.read.heading import LOOK_AT, SERIAL, Heading, Spread, Sum, key, read_heading
from data.intake.read.members import HALF, MEASURE, MONTH, PERIODS, YEAR
from data.intake.read.titles import Titles
from data.intake.read.values import NUMBERS
from data.model.period import parted, spelled

YES = "ya"
_PERIOD_OF = {"month": "bulan", "year": "tahun", "half_year": "semester"}
_DIMENSIONS = {MONTH: "bulan", YEAR: "tahun", HALF: "semester"}


@dataclass(frozen=True)
class Shape:
    """`question` names the arrangement, whatever the period in its title; `points` are what the sender confirms."""

    heading: Heading
    top: int
    question: str
    points: tuple[str, ...]


def find_shape(sheet: Sheet, contract: Contract) -> Shape | None:
    """How the sheet may be read; ``None`` where it has nothing of this kind. Raises `NoShape` where one thing is lacking
    or may be two.
    """
    if not contract.period_from or not any(column.type in NUMBERS for column in contract.columns):
        return None
    found: list[Shape] = []
    why: list[tuple[int, bool, NoShape]] = []
    for at, row in enumerate(sheet.rows[:LOOK_AT]):
        if sum(cell is not None for cell in row) < 2:
            continue
        above = sheet.rows[at - 1] if at and sum(cell is not None for cell in sheet.rows[at - 1]) > 1 else None
        for upper in (above, None) if above is not None else (None,):
            across = None
            try:
                across = look_across(at, row, upper, contract)
                if across is None:
                    continue
                found += _Reading(sheet, contract, across).shapes()
            except NoShape as one:
                one.row = at
                why.append((one.columns or (len(across.members) if across is not None else 0), upper is not None, one))
    if not found and why:
        raise max(why, key=lambda one: one[:2])[2]  # of the header that says most
    return max(found, key=lambda one: one.heading.score, default=None)


@dataclass
class _Reading:
    """One header, with what is said above it."""

    sheet: Sheet
    contract: Contract
    across: Across

    def shapes(self) -> Iterator[Shape]:
        across, contract = self.across, self.contract
        aside = {*across.members, *across.totals}
        names: Row = [None if at in aside else across.name(at) or None for at in range(len(across.paths))]
        heading = read_heading(across.row, names, None, contract, None, self.sheet.hidden_columns)
        heading.names[:] = [across.name(at) for at in range(len(across.paths))]
        region = any(self._has(column, heading) for column in contract.columns if column.type == "region")
        if not region and any(column.type == "region" and column.required for column in contract.columns):
            return  # no table of ours at all, or a row of data
        self._check(heading)
        self.titles = Titles.above(self.sheet.name, self.sheet.rows[: across.top], across.captions)
        said = self._said_above(heading)
        if said is None:
            return
        if not across.dimensions and not said:
            return
        heading.across = list(self._spreads(heading, said))
        heading.sums = list(self._sums(heading))
        lacking = [column.label["id"] for column in contract.columns if column.required and not self._given(column, heading)]
        if lacking:
            if across.dimensions:
                raise NoShape(f"Yang belum diketahui: {', '.join(lacking)}; tulis di judul, di nama lembar, atau di kolomnya.")
            return
        if self.titles.says_else:
            raise NoShape(f"Judul '{self.titles.says_else[:80]}' menyebut angka target, perkiraan atau kumulatif.")
        self._check_below(said)
        yield Shape(heading, across.top, self._question(heading, said), tuple(self._points(heading, said)))

    # -- what is there ------------------------------------------------------------------------------------------------

    def _has(self, column: Column, heading: Heading) -> bool:
        return column.name in heading.columns or (column.type == "region" and max(column.levels) in heading.context)

    def _given(self, column: Column, heading: Heading) -> bool:
        spread = heading.across[0]
        return self._has(column, heading) or column.name in spread.places or column.name in spread.said

    def _check(self, heading: Heading) -> None:
        """Raises `NoShape` for a column that may hold numbers of ours and is none of those side by side."""
        across, contract = self.across, self.contract
        if not across.dimensions:
            return
        for name, at in heading.columns.items():
            if contract.column(name).type in NUMBERS:
                raise NoShape(f"Kolom '{across.name(at)}' berdiri di samping kolom-kolom itu, dan tidak jelas angka siapa.")
        first, last = min(across.members), max(across.members)
        for at in range(first, last + 1):
            if at in across.members or at in across.totals or at in heading.used or key(across.name(at)) in SERIAL:
                continue
            if any(at < len(row) and row[at] is not None for row in self.sheet.rows[across.row + 1 :]):
                raise NoShape(
                    f"Kolom {get_column_letter(at + 1)} ('{across.name(at)}') di antara kolom-kolom itu tidak dikenal."
                )
        for at in across.members:
            for text in across.paths[at]:
                if what := says_other(text, contract):
                    raise NoShape(f"Kepala kolom '{across.name(at)}' menyebut {what}.")

    # -- what is said above -------------------------------------------------------------------------------------------

    def _said_above(self, heading: Heading) -> dict[str, str] | None:
        """What titles say of all rows, by dimension or column; ``None`` where the table needs no title, or none says it."""
        across, contract = self.across, self.contract
        dimensions, said = across.dimensions, {}
        period = contract.column(contract.period_from)
        across_period = [name for name in dimensions if name in PERIODS.get(period.type, ())]
        if across_period and self._has(period, heading):
            raise NoShape(
                f"{period.label['id']} tertulis di kolom '{heading.names[heading.columns[period.name]]}' dan juga mendatar."
            )
        if not self._has(period, heading) and period.type in _PERIOD_OF:
            lacks_year = YEAR not in dimensions and not all(
                len(value) > 3 for one in across.members.values() for name, value in one.items() if name in (MONTH, HALF)
            )
            if period.type == "month" and MONTH not in dimensions:
                months = self.titles.months()
                if len(months) != 1:
                    self._left("Bulan", months)
                    return None
                said[MONTH] = months.pop()
                lacks_year = YEAR not in dimensions
            if period.type == "year":
                lacks_year = YEAR not in dimensions
            if period.type == "half_year" and HALF not in dimensions:
                return None
            if lacks_year:
                years = self.titles.years() | self._years_in_column()
                if len(years) != 1:
                    self._left("Tahun", years)
                    return None
                said[YEAR] = years.pop()
        for column in contract.columns:
            if column.type == "code" and column.required and not self._has(column, heading) and column.name not in dimensions:
                codes = self.titles.codes(column)
                if len(codes) != 1:
                    self._left(column.label["id"], codes)
                    return None
                said[column.name] = codes.pop()
            elif column.type == "code" and column.name in dimensions and self._has(column, heading):
                raise NoShape(f"{column.label['id']} tertulis di sebuah kolom dan juga mendatar.")
        return said

    def _left(self, what: str, found: set[str]) -> None:
        """Raises `NoShape` where something is side by side; a table without is an ordinary one that lacks a column."""
        if self.across.dimensions:
            some = f"disebut lebih dari satu: {', '.join(sorted(found - {'?'}))}" if found else "tidak disebut"
            raise NoShape(f"{what} {some} di judul dan nama lembar; tulis satu saja, atau tambahkan kolomnya.")

    def _years_in_column(self) -> set[str]:
        """The years of a column of years beside the table, which is none of ours where months are."""
        places = [at for at, path in enumerate(self.across.paths) if path and key(path[-1]) in ("tahun", "thn", "year")]
        cells = {
            row[at] for at in places for row in self.sheet.rows[self.across.row + 1 :] if at < len(row) and row[at] is not None
        }
        return {str(cell).lstrip(NATIVE) for cell in cells}

    def _check_below(self, said: dict[str, str]) -> None:
        """Raises `NoShape` where the rows below speak of another table, to which the title may not belong."""
        across, contract = self.across, self.contract
        rows = self.sheet.rows
        head = {at: key(path[-1]) for at, path in enumerate(across.paths) if path}
        last = max(
            (i for i in range(across.row + 1, len(rows)) if any(_counts(rows[i], at) for at in across.members)), default=0
        )  # below it stand a place, a day, a signature: often under the numbers

        for i in range(across.row + 1, last):
            row = rows[i]
            filled = {at: str(cell).lstrip(NATIVE) for at, cell in enumerate(row) if cell is not None}
            same = sum(head.get(at) == key(text) for at, text in filled.items())
            if same >= 2 and same >= 0.8 * len(filled):
                raise NoShape(f"Baris {i + 1} mengulang kepala kolom: pisahkan tabel-tabelnya ke lembar sendiri.")
            texts = set(filled.values())
            if len(texts) != 1 or not said:
                continue
            line = Titles(tuple(texts), "")
            others = (line.years() if YEAR in said else set()) | (line.months() if MONTH in said else set())
            for name in said.keys() - {YEAR, MONTH}:
                others |= line.codes(contract.column(name))
            if others - set(said.values()):
                raise NoShape(f"Baris {i + 1} ('{texts.pop()[:60]}') memulai bagian lain: pisahkan ke lembar sendiri.")

    # -- our rows -----------------------------------------------------------------------------------------------------

    def _spreads(self, heading: Heading, said: dict[str, str]) -> Iterator[Spread]:
        across = self.across
        groups: dict[tuple[tuple[str, str], ...], list[int]] = {}
        for at, one in sorted(across.members.items()):
            groups.setdefault(tuple(sorted((name, value) for name, value in one.items() if name != MEASURE)), []).append(at)
        for group, places in groups.items():
            row = self._row(dict(group) | said)
            numbers: dict[str, int] = {}
            for at in places:
                for name in self._measures(at, row):
                    if name in numbers:
                        raise NoShape(f"Dua kolom untuk hal yang sama: '{across.name(numbers[name])}' dan '{across.name(at)}'.")
                    numbers[name] = at
            yield Spread(numbers, row)

    def _row(self, one: dict[str, str]) -> dict[str, str]:
        """What is known of a row, as text by our column."""
        row = {name: value for name, value in one.items() if not name.startswith("#")}
        period = self.contract.period_from
        year, part = one.get(YEAR, ""), one.get(MONTH) or one.get(HALF) or ""
        if part and len(part) > 3 and year and part[:4] != year:
            raise NoShape(f"Tahun {year} di judul, {part[:4]} di kepala kolom.")
        if part or year:
            row[period] = part if len(part) > 3 else spelled(year, part)
        return row

    def _measures(self, at: int, row: dict[str, str]) -> tuple[str, ...]:
        """Our columns of numbers that a column of the sheet fills."""
        if (measure := self.across.members[at].get(MEASURE)) is not None:
            return (measure,)
        one = self.contract.one_number
        if one is not None and row.get(one.code) in one.codes:
            return one.columns
        needed = [column for column in self.contract.columns if column.type in NUMBERS and column.required]
        if len(needed) != 1:
            words = " dan ".join(column.label["id"] for column in needed)
            raise NoShape(f"Di bawah '{self.across.name(at)}' hanya ada satu angka, sedangkan yang diperlukan {words}.")
        return (needed[0].name,)

    def _sums(self, heading: Heading) -> Iterator[Sum]:
        for at in sorted(self.across.totals):
            parts = tuple(self.across.parts(at, self.contract))
            if parts:
                yield Sum(at, heading.numbers[parts[0][0]], parts)

    # -- what is asked ------------------------------------------------------------------------------------------------

    def _question(self, heading: Heading, said: dict[str, str]) -> str:
        columns = {name: heading.names[at] for name, at in heading.columns.items()}
        codes = {name: value for name, value in said.items() if name not in (MONTH, YEAR)}
        known = [self.across.paths, columns, sorted(said), codes, [sorted(one.places.items()) for one in heading.across]]
        return f"susunan:{hashlib.sha256(json.dumps(known).encode()).hexdigest()[:10]}"

    def _points(self, heading: Heading, said: dict[str, str]) -> list[str]:
        across, contract = self.across, self.contract
        parts = []
        if across.dimensions:
            kinds = " dan ".join(
                _DIMENSIONS.get(name) or contract.column(name).label["id"].lower() for name in across.dimensions
            )
            first, last = across.name(min(across.members)), across.name(max(across.members))
            parts.append(f"tiap {kinds} di kepala kolom ('{first}' sampai '{last}') menjadi satu baris")
        when = self.contract.period_from
        if {MONTH, YEAR, HALF} & said.keys():
            period = dict.fromkeys(spread.said[when] for spread in heading.across)
            several = len(period) > 1
            shown = said[YEAR] if several else _in_words(next(iter(period)))
            parts.append(f"{'Tahun' if several else contract.column(when).label['id']} {shown} dari judul atau nama lembar")
        for name, value in said.items():
            if name.startswith("#"):
                continue
            column = contract.column(name)
            shown = next(code.label("id") for code in column.codes if code.code == value)
            parts.append(f"{column.label['id']} {shown} dari judul atau nama lembar")
        if (one := contract.one_number) and any(
            len(set(spread.places.values())) < len(spread.places) for spread in heading.across
        ):
            words = " dan ".join(contract.column(name).label["id"] for name in one.columns)
            parts.append(f"tiap angka dipakai untuk {words} sekaligus ({one.says['id']})")
        if heading.sums:
            parts.append("kolom jumlah dicocokkan, lalu ditinggalkan")
        return parts


def _counts(row: Row, at: int) -> bool:
    """Whether a cell holds a number, native or written."""
    text = (row[at] or "").lstrip(NATIVE) if at < len(row) else ""
    return any(letter.isdigit() for letter in text) and not any(letter.isalpha() for letter in text)


def _in_words(period: str) -> str:
    """A month with its name, as a sender writes it; what is no month stays."""
    year, part = parted(period)
    return f"{MONTH_NAMES[int(part)]} {year}" if part.isdigit() else period
