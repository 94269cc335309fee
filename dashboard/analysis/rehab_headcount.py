"""How many people are in rehabilitation, for those who may see the number."""

from dashboard.cache.runtime import store
from dashboard.words.texts import number, text
from data.model.roles import Sensitivity
from data.queries import PeopleInRehab, people_in_rehab
from data.store.scope import Scope
from geo.regions.codes import lies_within


def people_answer(scope: Scope, region_code: str, period: str) -> PeopleInRehab | None:
    """Unique people of all agencies together, in an area whose exact figures `scope` may read.

    ``None`` elsewhere, and where there is nobody. The store notes each query, so answers are not cached for others.
    """
    if scope.clearance < Sensitivity.TERBATAS or not lies_within(region_code, scope.prefixes):
        return None
    found = people_in_rehab(store(), scope, region_code, period)
    return found if found.contacts else None


def people_words(found: PeopleInRehab) -> str:
    """The answer as a sentence, with the interval where not everybody could be matched."""
    if found.least == found.most:
        return text("people.exact", people=number(found.most))
    return text("people.between", least=number(found.least), most=number(found.most))
