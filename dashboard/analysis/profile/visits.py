"""Villages of an area that should be visited first, each with the reason."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

import pandas as pd

from dashboard.analysis.periods import day_words, duration_words
from dashboard.analysis.village_programme import LACKING, NOT_APPLICABLE, states
from dashboard.words.texts import number, text

MOST = 5
_QUIET_MONTHS = 24.0
_OVERDUE_MONTHS = 12.0
_MONTH = 30.4375  # days


@dataclass(frozen=True)
class Visit:
    """A village to visit soon, the areas above it up to the one that asks, and the reason."""

    code: str
    name: str
    reason: str
    place: str = ""

    @property
    def where(self) -> str:
        """The village with the areas above it."""
        return f"{self.name}, {self.place}" if self.place else self.name


def visits(
    villages: pd.DataFrame, candidates: pd.DataFrame, last_day: str, place_of: Callable[[str], str] = lambda code: ""
) -> list[Visit]:
    """Five villages to see first: vulnerable without a programme, left without criteria, or silent for long.

    `villages` are those of `queries.programme`, `candidates` of `queries.candidates`; `place_of` names the areas above a
    village. Each rule puts its worst first, and the rules take turns, so that no single one fills the list.
    """
    today = pd.Timestamp(last_day)
    order = candidates.assign(worse=candidates["category"].eq("bahaya")).sort_values(["worse", "score"], ascending=False)
    bare = [
        (row.code, row.village, text("visit.bare", category=text(f"visit.{row.category}")))
        for row in _first(order).itertuples()
    ]
    table = states(villages)
    lacking, asked = table.eq(LACKING), table.ne(NOT_APPLICABLE)
    late = villages.assign(
        missing=lacking.sum(axis=1), of=asked.sum(axis=1), since=(today - villages["pencanangan"]).dt.days / _MONTH
    )
    late = late[(late["missing"] > 0) & (late["since"] > _OVERDUE_MONTHS)].sort_values(["missing", "since"], ascending=False)
    left = [
        (
            row.code,
            row.village,
            text("visit.left", since=duration_words(row.since), missing=number(row.missing), of=number(row.of)),
        )
        for row in _first(late).itertuples()
    ]
    quiet = (today - villages["last"]).dt.days / _MONTH
    silent = villages.assign(quiet=quiet)[quiet > _QUIET_MONTHS].sort_values("quiet", ascending=False)
    gone = [(row.code, row.village, text("visit.quiet", day=day_words(row.last))) for row in _first(silent).itertuples()]
    made: dict[str, Visit] = {}
    for turn in range(MOST):
        for rule in (bare, left, gone):
            if turn < len(rule):
                code, name, reason = rule[turn]
                made.setdefault(str(code), Visit(str(code), str(name), reason, place_of(str(code))))
    return list(made.values())[:MOST]


def _first(frame: pd.DataFrame) -> pd.DataFrame:
    return frame.rename(columns={"name": "village"}).head(MOST)


def place_names(code: str, within: str, names: Iterable["pd.Series[str]"]) -> str:
    """Names of the areas above a village, the nearest first, below `within`; `names` are those of each level by code."""
    parts = code.split(".")
    above = [".".join(parts[:length]) for length in (3, 2, 1)]
    known = [name for name in above if name.startswith(f"{within}.") or within == ""]
    return ", ".join(str(found[one]) for one, found in zip(known, names, strict=False) if one in found.index)
