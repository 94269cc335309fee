"""What the summary page shows: which region its cards speak of, and the cards."""

import pandas as pd

from dashboard import answers
from dashboard.components.breadcrumb import region_row
from dashboard.components.cards import Card
from dashboard.view import is_part_year
from data.access.people import Person
from data.access.token import Scope
from data.indicators import indicator
from data.queries import Freshness
from geo.regions import Level, parent_of

_CARDS = ("cakupan_bersinar", "kapasitas_inap", "kapasitas_jalan", "kasus_narkoba")


def heading_region(person: Person, state: Freshness, focus: pd.Series) -> pd.Series:
    """The chosen region; for a village its kecamatan, the lowest level that has all cards."""
    if int(focus["level"]) < Level.VILLAGE:
        return focus
    row = region_row(person.scope, state.boundary_version, str(parent_of(focus["code"])))
    return focus if row is None else row


def cards_for(scope: Scope, state: Freshness, focus: pd.Series, period: str) -> list[Card]:
    """One card per theme (rehabilitation has two: beds and places are never added)."""
    above = parent_of(focus["code"])
    above_row = region_row(scope, state.boundary_version, above) if above else None
    own = answers.series(scope, state.data_version, focus["code"], _CARDS)
    other = answers.series(scope, state.data_version, above or "", _CARDS)
    return [
        Card(
            indicator(code),
            own[own["indicator"] == code],
            other[other["indicator"] == code],
            "" if above_row is None else str(above_row["name"]),
            period,
            is_part_year(period, state),
        )
        for code in _CARDS
    ]
