"""How many people are in treatment, and what becomes of them."""

import pandas as pd

from dashboard.analysis.overview import cards_for
from dashboard.analysis.periods import period_label
from dashboard.analysis.rehab.headcount import headcount_of
from dashboard.cache import answers
from dashboard.components.cards import show_cards
from dashboard.components.published import show_published, topics_of
from dashboard.components.rehab.headcount import show_headcount
from dashboard.components.rehab.months import show_months
from dashboard.components.rehab.path import show_path
from dashboard.components.rehab.stay import show_again, show_stay
from dashboard.components.report_files import show_files
from dashboard.documents.treatment import CARDS, report_of_treatment
from dashboard.state.read_log import note_reading
from data import queries
from data.facts.indicators import indicator
from data.identity.people import Person
from data.queries import Freshness
from geo.regions.codes import ancestors_of


def show_treatment(person: Person, state: Freshness, focus: "pd.Series[object]", period: str) -> None:
    """The tab for one area and year, from the nation to a kabupaten/kota."""
    scope, version, code = person.scope, state.data_version, str(focus["code"])
    rows = answers.ask(queries.breakdown, scope, version, code, period)
    curves = answers.ask(queries.survival, scope, version, code, period)
    if (rows["sensitivity"] > 0).any():
        note_reading(scope, state, indicator("orang_direhabilitasi"), code, int(str(focus["level"])), period)
    show_headcount(headcount_of(rows), scope, state, code, period)
    show_cards(cards_for(scope, state, code, period, CARDS), scope, state)
    show_months(scope, state, code)
    show_path(rows, period_label(period, state))
    show_stay(curves, period_label(period, state), state)
    show_again(curves, period_label(period, state))
    around = tuple(reversed(ancestors_of(code)))
    show_published(answers.published(scope, version, around, topics_of(indicator("rehab_baru"))))
    show_files(
        "rehabilitasi",
        person,
        state,
        focus,
        period,
        lambda of, at: report_of_treatment(of, at, code, str(focus["name"]), period),
    )
