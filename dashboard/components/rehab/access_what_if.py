"""What if places were added or a facility closed, and where the next ones should go: the form, the gain, and where."""

from typing import Any

import pandas as pd
import streamlit as st

from dashboard.analysis.rehab.access import GAINS, changes, gain_class, parts_level, serving
from dashboard.analysis.rehab.access_words import parts_of, service_words
from dashboard.cache import answers
from dashboard.cache.runtime import store
from dashboard.components.frame import show_frame
from dashboard.components.rehab.access_answer import ask_for, show_computing
from dashboard.components.rehab.access_map import UNKNOWN_COLOUR, show_map, show_sheet
from dashboard.state import url
from dashboard.words import palettes
from dashboard.words.facility import sign
from dashboard.words.sentences import literal
from dashboard.words.texts import number, text
from data import queries
from data.facts.access_question import CLOSE, MOST_PLACES, MOST_SITES, NEXT, OPEN, Change, Question
from data.identity.people import Person
from data.queries import Freshness
from geo.regions.codes import NATION, Level, level_of, parent_of

_KINDS = (NEXT, OPEN, CLOSE)


def show_what_if(person: Person, state: Freshness, focus: "pd.Series[object]", question: Question) -> None:
    """The form; and below it what the what-if in the address changes here, once it is computed."""
    st.subheader(text("access.what_if"))
    _show_form(person, state, focus, question)
    change = question.change
    if change is None:
        return
    if not _is_possible(person, state, question, change):
        st.warning(text("access.impossible"), icon=":material/help:")
        _show_clear()
        return
    if change.kind == CLOSE:
        st.markdown(text("access.closed", facility=literal(_facilities(person, state, question)[change.facility])))
    summary = queries.access_summary(store(), person.scope, question.spelled())
    if not summary:
        show_computing(person, question)
        return
    _show_gain(person, state, focus, question, summary)
    _show_clear()


def _show_clear() -> None:
    if st.button(text("access.clear"), icon=":material/close:", key="akses_hapus_andai"):
        url.change({url.WHAT_IF: ""})
        st.rerun()


def _facilities(person: Person, state: Freshness, question: Question, code: str = NATION) -> dict[int, str]:
    """The facilities in an area that serve in a question, by number."""
    found = serving(answers.facilities(person.scope, state.data_version, code), question)
    return {int(row.id): f"{sign(row.operator)} {row.name}" for row in found.itertuples()}


def _is_possible(person: Person, state: Freshness, question: Question, change: Change) -> bool:
    """Whether there is what the address asks about: a region, or a facility that is open and serves in the question."""
    if change.kind == CLOSE:
        return change.facility in _facilities(person, state, question)
    return answers.region_row(person.scope, state.boundary_version, change.region) is not None


def _show_form(person: Person, state: Freshness, focus: "pd.Series[object]", question: Question) -> None:
    asked_now = question.change
    now = asked_now.kind if asked_now else NEXT
    kind = st.segmented_control(
        text("access.what_if"),
        _KINDS,
        default=now,
        format_func=lambda one: text(f"access.kind_{one}"),
        required=True,
        label_visibility="collapsed",
        key=f"akses_andai_{now}",  # another what-if in the address, as after Back, is another choice
    )
    code = str(focus["code"])
    inside = parent_of(code) if level_of(code) == Level.VILLAGE else code
    (place,) = answers.names_of(person.scope, state.boundary_version, [str(inside)])
    st.caption(text(f"access.about_{kind}", place=place))
    names = _facilities(person, state, question, code)
    if kind == CLOSE and not names:
        st.caption(text("access.nothing_to_close"))
        return
    with st.form("akses_form", border=True):
        columns = st.columns([1, 1, 1], vertical_alignment="bottom")
        if kind == CLOSE:
            numbers = list(names)
            at = numbers.index(asked_now.facility) if asked_now and asked_now.facility in names else 0
            with columns[0]:
                facility = st.selectbox(text("access.facility"), numbers, at, format_func=names.__getitem__)
            change = Change(CLOSE, facility=int(facility or 0))
        else:
            with columns[0]:
                places = st.number_input(text("access.places"), 1, MOST_PLACES, (asked_now and asked_now.places) or 20)
            sites = 0
            if kind == NEXT:
                with columns[1]:
                    sites = st.number_input(text("access.sites"), 1, MOST_SITES, (asked_now and asked_now.sites) or 5)
            change = Change(str(kind), str(inside), int(places), int(sites))
        with columns[2]:
            asked = st.form_submit_button(text("access.ask"), icon=":material/play_arrow:")
    if asked:
        wanted = Question(question.service, question.operator, question.demand, question.formula, question.radius_km, change)
        if not queries.access_summary(store(), person.scope, wanted.spelled()):
            ask_for(person, wanted)
        url.change({url.WHAT_IF: change.spelled()})
        st.rerun()


