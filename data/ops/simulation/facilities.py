"""Places of treatment: about 1,500 in the nation, with beds, services and standard."""

import numpy as np
import pandas as pd
import shapely

from data.ops.simulation.base import World, no_day_after
from data.ops.simulation.margins import IBM_AGENTS, IBM_UNITS, SNI_FACILITIES

# operator, name, how many, weight of towns, share with beds, beds of men, beds of women, outpatient places
PLAN = (
    ("BNN", "Balai/Loka Rehabilitasi BNN", 6, 1.0, 1.0, (80, 200), (10, 40), (20, 60)),
    ("BNN", "Klinik Pratama BNNP", 34, 1.0, 0.0, (0, 1), (0, 1), (20, 50)),
    ("BNN", "Klinik Pratama BNNK", 180, 1.0, 0.0, (0, 1), (0, 1), (10, 40)),
    ("Kemenkes", "RS jiwa/umum IPWL", 140, 1.2, 1.0, (6, 40), (2, 12), (20, 60)),
    ("Kemenkes", "Puskesmas IPWL", 410, 0.8, 0.0, (0, 1), (0, 1), (5, 20)),
    ("Kemensos", "Balai/Loka Kemensos", 31, 1.0, 1.0, (30, 90), (5, 25), (10, 30)),
    ("Mitra", "Lembaga mitra rehabilitasi", 699, 1.1, 0.5, (8, 30), (0, 8), (0, 20)),
)


def facilities(world: World) -> pd.DataFrame:
    """Rows of `facility` with `id` from 1; villages are chosen by people, towns first."""
    rng = world.rng("facilities")
    regencies = world.regencies
    share = len(world.villages) / 83_762
    frames = []
    for operator, kind, count, power, with_beds, men, women, places in PLAN:
        count = max(1, round(count * share))
        weight = regencies["people"].to_numpy().astype(float) ** power
        replace = bool(count > np.count_nonzero(weight) // 2)
        at = rng.choice(len(regencies), count, replace=replace, p=weight / weight.sum())
        beds = rng.random(count) < with_beds
        frames.append(
            pd.DataFrame(
                {
                    "name": [f"{kind} {world.names[regencies.index[i]]} {n + 1}" for n, i in enumerate(at)],
                    "operator": operator,
                    "regency": regencies.index[at],
                    "beds_men": rng.integers(*men, count) * beds,
                    "beds_women": rng.integers(*women, count) * beds,
                    "outpatient_places": rng.integers(*places, count),
                }
            )
        )
    frame = pd.concat(frames, ignore_index=True)
    frame.insert(0, "id", np.arange(1, len(frame) + 1))
    frame.insert(1, "code", "SIM-F" + frame["id"].astype(str))
    at = _villages(rng, world, frame["regency"].to_numpy())
    frame["village_code"] = world.villages["code"].to_numpy()[at]
    opened = np.datetime64("2012-01-01") + rng.integers(0, 3600, len(frame)).astype("timedelta64[D]")
    closes = rng.random(len(frame)) < 0.03
    frame["opened"] = opened
    closed = no_day_after(opened + rng.integers(400, 3000, len(frame)).astype("timedelta64[D]"))
    frame["closed"] = np.where(closes, closed, np.datetime64("NaT"))
    beds = frame["beds_men"] + frame["beds_women"]
    offers = {"rawat_inap": beds > 0, "rawat_jalan": frame["outpatient_places"] > 0, "pascarehab": frame["operator"] == "BNN"}
    frame["services"] = [
        "{" + ",".join(name for name, has in zip(offers, row, strict=True) if has) + "}"
        for row in zip(*offers.values(), strict=True)
    ]
    frame["people_per_year"] = np.round(beds * 365 / 150 + frame["outpatient_places"] * 365 / 100).astype(int)
    frame["sni"] = False
    for operator, count in SNI_FACILITIES.items():
        of_operator = frame.index[frame["operator"] == operator].to_numpy()
        chosen = rng.permutation(of_operator)[: min(len(of_operator), round(count * share))]
        frame.loc[chosen, "sni"] = True
    licence = np.datetime64("2025-01-01") + rng.integers(0, 1800, len(frame)).astype("timedelta64[D]")
    frame["licence_until"] = licence
    measured = world.rng("ikr").random(len(frame)) < 0.4
    frame["ikr"] = pd.Series(np.round(np.clip(world.rng("ikr_nilai").normal(2.9, 0.45, len(frame)), 1, 4), 2)).where(measured)
    frame["address"] = [f"Jalan Simulasi Nomor {number}" for number in frame["id"]]  # neither exists, and both say so
    frame["telephone"] = [f"(0000) 000-{number:03d} (simulasi)" for number in frame["id"]]
    frame["point"] = points(rng, world, at, metres=120)
    return frame


def _villages(rng: np.random.Generator, world: World, regency: np.ndarray) -> np.ndarray:
    weight = world.villages["people"].to_numpy() * np.where(world.villages["urban"], 4.0, 1.0)
    groups = {str(code): index for code, index in world.villages.groupby("regency").indices.items()}
    return np.array([rng.choice(groups[code], p=weight[groups[code]] / weight[groups[code]].sum()) for code in regency])


def points(rng: np.random.Generator, world: World, at: np.ndarray, metres: float) -> list[str]:
    """EWKB (hex) of points near the villages numbered `at`, moved by a normal error of `metres` on each axis."""
    lonlat = world.villages[["lon", "lat"]].to_numpy()[at] + rng.normal(0, metres / 111_320, (len(at), 2))
    return shapely.to_wkb(shapely.set_srid(shapely.points(lonlat), 4326), hex=True, include_srid=True).tolist()


def ibm_units(world: World, events: pd.DataFrame) -> pd.DataFrame:
    """Units of *intervensi berbasis masyarakat* in villages whose programme came to it: 418 with 2,217 agents in the nation."""
    rng = world.rng("ibm_units")
    ready = events[events["event"] == "ibm"]
    count = min(len(ready), max(1, round(IBM_UNITS * len(world.villages) / 83_762)))
    chosen = ready.iloc[np.sort(rng.choice(len(ready), count, replace=False))]
    agents = rng.multinomial(max(count, round(IBM_AGENTS * count / IBM_UNITS)), np.full(count, 1 / count))
    return pd.DataFrame(
        {
            "id": np.arange(1, count + 1),
            "code": [f"SIM-IBM{number}" for number in range(1, count + 1)],
            "village_code": chosen["village_code"].to_numpy(),
            "opened": chosen["event_date"].to_numpy(),
            "agents": agents,
        }
    )
