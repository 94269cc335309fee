"""What rises beyond the usual, and how often the rule was wrong."""

import pandas as pd

from data.identity.people import Person
from data.queries import Freshness


def show_warnings(person: Person, state: Freshness, focus: "pd.Series[object]", period: str) -> None:
    """The tab for one area and period."""
