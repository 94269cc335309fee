"""Plans and money: RAN/RAD actions with their half-yearly reports, regulations, budget lines."""

from datetime import date

import numpy as np
import pandas as pd

from data.model.period import Grain, Period
from data.ops.simulation.base import LAST, LAST_DAY, YEARS, World, days_between, pick

# Inpres 2/2020 ran to 2024; what follows is not known, so the plan after it bears a name that says so.
PLANS = (("RAN P4GN 2020-2024", range(2022, 2025)), ("Rencana lanjutan 2025-2029 (simulasi)", range(2025, 2030)))
ACTIONS = (
    ("umum", "Sosialisasi bahaya narkotika kepada pegawai dan masyarakat", 12, "kegiatan"),
    ("umum", "Regulasi tentang P4GN dan prekursor narkotika", 1, "dokumen"),
    ("umum", "Tes urine pegawai", 200, "orang"),
    ("umum", "Satuan tugas atau relawan anti-narkotika", 20, "orang"),
    ("khusus", "Pemberdayaan masyarakat kawasan rawan", 2, "kawasan"),
)
OBSTACLES = ("anggaran terbatas", "belum ada regulasi", "pergantian pejabat", "jarak ke lokasi", "data belum lengkap")


def actions(world: World) -> pd.DataFrame:
    """The same five actions for every province and kabupaten/kota, with targets of their own."""
    rng = world.rng("ran")
    provinces = np.sort(world.villages["province"].unique())
    regions = np.r_[provinces, world.regencies.index.to_numpy()]
    rows = []
    for number, (plan, _) in enumerate(PLANS, start=1):
        for code in regions:
            owner = "Kesbangpol Provinsi" if len(code) == 2 else "Kesbangpol Kabupaten/Kota"
            for serial, (kind, title, target, unit) in enumerate(ACTIONS, start=1):
                rows.append((f"{number}/{code}/{serial}", plan, code, owner, kind, title, float(target), unit))
    frame = pd.DataFrame(rows, columns=["id", "plan", "region_code", "owner", "kind", "title", "target", "unit"])
    frame["target"] = np.maximum(1, np.round(frame["target"] * rng.uniform(0.6, 1.6, len(frame))))
    return frame


def reports(world: World, register: pd.DataFrame) -> pd.DataFrame:
    """B06 and B12 reports; a region that does not report has no row, and that is not 0 %."""
    rng = world.rng("ran_reports")
    regions = register["region_code"].unique()
    diligent = pd.Series(rng.beta(6, 1.6, len(regions)), index=regions)
    frames = []
    for plan, years in PLANS:
        mine = register[register["plan"] == plan]
        for year in years:
            first = Period.of(date(year, 1, 1), Grain.HALF)
            for half in (first, first.next):
                due = np.datetime64(half.last) + 15
                if due > LAST:
                    continue
                came = pd.Series(rng.random(len(regions)), index=regions) < diligent
                late = pd.Series(np.where(rng.random(len(regions)) < 0.2, rng.integers(1, 70, len(regions)), 0), index=regions)
                part = mine[mine["region_code"].map(came).to_numpy()]
                done = rng.beta(4, 1.8, len(part)) * (0.5 if half == first else 1.1)
                frame = pd.DataFrame({"action_id": part["id"].to_numpy(), "period": str(half)})
                frame["realised"] = np.round(part["target"].to_numpy() * done)
                stuck = rng.random(len(part)) < 0.25
                frame["obstacle"] = np.where(stuck, pick(rng, dict.fromkeys(OBSTACLES, 1.0), len(part)), "")
                frame["evidence"] = rng.random(len(part)) < 0.8
                day = due - 5 + part["region_code"].map(late).to_numpy().astype("timedelta64[D]")
                frame["submitted_on"] = np.minimum(day, LAST)
                frames.append(frame)
    return pd.concat(frames, ignore_index=True)


def regulations(world: World, events: pd.DataFrame) -> pd.DataFrame:
    """Perda, Perkada and SK of regional governments; Perdes of villages whose programme came to one."""
    rng = world.rng("regulation")
    regions = np.r_[np.sort(world.villages["province"].unique()), world.regencies.index.to_numpy()]
    frames = []
    for kind, share, years in (("perda", 0.38, 10), ("perkada", 0.45, 8), ("sk", 0.7, 2)):
        has = regions[rng.random(len(regions)) < share]
        start = days_between(
            rng, np.full(len(has), np.datetime64("2017-01-01")), np.full(len(has), np.datetime64("2026-06-30"))
        )
        end = start + np.timedelta64(365 * years, "D")
        frames.append(pd.DataFrame({"region_code": has, "kind": kind, "valid_from": start, "valid_until": end}))
    perdes = events[events["event"] == "perdes"]
    frames.append(
        pd.DataFrame(
            {"region_code": perdes["village_code"], "kind": "perdes", "valid_from": perdes["event_date"], "valid_until": pd.NaT}
        )
    )
    frame = pd.concat(frames, ignore_index=True)
    serial = pd.Series(rng.integers(1, 60, len(frame))).astype(str)
    frame["number"] = frame["kind"].str.upper() + " " + serial + "/" + frame["valid_from"].dt.year.astype(str)
    return frame


