"""The status of decisions: those tied to a figure are judged by the data, the others by their deadline."""

from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd

from dashboard.analysis.periods import is_part_year, newest_year
from dashboard.cache import answers
from dashboard.cache.runtime import store
from dashboard.words.texts import number, pick, text
from data import queries
from data.facts.indicators import Indicator, indicator
from data.queries import Freshness
from data.store.scope import Scope
from geo.regions.codes import level_of

OVERDUE, RUNNING, REACHED, DONE, DROPPED = "lewat", "berjalan", "tercapai", "selesai", "batal"
STATUSES = (OVERDUE, RUNNING, REACHED, DONE, DROPPED)  # in the order in which they are listed


@dataclass(frozen=True)
class Followed:
    """A decision (a row of `queries.decisions`), the name of its area, its status, and its current figure (NaN without one)."""

    row: pd.Series
    place: str
    status: str
    now: float

    @property
    def is_open(self) -> bool:
        """Whether the decision still needs action."""
        return self.status in (OVERDUE, RUNNING, REACHED)

    @property
    def item(self) -> Indicator | None:
        """The indicator that shows whether it is done."""
        return indicator(self.row["indicator"]) if isinstance(self.row["indicator"], str) else None

    @property
    def figure(self) -> str:
        """Baseline, current value and aim, in words; empty without a figure."""
        if (item := self.item) is None:
            return ""
        before, now, aim = (
            number(value, item.decimals) if np.isfinite(value) else "–"
            for value in (self.row["baseline"], self.now, self.row["aim"])
        )
        return text("decision.figure", name=pick(item.short), before=before, now=now, aim=aim, unit=pick(item.unit))


def followed(scope: Scope, state: Freshness, code: str, day: date, *, below: bool = True) -> list[Followed]:
    """Decisions of a region and of those inside it: overdue ones first, then by deadline. Two queries."""
    rows = queries.decisions(store(), scope, code, below=below)
    if rows.empty:
        return []
    period = newest_year(state)
    tied = rows.dropna(subset=["indicator"])
    values: dict[tuple[str, str], float] = {}
    if len(tied):
        places, names = tuple(sorted(set(tied["region_code"]))), tuple(sorted(set(tied["indicator"])))
        found = answers.ask(queries.snapshot, scope, state.data_version, places, names, period)
        values = found.set_index(["indicator", "region_code"])["value"].to_dict()
    called = _names(scope, state, set(rows["region_code"]))
    made = []
    for _, row in rows.iterrows():
        now = float(values.get((row["indicator"], row["region_code"]), np.nan))
        made.append(Followed(row, called[row["region_code"]], status_of(row, now, state, period, day), now))
    return sorted(made, key=lambda one: (STATUSES.index(one.status), one.row["until"], one.row["id"]))


def status_of(row: pd.Series, now: float, state: Freshness, period: str, day: date) -> str:
    """The status of a decision on a day. A count that still grows through its year cannot be said to have stayed low."""
    if isinstance(row["outcome"], str):
        return str(row["outcome"])
    if isinstance(row["indicator"], str) and np.isfinite(now):
        item = indicator(row["indicator"])
        if _rises(row, item):
            met = now >= row["aim"]
        else:
            met = now <= row["aim"] and not (item.accumulates and is_part_year(period, state))
        if met:
            return REACHED
    return OVERDUE if row["until"] < day else RUNNING


def counts(found: list[Followed]) -> dict[str, int]:
    """The number of decisions per status."""
    return {status: sum(one.status == status for one in found) for status in STATUSES}


def _rises(row: pd.Series, item: Indicator) -> bool:
    """Whether the figure was meant to rise: by its baseline, else by the indicator's better direction."""
    if np.isfinite(row["baseline"]) and row["baseline"] != row["aim"]:
        return bool(row["aim"] > row["baseline"])
    return item.direction != "rendah_baik"


def _names(scope: Scope, state: Freshness, codes: set[str]) -> dict[str, str]:
    """Names of regions; the code itself for one that is closed."""
    names: dict[str, str] = {}
    for level in sorted({int(level_of(code)) for code in codes}):
        frame = answers.regions(scope, state.boundary_version, level)
        at = frame["code"].isin(codes)
        names |= dict(zip(frame.loc[at, "code"], frame.loc[at, "name"], strict=True))
    return {code: names.get(code, code) for code in codes}
