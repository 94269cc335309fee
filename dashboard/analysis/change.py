"""The change of every region of a level between two periods, as a map draws it."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from dashboard.analysis.periods import is_part_year
from data.facts.indicators import LEAST_WHOLE, Indicator
from data.queries import UNSTABLE, Freshness, Layer, Nothing, interval_of
from geo.stats.classes import Breaks, assign_changes, fit_changes, rounded

SIDE = 3  # classes of falls, and as many of rises
PART_YEAR, BROKEN, SAME_PERIOD = "berjalan", "jeda", "sama"


@dataclass(frozen=True)
class Change:
    """`classes` are those of `geo.stats.classes.assign_changes` by `breaks`, or a `Nothing`; `UNSTABLE` is set where chance may
    explain the change. `why_not` says why two periods cannot be compared, '' where they can: then every region is incomplete.
    """

    classes: npt.NDArray[np.uint8]
    breaks: Breaks
    why_not: str = ""


def has_changes(item: Indicator, periods: tuple[str, ...]) -> bool:
    """Whether two of the periods of an indicator can be taken from each other: stages cannot."""
    return not item.is_categorical and len(periods) > 1


def change_of(item: Indicator, before: Layer, now: Layer, span: tuple[int, int], state: Freshness) -> Change:
    """The change from one layer to the other, of what is displayed; classes are fitted to the regions numbered `span`.

    Counts that grow through a year are not compared within an unfinished one, and no series across its break. Chance may
    explain a change where the 95 % intervals of the two periods overlap, or where a published figure is too small to be
    judged.
    """
    why_not = _why_not(item, before.period, now.period, state)
    change = rounded(rounded(now.value, item.decimals) - rounded(before.value, item.decimals), item.decimals)
    if why_not:
        change = np.full(len(change), np.nan)
    breaks = fit_changes(change[slice(*span)], SIDE, item.decimals, among=change)
    if not breaks.edges:  # nothing changed here, or there are no values: as elsewhere
        breaks = fit_changes(change, SIDE, item.decimals)
    missing = np.where(now.classes >= min(Nothing), now.classes, before.classes)
    missing[missing < min(Nothing)] = Nothing.BELUM_LENGKAP
    classes = assign_changes(change, breaks)
    result = np.where(classes < 0, missing, classes).astype(np.uint8)
    result[_by_chance(item, before, now) & (classes >= 0) & (classes != len(breaks.edges))] |= UNSTABLE
    return Change(result, breaks, why_not)


def _why_not(item: Indicator, before: str, now: str, state: Freshness) -> str:
    if before == now:
        return SAME_PERIOD
    if item.accumulates and (is_part_year(before, state) or is_part_year(now, state)):
        return PART_YEAR
    first, last = sorted((before, now))
    return BROKEN if first < item.comparable_from <= last else ""


def _by_chance(item: Indicator, before: Layer, now: Layer) -> npt.NDArray[np.bool_]:
    one, other = (interval_of(item, layer.numerator, layer.denominator) for layer in (before, now))
    with np.errstate(invalid="ignore"):
        overlap: npt.NDArray[np.bool_] = (one.low <= other.high) & (other.low <= one.high)  # False where there is no interval
        small = (before.numerator < LEAST_WHOLE) | (now.numerator < LEAST_WHOLE)
    return overlap | small if item.is_rounded(now.level) else overlap