def budget(world: World, events: pd.DataFrame) -> pd.DataFrame:
    """APBD and DIPA lines of regions by year, APBDes lines of villages from their event on (rupiah)."""
    rng = world.rng("budget")
    regions = np.r_[np.sort(world.villages["province"].unique()), world.regencies.index.to_numpy()]
    frames = []
    for year in YEARS:
        for money, share, size in (("apbd", 0.62, 19.5), ("dipa", 0.4, 20.0)):
            has = regions[rng.random(len(regions)) < share]
            frames.append(_lines(rng, has, year, money, size))
        line = events[events["event"] == "apbdes"]
        villages = line.loc[line["event_date"].dt.year <= year, "village_code"].to_numpy()
        frames.append(_lines(rng, villages[rng.random(len(villages)) < 0.85], year, "apbdes", 16.3))
    return pd.concat(frames, ignore_index=True)


def _lines(rng: np.random.Generator, codes: np.ndarray, year: int, money: str, size: float) -> pd.DataFrame:
    planned = (rng.lognormal(size, 0.7, len(codes)) // 1_000_000 * 1_000_000 + 1_000_000).astype(np.int64)
    realised = pd.Series((planned * rng.beta(9, 1.6, len(codes))).astype(np.int64), dtype="Int64")
    # the current year has no realisation yet
    return pd.DataFrame(
        {
            "region_code": codes,
            "year": year,
            "money": money,
            "planned": planned,
            "realised": realised if year < LAST_DAY.year else pd.array([pd.NA] * len(codes), dtype="Int64"),
        }
    )


def targets(world: World, events: pd.DataFrame) -> pd.DataFrame:
    """Targets of regions for Bersinar coverage: from the coverage at the end of 2023 to a higher one by 2027."""
    rng = world.rng("target")
    frames = []
    for length in (2, 5):
        share = _coverage(world, events, 2023, length)
        promise = share + rng.uniform(1.5, 9, len(share))
        frames.append(
            pd.DataFrame({"region_code": share.index, "baseline": share.round(1), "target": promise.clip(upper=100).round()})
        )
    frame = pd.concat(frames, ignore_index=True)
    return frame.assign(
        indicator="cakupan_bersinar", baseline_period="2023", target_period="2027", said_by="Rencana daerah (simulasi)"
    )


def decisions(world: World, events: pd.DataFrame) -> pd.DataFrame:
    """Decisions of every province and kabupaten/kota in its meeting of January 2026, and one that is done already."""
    rng = world.rng("decision")
    frames = []
    for length in (2, 5):
        share = _coverage(world, events, 2025, length)
        more = share + rng.uniform(0.3, 4, len(share))
        days = rng.choice(np.array(["2026-06-30", "2026-09-30", "2026-12-31"], dtype="datetime64[D]"), len(share))
        frames += [
            _decided(
                share.index,
                "Tambah Desa Bersinar di wilayah rawan sampai cakupan naik",
                "Kesbangpol dan Dinas PMD",
                days,
                indicator="cakupan_bersinar",
                baseline=share.round(1),
                baseline_period="2025",
                aim=more.clip(upper=100).round(1),
            ),
            _decided(
                share.index,
                "Sepakati jalur rujukan rawat jalan dengan puskesmas",
                "Dinas Kesehatan",
                np.datetime64("2026-03-31"),
                outcome="selesai",
                closed_on=np.datetime64("2026-03-20"),
                closed_by="simulasi",
                closing_note="Nota kesepahaman ditandatangani.",
            ),
            _decided(share.index, "Ajukan anggaran posko dan relawan untuk tahun 2027", "Bappeda", np.datetime64("2026-08-31")),
        ]
    frame = pd.concat(frames, ignore_index=True)
    return frame.assign(decided_on=np.datetime64("2026-01-20"), entered_by="simulasi")


def _decided(codes: pd.Index, what: str, who: str, until: object, **more: object) -> pd.DataFrame:
    frame = pd.DataFrame({"region_code": codes, "what": f"{what} (simulasi)", "who": who, "until": until, "closing_note": ""})
    for name in ("indicator", "baseline_period", "outcome", "closed_by"):
        frame[name] = more.get(name)
    for name in ("baseline", "aim"):
        frame[name] = np.asarray(more.get(name, np.full(len(codes), np.nan)), dtype=float)
    return frame.assign(closed_on=more.get("closed_on", np.datetime64("NaT", "D")))


def _coverage(world: World, events: pd.DataFrame, year: int, length: int) -> pd.Series:
    """Share in % of villages declared by the end of a year, by the first `length` characters of their codes."""
    declared = events.loc[
        (events["event"] == "pencanangan") & (events["event_date"] <= pd.Timestamp(Period.year(year).last)), "village_code"
    ]
    villages = world.villages["code"].str[:length].value_counts().sort_index()
    return 100 * declared.str[:length].value_counts().reindex(villages.index, fill_value=0) / villages
