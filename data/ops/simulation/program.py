"""Programmes of villages as dated events, and the two effects planted in them."""

import numpy as np
import pandas as pd

from data.ops.simulation.base import LAST, World, days_between, pick

# Events in their usual order: probability that a programme continues to the event, days until then.
STEPS = (
    ("seleksi", 1.0, 0),
    ("sk", 0.92, 60),
    ("pencanangan", 0.90, 75),
    ("pokja", 0.85, 45),
    ("relawan", 0.88, 60),
    ("ibm", 0.72, 120),
    ("posko", 0.80, 60),
    ("perdes", 0.62, 150),
    ("apbdes", 0.80, 90),
    ("monev", 0.75, 120),
)
VILLAGE_LAW_ONLY = ("perdes", "apbdes")  # a kelurahan has neither
SHARE = 0.11
_DOCUMENTS = {"sk": "SK", "perdes": "PERDES", "apbdes": "APBDES", "pencanangan": "BA"}


def events(world: World) -> pd.DataFrame:
    """Rows of `bersinar_event`. Vulnerable villages are chosen rather than others, as in life."""
    rng = world.rng("program")
    villages = world.villages
    regencies = world.regencies.index
    eager = pd.Series(rng.lognormal(0, 0.8, len(regencies)), index=regencies)
    chance = villages["regency"].map(eager).to_numpy() * SHARE * np.sqrt(villages["risk"].to_numpy())
    chosen = villages[rng.random(len(villages)) < np.clip(chance, 0, 0.8)]
    start = np.full(len(chosen), np.datetime64("2020-08-19"))
    day = days_between(rng, start, np.full(len(chosen), LAST))
    alive = np.ones(len(chosen), dtype=bool)
    frames = []
    for event, chance_on, days in STEPS:
        alive &= rng.random(len(chosen)) < chance_on
        day = day + (days * rng.uniform(0.3, 1.7, len(chosen))).astype("timedelta64[D]")
        applies = alive & (day <= LAST)
        if event in VILLAGE_LAW_ONLY:
            applies &= (chosen["kind"] != "kelurahan").to_numpy()
        frames.append(
            pd.DataFrame({"village_code": chosen["code"].to_numpy()[applies], "event": event, "event_date": day[applies]})
        )
    frame = pd.concat(frames, ignore_index=True)
    kind = frame["event"].map(_DOCUMENTS)
    year = frame["event_date"].dt.year.astype(str)
    number = pd.Series(np.arange(1, len(frame) + 1)).astype(str)
    frame["document"] = (kind + "/" + number + "/" + year).fillna("")
    paid = frame["event"].isin(["apbdes", "relawan", "pencanangan", "monev"]).to_numpy()
    money = pick(rng, {"apbdes": 0.3, "dana_desa": 0.3, "apbd": 0.15, "dipa": 0.25}, len(frame))
    money[(frame["event"] == "apbdes").to_numpy()] = "apbdes"
    frame["money"] = pd.Series(money).where(paid, None)
    frame["amount"] = pd.Series((rng.lognormal(16.2, 0.6, len(frame)) // 100_000 * 100_000).astype(np.int64)).where(paid)
    frame["amount"] = frame["amount"].astype("Int64")
    return frame


def other_programmes(world: World) -> pd.DataFrame:
    """Rows of `other_programme_event`: one village in sixty has a programme of somebody else, whatever it has of Bersinar."""
    rng = world.rng("program_lain")
    codes = world.villages["code"].to_numpy()
    chosen = np.sort(rng.choice(codes, max(2, len(codes) // 60), replace=False))
    day = days_between(rng, np.full(len(chosen), np.datetime64("2022-01-01")), np.full(len(chosen), LAST))
    frame = pd.DataFrame(
        {
            "village_code": chosen,
            "programme": np.where(np.arange(len(chosen)) % 3 == 2, "kampung_harapan_bersinar", "kampung_bebas_narkoba"),
            "event": "pencanangan",
            "event_date": day,
        }
    )
    frame["document"] = "SIMULASI/" + pd.Series(np.arange(1, len(frame) + 1)).astype(str)
    return frame
