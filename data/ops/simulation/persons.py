"""Villages with population: sums by province are those of the decree."""

import numpy as np
import pandas as pd

from data.ops.simulation.base import YEARS, World
from data.ops.simulation.margins import population_by_province

GROWTH = 0.011


def settle(regions: pd.DataFrame, seed: int, prefixes: tuple[str, ...]) -> World:
    """A world of the villages under `prefixes`, with population, whether they are urban, and their latent risk."""
    columns = ["code", "kind", "lon", "lat"]
    villages = regions.loc[regions["level"] == 4, columns].reset_index(drop=True)
    world = World(seed, regions, villages)
    rng = world.rng("people")
    villages["regency"] = villages["code"].str[:5]
    villages["province"] = villages["code"].str[:2]
    villages["urban"] = (villages["kind"] == "kelurahan") | (villages["regency"].str[3:].astype(int) >= 71)
    weight = rng.lognormal(0, 0.7, len(villages)) * np.where(villages["urban"], 3.0, 1.0)
    share = weight / villages.assign(w=weight).groupby("province")["w"].transform("sum")
    villages["people"] = np.maximum(20, np.round(share * villages["province"].map(population_by_province()))).astype(np.int64)
    regencies = np.sort(villages["regency"].unique())
    of_regency = pd.Series(rng.lognormal(0, 0.35, len(regencies)), index=regencies)
    risk = rng.lognormal(0, 0.8, len(villages)) * np.where(villages["urban"], 1.5, 1.0) * villages["regency"].map(of_regency)
    villages["risk"] = risk / risk.mean()
    # the whole nation is drawn first, so that a village has the same people in a small world as in the large one
    inside = villages["code"].str.startswith(prefixes)
    world.villages = villages[inside].reset_index(drop=True)
    return world


def population(world: World) -> pd.DataFrame:
    """Population by village, year and sex."""
    rng = world.rng("sex")
    share_women = np.clip(rng.normal(0.495, 0.01, len(world.villages)), 0.44, 0.54)
    frames = []
    for year in YEARS:
        people = np.round(world.villages["people"].to_numpy() * (1 + GROWTH) ** (year - 2025)).astype(np.int64)
        women = np.round(people * share_women).astype(np.int64)
        frames.append(
            pd.DataFrame(
                {"region_code": world.villages["code"], "year": year, "people": people, "men": people - women, "women": women}
            )
        )
    return pd.concat(frames, ignore_index=True)
