"""Simulated submissions: on time, late, twice, or never."""

import numpy as np
import pandas as pd

from data.model.period import Grain, Period
from data.ops.simulation.base import LAST, YEARS, World, month_starts, pick

_MISSING_CASES = {2022: 0.03, 2023: 0.03, 2024: 0.04, 2025: 0.05, 2026: 0.08}
_LATE, _CORRECTED = 0.17, 0.025


def case_reports(world: World) -> pd.DataFrame:
    """The regencies that sent their cases of a year, month by month: ``region_code, year``."""
    rng = world.rng("case_reports")
    frames = []
    for year in YEARS:
        came = rng.random(len(world.regencies)) >= _MISSING_CASES[year]
        frames.append(pd.DataFrame({"region_code": world.regencies.index[came], "year": year}))
    return pd.concat(frames, ignore_index=True)


def submissions(world: World, reports: pd.DataFrame, tables: dict[str, pd.DataFrame]) -> pd.DataFrame:
    """Rows of `mentah.kiriman` that fit the rows in the tables, with days of receipt before and after the deadline."""
    rng = world.rng("submissions")
    names = world.names
    frames = [
        _frame("kasus", "Polres dan BNNK ", names, _cases(reports, tables["narcotics_case"])),
        _frame("kawasan_rawan", "BNNP/BNNK ", names, _grouped(tables["kawasan_rawan"], "village_code", 5)),
        _frame("kotan_penilaian", "BNNK ", names, _grouped(tables["kotan_assessment"], "region_code", 5)),
        _frame("ran_laporan", "Kesbangpol ", names, _ran(tables)),
    ]
    for feed, sender, table in (
        ("layanan_bulanan", "BNNP/BNNK ", "service_month"),
        ("rehab_rekap", "Dinas dan BNNP ", "rehab_recap"),
    ):
        frame = tables[table]
        month = frame["month"].to_numpy().astype("datetime64[M]")
        counts = pd.DataFrame({"region_code": frame["region_code"], "period": month.astype(str)}).value_counts(sort=False)
        frames.append(_frame(feed, sender, names, counts.rename("row_count").reset_index()))
    frame = pd.concat(frames, ignore_index=True).fillna({"row_count": 0})
    frame["row_count"] = frame["row_count"].astype(int)
    frame = frame.sort_values(["feed", "region_code", "period"]).reset_index(drop=True)
    due = frame["due_on"].to_numpy().astype("datetime64[D]")
    delay = np.where(rng.random(len(frame)) < _LATE, rng.gamma(1.5, 14, len(frame)) + 1, -rng.integers(0, 12, len(frame)))
    frame["received_at"] = np.minimum(due + delay.astype("timedelta64[D]"), LAST)
    again = frame[rng.random(len(frame)) < _CORRECTED].copy()
    again["received_at"] = np.minimum(again["received_at"] + pd.Timedelta(days=9), pd.Timestamp(LAST))
    frame["sha256"] = [f"simulasi-{world.seed}-{i}" for i in range(len(frame))]
    again["sha256"] = [f"simulasi-{world.seed}-koreksi-{i}" for i in range(len(again))]
    again["state"] = "diterima"
    # recent submissions are still being approved
    fresh = frame["received_at"] > pd.Timestamp(LAST) - pd.Timedelta(days=45)
    frame["state"] = np.where(fresh, pick(rng, {"draf": 0.45, "diperiksa": 0.35, "diterima": 0.2}, len(frame)), "diterima")
    frame["periods"] = "{" + frame["period"] + "}"
    again["periods"] = "{" + again["period"] + "}"
    late = int((frame["received_at"] > frame["due_on"]).sum())
    expected = len(world.regencies) * len(YEARS)
    world.truth["kiriman"] = {
        "terlambat": late,
        "dikoreksi": len(again),
        "kasus_tidak_dikirim": expected - len(reports),
        "layanan_bulan": len(month_starts()),
    }
    return pd.concat([frame, again], ignore_index=True)


def _cases(reports: pd.DataFrame, cases: pd.DataFrame) -> pd.DataFrame:
    """Cases are sent every month of the years that came, also where there were none: ``region_code, period, row_count``."""
    months = month_starts().astype("datetime64[M]")
    calendar = pd.DataFrame({"period": months.astype(str), "year": months.astype("datetime64[Y]").astype(int) + 1970})
    of_month = cases.groupby([cases["regency_code"], cases["case_date"].to_numpy().astype("datetime64[M]").astype(str)]).size()
    of_month.index.names = ["region_code", "period"]
    sent = reports.merge(calendar, on="year")[["region_code", "period"]]
    return sent.merge(of_month.rename("row_count").reset_index(), how="left")


def _grouped(frame: pd.DataFrame, column: str, length: int) -> pd.DataFrame:
    return frame.groupby([frame[column].str[:length].rename("region_code"), "year"]).size().rename("row_count").reset_index()


def _ran(tables: dict[str, pd.DataFrame]) -> pd.DataFrame:
    frame = tables["ran_report"].merge(tables["ran_action"][["id", "region_code"]], left_on="action_id", right_on="id")
    return frame.groupby(["region_code", "period"]).size().rename("row_count").reset_index()


def _frame(feed: str, sender: str, names: dict[str, str], counts: pd.DataFrame) -> pd.DataFrame:
    frame = counts.copy()
    if "period" not in frame:
        frame["period"] = frame["year"].astype(str)
    frame["feed"] = feed
    frame["sender"] = sender + frame["region_code"].map(names)
    frame["year"] = frame["period"].map({name: Period.parse(name).last_year for name in frame["period"].unique()}).astype(int)
    frame["due_on"] = frame["period"].map({period: _due(period) for period in frame["period"].unique()})
    return frame


def _due(period: str) -> pd.Timestamp:
    """The deadline: the fifteenth after a month or half-year, the end of January after a year; the current year is due now."""
    asked = Period.parse(period)
    if asked.grain is Grain.YEAR:
        return min(pd.Timestamp(asked.last_year + 1, 1, 31), pd.Timestamp(LAST))
    return pd.Timestamp(asked.last) + pd.DateOffset(days=15)
