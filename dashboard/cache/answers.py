"""Cached answers of the store, kept between page runs.

Scope and data version are part of every key: nobody gets another person's answers, nor outdated ones.
"""

import pickle
from collections.abc import Callable, Iterable
from functools import partial
from threading import Condition
from typing import Any, Concatenate, ParamSpec, TypeVar

import geopandas as gpd
import pandas as pd
from cachetools import LRUCache, cached

from dashboard.cache.packing import Bytes, stacked
from dashboard.cache.runtime import store
from data import queries
from data.facts.indicators import indicator as find_indicator
from data.model.period import Grain
from data.queries import UNSTABLE, Fit, Freshness, Layer, Moment
from data.store import Store
from data.store.scope import Scope
from geo.frames import Box
from geo.regions.codes import level_of
from geo.stats.classes import Breaks

P = ParamSpec("P")
T = TypeVar("T")


def _kept(most: int) -> Callable[[Callable[P, T]], Callable[P, T]]:
    """A cache of the `most` answers used last, keyed by all arguments but the last; equal calls at one time share one query."""
    return cached(LRUCache(most), key=lambda *args: args[:-1], condition=Condition())


def ask(query: Callable[Concatenate[Store, Scope, P], T], scope: Scope, version: int, *args: P.args, **kwargs: P.kwargs) -> T:
    """The answer of a query function, as a copy from the cache. Its arguments name all it depends on beside scope
    and version.
    """
    question = partial(query, store(), scope, *args, **kwargs)
    named = tuple((name, _hashable(value)) for name, value in sorted(kwargs.items()))
    kept = _ask(query.__name__, _key(scope), version, tuple(map(_hashable, args)), named, question)
    found: T = pickle.loads(kept)  # noqa: S301 - our own bytes, of this process
    return found


@_kept(2000)
def _ask(
    name: str, key: str, version: int, args: tuple[Any, ...], named: tuple[tuple[str, Any], ...], question: Callable[[], Any]
) -> bytes:
    return pickle.dumps(question(), pickle.HIGHEST_PROTOCOL)


def _hashable(value: object) -> object:
    return tuple(value) if isinstance(value, list) else value


def _key(scope: Scope) -> str:
    """The part of cache keys that stands for the scope and the store: a preview is replaced by another store."""
    return f"{store().name} {scope.cache_key}"


def freshness(scope: Scope) -> Freshness:
    """State of the store, read at every page run: it carries the data version that is in all cache keys."""
    return queries.freshness(store(), scope)


def layer(scope: Scope, version: int, indicator: str, level: int, period: str, fit: Fit | None = None) -> Layer:
    """A layer as `scope` may see it, with classes fitted as `fit` says; by default to all of it. Do not change its arrays: they
    are shared.
    """
    return _layer(_key(scope), version, indicator, level, period, fit or Fit(), scope)


@_kept(60)
def _layer(key: str, version: int, indicator: str, level: int, period: str, fit: Fit, scope: Scope) -> Layer:
    if fit == Fit():
        found = queries.layer(store(), scope, indicator, level, period)
    else:
        found = layer(scope, version, indicator, level, period)
        if find_indicator(indicator).is_categorical and not fit.counted:
            return found
        found = found.classed(breaks(scope, version, indicator, level, period, fit))
    for array in (found.classes, found.value, found.numerator, found.denominator, found.reported, found.expected):
        array.setflags(write=False)
    return found


def breaks(scope: Scope, version: int, indicator: str, level: int, period: str, fit: Fit) -> Breaks:
    """The breaks that `fit` asks for."""
    return _breaks(_key(scope), version, indicator, level, period, fit, scope)


@_kept(1000)
def _breaks(key: str, version: int, indicator: str, level: int, period: str, fit: Fit, scope: Scope) -> Breaks:
    if fit.periods in ((), (period,)):
        values = {period: layer(scope, version, indicator, level, period).value}
    else:
        found = moments(scope, version, indicator, level, fit.periods)
        values = {one: moment.value for one, moment in found.items()}
    return queries.breaks_of(find_indicator(indicator), fit, values, period)


def moments(scope: Scope, version: int, indicator: str, level: int, periods: tuple[str, ...]) -> dict[str, Moment]:
    """A level through time, before it has classes. Do not change the arrays: they are shared."""
    return _moments(_key(scope), version, indicator, level, periods, scope)


@_kept(16)  # villages through five years take 5 MB
def _moments(key: str, version: int, indicator: str, level: int, periods: tuple[str, ...], scope: Scope) -> dict[str, Moment]:
    return queries.moments(store(), scope, indicator, level, sorted(set(periods)))


