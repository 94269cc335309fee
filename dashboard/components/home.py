"""The first screen of an area: verdict, small map, five figures, what to do next, villages to visit, nearest treatment."""

from collections.abc import Callable, Sequence
from html import escape
from urllib.parse import urlencode

import streamlit as st

from dashboard.analysis.cases.warnings import tab_of
from dashboard.analysis.home import Step, Tile
from dashboard.analysis.periods import state_words
from dashboard.analysis.profile import Profile
from dashboard.cache.answers import region_row
from dashboard.cache.runtime import here
from dashboard.components.explain import show_explanation
from dashboard.components.map import show_map
from dashboard.state import url
from dashboard.state.view import LiveView, build_view
from dashboard.words import palettes
from dashboard.words.abbreviations import Abbreviations
from dashboard.words.assets import asset_version
from dashboard.words.legend import all_labels
from dashboard.words.sentences import layer_sentence, plain
from dashboard.words.texts import pick, text
from data.facts.indicators import THEMES, for_theme
from data.identity.people import Person
from data.queries import Freshness, Nothing
from data.store.scope import Scope
from geo.regions.codes import Level

DETAILS = "beranda_rincian"  # the part below, which charts of the first screen's map wait for
_SHEET = '<style>@import url("{at}/home/home.css");</style>'


def apply_style() -> None:
    """Put the styles of this page into it."""
    st.html(_SHEET.format(at=here(f"/assets/{asset_version()}")))


def show_words(profile: Profile, state: Freshness, marked: Abbreviations) -> None:
    """Where this is, the verdict, and which state of the data it is about."""
    st.title(profile.name)
    marks = [text("home.state", period=state_words(profile.period, state))]
    if state.simulated:
        marks.append(text("badge.simulated"))
    st.html(
        f'<p class="bs-verdict">{marked.mark(escape(profile.verdict))}</p>{_warning(profile)}'
        f'<p class="bs-state">{escape(" · ".join(marks))}</p>'
    )


def _warning(profile: Profile) -> str:
    """What is above its usual now, with a link to the tab of early warnings."""
    if not profile.warning:
        return ""
    at = here(tab_of(profile.code))
    link = f'<a href="{escape(at)}" target="_self" style="color:inherit">{escape(text("early.open"))}</a>'
    return f'<p class="bs-state">{escape(profile.warning)} {link}</p>'


def small_view(profile: Profile, person: Person, state: Freshness) -> LiveView:
    """The view of the small map: the parts of the area by the first figure of a theme."""
    focus = region_row(person.scope, state.boundary_version, profile.code)
    level = min(int(profile.level) + 1, int(Level.VILLAGE))
    item = for_theme(url.chosen(url.THEME, THEMES, THEMES[0]), level)[0]
    return build_view(person, state, focus, item, level, profile.period)


def show_small_map(view: LiveView) -> None:
    """The map; a press on it opens the map page with the same area and theme."""
    sentence = layer_sentence(view.layer, view.item, view.regions, view.start, view.end)
    show_map(view, alt=sentence, height="var(--tinggi-peta)", compact=True, key="peta_beranda", followers=(DETAILS,))
    st.html(_key(view))
    theme = {url.THEME: view.item.theme} if view.item.theme != THEMES[0] else {}
    asked = url.parameters("peta", view.person) | theme
    label = text("home.open_map", place=view.focus["name"], name=pick(view.item.short))
    st.html(
        f'<nav class="bs-go bs-cover"><a href="{escape(here("/peta") + "?" + urlencode(asked))}" aria-label="{escape(label)}" '
        f'title="{escape(label)}"></a></nav>'
    )


