"""Matching the sender's columns with ours: guessed, shown, corrected, remembered."""

import streamlit as st

from dashboard.components.sending import session
from dashboard.components.sending.session import Opened
from dashboard.words.texts import pick, text
from data.feeds import Contract, Mapping
from data.identity.people import Person
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
    lacking = [one for one in contract.columns if one.required and not _known(one.name, heading, contract, saved)]
    with st.expander(text("send.match"), expanded=bool(lacking) and not file.shaped, icon=":material/swap_horiz:"):
        st.caption(text("send.match_saved") if saved else text("send.match_note"))
        return _form(heading, contract, saved, office, person)


def _known(name: str, heading: Heading, contract: Contract, saved: Mapping | None) -> bool:
    if saved is not None:
        wide = contract.wide
        return (
            name in saved.columns
            or name in saved.constants
            or (bool(saved.wide) and wide is not None and name in (wide.code, wide.date))
        )
    if contract.wide and heading.wide and name in (contract.wide.code, contract.wide.date):
        return True
    return name in heading.columns or contract.column(name).type == "region"


def _form(heading: Heading, contract: Contract, saved: Mapping | None, office: str, person: Person) -> Mapping | None:
    headers = ["", *dict.fromkeys(name for name in heading.names if name)]
    columns: dict[str, str] = {}
    grid = st.columns(3)
    for at, column in enumerate(contract.columns):
        guess = heading.names[heading.columns[column.name]] if column.name in heading.columns else ""
        before = saved.columns.get(column.name, "") if saved else guess
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
    guessed = {name: heading.names[at] for name, at in heading.columns.items()}
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
    grid = st.columns(3)
    for at, code in enumerate(contract.column(contract.wide.code).codes):
        guess = {name: heading.names[place] for name, place in heading.wide.get(code.code, {}).items()}
        before = saved.wide.get(code.code, {}) if saved else guess
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