def stack(
    scope: Scope, version: int, indicator: str, level: int, periods: tuple[str, ...], fits: tuple[tuple[str, Fit], ...]
) -> str:
    """Classes packed for the map: of each of `periods` in their order, a period named twice is in it twice, by the first of
    `fits`; then one more for each further pair of a period and the fit of its classes.
    """
    return _stack(_key(scope), version, indicator, level, periods, fits, scope)


@_kept(300)
def _stack(
    key: str,
    version: int,
    indicator: str,
    level: int,
    periods: tuple[str, ...],
    fits: tuple[tuple[str, Fit], ...],
    scope: Scope,
) -> str:
    found = moments(scope, version, indicator, level, periods)
    (first, frozen), *more = fits
    return stacked(
        [
            _painted(found[period], indicator, breaks(scope, version, indicator, level, at, fit), fit)
            for period, at, fit in [*((period, first, frozen) for period in periods), *((at, at, fit) for at, fit in more)]
        ]
    )


def _painted(moment: Moment, indicator: str, chosen: Breaks, fit: Fit) -> Bytes:
    categorical = find_indicator(indicator).is_categorical and not fit.counted
    classes = moment.base.copy() if categorical else queries.painted(moment.base, moment.value, chosen)
    classes[moment.shaky] |= UNSTABLE
    return classes


def facilities(scope: Scope, version: int, region_code: str) -> pd.DataFrame:
    """Open facilities inside a region."""
    return ask(queries.facilities, scope, version, region_code)


def regions(scope: Scope, boundary_version: str, level: int) -> pd.DataFrame:
    """Regions of a level in number order. Do not change the frame: it is shared."""
    return _regions(boundary_version, level, scope)


@_kept(10)
def _regions(boundary_version: str, level: int, scope: Scope) -> pd.DataFrame:
    return queries.regions(store(), scope, level)


def main_frame(scope: Scope, boundary_version: str, code: str) -> Box | None:
    """The box of the main body of a region, once a boundary version."""
    return _main_frame(boundary_version, code, scope)


@_kept(600)
def _main_frame(boundary_version: str, code: str, scope: Scope) -> Box | None:
    return queries.main_frame(store(), scope, code)


def place_of(scope: Scope, boundary_version: str, code: str) -> tuple[float, float] | None:
    """Longitude and latitude of a region, once a boundary version."""
    return _place_of(boundary_version, code, scope)


@_kept(600)
def _place_of(boundary_version: str, code: str, scope: Scope) -> tuple[float, float] | None:
    return queries.place_of(store(), scope, code)


def names_of(scope: Scope, boundary_version: str, codes: Iterable[str]) -> list[str]:
    """Names of regions of any level; the code itself where it is none of these boundaries."""
    known: dict[str, str] = {}
    asked = list(codes)
    for level in {level_of(code) for code in asked if code}:
        frame = regions(scope, boundary_version, int(level))
        known |= dict(zip(frame["code"], frame["name"], strict=True))
    return [known.get(code, code) for code in asked]


def shapes(scope: Scope, boundary_version: str, level: int, region_code: str) -> gpd.GeoSeries:
    """Shapes of the regions of a level inside one. Do not change them: they are shared."""
    return _shapes(boundary_version, level, region_code, scope)


@_kept(20)
def _shapes(boundary_version: str, level: int, region_code: str, scope: Scope) -> gpd.GeoSeries:
    return queries.shapes(store(), scope, level, region_code)


def series(
    scope: Scope, version: int, region_code: str, indicators: tuple[str, ...], grain: Grain = Grain.YEAR
) -> pd.DataFrame:
    """One region through time, by years or the shorter periods that `grain` names."""
    return ask(queries.series, scope, version, region_code, indicators, grain)


def published(scope: Scope, version: int, region_codes: tuple[str, ...], topics: tuple[str, ...]) -> pd.DataFrame:
    """Published figures of some regions."""
    return ask(queries.published, scope, version, region_codes, topics)


def beside(scope: Scope, version: int) -> pd.DataFrame:
    """Published figures beside what the store's rows add up to."""
    return ask(queries.beside, scope, version)


def region_row(scope: Scope, version: str, code: str) -> pd.Series | None:
    """The row of a current region, or ``None`` for a code that is not one."""
    frame = regions(scope, version, level_of(code))
    at = int(frame["code"].searchsorted(code))
    return frame.iloc[at] if at < len(frame) and frame["code"].iat[at] == code else None
