"""A new report of a kind that repeats: its rows are made at once, with what they are about and without a figure."""

from dataclasses import replace

import streamlit as st

from dashboard.cache.runtime import store
from dashboard.components.forms.fields import help_of, label_of, options_of, preset
from dashboard.components.forms.places import MOST_OFFERED, count, offered, own_region, prefixes_of
from dashboard.components.forms.work import Work
from dashboard.words.texts import number, pick, text
from data import queries
from data.feeds import Column
from data.feeds.approval import ACTIVE
from data.intake.drafts import Draft
from data.intake.entry import Row, begun_fresh, begun_from, is_periodic, rows_from
from data.intake.submit import history
from data.model.errors import Fault
from data.queries import Freshness


def show_start(work: Work, state: Freshness) -> None:
    """Where reports of a feed repeat and there is no draft: begin from the last report, or with each thing that is reported."""
    if work.draft.rows or not is_periodic(work.contract):
        return
    column = work.contract.column(work.contract.period_from)
    last = _last(work)
    fresh = [] if last is not None else begun_fresh(work.contract, _known(work, state))
    if last is None and len(fresh) < 2:
        return
    with st.form(work.key("mulai"), border=True, enter_to_submit=False):
        said = text("form.start_last", number=last) if last is not None else text("form.start_fresh", count=number(len(fresh)))
        st.caption(said)
        options = options_of(work, column)
        period = st.selectbox(
            label_of(column), list(options), index=None, format_func=options.__getitem__, help=help_of(column),
            placeholder=text("form.search"), key=work.key("periode"),
        )  # fmt: skip
        begun = st.form_submit_button(
            text("form.start_from_last") if last is not None else text("form.start"),
            icon=":material/add:",
            width="stretch",
        )
    if not begun:
        return
    if period is None:
        st.error(text("form.choose_first", what=pick(column.label)), icon=":material/error:")
        return
    try:
        rows = fresh if last is None else _rows_of(work, last)
        work.keep(Draft(tuple({column.name: period, **row} for row in rows)))
    except Fault as fault:
        st.error(str(fault), icon=":material/error:")
        return
    work.turn_to(0)
    st.rerun()


def _last(work: Work) -> int | None:
    """The newest active submission of the own office."""
    found = queries.submissions(store(), work.person.scope, work.contract.name, limit=200)
    own = found[(found["sender"] == work.office) & found["state"].isin(ACTIVE) & (found["sent_by"] != "")]
    return int(own["id"].iat[0]) if len(own) else None


def _rows_of(work: Work, number_of: int) -> list[Row]:
    _, table = history.reopened(store(), number_of, work.sender)
    return begun_from(work.contract, rows_from(work.contract, table))


def _known(work: Work, state: Freshness) -> dict[str, list[object]]:
    """What the columns of the key may say: the own region, the own agency, codes, what is registered."""
    return {name: _values(work, state, work.contract.column(name)) for name in work.contract.key}


def _values(work: Work, state: Freshness, column: Column) -> list[object]:
    if column.type == "region":
        within = prefixes_of(work, column)
        if count(work, state, column, within) > MOST_OFFERED:
            return []
        own = own_region(work, column, list(offered(work, state, column, within)))
        return [own] if own is not None else []
    options = options_of(work, column)
    own_kind = preset(work, column, options)
    return [own_kind] if own_kind is not None else list(options) if column.refers or column.type == "code" else []


def replaced_by(work: Work, rows: list[Row], number_of: int) -> None:
    """Put the rows of a submission into the draft; what is sent then replaces it."""
    work.keep(replace(Draft(tuple(rows)), supersedes=number_of))
    work.turn_to(None)
