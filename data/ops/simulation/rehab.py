"""Rehabilitation: episodes under tokens, monthly totals of agencies, and assessments of IBM clients."""

import numpy as np
import pandas as pd

from data.model.period import Period
from data.ops.simulation.base import (
    AGE_BANDS,
    LAST,
    LAST_DAY,
    YEARS,
    Days,
    World,
    after,
    days_between,
    month_starts,
    no_day_after,
    pick,
)
from data.ops.simulation.cases import SUBSTANCES
from data.ops.simulation.courses import follow_up, slow_down
from data.ops.simulation.margins import CLIENTS, WHOQOL_2022, prevalence_by_province

_INPATIENT = {"BNN": 0.15, "Mitra": 0.55, "Kemenkes": 0.22, "Kemensos": 0.75}
_STAY_DAYS = {"rawat_inap": 115, "rawat_jalan": 85, "pascarehab": 50}
_ENTRY = {"sukarela": 0.50, "lapor_diri": 0.12, "tat": 0.16, "putusan": 0.12, "razia": 0.10}
_OUTCOME = {"selesai": 0.66, "putus": 0.27, "dirujuk": 0.06, "meninggal": 0.01}
_AGES = dict(zip(AGE_BANDS, (0.06, 0.27, 0.35, 0.22, 0.08, 0.02), strict=True))
_TOKEN_BYTES = 16
_COMES_AGAIN = 0.10
KNOWN_TO_BOTH = 0.08  # of the Kemensos clients, those whom Kemenkes knows too
FULL_FROM = np.datetime64("2025-07-01")
_CLIENTS_PER_UNIT_YEAR = 10
_MORE_CLIENTS, _GAINS_MORE = 16, 12  # points of WHOQoL more than elsewhere
RECAP_MISSING, RECAP_DIFFERS = 0.08, 0.06


def episodes(world: World, facilities: pd.DataFrame) -> pd.DataFrame:
    """Rows of `rehab_episode`. Clients of a year and agency add up to `CLIENTS` times the world's part of the nation.

    They include people in treatment when the first year began.
    """
    rng = world.rng("rehab")
    share = len(world.villages) / 83_762
    frames = []
    for agency in CLIENTS[YEARS[0]]:
        mine = facilities[facilities["operator"] == agency]
        for year in YEARS:
            part = 304 / 365 if year == LAST_DAY.year else 1.0
            count = max(1, round(CLIENTS[year][agency] * part * share))
            last = min(np.datetime64(Period.year(year).last), LAST)
            started = days_between(rng, np.full(count, np.datetime64(Period.year(year).first)), np.full(count, last))
            frames.append(_drawn(rng, world, mine, agency, started))
    frame = _detailed(rng, world, pd.concat([*frames, _filling(rng, world, facilities)], ignore_index=True))
    frame["token"] = _tokens(rng, world, frame)
    frame = slow_down(world, follow_up(world, frame))
    both = pd.concat([_under_way(world, facilities, share), frame], ignore_index=True)
    return both.sort_values("started", kind="stable").reset_index(drop=True)


def _under_way(world: World, facilities: pd.DataFrame, share: float) -> pd.DataFrame:
    """Episodes of the year before the first that had not ended when it began, so that facilities are not empty at the start."""
    rng = world.rng("rehab_before")
    first = np.datetime64(f"{YEARS[0]}-01-01")
    frames = []
    for agency, clients in CLIENTS[YEARS[0]].items():
        count = max(1, round(clients * share))
        started = days_between(rng, np.full(count, first - 365), np.full(count, first - 1))
        frames.append(_drawn(rng, world, facilities[facilities["operator"] == agency], agency, started))
    frame = _detailed(rng, world, pd.concat(frames, ignore_index=True))
    frame = frame[~(frame["ended"] < first)].reset_index(drop=True)
    return frame.assign(token=_new_tokens(rng, len(frame)))


