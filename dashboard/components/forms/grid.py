"""Many rows at once: the draft as a table to write in, for wide screens."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

import pandas as pd
import streamlit as st

from dashboard.components.forms.fields import help_of, label_of, options_of, written_number
from dashboard.components.forms.places import narrowed, offered
from dashboard.components.forms.work import Work, hash_of
from dashboard.words.texts import number, pick, text
from data.feeds import Column, Contract
from data.intake.entry import CellSaid, Row, entered, lacking
from data.intake.read.values import NUMBERS
from data.model.errors import Fault
from data.queries import Freshness

_TYPES = {"year": "Int64"}


def may_be_a_table(contract: Contract) -> bool:
    """Whether the rows of a feed fit into a table: no list in a cell, no person, no events side by side."""
    return contract.wide is None and not any(column.is_person or column.type == "list" for column in contract.columns)


def show_grid(work: Work, state: Freshness) -> None:
    """The rows of the draft as a table. What was written in it is kept with the next press, whichever that is: a check must
    never be of other rows than those on the screen.
    """
    contract = work.contract
    options = {column.name: _options(work, state, column) for column in contract.columns}
    edited = st.data_editor(
        _frame(contract, work.draft.rows),
        num_rows="dynamic",
        hide_index=False,
        column_config={column.name: _config(column, options[column.name]) for column in contract.columns},
        # what was written is of these rows: were they changed on another device, it would fall on others
        key=work.key(f"tabel_{hash_of(work.draft.rows)}"),
        on_change="ignore",
        height="auto",
        placeholder="",
        alt=pick(contract.title),
    )
    pressed = st.button(text("form.save_table"), icon=":material/save:")
    rows, faults = _read(work, edited)
    if rows != work.draft.rows:
        try:
            work.keep(replace(work.draft, rows=rows))
        except Fault as fault:
            st.error(str(fault), icon=":material/error:")
            return
        work.turn_to(None)
        st.toast(text("form.kept"), icon=":material/done:")
    lacks = [{column.name for column in lacking(contract, row)} for row in rows]
    said = [(at, name, one) for at, name, one in faults if pressed or name not in lacks[at] or one.is_identity]
    if said:
        lines = [
            f"**{text('form.at', number=number(at + 1), column=pick(contract.column(name).label))}**: {one.expected} {one.todo}"
            for at, name, one in said
        ]
        st.error("  \n".join(lines), icon=":material/error:")


def _options(work: Work, state: Freshness, column: Column) -> dict[Any, str]:
    if column.type != "region":
        return options_of(work, column)
    found = offered(work, state, column, narrowed(work, state, column))
    there = {str(row[column.name]) for row in work.draft.rows if column.name in row} - found.keys()
    return found | {code: code for code in there}


def _read(work: Work, edited: pd.DataFrame) -> tuple[tuple[Row, ...], list[tuple[int, str, CellSaid]]]:
    """The rows of the table, also those with faults, and the faults; what may not be kept is left out of its row."""
    rows: list[Row] = []
    faults = []
    for values in _records(edited):
        if all(one is None for one in values.values()):
            continue
        made = entered(work.contract, values, work.keyring, work.today, rows, work.draft.answers)
        faults += [(len(rows), name, said) for name, said in made.faults.items()]
        rows.append(made.row)
    return tuple(rows), faults


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
    if column.type in NUMBERS:  # as text with a decimal comma, read as in a file: a field for numbers makes 1,25 of 1.250
        return str(written_number(value)).replace(".", ",")
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


def _config(column: Column, options: Mapping[Any, str]) -> Any:
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
    if column.type == "date":
        return config.DateColumn(label, help=said, format="DD/MM/YYYY")
    return config.TextColumn(label, help=said, max_chars=column.longest)
