"""The rows of a view as a file holds them: areas with the names above them and both lists of codes, whole numbers whole."""

from collections.abc import Iterable, Sequence
from functools import lru_cache

import numpy as np
import pandas as pd

from dashboard.analysis.periods import measured_periods, period_label
from dashboard.analysis.view import View
from dashboard.cache import answers
from dashboard.words.legend import all_labels
from dashboard.words.marks import marks
from dashboard.words.texts import number, pick, text
from data.facts.indicators import Indicator
from data.queries import Fit
from data.store.scope import Scope
from geo.reference import bps_pairs
from geo.regions.codes import Level

MOST_FILE_ROWS = 100_000  # all villages once: a workbook of them takes half a minute, and half a gigabyte while it is made
_ABOVE = {Level.PROVINCE: "province", Level.REGENCY: "regency", Level.DISTRICT: "district"}


def rows_of(view: View, items: Sequence[Indicator], periods: Sequence[str]) -> pd.DataFrame:
    """A row for each area, indicator and period: area, indicator, value, its parts, class or reason, source and marks."""
    codes = view.regions["code"].iloc[view.start : view.end].tolist()
    areas = placed(codes, view.level, view.person.scope, view.state.boundary_version)
    parts = [
        pd.concat([areas, _values(view, item, period)], axis=1)
        for item in items
        for period in periods
        if view.level in item.levels and period in _periods(view, item)
    ]
    return pd.concat(parts, ignore_index=True) if parts else areas


def _periods(view: View, item: Indicator) -> tuple[str, ...]:
    """Periods in which an indicator of the view's level has values."""
    return view.periods if item.code == view.item.code else measured_periods(view.person.scope, view.state, item, view.level)


def placed(codes: Sequence[str], level: int, scope: Scope, boundary_version: str) -> pd.DataFrame:
    """Columns: both codes, the names of the areas above, and the name; of regions of one level."""
    frame = pd.DataFrame({text("export.code"): codes, text("export.bps"): [_bps().get(code, "") for code in codes]})
    for above, key in _ABOVE.items():
        if above < level:
            of = [code[: 3 * above - 1] for code in codes]
            frame[text(f"export.{key}")] = _names(of, above, scope, boundary_version)
    frame[text("table.name")] = _names(codes, level, scope, boundary_version)
    return frame


def _names(codes: Iterable[str], level: int, scope: Scope, boundary_version: str) -> list[str]:
    known = answers.regions(scope, boundary_version, level)
    names = dict(zip(known["code"], known["name"], strict=True))
    return [names.get(code, "") for code in codes]


@lru_cache(maxsize=1)
def _bps() -> dict[str, str]:
    """Codes of BPS by ours; several where BPS has not joined what Kemendagri has."""
    found: dict[str, str] = {}
    for theirs, ours in bps_pairs():
        found[ours] = f"{found[ours]} / {theirs}" if ours in found else theirs
    return found


def _values(view: View, item: Indicator, period: str) -> pd.DataFrame:
    fit = view.fit if item.code == view.item.code else Fit()  # classes as the map shows them
    layer = answers.layer(view.person.scope, view.state.data_version, item.code, view.level, period, fit)
    labels, span = all_labels(item, layer), slice(view.start, view.end)
    size = view.end - view.start
    parts = item.denominator is not None
    came = zip(layer.reported[span], layer.expected[span], strict=True)
    return pd.DataFrame(
        {
            text("export.indicator"): [pick(item.name)] * size,
            text("export.period"): [period_label(period, view.state)] * size,
            text("export.value"): figures(layer.value[span], item.decimals),
            text("paper.unit"): [pick(item.unit)] * size,
            text("method.numerator"): figures(layer.numerator[span]) if parts else [None] * size,
            text("method.denominator"): figures(layer.denominator[span]) if parts else [None] * size,
            text("table.reported"): [f"{number(said)} / {number(due)}" if due else "" for said, due in came],
            text("table.state"): [labels.get(int(byte), "") for byte in layer.classes[span]],
            text("export.source"): [pick(item.source)] * size,
            text("export.mark"): [marks(view.state, item)] * size,
        }
    )


def figures(values: np.ndarray, decimals: int = 0) -> pd.Series:
    """Whole numbers as integers where the figure has no decimals, else two places more than on screens; ``None`` for none."""
    made = [
        None
        if not np.isfinite(value)
        else int(value)
        if not decimals and value == int(value)
        else round(float(value), decimals + 2)
        for value in values
    ]
    return pd.Series(made, dtype=object)
