"""The trajectory of a figure from its baseline to its target."""

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]


class Trajectory(NamedTuple):
    """`planned` is where the straight way from baseline to target stands today, `needed` the change a month from today on,
    `expected` the value at the target's date if the present trend goes on (NaN below three values), `reached` whether that, or
    today's value, meets the target."""

    planned: float
    needed: float
    expected: float
    reached: bool


def trajectory(
    baseline: tuple[float, float], target: tuple[float, float], times: Floats, values: Floats, *, rising: bool = True
) -> Trajectory:
    """The trajectory of a figure. Times are months from any common origin, `baseline` and `target` (time, value).

    The trend is a straight line through the last values by least squares, at most five. `rising` says that more is better.
    NaN throughout where there is no value.
    """
    known = np.isfinite(values)
    times, values = np.asarray(times, dtype=float)[known], np.asarray(values, dtype=float)[known]
    if not len(values):
        return Trajectory(np.nan, np.nan, np.nan, False)
    now, value = times[-1], values[-1]
    span = target[0] - baseline[0]
    planned = (
        baseline[1] + (target[1] - baseline[1]) * min(max((now - baseline[0]) / span, 0.0), 1.0) if span > 0 else target[1]
    )
    left = target[0] - now
    needed = (target[1] - value) / left if left > 0 else np.nan
    expected = np.nan
    if len(values) >= 3:
        slope, level = np.polyfit(times[-5:] - now, values[-5:], 1)
        expected = float(level + slope * max(left, 0.0))
    # a figure that meets its target today may fall back: the trend decides while there is time
    judged = expected if np.isfinite(expected) and left > 0 else value
    reached = judged >= target[1] if rising else judged <= target[1]
    return Trajectory(float(planned), float(needed), expected, bool(reached))
