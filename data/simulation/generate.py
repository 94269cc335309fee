"""The generator: a seed in, frames out. Knows no database."""

from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd

from data.simulation.margins import CASE_YEAR, cases_by_province, population_by_province

YEARS = (2022, 2023, 2024, 2025, 2026)
LAST_DAY = date(2026, 10, 31)
GROWTH = 0.011
# Events of a village programme in their usual order: chance that a programme that came so far goes on, days until then.
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
_PROGRAMME_SHARE = 0.11
_LATE_REPORT_SHARE = {2022: 0.03, 2023: 0.03, 2024: 0.04, 2025: 0.05, 2026: 0.08}
_FIRST, _LAST = np.datetime64("2022-01-01"), np.datetime64(LAST_DAY)


@dataclass(frozen=True)
class Nation:
    """Simulated rows, one frame per table; column names are those of the tables."""

    population: pd.DataFrame
    bersinar_event: pd.DataFrame
    facility: pd.DataFrame
    narcotics_case: pd.DataFrame
    kiriman: pd.DataFrame


def generate(regions: pd.DataFrame, seed: int) -> Nation:
    """A whole nation from `regions` (columns ``code, name, kind, level``). Same seed and regions, same rows."""
    rng = np.random.default_rng(seed)
    villages = regions.loc[regions["level"] == 4, ["code", "kind"]].reset_index(drop=True)
    villages["regency"] = villages["code"].str[:5]
    villages["province"] = villages["code"].str[:2]
    villages["urban"] = (villages["kind"] == "kelurahan") | (villages["regency"].str[3:].astype(int) >= 71)
    villages["people"] = _people(rng, villages)
    names = regions.set_index("code")["name"]
    reports = _reports(rng, regions, seed)
    return Nation(
        population=_population(villages),
        bersinar_event=_events(rng, villages),
        facility=_facilities(rng, villages, names),
        narcotics_case=_cases(rng, villages, names, reports),
        kiriman=reports,
    )


def _people(rng: np.random.Generator, villages: pd.DataFrame) -> np.ndarray:
    weight = rng.lognormal(0, 0.7, len(villages)) * np.where(villages["urban"], 3.0, 1.0)
    share = weight / villages.assign(w=weight).groupby("province")["w"].transform("sum")
    return np.maximum(20, np.round(share * villages["province"].map(population_by_province()))).astype(np.int64)


def _population(villages: pd.DataFrame) -> pd.DataFrame:
    frames = [
        pd.DataFrame(
            {
                "region_code": villages["code"],
                "year": year,
                "people": np.round(villages["people"] * (1 + GROWTH) ** (year - 2025)).astype(np.int64),
            }
        )
        for year in YEARS
    ]
    return pd.concat(frames, ignore_index=True)


def _events(rng: np.random.Generator, villages: pd.DataFrame) -> pd.DataFrame:
    eager = pd.Series(rng.lognormal(0, 0.8, villages["regency"].nunique()), index=villages["regency"].unique())
    chance = villages["regency"].map(eager).to_numpy() * _PROGRAMME_SHARE * np.where(villages["urban"], 1.3, 1.0)
    chosen = villages[rng.random(len(villages)) < np.clip(chance, 0, 0.8)]
    day = _FIRST + rng.integers(-500, (_LAST - _FIRST).astype(int), len(chosen)).astype("timedelta64[D]")
    alive = np.ones(len(chosen), dtype=bool)
    frames = []
    for event, chance_on, days in STEPS:
        alive &= rng.random(len(chosen)) < chance_on
        day = day + (days * rng.uniform(0.3, 1.7, len(chosen))).astype("timedelta64[D]")
        applies = alive & (day <= _LAST)
        if event in VILLAGE_LAW_ONLY:
            applies &= (chosen["kind"] != "kelurahan").to_numpy()
        frames.append(
            pd.DataFrame({"village_code": chosen["code"].to_numpy()[applies], "event": event, "event_date": day[applies]})
        )
    return pd.concat(frames, ignore_index=True)


