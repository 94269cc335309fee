"""The tab of cases and seizures as a report."""

from dashboard.analysis.cases import enforcement as said
from dashboard.analysis.overview import cards_for
from dashboard.analysis.periods import measured_periods, nearest_period, period_label
from dashboard.cache import answers
from dashboard.documents.paper import Listed
from dashboard.documents.report import Report, listed_of
from dashboard.words.texts import number, pick, text
from data import queries
from data.queries import Freshness, has_interval
from data.store.scope import Scope

CARDS = ("jumlah_kasus", "kasus_narkoba", "tersangka")
_MOST = 200  # rows on paper, the highest first; the workbook has all


def cards_of(answer: said.Answer) -> tuple[str, ...]:
    """The figures of the tab: cases, their rate, suspects, and the cases of the most frequent substance."""
    return (*CARDS, f"jumlah_kasus_{answer.largest}") if answer.largest else CARDS


def report_of_enforcement(scope: Scope, state: Freshness, code: str, name: str, chosen: tuple[str, str], period: str) -> Report:
    """What the tab says of an area and year, with the substance and the count that are `chosen` on it."""
    answer = said.answer_of(scope, state, code, name, period)
    new = said.new_in(scope, state, code, period)
    names = {code: name} | said.parts_of(scope, state, code)
    seized = said.seized_of(scope, state, code, period)
    mix = said.mix_of(scope, state, code, period)
    label = period_label(period, state)
    tables = [_areas(scope, state, code, chosen, period)]
    if mix.met:
        tables.append(listed_of(text("enforce.mix", place=name), said.mix_table(mix, state), note=text("enforce.mix_note")))
    tables.append(listed_of(text("enforce.new", place=name, period=label), said.new_table(new, names)))
    if len(seized.columns):
        note = f"{text('enforce.units_apart')} {text('enforce.one_seizure')}"
        tables.append(listed_of(text("enforce.seizures", place=name), said.seized_table(seized, state), note=note))
    news = text("enforce.new_note" if len(new) else "enforce.none_new", years=queries.QUIET_YEARS)
    return Report(
        title=text("case_title.pemberantasan", place=name),
        answer=f"{answer.sentence} {text('enforce.effort')}",
        sections=[
            (text("enforce.method"), [one for one in (text("enforce.effort"), answer.reported) if one]),
            (text("enforce.new", place=name, period=label), [news]),
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
    words = {"level": text(f"levels.{level}"), "place": place, "period": period_label(at, state)}
    table, places = said.area_table(rows.head(_MOST), item)
    notes = [text("ranked.note") if has_interval(item) else text("enforce.one_seizure")]
    if len(rows) > _MOST:
        notes.append(text("paper.first_rows", shown=number(_MOST), rows=number(len(rows))))
    return listed_of(text("enforce.where", name=pick(item.short), **words), table, places, " ".join(notes))
