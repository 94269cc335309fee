"""What people read that the public is not shown: noted once per session and question."""

import streamlit as st

from dashboard.cache.runtime import store
from data.facts.indicators import Indicator
from data.identity.audit import note
from data.model.roles import Sensitivity
from data.queries import Freshness
from data.store.scope import Scope

_SEEN = "dicatat"


def note_reading(scope: Scope, state: Freshness, item: Indicator, region_code: str, level: int, period: str) -> None:
    """Exact or restricted figures of an area at a level are about to be shown; what cannot be noted is not."""
    if item.tells_more(scope.clearance, int(level)):
        _once(scope, item.code, wilayah=region_code, tingkat=int(level), periode=period, versi=state.data_version)


def note_overview(scope: Scope, state: Freshness, region_code: str, period: str) -> None:
    """The figures of the page *Ringkasan* were shown to somebody who sees more of them than the public does."""
    if scope.clearance > 0:
        _once(scope, "ringkasan", wilayah=region_code, periode=period, versi=state.data_version)


def _once(scope: Scope, subject: str, **detail: object) -> None:
    seen: set[str] = st.session_state.setdefault(_SEEN, set())
    if scope.clearance >= Sensitivity.TERBATAS:
        detail["angka"] = "kerja"
    what = f"{scope.person} {subject} {sorted(detail.items())}"
    if what not in seen:
        note(store(), scope, "baca", subject, **detail)
        seen.add(what)


def note_trail(scope: Scope) -> None:
    """Auditors are watched as well."""
    if "jejak" not in (seen := st.session_state.setdefault(_SEEN, set())):
        note(store(), scope, "periksa_jejak", "halaman")
        seen.add("jejak")
