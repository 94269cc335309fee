"""Community based intervention: units, clients, and what changed for them."""

import pandas as pd

from data.identity.people import Person
from data.queries import Freshness


def show_community(person: Person, state: Freshness, focus: "pd.Series[object]", period: str) -> None:
    """The tab for one area and year."""
