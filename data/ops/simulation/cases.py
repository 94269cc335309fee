"""Cases with substances, suspects and stages, and the effects planted among them."""

import numpy as np
import pandas as pd

from data.ops.simulation.base import AGE_BANDS, FIRST, LAST, YEARS, Days, World, after, month_starts, no_day_after, pick
from data.ops.simulation.case_numbers import as_quoted
from data.ops.simulation.facilities import points
from data.ops.simulation.margins import CASE_GROWTH, CASE_YEAR, cases_by_province, population_by_province

# What nobody published by province: assumed shares, the same everywhere.
SUBSTANCES = {
    "sabu": (0.72, "g", 1.2), "ganja": (0.13, "g", 4.0), "ekstasi": (0.05, "butir", 3.0), "obat_daftar_g": (0.06, "butir", 4.5),
    "tembakau_sintetis": (0.03, "g", 2.0), "heroin": (0.003, "g", 1.0), "kokain": (0.002, "g", 1.5),
    "lainnya": (0.005, "batang", 1.0),
}  # fmt: skip
_AGES = dict(zip(AGE_BANDS, (0.03, 0.22, 0.36, 0.25, 0.10, 0.04), strict=True))
_ROLES = {"pemakai": 0.34, "kurir": 0.19, "pengedar": 0.38, "bandar": 0.07, "produsen": 0.02}
HOT_CORE, HOT_RING = 12, 30
HOT_FACTOR, RING_FACTOR, CRACKDOWN = 8.0, 5.0, np.datetime64("2024-07-01")
PROGRAMME_FACTOR = 0.6
UNDER_REPORT_SHARE, UNDER_REPORT_FROM = 0.45, np.datetime64("2024-01-01")
STALL_SHARE, STALL_FROM = 0.85, np.datetime64("2025-03-01")
EPIDEMIC_MONTH, EPIDEMIC_FACTOR = np.datetime64("2025-08"), 3.0
_UNKNOWN_VILLAGE = 0.06
_FILES_SENT = 0.92  # of the cases without P21
_WITH_POINT = 0.25


