"""Mounts the map component in a page. The browser's side is `dashboard/assets/map`."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import streamlit as st
from streamlit.errors import StreamlitAPIException

from dashboard.analysis.change import change_of, has_changes
from dashboard.analysis.periods import is_part_year, measured_periods, nearest_period, period_label, running_note
from dashboard.cache import answers
from dashboard.cache.packing import packed
from dashboard.cache.runtime import here
from dashboard.components.map.payload import (
    OUTLINES,
    change_data,
    frozen_data,
    ground_data,
    legend_data,
    symbol_counts,
    weight_bytes,
)
from dashboard.components.map.places import frame_of, small_places
from dashboard.documents.files import file_name
from dashboard.state import url
from dashboard.state.deferred import map_painted, note_painted
from dashboard.state.map_mode import CHANGE, chosen_mode, mode_in_address
from dashboard.state.view import EVERY_PERIOD, LIMITS, SHOWN, LiveView
from dashboard.web import map_values
from dashboard.words import palettes
from dashboard.words.assets import asset_version
from dashboard.words.marks import marks
from dashboard.words.sentences import caution
from dashboard.words.texts import language, pick, text
from data.facts.indicators import Indicator, for_theme
from data.queries import Fit, Nothing
from geo.regions.codes import inside

# Styles and library are served from our own address and cached by the browser: each page run sends only these lines.
_JS = """const m=new Map(),at=(v)=>`${location.origin}${v}/map/`;
const load=(v)=>m.get(v)??m.set(v,import(at(v)+'map.js')).get(v);
const style=(href)=>Object.assign(document.createElement('link'),{rel:'stylesheet',href});
export default(c)=>{const p=c.parentElement,v=`${c.data.home}/assets/${c.data.assets}`;
if(!p.querySelector('link'))p.prepend(style(at(v)+'../leaflet/leaflet.css'),style(at(v)+'map.css'),style(at(v)+'legend.css'));
load(v).then((map)=>map.render(c));return()=>load(v).then((map)=>map.dispose(p))}"""

_component = st.components.v2.component("bersinar_peta", html='<div class="bingkai"></div>', js=_JS)


@dataclass(frozen=True)
class Extras:
    """What a map may show beside its classes."""

    compare: Indicator | None = None
    layers: tuple[str, ...] = ()


def show_map(
    view: LiveView,
    *,
    alt: str,
    key: str,
    followers: Sequence[str],
    height: str = "",
    compact: bool = False,
    title: str = "",
    extras: Extras | None = None,
) -> None:
    """Draw a view; `alt` is what a screen reader hears first. Choices go to the address before the next run.

    Without a `height` the map fills the window below the bar and one row of choices. A `title` stands over the picture,
    with the period and what the layer says. A `compact` map is the picture alone, without tools, legend and time.

    A pick reruns only the fragments named in `followers`: the map has marked the region by itself.
    """
    extras = extras or Extras()
    circles = _circles(view, extras.compare) if "lingkaran" in extras.layers else {}
    if circles and extras.compare is not None and extras.compare.is_count and not url.read(url.MODE):
        extras = Extras(None, extras.layers)  # it is on the map already
    focus, item, state = view.focus, view.item, view.state
    theme = st.context.theme.type
    frame = frame_of(view)
    data: dict[str, object] = legend_data(item, view.layer, view.fit) | {
        "home": here(""),
        "assets": asset_version(),
        "language": language(),
        "locale": "id-ID" if language() == "id" else "en-GB",
        "version": state.boundary_version,
        "level": view.level,
        "periods": list(view.periods),
        "period_names": [period_label(period, state) for period in view.periods],
        "period": view.period,
        "running": {period: running_note(period, state) for period in view.periods if is_part_year(period, state)},
        "level_name": text(f"levels.{view.level}"),
        "values": map_values.address(view.person, item.code, view.level, state),
        "outlines": OUTLINES[view.level],
        "surface": palettes.surface(theme),
        "inside": [view.start, view.end],
        "selected": view.picked,
        "selection": list(view.selection()),
        "focus": {
            "level": int(focus["level"]),
            "bounds": [round(side, 4) for side in frame],
        },
        "small": small_places(view, frame),
        "place": str(focus["name"]),
        "source": f"{text('export.source')}: {pick(item.source)}",
        "marks": marks(state, view.item),
        "file": file_name(item, focus["code"], view.period, state, "png"),
        "alt": alt,
        "height": height,
        "compact": compact,
        "titled": title,
        "caution": caution(item),
        "report": not map_painted(),
    }
    data |= _through_time(view) | _compares(view, extras.compare)
    _leave_out_nothing(data, view)
    if view.item.compute.steps and view.item.is_categorical and extras.compare is None:
        data["ground"] = _ground(view)
    if extras.compare is not None:
        data["compare"] = _compared(view, extras.compare)
    data |= circles
    if "bobot" in extras.layers and item.denominator is not None:
        data["weights"] = packed(weight_bytes(view.layer))
    if "fasilitas" in extras.layers:
        data["points"] = map_values.address(view.person, "fasilitas", 0, state)

    def region_of(name: str) -> tuple[int, int] | None:
        chosen = st.session_state[key][name]
        return (int(chosen["level"]), int(chosen["number"])) if chosen else None

    def picked() -> None:
        if (region := region_of("picked")) and region[0] == view.level:
            view.pick(region[1])
            _rerun(followers)

    def drilled() -> None:
        if region := region_of("drilled"):
            view.go_to(*region)

    def period() -> None:
        view.choose_period(str(st.session_state[key].period))

    def chosen() -> None:
        many = st.session_state[key].chosen
        if many and many["level"] == view.level:
            view.choose_many([int(number) for number in many["numbers"]])
            _rerun(followers)

    def limits() -> None:
        if (wanted := str(st.session_state[key].limits)) in LIMITS:
            url.choose(url.LIMITS, wanted, LIMITS[0])

    def mode() -> None:
        asked = st.session_state[key].mode
        was = chosen_mode(view, extras.compare)
        url.change(mode_in_address(view, extras.compare, str(asked["mode"]), str(asked["other"])))
        if CHANGE not in (was[0], asked["mode"]):
            _rerun(followers)  # the browser has changed the picture by itself

    def painted() -> None:
        note_painted()
        _rerun(followers)

    _component(
        key=key,
        data=data,
        on_picked_change=picked,
        on_drilled_change=drilled,
        on_period_change=period,
        on_chosen_change=chosen,
        on_limits_change=limits,
        on_mode_change=mode,
        on_up_change=view.go_up,
        on_painted_change=painted,
    )


def _through_time(view: LiveView) -> dict[str, object]:
    """Classes of all periods, with limits that are the same for all; where they are others than those of the period on the
    screen, that one once more with its own, and what the legend says while periods are compared."""
    item, scope, version = view.item, view.person.scope, view.state.data_version
    frozen = view.fit.with_periods(*view.periods)
    shared = answers.breaks(scope, version, item.code, view.level, view.period, frozen)
    fits = [(view.period, frozen)]
    made: dict[str, object] = {}
    if len(view.periods) > 1 and not (item.is_categorical or item.edges):
        made["limits"] = EVERY_PERIOD if view.fit.periods else SHOWN
    if shared != view.layer.breaks:
        fits.append((view.period, view.fit))
        made["frozen"] = frozen_data(item, view.layer, frozen, shared)
    return made | {"stack": answers.stack(scope, version, item.code, view.level, view.periods, tuple(fits))}


def _leave_out_nothing(data: dict[str, Any], view: LiveView) -> None:
    """Words, colours and patterns of the kinds of nothing that no region has in any period: they are a tenth of a message."""
    found = answers.moments(view.person.scope, view.state.data_version, view.item.code, view.level, view.periods)
    seen = set(np.unique(np.concatenate([moment.base for moment in found.values()])).tolist())
    seen |= set(np.unique(view.layer.classes).tolist())
    if "change" in data:  # two periods that cannot be compared
        seen.add(int(Nothing.BELUM_LENGKAP))
    for name in ("labels", "palette", "patterns"):
        data[name] = {byte: one for byte, one in data[name].items() if byte < min(Nothing) or byte in seen}


def _ground(view: LiveView) -> dict[str, object]:
    """Under classes of a count that say little by themselves: the rate of the theme one level up, in its newest whole year."""
    scope, state, level = view.person.scope, view.state, view.level - 1
    other = next(item for item in for_theme(view.item.theme, level) if not item.pooled)
    years = measured_periods(scope, state, other, level)
    year = next((one for one in reversed(years) if not is_part_year(one, state)), years[-1])
    above = answers.regions(scope, state.boundary_version, level)["code"]
    fit = Fit("", *inside(above, str(view.focus["code"])))
    layer = answers.layer(scope, state.data_version, other.code, level, year, fit)
    at = above.searchsorted(view.regions["code"].str.rpartition(".")[0])
    return ground_data(other, layer, layer.classes[at], year)


def _compares(view: LiveView, compare: Indicator | None) -> dict[str, object]:
    """Which maps stand beside or over each other, and the change between two periods where that is one of them."""
    mode, other = chosen_mode(view, compare)
    made: dict[str, object] = {"mode": mode, "other": other, "changes": has_changes(view.item, view.periods)}
    if mode == CHANGE:
        version, span = view.state.data_version, (view.start, view.end)
        before = answers.layer(view.person.scope, version, view.item.code, view.level, other)
        change = change_of(view.item, before, view.layer, span, view.state)
        names = [period_label(period, view.state) for period in (other, view.period)]
        made["change"] = change_data(view.item, change, *names)
    return made


def _circles(view: LiveView, other: Indicator | None) -> dict[str, object]:
    """Circles for the second indicator where it is a count, else for the events behind the map's own rate."""
    if other is not None and other.is_count:
        state, scope = view.state, view.person.scope
        period = nearest_period(view.period, measured_periods(scope, state, other, view.level))
        counts = answers.layer(scope, state.data_version, other.code, view.level, period)
        name = text("map.circles", name=pick(other.short), period=period_label(period, state))
        return {"counted": name, "symbols": packed(symbol_counts(counts))}
    if view.item.denominator is None:
        return {}
    return {"counted": pick(view.item.numerator), "symbols": packed(symbol_counts(view.layer))}


def _rerun(followers: Sequence[str]) -> None:
    """Run these parts of the page alone; all of it where one was not drawn yet, because the map was quicker."""
    try:
        st.rerun(list(followers))
    except StreamlitAPIException:
        return  # after a callback the whole page runs


def _compared(view: LiveView, other: Indicator) -> dict[str, object]:
    """The other indicator at the same periods; a pooled one has its one period for all."""
    state, scope = view.state, view.person.scope
    years = other_periods(other, view)
    fit = Fit("", view.start, view.end, tuple(dict.fromkeys(years)))
    layer = answers.layer(scope, state.data_version, other.code, view.level, years[-1], fit)
    return legend_data(other, layer, fit) | {
        "periods": list(years),
        "stack": answers.stack(scope, state.data_version, other.code, view.level, years, ((years[-1], fit),)),
        "values": map_values.address(view.person, other.code, view.level, state),
    }


def other_periods(other: Indicator, view: LiveView) -> tuple[str, ...]:
    """For each period of the view the period of `other` to compare it with."""
    own = measured_periods(view.person.scope, view.state, other, view.level)
    return tuple(nearest_period(period, own) for period in view.periods)
