"""Matching the sender's columns with ours: guessed, shown, corrected, remembered."""

import streamlit as st

from dashboard.components.sending import session
from dashboard.components.sending.session import Opened
from dashboard.words.texts import pick, text
from data.feeds import Column, Contract, Mapping
from data.identity.people import Person
from data.intake.read.fitting import lacking
from data.intake.read.heading import Heading


def choose_mapping(file: Opened, contract: Contract, office: str, person: Person) -> Mapping | None:
    """The mapping to read the file with; ``None`` where its own header is enough."""
    heading = file.heading
    if heading is None:
        return None
    shipped = session.shipped_mappings(contract.name)
    if shipped:
        names = ["", *shipped]
        chosen = st.selectbox(
            text("send.shape"),
            names,
            key="kirim_bentuk",
            format_func=lambda name: pick(shipped[name].title) if name else text("send.own_shape"),
            placeholder=text("send.own_shape"),
        )
        if chosen:
            return shipped[chosen]
    saved = session.saved_mapping(contract.name, office, heading)
    if saved is not None and not (saved.columns or saved.wide):  # answers alone
        saved = None
    absent = _absent(heading, contract, saved)
    with st.expander(text("send.match"), expanded=bool(absent) and not file.shaped, icon=":material/swap_horiz:"):
        st.caption(text("send.match_saved") if saved else text("send.match_note"))
        return _form(heading, contract, saved, office, person, absent)


def _absent(heading: Heading, contract: Contract, saved: Mapping | None) -> list[Column]:
    """The required columns that neither the header nor a remembered matching gives."""
    if saved is None:
        return lacking(heading, contract)
    wide = contract.wide
    by_wide = {wide.code, wide.date} if saved.wide and wide is not None else set()
    known = {*saved.columns, *saved.constants, *by_wide, *_beside(heading, contract)}
    return [one for one in contract.columns if one.required and one.name not in known]


def _guessed(heading: Heading, contract: Contract) -> dict[str, str]:
    """The header of each of our columns that was found."""
    return _beside(heading, contract) | {name: heading.names[at] for name, at in heading.columns.items()}


def _beside(heading: Heading, contract: Contract) -> dict[str, str]:
    """The header that names the region of a row, where none is that of our column."""
    return {
        column.name: heading.names[heading.context[max(column.levels)]]
        for column in contract.columns
        if column.type == "region" and max(column.levels) in heading.context
    }


def _form(
    heading: Heading, contract: Contract, saved: Mapping | None, office: str, person: Person, absent: list[Column]
) -> Mapping | None:
    headers = ["", *dict.fromkeys(name for name in heading.names if name)]
    columns: dict[str, str] = {}
    guessed = _guessed(heading, contract)
    for at, column in enumerate(sorted(contract.columns, key=lambda one: one not in absent)):
        guess = guessed.get(column.name, "")
        before = saved.columns.get(column.name, "") if saved else guess
        if at % 3 == 0:  # a row at a time: on a phone its columns stand below each other
            grid = st.columns(3)
        with grid[at % 3]:
            chosen = st.selectbox(
                pick(column.label) + (" *" if column.required else ""),
                headers,
                key=f"cocok_{contract.name}_{column.name}",
                index=headers.index(before) if before in headers else 0,
                help=pick(column.help),
                format_func=lambda header: header or text("send.no_column"),
                placeholder=text("send.no_column"),
            )
        if chosen:
            columns[column.name] = chosen
    wide = _wide(heading, contract, saved, headers)
    same = columns == guessed and wide == {
        code: {name: heading.names[at] for name, at in ways.items()} for code, ways in heading.wide.items()
    }
    mapping = None if same else Mapping(feed=contract.name, columns=columns, wide=wide)
    if mapping is not None and st.button(text("send.remember"), icon=":material/bookmark:"):
        before = session.saved_mapping(contract.name, office, heading)
        kept = mapping.answering(before.answers) if before is not None else mapping
        session.save_mapping(contract.name, office, heading, kept, person)
        st.toast(text("send.remembered"))
    return mapping


def _wide(heading: Heading, contract: Contract, saved: Mapping | None, headers: list[str]) -> dict[str, dict[str, str]]:
    """For feeds with a date per code in one row: the date column of each."""
    if contract.wide is None:
        return {}
    st.markdown(f"**{text('send.wide')}**")
    st.caption(text("send.wide_note"))
    date, also = contract.wide.date, contract.wide.also[0]
    found: dict[str, dict[str, str]] = {}
    for at, code in enumerate(contract.column(contract.wide.code).codes):
        guess = {name: heading.names[place] for name, place in heading.wide.get(code.code, {}).items()}
        before = saved.wide.get(code.code, {}) if saved else guess
        if at % 3 == 0:
            grid = st.columns(3)
        with grid[at % 3]:
            day = st.selectbox(
                text("send.wide_date", event=code.label("id")),
                headers,
                key=f"lebar_{code.code}",
                index=headers.index(before[date]) if before.get(date) in headers else 0,
                format_func=lambda header: header or text("send.no_column"),
                placeholder=text("send.no_column"),
            )
        if day:
            found[code.code] = {date: day} | ({also: before[also]} if before.get(also) in headers else {})
    return found
