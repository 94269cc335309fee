"""The content of the summary page of a region: headline figures, changes, concerns, targets."""

from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd

from dashboard.analysis.attention import Concern, Promise, attention, changed, promises
from dashboard.analysis.periods import half_year, is_part_year, year_before
from dashboard.analysis.silent import with_silent
from dashboard.cache import answers
from dashboard.cache.answers import region_row
from data import queries
from data.facts.indicators import Indicator, indicator
from data.queries import Freshness
from data.store.scope import Scope
from geo.regions.codes import NATION, level_of, parent_of

HEADLINES = (
    "cakupan_bersinar", "cakupan_bersinar_rawan", "bagian_rawan", "kapasitas_inap", "kapasitas_jalan", "kasus_narkoba",
    "ran_capaian", "anggaran_realisasi",
)  # fmt: skip
# indicators watched for changes and concerns beside the headlines
WATCHED = (
    *HEADLINES, "kriteria_terpenuhi", "bertahan_24_bulan", "program_hilang", "program_tanpa_dana", "rawan_memburuk",
    "hari_tunggu_rehab", "rehab_selesai", "retensi_6_bulan", "ibm_dinilai_ulang", "perkara_mandek", "tersangka_anak",
    "kasus_tanpa_tempat", "usaha_12_bulan", "ran_melapor", "ran_kendala", "regulasi_berlaku", "kelengkapan_data",
    "ketepatan_data", "selisih_terbuka",
)  # fmt: skip
# reported by half-year: a year has their figure only when its second half is reported
BY_HALF = ("ran_melapor", "ran_capaian", "ran_kendala")


@dataclass(frozen=True)
class Overview:
    """`now` is a snapshot of `WATCHED` (in a year that is not over, of `BY_HALF` at the newest half-year that is), `before` one
    of the year before; `series` the yearly rows of headlines and of what has a target.
    """

    now: pd.DataFrame
    before: pd.DataFrame
    series: pd.DataFrame
    above_name: str
    moved: pd.DataFrame
    promised: list[Promise]
    concerns: list[Concern]
    part_year: bool


@dataclass(frozen=True)
class Card:
    """`now` is the row of `queries.snapshot`, `rows` the yearly ones of `queries.series`; `promise` its target or ``None``.

    `part_year`: the year is not over, so counts that grow through it are not compared; `period` is that of the figure.
    """

    item: Indicator
    now: pd.Series
    rows: pd.DataFrame
    above_name: str
    period: str
    part_year: bool
    promise: Promise | None


def overview_of(scope: Scope, state: Freshness, focus: pd.Series, period: str) -> Overview:
    """The summary of a region. Four queries, five in the current year, each made once per region, year and data version."""
    code, level, version = str(focus["code"]), int(focus["level"]), state.data_version
    part_year = is_part_year(period, state)
    watched = tuple(name for name in WATCHED if level in indicator(name).levels)
    halves = tuple(name for name in watched if name in BY_HALF) if part_year else ()
    yearly = tuple(name for name in watched if name not in halves)
    now = with_silent(answers.ask(queries.snapshot, scope, version, (code,), yearly, period), yearly, code, period)
    if halves:
        half = half_year(period, state.last_day)
        reported = answers.ask(queries.snapshot, scope, version, (code,), halves, half)
        now = pd.concat([now, with_silent(reported, halves, code, half)], ignore_index=True)
    before = answers.ask(queries.snapshot, scope, version, (code,), yearly, year_before(period))
    targets = answers.ask(queries.targets, scope, version, code)
    lines = tuple(dict.fromkeys([*(name for name in HEADLINES if name in watched), *targets["indicator"]]))
    series = answers.series(scope, version, code, lines)
    above = parent_of(code)
    above_row = region_row(scope, state.boundary_version, above) if above and above != NATION else None
    above_name = "" if above_row is None else str(above_row["name"])
    moved = changed(now, before, part_year=part_year)
    promised = promises(targets, series[series["period"] <= period], state.last_day)
    return Overview(now, before, series, above_name, moved, promised, attention(now, moved, promised, above_name), part_year)


def cards_for(scope: Scope, state: Freshness, region_code: str, period: str, codes: Sequence[str]) -> list[Card]:
    """One card for each indicator of `codes` that the region's level has, in their order, without targets."""
    version, level = state.data_version, level_of(region_code)
    shown = tuple(code for code in codes if level in indicator(code).levels)
    found = answers.ask(queries.snapshot, scope, version, (region_code,), shown, period)
    now = with_silent(found, shown, region_code, period).set_index("indicator", drop=False)
    series = answers.series(scope, version, region_code, shown)
    above = parent_of(region_code)
    name = str(region_row(scope, state.boundary_version, above)["name"]) if above and above != NATION else ""
    part = is_part_year(period, state)
    return [
        Card(indicator(code), now.loc[code], series[series["indicator"] == code], name, period, part, None)
        for code in shown
        if code in now.index
    ]


def cards_of(overview: Overview) -> list[Card]:
    """One card per headline of this level; rehabilitation has two, because beds and places are never added."""
    made = []
    rows = {str(row["indicator"]): row for _, row in overview.now.iterrows()}
    for code in HEADLINES:
        if code not in rows:
            continue
        promise = next((p for p in overview.promised if p.row["indicator"] == code), None)
        series = overview.series[overview.series["indicator"] == code]
        shown = str(rows[code]["period"])
        made.append(Card(indicator(code), rows[code], series, overview.above_name, shown, overview.part_year, promise))
    return made