def _show_gain(
    person: Person, state: Freshness, focus: "pd.Series[object]", question: Question, summary: dict[str, Any]
) -> None:
    scope, code, place = person.scope, str(focus["code"]), str(focus["name"])
    level = parts_level(code)
    base, then = (parts_of(scope, state, code, one, level) for one in (question.unchanged(), question))
    if base.empty or len(base) != len(then):
        return
    villages = int((then["reaching"] - base["reaching"]).sum())
    people = float((then["population_reaching"] - base["population_reaching"]).sum())
    words = {"place": place, "km": question.radius_km, "service": service_words(question)}
    moved = changes(base, then)
    which = "gain" if villages > 0 else "loss" if villages < 0 else "nothing" if moved.empty else "same"
    st.markdown(f"#### {text(f'access.{which}', villages=number(abs(villages)), people=number(abs(people)), **words)}")
    sites = _show_sites(person, state, question, summary)
    points = (then["share"] - base["share"]).to_numpy(dtype=float)
    classes = gain_class(points)
    colours = palettes.change_colours(len(GAINS))
    painted = pd.DataFrame(
        {
            "name": base["name"].to_numpy(),
            "said": [
                text("access.change_tip", points=signed(point), villages=signed(more, 0))
                for point, more in zip(points, then["reaching"] - base["reaching"], strict=True)
            ],
            "colour": [UNKNOWN_COLOUR if at == -9 else colours[at + len(GAINS)] for at in classes],
        },
        index=base["code"].to_numpy(),
    )
    keys = [(colours[at + len(GAINS)], text(f"access.gain_{at}")) for at in sorted({*classes.tolist()} - {-9}, reverse=True)]
    if (classes == -9).any():
        keys.append((UNKNOWN_COLOUR, text("access.class_unknown")))
    st.markdown(f"**{text('access.change_map', level=text(f'levels.{level}'), **words)}**")
    show_map(scope, state, focus, question, painted, keys, sites)
    if moved.empty:
        return
    with st.expander(text("access.change_table", level=text(f"levels.{level}")), icon=":material/table_rows:"):
        title = text("access.change_table", level=text(f"levels.{level}"))
        show_frame(_table(moved), {text("access.change_points"): 1, text("access.change_access"): 2}, alt=title)
        show_sheet(scope, state, focus, question, ("andai", text("access.change_sheet")), moved, _table)


def signed(value: float, decimals: int = 1) -> str:
    """A difference with its sign; a dash where it is unknown."""
    if value != value:
        return "–"
    return ("+" if value > 0 else "−" if value < 0 else "") + number(abs(value), decimals)


def _show_sites(person: Person, state: Freshness, question: Question, summary: dict[str, Any]) -> pd.DataFrame:
    """The new sites in words; returns where they are (``lon, lat, name``)."""
    change, scope, version = question.change, person.scope, state.boundary_version
    none = pd.DataFrame(columns=["lon", "lat", "name"])
    if change is None or change.kind == CLOSE:
        return none
    if not summary["sites"]:
        (place,) = answers.names_of(scope, version, [change.region])
        st.info(text("access.no_site", place=place), icon=":material/info:")
        return none
    rows = []
    for order, site in enumerate(summary["sites"], start=1):
        village, regency = answers.names_of(scope, version, [site["village"], site["village"][:5]])
        counts = {name: number(site[name]) for name in ("places", "population", "villages")}
        st.markdown(text("access.site", order=order, village=village, regency=regency, **counts))
        point = answers.place_of(scope, version, site["village"])
        if point is not None:
            rows.append((*point, text("access.site_map", village=village, places=counts["places"])))
    if change.kind == NEXT and len(summary["sites"]) < change.sites:
        st.caption(text("access.fewer", count=number(len(summary["sites"])), asked=number(change.sites)))
    return pd.DataFrame(rows, columns=["lon", "lat", "name"])


def _table(moved: pd.DataFrame) -> pd.DataFrame:
    columns = {text("table.name"): moved["name"]}
    columns |= {
        text(f"access.change_{name}"): moved[name].astype(float) for name in ("villages", "population", "points", "access")
    }
    return pd.DataFrame(columns).reset_index(drop=True)
