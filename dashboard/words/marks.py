"""Marks that every screen and file carries: simulated data, figures rounded or exact, indicative boundaries."""

from dashboard.cache.runtime import previews
from dashboard.words.texts import number, pick, text
from data.facts.indicators import Indicator
from data.queries import Freshness


def boundary_mark(state: Freshness) -> str:
    """The boundaries in one sentence: indicative, official or both, and how many villages have none."""
    official, indicative, without = (state.shapes.get(name, 0) for name in ("resmi", "indikatif", "tanpa"))
    if not official:
        return text("badge.indicative")
    title = state.boundary_title
    sentence = (
        text("badge.mixed", title=title, official=number(official), indicative=number(indicative))
        if indicative
        else text("badge.official", title=title)
    )
    return sentence + (text("badge.shapeless", count=number(without)) if without else "")


def marks_of_data(state: Freshness) -> str:
    """Marks of a file of rows rather than of an indicator: simulated data, exact figures of people."""
    simulated = text("badge.simulated") if state.simulated else ""
    preview = text("prepare.mark") if previews() else ""
    return "; ".join(filter(None, (preview, simulated, text("badge.exact") if state.exact else "")))


def provisional_mark(state: Freshness, *items: Indicator) -> str:
    """The mark that submissions behind some indicators wait for approval; empty where none does."""
    count = sum(state.provisional.get(feed, 0) for feed in {feed for item in items for feed in item.feeds})
    return text("badge.provisional", count=number(count)) if count else ""


def marks(state: Freshness, item: Indicator) -> str:
    """The marks of every picture and file: simulated data, figures rounded or exact, provisional ones, boundaries.

    A published figure is real whatever the rest of the store is: its source stands in their place.
    """
    boundaries = boundary_mark(state) if state.boundary_version else ""
    if item.published:
        return "; ".join(filter(None, (text("badge.published", source=pick(item.source)), boundaries)))
    rounded = text("badge.rounded") if item.exact is not None and not state.exact else ""
    return "; ".join(filter(None, (marks_of_data(state), rounded, provisional_mark(state, item), boundaries)))