def _detailed(rng: np.random.Generator, world: World, frame: pd.DataFrame) -> pd.DataFrame:
    """Episodes with details: way of entry, person, home regency, end and outcome."""
    frame["entry"] = pick(rng, _ENTRY, len(frame))
    frame["substance"] = pick(rng, {name: values[0] for name, values in SUBSTANCES.items()}, len(frame))
    frame["sex"] = np.where(rng.random(len(frame)) < 0.09, "P", "L")
    frame["age_band"] = pick(rng, _AGES, len(frame))
    frame["home_regency"] = _homes(rng, world, frame["regency_code"].to_numpy())
    started = frame["started"].to_numpy().astype("datetime64[D]")
    stay = frame["service"].map(_STAY_DAYS).to_numpy().astype(float)
    ended = no_day_after(after(rng, started, stay, 7))
    frame["ended"] = ended
    frame["outcome"] = pd.Series(pick(rng, _OUTCOME, len(frame))).where(~np.isnat(ended), None)
    return frame


def _drawn(rng: np.random.Generator, world: World, mine: pd.DataFrame, agency: str, started: Days) -> pd.DataFrame:
    size = len(started)
    service = np.where(rng.random(size) < _INPATIENT[agency], "rawat_inap", "rawat_jalan").astype(object)
    if agency == "BNN":
        service[rng.random(size) < 0.18] = "pascarehab"
    # users live where prevalence is high: facilities of such provinces see more clients
    pull = mine["village_code"].str[:2].map(prevalence_by_province(world.province_names)).to_numpy() ** 0.5
    beds = (mine["beds_men"] + mine["beds_women"]).to_numpy()
    chosen = np.zeros(size, dtype=int)
    for inpatient in (True, False):
        weight = (beds if inpatient else mine["outpatient_places"].to_numpy()) * pull
        if not weight.sum():
            weight = np.ones(len(mine))
        rows = (service == "rawat_inap") == inpatient
        chosen[rows] = rng.choice(len(mine), int(rows.sum()), p=weight / weight.sum())
    waited = np.minimum(rng.gamma(1.2, 5, size), 90).astype("timedelta64[D]")
    return pd.DataFrame(
        {
            "agency": agency,
            "facility_id": mine["id"].to_numpy()[chosen],
            "regency_code": mine["village_code"].str[:5].to_numpy()[chosen],
            "service": service,
            "requested": started - waited,
            "started": started,
        }
    )


def _filling(rng: np.random.Generator, world: World, facilities: pd.DataFrame) -> pd.DataFrame:
    """One facility (a partner's, where there is one) fills up: half full in 2022, full from mid-2025, with ever
    longer waits.
    """
    beds = facilities["beds_men"] + facilities["beds_women"]
    able = facilities[facilities["closed"].isna() & (beds > 0) & (beds >= beds[beds > 0].median())]
    able = able[able["operator"] == "Mitra"] if (able["operator"] == "Mitra").any() else able
    house = able.iloc[int(rng.integers(len(able)))]
    size = int(house["beds_men"] + house["beds_women"])
    frames = []
    for month in month_starts():
        years = float((month - np.datetime64("2022-01-01")).astype(int)) / 365.25
        occupancy = min(1.1, 0.5 + 0.6 * years / 3.5)
        count = rng.poisson(size * occupancy * 30.4 / _STAY_DAYS["rawat_inap"])
        started = month + rng.integers(0, 28, count).astype("timedelta64[D]")
        wait = 5 + 12 * max(0.0, years - 1.5)
        frames.append(
            pd.DataFrame({"started": started, "requested": started - rng.poisson(wait, count).astype("timedelta64[D]")})
        )
    frame = pd.concat(frames, ignore_index=True)
    frame = frame[frame["started"] <= LAST]
    world.truth["fasilitas_penuh"] = {
        "fasilitas": int(house["id"]),
        "nama": house["name"],
        "tempat_tidur": size,
        "penuh_sejak": str(FULL_FROM),
    }
    return frame.assign(
        agency=house["operator"], facility_id=house["id"], regency_code=house["village_code"][:5], service="rawat_inap"
    )


