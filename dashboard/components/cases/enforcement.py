"""Cases, suspects and seizures by substance, where they are, and clusters of them."""

from collections.abc import Sequence

import numpy as np
import pandas as pd
import streamlit as st

from dashboard.analysis.area_rows import file_rows
from dashboard.analysis.cases import enforcement as said
from dashboard.analysis.cases import substances
from dashboard.analysis.overview import cards_for
from dashboard.analysis.periods import measured_periods, nearest_period, period_label
from dashboard.cache import answers
from dashboard.cache.answers import region_row
from dashboard.components.cards import show_cards
from dashboard.components.cases.cluster_map import show_clusters
from dashboard.components.cases.enforcement_charts import MOST, multiples_of, show_mix, show_ranking
from dashboard.components.cases.enforcement_map import show_where
from dashboard.components.frame import show_frame
from dashboard.components.method import show_method
from dashboard.components.published import show_published, topics_of
from dashboard.components.report_files import show_files
from dashboard.components.summary import show_answer
from dashboard.documents.enforcement import cards_of, report_of_enforcement
from dashboard.documents.paper import stamp_of
from dashboard.documents.workbook import rows_workbook
from dashboard.state import url
from dashboard.state.pickers import segmented, select
from dashboard.state.view import build_view
from dashboard.words.sentences import caution
from dashboard.words.texts import number, text
from data import queries
from data.facts.indicators import Indicator, indicator
from data.identity.people import Person
from data.queries import Freshness
from data.store.scope import Scope
from geo.regions.codes import ancestors_of


def show_enforcement(person: Person, state: Freshness, focus: "pd.Series[object]", period: str) -> None:
    """The tab for one area and year, from the nation to a kabupaten/kota."""
    scope, code, name = person.scope, str(focus["code"]), str(focus["name"])
    answer = said.answer_of(scope, state, code, name, period)
    show_answer(answer.sentence, indicator("jumlah_kasus"))
    if answer.reported:
        st.caption(answer.reported)
    show_cards(cards_for(scope, state, code, period, cards_of(answer)), scope, state)
    substance, counted = _choose()
    item = said.item_of(substance, counted)
    _show_areas(person, state, focus, item, (substance, counted), period)
    show_clusters(person, state, focus, period)
    _show_mix(scope, state, code, name, period)
    _show_new(scope, state, code, name, period)
    _show_seized(scope, state, code, name, period)
    around = tuple(reversed(ancestors_of(code)))
    show_published(answers.published(scope, state.data_version, around, topics_of(indicator("jumlah_kasus"))))
    parts = substances.parts_of(scope, state, code)
    show_files(
        "pemberantasan",
        person,
        state,
        focus,
        period,
        lambda of, at: report_of_enforcement(of, at, code, name, (substance, counted), period),
        lambda of, at, where: _workbook(of, at, where, {code: name} | parts, (name, code), period),
    )
    st.subheader(text("enforce.method"))
    shown = dict.fromkeys((item.code, "kasus_narkoba", "jumlah_kasus", "tersangka", "jumlah_kasus_tanpa_zat"))
    for one in shown:
        show_method(indicator(one), titled=True)


def _choose() -> tuple[str, str]:
    """The substance and what is counted of it, both in the address."""
    names = {said.ALL: text("enforce.all")} | substances.names()
    with st.container(horizontal=True, vertical_alignment="bottom", gap="medium"):
        substance = select(url.SUBSTANCE, text("enforce.substance"), list(names), said.ALL, names.__getitem__, width=240)
        words = {
            said.RATE: text("enforce.rate"),
            said.SMOOTHED: text("enforce.smoothed"),
            said.CASES: text("enforce.cases"),
            said.SUSPECTS: text("enforce.suspects"),
            said.SEIZED: text("enforce.seized"),
        }
        counted = segmented(url.COUNTED, text("enforce.counted"), said.ways(substance), said.RATE, words.__getitem__)
    return substance, counted


