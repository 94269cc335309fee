"""The number of people as an answer with its rule, by agency, and how agencies overlap."""

import streamlit as st
from plotly.subplots import make_subplots

from dashboard.analysis.periods import period_label
from dashboard.analysis.rehab.headcount import Headcount, agency_table, combination, headcount_words, overlap_table, rule_words
from dashboard.components.chart import show_chart
from dashboard.components.explain import explain_button
from dashboard.components.frame import show_frame
from dashboard.components.summary import show_sentence
from dashboard.words.palettes import line_colours
from dashboard.words.texts import text
from data.queries import Freshness
from data.store.scope import Scope

_OVERLAP = 330  # pixels


def show_headcount(found: Headcount, scope: Scope, state: Freshness, region_code: str, period: str) -> None:
    """The answer, the rule beside it, agencies, and the people they share."""
    show_sentence(text("treated.answer", said=headcount_words(found), period=period_label(period, state)))
    if not found.is_known:
        return
    st.caption(" ".join(rule_words(found)))
    explain_button(scope, state, "orang_direhabilitasi", region_code, period, key="rehab_orang")
    left, right = st.columns([1, 1], gap="medium")
    with left:
        st.subheader(text("treated.by_agency"))
        show_frame(agency_table(found), alt=text("treated.by_agency"), key="rehab_instansi")
        st.caption(text("treated.sum_is_more"))
    with right:
        st.subheader(text("treated.overlap"))
        _show_overlap(found)


def _show_overlap(found: Headcount) -> None:
    """An UpSet figure (Lex et al. 2014): bars of combinations over a matrix of the agencies in each."""
    names = [name for name, *_ in found.agencies]
    if not names:
        st.caption(text("treated.none"))
        return
    colour, _ = line_colours(st.context.theme.type)
    across = list(range(len(found.overlap)))
    figure = make_subplots(rows=2, cols=1, shared_xaxes=True, row_heights=[0.62, 0.38], vertical_spacing=0.03)
    figure.add_bar(
        x=across,
        y=[count.amount if count.amount is not None else count.most for _, count in found.overlap],
        text=[count.words for _, count in found.overlap],
        textposition="outside",
        cliponaxis=False,
        marker_color=colour,
        marker_pattern_shape=["" if count.amount is not None else "/" for _, count in found.overlap],
        hovertext=[combination(group) for group, _ in found.overlap],
        hoverinfo="text",
        row=1,
        col=1,
    )
    rows = {name: at for at, name in enumerate(reversed(names))}
    for at, (group, _) in enumerate(found.overlap):
        inside = [rows[name] for name in names if name in group]
        outside = [rows[name] for name in names if name not in group]
        dots = {"mode": "markers+lines", "hoverinfo": "skip", "row": 2, "col": 1}
        figure.add_scatter(
            x=[at] * len(outside), y=outside, **dots | {"mode": "markers"}, marker={"size": 9, "color": "rgba(128,128,128,.3)"}
        )
        figure.add_scatter(
            x=[at] * len(inside), y=inside, **dots, marker={"size": 11, "color": colour}, line={"color": colour, "width": 2}
        )
    figure.update_xaxes(visible=False, range=[-0.6, len(across) - 0.4])
    figure.update_yaxes(visible=False, rangemode="tozero", row=1, col=1)
    figure.update_yaxes(
        tickvals=list(rows.values()),
        ticktext=list(rows),
        showgrid=False,
        zeroline=False,
        range=[-0.6, len(names) - 0.4],
        row=2,
        col=1,
    )
    figure.update_layout(showlegend=False)
    parts = "; ".join(f"{combination(group)}: {count.words}" for group, count in found.overlap)
    show_chart(
        figure, key="rehab_irisan", height=_OVERLAP, margin={"l": 80, "t": 24}, alt=text("treated.alt_overlap", parts=parts)
    )
    st.caption(text("treated.overlap_note"))
    with st.expander(text("treated.table")):
        show_frame(overlap_table(found), alt=text("treated.overlap"), key="rehab_irisan_tabel")
