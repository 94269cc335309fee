"""The tab of services as a report."""

from dashboard.analysis.overview import cards_for
from dashboard.analysis.periods import period_label
from dashboard.analysis.rehab.services import (
    VOLUMES,
    WAITS,
    answer_words,
    coverage_words,
    figures,
    outcome_table,
    outcomes_of,
    reach_of,
    reach_table,
)
from dashboard.documents.report import Report, listed_of
from dashboard.words.sentences import plain
from dashboard.words.texts import text
from data.queries import Freshness
from data.store.scope import Scope

CARDS = (*VOLUMES[:4], *WAITS)


def report_of_services(scope: Scope, state: Freshness, region_code: str, name: str, period: str) -> Report:
    """What the tab says of a region and year, as `scope` may see it."""
    found = figures(scope, state, (region_code,), period)
    label = period_label(period, state)
    return Report(
        title=text("tab_title.layanan", place=name),
        answer=plain(answer_words(found, region_code, name, label)),
        sections=[
            (title, sentences)
            for title, sentences in (
                (text("service_tab.reported"), list(filter(None, [coverage_words(found, region_code)]))),
                (text("service_tab.method"), [text("service_tab.reach_note"), text("service_tab.advice_note")]),
            )
            if sentences
        ],
        cards=cards_for(scope, state, region_code, period, (*VOLUMES, *WAITS)),
        tables=[
            listed_of(text("service_tab.reach"), reach_table(reach_of(scope, state, found, region_code, period))),
            listed_of(text("service_tab.advice", place=name, period=label), outcome_table(outcomes_of(found, region_code))),
        ],
    )
