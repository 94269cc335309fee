"""Tables of what stands still: by stage and agency, and by area."""

from collections.abc import Mapping

import numpy as np
import pandas as pd
import streamlit as st

from dashboard.analysis.cases.course import FEW_CASES, LATE, areas_table, band_names, waiting_table
from dashboard.components.frame import by_heading, show_frame, written
from dashboard.words.texts import number, text
from data.queries import BANDS

_LATE = len(BANDS) - LATE  # bands over 180 days
_HEAT = (194, 87, 26)
_STRONGEST = 0.62  # of the colour: the number on it stays readable in both themes


def show_waiting(waiting: pd.DataFrame, day: str) -> None:
    """Open cases by the stage awaited, the agency that acts next and how long, the fuller the darker."""
    if waiting.empty:
        return
    table = waiting_table(waiting)
    awaited, acts = table.columns[:2]
    st.subheader(text("course.waits"))
    bands = band_names()
    parts = "; ".join(
        text("course.alt_wait", stage=row[0], agency=row[1], open=number(row[-1]))
        + "".join(f", {band} {number(count)}" for band, count in zip(bands[:_LATE], row[2 : 2 + _LATE], strict=True))
        for row in table.itertuples(index=False)
    )
    show_frame(
        written(table).apply(_heat, subset=bands, axis=None),
        alt=text("course.alt_waits", parts=parts),
        key="perkara_berhenti",
        column_config=by_heading(str(awaited), bands) | {str(acts): st.column_config.Column(width=130)},
    )
    st.caption(text("course.waits_note", day=day))
    with st.expander(text("course.waits_method"), icon=":material/rule:"):
        st.markdown(text("course.waits_how"))


def show_areas(waiting: pd.DataFrame, steps: pd.DataFrame, names: Mapping[str, str], period: str) -> None:
    """The areas below, the most cases that stand still on top."""
    st.subheader(text("course.areas"))
    table = areas_table(waiting, steps, names)
    area, late = str(table.columns[0]), text("course.late")
    show_frame(
        written(table, {text("course.late_share"): 1}).apply(_heat, subset=[late], axis=None),
        alt=text("course.areas"),
        key="perkara_wilayah",
        most=320,
        column_config=by_heading(area, [str(head) for head in table.columns[1:]])
        | {area: st.column_config.Column(pinned=True, width=220)},
    )
    st.caption(text("course.areas_note", period=period, few=number(FEW_CASES)))


def _heat(counts: pd.DataFrame) -> pd.DataFrame:
    """Backgrounds of cells: the root of the count, so that small ones differ too; none for zero."""
    whole = counts.astype(float)
    share = np.sqrt(whole / max(float(whole.to_numpy().max()), 1.0)) * _STRONGEST
    colour = ",".join(map(str, _HEAT))
    return share.map(lambda part: f"background-color: rgba({colour},{part:.2f})" if part > 0 else "")
