"""Candidate villages ranked by weights that the reader sets, and before and after beside matched villages."""

import pandas as pd
import streamlit as st

from dashboard.analysis.village_programme import WEIGHTS, scored, with_distances
from dashboard.cache import answers
from dashboard.components.frame import by_heading, show_frame
from dashboard.state import url
from dashboard.words.texts import number, text
from data import queries
from data.queries import Freshness
from data.store.scope import Scope
from geo.regions.codes import parent_of

_SHOWN = 50


def show_candidates(scope: Scope, state: Freshness, region_code: str, period: str) -> None:
    """Vulnerable villages without a programme, ranked by weights that the reader sets, with the effect of each weight."""
    st.subheader(text("candidate.title"))
    st.caption(text("candidate.note"))
    weights = {}
    for column, name in zip(st.columns(len(WEIGHTS)), WEIGHTS, strict=True):
        key = f"bobot_{name}"
        st.session_state[key] = min(max(int(_number(url.read(key) or "34")), 0), 100)
        with column:
            given = st.slider(
                text(f"candidate.{name}"),
                0,
                100,
                key=key,
                on_change=lambda key=key: url.choose(key, str(st.session_state[key]), "34"),
            )
        weights[name] = float(given)
    villages = answers.ask(queries.candidates, scope, state.data_version, region_code, period)
    if villages.empty:
        st.caption(text("candidate.none"))
        return
    near = answers.ask(queries.anchors, scope, state.data_version, period)
    found = scored(with_distances(villages, near), weights)
    top = found.head(_SHOWN)
    total = sum(weights.values()) or 1.0
    shown = pd.DataFrame(
        {
            text("candidate.rank"): top["rank"],
            text("table.name"): top["name"],
            text("export.district"): answers.names_of(scope, state.boundary_version, top["code"].map(parent_of)),
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
        text("candidate.score"),
        text("candidate.to_rehab"),
        text("candidate.to_programme"),
        text("candidate.total"),
        *(text("candidate.part", what=text(f"candidate.{n}")) for n in WEIGHTS),
    )
    show_frame(
        shown, dict.fromkeys(tenths, 1), alt=text("candidate.title"), column_config=by_heading(text("table.name"), shown)
    )
    stay = [int((top[f"without_{name}"] <= _SHOWN).sum()) for name in WEIGHTS]
    effects = [
        text("candidate.effect", what=text(f"candidate.{name}"), count=number(len(top) - kept))
        for name, kept in zip(WEIGHTS, stay, strict=True)
        if kept < len(top)
    ] or [text("candidate.steady")]
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
            "effect.words",
            change=number(effect.change, 1),
            low=number(effect.low, 1),
            high=number(effect.high, 1),
            before=found.before,
            after=found.after,
        )
    )
    st.markdown(text(f"effect.{verdict}"))
    counts = {"treated": number(effect.treated), "controls": number(effect.controls), "unmatched": number(effect.unmatched)}
    st.caption(text("effect.limits", between=found.before + 1, **counts))
