"""Decisions on screen: the list, a form to close one, a form for a new one."""

from dataclasses import replace
from datetime import timedelta

import numpy as np
import pandas as pd
import streamlit as st

from dashboard.analysis.decisions import Followed, counts
from dashboard.analysis.overview import WATCHED
from dashboard.analysis.periods import day_words, newest_year
from dashboard.cache import answers
from dashboard.cache.runtime import store
from dashboard.components.file import show_file_button
from dashboard.components.frame import show_frame
from dashboard.documents.files import plain_csv
from dashboard.state.url import address
from dashboard.words.marks import marks_of_data
from dashboard.words.texts import number, pick, text
from data import queries
from data.facts.indicators import indicator
from data.meetings.decisions import LONGEST, OUTCOMES, Decided, close_decision, decide
from data.model.clock import today
from data.model.errors import Fault
from data.queries import Freshness
from data.store.scope import Scope
from geo.regions.codes import level_of

MOST_ROWS = 1_000
_SAID = "keputusan_kabar"  # what the previous run did: a page that changed something is redrawn
_USUAL = timedelta(days=90)
_WIDE = {"status": 150, "what": 350, "who": 180, "data": 330}  # pixels


def show_decisions(
    everything: list[Followed], scope: Scope, state: Freshness, focus: pd.Series, *, closed: bool
) -> Followed | None:
    """Counts by status, then the list of open decisions, or of all with `closed`; returns the chosen one."""
    code, place = str(focus["code"]), str(focus["name"])
    found = [one for one in everything if one.is_open or closed]
    if said := st.session_state.pop(_SAID, ""):
        st.success(said, icon=":material/check:")
    st.html(f'<p class="bs-answer">{decisions_answer(everything)}</p>')
    if not found:
        st.caption(text("decision.none"))
        return None
    table = decisions_table(found[:MOST_ROWS])
    if len(found) > MOST_ROWS:
        st.caption(text("decision.first", most=number(MOST_ROWS), count=number(len(found))))
    rows = show_frame(
        table,
        most=520,
        on_select="rerun",
        selection_mode="single-row",
        key=f"keputusan_daftar_{code}",
        alt=text("decision.title", place=place),
        column_config={text(f"decision.{name}"): st.column_config.Column(width=wide) for name, wide in _WIDE.items()},
    ).selection.rows
    version = text("paper.version", version=number(state.data_version), day=state.last_day)
    stamp = " · ".join(filter(None, (marks_of_data(state), f"{place} ({code})", version, address("keputusan"))))
    show_file_button(
        text("decision.download"),
        lambda: plain_csv(decisions_table(found), stamp),
        scope=scope,
        mime="text/csv",
        file_name=f"{'SIMULASI_' if state.simulated else ''}keputusan_{code}.csv",
    )
    return found[rows[0]] if rows and rows[0] < len(table) else None


def decisions_answer(found: list[Followed]) -> str:
    """Counts by status, in a sentence."""
    return text("decision.answer", **{name: number(count) for name, count in counts(found).items()})


def decisions_table(found: list[Followed]) -> pd.DataFrame:
    """The list of decisions as it is shown."""
    return pd.DataFrame(
        {
            text("decision.status"): [text(f"decision.{one.status}") for one in found],
            text("decision.what"): [one.row["what"] for one in found],
            text("decision.who"): [one.row["who"] for one in found],
            text("decision.until"): [day_words(one.row["until"]) for one in found],
            text("decision.data"): [one.figure or "–" for one in found],
            text("decision.place"): [one.place for one in found],
            text("decision.decided_on"): [day_words(one.row["decided_on"]) for one in found],
            text("decision.meeting"): [one.row["meeting_id"] or "–" for one in found],
            text("decision.note"): [one.row["closing_note"] or "–" for one in found],
        }
    )


def show_closing(one: Followed, scope: Scope) -> None:
    """A form to record how the chosen decision ended."""
    with st.container(border=True):
        st.subheader(one.row["what"])
        st.caption(" · ".join(filter(None, (one.row["who"], day_words(one.row["until"]), one.figure))))
        if not one.is_open:
            st.caption(text("decision.closed", day=day_words(one.row["closed_on"]), by=one.row["closed_by"]))
            return
        with st.form(f"tutup_{one.row['id']}", border=False):
            outcome = st.segmented_control(
                text("decision.outcome"),
                OUTCOMES,
                default=OUTCOMES[0],
                format_func=lambda name: text(f"decision.{name}"),
                required=True,
            )
            note = st.text_input(text("decision.closing_note"), max_chars=LONGEST)
            if st.form_submit_button(text("decision.close"), type="primary"):
                try:
                    close_decision(store(), scope, int(one.row["id"]), str(outcome), note, today())
                except Fault as fault:
                    st.error(str(fault), icon=":material/error:")
                    return
                _again(text("decision.closed_now", what=one.row["what"]))


def show_new(scope: Scope, state: Freshness, code: str) -> None:
    """A form to record a new decision."""
    with st.expander(text("decision.new"), icon=":material/gavel:"), st.form("keputusan_baru", border=False):
        what = st.text_area(text("decision.what"), max_chars=LONGEST, height=90, placeholder=text("decision.what_help"))
        left, middle, right = st.columns(3, vertical_alignment="bottom")
        who = left.text_input(text("decision.who"), max_chars=120, placeholder=text("decision.who_help"))
        until = middle.date_input(text("decision.until"), today() + _USUAL, format="YYYY-MM-DD")
        held = queries.meetings(store(), scope, code)
        kept = held[held["region_code"] == code]["id"].tolist()
        meeting = right.selectbox(text("decision.meeting"), [None, *kept], format_func=lambda name: name or "–")
        left, right = st.columns([2, 1], vertical_alignment="bottom")
        names = [None, *tied_to(code)]
        tied = left.selectbox(
            text("decision.indicator"),
            names,
            help=text("decision.indicator_help"),
            format_func=lambda name: f"{pick(indicator(name).name)} ({pick(indicator(name).unit)})" if name else "–",
        )
        aim = right.number_input(text("decision.aim"), value=None, help=text("decision.aim_help"))
        if st.form_submit_button(text("decision.keep"), type="primary"):
            before, period = _now(scope, state, code, tied)
            try:
                decide(
                    store(),
                    scope,
                    Decided(code, what, who, until, today(), tied, aim, before, period if tied else None, meeting),
                )
            except Fault as fault:
                st.error(str(fault), icon=":material/error:")
                return
            _again(text("decision.kept", what=" ".join(what.split())))


def tied_to(code: str) -> list[str]:
    """Indicators that can show whether a decision of this region is done."""
    level = int(level_of(code))
    return [name for name in WATCHED if level in indicator(name).levels and not indicator(name).is_categorical]


def _now(scope: Scope, state: Freshness, code: str, tied: str | None) -> tuple[float | None, str]:
    """The current figure, published, as everybody in the meeting is shown it."""
    period = newest_year(state)
    if tied is None:
        return None, period
    found = answers.ask(queries.snapshot, replace(scope, published=True), state.data_version, (code,), (tied,), period)
    value = float(found["value"].iloc[0]) if len(found) else np.nan
    return (value if np.isfinite(value) else None), period


def _again(said: str) -> None:
    st.session_state[_SAID] = said
    st.rerun()
