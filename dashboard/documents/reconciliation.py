"""The tab of reconciliation as a report: counts alone, for every reader."""

from dataclasses import replace

from dashboard.analysis.cases import reconciliation as agreed
from dashboard.analysis.periods import period_label
from dashboard.cache import answers
from dashboard.cache.runtime import store
from dashboard.documents.paper import Listed
from dashboard.documents.report import Report, listed_of
from dashboard.words.texts import number, text
from data import queries
from data.cases.pairs import PAIRS
from data.queries import Freshness
from data.store.scope import Scope


def report_of_reconciliation(scope: Scope, state: Freshness, region_code: str, name: str, period: str) -> Report:
    """What the tab says of an area and period, for all pairs."""
    label = period_label(period, state)
    rows = queries.agreement(store(), scope, region_code)
    below = queries.agreement_below(store(), scope, region_code, period)
    silent = queries.silent_sides(store(), scope, region_code, period)
    counts = queries.difference_counts(store(), scope, region_code)
    sections, tables = [], list[Listed]()
    answer = ""
    for pair in PAIRS:
        found = agreed.agreement_of(rows, pair.name, period)
        words = agreed.answer_words(found, pair, name, label)
        said = [words] if answer else []  # the first is the answer, which stands above
        answer = answer or words
        mine = counts[counts["pair"] == pair.name]
        basis = [*agreed.basis_words(found, pair, label), *agreed.silent_words(silent, pair, label)]
        sections.append((agreed.pair_words(pair.name), [*said, *basis, agreed.register_words(mine)]))
        areas = below[below["pair"] == pair.name]
        if len(areas):
            names = answers.names_of(scope, state.boundary_version, list(areas["region_code"]))
            table = agreed.area_table(below, pair, names)
            tables.append(listed_of(f"{agreed.pair_words(pair.name)}: {text('recon.below')}", table))
        if len(mine):
            tables.append(
                listed_of(f"{agreed.pair_words(pair.name)}: {text('recon.register')}", agreed.count_table(mine, pair))
            )
    sections.append((text("recon.method"), agreed.method_words()))
    published = replace(scope, published=True)
    clients = agreed.clients_table(answers.ask(queries.breakdown, published, state.data_version, region_code, period))
    if len(clients):
        tables.append(
            listed_of(text("recon.rehab"), clients.astype(object).where(clients.notna(), "–"), note=text("recon.rehab_note"))
        )
    note = text("recon.over_time_note", least=number(agreed.LEAST))
    quarters = agreed.quarter_table(rows)
    if len(quarters):
        tables.insert(0, listed_of(text("recon.over_time"), quarters, note=note))
    return Report(title=text("tab_title.rekonsiliasi", place=name), answer=answer, sections=sections, cards=[], tables=tables)
