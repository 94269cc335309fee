"""The tab of early warnings as a report."""

from dashboard.analysis.cases import warnings as said
from dashboard.cache import runtime
from dashboard.documents.paper import Listed
from dashboard.documents.report import Report, listed_of
from dashboard.words.sentences import caution
from dashboard.words.texts import number, text
from data import queries
from data.facts.indicators import indicator
from data.store.scope import Scope
from geo.stats.baseline import RATE

_MOST = 200  # months above the usual; the tab has them all


def report_of_warnings(scope: Scope, code: str, name: str, level: int) -> Report:
    """What the tab says of an area; all of it is public."""
    store = runtime.store()
    rows, counts = queries.warnings(store, scope, code), queries.warning_counts(store, scope, code)
    sections = [("", [caution(indicator("jumlah_kasus"))])]
    tables: list[Listed] = []
    if len(counts):
        sections.append((text("early.now"), [said.sentence(group) for group in said.by_area(rows)]))
        sections.append((text("early.how_often"), [said.records(counts)]))
        sections.append((text("early.cannot"), said.unanswered(counts)))
        sections.append((text("early.method"), [text("early.method_text", stated=number(1000 * RATE))]))
        tables = [
            listed_of(text("early.now"), said.table(rows), said.decimals()),
            listed_of(text("early.past"), said.past(rows).head(_MOST), said.decimals()),
        ]
    return Report(
        title=text("tab_title.peringatan", place=name),
        answer=said.answer(rows, counts, code, name, level),
        sections=[(heading, words) for heading, words in sections if words],
        cards=[],
        tables=[table for table in tables if table.rows],
    )
