"""Cases, suspects and seizures by substance, where they are, and clusters of them."""

import pandas as pd

from data.identity.people import Person
from data.queries import Freshness


def show_enforcement(person: Person, state: Freshness, focus: "pd.Series[object]", period: str) -> None:
    """The tab for one area and period."""
