"""Villages of the programme as a matrix and a timeline of the same selection; candidates; before and after."""

import pandas as pd
import plotly.graph_objects as go
import streamlit as st

from dashboard import answers, choices
from dashboard.bersinar import LACKING, MET, NOT_APPLICABLE, UNKNOWN, VULNERABLE_STEPS, WEIGHTS, lacking_since, scored, states
from dashboard.components.explain import status_words
from dashboard.components.table import written
from dashboard.palettes import line_colours
from dashboard.texts import language, number, pick, text
from dashboard.view import period_label
from data import queries
from data.access.token import Scope
from data.indicators import indicator
from data.queries import Freshness
from data.queries.villages import CRITERIA

_MARKS = {MET: "✓", LACKING: "✗", NOT_APPLICABLE: "–", UNKNOWN: "?"}
_COLOURS = {MET: "#1a7f5a22", LACKING: "#d1451b22", NOT_APPLICABLE: "", UNKNOWN: "#88888833"}
MOST_ROWS = 1_500  # a province; the nation has 12,000, which no table on a screen helps to read
_MOST_LINES = 60  # villages in the timeline: as many as can be told apart
_CANDIDATES = 50
_LINE = 17  # pixels


def choose_lacking() -> str:
    """Show all villages or those that lack one criterion."""
    options = ["semua", *CRITERIA]
    return choices.select(
        "kurang", text("bersinar.filter"), options, "semua",
        lambda name: text("bersinar.all") if name == "semua" else text("bersinar.lacks", what=text(f"event.{name}")), width=260,
    )  # fmt: skip


def chosen_villages(frame: pd.DataFrame, lacking: str, last_day: str) -> pd.DataFrame:
    """Villages that lack what was chosen, those that lack it longest first."""
    frame = frame.assign(lacking_months=lacking_since(frame, last_day))
    if lacking != "semua":
        frame = frame[states(frame)[lacking].eq(LACKING)]
    return frame.sort_values(["lacking_months", "code"], ascending=[False, True], na_position="last").reset_index(drop=True)


def show_matrix(frame: pd.DataFrame, stages: list[str]) -> None:
    """A row per village: criteria met, lacking, not applicable or unknown; the stage, for how long, and with which money."""
    words = states(frame)
    shown = pd.DataFrame(
        {
            text("table.name"): frame["name"],
            text("bersinar.stage"): [stages[int(stage)] if stage == stage else "?" for stage in frame["stage"]],
            text("bersinar.category"): frame["category"].fillna("–"),
            **{text(f"event.{name}"): words[name].map(_MARKS) for name in CRITERIA},
            text("bersinar.months"): frame["lacking_months"],
            text("bersinar.last"): frame["last"].dt.strftime("%Y-%m-%d"),
            text("bersinar.money"): frame["money"].fillna(""),
            text("bersinar.amount"): frame["amount"] / 1e6,
            text("table.code"): frame["code"],
        }
    )
    headings = {text(f"event.{name}"): name for name in CRITERIA}
    if len(shown) <= 400:  # colours travel cell by cell: on long tables the marks must do
        colours = words.map(lambda word: f"background-color: {_COLOURS[word]}" if _COLOURS[word] else "")
        styled = written(shown, {text("bersinar.amount"): 1}).apply(
            lambda column: colours[headings[column.name]] if column.name in headings else [""] * len(column), axis=0
        )
    else:
        styled = written(shown, {text("bersinar.amount"): 1})
    st.dataframe(
        styled, hide_index=True, height=min(520, 40 + 35 * max(len(shown), 1)), alt=text("bersinar.matrix"),
        column_config={heading: st.column_config.Column(width="small") for heading in headings},
    )  # fmt: skip
    marks = {"met": _MARKS[MET], "lacking": _MARKS[LACKING], "never": _MARKS[NOT_APPLICABLE], "unknown": _MARKS[UNKNOWN]}
    st.caption(text("bersinar.marks", **marks))


def show_timeline(frame: pd.DataFrame) -> None:
    """The same villages through time: a line from the first to the last event, a mark per event."""
    part = frame.head(_MOST_LINES)
    colours = ["#7f7f7f", "#9467bd", "#d1451b", "#1f77b4", "#17a2a2", "#2ca02c", "#bcbd22", "#8c564b", "#e377c2", "#c2571a"]
    figure = go.Figure()
    for name, colour in zip(CRITERIA, colours, strict=True):
        held = part[part[name].notna()]
        figure.add_scatter(
            x=held[name], y=held["name"] + " · " + held["code"].str[-4:], mode="markers", name=text(f"event.{name}"),
            marker={"color": colour, "size": 9, "symbol": "diamond" if name == "pencanangan" else "circle"},
        )  # fmt: skip
    figure.update_layout(
        template="none", height=110 + _LINE * len(part), margin={"l": 190, "r": 8, "t": 8, "b": 30},
        legend={"orientation": "h", "y": 1.0, "yanchor": "bottom", "x": 0}, separators=".," if language() == "en" else ",.",
        yaxis={"autorange": "reversed", "tickfont": {"size": 10}, "showgrid": True}, xaxis={"type": "date"},
    )  # fmt: skip
    st.plotly_chart(
        figure,
        key="bersinar_garis",
        config={"displayModeBar": False},
        alt=text("bersinar.timeline_alt", count=number(len(part))),
    )
    if len(part) < len(frame):
        st.caption(text("bersinar.timeline_part", shown=number(len(part)), count=number(len(frame))))


