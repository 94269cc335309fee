"""The days that rows speak of, from the column of their period."""

from dataclasses import dataclass
from datetime import date

import numpy as np
import pyarrow as pa

from data.feeds import Column


@dataclass(frozen=True)
class Moments:
    """The days of each row, first and last, as days since 1970; no arrays where rows have no date."""

    first: np.ndarray | None = None
    last: np.ndarray | None = None

    @classmethod
    def of_column(cls, column: Column, values: pa.Array | pa.ChunkedArray) -> "Moments":
        """The days of typed values of a date, month, half-year or year; rows without one have none."""
        plain = values.combine_chunks() if isinstance(values, pa.ChunkedArray) else values
        spans = [_span(column.type, one) for one in plain.dictionary_encode().dictionary.to_pylist()]
        table = np.array([*spans, (np.datetime64("NaT"), np.datetime64("NaT"))], dtype="datetime64[D]")
        at = plain.dictionary_encode().indices.fill_null(len(spans)).to_numpy()
        return cls(table[at, 0], table[at, 1])

    def of(self, row: int) -> tuple[date, date] | None:
        """First and last day of a row."""
        if self.first is None or self.last is None or np.isnat(self.first[row]):
            return None
        return self.first[row].item(), self.last[row].item()

    def spelled(self, row: int) -> str:
        """The period of a row as a sender writes it: a year, a month or a day."""
        days = self.of(row)
        if days is None:
            return ""
        first, last = days
        if first == last:
            return first.isoformat()
        return str(first.year) if (last - first).days > 300 else f"{first.year}-{first.month:02d}"


def _span(kind: str, value: object) -> tuple[object, object]:
    if isinstance(value, int):
        return np.datetime64(f"{value:04d}-01-01"), np.datetime64(f"{value:04d}-12-31")
    if isinstance(value, date):
        day = np.datetime64(value)
        month = day.astype("datetime64[M]")
        return (month.astype("datetime64[D]"), (month + 1).astype("datetime64[D]") - 1) if kind == "month" else (day, day)
    year, half = str(value)[:4], str(value)[-2:]
    return (f"{year}-01-01", f"{year}-06-30") if half == "06" else (f"{year}-07-01", f"{year}-12-31")


NO_MOMENTS = Moments()
