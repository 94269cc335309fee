"""Numbers that contradict each other: findings by rule, one by one, and what was done about them."""

import pandas as pd
import streamlit as st

from dashboard.cache import answers
from dashboard.cache.runtime import store
from dashboard.components.file import show_file_button
from dashboard.components.frame import show_frame
from dashboard.components.sending.session import sender
from dashboard.documents.files import plain_csv
from dashboard.state.pickers import select
from dashboard.words.marks import marks_of_data
from dashboard.words.texts import number, pick, text
from data import queries
from data.identity.people import Person
from data.intake import quality
from data.model.roles import Act, may
from data.queries import Freshness

_STATES = ("terbuka", "dikerjakan", "ditutup", "hilang")


def show_rules(person: Person, code: str) -> list[str]:
    """Counts by rule and state; returns the names of rules with findings."""
    rules = quality.quality_rules()
    counts = queries.finding_counts(store(), person.scope, code)
    by_rule = {(row.rule, row.state): int(row.count) for row in counts.itertuples(index=False)}
    still = sum(count for (_, state), count in by_rule.items() if state in quality.OPEN)
    st.html(f'<p class="bs-answer">{text("quality.answer", count=number(still), rules=number(len(rules)))}</p>')
    if may(person, Act.CHECK_QUALITY) and st.button(text("quality.run"), icon=":material/refresh:"):
        quality.ask_for_check(store(), person)
        st.rerun()
    rows = [
        (pick(rule.title), rule.owner, *(by_rule.get((name, state), 0) for state in _STATES)) for name, rule in rules.items()
    ]
    heads = [text("quality.rule"), text("quality.owner"), *(text(f"finding.{state}") for state in _STATES)]
    show_frame(pd.DataFrame(rows, columns=heads), most=10_000, alt=text("quality.rule"))
    return [name for name in rules if any(rule == name for rule, _ in by_rule)]


def show_findings(person: Person, code: str, names: list[str], state: Freshness) -> None:
    """Findings of one rule; a chosen one may be taken up, or closed with a reason."""
    rules = quality.quality_rules()
    name = select("aturan", text("quality.rule"), names, names[0], lambda rule: pick(rules[rule].title), width=420)
    st.caption(pick(rules[name].why))
    everything = queries.findings(store(), person.scope, code)
    found = everything[everything["rule"] == name].reset_index(drop=True)
    table = pd.DataFrame(
        {
            text("quality.subject"): found["subject"],
            text("history.area"): answers.names_of(person.scope, state.boundary_version, found["region_code"]),
            text("fault.found"): found["found"],
            text("fault.expected"): found["expected"],
            text("history.state"): [text(f"finding.{one}") for one in found["state"]],
            text("history.reason"): found["reason"],
        }
    )
    chosen = show_frame(
        table,
        on_select="rerun",
        selection_mode="single-row",
        key=f"temuan_{name}",
        alt=pick(rules[name].title),
    ).selection.rows
    show_file_button(
        text("quality.list"),
        lambda: plain_csv(table, marks_of_data(state)),
        scope=person.scope,
        mime="text/csv",
        file_name=f"mutu_{name}_{code}.csv",
    )
    if chosen and chosen[0] < len(found) and rules[name].may_settle(person.role, person.office):
        _settle(person, found.iloc[chosen[0]])


def _settle(person: Person, one: pd.Series) -> None:
    with st.form("selesaikan", border=True):
        st.markdown(f"**{one['subject']}**: {one['found']} / {one['expected']}")
        wanted = st.radio(
            text("history.state"),
            ["dikerjakan", "ditutup", "terbuka"],
            horizontal=True,
            format_func=lambda state: text(f"finding.{state}"),
        )
        reason = st.text_input(text("history.reason"), value=one["reason"], placeholder=text("history.reason_hint"))
        if st.form_submit_button(text("quality.settle"), icon=":material/task_alt:"):
            quality.settle(store(), one["rule"], one["subject"], wanted, reason, sender(person, ""))
            st.rerun()
