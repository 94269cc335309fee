"""A sheet in another shape beside the rows that it becomes: shown each time, confirmed once, taken back at any time."""

from collections.abc import Sequence
from datetime import date
from html import escape

import streamlit as st

from dashboard.analysis.periods import period_words
from dashboard.cache import answers
from dashboard.components.sending.offers import answer, given_answers
from dashboard.components.sending.session import Opened
from dashboard.words.sentences import literal
from dashboard.words.texts import number, pick, text
from data.feeds import Column, Contract
from data.intake.read.shape import YES
from data.intake.read.spread import Understood
from data.intake.submit.report import Report
from data.model.period import Grain, Period
from data.store.scope import Scope

_NUMERIC = ' class="bs-n"'


def show_understood(report: Report, file: Opened, contract: Contract, office: str, scope: Scope, boundary_version: str) -> None:
    """A box for each arrangement: the first rows of the sheet, what we make of them, and one question."""
    given = given_answers(file, contract, office)
    asked: set[str] = set()
    for one in report.understood:
        with st.container(border=True, gap="small"):
            st.markdown(f"**{text('shape.title')}**")
            st.markdown("\n".join(f"- {literal(point[:1].upper() + point[1:])}" for point in one.points))
            left, right = st.columns([5, 6], gap="medium")
            left.caption(text("shape.sheet", name=one.sheet))
            left.html(_table(text("shape.sheet", name=one.sheet), [], [(row, cells) for row, cells in one.cells]))
            right.caption(text("shape.rows", count=number(len(one.rows))))
            heads = [pick(contract.column(name).label) for name in one.columns]
            right.html(_table(text("shape.title"), heads, _rows(one, contract, scope, boundary_version)))
            if one.question in asked:  # sheets of one arrangement have one answer
                continue
            asked.add(one.question)
            if one.answered:
                st.caption(text("shape.answered"))
                if st.button(text("send.take_back"), key=f"batal_{one.question}", icon=":material/undo:"):
                    answer(file, {name: said for name, said in given.items() if name != one.question})
                continue
            st.caption(text("shape.before"))
            if st.button(text("shape.confirm"), key=f"jawab_{one.question}", type="primary", icon=":material/check:"):
                answer(file, given | {one.question: YES})


def _is_number(cell: str) -> bool:
    return cell.strip("-").replace(".", "").replace(",", "").isdigit()


def _rows(one: Understood, contract: Contract, scope: Scope, boundary_version: str) -> list[tuple[int, list[str]]]:
    columns = [contract.column(name) for name in one.columns]
    rows = sorted(one.rows, key=lambda row: row[0])
    named = {
        at: _named([str(values[at] or "") for _, values in rows], scope, boundary_version)
        for at, column in enumerate(columns)
        if column.type == "region"
    }
    return [
        (place, [named[at][row] if at in named else _said(value, columns[at]) for at, value in enumerate(values)])
        for row, (place, values) in enumerate(rows)
    ]


def _named(codes: list[str], scope: Scope, boundary_version: str) -> list[str]:
    """Names of regions; a dash where none was found."""
    return [name or "–" for name in answers.names_of(scope, boundary_version, codes)]


def _said(value: object, column: Column) -> str:
    """A value that will be stored, as a reader writes it."""
    if value is None:
        return "–"
    if column.type == "code":
        return next((pick(code.words)[0] for code in column.codes if code.code == value), str(value))
    if isinstance(value, date) and column.type == "month":
        return period_words(Period.of(value, Grain.MONTH))
    if column.type in ("integer", "decimal"):
        return number(value)  # type: ignore[arg-type]
    return str(value)


def _table(caption: str, heads: Sequence[str], rows: Sequence[tuple[int, Sequence[str]]]) -> str:
    """A small table whose first column is the row of the sheet."""
    head = "".join(f'<th scope="col">{escape(one)}</th>' for one in [text("fault.row"), *heads]) if heads else ""
    body = "".join(
        f'<tr><th scope="row">{place}</th>'
        + "".join(f"<td{_NUMERIC if _is_number(cell) else ''}>{escape(cell)}</td>" for cell in cells)
        + "</tr>"
        for place, cells in rows
    )
    return (
        f'<div class="bs-scroll bs-small" tabindex="0" role="region" aria-label="{escape(caption)}">'
        f'<table class="bs-cells">{f"<thead><tr>{head}</tr></thead>" if head else ""}<tbody>{body}</tbody></table></div>'
    )
