"""Whether the numbers of two agencies agree, and the differences that are being worked off."""

from dataclasses import replace
from html import escape

import pandas as pd
import plotly.graph_objects as go
import streamlit as st

from dashboard.analysis.cases import reconciliation as agreed
from dashboard.analysis.periods import day_words, period_label
from dashboard.cache import answers
from dashboard.cache.runtime import store
from dashboard.components.cases.reconciliation_list import show_register
from dashboard.components.chart import show_chart
from dashboard.components.frame import show_frame
from dashboard.components.published import show_published, topics_of
from dashboard.components.report_files import show_files
from dashboard.components.summary import show_sentence
from dashboard.documents.reconciliation import report_of_reconciliation
from dashboard.state import url
from dashboard.state.pickers import segmented
from dashboard.words.palettes import line_colours
from dashboard.words.texts import number, text
from data import queries
from data.cases.pairs import BY_NAME, Pair
from data.facts.indicators import indicator
from data.identity.people import Person
from data.jobs.queue import LINKS
from data.model.clock import ZONE
from data.model.period import Period
from data.queries import Freshness
from geo.regions.codes import Level, ancestors_of

_LEAST_DRAWN = 4  # quarters
_BAR, _LINES = 52, 270  # pixels
_LOOKS = {"agree": ("", 0), "differ": ("/", 1), "only_left": (".", 2), "only_right": ("x", 3)}


def show_reconciliation(person: Person, state: Freshness, focus: "pd.Series[object]", period: str) -> None:
    """The tab for one area and period."""
    code, name, label = str(focus["code"]), str(focus["name"]), period_label(period, state)
    pair = BY_NAME[
        segmented(url.PAIR, text("recon.pair"), agreed.PAIR_NAMES, agreed.PAIR_NAMES[0], agreed.pair_words, hidden=True)
    ]
    # not kept between runs: a run of linking changes them without another version of the facts
    rows = queries.agreement(store(), person.scope, code)
    found = agreed.agreement_of(rows, pair.name, period)
    show_sentence(agreed.answer_words(found, pair, name, label))
    if found.total:
        _show_parts(found, pair)
    silent = queries.silent_sides(store(), person.scope, code, period)
    for words in [*agreed.basis_words(found, pair, label), *agreed.silent_words(silent, pair, label)]:
        st.caption(words)
    _show_last_run(person)
    if not rows.empty:
        _show_over_time(rows, pair)
    if int(str(focus["level"])) < Level.REGENCY:
        _show_areas(person, state, code, period, pair)
    show_register(person, state, focus, pair)
    _show_rehab(person, state, code, period)
    with st.expander(text("recon.method"), icon=":material/rule:"):
        for words in agreed.method_words():
            st.markdown(words)
    show_files(
        "rekonsiliasi",
        person,
        state,
        focus,
        period,
        lambda of, at: report_of_reconciliation(of, at, code, name, period),
    )


def _show_parts(found: agreed.Agreement, pair: Pair) -> None:
    """One bar of all cases in four parts."""
    figure = go.Figure()
    names = part_names(pair)
    colours = _colours()
    for part, (shape, at) in _LOOKS.items():
        count = getattr(found, part)
        share = 100 * count / found.total
        figure.add_bar(
            y=[""],
            x=[count],
            orientation="h",
            text=[number(count) if share >= 6 else ""],
            textposition="inside",
            insidetextanchor="middle",
            textangle=0,
            marker_color=colours[at],
            marker_pattern_shape=shape,
            marker_pattern_fillmode="overlay",
            marker_pattern_fgcolor="rgba(255,255,255,0.6)",
            hovertemplate=f"{names[part]}: {number(count)}<extra></extra>",
        )
    figure.update_layout(
        barmode="stack",
        xaxis={"visible": False, "range": [0, found.total]},
        yaxis={"visible": False},
        showlegend=False,
    )
    said = ", ".join(f"{names[part]} {number(getattr(found, part))}" for part in agreed.PARTS)
    show_chart(figure, key="rekonsiliasi_bagian", height=_BAR, alt=f"{agreed.pair_words(pair.name)}: {said}")
    st.html(_key(found, names, colours))


def _key(found: agreed.Agreement, names: dict[str, str], colours: list[str]) -> str:
    """What the parts of the bar are, with their numbers; it wraps on a phone, which a chart's legend does not."""
    marks = []
    for part, (_, at) in _LOOKS.items():
        count = number(getattr(found, part))
        square = f'<span class="bs-part bs-part-{at}" style="background-color:{colours[at]}"></span>'
        marks.append(f"<span>{square}{escape(names[part])}: <b>{count}</b></span>")
    return f'<p class="bs-parts">{"".join(marks)}</p>'


