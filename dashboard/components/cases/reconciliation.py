"""Whether the numbers of two agencies agree, and the differences that are being worked off."""

import pandas as pd

from data.identity.people import Person
from data.queries import Freshness


def show_reconciliation(person: Person, state: Freshness, focus: "pd.Series[object]", period: str) -> None:
    """The tab for one area and period."""
