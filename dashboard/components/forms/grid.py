"""Many rows at once: the draft as a table to write in, for wide screens."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

import pandas as pd
import streamlit as st

from dashboard.components.forms.fields import help_of, label_of, options_of
from dashboard.components.forms.places import narrowed, offered
from dashboard.components.forms.work import Work
from dashboard.words.texts import number, pick, text
from data.feeds import Column, Contract
from data.intake.entry import CellSaid, Row, entered
from data.model.errors import Fault
from data.queries import Freshness

_TYPES = {"integer": "Int64", "decimal": "Float64", "year": "Int64"}


def may_be_a_table(contract: Contract) -> bool:
    """Whether the rows of a feed fit into a table: no list in a cell, no person, no events side by side."""
    return contract.wide is None and not any(column.type in ("list", "token") for column in contract.columns)


def show_grid(work: Work, state: Freshness) -> None:
    """The rows of the draft as a table; one button keeps them all, and says what is wrong with which."""
    contract = work.contract
    options = {column.name: _options(work, state, column) for column in contract.columns}
    edited = st.data_editor(
        _frame(contract, work.draft.rows),
        num_rows="dynamic",
        hide_index=False,
        column_config={column.name: _config(work, column, options[column.name]) for column in contract.columns},
        key=work.key("tabel"),
        height="auto",
        placeholder="",
        alt=pick(contract.title),
    )
    if st.button(text("form.save_table"), type="primary", icon=":material/save:"):
        try:
            faults = _keep(work, edited)
        except Fault as fault:
            st.error(str(fault), icon=":material/error:")
            return
        if not faults:
            st.toast(text("form.kept"), icon=":material/done:")
            work.turn_to(None)
            st.rerun()
        said = "  \n".join(
            f"**{text('form.at', number=number(at + 1), column=pick(contract.column(name).label))}**: {one.expected} {one.todo}"
            for at, name, one in faults
        )
        st.error(said, icon=":material/error:")


def _options(work: Work, state: Freshness, column: Column) -> dict[Any, str]:
    if column.type != "region":
        return options_of(work, column)
    found = offered(work, state, column, narrowed(work, state, column))
    there = {str(row[column.name]) for row in work.draft.rows if column.name in row} - found.keys()
    return found | {code: code for code in there}


def _keep(work: Work, edited: pd.DataFrame) -> list[tuple[int, str, CellSaid]]:
    """Keep the rows of the table, also those with faults, which are returned; what may not be kept is left out of its row."""
    rows: list[Row] = []
    faults = []
    for values in _records(edited):
        made = entered(work.contract, values, work.keyring, work.today, rows, work.draft.answers)
        if not made.row and all(one is None for one in values.values()):
            continue
        faults += [(len(rows), name, said) for name, said in made.faults.items()]
        rows.append(made.row)
    work.keep(replace(work.draft, rows=tuple(rows)))
    return faults


def _frame(contract: Contract, rows: Sequence[Row]) -> pd.DataFrame:
    columns = {}
    for column in contract.columns:
        values = [_cell(column, row.get(column.name)) for row in rows]
        columns[column.name] = pd.Series(values, dtype=_TYPES.get(column.type, "object"))
    frame = pd.DataFrame(columns)
    frame.index = pd.RangeIndex(1, len(frame) + 1)
    return frame


def _cell(column: Column, value: object) -> object:
    if value is None:
        return None
    if column.type == "date":
        return date.fromisoformat(str(value))
    if column.type == "yes_no":
        return text("form.yes") if value else text("form.no")
    return value


def _records(edited: pd.DataFrame) -> list[dict[str, object]]:
    made = []
    for row in edited.to_dict("records"):
        made.append({str(name): _value(value) for name, value in row.items()})
    return made


def _value(value: object) -> object:
    if isinstance(value, list | tuple):
        return list(value)
    if value is None or pd.isna(value):
        return None
    if isinstance(value, pd.Timestamp):
        return value.date()
    if value in (text("form.yes"), text("form.no")):
        return value == text("form.yes")
    return value.item() if hasattr(value, "item") else value


def _config(work: Work, column: Column, options: Mapping[Any, str]) -> Any:
    label, said = label_of(column), help_of(column)
    config = st.column_config
    if column.type == "yes_no":
        return config.SelectboxColumn(label, help=said, options=[text("form.yes"), text("form.no")])
    if column.type == "codes":
        return config.MultiselectColumn(label, help=said, options=list(options), format_func=options.__getitem__)
    if options or column.type == "region":
        return config.SelectboxColumn(
            label, help=said, options=list(options), format_func=lambda one: options.get(one, str(one))
        )
    if column.type in ("integer", "decimal"):
        return config.NumberColumn(label, help=said, step=1 if column.type == "integer" else None)
    if column.type == "date":
        return config.DateColumn(label, help=said, format="DD/MM/YYYY")
    return config.TextColumn(label, help=said, max_chars=column.longest)
