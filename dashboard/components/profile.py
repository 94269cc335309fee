"""The profile on screen: sentences that open their evidence, areas alike, villages to visit, offices to ask."""

from collections.abc import Sequence

import pandas as pd
import streamlit as st

from dashboard.choices import go_to
from dashboard.components.explain import show_explanation
from dashboard.components.frame import show_frame
from dashboard.profile import ALIKE, Sentence, Visit
from dashboard.texts import number, pick, text
from data.access.token import Scope
from data.feeds import feeds
from data.indicators import indicator
from data.queries import Freshness

_MARK = {True: ":green[**✓**]", False: ":red[**!**]", None: "•"}  # better, worse, neither


def show_sentences(
    title: str, sentences: Sequence[Sentence], scope: Scope, state: Freshness, region_code: str, period: str, *, none: str
) -> None:
    """A heading and its sentences, one below the other; each opens where its figure comes from."""
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
                    show_explanation(scope, state, sentence.indicator, region_code, period)


def show_verdict(beside: Sequence[Sentence], promised: Sequence[Sentence]) -> None:
    """The answer first: how many figures are better and worse than among areas alike, and how many targets are in danger."""
    counts = {
        "better": sum(one.better is True for one in beside), "worse": sum(one.better is False for one in beside),
        "late": sum(one.better is False for one in promised), "targets": len(promised),
    }  # fmt: skip
    st.html(f'<p class="bs-answer">{text("profile.verdict", **{name: number(count) for name, count in counts.items()})}</p>')


def show_peers(codes: Sequence[str], facts: pd.DataFrame, names: "pd.Series[str]", own: str) -> None:
    """Which areas were taken as alike, and by what: nobody has to believe it."""
    if not codes:
        return
    with st.expander(text("profile.peers", count=number(len(codes))), icon=":material/balance:"):
        st.caption(text("profile.alike", features=", ".join(_feature(code) for code in ALIKE)))
        wide = facts.pivot(index="region_code", columns="indicator", values="value")
        villages = facts[facts["indicator"] == "cakupan_bersinar"].set_index("region_code")["denominator"]
        order = [own, *codes]
        columns = {text("table.name"): names.reindex(order).tolist()}
        for code in ALIKE:
            values = villages if code == "cakupan_bersinar" else wide.get(code, pd.Series(dtype=float))
            columns[_feature(code)] = values.reindex(order).tolist()
        columns[pick(indicator("cakupan_bersinar").short)] = wide["cakupan_bersinar"].reindex(order).tolist()
        tenths = (pick(indicator("bagian_rawan").short), pick(indicator("cakupan_bersinar").short))
        show_frame(pd.DataFrame(columns), dict.fromkeys(tenths, 1), alt=text("profile.peers", count=number(len(codes))))


def _feature(code: str) -> str:
    return text("profile.villages") if code == "cakupan_bersinar" else pick(indicator(code).short)


def show_visits(visits: Sequence[Visit]) -> None:
    """Villages to see first, each with its reason; the name leads to its own profile."""
    with st.container(border=True):
        st.subheader(text("profile.visits"))
        if not visits:
            st.caption(text("profile.no_visits"))
        with st.container(key="kalimat_kunjungan", gap="xxsmall"):
            for visit in visits:
                st.button(
                    f"**{visit.name}** — {visit.reason}", key=f"kunjungi_{visit.code}", type="tertiary", width="stretch",
                    icon=":material/location_on:", on_click=go_to, args=(visit.code,),
                )  # fmt: skip


def show_offices(found: pd.DataFrame) -> None:
    """Whom to ask: the office behind each kind of data, never a person."""
    with st.container(border=True):
        st.subheader(text("profile.offices"))
        if found.empty:
            st.caption(text("profile.no_offices"))
        known = feeds()
        by_office: dict[str, list[str]] = {}
        newest: dict[str, object] = {}
        for row in found.itertuples():
            by_office.setdefault(str(row.sender), []).append(pick(known[str(row.feed)].title))
            newest[str(row.sender)] = max(newest.get(str(row.sender), row.last), row.last)  # type: ignore[type-var]
        for office, titles in by_office.items():
            st.markdown(f"**{office}** — {', '.join(titles)} :gray[· {text('profile.last', day=newest[office])}]")
