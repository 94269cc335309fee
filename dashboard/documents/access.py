"""The tab of access to treatment as a report."""

import pandas as pd

from dashboard.analysis.overview import cards_for
from dashboard.analysis.rehab.access import capacity, office_area, parts_level, run_by, vacancies
from dashboard.analysis.rehab.access_words import (
    capacity_title,
    decimals,
    method_words,
    notes_of,
    ordered,
    own_reach,
    parts_of,
    said,
    service_words,
    table_of,
)
from dashboard.cache import answers
from dashboard.cache.runtime import store
from dashboard.documents.report import Report, listed_of
from dashboard.words.sentences import plain
from dashboard.words.texts import number, text
from data import queries
from data.facts.access_question import Question
from data.queries import Freshness
from data.store.scope import Scope
from geo.regions.codes import level_of

_CARDS = ("kapasitas_inap", "kapasitas_jalan", "okupansi_inap", "hari_tunggu_rehab")
_MOST = 200  # rows on paper, the parts with most people beyond reach first; the workbook of the table has all


def report_of_access(scope: Scope, state: Freshness, code: str, name: str, question: Question, period: str) -> Report:
    """What the tab says of an area, without a what-if."""
    summary = queries.access_summary(store(), scope, question.spelled())
    found = own_reach(scope, state, code, question)
    level = parts_level(code)
    rows = ordered(parts_of(scope, state, code, question, level))
    facilities = run_by(answers.facilities(scope, state.data_version, code), question.operator)
    answer = "" if found is None else plain(said(found, name, question, int(level_of(code))))
    note = text("paper.first_rows", shown=number(_MOST), rows=number(len(rows))) if len(rows) > _MOST else ""
    tables = [listed_of(text("access.table", level=text(f"levels.{level}")), table_of(rows.head(_MOST)), decimals(), note)]
    return Report(
        title=text("tab_title.akses", place=name),
        answer=answer,
        sections=[
            (
                text("access.map", service=service_words(question), level=text(f"levels.{level}"), place=name),
                [] if found is None else notes_of(found),
            ),
            (capacity_title(name, question.operator), _capacity(facilities)),
            (text("access.method"), [plain(words) for words in method_words(question, summary)] if summary else []),
        ],
        cards=cards_for(scope, state, office_area(code), period, _CARDS),
        tables=[table for table in tables if table.rows],
    )


def _capacity(facilities: pd.DataFrame) -> list[str]:
    if facilities.empty:
        return [text("access.none_here")]
    known = capacity(facilities)
    counts = (("men", known.men), ("women", known.women), ("outpatients", known.outpatients), ("a_year", known.a_year))
    free = vacancies(facilities)
    said_free = {word or "unknown": number(count) for word, count in free.items()}
    return [
        *(f"{text(f'access.{name}')}: {number(value)}" for name, value in counts if name != "a_year" or known.say_a_year),
        text("access.capacity_note"),
        text("access.vacancy_said", **said_free),
        text("access.vacancy_note"),
    ]
