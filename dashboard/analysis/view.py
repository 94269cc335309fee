"""One look at the data as plain values: what a map page, its documents and its files show."""

from dataclasses import dataclass, replace
from typing import Self

import pandas as pd

from dashboard.cache import answers
from data.facts.indicators import Indicator
from data.identity.people import Person
from data.queries import Freshness, Layer


@dataclass(frozen=True)
class View:
    """One look at the data; `start` and `end` are the numbers of the regions inside the chosen one."""

    person: Person
    state: Freshness
    item: Indicator
    layer: Layer
    level: int
    period: str
    focus: pd.Series
    regions: pd.DataFrame
    start: int
    end: int
    periods: tuple[str, ...]
    method: str

    def as_published(self) -> Self:
        """The same look at published figures, as others see them."""
        person, state = replace(self.person, published=True), replace(self.state, exact=False)
        layer = answers.layer(person.scope, state.data_version, self.item.code, self.level, self.period, self.method)
        return replace(self, person=person, state=state, layer=layer)
