"""Figures of several areas and indicators as rows: as text on a screen, as numbers in a file."""

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd

from dashboard.analysis.periods import period_label
from dashboard.words.marks import marks
from dashboard.words.sentences import status_words
from dashboard.words.texts import number, pick, text
from data.facts.indicators import Indicator
from data.facts.indicators import indicator as find_indicator
from data.model.status import FactStatus
from data.queries import Freshness


def fact_of(found: pd.DataFrame, indicator: str, region_code: str) -> "pd.Series[object] | None":
    """The row of a snapshot, or ``None``."""
    rows = found[(found["indicator"] == indicator) & (found["region_code"] == region_code)]
    return None if rows.empty else rows.iloc[0]


def value_words(row: "pd.Series[object] | None", item: Indicator) -> str:
    """A figure as written in a table; without one, the reason."""
    if row is None:
        return status_words(int(FactStatus.NOT_REPORTED))
    value = float(str(row["value"]))
    return number(value, item.decimals) if np.isfinite(value) else status_words(int(str(row["status"])), item)


def areas_table(found: pd.DataFrame, names: Mapping[str, str], items: Sequence[Indicator]) -> pd.DataFrame:
    """A row for each area, a column for each indicator, as text; areas in the order of `names`."""
    columns = {text("table.name"): list(names.values())}
    for item in items:
        columns[f"{pick(item.short)} ({pick(item.unit)})"] = [
            value_words(fact_of(found, item.code, code), item) for code in names
        ]
    return pd.DataFrame(columns)


def file_rows(found: pd.DataFrame, names: Mapping[str, str], state: Freshness) -> pd.DataFrame:
    """A row for each figure of a snapshot, with its parts, reason, source and marks; numbers are numbers."""
    rows = []
    for row in found.to_dict("records"):
        item = find_indicator(str(row["indicator"]))
        plain = item.has_plain_parts
        rows.append(
            {
                text("export.code"): row["region_code"],
                text("table.name"): names.get(str(row["region_code"]), str(row["region_code"])),
                text("export.indicator"): pick(item.name),
                text("export.period"): period_label(str(row["period"]), state),
                text("export.value"): _number(row["value"]),
                text("paper.unit"): pick(item.unit),
                text("method.numerator"): _number(row["numerator"]) if plain else None,
                text("method.denominator"): _number(row["denominator"]),
                text("table.state"): "" if np.isfinite(row["value"]) else status_words(int(row["status"]), item),
                text("export.source"): pick(item.source),
                text("export.mark"): marks(state, item),
            }
        )
    return pd.DataFrame(rows)


def _number(value: float) -> float | None:
    return float(value) if value is not None and np.isfinite(value) else None
