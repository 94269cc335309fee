"""One view of the data as plain values, shared by the map page, its documents and its files."""

from dataclasses import dataclass, replace
from typing import Self

import pandas as pd

from dashboard.cache import answers
from data.facts.indicators import Classes, Indicator, indicator
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
        fit, item = replace(self.fit, counted=False), indicator(self.item.code)
        layer = answers.layer(person.scope, state.data_version, item.code, self.level, self.period, fit)
        return replace(self, person=person, state=state, layer=layer, item=item, fit=fit)


def as_counts(item: Indicator) -> Indicator:
    """An indicator that is published as classes of a count, for those who see the count: its classes are fitted."""
    return item.model_copy(update={"classes": Classes.model_validate({"kind": "kuantil", "count": 5})})