def part_names(pair: Pair) -> dict[str, str]:
    """What the four parts of all cases are called."""
    return {
        "agree": text("recon.agree"),
        "differ": text("recon.differ"),
        "only_left": text("recon.only_here", side=agreed.side_words(pair.left)),
        "only_right": text("recon.only_here", side=agreed.side_words(pair.right)),
    }


def _colours() -> list[str]:
    first, second = line_colours(st.context.theme.type)[:2]
    return [first, second, "#8a8f98", "#5b6470"]


def _show_last_run(person: Person) -> None:
    latest = queries.latest_run(store(), person.scope, LINKS)
    if latest is None:
        st.caption(text("recon.never"))
    elif not latest.is_over:
        st.caption(text("recon.running"))
    elif latest.ended_at is not None:
        at = latest.ended_at.astimezone(ZONE)
        st.caption(text("recon.last_run", at=f"{day_words(at.date())}, {at:%H.%M}"))


def _show_over_time(rows: pd.DataFrame, chosen: Pair) -> None:
    """A line for each pair; the chosen one is drawn over the others."""
    st.subheader(text("recon.over_time"))
    series = agreed.over_time(rows)
    drawn = {name: mine for name, mine in series.groupby("pair") if mine["share"].notna().sum() >= _LEAST_DRAWN}
    if not drawn:
        st.caption(text("recon.too_few"))
        return
    first, second = line_colours(st.context.theme.type)[:2]
    looks = dict(zip(agreed.PAIR_NAMES, ("solid", "dash", "dot"), strict=True))
    figure, said = go.Figure(), []
    labels = series.drop_duplicates("quarter").sort_values("quarter")
    for name in sorted(drawn, key=lambda one: one == chosen.name):
        mine = drawn[name].sort_values("quarter")
        mark = name == chosen.name
        figure.add_scatter(
            x=mine["quarter"],
            y=mine["share"],
            name=agreed.pair_words(str(name)),
            legendrank=1 if mark else 2,
            mode="lines+markers" if mark else "lines",
            line={"color": first if mark else second, "width": 3 if mark else 1.5, "dash": looks[str(name)]},
            connectgaps=False,
            customdata=mine["label"],
            hovertemplate="%{customdata}: %{y:.0f} %<extra>" + agreed.pair_words(str(name)) + "</extra>",
        )
        known = mine.dropna(subset=["share"])
        said.append(
            text(
                "recon.over_time_alt",
                pair=agreed.pair_words(str(name)),
                first=number(known["share"].iloc[0]),
                from_period=known["label"].iloc[0],
                last=number(known["share"].iloc[-1]),
                to_period=known["label"].iloc[-1],
            )
        )
    years = {one: period for one in labels["quarter"] if (period := Period.parse(one)).first.month == 1}
    lowest = min(float(mine["share"].min()) for mine in drawn.values())
    figure.update_layout(
        legend={"orientation": "h", "y": 1.02, "yanchor": "bottom", "x": 0},
        yaxis={"range": [0 if lowest < 50 else 50, 102], "ticksuffix": " %", "nticks": 6},
        xaxis={
            "type": "category",
            "categoryorder": "array",
            "categoryarray": list(labels["quarter"]),
            "tickvals": list(years),
            "ticktext": [str(period.first_year) for period in years.values()],
            "tickangle": 0,
        },
    )
    show_chart(figure, key="rekonsiliasi_waktu", height=_LINES, margin={"l": 50, "t": 30, "b": 30}, alt=" ".join(said))
    st.caption(text("recon.over_time_note", least=number(agreed.LEAST)))


def _show_areas(person: Person, state: Freshness, code: str, period: str, pair: Pair) -> None:
    rows = queries.agreement_below(store(), person.scope, code, period)
    mine = rows[rows["pair"] == pair.name]
    if mine.empty:
        return
    st.subheader(text("recon.below"))
    names = answers.names_of(person.scope, state.boundary_version, list(mine["region_code"]))
    table = agreed.area_table(rows, pair, names)
    show_frame(table, {text("recon.share_of"): 0}, alt=text("recon.below"), key="rekonsiliasi_wilayah", most=330)
    st.caption(text("recon.below_note", least=number(agreed.LEAST)))


def _show_rehab(person: Person, state: Freshness, code: str, period: str) -> None:
    """Published totals of agencies beside each other; never persons."""
    with st.expander(text("recon.rehab"), icon=":material/compare_arrows:"):
        scope = replace(person.scope, published=True)
        clients = agreed.clients_table(answers.ask(queries.breakdown, scope, state.data_version, code, period))
        if len(clients):
            show_frame(clients, alt=text("recon.rehab"), key="rekonsiliasi_rehab")
        else:
            st.caption(text("recon.rehab_none"))
        st.caption(text("recon.rehab_note"))
    around = tuple(reversed(ancestors_of(code)))
    show_published(answers.published(person.scope, state.data_version, around, topics_of(indicator("rehab_baru"))))
