"""Published figures beside the store's own: real, with their source, never mixed."""

import pandas as pd
import streamlit as st

from dashboard.words.texts import number, text
from data.facts.indicators import Indicator

_MOST = 6
# which published topics belong beside which groups of indicators; beside the others stands what is known of the threat
TOPICS = {
    **dict.fromkeys(("bersinar", "kerawanan"), ("kawasan_rawan",)),
    **dict.fromkeys(("rehabilitasi", "ibm"), ("rehabilitasi", "prevalensi")),
    **dict.fromkeys(("pemberantasan", "perkara"), ("kasus", "prevalensi")),
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
        for publisher, part in frame.head(_MOST).groupby("publisher", sort=False):
            lines = [f"- {_line(row)}" for row in part.to_dict("records")]
            st.markdown("\n".join(lines))
            st.caption(text("published.source", publisher=publisher))
        st.caption(text("published.note"))


def _line(row: dict[str, object]) -> str:
    value = float(str(row["value"]))
    words = ", ".join(
        str(row[name]).replace("_", " ") for name in ("measure", "scope", "method") if row[name] and row[name] != row["unit"]
    )
    written = number(value, len(f"{value:.2f}".rstrip("0").partition(".")[2]))  # as many decimals as published
    line = text("published.line", place=row["place"], year=row["year"], value=written, unit=row["unit"], measure=words)
    return line + (f" ({row['note']})" if row["note"] else "")
