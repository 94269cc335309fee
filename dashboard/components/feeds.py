"""The choice of a feed, kept in the address; its template, and its contents as its contract describes them."""

from collections.abc import Mapping
from datetime import date

import pandas as pd
import streamlit as st

from dashboard.analysis.periods import day_words
from dashboard.components.file import show_file_button
from dashboard.components.frame import show_frame
from dashboard.state.pickers import select
from dashboard.state.url import FEED
from dashboard.words.texts import language, pick, text
from data.feeds import Contract, feeds
from data.intake.sheets import dictionary_rows, template
from data.store.scope import Scope

_SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_WIDTH = 520


def choose_feed(names: list[str] | None = None, default: str = "", due: Mapping[str, date] | None = None) -> Contract:
    """The feed that the address names, one of `names` or of all; with its next deadline, where `due` has one."""
    offered = names or list(feeds())
    first = default or offered[0]

    def said(name: str) -> str:
        title = pick(feeds()[name].title)
        return text("send.due", feed=title, day=day_words(due[name])) if due and name in due else title

    # by deadline the first one changes once it is sent: what was chosen is written, whichever it is
    return feeds()[select(FEED, text("send.feed"), offered, first, said, width=_WIDTH, always=due is not None)]


def show_template(contract: Contract, scope: Scope) -> None:
    """A button for the feed's Excel template."""
    show_file_button(
        text("send.template"),
        lambda: template(contract, language()),
        scope=scope,
        icon="table",
        mime=_SHEET,
        file_name=f"templat_{contract.name}.xlsx",
    )


def show_dictionary(contract: Contract) -> None:
    """Purpose, senders, times, columns and rules of a feed."""
    st.markdown(pick(contract.purpose))
    st.caption(
        text(
            "dict.facts",
            name=contract.name,
            edition=contract.version,
            senders=", ".join(contract.senders),
            every=text(f"every.{contract.periodicity}"),
            days=contract.deadline_days,
            sensitivity=text(f"sensitivity.{contract.sensitivity}"),
            identity=text(f"identity.{contract.identity}"),
            unique=", ".join(pick(contract.column(name).label) for name in contract.key),
        )
    )
    heads = [text(f"dict.{name}") for name in ("name", "label", "type", "required", "unit", "allowed", "example", "help")]
    rows = pd.DataFrame(dictionary_rows(contract, language()), columns=heads)
    rows[text("dict.type")] = [text(f"coltype.{one.type}") for one in contract.columns]
    show_frame(rows, most=10_000, alt=pick(contract.title))
    if contract.rules:
        st.subheader(text("dict.rules"))
        st.markdown("\n".join(f"- {pick(rule.says)} {pick(rule.todo)}" for rule in contract.rules))


def show_feeds() -> None:
    """All feeds in one table."""
    st.subheader(text("dict.all"))
    rows = [
        (
            one.name,
            pick(one.title),
            text(f"every.{one.periodicity}"),
            text(f"sensitivity.{one.sensitivity}"),
            ", ".join(one.senders),
        )
        for one in feeds().values()
    ]
    heads = [text(f"dict.{name}") for name in ("name", "label", "every", "sensitivity", "senders")]
    frame = pd.DataFrame(rows, columns=heads)
    show_frame(frame, most=10_000, alt=text("dict.all"))
