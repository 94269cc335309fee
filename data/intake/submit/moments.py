"""The days that rows speak of, from the column of their period."""

from dataclasses import dataclass
from datetime import date

import numpy as np
import pyarrow as pa

from data.feeds import Column
from data.model.period import Grain, Period


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
        whole = (Period.of(first, grain) for grain in (Grain.MONTH, Grain.HALF, Grain.YEAR))
        return next((str(period) for period in whole if period.last == last), first.isoformat())


def _span(kind: str, value: object) -> tuple[object, object]:
    if isinstance(value, date) and kind != "month":
        return np.datetime64(value), np.datetime64(value)
    period = Period.of(value, Grain.MONTH) if isinstance(value, date) else Period.parse(str(value))
    return np.datetime64(period.first), np.datetime64(period.last)


NO_MOMENTS = Moments()
