"""Marks published figures that are too small to be judged."""

import numpy as np
import numpy.typing as npt
import pandas as pd

from data.facts.indicators import LEAST_WHOLE
from data.facts.indicators import indicator as find_indicator


def with_rough(frame: pd.DataFrame, levels: "pd.Series[int] | int") -> pd.DataFrame:
    """`frame` with ``rough`` in place of ``sensitivity``: rounded figures of fewer than 20, which carry no trend, rank,
    interval or verdict. `levels` is the level of each row, or of all."""
    at, codes = pd.factorize(frame["indicator"])
    items = [find_indicator(str(code)) for code in codes]
    # an indicator that is never rounded has exact rows only: as if the exact one were public
    exact = np.array([-1 if item.exact is None else int(item.exact) for item in items], dtype=int)[at]
    first = np.array([item.rounded_from for item in items], dtype=int)[at]
    rounded = (frame["sensitivity"].to_numpy(dtype=int) < exact) & (np.broadcast_to(np.asarray(levels), len(frame)) >= first)
    few: npt.NDArray[np.bool_] = frame["numerator"].to_numpy(dtype=float) < LEAST_WHOLE
    return frame.assign(rough=rounded & few).drop(columns="sensitivity")