def _show_areas(
    person: Person, state: Freshness, focus: "pd.Series[object]", item: Indicator, chosen: tuple[str, str], period: str
) -> None:
    """The map of the parts, their ranking, and all of their figures one click away."""
    scope, code = person.scope, str(focus["code"])
    within, level = said.parts_within(code, *chosen)
    around = focus if within == code else region_row(scope, state.boundary_version, within)
    assert around is not None
    place, words = str(around["name"]), text(f"levels.{level}")
    at = nearest_period(period, measured_periods(scope, state, item, level))
    st.subheader(said.where_words(item, chosen[1], words, place, period_label(at, state)))
    if within != code:
        st.caption(text("enforce.among", level=words, place=place, own=focus["name"]))
    if chosen[0] == said.ALL:
        st.caption(text("enforce.seized_by_substance"))
    view = build_view(person, state, around, item, level, at)
    rows = said.area_rows(scope, state, item, level, at, within)
    show_where(view, rows, smoothed=chosen[1] == said.SMOOTHED)
    known = int(rows["value"].notna().sum())
    st.subheader(text("ranked.title", level=words, place=place))
    whole = float("nan")
    if item.kind == "rasio":
        found = answers.ask(queries.snapshot, scope, state.data_version, (within,), (item.code,), at)
        whole = float(found["value"].iloc[0]) if len(found) else whole
    if show_ranking(rows, item, code, whole):
        notes = [text("enforce.first", shown=number(MOST), total=number(known))] if known > MOST else []
        notes.append(said.ranking_note(item))
        if item.unstable_below:
            notes.append(text("enforce.open_marks", least=number(item.unstable_below)))
        if np.isfinite(whole):
            notes.append(text("enforce.dashed", place=place))
        st.caption(" ".join(notes))
    with st.expander(text("enforce.table"), icon=":material/table_rows:"):
        table, places = said.area_table(rows, item)
        show_frame(table, places, alt=text("ranked.title", level=words, place=place))


def _show_mix(scope: Scope, state: Freshness, code: str, name: str, period: str) -> None:
    """Substances by year, and the same as counts."""
    st.subheader(text("enforce.mix", place=name))
    mix = substances.mix_of(scope, state, code, period)
    if not mix.met:
        st.caption(text("enforce.no_mix"))
        return
    show_mix(mix, state)
    st.caption(text("enforce.mix_note"))
    with st.expander(text("enforce.table"), icon=":material/table_rows:"):
        show_frame(substances.mix_table(mix, state), alt=text("enforce.mix", place=name))


def _show_new(scope: Scope, state: Freshness, code: str, name: str, period: str) -> None:
    """What appears for the first time in three years, here or in a part."""
    label = period_label(period, state)
    st.subheader(text("enforce.new", place=name, period=label))
    news = substances.new_in(scope, state, code, period)
    if len(news.rows):
        names = {code: name} | substances.parts_of(scope, state, code)
        show_frame(substances.new_table(news.rows, names), alt=text("enforce.new", place=name, period=label))
    st.caption(" ".join(substances.news_words(news)))


def _show_seized(scope: Scope, state: Freshness, code: str, name: str, period: str) -> None:
    """Amounts in their own units, one picture each."""
    st.subheader(text("enforce.seizures", place=name))
    seized = substances.seized_of(scope, state, code, period)
    if seized.empty:
        st.caption(text("enforce.none_seized"))
        return
    st.html(multiples_of(seized, state))
    st.caption(f"{text('enforce.units_apart')} {text('enforce.one_seizure')}")
    with st.expander(text("enforce.table"), icon=":material/table_rows:"):
        show_frame(substances.seized_table(seized, state), alt=text("enforce.seizures", place=name))


def _workbook(scope: Scope, state: Freshness, where: str, names: dict[str, str], focus: tuple[str, str], period: str) -> bytes:
    """All figures of the tab, of the area and those one level below, with the sentence on what arrests measure."""
    items = [indicator(one) for one in _figures()]
    found = answers.ask(queries.snapshot, scope, state.data_version, tuple(names), _figures(), period)
    notes = [caution(items[0]), *stamp_of(*focus, period, state, *items), where]
    return rows_workbook(file_rows(found, names, state), items, notes)


def _figures() -> Sequence[str]:
    """The indicators of the tab."""
    rates = tuple(f"kasus_{name}" for name in substances.names())
    whole = ("jumlah_kasus", "kasus_narkoba", "tersangka", "jumlah_kasus_tanpa_zat")
    return (*whole, *substances.counts(), *rates, *substances.seizures())
