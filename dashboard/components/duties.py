"""Reports that are due: feeds in one table, offices by period in another, and the list to send round."""

from datetime import date

import pandas as pd
import streamlit as st

from dashboard.analysis import timeliness
from dashboard.analysis.periods import day_words
from dashboard.cache import answers
from dashboard.components.file import show_file_button
from dashboard.components.frame import show_frame, written
from dashboard.documents.files import plain_csv
from dashboard.words.marks import marks_of_data
from dashboard.words.texts import number, pick, text
from data.feeds import Contract
from data.queries import Freshness
from data.store.scope import Scope


def named(found: pd.DataFrame, scope: Scope, state: Freshness) -> pd.DataFrame:
    """Duties with the names of areas in place of their codes."""
    return found.assign(region_code=answers.names_of(scope, state.boundary_version, found["region_code"]))


def show_overview(overview: pd.DataFrame, day: date) -> None:
    """How much is missing or late, then a table of feeds."""
    missing, late = int(overview[timeliness.MISSING].sum()), int(overview[timeliness.LATE].sum())
    st.html(f'<p class="bs-answer">{text("duty.answer", missing=number(missing), late=number(late), day=day_words(day))}</p>')
    heads = {"title": text("duty.feed"), "required": text("duty.owed"), "share": text("duty.share")}
    heads |= {name: text(f"duty.{name}") for name in timeliness.STATUSES}
    shown = overview.drop(columns="feed").rename(columns=heads)
    table = written(shown, {text("duty.share"): 0})
    show_frame(table, most=10_000, alt=text("duty.feed"))


def show_offices(found: pd.DataFrame, contract: Contract, code: str, state: Freshness, scope: Scope) -> None:
    """Offices by the newest periods, and the check list."""
    st.subheader(pick(contract.title))
    st.caption(text("duty.signs", **{name: timeliness.SIGNS[name] for name in timeliness.STATUSES}))
    if not found["declared"].all():
        st.caption(text("duty.presumed"))
    heads = {"sender": text("history.sender"), "region_code": text("history.area")}
    table = timeliness.matrix(named(found, scope, state)).rename(columns=heads)
    show_frame(table, most=520, alt=pick(contract.title))
    show_file_button(
        text("duty.checklist"),
        lambda: plain_csv(timeliness.checklist(named(found, scope, state), pick(contract.title)), marks_of_data(state)),
        scope=scope,
        icon="checklist",
        mime="text/csv",
        file_name=f"daftar_periksa_{contract.name}_{code}.csv",
    )
