"""KOTAN by edition: who was measured, index and rank of each, and what would lift a class. Nothing compares editions."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from dashboard.words.texts import pick
from data.facts.indicators import Indicator, edition_of
from data.queries.kotan import VARIABLES
from geo.stats.rates import Interval, rank_range

CODES = dict(
    zip(VARIABLES, ("kotan_keluarga", "kotan_masyarakat", "kotan_kewilayahan", "kotan_kelembagaan", "kotan_hukum"), strict=True)
)


def index_of(edition: str) -> Indicator:
    """The index of an edition, with its bands."""
    return edition_of("kotan_indeks", edition)


def variable_of(name: str, edition: str) -> Indicator:
    """One of the five variables of an edition."""
    return edition_of(CODES[name], edition)


def variable_name(name: str, edition: str) -> str:
    """A variable's name without its edition."""
    return pick(variable_of(name, edition).series_short)


def edition_name(edition: str) -> str:
    """The name of an edition, as its bands give it."""
    return index_of(edition).edition


def editions(made: pd.DataFrame) -> list[str]:
    """Editions with at least one assessment, the newest first."""
    return [str(edition) for edition in sorted(made["edition"].unique(), reverse=True)]


def bounds(edition: str) -> tuple[float, float]:
    """Lowest and highest value of the scale of an edition."""
    return (1.0, 4.0) if max(index_of(edition).edges) <= 4 else (0.0, 100.0)


def class_of(value: float, edition: str) -> int:
    """Class of an index: the first band whose upper limit is not below it."""
    edges = index_of(edition).edges
    return int(min(np.searchsorted(edges, value, side="left"), len(edges) - 1))


def ranked(made: pd.DataFrame) -> pd.DataFrame:
    """Assessments of one edition and year, the highest first, with ``rank, first, last`` and ``overlaps`` (how many others
    cannot be distinguished from it).
    """
    limits = Interval(made["low"].to_numpy(), made["high"].to_numpy())
    ranks = rank_range(made["index"].to_numpy(), limits)
    low, high = (np.where(np.isfinite(limit), limit, made["index"]) for limit in limits)
    overlaps = ((low[None, :] <= high[:, None]) & (high[None, :] >= low[:, None])).sum(axis=1) - 1
    frame = made.assign(rank=ranks.rank, first=ranks.first, last=ranks.last, overlaps=overlaps)
    return frame.sort_values(["rank", "region_code"]).reset_index(drop=True)


@dataclass(frozen=True)
class Lift:
    """How much one variable alone must rise for the next class; `enough` is False where its scale ends before that."""

    variable: str
    now: float
    by: float
    enough: bool


def lifts(row: pd.Series, edition: str) -> list[Lift]:
    """What would lift the index into the next class, variable by variable, the one with most room first; empty at the top.

    The index is taken as the plain mean of its variables, which is what the assessments add up to: weights were not found.
    """
    edges, now = index_of(edition).edges, float(row["index"])
    at = class_of(now, edition)
    if at == len(edges) - 1:
        return []
    # scores have three decimals, and a band ends with its limit
    missing = len(VARIABLES) * (edges[at] + 0.001 - now)
    top = bounds(edition)[1]
    found = [Lift(name, float(row[name]), missing, bool(row[name] + missing <= top + 1e-9)) for name in VARIABLES]
    return sorted(found, key=lambda lift: lift.now)


def index_labels(item: object) -> list[str]:
    """Names of the classes of an index."""
    return [pick(label) for label in item.labels]  # type: ignore[attr-defined]


def shown_decimals(edition: str) -> int:
    """Decimals of an index on screen: three for the short scale of 2022, one for a scale of a hundred."""
    return 3 if bounds(edition)[1] <= 4 else 1
