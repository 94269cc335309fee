"""People coming, leaving, and in treatment, by month: numbers, and the reason where there is none."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from dashboard.analysis.periods import period_words
from dashboard.words.sentences import status_words
from dashboard.words.texts import number, text
from data.model.period import Period
from data.model.status import FactStatus

NAMES = {"rehab_aktif": "stock", "rehab_baru": "came", "rehab_berakhir": "left"}


@dataclass(frozen=True)
class Months:
    """A row for each month from the first to the last that was reported, a column for each of `NAMES`: `value` in people, NaN
    where there is none, and `status` (`FactStatus`).
    """

    value: pd.DataFrame
    status: pd.DataFrame

    @property
    def is_known(self) -> bool:
        """Whether any month has a number."""
        return bool(self.value.notna().to_numpy().any())

    @property
    def labels(self) -> list[str]:
        """The months as written."""
        return [period_words(Period.parse(period)) for period in self.value.index]

    @property
    def years(self) -> dict[str, str]:
        """The label of each January, and its year."""
        months = (Period.parse(period) for period in self.value.index)
        return {period_words(month): str(month.last_year) for month in months if month.first.month == 1}

    def newest(self, count: int) -> "Months":
        """The last months, at most so many."""
        return Months(self.value.tail(count), self.status.tail(count))

    def words(self, period: str, name: str) -> str:
        """A number as written, or why there is none."""
        value = float(str(self.value.loc[period, name]))
        return number(value) if np.isfinite(value) else status_words(int(str(self.status.loc[period, name]))).lower()


def months_of(found: pd.DataFrame) -> Months:
    """The months of rows of `queries.series`; a month without a row was not reported."""
    value, status = (found.pivot(index="period", columns="indicator", values=name) for name in ("value", "status"))
    known = sorted(map(Period.parse, value.index))
    every = [str(period) for period in known[0].until(known[-1])] if known else []
    value, status = (frame.reindex(index=every, columns=list(NAMES)) for frame in (value, status))
    return Months(value.astype(float), status.fillna(int(FactStatus.NOT_REPORTED)).astype(int))


def months_table(months: Months) -> pd.DataFrame:
    """The months as rows, the last first: numbers, and words where there is none."""
    columns: dict[str, list[object]] = {text("treated.month"): list(months.labels[::-1])}
    for name, short in NAMES.items():
        cells = [
            float(str(value)) if np.isfinite(float(str(value))) else months.words(str(period), name)
            for period, value in months.value[name][::-1].items()
        ]
        columns[text(f"treated.{short}")] = cells
    return pd.DataFrame(columns)


def said(months: Months) -> str:
    """The last month in a sentence, with the first one that is drawn."""
    last, labels = str(months.value.index[-1]), months.labels
    words = {short: months.words(last, name) for name, short in NAMES.items()}
    return text("treated.alt_flow", first=labels[0], last=labels[-1], **words)
