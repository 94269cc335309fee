"""One view of the data as plain values, shared by the map page, its documents and its files."""

from dataclasses import dataclass, replace
from typing import Self

import pandas as pd

from dashboard.cache import answers
from data.facts.indicators import Indicator
from data.identity.people import Person
from data.queries import Fit, Freshness, Layer


@dataclass(frozen=True)
class View:
    """One view of the data; `start` and `end` are the numbers of the regions inside the chosen one, `fit` says what the classes
    of its layer are fitted to.
    """

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
    fit: Fit

    def as_published(self) -> Self:
        """The same view with published figures, as others see them."""
        person, state = replace(self.person, published=True), replace(self.state, exact=False)
        layer = answers.layer(person.scope, state.data_version, self.item.code, self.level, self.period, self.fit)
        return replace(self, person=person, state=state, layer=layer)