def show_funnel(values: dict[str, float], period: str, state: Freshness) -> None:
    """From vulnerable villages to programmes that last; a step that is not known is left out and said."""
    known = {name: value for name, value in values.items() if value == value}
    if not known:
        st.caption(text("trend.none"))
        return
    labels = [text(f"funnel.{name}") for name in known]
    first, second = line_colours(st.context.theme.type)
    figure = go.Figure()
    figure.add_bar(
        y=labels, x=list(known.values()), orientation="h", textposition="outside", textangle=0,
        text=[number(value) for value in known.values()],
        marker={"color": [second if name in VULNERABLE_STEPS else first for name in known]}, cliponaxis=False,
    )  # fmt: skip
    figure.update_layout(
        template="none", height=60 + 44 * len(known), margin={"l": 200, "r": 50, "t": 8, "b": 8}, showlegend=False,
        yaxis={"autorange": "reversed"}, xaxis={"visible": False, "rangemode": "tozero"},
        separators=".," if language() == "en" else ",.",
    )  # fmt: skip
    described = "; ".join(f"{label}: {number(value)}" for label, value in zip(labels, known.values(), strict=True))
    st.plotly_chart(figure, key="bersinar_corong", config={"displayModeBar": False}, alt=described)
    silent = [text(f"funnel.{name}") for name in values if name not in known]
    note = text("funnel.note", period=period_label(period, state))
    st.caption(note + (" " + text("funnel.silent", names=", ".join(silent)) if silent else ""))


def show_coverage(figures: pd.DataFrame, name: str) -> None:
    """A coverage with its denominator in its name and its interval in words."""
    item = indicator(name)
    rows = figures[figures["indicator"] == name]
    if rows.empty or rows["value"].isna().all():
        st.metric(pick(item.name), "–")
        st.caption(status_words(int(rows["status"].iloc[0])) if len(rows) else text("trend.none"))
        return
    row = rows.iloc[0]
    st.metric(pick(item.name), f"{number(row['value'], item.decimals)} {pick(item.unit)}")
    parts = text("card.parts", numerator=number(row["numerator"]), denominator=number(row["denominator"]))
    low, high = number(row["low"], item.decimals), number(row["high"], item.decimals)
    st.caption(f"{parts} {pick(item.denominator or item.numerator)}. {text('card.interval', low=low, high=high)}")


def show_candidates(scope: Scope, state: Freshness, region_code: str, period: str) -> None:
    """Vulnerable villages without a programme, ranked by weights that anybody may move, with the effect of each."""
    st.subheader(text("candidate.title"))
    st.caption(text("candidate.note"))
    weights = {}
    for column, name in zip(st.columns(len(WEIGHTS)), WEIGHTS, strict=True):
        key = f"bobot_{name}"
        with column:
            given = st.slider(
                text(f"candidate.{name}"), 0, 100, int(_number(st.query_params.get(key, "34"))), key=key,
                on_change=lambda key=key: choices.choose(key, str(st.session_state[key]), "34"),
            )  # fmt: skip
        weights[name] = float(given)
    found = scored(answers.ask(queries.candidates, scope, state.data_version, region_code, period), weights)
    if found.empty:
        st.caption(text("candidate.none"))
        return
    top = found.head(_CANDIDATES)
    total = sum(weights.values()) or 1.0
    shown = pd.DataFrame(
        {
            text("candidate.rank"): top["rank"],
            text("table.name"): top["name"],
            text("bersinar.category"): top["category"],
            text("candidate.score"): top["score"],
            text("candidate.to_rehab"): top["to_rehab_km"],
            text("candidate.to_programme"): top["to_programme_km"],
            text("candidate.total"): top["total"],
            **{text("candidate.part", what=text(f"candidate.{n}")): top[n] * weights[n] / total for n in WEIGHTS},
            **{text("candidate.without", what=text(f"candidate.{n}")): top[f"without_{n}"] for n in WEIGHTS},
            text("table.code"): top["code"],
        }
    )
    tenths = (
        text("candidate.score"), text("candidate.to_rehab"), text("candidate.to_programme"), text("candidate.total"),
        *(text("candidate.part", what=text(f"candidate.{n}")) for n in WEIGHTS),
    )  # fmt: skip
    st.dataframe(written(shown, dict.fromkeys(tenths, 1)), hide_index=True, height=420, alt=text("candidate.title"))
    stay = [int((top[f"without_{name}"] <= _CANDIDATES).sum()) for name in WEIGHTS]
    effects = [
        text("candidate.effect", what=text(f"candidate.{name}"), count=number(len(top) - kept))
        for name, kept in zip(WEIGHTS, stay, strict=True)
    ]
    st.caption(text("candidate.of", shown=number(len(top)), count=number(len(found))) + " " + " ".join(effects))


def _number(words: str) -> float:
    return min(max(float(words), 0.0), 100.0) if words.isdecimal() else 34.0


def show_before_after(scope: Scope, state: Freshness, region_code: str) -> None:
    """Programme villages beside matched villages without one, with interval and limits in words."""
    st.subheader(text("effect.title"))
    found = answers.ask(queries.before_after, scope, state.data_version, region_code)
    if found is None or found.effect.change != found.effect.change:
        st.caption(text("effect.none"))
        return
    effect = found.effect
    verdict = "fell" if effect.high < 0 else "rose" if effect.low > 0 else "open"
    st.markdown(
        text(
            "effect.words", change=number(effect.change, 1), low=number(effect.low, 1), high=number(effect.high, 1),
            before=found.before, after=found.after,
        )
    )  # fmt: skip
    st.markdown(text(f"effect.{verdict}"))
    counts = {"treated": number(effect.treated), "controls": number(effect.controls), "unmatched": number(effect.unmatched)}
    st.caption(text("effect.limits", between=found.before + 1, **counts))