def case_events(world: World, events: pd.DataFrame) -> pd.DataFrame:
    """Every case as it happened: ``at`` (row of the village), ``case_date``; whether it is reported is decided later."""
    rng = world.rng("cases")
    villages = world.villages
    of_regency = pd.Series(rng.lognormal(0, 0.4, len(world.regencies)), index=world.regencies.index)
    weight = villages["people"] * villages["regency"].map(of_regency) * villages["risk"]
    months = month_starts()
    quarters = np.unique(months.astype("datetime64[M]").astype(int) // 3)
    factors = _planted_factors(world, events, (quarters * 3).astype("datetime64[M]").astype("datetime64[D]"))
    # a world smaller than the province has its share of the province's cases
    part = (villages.groupby("province")["people"].sum() / population_by_province()).clip(upper=1)
    expected = cases_by_province(world.province_names) * part
    frames = []
    for number, quarter in enumerate(quarters):
        first = np.datetime64(int(quarter * 3), "M").astype("datetime64[D]")
        last = min(np.datetime64(int(quarter * 3 + 3), "M").astype("datetime64[D]"), LAST + 1)
        days = int((last - first).astype(int))
        year = first.item().year
        for province, index in villages.groupby("province").indices.items():
            whole = expected[province] * (1 + CASE_GROWTH) ** (year - CASE_YEAR) * days / 365
            share = weight.to_numpy()[index] * factors.get(number, np.ones(len(villages)))[index]
            count = rng.multinomial(_rounded(rng, whole), share / share.sum())
            at = np.repeat(index, count)
            frames.append(
                pd.DataFrame({"at": at, "case_date": first + rng.integers(0, days, len(at)).astype("timedelta64[D]")})
            )
    frame = pd.concat([*frames, _epidemic(rng, world, pd.concat(frames))], ignore_index=True)
    return frame.sort_values("case_date", kind="stable").reset_index(drop=True)


def _rounded(rng: np.random.Generator, value: float) -> int:
    """`value` rounded up or down by chance, so that many small parts add up to their sum."""
    return int(value) + int(rng.random() < value % 1)


def _planted_factors(world: World, events: pd.DataFrame, starts: Days) -> dict[int, np.ndarray]:
    """Multipliers of the villages' rates by number of the quarter: hot spot, displacement, effective programmes."""
    rng = world.rng("planted")
    villages = world.villages
    towns = np.flatnonzero(villages["urban"] & (villages["people"] > villages["people"].quantile(0.8)))
    centre = int(rng.choice(towns if len(towns) else np.arange(len(villages))))
    lonlat = villages[["lon", "lat"]].to_numpy()
    near = np.argsort(np.hypot(*(lonlat - lonlat[centre]).T), kind="stable")[: HOT_CORE + HOT_RING]
    core, ring = near[:HOT_CORE], near[HOT_CORE:]
    ibm = events[events["event"] == "ibm"].set_index("village_code")["event_date"]
    works_from = villages["code"].map(ibm).to_numpy().astype("datetime64[D]") + np.timedelta64(180, "D")
    codes = villages["code"].to_numpy()
    declared = set(events.loc[events["event"] == "pencanangan", "village_code"]) - set(ibm.index)
    world.truth["titik_panas"] = {
        "inti": codes[core].tolist(),
        "lingkar": codes[ring].tolist(),
        "kali_inti": HOT_FACTOR,
        "kali_lingkar": RING_FACTOR,
        "penindakan": str(CRACKDOWN),
    }
    world.truth["program"] = {
        "bekerja": {"peristiwa": "ibm", "kali": PROGRAMME_FACTOR, "mulai_hari": 180, "desa": len(ibm)},
        "tidak_bekerja": {"peristiwa": "pencanangan tanpa ibm", "kali": 1.0, "desa": len(declared)},
    }
    result = {}
    for number, start in enumerate(starts):
        factor = np.where(works_from <= start, PROGRAMME_FACTOR, 1.0)
        if start < CRACKDOWN:
            factor[core] *= HOT_FACTOR
        else:
            factor[ring] *= RING_FACTOR
        result[number] = factor
    return result


def _epidemic(rng: np.random.Generator, world: World, cases: pd.DataFrame) -> pd.DataFrame:
    """One province's month with three times its cases."""
    by_province = world.villages["province"].to_numpy()[cases["at"].to_numpy()]
    province = sorted(set(by_province))[rng.integers(len(set(by_province)))]
    there = (by_province == province) & (cases["case_date"].to_numpy().astype("datetime64[M]") == EPIDEMIC_MONTH)
    month = cases[there]
    world.truth["bulan_wabah"] = {"provinsi": province, "bulan": str(EPIDEMIC_MONTH), "kali": EPIDEMIC_FACTOR}
    return pd.concat([month] * int(EPIDEMIC_FACTOR - 1))


def details(world: World, cases: pd.DataFrame, reports: pd.DataFrame) -> dict[str, pd.DataFrame]:
    """`narcotics_case` as reported, with substances and suspects, and `case_stage` as every agency saw it."""
    rng = world.rng("case_details")
    villages, at = world.villages, cases["at"].to_numpy()
    regency = villages["regency"].to_numpy()[at]
    year = cases["case_date"].dt.year.to_numpy()
    frame = pd.DataFrame({"case_date": cases["case_date"], "regency_code": regency})
    serial = frame.groupby([regency, year]).cumcount().to_numpy() + 1
    frame["case_key"] = [
        f"LKN/{y}/{r}/{n:04d}" for y, r, n in zip(year.tolist(), regency.tolist(), serial.tolist(), strict=True)
    ]
    frame["agency"] = np.where(rng.random(len(frame)) < 0.02, "BNN", "Polri")
    frame["suspects"] = 1 + rng.poisson(0.3, len(frame))
    unknown = rng.random(len(frame)) < _UNKNOWN_VILLAGE
    frame["village_code"] = pd.Series(villages["code"].to_numpy()[at]).where(~unknown, None)
    point = pd.Series(points(rng, world, at, metres=150), dtype=object)
    frame["point"] = point.where(~unknown & (rng.random(len(frame)) < _WITH_POINT), None)
    sent = _sent(rng, world, frame, reports)
    stages = as_quoted(world, _stages(rng, world, frame))
    reported = frame[sent].reset_index(drop=True)
    return {
        "narcotics_case": reported,
        "case_substance": _substances(rng, reported),
        "case_suspect": _suspects(rng, reported),
        # the police's own steps of a case that they never sent are not in the store either
        "case_stage": stages[~stages["agency"].isin(["Polri", "BNN"]) | stages["case_key"].isin(set(reported["case_key"]))],
    }


def _sent(rng: np.random.Generator, world: World, frame: pd.DataFrame, reports: pd.DataFrame) -> np.ndarray:
    """Whether police and BNN reported each case: none of a year without submission, few of the agency that under-reports."""
    came = set(zip(reports["region_code"], reports["year"], strict=True))
    year = frame["case_date"].dt.year
    sent = np.array([key in came for key in zip(frame["regency_code"], year, strict=True)])
    busy = frame["regency_code"].value_counts()
    silent = {code for code in busy.index if all((code, y) in came for y in YEARS)}
    candidates = [code for code in busy.index[: max(1, len(busy) // 5)] if code in silent] or [busy.index[0]]
    agency = str(rng.choice(candidates))
    quiet = (frame["regency_code"] == agency).to_numpy() & (frame["case_date"].to_numpy() >= UNDER_REPORT_FROM)
    hidden = quiet & (rng.random(len(frame)) >= UNDER_REPORT_SHARE)
    world.truth["kurang_lapor"] = {
        "kabupaten": agency,
        "sejak": str(UNDER_REPORT_FROM),
        "bagian_terlapor": UNDER_REPORT_SHARE,
        "kasus_sebenarnya": int(quiet.sum()),
        "kasus_terlapor": int((quiet & ~hidden & sent).sum()),
    }
    return sent & ~hidden


def _substances(rng: np.random.Generator, cases: pd.DataFrame) -> pd.DataFrame:
    shares = {name: values[0] for name, values in SUBSTANCES.items()}
    frames = []
    for chance in (1.0, 0.18):
        part = cases[rng.random(len(cases)) < chance]
        frames.append(
            pd.DataFrame(
                {"case_key": part["case_key"], "substance": pick(rng, shares, len(part)), "regency_code": part["regency_code"]}
            )
        )
    frame = pd.concat(frames, ignore_index=True).drop_duplicates(["case_key", "substance"])
    frame["unit"] = frame["substance"].map({name: values[1] for name, values in SUBSTANCES.items()})
    centre = frame["substance"].map({name: values[2] for name, values in SUBSTANCES.items()}).to_numpy()
    amount = rng.lognormal(centre, 1.6)
    whole = frame["unit"].isin(["butir", "batang"]).to_numpy()
    frame["amount"] = np.where(whole, np.ceil(amount), np.round(amount, 2))
    return frame


def _suspects(rng: np.random.Generator, cases: pd.DataFrame) -> pd.DataFrame:
    count = cases["suspects"].to_numpy()
    frame = pd.DataFrame({name: np.repeat(cases[name].to_numpy(), count) for name in ("case_key", "regency_code")})
    starts = np.repeat(np.cumsum(count) - count, count)
    frame["number"] = np.arange(len(frame)) - starts + 1
    frame["sex"] = np.where(rng.random(len(frame)) < 0.07, "P", "L")
    frame["age_band"] = pick(rng, _AGES, len(frame))
    frame["role"] = pick(rng, _ROLES, len(frame))
    return frame


def _stages(rng: np.random.Generator, world: World, cases: pd.DataFrame) -> pd.DataFrame:
    """The chain LP - SPDP - tahap I - P21 - tahap II - register - putusan - eksekusi, each step seen by one or two agencies."""
    size = len(cases)
    day = cases["case_date"].to_numpy().astype("datetime64[D]")
    police = cases["agency"].to_numpy()
    busy = cases["regency_code"].value_counts()
    stalled = str(rng.choice(busy.index[: max(1, len(busy) // 5)].to_numpy()))
    held_back = (cases["regency_code"] == stalled).to_numpy() & (day >= STALL_FROM) & (rng.random(size) < STALL_SHARE)
    world.truth["perkara_macet"] = {
        "kabupaten": stalled,
        "sejak": str(STALL_FROM),
        "tahap": "p21",
        "bagian": STALL_SHARE,
        "kasus": int(held_back.sum()),
    }
    alive = np.ones(size, dtype=bool)
    when: dict[str, Days] = {"lp": day}
    for stage, goes_on, mean in (
        ("spdp", 0.97, 6),
        ("p21", 0.90, 55),
        ("tahap2", 0.99, 10),
        ("register", 0.995, 12),
        ("putusan", 0.985, 60),
        ("eksekusi", 0.97, 14),
    ):
        alive = alive & (rng.random(size) < goes_on)
        if stage == "p21":
            alive &= ~held_back
        previous = list(when.values())[-1]
        reached = after(rng, np.where(np.isnat(previous), FIRST, previous), mean)
        when[stage] = no_day_after(np.where(alive & ~np.isnat(previous), reached, np.datetime64("NaT")))
    of_files = world.rng("tahap1")
    when["tahap1"] = _files_sent(of_files, when["spdp"], when["p21"])
    outcome = pick(rng, {"penjara": 0.86, "rehabilitasi": 0.09, "bebas": 0.01, "lainnya": 0.04}, size)
    views = (
        # stage, agency, how often the row comes in, how often its day differs from the first agency's
        ("lp", None, 1.0, 0.0), ("spdp", "Kejaksaan", 0.97, 0.0), ("spdp", None, 0.93, 0.06), ("p21", "Kejaksaan", 0.97, 0.0),
        ("p21", None, 0.90, 0.07), ("tahap2", "Kejaksaan", 0.97, 0.0), ("register", "Pengadilan", 0.98, 0.0),
        ("putusan", "Pengadilan", 0.98, 0.0), ("putusan", "Kejaksaan", 0.92, 0.05), ("eksekusi", "Pemasyarakatan", 0.90, 0.0),
        ("tahap1", "Kejaksaan", 0.95, 0.0), ("tahap1", None, 0.88, 0.05),
    )  # fmt: skip
    frames, conflicts = [], 0
    for stage, agency, comes, differs in views:
        drawn = of_files if stage == "tahap1" else rng
        there = ~np.isnat(when[stage]) & (drawn.random(size) < comes)
        first_view = when[stage][there]
        moved = np.where(drawn.random(len(first_view)) < differs, drawn.integers(1, 30, len(first_view)), 0)
        days = np.minimum(first_view + moved.astype("timedelta64[D]"), LAST)
        conflicts += int((days != first_view).sum())
        judged = stage in ("putusan", "eksekusi")
        frames.append(
            pd.DataFrame(
                {
                    "case_key": cases["case_key"].to_numpy()[there],
                    "stage": stage,
                    "agency": police[there] if agency is None else agency,
                    "stage_date": days,
                    "outcome": outcome[there] if judged else None,
                    "regency_code": cases["regency_code"].to_numpy()[there],
                }
            )
        )
    world.truth["tanggal_berselisih"] = {"baris": conflicts, "antara": "penyidik atau kejaksaan dengan lembaga pertama"}
    return pd.concat(frames, ignore_index=True)


def _files_sent(rng: np.random.Generator, notified: Days, complete: Days) -> Days:
    """Days on which investigators send the file (tahap I): before P21 where that came, else some weeks after SPDP, mostly."""
    share = rng.uniform(0.3, 0.7, len(notified))
    first = np.where(np.isnat(notified), FIRST, notified)
    between = np.maximum((np.where(np.isnat(complete), first, complete) - first).astype("timedelta64[D]").astype(int), 0)
    before = first + np.floor(share * between).astype("timedelta64[D]")
    alone = np.where(rng.random(len(notified)) < _FILES_SENT, after(rng, first, 25), np.datetime64("NaT"))
    return no_day_after(np.where(np.isnat(notified), np.datetime64("NaT"), np.where(np.isnat(complete), alone, before)))


def tat(world: World, cases: pd.DataFrame) -> pd.DataFrame:
    """Integrated assessments: about every twelfth case asks for one."""
    rng = world.rng("tat")
    asked = cases[rng.random(len(cases)) < 0.08]
    requested = after(rng, asked["case_date"].to_numpy().astype("datetime64[D]"), 4)
    frame = pd.DataFrame(
        {"case_key": asked["case_key"].to_numpy(), "regency_code": asked["regency_code"].to_numpy(), "requested": requested}
    )[requested <= LAST]
    sat = no_day_after(after(rng, frame["requested"].to_numpy().astype("datetime64[D]"), 5))
    sat[rng.random(len(frame)) < 0.05] = np.datetime64("NaT")
    frame["sat_on"] = sat
    held = ~np.isnat(sat)
    advice = pick(rng, {"rehabilitasi": 0.42, "rehabilitasi_dan_proses": 0.40, "proses_hukum": 0.18}, len(frame))
    frame["recommendation"] = pd.Series(advice, index=frame.index).where(held, None)
    followed = pd.Series(rng.random(len(frame)) < 0.82, index=frame.index).astype("boolean")
    frame["followed_up"] = followed.where(held & (advice != "proses_hukum"), pd.NA)
    return frame
