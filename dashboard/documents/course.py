"""The tab of the course of cases as a report: counts alone, no case number."""

from datetime import date

from dashboard.analysis.cases.course import (
    ALL,
    advice_of,
    advice_table,
    answer_words,
    funnel_of,
    funnel_table,
    slowest_words,
    steps_of,
    steps_table,
    waiting_table,
)
from dashboard.analysis.overview import cards_for
from dashboard.analysis.periods import day_words, period_label
from dashboard.cache import answers
from dashboard.documents.report import Report, listed_of
from dashboard.words.sentences import caution
from dashboard.words.texts import text
from data import queries
from data.facts.indicators import indicator
from data.queries import Freshness
from data.store.scope import Scope

CARDS = ("perkara_lp", "perkara_p21", "perkara_putusan", "perkara_eksekusi", "perkara_mandek")


def report_of_course(scope: Scope, state: Freshness, region_code: str, name: str, period: str) -> Report:
    """What the tab says of a region and year, as `scope` may see it."""
    version, label = state.data_version, period_label(period, state)
    day = day_words(date.fromisoformat(state.last_day))
    waiting = answers.ask(queries.case_waiting, scope, version, (region_code,))
    steps = steps_of(answers.ask(queries.case_steps, scope, version, (region_code,), period), region_code)
    funnel = funnel_of(answers.ask(queries.case_funnel, scope, version, region_code, period), ALL)
    advice = advice_of(answers.ask(queries.breakdown, scope, version, region_code, period))
    notes = {
        "course.waits": [caution(indicator("perkara_mandek")), text("course.waits_note", day=day), text("course.waits_how")],
        "course.funnel": [text("course.funnel_note", period=label, day=day)],
        "course.steps": [slowest_words(steps), text("course.steps_note", period=label)],
    }
    tables = [
        listed_of(text("course.waits"), waiting_table(waiting)),
        listed_of(text("course.funnel"), funnel_table(funnel), {text("course.share"): 1}),
        listed_of(text("course.steps"), steps_table(steps)),
        listed_of(text("course.tat"), advice_table(advice), note=text("course.tat_note", period=label, day=day)),
    ]
    return Report(
        title=text("tab_title.alur", place=name),
        answer=answer_words(waiting, name, day),
        sections=[(text(key), [words for words in said if words]) for key, said in notes.items()],
        cards=cards_for(scope, state, region_code, period, CARDS),
        tables=[table for table in tables if table.rows],
    )
