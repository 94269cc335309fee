"""Preparing and starting a meeting, and opening previous ones."""

from urllib.parse import urlencode

import pandas as pd
import streamlit as st

from dashboard.cache.runtime import store
from dashboard.components.frame import show_frame
from dashboard.meeting.compose_meeting import SLIDES, compose, projected
from dashboard.state.link import show_link
from dashboard.state.url import AS, LANGUAGE, address, read
from dashboard.words.texts import number, text
from data import queries
from data.meetings.snapshots import LONGEST_NOTE, arrange, freeze
from data.model.clock import ZONE, now, today
from data.model.errors import Fault
from data.model.roles import Sensitivity
from data.queries import Arrangement, Freshness
from data.queries.meetings import Frozen
from data.store.scope import Scope

_STARTED = "rapat_dimulai"


def show_start(scope: Scope, state: Freshness, focus: pd.Series, period: str) -> None:
    """Choose slides and their order, then freeze the figures and open the slides."""
    code = str(focus["code"])
    with st.form(f"rapat_mulai_{code}"):
        arrangement = _arranged(Arrangement(), f"rapat_susunan_{code}")
        exact = False
        if scope.clearance >= Sensitivity.TERBATAS:
            exact = st.checkbox(text("meeting.exact"), help=text("meeting.exact_help"))
        else:
            st.caption(text("meeting.published"))
        if st.form_submit_button(text("meeting.start"), type="primary", icon=":material/slideshow:"):
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
        with st.container(border=True):
            st.markdown(text("meeting.started", id=name))
            show_link(text("meeting.open"), _address(name), icon="present_to_all", new=True)


def show_earlier(scope: Scope, code: str) -> None:
    """Previous meetings of the area; a chosen one opens with its frozen figures, in another order if wanted."""
    st.subheader(text("meeting.earlier"))
    found = queries.meetings(store(), scope, code)
    if found.empty:
        st.caption(text("meeting.none"))
        return
    table = pd.DataFrame(
        {
            text("decision.meeting"): found["id"],
            text("meeting.at"): [f"{at.astimezone(ZONE):%Y-%m-%d %H:%M}" for at in found["started_at"]],
            text("choose.period"): found["period"],
            text("meeting.version"): [number(version) for version in found["data_version"]],
            text("meeting.by"): found["started_by"],
        }
    )
    rows = show_frame(
        table, on_select="rerun", selection_mode="single-row", key=f"rapat_daftar_{code}", alt=text("meeting.earlier")
    ).selection.rows
    if not rows or rows[0] >= len(found):
        st.caption(text("meeting.choose"))
        return
    name = str(found["id"].iloc[rows[0]])
    show_link(text("meeting.open_again", id=name), _address(name), icon="present_to_all", new=True)
    with st.expander(text("meeting.arrange", id=name), icon=":material/reorder:"), st.form(f"susun_{name}", border=False):
        arrangement = _arranged(queries.meeting(store(), scope, name).arrangement, f"susunan_{name}")
        if st.form_submit_button(text("meeting.keep")):
            try:
                arrange(store(), scope, name, arrangement)
            except Fault as fault:
                st.error(str(fault), icon=":material/error:")
                return
            st.success(text("meeting.kept"), icon=":material/check:")


def _arranged(now: Arrangement, key: str) -> Arrangement:
    """The table of slides: shown or not, in which order, with which note."""
    everything = Arrangement(now.order).of(SLIDES)
    order, shown, title, note = (text(f"meeting.{name}") for name in ("order", "shown", "slide", "note"))
    rows = pd.DataFrame(
        {
            order: range(1, len(everything) + 1),
            shown: [name not in now.hidden for name in everything],
            title: [text(f"slide.{name}") for name in everything],
            note: [now.notes.get(name, "") for name in everything],
        },
        index=everything,
    )
    made = st.data_editor(
        rows,
        hide_index=True,
        key=key,
        disabled=[title],
        width="stretch",
        column_config={
            order: st.column_config.NumberColumn(min_value=1, max_value=len(everything), step=1, width=70),
            shown: st.column_config.CheckboxColumn(width=70),
            note: st.column_config.TextColumn(max_chars=LONGEST_NOTE, width="large"),
        },
    )
    made = made.sort_values(order, kind="stable")
    return Arrangement(
        tuple(made.index),
        tuple(made.index[~made[shown]]),
        {str(name): str(said).strip() for name, said in made[note].items() if said and str(said).strip()},
    )


def _address(name: str) -> str:
    """Where the slides are, in the language and as the demo user of this page."""
    kept = {name: value for name in (AS, LANGUAGE) if (value := read(name))}
    return f"/layar/{name}" + (f"?{urlencode(kept)}" if kept else "")
