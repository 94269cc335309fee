"""Periods: months, quarters, half-years, years, and several years pooled, spelled as the store spells them."""

import re
from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Self

from data.model.coded import Coded


class Grain(Coded):
    """Length of a period; `POOLED` years have none in the store."""

    MONTH = 1, "bulan"
    QUARTER = 2, "triwulan"
    HALF = 3, "semester"
    YEAR = 4, "tahun"
    POOLED = 5, "gabungan"


_MONTHS = {Grain.MONTH: 1, Grain.QUARTER: 3, Grain.HALF: 6, Grain.YEAR: 12}
_SPELLINGS = re.compile(
    r"(?P<year>(?!0000)\d{4})(-(?:(?P<month>0[1-9]|1[0-2])|Q(?P<quarter>[1-4])|B(?P<half>06|12)|(?P<last>\d{4})))?", re.ASCII
)


@dataclass(frozen=True, order=True, slots=True)
class Period:
    """A period. `start` is its first month, counted from the year 0; periods sort by their start, the shorter first."""

    start: int
    months: int
    grain: Grain

    @classmethod
    def parse(cls, spelling: str) -> "Period":
        """The period of a text: ``2025`` a year, ``2025-B06`` and ``2025-B12`` its halves, ``2025-Q2`` a quarter, ``2025-03`` a
        month, ``2022-2025`` pooled years. Raises `ValueError`, which names the text, for any other.
        """
        return _parse(spelling)

    @classmethod
    def of(cls, day: date, grain: Grain) -> Self:
        """The period of that length in which a day lies. Raises `KeyError` for pooled years, of which there are many."""
        months = _MONTHS[grain]
        return cls(day.year * 12 + (day.month - 1) // months * months, months, grain)

    @classmethod
    def year(cls, number: int) -> Self:
        """The period of a calendar year."""
        return cls(number * 12, 12, Grain.YEAR)

    @classmethod
    def pooled(cls, first: int, last: int) -> Self:
        """The years from `first` to `last` pooled. Raises `ValueError` where they are in the wrong order."""
        if first > last:
            raise ValueError(f"'{first}-{last}' is no period: its years are in the wrong order")
        return cls(first * 12, (last - first + 1) * 12, Grain.POOLED)

    def __str__(self) -> str:
        """The period as the store spells it."""
        year, month = divmod(self.start, 12)
        match self.grain:
            case Grain.MONTH:
                return f"{year:04}-{month + 1:02}"
            case Grain.QUARTER:
                return f"{year:04}-Q{month // 3 + 1}"
            case Grain.HALF:
                return f"{year:04}-B{month + 6:02}"
            case Grain.YEAR:
                return f"{year:04}"
        return f"{year:04}-{self.last_year:04}"

    @property
    def end(self) -> int:
        """The month after its last one, counted from the year 0."""
        return self.start + self.months

    @property
    def first_year(self) -> int:
        """The year it begins in."""
        return self.start // 12

    @property
    def last_year(self) -> int:
        """The year it ends in; only pooled years end in a later year than they begin in."""
        return (self.end - 1) // 12

    @property
    def first(self) -> date:
        """Its first day."""
        return date(self.first_year, self.start % 12 + 1, 1)

    @property
    def last(self) -> date:
        """Its last day."""
        year, month = self.last_year, (self.end - 1) % 12 + 1
        return date(year, month, monthrange(year, month)[1])

    def contains(self, other: "date | Period") -> bool:
        """Whether a day, or the whole of another period, lies in it."""
        if isinstance(other, Period):
            return self.start <= other.start and other.end <= self.end
        return self.first <= other <= self.last

    def parent(self, grain: Grain) -> "Period":
        """The period of length `grain` that contains all of it. Raises `ValueError` where there is none."""
        found = Period.of(self.first, grain) if grain in _MONTHS else None
        if found is None or not found.contains(self):
            raise ValueError(f"'{self}' lies in no single {grain.name.lower()}")
        return found

    @property
    def previous(self) -> Self:
        """The period of the same length that ends where it begins."""
        return self._shifted(-self.months)

    @property
    def next(self) -> Self:
        """The period of the same length that begins where it ends."""
        return self._shifted(self.months)

    def until(self, last: "Period") -> "Iterator[Period]":
        """It and the following periods of the same length, to `last`; none where `last` is earlier."""
        one: Period = self
        while one.start <= last.start:
            yield one
            one = one.next

    @property
    def label_key(self) -> str:
        """Key of the text that shows it."""
        return f"period.{self.grain.code}"

    @property
    def label_fields(self) -> dict[str, str]:
        """Placeholders of that text: ``year``, the ``last`` year, and the ``part`` of the year (``03``, ``Q2``, ``B06``)."""
        return {"year": f"{self.first_year:04}", "last": f"{self.last_year:04}", "part": str(self)[5:]}

    def _shifted(self, months: int) -> Self:
        return type(self)(self.start + months, self.months, self.grain)


@lru_cache(maxsize=4096)
def spelled(year: str, part: str) -> str:
    """The text of a part of a year (``03``, ``B06``) as a period has it; one alone where the other is not known yet."""
    return f"{year}-{part}" if year and part else year or part


def parted(spelling: str) -> tuple[str, str]:
    """The year and the part of it of a period's text; no part where it is a year."""
    year, _, part = spelling.partition("-")
    return year, part


def _parse(spelling: str) -> Period:
    found = _SPELLINGS.fullmatch(spelling) if isinstance(spelling, str) else None
    if found is None:
        raise ValueError(f"{spelling!r} is no period")
    year = int(found["year"])
    if found["month"]:
        return Period(year * 12 + int(found["month"]) - 1, 1, Grain.MONTH)
    if found["quarter"]:
        return Period(year * 12 + (int(found["quarter"]) - 1) * 3, 3, Grain.QUARTER)
    if found["half"]:
        return Period(year * 12 + int(found["half"]) - 6, 6, Grain.HALF)
    return Period.pooled(year, int(found["last"])) if found["last"] else Period.year(year)
