"""Which maps stand beside or over each other: the mode and the second period, kept in the address."""

from dashboard.analysis.change import has_changes
from dashboard.state import url
from dashboard.state.view import LiveView
from data.facts.indicators import Indicator

ONE, SWIPE, BESIDE, SERIES, CHANGE = "satu", "sapu", "dampingan", "deret", "selisih"
MODES = (ONE, SWIPE, BESIDE, SERIES, CHANGE)
OTHER = "lain"  # compared with another indicator, not another period


def chosen_mode(view: LiveView, compare: Indicator | None) -> tuple[str, str]:
    """The mode, and what it compares with: a period, or `OTHER`. A comparison that was just chosen is shown at once."""
    if len(view.periods) < 2 and compare is None:
        return ONE, view.period
    mode = url.chosen(url.MODE, MODES, _usual(compare))
    if mode == CHANGE and not has_changes(view.item, view.periods):
        mode = ONE
    options = view.periods if mode == CHANGE or compare is None else (*view.periods, OTHER)
    other = url.chosen(url.AGAINST, options, _before(view) if OTHER not in options else OTHER)
    return mode, other


def mode_in_address(view: LiveView, compare: Indicator | None, mode: str, other: str) -> dict[str, str]:
    """The parameters of a mode; what is usual is not written. An unknown mode is the usual one."""
    usual = _usual(compare)
    default = _before(view) if compare is None or mode == CHANGE else OTHER
    against = other if other in (*view.periods, OTHER) and other != default and mode not in (ONE, SERIES) else ""
    if mode == CHANGE and against == OTHER:
        against = ""
    return {url.MODE: mode if mode in MODES and mode != usual else "", url.AGAINST: against}


def _usual(compare: Indicator | None) -> str:
    return ONE if compare is None else SWIPE


def _before(view: LiveView) -> str:
    """The period before the one shown; the first one's is the next."""
    if len(view.periods) < 2:
        return view.period
    at = view.periods.index(view.period) if view.period in view.periods else len(view.periods) - 1
    return view.periods[at - 1] if at else view.periods[1]
