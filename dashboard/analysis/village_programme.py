"""Desa Bersinar: which criteria each village meets and lacks, and which villages are candidates."""

from collections.abc import Mapping

import numpy as np
import pandas as pd

from dashboard.words.texts import pick
from data.facts.editions import Edition, edition_on
from data.facts.indicators import indicator
from data.queries.villages import CRITERIA
from geo.reach.distance import nearest

MET, LACKING, NOT_APPLICABLE, UNKNOWN = "terpenuhi", "belum", "tidak_berlaku", "tidak_diketahui"
WEIGHTS = ("rawan", "rehab", "program")
# indicators of the funnel and the coverage
FUNNEL = (
    "rawan_bahaya", "rawan_waspada", "cakupan_bersinar_rawan", "cakupan_bersinar", "desa_bersinar", "tahap_lengkap",
    "bertahan_24_bulan",
)  # fmt: skip
VULNERABLE_STEPS = ("rawan", "rawan_dicanangkan")
_COLUMNS = {"rawan": "vulnerability", "rehab": "to_rehab_km", "program": "to_programme_km"}
_ORDER = {"bahaya": 2.0, "waspada": 1.0}


def funnel_values(figures: pd.DataFrame) -> dict[str, float]:
    """Number of villages at each step, from a snapshot of `FUNNEL`; NaN where a step is not known. The first two steps count
    vulnerable villages, the others all villages of the programme: a programme need not lie in a vulnerable village.
    """
    rows = figures.set_index("indicator")
    top = rows["numerator"].astype(float)
    return {
        "rawan": float(top.get("rawan_bahaya", np.nan) + top.get("rawan_waspada", np.nan)),
        "rawan_dicanangkan": float(top.get("cakupan_bersinar_rawan", np.nan)),
        "dicanangkan": float(top.get("desa_bersinar", np.nan)),
        "lengkap": float(top.get("tahap_lengkap", np.nan)),
        "bertahan": float(top.get("bertahan_24_bulan", np.nan)),
    }


def stage_names() -> list[str]:
    """Names of the stages by class."""
    return [pick(label) for label in indicator("status_bersinar").labels]


def states(villages: pd.DataFrame) -> pd.DataFrame:
    """A word per village (rows as in `queries.programme`) and criterion: met, lacking, not applicable or unknown.

    A criterion with a date is met. One that the village's edition does not hold for its kind is not applicable: a kelurahan has
    neither Perdes nor APBDes. Where the expected reports are missing, a criterion without a date is unknown and not lacking.
    """
    known, kinds = villages["known"], villages["kind"]
    asked = [set(edition.applying(kind)) for edition, kind in zip(judged_by(villages), kinds, strict=True)]
    made = {}
    for name in CRITERIA:
        word = np.where(known, LACKING, UNKNOWN)
        word = np.where(villages[name].notna(), MET, word)
        made[name] = np.where([name in criteria for criteria in asked], word, NOT_APPLICABLE)
    return pd.DataFrame(made, index=villages.index)


def judged_by(villages: pd.DataFrame) -> list[Edition]:
    """The edition of the criteria of each village: in force when it was declared, else on the day of its last event."""
    days = villages["pencanangan"].fillna(villages["last"])
    return [edition_on(day.date()) for day in days]


def lacking_since(villages: pd.DataFrame, last_day: str) -> "pd.Series[float]":
    """Months since declaration (since the first event where there was none) for villages that lack a criterion; NaN else."""
    start = villages["pencanangan"].fillna(villages[list(CRITERIA)].min(axis=1))
    lacks = states(villages).eq(LACKING).any(axis=1)
    days = (pd.Timestamp(last_day) - start).dt.days
    return (days / 30.4375).where(lacks).astype(float)


def with_distances(villages: pd.DataFrame, near: pd.DataFrame) -> pd.DataFrame:
    """`queries.candidates` with ``to_rehab_km`` and ``to_programme_km``: straight lines to the nearest of `queries.anchors`.

    NaN where there is none.
    """
    own = villages[["lon", "lat"]].to_numpy()
    at = {what: near.loc[near["what"] == what, ["lon", "lat"]].to_numpy() for what in ("rehab", "program")}
    return villages.assign(to_rehab_km=nearest(own, at["rehab"]) / 1_000, to_programme_km=nearest(own, at["program"]) / 1_000)


def scored(candidates: pd.DataFrame, weights: Mapping[str, float]) -> pd.DataFrame:
    """Candidates with ``rawan, rehab, program`` (0 to 100: the share of candidates that are less urgent by this alone),
    ``total`` (their mean by `weights`), ``rank`` and, for each weight, ``without_<name>``: the rank if it were zero.

    More vulnerable, farther from treatment and farther from any programme is more urgent. What is not known counts as the
    middle. Weights are not negative; all zero means equal weights.
    """
    frame = candidates.assign(
        # a category outweighs any score: both scales are the survey's own
        vulnerability=candidates["category"].map(_ORDER).astype(float) * 1_000 + candidates["score"].fillna(0)
    )
    for name, column in _COLUMNS.items():
        frame[name] = (100 * (frame[column].rank(method="average") - 0.5) / max(len(frame), 1)).fillna(50.0)
    frame["total"] = _total(frame, weights)
    frame["rank"] = frame["total"].rank(method="min", ascending=False)
    for name in WEIGHTS:
        frame[f"without_{name}"] = _total(frame, {**weights, name: 0.0}).rank(method="min", ascending=False)
    return frame.sort_values(["rank", "code"]).reset_index(drop=True)


def _total(frame: pd.DataFrame, weights: Mapping[str, float]) -> "pd.Series[float]":
    given = np.array([max(weights.get(name, 0.0), 0.0) for name in WEIGHTS])
    given = given / given.sum() if given.sum() else np.full(len(WEIGHTS), 1 / len(WEIGHTS))
    return (frame[list(WEIGHTS)] @ given).astype(float)
