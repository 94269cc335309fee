"""What stands below an area's first screen: text and evidence, a part at a time, each with an address."""

import pandas as pd
import streamlit as st

from dashboard.analysis.overview import HEADLINES, cards_of
from dashboard.analysis.periods import year_before
from dashboard.analysis.profile import Profile
from dashboard.cache import answers
from dashboard.components.attention import show_changes, show_completeness, show_promises
from dashboard.components.before_split import show_before_split
from dashboard.components.cards import show_cards
from dashboard.components.facilities import show_facilities
from dashboard.components.home import DETAILS
from dashboard.components.prevalence import show_prevalence
from dashboard.components.profile import show_offices, show_sections
from dashboard.components.published import show_published, topics_of
from dashboard.components.ranking import show_ranking
from dashboard.state import theme, url
from dashboard.state.pickers import segmented
from dashboard.state.view import LiveView
from dashboard.state.viewer import ask_again
from dashboard.words.texts import text
from geo.regions.codes import Level, ancestors_of

_PARTS = ("kalimat", "angka", "target", "bagian", "data", "terbitan")
_OF_VILLAGE = ("kalimat", "data", "terbitan")


@st.fragment(key=DETAILS)
def show_details(profile: Profile, view: LiveView) -> None:
    """The chosen part; choosing another reruns this alone. A room with a projector looks at the first screen alone."""
    ask_again(view.person)
    if theme.screen() == "proyektor":
        return
    st.subheader(text("home.more"))
    parts = _OF_VILLAGE if profile.level == Level.VILLAGE else _PARTS
    part = segmented(url.SECTION, text("home.more"), parts, parts[0], lambda name: text(f"section.{name}"), hidden=True)
    _SHOW[part](profile, view)
    show_facilities(view)


def _sentences(profile: Profile, view: LiveView) -> None:
    scope, state = view.person.scope, view.state
    show_sections(profile, scope, state)


def _figures(profile: Profile, view: LiveView) -> None:
    found = profile.overview
    if found is None:
        return
    show_cards(cards_of(found), view.person.scope, view.state)
    show_changes(found.moved, year_before(profile.period), profile.period, len(found.now))
    show_before_split(view.person.scope, view.state, profile.code, HEADLINES, profile.period)


def _targets(profile: Profile, view: LiveView) -> None:
    found = profile.overview
    show_promises([] if found is None else found.promised, pd.DataFrame() if found is None else found.series, view.state)


def _inside(profile: Profile, view: LiveView) -> None:
    show_ranking(view)


def _data(profile: Profile, view: LiveView) -> None:
    if profile.overview is not None:
        show_completeness(profile.overview.now)
    show_offices(profile.offices)


def _published(profile: Profile, view: LiveView) -> None:
    around = tuple(reversed(ancestors_of(profile.code)))
    scope, state = view.person.scope, view.state
    found = answers.published(scope, state.data_version, around, ("prevalensi",))
    show_prevalence(found, list(dict.fromkeys(found["place"])))
    show_published(answers.published(scope, state.data_version, around, topics_of(view.item)), expanded=True)


_SHOW = {
    "kalimat": _sentences,
    "angka": _figures,
    "target": _targets,
    "bagian": _inside,
    "data": _data,
    "terbitan": _published,
}
