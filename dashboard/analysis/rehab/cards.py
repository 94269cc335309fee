"""Cards of figures that a tab of rehabilitation begins with."""

import pandas as pd

from dashboard.analysis.overview import Card
from dashboard.analysis.periods import is_part_year
from dashboard.analysis.rehab.rows import fact_of
from dashboard.cache import answers
from dashboard.cache.answers import region_row
from data.facts.indicators import indicator
from data.queries import Freshness
from data.store.scope import Scope
from geo.regions.codes import NATION, parent_of


def cards_of(scope: Scope, state: Freshness, found: pd.DataFrame, code: str, period: str, names: tuple[str, ...]) -> list[Card]:
    """Cards of some indicators of one area, from a snapshot that has them."""
    series = answers.series(scope, state.data_version, code, names)
    above = parent_of(code)
    row = region_row(scope, state.boundary_version, above) if above and above != NATION else None
    above_name, part_year = "" if row is None else str(row["name"]), is_part_year(period, state)
    made = []
    for name in names:
        now = fact_of(found, name, code)
        if now is not None:
            lines = series[series["indicator"] == name]
            made.append(Card(indicator(name), now, lines, above_name, period, part_year, None))
    return made
