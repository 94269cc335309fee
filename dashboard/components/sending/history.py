"""Submissions of an area: what each covers, its state, and what may still be done with it."""

from collections.abc import Callable

import pandas as pd
import streamlit as st

from dashboard.analysis.periods import period_words
from dashboard.cache import answers
from dashboard.cache.runtime import store
from dashboard.components.file import show_file_button
from dashboard.components.frame import show_frame
from dashboard.documents.files import plain_csv
from dashboard.words.marks import marks_of_data
from dashboard.words.texts import number, pick, text
from data import queries
from data.feeds import Contract, feeds
from data.feeds.approval import ACTIVE
from data.identity.people import Person
from data.intake.as_sent import as_sent
from data.intake.submit import history
from data.intake.submit.report import Sender
from data.model.period import Period
from data.model.roles import Act, may
from data.queries import Freshness
from data.store.scope import Scope

Reopening = Callable[[Person, Contract, str, int, Freshness], None]


def show_history(
    person: Person, who: Sender, contract: Contract, region_code: str, state: Freshness, reopening: Reopening
) -> None:
    """The newest submissions of a feed; a chosen one opens with its steps, rows and buttons, one of the own office with
    `reopening`.
    """
    found = queries.submissions(store(), person.scope, contract.name, region_code, limit=200)
    st.subheader(text("history.title"))
    if found.empty:
        st.caption(text("history.none"))
        return
    waits = [history.may_approve(person.role, one) for one in found["state"]]
    if any(waits):
        st.info(text("history.waiting", count=number(sum(waits))), icon=":material/pending:")
        found = found.assign(waits=waits).sort_values("waits", ascending=False, kind="stable").reset_index(drop=True)
    elif may(person, Act.APPROVE):
        st.caption(text("history.nothing_waits"))
    st.caption(text("history.choose"))
    shown = pd.DataFrame(
        {
            text("history.number"): found["id"].astype(str),
            text("history.sender"): found["sender"],
            text("history.area"): answers.names_of(person.scope, state.boundary_version, found["region_code"]),
            text("history.period"): [_short(periods) for periods in found["periods"]],
            text("history.state"): [text(f"state.{one}") for one in found["state"]],
            text("history.at"): found["received_at"].dt.strftime("%d/%m/%Y %H.%M"),
            text("history.rows"): [number(count) if pd.notna(count) else "–" for count in found["row_count"]],
            text("history.file"): found["file_name"],
        }
    )
    chosen = show_frame(
        shown,
        most=300,
        on_select="rerun",
        selection_mode="single-row",
        key=f"riwayat_{contract.name}",
        alt=text("history.title"),
    ).selection.rows
    if chosen and chosen[0] < len(found):
        _show_one(person, who, found.iloc[chosen[0]], state, reopening)


def _short(periods: list[str]) -> str:
    ends = [period_words(Period.parse(one)) for one in dict.fromkeys((min(periods), max(periods)))] if periods else []
    return " – ".join(ends) or "–"


def _show_one(person: Person, who: Sender, row: pd.Series, state: Freshness, reopening: Reopening) -> None:
    number_of, mark = int(row["id"]), marks_of_data(state)
    with st.container(border=True):
        st.markdown(f"**{text('history.one', number=number_of, feed=pick(feeds()[row['feed']].title))}**")
        st.caption(text("history.trace", sha=row["sha256"][:16], by=row["sent_by"] or "–", file=row["file_name"] or "–"))
        steps = queries.steps(store(), person.scope, number_of)
        for step in steps.itertuples():
            said = f" — {step.reason}" if step.reason else ""
            st.caption(
                f"{step.at:%d/%m/%Y %H.%M} · {step.person}: {text(f'state.{step.from_state}')} → "
                f"{text(f'state.{step.to_state}')}{said}"
            )
        with st.container(horizontal=True, gap="small"):
            if history.may_approve(person.role, row["state"]) and st.button(
                text("history.approve"), icon=":material/check_circle:", type="primary"
            ):
                history.approve(store(), number_of, who)
                st.rerun()
            if person.scope.clearance >= 2 and row["sent_by"]:
                show_file_button(
                    text("history.rows_as_sent"),
                    lambda: _rows(person.scope, feeds()[row["feed"]], number_of, mark),
                    scope=person.scope,
                    file_name=f"kiriman_{number_of}.csv",
                    mime="text/csv",
                )
        if row["sent_by"] and who.office == row["sender"] and row["state"] in ACTIVE and may(person, Act.SEND):
            reopening(person, feeds()[row["feed"]], who.office, number_of, state)
        if row["sent_by"] and history.may_withdraw(person.role, who.office, row["sender"], row["state"]):
            with st.form(f"tarik_{number_of}", border=False):
                reason = st.text_input(text("history.reason"), placeholder=text("history.reason_hint"))
                if st.form_submit_button(text("history.withdraw"), icon=":material/undo:"):
                    gone = history.withdraw(store(), number_of, who, reason)
                    st.success(text("history.withdrawn", gone=number(gone.gone), back=number(gone.changed)))


def _rows(scope: Scope, contract: Contract, number_of: int, mark: str) -> bytes:
    return plain_csv(as_sent(contract, history.rows_of(store(), scope, number_of), mark).to_pandas(), "")