def _homes(rng: np.random.Generator, world: World, regency: np.ndarray) -> np.ndarray:
    """Home regency of each client: four of five live where they are treated, the others elsewhere in the province."""
    regencies = world.regencies
    home = regency.astype(object).copy()
    provinces = np.array([code[:2] for code in regency])
    for province, index in regencies.groupby("province").indices.items():
        away = np.flatnonzero((provinces == province) & (rng.random(len(home)) < 0.2))
        weight = regencies["people"].to_numpy()[index].astype(float)
        home[away] = regencies.index.to_numpy()[rng.choice(index, len(away), p=weight / weight.sum())]
    return home


def _tokens(rng: np.random.Generator, world: World, frame: pd.DataFrame) -> list[str]:
    person = np.arange(len(frame))
    agency = frame["agency"].to_numpy()
    for name in CLIENTS[YEARS[0]]:  # some come again to the agency that knows them
        mine = np.flatnonzero(agency == name)
        again = rng.random(len(mine)) < _COMES_AGAIN
        person[mine[again]] = person[rng.choice(mine[~again], int(again.sum()))]
    kemensos, kemenkes = np.flatnonzero(agency == "Kemensos"), np.flatnonzero(agency == "Kemenkes")
    both = rng.choice(kemensos, round(KNOWN_TO_BOTH * len(kemensos)), replace=False)
    person[both] = person[rng.choice(kemenkes, len(both), replace=len(both) > len(kemenkes))]
    world.truth["klien_dua_kementerian"] = {
        "token": len(set(person[kemensos]) & set(person[kemenkes])),
        "episode_kemensos_yang_dikenal_kemenkes": len(both),
    }
    tokens = _new_tokens(rng, len(frame))
    return [tokens[one] for one in person.tolist()]


def _new_tokens(rng: np.random.Generator, count: int) -> list[str]:
    digits = rng.bytes(_TOKEN_BYTES * count).hex()
    width = 2 * _TOKEN_BYTES
    return ["\\x" + digits[width * at : width * (at + 1)] for at in range(count)]


def recap(world: World, frame: pd.DataFrame) -> pd.DataFrame:
    """Monthly totals of the agencies: some are missing, some contradict the episodes."""
    rng = world.rng("rehab_recap")
    frame = frame[frame["started"] >= pd.Timestamp(YEARS[0], 1, 1)]
    month = frame["started"].to_numpy().astype("datetime64[M]").astype("datetime64[D]")
    keys = {
        "agency": frame["agency"],
        "region_code": frame["regency_code"].str[:2],
        "month": month,
        "service": frame["service"],
    }
    totals = pd.DataFrame(keys).value_counts(sort=False).rename("clients").reset_index()
    totals = totals.sort_values(["agency", "region_code", "month", "service"]).reset_index(drop=True)
    differs = rng.random(len(totals)) < RECAP_DIFFERS
    moved = np.maximum(0, totals["clients"] + rng.integers(1, 9, len(totals)) * rng.choice([-1, 1, 1], len(totals)))
    world.truth["rekap_berselisih"] = {"sel": int((differs & (moved != totals["clients"])).sum())}
    totals["clients"] = np.where(differs, moved, totals["clients"])
    return totals[rng.random(len(totals)) >= RECAP_MISSING].reset_index(drop=True)


