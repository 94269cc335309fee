"""Published figures beside the store's own: real, with their source, never mixed."""

from collections.abc import Hashable
from typing import Any

import pandas as pd
import streamlit as st

from dashboard.analysis.periods import day_words
from dashboard.words.sentences import literal
from dashboard.words.texts import number, text
from data.facts.indicators import Indicator

_MOST, _MOST_OPEN = 6, 40
# which published topics belong beside which groups of indicators; beside the others stands what is known of the threat
TOPICS = {
    **dict.fromkeys(("bersinar", "kerawanan"), ("kawasan_rawan", "bersinar")),
    **dict.fromkeys(("rehabilitasi", "ibm"), ("rehabilitasi", "tat", "prevalensi")),
    **dict.fromkeys(("pemberantasan", "perkara"), ("kasus", "tat", "prevalensi")),
}


def topics_of(item: Indicator) -> tuple[str, ...]:
    """The published topics that belong beside an indicator."""
    return TOPICS.get(item.group, ("prevalensi",))


def show_published(frame: pd.DataFrame, *, expanded: bool = False) -> None:
    """A list of figures with year, unit and publisher, folded or not; says so when there is none."""
    with st.expander(text("published.title"), icon=":material/newspaper:", expanded=expanded):
        if frame.empty:
            st.caption(text("published.none"))
            return
        shown = frame.head(_MOST_OPEN if expanded else _MOST)
        for publisher, part in shown.assign(publisher=shown.apply(_source, axis=1)).groupby("publisher", sort=False):
            lines = [f"- {_line(row)}" for row in part.to_dict("records")]
            st.markdown("\n".join(lines))
            st.caption(text("published.source", publisher=literal(str(publisher))))
        st.caption(text("published.note"))


def _source(row: "pd.Series[Any]") -> str:
    """Who publishes a figure; of one that an agency sent, the document and its day."""
    day = row["published_on"]
    said = str(row["publisher"])
    if day is None or pd.isna(day):
        return said
    return text("recap.published_on", publication=said, day=day_words(pd.Timestamp(day).date()))


def _line(row: dict[Hashable, Any]) -> str:
    value = float(row["value"])
    said = [
        str(row[name]).replace("_", " ") for name in ("measure", "scope", "method") if row[name] and row[name] != row["unit"]
    ]
    if row["half"]:
        said.append(text("recap.half", half=row["half"]))
    if row["place_held"]:
        said.append(text("recap.held", place=row["place_held"]))
    written = number(value, len(f"{value:.2f}".rstrip("0").partition(".")[2]))  # as many decimals as published
    line = text(
        "published.line",
        place=literal(str(row["place"])),
        year=row["year"],
        value=written,
        unit=row["unit"],
        measure=literal(", ".join(said)),
    )
    return line + (literal(f" ({row['note']})") if row["note"] else "") + (text("recap.practice") if row["simulated"] else "")
