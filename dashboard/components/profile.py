"""The profile on screen: sentences that open their evidence, peer areas, offices in charge."""

import pandas as pd
import streamlit as st

from dashboard.analysis.profile import PEER_FEATURES, Profile, feature
from dashboard.analysis.profile.rules import expected_senders, offices_of
from dashboard.components.explain import show_explanation
from dashboard.components.frame import show_frame
from dashboard.words.texts import number, pick, text
from data.facts.indicators import indicator
from data.queries import Freshness
from data.store.scope import Scope

_MARK = {True: ":green[**✓**]", False: ":red[**!**]", None: "•"}  # better, worse, neither


def show_sections(profile: Profile, scope: Scope, state: Freshness) -> None:
    """Headings with their sentences, one below the other; each sentence opens where its figure comes from."""
    st.caption(text("profile.tap"))
    for title, sentences, none in profile.sections:
        with st.container(border=True):
            st.subheader(title)
            if not sentences:
                st.caption(none)
            with st.container(key=f"kalimat_{title}", gap="xxsmall"):
                for at, sentence in enumerate(sentences):
                    words = f"{_MARK[sentence.better]} {sentence.words}"
                    if not sentence.indicator:
                        st.markdown(words)
                    elif st.button(words, key=f"bukti_{title}_{at}", type="tertiary", width="stretch"):
                        show_explanation(scope, state, sentence.indicator, profile.code, profile.period)
        if sentences is profile.apart.sentences:
            _show_peers(profile)


def _show_peers(profile: Profile) -> None:
    """Which areas were taken as peers, and by which features."""
    codes, facts = profile.apart.codes, profile.facts
    if not codes:
        return
    with st.expander(text("profile.peers", count=number(len(codes))), icon=":material/balance:"):
        st.caption(text("profile.alike", features=", ".join(_named(*one) for one in PEER_FEATURES)))
        order = [profile.code, *codes]
        columns = {text("table.name"): profile.regions["name"].reindex(order).tolist()}
        for code, side in (*PEER_FEATURES, ("cakupan_bersinar", "value")):
            columns[_named(code, side)] = feature(facts, code, side).reindex(order).tolist()
        tenths = (pick(indicator("bagian_rawan").short), pick(indicator("cakupan_bersinar").short))
        show_frame(pd.DataFrame(columns), dict.fromkeys(tenths, 1), alt=text("profile.peers", count=number(len(codes))))


def _named(code: str, side: str) -> str:
    return text("profile.villages") if side == "denominator" else pick(indicator(code).short)


def show_offices(found: pd.DataFrame) -> None:
    """The office behind each kind of data, never a person."""
    with st.container(border=True):
        st.subheader(text("profile.offices"))
        if found.empty:
            st.caption(text("profile.no_offices", senders=", ".join(expected_senders())))
        for office, titles, last in offices_of(found):
            st.markdown(f"**{office}** — {titles} :gray[· {text('profile.last', day=last)}]")
