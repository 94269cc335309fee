"""Peer areas: the nearest to one area by a few features on one scale."""

import warnings

import numpy as np
import numpy.typing as npt


def nearest_peers(
    features: npt.NDArray[np.float64], own: int, allowed: npt.NDArray[np.bool_], count: int
) -> npt.NDArray[np.intp]:
    """Positions of the `count` rows nearest to row `own`, the nearest first.

    `features` is ``(areas, features)``, each on any scale: columns are centred and divided by their spread over the `allowed`
    rows, and distance is Euclidean. An unknown feature (NaN) counts as the mean; one that does not vary is ignored. Rows that
    are not `allowed` are no peers. Fewer are returned where fewer are allowed.
    """
    mine = allowed.copy()
    mine[own] = True
    with np.errstate(invalid="ignore", divide="ignore"), warnings.catch_warnings():
        warnings.simplefilter("ignore", RuntimeWarning)  # a feature without known values has no mean
        middle = np.nanmean(np.where(mine[:, None], features, np.nan), axis=0)
        spread = np.nanstd(np.where(mine[:, None], features, np.nan), axis=0)
        scaled = np.nan_to_num((features - middle) / spread, nan=0.0, posinf=0.0, neginf=0.0)
    far = np.sqrt(((scaled - scaled[own]) ** 2).sum(axis=1))
    far[~mine] = np.inf
    far[own] = np.inf
    order = np.argsort(far, kind="stable")
    return order[np.isfinite(far[order])][:count]
