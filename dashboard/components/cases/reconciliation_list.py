"""The register of differences: counts for everybody, entries and decisions for the offices concerned."""

import pandas as pd
import streamlit as st

from dashboard.analysis.cases import reconciliation as agreed
from dashboard.analysis.periods import day_words
from dashboard.cache.runtime import store
from dashboard.components.cases.reconciliation_decision import TURN, show_decision, show_outcome
from dashboard.components.file import show_file_button
from dashboard.components.frame import show_frame
from dashboard.documents.files import XLSX
from dashboard.documents.workbook import rows_workbook
from dashboard.state import url
from dashboard.state.pickers import segmented
from dashboard.state.read_log import note_cases
from dashboard.words.marks import marks_of_data
from dashboard.words.texts import number, text
from data import queries
from data.cases.pairs import Pair, concerns
from data.identity.people import Person
from data.model.clock import today
from data.model.roles import Act, Role, may
from data.queries import Freshness

_STATES = ("terbuka", "dikerjakan", "ditutup", "hilang")
_MOST_HIGH = 380  # pixels


def show_register(person: Person, state: Freshness, focus: "pd.Series[object]", pair: Pair) -> None:
    """Counts of a pair in an area; below them the entries that this person may read, and what they may decide."""
    code = str(focus["code"])
    st.subheader(text("recon.register"))
    counts = queries.difference_counts(store(), person.scope, code)
    mine = counts[counts["pair"] == pair.name]
    st.markdown(agreed.register_words(mine))
    if not mine.empty:
        show_frame(agreed.count_table(mine, pair), alt=text("recon.register"), key="rekonsiliasi_jumlah")
    if not _reads_cases(person, pair):
        st.caption(text("recon.counts_only"))
        return
    chosen = segmented(url.STATE, text("recon.state"), _STATES, _STATES[0], lambda name: text(f"finding.{name}"), hidden=True)
    show_outcome()
    entries = queries.case_differences(store(), person.scope, code, pair.name, (chosen,))
    if entries.empty:
        st.caption(text("recon.empty_state"))
        return
    note_cases(person.scope, state, code, f"{pair.name} {chosen}")
    places = agreed.places_of(person.scope, state.boundary_version, entries)
    table = agreed.entry_table(entries, pair, places)
    if len(entries) >= queries.MOST_ENTRIES:
        st.caption(text("recon.more", shown=number(len(entries))))
    picked = show_frame(
        table,
        on_select="rerun",
        selection_mode="single-row",
        key=f"selisih_{pair.name}_{chosen}_{code}_{st.session_state.get(TURN, 0)}",  # a decision clears the choice
        alt=text("recon.entries_alt", pair=agreed.pair_words(pair.name)),
        most=_MOST_HIGH,
    ).selection.rows
    if picked and picked[0] < len(entries):
        show_decision(person, entries.iloc[picked[0]], pair, places)
    else:
        st.caption(text("recon.choose"))
    _show_list(person, state, focus, pair, chosen)


def _reads_cases(person: Person, pair: Pair) -> bool:
    """Whether this person reads cases of the pair one by one anywhere; the database decides which."""
    if person.role == Role.AGENCY:
        return concerns(pair, person.agency)
    return may(person, Act.RECONCILE) and not person.published


def _show_list(person: Person, state: Freshness, focus: "pd.Series[object]", pair: Pair, chosen: str) -> None:
    """A workbook of the entries shown, made when the link is followed."""
    code, name = str(focus["code"]), str(focus["name"])

    def made() -> bytes:
        entries = queries.case_differences(store(), person.scope, code, pair.name, (chosen,), limit=100_000)
        places = agreed.places_of(person.scope, state.boundary_version, entries)
        note = text("recon.list_note", pair=agreed.pair_words(pair.name), place=name)
        notes = [note, day_words(today()), marks_of_data(state)]
        return rows_workbook(agreed.entry_table(entries, pair, places), [], notes)

    mark = "SIMULASI_" if state.simulated else ""
    show_file_button(
        text("recon.working_list"),
        made,
        scope=person.scope,
        mime=XLSX,
        file_name=f"{mark}selisih_{pair.name}_{code}_{chosen}.xlsx",
        icon="table",
    )
