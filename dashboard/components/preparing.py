"""The page shown while data is still being loaded, and the line above a page that shows only one province."""

from html import escape

import streamlit as st

from dashboard.cache import answers
from dashboard.cache.runtime import here, settings
from dashboard.web import preparing
from dashboard.web.preparing.page import body, strip
from dashboard.words.assets import asset_version
from dashboard.words.texts import PARAMETER, language, number, text
from data.store.scope import Scope
from geo.regions.codes import NATION

_LOOK_EVERY_S = 1.0
# polls by itself: a page with many fragments stops Streamlit's own timers
_JS = """export default(c)=>{const p=c.parentElement,d=c.data;
if(!p.querySelector('link'))p.prepend(Object.assign(document.createElement('link'),{rel:'stylesheet',href:location.origin+d.sheet}));
const box=p.querySelector('.bs-live');box.innerHTML=d.strip;clearInterval(box.timer);
box.timer=setInterval(async()=>{try{const r=await fetch(d.at,{cache:'no-store'});if(!r.ok)return;const s=await r.json();
if(s.served!=='pratinjau')location.reload();else box.innerHTML=s.strip}catch{}},2000);return()=>clearInterval(box.timer)}"""
_strip = st.components.v2.component("bersinar_pratinjau", html='<div class="bs-live"></div>', js=_JS)
# published figures of the nation: topic -> measure, decimals
_EARLY = {"prevalensi": ("setahun pakai", 1), "kasus": ("kasus", 0), "kawasan_rawan": ("bahaya", 0)}


def show_preparing(scope: Scope | None, needs: tuple[str, ...] | None) -> None:
    """The steps of the load; the page runs again when what it `needs` is there. With a `scope`, published figures
    beside them.
    """
    _sheet()
    served, early = _seen()
    _show_steps(needs, (served, early))
    if scope is not None and early:
        _show_early(scope)


def show_preview_strip() -> None:
    """A line that the page shows one province, and how long until it shows all."""
    address = f"{here('/persiapan')}?{PARAMETER}={language()}"
    sheet = f"{here(f'/assets/{asset_version()}')}/preparing.css"
    strip_now = strip(preparing.status(), exact=True)  # only beside an embedded store
    _strip(key="pratinjau", data={"at": address, "sheet": sheet, "strip": strip_now}, height="content")


def _sheet() -> None:
    st.html(f'<style>@import url("{here(f"/assets/{asset_version()}")}/preparing.css");</style>')


def _seen() -> tuple[str | None, bool]:
    """What such a page depends on: which store is served, and whether it has published figures."""
    status = preparing.status()
    return status.served, not status.lacks(("regions", "published"))


@st.fragment(run_every=_LOOK_EVERY_S)
def _show_steps(needs: tuple[str, ...] | None, seen: tuple[str | None, bool]) -> None:
    status = preparing.status()
    if not status.lacks(needs) or seen != _seen():
        st.rerun()
    st.html(body(status, whole=needs == preparing.WHOLE and status.served == "pratinjau", exact=not settings().is_shared))


def _show_early(scope: Scope) -> None:
    """Published figures, which are there before anything is computed."""
    rows = answers.published(scope, 0, (NATION,), tuple(_EARLY))  # there are no facts yet, and none are read
    shown = []
    for topic, (measure, decimals) in _EARLY.items():
        newest = rows[(rows["topic"] == topic) & (rows["measure"] == measure)].head(1)
        for row in newest.to_dict("records"):
            label = text(f"prepare.early_{topic}", year=row["year"])
            value = number(float(row["value"]), decimals) + (" %" if row["unit"] == "persen" else "")
            shown.append(f"<div><dt>{escape(label)}</dt><dd>{escape(value)}</dd><p>{escape(str(row['publisher']))}</p></div>")
    if shown:
        st.html(f'<section class="bs-early"><h2>{escape(text("prepare.early"))}</h2><dl>{"".join(shown)}</dl></section>')
