"""One row at a time: what is needed first, the rest folded, and what is wrong said at its field and beside the button."""

from collections.abc import Mapping
from typing import Any

import streamlit as st

from dashboard.components.forms.fields import label_of, options_of, preset, show_field
from dashboard.components.forms.places import is_whole, narrowed, offered, own_region
from dashboard.components.forms.work import Work, is_of_area
from dashboard.words.texts import number, pick, text
from data.feeds import Column, feeds
from data.intake.entry import question_of
from data.intake.submit.parts import NO_PEOPLE
from data.model.errors import Fault
from data.model.roles import Act, may
from data.queries import Freshness


def show_entry(work: Work, state: Freshness) -> None:
    """The fields of one row, and the button that keeps it in the draft."""
    contract, at = work.contract, work.place
    heading = (
        text("form.change", number=number(at + 1)) if at is not None else text("form.new", number=len(work.draft.rows) + 1)
    )
    st.markdown(f"**{heading}**")
    regions = {
        column.name: offered(work, state, column, narrowed(work, state, column))
        for column in contract.columns
        if column.type == "region"
    }
    needed = [column for column in contract.columns if column.required or is_of_area(contract, column)]
    folded = [column for column in contract.columns if column not in needed]
    values: dict[str, object] = {}
    with st.form(work.key("formulir"), border=True, enter_to_submit=False):
        st.caption(text("form.star"))
        for column in needed:
            values[column.name] = _field(work, state, column, regions)
        if folded:
            wrong = any(column.name in work.faults for column in folded)
            filled = any(column.name in work.begun for column in folded)
            with st.expander(text("form.more", count=number(len(folded))), expanded=wrong or filled):
                for column in folded:
                    values[column.name] = _field(work, state, column, regions)
        answers = _answers(work)
        _say_faults(work)
        label = text("form.save_change") if at is not None else text("form.save")
        saved = st.form_submit_button(label, type="primary", icon=":material/save:", width="stretch")
    if saved:
        try:
            kept = work.save(values, answers)
        except Fault as fault:
            st.error(str(fault), icon=":material/error:")
            return
        if kept:
            st.toast(text("form.kept"), icon=":material/done:")
        st.rerun()
    if at is not None and st.button(text("form.leave"), icon=":material/close:", width="stretch"):
        work.turn_to(None)
        st.rerun()


def _field(work: Work, state: Freshness, column: Column, regions: Mapping[str, dict[str, str]]) -> object:
    begun = work.begun.get(column.name)
    made: object
    if column.type == "list":
        made = _items(work, column, begun if isinstance(begun, list) else [])
    else:
        options: Mapping[Any, str] = regions[column.name] if column.type == "region" else options_of(work, column)
        chosen = (options or column.refers or column.type == "region") and column.type != "codes"
        if chosen and begun is not None and begun not in options and is_whole(work, state, column):
            options = {**options, begun: str(begun)}  # what was sent is not lost because it is no longer offered
        if begun is None and column.type == "region":
            begun = own_region(work, column, list(options))
        elif begun is None:
            begun = preset(work, column, options)
        narrow = f"_{next(iter(options), '')}" if column.type == "region" else ""
        made = show_field(work, column, options, begun, work.key(column.name + narrow))
        if column.refers and not options:
            st.caption(text("form.register_first", feed=pick(feeds()[column.refers.feed].title)))
    if (said := work.faults.get(column.name)) is not None:
        st.markdown(f":red[:material/error: {said.expected} {said.todo}]")
    return made


def _items(work: Work, column: Column, begun: list[Any]) -> list[dict[str, object]]:
    """The items of a list, each in a frame of its own."""
    st.markdown(label_of(column), help=pick(column.help))
    made = []
    for place in range(work.items(column)):
        item = begun[place] if place < len(begun) else {}
        with st.container(border=True):
            made.append(
                {
                    part.name: show_field(
                        work, part, options_of(work, part), item.get(part.name), work.key(f"{column.name}_{place}_{part.name}")
                    )
                    for part in column.fields
                }
            )
    if st.form_submit_button(
        text("form.add_item", what=pick(column.label).lower()), key=work.key(f"tambah_{column.name}"), icon=":material/add:"
    ):
        work.one_more(column)
        st.rerun()
    return made


def _answers(work: Work) -> dict[str, str]:
    """The answer that a text names no people, asked for only where it looks as if it did."""
    declares = may(work.person, Act.DECLARE)  # others would keep in a draft what they may not land
    asked = [work.contract.column(name) for name, said in work.faults.items() if said.is_names and declares]
    return {
        question_of(column): NO_PEOPLE
        for column in asked
        if st.checkbox(text("form.no_people", column=pick(column.label)), key=work.key(f"orang_{column.name}"))
    }


def _say_faults(work: Work) -> None:
    """All faults together, where the button is: on a phone the fields are out of sight there."""
    if work.faults:
        said = "  \n".join(
            f"**{pick(work.contract.column(name).label)}**: {one.expected} {one.todo}" for name, one in work.faults.items()
        )
        st.error(said, icon=":material/error:")
