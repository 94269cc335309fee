"""What a map frames, and the small places beside it that get a map of their own."""

import numpy as np
import pandas as pd

from dashboard.analysis.periods import newest_year
from dashboard.cache import answers
from dashboard.state.view import LiveView
from data.facts.indicators import population
from geo.frames import Box
from geo.regions.codes import Level

_SIDES = ("west", "south", "east", "north")
_SMALL = 0.035  # of the frame's longer side: about 30 pixels on a screen; the browser drops those it can show well enough
_MOST = 6


def frame_of(view: LiveView) -> Box:
    """The main body of the chosen area; the nation and what has no shape as they are stored."""
    stored = tuple(float(view.focus[side]) for side in _SIDES)
    found = answers.main_frame(view.person.scope, view.state.boundary_version, str(view.focus["code"]))
    west, south, east, north = found or stored
    return west, south, east, north


def small_places(view: LiveView, frame: Box) -> list[list[float]]:
    """Number and box of regions that the frame leaves out, then of those too small to see in it, those of most people first."""
    if view.level == Level.VILLAGE:
        return []
    part = view.regions.iloc[view.start : view.end].dropna(subset=list(_SIDES))
    people = answers.layer(
        view.person.scope, view.state.data_version, population().code, view.level, newest_year(view.state)
    ).value
    return choose_small(part, frame, people[part["number"].to_numpy()])


def choose_small(part: pd.DataFrame, frame: Box, people: np.ndarray) -> list[list[float]]:
    """`small_places` of the regions `part` (``number`` and sides) with as many `people`, NaN where not known."""
    west, south, east, north = (part[side].to_numpy(dtype=float) for side in _SIDES)
    x, y = (west + east) / 2, (south + north) / 2
    outside = (x < frame[0]) | (x > frame[2]) | (y < frame[1]) | (y > frame[3])
    long = max(frame[2] - frame[0], frame[3] - frame[1])
    small = np.maximum(east - west, north - south) < _SMALL * long
    order = np.lexsort((-np.nan_to_num(people), ~outside))
    chosen = [at for at in order if outside[at] or small[at]][:_MOST]
    boxes = np.round(np.column_stack([west, south, east, north]), 3)
    return [[int(part["number"].iat[at]), *boxes[at].tolist()] for at in chosen]
