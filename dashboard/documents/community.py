"""The tab of community based intervention as a report."""

from dashboard.analysis.overview import cards_for
from dashboard.analysis.periods import period_label
from dashboard.analysis.rehab.community import (
    DOMAINS,
    FIGURES,
    SCORES,
    answer_words,
    change_of,
    change_table,
    clients_of,
    clients_table,
    compare_units,
    deviation_of,
    units_table,
)
from dashboard.cache import answers
from dashboard.documents.report import Report, listed_of
from dashboard.words.sentences import plain
from dashboard.words.texts import number, pick, text
from data import queries
from data.facts.instruments import LEAST_SPREAD, whoqol
from data.queries import ALL_YEARS, Freshness
from data.store.scope import Scope
from geo.regions.codes import NATION

_MOST_UNITS = 40  # on paper; the workbook has all


def report_of_community(scope: Scope, state: Freshness, region_code: str, name: str, period: str) -> Report:
    """What the tab says of a region and year, as `scope` may see it; units by what changed in the physical domain."""
    version, label = state.data_version, period_label(period, state)
    units = answers.ask(queries.ibm_units, scope, version, region_code)
    year = answers.ask(queries.ibm_changes, scope, version, region_code, period)
    whole = answers.ask(queries.ibm_changes, scope, version, region_code, ALL_YEARS)
    columns = {label: year, text("ibm_tab.all_years"): whole}
    tables = [
        listed_of(
            f"{text('ibm_tab.changes')}: {title}",
            change_table([change_of(rows, region_code, domain) for domain in (*DOMAINS, *SCORES)]),
            note=text("ibm_tab.reliable_note"),
        )
        for title, rows in columns.items()
    ]
    clients = clients_table({title: clients_of(rows, region_code) for title, rows in columns.items()})
    tables.append(listed_of(text("ibm_tab.clients"), clients, note=text("ibm_tab.clients_note")))
    if len(units):
        domain = DOMAINS[0]
        compared = compare_units(units, whole, domain, change_of(whole, NATION, domain), deviation_of(whole, NATION, domain))
        title = text("ibm_tab.units_on_paper", place=name, domain=text(f"domain.{domain}"), most=number(_MOST_UNITS))
        tables.append(listed_of(title, units_table(compared.head(_MOST_UNITS)), note=text("ibm_tab.funnel_note")))
    method = text("ibm_tab.method_words", measure=pick(whoqol().measure), source=whoqol().source, least=number(LEAST_SPREAD))
    return Report(
        title=text("tab_title.ibm", place=name),
        answer=" ".join(plain(words) for words in answer_words(year, whole, units, region_code, name, period, label)),
        sections=[(text("ibm_tab.method"), [method])],
        cards=cards_for(scope, state, region_code, period, FIGURES),
        tables=tables,
    )
