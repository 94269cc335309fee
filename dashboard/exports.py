"""Files that leave the screen: they carry their sources, and say so when the data is simulated."""

import pandas as pd

from dashboard.components.badges import boundary_mark
from dashboard.texts import pick, text
from data.indicators import Indicator
from data.queries import Freshness

_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def csv_of(frame: pd.DataFrame, item: Indicator, period: str, state: Freshness) -> bytes:
    """CSV (UTF-8 with BOM, so that Excel reads it) of a table, with indicator, period, source and marks in every row.

    No text can become a formula.
    """
    out = frame.copy()
    for name in out.columns:
        if not pd.api.types.is_numeric_dtype(out[name]):
            out[name] = out[name].map(harmless)
    out[text("export.indicator")] = pick(item.name)
    out[text("export.period")] = period
    out[text("export.source")] = pick(item.source)
    marks = [text("badge.simulated")] if state.simulated else []
    if state.boundary_version:
        marks.append(boundary_mark(state))
    out[text("export.mark")] = "; ".join(marks)
    return out.to_csv(index=False).encode("utf-8-sig")


def harmless(value: object) -> object:
    """A text that Excel would run gets an apostrophe before it."""
    return f"'{value}" if isinstance(value, str) and value.startswith(_FORMULA) else value


def file_name(item: Indicator, region: str, period: str, state: Freshness) -> str:
    """A name that says what is inside, SIMULASI first where it is."""
    mark = "SIMULASI_" if state.simulated else ""
    return f"{mark}{item.code}_{region}_{period}.csv"
