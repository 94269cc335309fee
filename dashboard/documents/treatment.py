"""The tab of treatment as a report."""

import pandas as pd

from dashboard.analysis.overview import cards_for
from dashboard.analysis.rehab.headcount import agency_table, headcount_of, headcount_words, overlap_table, rule_words
from dashboard.analysis.rehab.path import flows_of, lost_words, path_table
from dashboard.analysis.rehab.stay import RETURN, STAY, curve_table, curves_of, share_places, stay_words
from dashboard.cache import answers
from dashboard.documents.paper import Listed
from dashboard.documents.report import Report, listed_of
from dashboard.words.texts import text
from data import queries
from data.queries import Freshness
from data.store.scope import Scope

CARDS = (
    "orang_direhabilitasi", "rehab_baru", "rehab_aktif", "rehab_selesai", "retensi_3_bulan", "retensi_6_bulan",
    "retensi_12_bulan", "hari_tunggu_rehab",
)  # fmt: skip


def report_of_treatment(scope: Scope, state: Freshness, region_code: str, name: str, period: str) -> Report:
    """What the tab says of a region and year, as `scope` may see it."""
    rows = answers.ask(queries.breakdown, scope, state.data_version, region_code, period)
    curves = answers.ask(queries.survival, scope, state.data_version, region_code, period)
    found, flows = headcount_of(rows), flows_of(rows)
    stays = curves_of(curves, STAY, "service")
    sections = [(text("treated.by_agency"), rule_words(found))]
    if flows:
        sections.append((text("treated.way"), [lost_words(flows)]))
    if stays:
        sections.append((text("treated.stay"), stay_words(stays)))
    return Report(
        title=text("tab_title.rehab", place=name),
        answer=headcount_words(found),
        sections=sections,
        cards=cards_for(scope, state, region_code, period, CARDS),
        tables=_tables(agency_table(found), overlap_table(found), path_table(flows), curves),
    )


def _tables(agencies: pd.DataFrame, overlap: pd.DataFrame, way: pd.DataFrame, curves: pd.DataFrame) -> list[Listed]:
    made = [
        listed_of(text("treated.by_agency"), agencies, note=text("treated.sum_is_more")),
        listed_of(text("treated.overlap"), overlap, note=text("treated.overlap_note")),
        listed_of(text("treated.way"), way),
    ]
    for subject, name in ((STAY, "stay"), (RETURN, "again")):
        found = curves_of(curves, subject, "service")
        if found:
            table = monthly(curve_table(found, falling=subject == STAY))
            made.append(listed_of(text(f"treated.{name}"), table, share_places()))
    return [table for table in made if table.rows]


def monthly(table: pd.DataFrame) -> pd.DataFrame:
    """Rows of `curve_table` thinned for paper: the last step of every thirty days of each curve."""
    group, days = table.columns[:2]
    return table.groupby([group, (table[days] // 30)], sort=False).tail(1).reset_index(drop=True)
