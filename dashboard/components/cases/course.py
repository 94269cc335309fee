"""Where cases stand still: the funnel, how long each step takes, and what waits."""

import pandas as pd

from data.identity.people import Person
from data.queries import Freshness


def show_course(person: Person, state: Freshness, focus: "pd.Series[object]", period: str) -> None:
    """The tab for one area and period."""
