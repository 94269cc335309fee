"""What becomes of clients after a stay, and where they wait long: courses of treatment that a test can find again."""

import numpy as np
import pandas as pd

from data.ops.simulation.base import LAST, World

WITH_AFTERCARE = 0.45  # of completed stays of BNN, as far as there are stays of aftercare
SLOW_DAYS = 28  # longer waits where treatment is scarce, on average
_SAME_PERSON = ["token", "home_regency", "sex", "age_band", "substance"]


def follow_up(world: World, frame: pd.DataFrame) -> pd.DataFrame:
    """Most aftercare of BNN follows a completed stay of the same province and year, within ninety days, of the same person."""
    rng = world.rng("rehab_aftercare")
    frame = frame.reset_index(drop=True)
    province, year = frame["regency_code"].str[:2], frame["started"].dt.year
    ended = frame["ended"]
    done = (frame["outcome"] == "selesai") & (frame["service"] != "pascarehab") & (frame["agency"] == "BNN")
    gap = pd.to_timedelta(rng.integers(3, 60, len(frame)), unit="D")
    begins = ended + gap
    done &= begins.dt.year.eq(ended.dt.year) & begins.le(pd.Timestamp(LAST))
    care = (frame["service"] == "pascarehab") & (frame["agency"] == "BNN")
    waiting = frame[done].groupby([province[done], ended[done].dt.year]).groups
    for key, rows in frame[care].groupby([province[care], year[care]]).groups.items():
        from_here = list(waiting.get(key, ()))
        chosen = rng.permutation(from_here)[: min(len(rows), round(WITH_AFTERCARE * len(from_here)))].astype(int)
        to = np.asarray(rows)[: len(chosen)]
        frame.loc[to, _SAME_PERSON] = frame.loc[chosen, _SAME_PERSON].to_numpy()
        stay = (frame.loc[to, "ended"] - frame.loc[to, "started"]).to_numpy()
        frame.loc[to, "started"] = begins.loc[chosen].to_numpy()
        frame.loc[to, "requested"] = ended.loc[chosen].to_numpy()
        left = frame.loc[to, "started"].to_numpy() + stay
        frame.loc[to, "ended"] = np.where(left <= LAST, left, np.datetime64("NaT"))
    under_way = frame["ended"].isna()
    frame.loc[under_way, "outcome"] = None
    return frame


def slow_down(world: World, frame: pd.DataFrame) -> pd.DataFrame:
    """In one province, or in a world of one province in one regency, people wait about four weeks longer for treatment."""
    rng = world.rng("rehab_slow")
    served = frame[frame["service"] != "pascarehab"]
    width = 2 if served["regency_code"].str[:2].nunique() > 1 else 5
    counts = served["regency_code"].str[:width].value_counts()
    usual = counts[counts >= counts.median()].sort_index()
    chosen = str(usual.index[int(rng.integers(len(usual)))])
    rows = frame["regency_code"].str.startswith(chosen) & (frame["service"] != "pascarehab")
    frame.loc[rows, "requested"] = frame.loc[rows, "requested"] - pd.to_timedelta(
        rng.poisson(SLOW_DAYS, int(rows.sum())), unit="D"
    )
    world.truth["tunggu_lama"] = {"wilayah": chosen, "hari_tambahan": SLOW_DAYS}
    return frame
