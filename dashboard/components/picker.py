"""The choice among all indicators, behind one button. The browser's side is `dashboard/assets/picker`."""

from collections.abc import Callable

import streamlit as st

from dashboard.cache.runtime import here
from dashboard.state import url
from dashboard.state.pickers import asked_family
from dashboard.web import indicator_list
from dashboard.words.assets import asset_version
from dashboard.words.texts import language, pick, text
from data.facts.families import named
from data.facts.indicators import Indicator

# script and list are served from our own address and cached by the browser: each page run names the chosen one alone
_JS = """const m=new Map(),at=(v)=>`${location.origin}${v}/picker/`;
const load=(v)=>m.get(v)??m.set(v,import(at(v)+'picker.js')).get(v);
export default(c)=>{const p=c.parentElement,v=`${c.data.home}/assets/${c.data.assets}`;
if(!p.querySelector('link'))p.prepend(Object.assign(document.createElement('link'),{rel:'stylesheet',href:at(v)+'picker.css'}));
load(v).then((picker)=>picker.render(c))}"""
_component = st.components.v2.component("bersinar_pemilih", html='<div class="pemilih"></div>', js=_JS)


def choose_indicator() -> Indicator:
    """The picker of the map's indicator; the chosen family, which `data.facts.families.at_level` resolves for a level."""
    family = asked_family()
    show_picker("pemilih", family, url.choose_indicator, label=text("picker.label"))
    return family


def show_picker(
    key: str,
    chosen: Indicator | None,
    take: Callable[[str], None],
    *,
    label: str,
    none: str = "",
    level: int | None = None,
    keeps: str = "",
) -> None:
    """A button that names `chosen` and opens the list; `take` gets the code of another, or "" for the line `none`.

    `level` leaves out what does not exist there. With `keeps` the button has these words whatever is chosen.
    """

    def take_it() -> None:
        code = str(st.session_state[key].chosen or "")
        if code == "-" or named(code) is not None:
            take("" if code == "-" else code)

    group = f"theme.{chosen.theme}" if chosen and chosen.theme else f"group.{chosen.group}" if chosen else ""
    _component(
        key=key,
        data={
            "home": here(""),
            "assets": asset_version(),
            "list": indicator_list.version(),
            "language": language(),
            "label": label,
            "chosen": chosen.code if chosen and not keeps else "",
            "group": text(group) if group and not keeps else "",
            "short": keeps or (pick(chosen.short) if chosen else none),
            "none": none,
            "level": level,
            "keeps": bool(keeps),
        },
        on_chosen_change=take_it,
    )
