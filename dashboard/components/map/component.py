"""Mounting the component in a page."""

import streamlit as st

from dashboard.components.map.payload import map_data
from dashboard.palettes import surface
from dashboard.routes import asset_version
from dashboard.texts import language, pick, text
from dashboard.view import View

_HTML = """<div class="bingkai"><div class="peta" role="application" tabindex="0" data-state="memuat"></div>
<p class="tanpa-webgl"></p><div class="tip" hidden></div></div>"""

_CSS = """
.bingkai { position: relative; overflow: hidden; border: 1px solid var(--st-border-color);
  border-radius: var(--st-base-radius); }
.peta { width: 100%; min-height: 260px; }
.peta[data-state='tanpa-webgl'] { display: none; }
.tanpa-webgl:empty { display: none; }
.tanpa-webgl { padding: 1rem; margin: 0; }
.tip { position: absolute; pointer-events: none; z-index: 5; padding: .35rem .6rem; max-width: 18rem; font-size: .9rem;
  background: var(--st-background-color); color: var(--st-text-color); border: 1px solid var(--st-border-color);
  border-radius: var(--st-base-radius); box-shadow: 0 2px 8px rgb(0 0 0 / .2); }
.tip b, .tip span { display: block; }
.tip[hidden] { display: none; }
"""

# The library is 1.6 MB: the browser fetches it once from our own address and keeps it.
_JS = """
const modules = new Map();
function load(version) {
  if (!modules.has(version)) modules.set(version, import(`${location.origin}/assets/${version}/map.js`));
  return modules.get(version);
}
export default function (component) {
  const { parentElement, data } = component;
  const version = data.assets;
  if (!parentElement.querySelector('link')) {
    const link = document.createElement('link');
    link.rel = 'stylesheet';
    link.href = `${location.origin}/assets/${version}/maplibre/maplibre-gl.css`;
    parentElement.prepend(link);
  }
  load(version).then((map) => map.render(component));
  return () => load(version).then((map) => map.dispose(parentElement));
}
"""

_component = st.components.v2.component("bersinar_peta", html=_HTML, css=_CSS, js=_JS)


def show_map(view: View, *, alt: str, height: str, key: str) -> None:
    """Draw a view; `alt` is what a screen reader hears. A click goes to the region before the next run."""
    focus, item, version = view.focus, view.item, view.state.boundary_version
    data = map_data(view.layer, item, version) | surface(st.context.theme.type) | {
        "assets": asset_version(),
        "inside": [view.start, view.end],
        "focus": {
            "level": int(focus["level"]),
            "number": int(focus["number"]),
            "bounds": [float(focus[side]) for side in ("west", "south", "east", "north")],
        },
        "unit": pick(item.unit),
        "locale": "id-ID" if language() == "id" else "en-GB",
        "alt": alt,
        "no_webgl": text("map.no_webgl"),
        "height": height,
    }  # fmt: skip

    def picked() -> None:
        region = st.session_state[key].picked
        if region:
            view.go_to(int(region["level"]), int(region["number"]))

    _component(key=key, data=data, on_picked_change=picked)
