"""The rows so far: as a table to read, each opened or removed with one press."""

import pandas as pd
import streamlit as st

from dashboard.cache import answers
from dashboard.components.forms.fields import options_of
from dashboard.components.forms.work import Work
from dashboard.components.frame import show_frame
from dashboard.words.texts import number, pick, text
from data.feeds import Column
from data.intake.drafts import is_filled
from data.intake.entry import Row, lacking
from data.queries import Freshness


def show_rows(work: Work, state: Freshness) -> None:
    """The rows of the draft; a chosen one may be changed or removed."""
    rows = work.draft.rows
    st.markdown(f"**{text('form.so_far', count=number(len(rows)))}**")
    unfinished = [at for at, row in enumerate(rows) if lacking(work.contract, row)]
    if unfinished:
        st.warning(text("form.unfinished", count=number(len(unfinished))), icon=":material/edit:")
    shown = show_frame(
        _table(work, state), most=300, on_select="rerun", selection_mode="single-row", key=work.key("daftar"),
        alt=text("form.so_far", count=number(len(rows))),
    )  # fmt: skip
    chosen = shown.selection.rows
    if not chosen or chosen[0] >= len(rows):
        st.caption(text("form.choose_row"))
        return
    at = chosen[0]
    with st.container(horizontal=True, gap="small"):
        if st.button(text("form.open", number=at + 1), icon=":material/edit:", key=work.key("ubah")):
            work.turn_to(at)
            st.rerun()
        if st.button(text("form.remove", number=at + 1), icon=":material/delete:", key=work.key("hapus")):
            work.keep(work.draft.without_row(at))
            work.turn_to(None)
            st.rerun()


def _table(work: Work, state: Freshness) -> pd.DataFrame:
    there = [column for column in work.contract.columns if any(column.name in row for row in work.draft.rows)]
    heads = {text("form.entry"): [str(at + 1) for at in range(len(work.draft.rows))]}
    cells = {pick(column.label): _cells(work, state, column) for column in there}
    marks = [text("form.lacks", what=_names(work, row)) if lacking(work.contract, row) else "✓" for row in work.draft.rows]
    return pd.DataFrame({**heads, text("form.complete"): marks, **cells})


def _names(work: Work, row: Row) -> str:
    return ", ".join(pick(column.label) for column in lacking(work.contract, row))


def _cells(work: Work, state: Freshness, column: Column) -> list[str]:
    values = [row.get(column.name) for row in work.draft.rows]
    if column.type == "region":
        codes = [str(value or "") for value in values]
        return [name if code else "–" for code, name in zip(codes, _named(work, state, codes), strict=True)]
    if column.is_person:
        return [text("form.filled_short") if is_filled(row, column.name) else "–" for row in work.draft.rows]
    options = options_of(work, column)
    return [_cell(column, value, options) for value in values]


def _named(work: Work, state: Freshness, codes: list[str]) -> list[str]:
    asked = [code for code in codes if code]
    names = iter(answers.names_of(work.person.scope, state.boundary_version, asked))
    return [next(names) if code else "" for code in codes]


def _cell(column: Column, value: object, options: dict[object, str]) -> str:
    if value is None:
        return "–"
    if column.type == "list" and isinstance(value, list):
        return text("form.items", count=number(len(value)))
    if isinstance(value, list):
        return ", ".join(options.get(one, str(one)) for one in value)
    if value in options:
        return options[value]
    if isinstance(value, int | float):
        return number(value, 0 if float(value).is_integer() else 2)
    return "/".join(reversed(str(value).split("-"))) if column.type == "date" else str(value)
