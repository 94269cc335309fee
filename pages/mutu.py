"""What does not fit in what landed: both numbers, whose it is, and what was done about it."""

import pandas as pd
import streamlit as st

from dashboard.choices import select
from dashboard.components.badges import marks_of_data
from dashboard.components.breadcrumb import show_place
from dashboard.exports import plain_csv
from dashboard.runtime import store
from dashboard.sending import may_send, sender
from dashboard.texts import number, pick, text
from dashboard.view import current, known_region
from data import queries
from data.intake import quality

person, state = current()
focus = known_region(person, state)
show_place(person.scope, state.boundary_version, focus["code"])
st.title(text("quality.title", place=focus["name"]))
rules = quality.quality_rules()
counts = queries.finding_counts(store(), person.scope, str(focus["code"]))
by_rule = (
    counts.pivot_table(index="rule", columns="state", values="count", aggfunc="sum", fill_value=0)
    if len(counts)
    else pd.DataFrame()
)
still = int(by_rule.reindex(columns=["terbuka", "dikerjakan"], fill_value=0).to_numpy().sum())
st.html(f'<p class="bs-answer">{text("quality.answer", count=number(still), rules=number(len(rules)))}</p>')
if person.role in ("bnn_pusat", "bnnp"):
    st.button(text("quality.run"), icon=":material/refresh:", on_click=quality.check, args=(store(),))
states = ("terbuka", "dikerjakan", "ditutup", "hilang")
shown = pd.DataFrame(
    [
        (
            pick(rule.title),
            rule.owner,
            *(int(by_rule.at[name, one]) if name in by_rule.index and one in by_rule else 0 for one in states),
        )
        for name, rule in rules.items()
    ],
    columns=[text("quality.rule"), text("quality.owner"), *(text(f"finding.{one}") for one in states)],
)
st.dataframe(shown, hide_index=True, height=38 + 35 * len(shown), alt=text("quality.title", place=focus["name"]))

open_rules = [name for name in rules if name in by_rule.index]
if not open_rules:
    st.caption(text("quality.none"))
    st.stop()
name = select("aturan", text("quality.rule"), open_rules, open_rules[0], lambda rule: pick(rules[rule].title), width=420)
st.caption(pick(rules[name].why))
everything = queries.findings(store(), person.scope, str(focus["code"]))
found = everything[everything["rule"] == name].reset_index(drop=True)
table = pd.DataFrame(
    {
        text("quality.subject"): found["subject"],
        text("history.area"): found["region_code"],
        text("fault.found"): found["found"],
        text("fault.expected"): found["expected"],
        text("history.state"): [text(f"finding.{one}") for one in found["state"]],
        text("history.reason"): found["reason"],
    }
)
chosen = st.dataframe(
    table,
    hide_index=True,
    height=min(420, 38 + 35 * len(table)),
    on_select="rerun",
    selection_mode="single-row",
    key=f"temuan_{name}",
    alt=pick(rules[name].title),
).selection.rows
st.download_button(
    text("quality.list"),
    data=lambda: plain_csv(table, marks_of_data(state)),
    icon=":material/download:",
    mime="text/csv",
    file_name=f"mutu_{name}_{focus['code']}.csv",
)
if chosen and chosen[0] < len(found) and may_send(person):
    one = found.iloc[chosen[0]]
    with st.form("selesaikan", border=True):
        st.markdown(f"**{one['subject']}**: {one['found']} / {one['expected']}")
        wanted = st.radio(
            text("history.state"),
            ["dikerjakan", "ditutup", "terbuka"],
            horizontal=True,
            format_func=lambda to: text(f"finding.{to}"),
        )
        reason = st.text_input(text("history.reason"), value=one["reason"], placeholder=text("history.reason_hint"))
        if st.form_submit_button(text("quality.settle"), icon=":material/task_alt:"):
            quality.settle(store(), one["rule"], one["subject"], wanted, reason, sender(person, ""))
            st.rerun()
