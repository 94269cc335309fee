"""The list in which somebody arranges slides. The browser's side is `dashboard/assets/rapat/order.js`."""

import streamlit as st

from dashboard.cache.runtime import here
from dashboard.meeting.compose_meeting import SLIDES
from dashboard.words.assets import asset_version
from dashboard.words.texts import text
from data.meetings.snapshots import LONGEST_NOTE
from data.queries import Arrangement

# the script is served from our own address and cached by the browser: each page run sends only these lines
_JS = """const m=new Map(),at=(v)=>`${location.origin}${v}/rapat/`;
const load=(v)=>m.get(v)??m.set(v,import(at(v)+'order.js')).get(v);
export default(c)=>{const p=c.parentElement,v=`${c.data.home}/assets/${c.data.assets}`;
if(!p.querySelector('link'))p.prepend(Object.assign(document.createElement('link'),{rel:'stylesheet',href:at(v)+'order.css'}));
load(v).then((order)=>order.render(c))}"""
_component = st.components.v2.component("bersinar_susunan", html='<div class="susunan-wrap"></div>', js=_JS)
_WORDS = ("drag", "up", "down", "shown", "note")


def arrange_slides(now: Arrangement, key: str) -> Arrangement:
    """The arrangement as it stands on the screen; it begins with `now`, and is kept while somebody visits other pages."""
    kept = f"{key}_disimpan"
    known: Arrangement = st.session_state.setdefault(kept, now)
    made = _component(
        key=key,
        data={
            "home": here(""),
            "assets": asset_version(),
            "began": key,
            "most": LONGEST_NOTE,
            "words": {name: text(f"meeting.{name}") for name in _WORDS}
            | {"moved": text("meeting.moved", title="{title}", at="{at}")},
            "slides": [
                {
                    "name": name,
                    "title": text(f"slide.{name}"),
                    "shown": name not in known.hidden,
                    "note": known.notes.get(name, ""),
                }
                for name in Arrangement(known.order).of(SLIDES)
            ],
        },
        default={"made": None},
        on_made_change=lambda: None,
    ).made
    if made:
        st.session_state[kept] = Arrangement(tuple(made["order"]), tuple(made["hidden"]), dict(made["notes"]))
    result: Arrangement = st.session_state[kept]
    return result