def _facilities(rng: np.random.Generator, villages: pd.DataFrame, names: pd.Series) -> pd.DataFrame:
    regencies = villages["regency"].unique()
    people = villages.groupby("regency")["people"].sum().reindex(regencies).to_numpy().astype(float)
    plan = (
        # operator, name, how many, weight of towns, beds of men, beds of women, outpatient places
        ("BNN", "Balai Rehabilitasi BNN", 6, 1.0, (80, 200), (10, 40), (20, 60)),
        ("BNN", "Klinik Pratama BNNK", 173, 1.0, (0, 1), (0, 1), (10, 40)),
        ("Kemenkes", "RS jiwa/umum IPWL", 140, 1.2, (6, 40), (2, 12), (20, 60)),
        ("Kemenkes", "Puskesmas IPWL", 760, 0.8, (0, 1), (0, 1), (5, 20)),
        ("Kemensos", "Balai/Loka Kemensos", 31, 1.0, (30, 90), (5, 25), (10, 30)),
        ("Mitra", "Lembaga mitra rehabilitasi", 390, 1.1, (10, 45), (0, 12), (0, 20)),
    )
    frames = []
    for operator, kind, count, power, men, women, places in plan:
        weight = people**power
        replace = count > len(regencies) // 2
        at = rng.choice(len(regencies), count, replace=replace, p=weight / weight.sum())
        frames.append(
            pd.DataFrame(
                {
                    "name": [f"{kind} {names[regencies[i]]} {n + 1}" for n, i in enumerate(at)],
                    "operator": operator,
                    "regency": regencies[at],
                    "beds_men": rng.integers(*men, count),
                    "beds_women": rng.integers(*women, count),
                    "outpatient_places": rng.integers(*places, count),
                }
            )
        )
    frame = pd.concat(frames, ignore_index=True)
    weight = villages["people"].to_numpy() * np.where(villages["urban"], 4.0, 1.0)
    groups = dict(villages.groupby("regency").indices.items())
    frame["village_code"] = [
        villages["code"].iat[rng.choice(groups[code], p=weight[groups[code]] / weight[groups[code]].sum())]
        for code in frame["regency"]
    ]
    opened = np.datetime64("2012-01-01") + rng.integers(0, 4900, len(frame)).astype("timedelta64[D]")
    closes = rng.random(len(frame)) < 0.03
    frame["opened"] = opened
    frame["closed"] = np.where(
        closes, opened + rng.integers(400, 3000, len(frame)).astype("timedelta64[D]"), np.datetime64("NaT")
    )
    return frame.drop(columns="regency")


def _reports(rng: np.random.Generator, regions: pd.DataFrame, seed: int) -> pd.DataFrame:
    regencies = regions.loc[regions["level"] == 2, ["code", "name"]]
    frames = []
    for year in YEARS:
        came = rng.random(len(regencies)) >= _LATE_REPORT_SHARE[year]
        frames.append(regencies[came].assign(year=year))
    frame = pd.concat(frames, ignore_index=True)
    frame["sender"] = "Polres dan BNNK " + frame["name"]
    frame["sha256"] = [f"simulasi-{seed}-{code}-{year}" for code, year in zip(frame["code"], frame["year"], strict=True)]
    return frame.rename(columns={"code": "region_code"}).drop(columns="name")


def _cases(rng: np.random.Generator, villages: pd.DataFrame, names: pd.Series, reports: pd.DataFrame) -> pd.DataFrame:
    regencies = villages["regency"].unique()
    by_regency = pd.Series(rng.lognormal(0, 0.4, len(regencies)), index=regencies)
    weight = villages["people"] * villages["regency"].map(by_regency) * rng.lognormal(0, 0.9, len(villages))
    weight *= np.where(villages["urban"], 1.5, 1.0)
    expected = cases_by_province(names[names.index.str.fullmatch(r"\d{2}")])
    came = set(zip(reports["region_code"], reports["year"], strict=True))
    frames = []
    for year in YEARS:
        first = np.datetime64(f"{year}-01-01")
        last = min(np.datetime64(f"{year}-12-31"), _LAST)
        days = int((last - first).astype(int)) + 1
        level = 1.02 ** (year - CASE_YEAR) * days / 365
        for province, index in villages.groupby("province").indices.items():
            share = weight.to_numpy()[index]
            count = rng.multinomial(round(expected[province] * level), share / share.sum())
            frames.append(
                pd.DataFrame(
                    {
                        "village_code": np.repeat(villages["code"].to_numpy()[index], count),
                        "case_date": first + rng.integers(0, days, count.sum()).astype("timedelta64[D]"),
                        "year": year,
                    }
                )
            )
    frame = pd.concat(frames, ignore_index=True)
    frame["agency"] = np.where(rng.random(len(frame)) < 0.02, "BNN", "Polri")
    frame["suspects"] = 1 + rng.poisson(0.3, len(frame))
    reported = [key in came for key in zip(frame["village_code"].str[:5], frame["year"], strict=True)]
    return frame[reported].drop(columns="year").reset_index(drop=True)
