"""The tab of cases and seizures as a report."""

from dashboard.analysis.cases import enforcement as said
from dashboard.analysis.cases import substances
from dashboard.analysis.overview import cards_for
from dashboard.analysis.periods import measured_periods, nearest_period, period_label
from dashboard.cache import answers
from dashboard.documents.paper import Listed
from dashboard.documents.report import Report, listed_of
from dashboard.words.sentences import caution
from dashboard.words.texts import number, text
from data.facts.indicators import indicator
from data.queries import Freshness
from data.store.scope import Scope

CARDS = ("jumlah_kasus", "kasus_narkoba", "tersangka")
_MOST = 200  # rows on paper, the highest first; the workbook has all


def cards_of(answer: said.Answer) -> tuple[str, ...]:
    """The figures of the tab: cases, their rate, suspects, and the cases of the most frequent substance."""
    return (*CARDS, f"jumlah_kasus_{answer.largest}") if answer.largest else CARDS


def report_of_enforcement(scope: Scope, state: Freshness, code: str, name: str, chosen: tuple[str, str], period: str) -> Report:
    """What the tab says of an area and year, with the substance and the count that are `chosen` on it."""
    answer = said.answer_of(scope, state, code, name, period)
    new = substances.new_in(scope, state, code, period)
    names = {code: name} | substances.parts_of(scope, state, code)
    seized = substances.seized_of(scope, state, code, period)
    mix = substances.mix_of(scope, state, code, period)
    label, effort = period_label(period, state), caution(indicator("jumlah_kasus"))
    tables = [_areas(scope, state, code, chosen, period)]
    if mix.met:
        tables.append(
            listed_of(text("enforce.mix", place=name), substances.mix_table(mix, state), note=text("enforce.mix_note"))
        )
    tables.append(listed_of(text("enforce.new", place=name, period=label), substances.new_table(new.rows, names)))
    if len(seized.columns):
        note = f"{text('enforce.units_apart')} {text('enforce.one_seizure')}"
        tables.append(listed_of(text("enforce.seizures", place=name), substances.seized_table(seized, state), note=note))
    return Report(
        title=text("tab_title.pemberantasan", place=name),
        answer=f"{answer.sentence} {effort}",
        sections=[
            (text("enforce.method"), [one for one in (effort, answer.reported) if one]),
            (text("enforce.new", place=name, period=label), substances.news_words(new)),
        ],
        cards=cards_for(scope, state, code, period, cards_of(answer)),
        tables=[table for table in tables if table.rows],
    )


def _areas(scope: Scope, state: Freshness, code: str, chosen: tuple[str, str], period: str) -> Listed:
    """The parts of the area by what is chosen, the highest first."""
    item = said.item_of(*chosen)
    within, level = said.parts_within(code, *chosen)
    at = nearest_period(period, measured_periods(scope, state, item, level))
    rows = said.area_rows(scope, state, item, level, at, within)
    (place,) = answers.names_of(scope, state.boundary_version, [within])
    title = said.where_words(item, chosen[1], text(f"levels.{level}"), place, period_label(at, state))
    table, places = said.area_table(rows.head(_MOST), item, narrow=True)
    notes = [said.ranking_note(item)]
    if len(rows) > _MOST:
        notes.append(text("paper.first_rows", shown=number(_MOST), rows=number(len(rows))))
    return listed_of(title, table, places, " ".join(notes))
