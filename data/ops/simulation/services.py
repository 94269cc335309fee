"""Monthly services of the offices and empowerment of vulnerable villages."""

import numpy as np
import pandas as pd

from data.ops.simulation.base import LAST, World, days_between, month_starts, pick
from data.ops.simulation.vulnerability import office_regencies

# held a month by an office of middling size, people per one held, mean waiting days
_SERVICES = {"skhpn": (60, 1, 1.2), "penyuluhan": (6, 70, 0), "tes_urine": (3, 45, 0), "konseling": (14, 1, 4.0)}
_MISSING = 0.04
PRODUCTS = ("anyaman", "keripik", "kopi", "madu", "batik", "tenun", "sabun", "ikan asap", "kerajinan kayu", "jamu")
_VILLAGES = 1_200


def monthly(world: World) -> pd.DataFrame:
    """SKHPN, penyuluhan, tes urine and konseling by office (BNNK's regency, BNNP's province) and month."""
    rng = world.rng("services")
    provinces = np.sort(world.villages["province"].unique())
    offices = np.r_[office_regencies(world).to_numpy(), provinces]
    months = month_starts()
    size = np.r_[np.ones(len(offices) - len(provinces)), np.full(len(provinces), 2.2)] * rng.lognormal(0, 0.4, len(offices))
    frames = []
    for service, (held, people, waiting) in _SERVICES.items():
        count = rng.poisson(held * np.repeat(size, len(months)))
        frame = pd.DataFrame({"region_code": np.repeat(offices, len(months)), "month": np.tile(months, len(offices))})
        frame["service"], frame["held"] = service, count
        frame["people"] = count if people == 1 else rng.poisson(people * count)
        frame["waiting_days"] = np.round(rng.gamma(4, waiting / 4, len(frame)), 1) if waiting else pd.NA
        frames.append(frame)
    whole = pd.concat(frames, ignore_index=True)
    return whole[rng.random(len(whole)) >= _MISSING].reset_index(drop=True)


def empowerment(world: World, rawan: pd.DataFrame) -> pd.DataFrame:
    """Training in vulnerable villages, what was running half a year and a year later, income and online sales (rupiah)."""
    rng = world.rng("empowerment")
    villages = np.sort(rawan.loc[rawan["category"].isin(["bahaya", "waspada"]), "village_code"].unique())
    count = min(len(villages), max(1, round(_VILLAGES * len(world.villages) / 83_762)))
    chosen = np.sort(rng.choice(villages, count, replace=False)) if count else villages[:0]
    started = days_between(rng, np.full(count, np.datetime64("2022-01-10")), np.full(count, LAST))
    trained = rng.integers(8, 31, count)
    age = (LAST - started).astype(int)
    half = rng.binomial(trained, 0.55)
    whole = rng.binomial(half, 0.7)
    sells = rng.random(count) < 0.3
    frame = pd.DataFrame({"village_code": chosen, "started": started})
    frame["product"] = pick(rng, dict.fromkeys(PRODUCTS, 1.0), count)
    frame["trained"] = trained
    frame["running_6"] = pd.Series(half, dtype="Int64").where(age >= 182)
    frame["running_12"] = pd.Series(whole, dtype="Int64").where(age >= 365)
    income = pd.Series(rng.lognormal(14.1, 0.4, count) // 10_000 * 10_000).astype("Int64")
    frame["median_income"] = income.where(age >= 182)
    frame["online_sales"] = pd.Series(np.where(sells, rng.lognormal(14.5, 0.8, count) // 1000 * 1000, 0)).astype("Int64")
    return frame