def ibm_assessments(world: World, units: pd.DataFrame) -> pd.DataFrame:
    """Assessments at intake, in the middle and at the end; at the end the means are those published for 2022."""
    rng = world.rng("ibm")
    opened = np.maximum(units["opened"].to_numpy().astype("datetime64[D]"), np.datetime64("2022-01-01"))
    years = (LAST - opened).astype(int) / 365.25
    count = rng.poisson(np.maximum(years, 0) * _CLIENTS_PER_UNIT_YEAR)
    unit = np.repeat(np.arange(len(units)), count)
    intake = days_between(rng, opened[unit], np.full(len(unit), LAST))
    token = np.array(_new_tokens(rng, len(unit)), dtype=object)
    person = rng.normal(0, 6, (len(unit), 4))
    frames = []
    there = np.ones(len(unit), dtype=bool)
    for number, (stage, days, share) in enumerate((("masuk", 0, 1.0), ("tengah", 30, 0.78), ("akhir", 60, 0.85))):
        day = intake + np.timedelta64(days, "D") + rng.integers(0, 6, len(unit)).astype("timedelta64[D]")
        there = there & (rng.random(len(unit)) < share) & (day <= LAST)
        frames.append(_assessed(rng, units.iloc[unit[there]], number, stage, token[there], day[there], person[there]))
    frames += _more_of_the_largest(world, units, opened, unit[there])
    return _with_one_that_works(world, units, pd.concat(frames, ignore_index=True))


def _assessed(
    rng: np.random.Generator, at: pd.DataFrame, number: int, stage: str, token: np.ndarray, day: Days, person: np.ndarray
) -> pd.DataFrame:
    """Assessments of one stage, the `number`-th; `at` has each client's unit, `person` how far they differ from the mean."""
    frame = pd.DataFrame({"token": token, "unit_id": at["id"].to_numpy(), "stage": stage})
    frame["assessed_on"] = day
    gain = (-13, -5, 0)[number]
    values = np.array(list(WHOQOL_2022.values())) + gain + person + rng.normal(0, 4, (len(frame), 4))
    frame[list(WHOQOL_2022)] = np.round(np.clip(values, 0, 100), 1)
    frame["urica"] = np.round(rng.normal(7.5 + number, 1.5, len(frame)), 2)
    frame["assist"] = np.clip(np.round(rng.normal(22 - 6 * number, 5, len(frame))), 0, 39).astype(int)
    frame["regency_code"] = at["village_code"].str[:5].to_numpy()
    return frame


def _more_of_the_largest(world: World, units: pd.DataFrame, opened: Days, ended: np.ndarray) -> list[pd.DataFrame]:
    """More clients of the unit with the most of them, so that even one in a small world can be judged; `ended` has the unit of
    each client that reached the end.
    """
    rng = world.rng("ibm_more")
    best = int(np.bincount(ended, minlength=len(units)).argmax())
    last = np.maximum(opened[best], LAST - np.timedelta64(80, "D"))
    token = np.array(_new_tokens(rng, _MORE_CLIENTS), dtype=object)
    intake = days_between(rng, np.full(len(token), opened[best]), np.full(len(token), last))
    person = rng.normal(0, 6, (len(token), 4))
    frames = []
    for number, (stage, days) in enumerate((("masuk", 0), ("tengah", 30), ("akhir", 60))):
        day = intake + np.timedelta64(days, "D")
        there = day <= LAST
        at = units.iloc[np.full(int(there.sum()), best)]
        frames.append(_assessed(rng, at, number, stage, token[there], day[there], person[there]))
    return frames


def _with_one_that_works(world: World, units: pd.DataFrame, frame: pd.DataFrame) -> pd.DataFrame:
    """Clients of the unit with the most of them come in worse off than elsewhere, and end where others do."""
    ended = frame.loc[frame["stage"] == "akhir", "unit_id"].value_counts()
    unit = int(ended.index[0])
    for stage, lower in (("masuk", _GAINS_MORE), ("tengah", _GAINS_MORE / 2)):
        rows = (frame["unit_id"] == unit) & (frame["stage"] == stage)
        frame.loc[rows, list(WHOQOL_2022)] = np.round(np.clip(frame.loc[rows, list(WHOQOL_2022)] - lower, 0, 100), 1)
    world.truth["ibm_berhasil"] = {
        "unit": unit,
        "desa": units.loc[units["id"] == unit, "village_code"].iloc[0],
        "selesai": int(ended.iloc[0]),
        "lebih": _GAINS_MORE,
    }
    return frame
