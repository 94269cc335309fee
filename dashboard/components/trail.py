"""The audit trail on screen."""

import json
from datetime import date, datetime, time, timedelta

import streamlit as st

from dashboard.cache.runtime import store
from dashboard.components.file import show_file_button
from dashboard.components.frame import show_frame
from dashboard.documents.files import plain_csv
from dashboard.words.texts import number, text
from data.identity import audit
from data.model import clock
from data.model.clock import ZONE
from data.store.scope import Scope


def show_chain(scope: Scope) -> None:
    """How many rows the trail has, whether each is unchanged, and the head to note down."""
    if not st.button(text("trail.verify"), icon=":material/verified:"):
        return
    with store().reading(scope) as connection:
        found = audit.verify(connection)
    for fault in found.faults:
        st.error(fault, icon=":material/error:")
    if not found.faults:
        counts = {"rows": number(found.rows), "removed": number(found.removed), "waiting": number(found.waiting)}
        st.success(text("trail.holds", **counts), icon=":material/verified:")
    st.code(f"{found.position}:{found.digest}", language=None)
    st.caption(text("trail.head"))


def choose_acts() -> tuple[str, tuple[str, ...], datetime, datetime]:
    """The chosen words, kinds of acts and days."""
    left, middle, right = st.columns([2, 2, 1.4], vertical_alignment="bottom")
    words = left.text_input(text("trail.search"), icon=":material/search:", placeholder=text("trail.search_hint"))
    acts = middle.multiselect(
        text("trail.acts"), audit.ACTS, format_func=lambda act: text(f"act.{act}"), placeholder=text("trail.all_acts")
    )
    today = clock.today()
    days = right.date_input(text("trail.days"), (today - timedelta(days=30), today), max_value=today)
    first, last = days if isinstance(days, tuple) and len(days) == 2 else (today, today)
    return words, tuple(acts), _midnight(first), _midnight(last + timedelta(days=1))


def show_trail(scope: Scope, words: str, acts: tuple[str, ...], since: datetime, until: datetime) -> None:
    """The newest rows that match, and a file of them."""
    found = audit.trail(store(), scope, words=words, acts=acts, since=since, until=until)
    if found.empty:
        st.caption(text("trail.none"))
        return
    shown = found.assign(
        at=found["at"].dt.tz_convert(ZONE).dt.strftime("%Y-%m-%d %H:%M:%S"),
        act=[text(f"act.{act}") for act in found["act"]],
        id=found["id"].astype(str),
        detail=[", ".join(f"{name} {value}" for name, value in json.loads(row).items()) for row in found["detail"]],
    ).rename(columns={name: text(f"trail.{name}") for name in found.columns})
    show_frame(shown, most=620, alt=text("trail.title"))
    if len(found) == audit.MOST_ROWS:
        st.caption(text("trail.most", count=number(len(found))))
    show_file_button(
        text("trail.file"),
        lambda: plain_csv(shown, ""),
        scope=scope,
        mime="text/csv",
        file_name=f"jejak_{since:%Y-%m-%d}_{until - timedelta(days=1):%Y-%m-%d}.csv",
    )


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), ZONE)