def _key(view: LiveView) -> str:
    """What the colours mean, in one line: the name, the classes from the lowest to the highest, and each kind of nothing."""
    colours, labels = palettes.palette(view.item), all_labels(view.item, view.layer)
    counts = view.layer.counts(view.start, view.end)
    classes = [byte for byte in labels if byte < min(Nothing)]
    named = classes if view.item.is_categorical else (classes[0], classes[-1])
    shown = [
        f'<i style="background:{colours[byte]}"></i>{escape(labels[byte]) if byte in named or byte not in classes else ""}'
        for byte in labels
        if byte in classes or counts.get(byte)
    ]
    unit = "" if view.item.is_categorical else f" ({pick(view.item.unit)})"
    return f'<p class="bs-key"><b>{escape(pick(view.item.short) + unit)}</b> {" ".join(shown)}</p>'


def show_tiles(tiles: Sequence[Tile], profile: Profile, scope: Scope, state: Freshness, marked: Abbreviations) -> None:
    """The figures; a press opens where one comes from."""
    with st.container(key="angka_utama"):
        for tile in tiles:
            shown = _tile(tile, marked)
            label = f"{text('explain.button')}: {tile.name}"
            _pressable(f"angka_{tile.code}", shown, label, _explains(scope, state, tile.code, profile.code, tile.period))


def _explains(scope: Scope, state: Freshness, indicator: str, region: str, period: str) -> Callable[[], None]:
    return lambda: show_explanation(scope, state, indicator, region, period)


def _tile(tile: Tile, marked: Abbreviations) -> str:
    tone = {True: " bs-better", False: " bs-worse", None: ""}[tile.better]
    change = f'<span class="bs-change{tone}">{escape(tile.change)}</span>' if tile.change else ""
    unit = f"<small>{escape(tile.unit)}</small>" if tile.unit else ""
    words = "" if tile.known and tile.value[:1].isdigit() else " bs-words"
    return (
        f'<p class="bs-name">{marked.mark(escape(tile.name))}</p>'
        f'<p class="bs-value{words}"><b>{escape(tile.value)}</b> {unit}</p>'
        f'<p class="bs-notes">{change}{" " if change and tile.notes else ""}{escape(" · ".join(tile.notes))}</p>'
    )


def show_steps(steps: Sequence[Step], profile: Profile, scope: Scope, state: Freshness, marked: Abbreviations) -> None:
    """What to do next, why, and by whom; a press opens the figure behind it."""
    st.subheader(text("home.next"))
    if not steps:
        st.caption(text("home.no_step"))
    for at, step in enumerate(steps, start=1):
        who = text("home.who", who=step.who or text("home.everybody"))
        shown = (
            f'<p class="bs-row"><b>{at}. {marked.mark(escape(step.what))}</b>'
            f"<span>{escape(plain(step.why))} {escape(who)}.</span></p>"
        )
        label = f"{text('explain.button')}: {step.what}"
        _pressable(f"langkah_{at}", shown, label, _explains(scope, state, step.code, profile.code, profile.period))


def show_visits(profile: Profile) -> None:
    """Villages to see first, each with its reason; a press leads to the village. None for the nation, nor for a village."""
    if profile.level in (Level.NATION, Level.VILLAGE):
        return
    st.subheader(text("profile.visits"))
    if not profile.visits:
        st.caption(text("profile.no_visits"))
    for visit in profile.visits:
        shown = f'<p class="bs-row"><b>{escape(visit.where)}</b><span>{escape(visit.reason)} ›</span></p>'
        _pressable(f"kunjungi_{visit.code}", shown, f"{visit.where}: {visit.reason}", on_click=_goes(visit.code))


def _goes(code: str) -> Callable[[], None]:
    return lambda: url.go_to(code)


def _pressable(
    key: str, html: str, label: str, action: Callable[[], None] | None = None, on_click: Callable[[], None] | None = None
) -> None:
    """Markup that is one large button: a button without a face lies over it."""
    with st.container(key=f"tekan_{key}", gap=None):
        st.html(html)
        if st.button(label, key=key, type="tertiary", on_click=on_click) and action is not None:
            action()
