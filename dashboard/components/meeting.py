"""Preparing and starting a meeting, and opening previous ones."""

from urllib.parse import urlencode

import pandas as pd
import streamlit as st

from dashboard.analysis.periods import day_words
from dashboard.cache.runtime import store
from dashboard.components.slide_order import arrange_slides
from dashboard.meeting.compose_meeting import compose, projected
from dashboard.meeting.writers import WRITERS
from dashboard.state.link import show_link
from dashboard.state.url import AS, LANGUAGE, MEETING, address, change, read
from dashboard.words.texts import number, text
from data import queries
from data.meetings.snapshots import arrange, freeze
from data.model.clock import ZONE, now, today
from data.model.errors import Fault
from data.model.roles import Act, Sensitivity, may
from data.queries import Freshness, Meeting
from data.queries.meetings import Frozen
from data.store.scope import Scope

_STARTED = "rapat_dimulai"
_ICONS = {"pptx": "slideshow", "pdf": "picture_as_pdf", "docx": "description"}
_MOST_LISTED = 10


def show_number() -> None:
    """A field for the number of a meeting, which is kept in the address."""
    key = "rapat_nomor"

    def typed() -> None:
        change({MEETING: queries.number_of(st.session_state[key], today().year)})

    st.session_state.setdefault(key, read(MEETING) or "")
    st.text_input(text("meeting.number"), key=key, placeholder=text("meeting.number_example"), on_change=typed, max_chars=40)


def show_asked(scope: Scope) -> None:
    """The meeting whose number stands in the address, or why there is none."""
    asked = read(MEETING)
    if not asked:
        return
    try:
        found = queries.meeting(store(), scope, asked)
    except Fault as fault:
        st.error(str(fault), icon=":material/error:")
        return
    with st.container(border=True):
        show_meeting(found, scope)


def show_meeting(found: Meeting, scope: Scope) -> None:
    """One meeting: what and when it was, the way to its slides and files, and its order for who may hold it."""
    body, at = found.frozen.body, found.started_at.astimezone(ZONE)
    st.markdown(f"**{body['title']}** · {day_words(at)} {at:%H.%M} · {found.id}")
    with st.container(horizontal=True, gap="small"):
        show_link(text("meeting.again"), _address(found.id), icon="present_to_all", new=True)
        _show_files(found.id)
    if may(scope, Act.MEET, found.frozen.region_code):
        with st.expander(text("meeting.arrange", id=found.id), icon=":material/reorder:"):
            arrangement = arrange_slides(found.arrangement, f"susunan_{found.id}")
            if st.button(text("meeting.keep"), key=f"simpan_{found.id}"):
                try:
                    arrange(store(), scope, found.id, arrangement)
                except Fault as fault:
                    st.error(str(fault), icon=":material/error:")
                    return
                st.success(text("meeting.kept"), icon=":material/check:")


def show_start(scope: Scope, state: Freshness, focus: pd.Series, period: str) -> None:
    """Choose slides and their order, then freeze the figures and open the slides."""
    code = str(focus["code"])
    top = st.container()
    arrangement = arrange_slides(queries.last_arrangement(store(), scope, code), f"rapat_susunan_{code}")
    exact = False
    if scope.clearance >= Sensitivity.TERBATAS:
        exact = st.checkbox(text("meeting.exact"), help=text("meeting.exact_help"))
    with top, st.container(horizontal=True, gap="small", vertical_alignment="center"):
        if st.button(text("meeting.start"), type="primary", icon=":material/slideshow:"):
            shown = projected(scope, exact=exact)
            base = address("layar").partition("?")[0]
            try:
                body = compose(shown, state, focus, period, base, today())
                st.session_state[f"{_STARTED}_{code}"] = freeze(
                    store(),
                    scope,
                    Frozen(code, period, shown.clearance, state.data_version, state.boundary_version or "", body),
                    arrangement,
                    now(),
                )
            except Fault as fault:
                st.error(str(fault), icon=":material/error:")
        if name := st.session_state.get(f"{_STARTED}_{code}"):
            show_link(text("meeting.open"), _address(name), icon="present_to_all", new=True)
            _show_files(name)
            st.markdown(text("meeting.started", id=name))
        else:
            st.caption(text("meeting.published"))


def show_earlier(scope: Scope, code: str) -> None:
    """Previous meetings of the area and of those inside it, each with its way back to the frozen figures."""
    st.subheader(text("meeting.earlier"))
    found = queries.meetings(store(), scope, code)
    if found.empty:
        st.caption(text("meeting.none"))
        return
    for row in found.head(_MOST_LISTED).itertuples():
        at = row.started_at.astimezone(ZONE)
        with st.container(horizontal=True, gap="small", vertical_alignment="center", border=True):
            st.markdown(f"**{day_words(at)}**, {at:%H.%M}  \n{row.place} · {decisions_count(int(row.decisions))} · {row.id}")
            show_link(text("meeting.again"), _address(str(row.id)), icon="present_to_all", new=True)
            _show_files(str(row.id))
    if len(found) > _MOST_LISTED:
        st.caption(text("meeting.more", count=number(len(found) - _MOST_LISTED)))


def decisions_count(count: int) -> str:
    """How many decisions a meeting made, in words."""
    return text("meeting.decided_many", count=number(count)) if count else text("meeting.decided_none")


def _show_files(name: str) -> None:
    for suffix in WRITERS:
        show_link(suffix.upper(), _address(name, f"/berkas/{suffix}"), icon=_ICONS[suffix], download=f"{name}.{suffix}")


def _address(name: str, more: str = "") -> str:
    """Where the slides are, in the language and as the demo user of this page."""
    kept = {name: value for name in (AS, LANGUAGE) if (value := read(name))}
    return f"/layar/{name}{more}" + (f"?{urlencode(kept)}" if kept else "")
