"""Notes what people read that the public is not shown: once per session and query."""

import streamlit as st

from dashboard.cache.runtime import store
from data.facts.indicators import Indicator
from data.identity.audit import note
from data.model.roles import Sensitivity
from data.queries import Freshness
from data.store.scope import Scope

_SEEN = "dicatat"


def note_reading(scope: Scope, state: Freshness, item: Indicator, region_code: str, level: int, period: str) -> None:
    """Note that exact or restricted figures of an area are about to be shown; raises where it cannot be noted."""
    if item.tells_more(scope.clearance, int(level)):
        _once(scope, item.code, wilayah=region_code, tingkat=int(level), periode=period, versi=state.data_version)


def note_overview(scope: Scope, state: Freshness, region_code: str, period: str) -> None:
    """Note that the home of an area was shown to somebody who sees more of it than the public does."""
    if scope.clearance > 0:
        _once(scope, "beranda", wilayah=region_code, periode=period, versi=state.data_version)


def note_unit(scope: Scope, state: Freshness, region_code: str, unit: int) -> None:
    """Note that figures of the clients of one unit were shown to somebody who sees more of them than the public does."""
    if scope.clearance >= Sensitivity.TERBATAS:
        _once(scope, "unit_ibm", wilayah=region_code, unit=unit, versi=state.data_version)


def note_cases(scope: Scope, state: Freshness, region_code: str, subject: str) -> None:
    """Note that cases of an area were shown one by one, of a `subject` such as a pair of agencies."""
    _once(scope, "perkara", wilayah=region_code, perihal=subject, versi=state.data_version)


def _once(scope: Scope, subject: str, **detail: object) -> None:
    seen: set[str] = st.session_state.setdefault(_SEEN, set())
    if scope.clearance >= Sensitivity.TERBATAS:
        detail["angka"] = "kerja"
    what = f"{scope.person} {subject} {sorted(detail.items())}"
    if what not in seen:
        note(store(), scope, "baca", subject, **detail)
        seen.add(what)


def note_trail(scope: Scope) -> None:
    """Note that an auditor read the trail."""
    if "jejak" not in (seen := st.session_state.setdefault(_SEEN, set())):
        note(store(), scope, "periksa_jejak", "halaman")
        seen.add("jejak")
