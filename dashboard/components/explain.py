"""The source of a number: definition, formula, parts, regions below, submissions and who accepted them."""

import pandas as pd
import streamlit as st

from dashboard.analysis.periods import period_words
from dashboard.cache import answers
from dashboard.components.frame import show_frame, written
from dashboard.state.read_log import note_reading
from dashboard.words.sentences import status_words
from dashboard.words.texts import number, pick, text
from data import queries
from data.facts.indicators import indicator as find_indicator
from data.model.period import Period
from data.queries import Explanation, Freshness
from data.store.scope import Scope
from geo.regions.codes import level_of


def explain_button(scope: Scope, state: Freshness, indicator: str, region_code: str, period: str, *, key: str) -> None:
    """A small button that opens the explanation of one number."""
    if st.button(text("explain.button"), icon=":material/help:", key=f"asal_{key}", type="tertiary"):
        show_explanation(scope, state, indicator, region_code, period)


def show_explanation(scope: Scope, state: Freshness, indicator: str, region_code: str, period: str) -> None:
    """A dialogue with the explanation, over the page."""
    st.dialog(pick(find_indicator(indicator).name), width="large")(_body)(scope, state, indicator, region_code, period)


def _body(scope: Scope, state: Freshness, indicator: str, region_code: str, period: str) -> None:
    found = answers.ask(queries.explain, scope, state.data_version, indicator, region_code, period)
    item = found.item
    note_reading(scope, state, item, region_code, int(level_of(region_code)), period)
    (place,) = answers.names_of(scope, state.boundary_version, [region_code])
    st.markdown(_value(found, place, period_words(Period.parse(period))))
    st.markdown(f"**{text('explain.formula')}**: {pick(found.formula)}")
    st.markdown(pick(item.definition))
    facts = [text("explain.version", version=state.data_version)]
    if found.fact["simulated"]:
        facts.append(text("badge.simulated"))
    if found.fact["expected"]:
        facts.append(text("explain.reported", reported=number(_of(found, "reported")), expected=number(_of(found, "expected"))))
    st.caption(" · ".join([*facts, text("explain.legal", source=pick(item.source), legal=item.legal_basis)]))
    if len(found.below):
        st.markdown(f"**{text('explain.below')}**")
        show_frame(_below(found), most=280, alt=text("explain.below"))
    st.markdown(f"**{text('explain.sent')}**")
    if len(found.submissions):
        show_frame(_sent(found.submissions, scope, state), alt=text("explain.sent"))
    else:
        st.caption(text("explain.none_sent"))
    for caveat in item.caveats:
        st.caption(pick(caveat))


def _of(found: Explanation, name: str) -> float:
    return float(str(found.fact[name]))


def _value(found: Explanation, place: str, period: str) -> str:
    item, fact = found.item, found.fact
    if fact["class"] is not None and item.is_categorical:
        return text("explain.is", region=place, period=period, value=pick(item.labels[int(_of(found, "class"))]), unit="")
    if fact["value"] is None:
        reason = status_words(int(_of(found, "status")), item)
        return text("explain.is", region=place, period=period, value=reason, unit="")
    words = text(
        "explain.is", region=place, period=period, value=number(_of(found, "value"), item.decimals), unit=pick(item.unit)
    )
    if item.has_plain_parts and fact["numerator"] is not None and fact["denominator"] is not None:
        parts = text("card.parts", numerator=number(_of(found, "numerator")), denominator=number(_of(found, "denominator")))
        words += f" ({parts})"
    return words


def _below(found: Explanation) -> object:
    item, rows = found.item, found.below
    frame = pd.DataFrame({text("table.name"): rows["name"], pick(item.unit): rows["value"].astype(float)})
    for name in ("numerator", "denominator") if item.has_plain_parts else ():
        if rows[name].notna().any():
            frame[text(f"method.{name}")] = rows[name].astype(float)
    frame[text("table.state")] = rows["status"].map(lambda status: status_words(int(status), item))
    return written(frame, {pick(item.unit): item.decimals})


def _period(spelling: str) -> str:
    return period_words(Period.parse(spelling))


def _sent(rows: pd.DataFrame, scope: Scope, state: Freshness) -> pd.DataFrame:
    return pd.DataFrame(
        {
            text("history.number"): rows["id"],
            text("history.sender"): rows["sender"],
            text("history.area"): answers.names_of(scope, state.boundary_version, rows["region_code"]),
            text("history.period"): [", ".join(map(_period, periods)) for periods in rows["periods"]],
            text("history.state"): rows["state"].map(lambda one: text(f"state.{one}")),
            text("history.at"): rows["received_at"].dt.strftime("%d/%m/%Y"),
            text("history.rows"): rows["row_count"],
        }
    )
