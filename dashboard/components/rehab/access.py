"""Who can reach treatment."""

import pandas as pd

from data.identity.people import Person
from data.queries import Freshness


def show_access(person: Person, state: Freshness, focus: "pd.Series[object]", period: str) -> None:
    """The tab for one area and year."""
