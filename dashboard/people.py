"""How many people are in rehabilitation: who may be told."""

from dataclasses import replace

from dashboard import answers
from dashboard.texts import number, text
from data.access.roles import Act, may
from data.access.token import Scope
from data.indicators import SMALL_COUNT
from data.queries import Freshness, PeopleInRehab
from geo.regions import NATION


def people_answer(scope: Scope, state: Freshness, region_code: str, period: str) -> PeopleInRehab | None:
    """Unique people of all agencies together, for restricted roles alone; ``None`` where nothing may be said.

    While small numbers are closed there is one answer, that of the person's own area, and none where a part of it is small:
    areas inside it could be subtracted from each other.
    """
    if not may(scope.role, Act.OPEN_NUMBERS) or not (scope.opened or (region_code.removeprefix(NATION) in scope.prefixes)):
        return None
    found = answers.people_in_rehab(replace(scope, opened=True), state.data_version, region_code, period)
    parts = (found.contacts, found.most, found.least, *found.by_agency.values())
    if not found.contacts or (not scope.opened and any(0 < part < SMALL_COUNT for part in parts)):
        return None
    return found


def people_words(found: PeopleInRehab) -> str:
    """The answer as a sentence, with the interval where not everybody could be matched."""
    if found.least == found.most:
        return text("people.exact", people=number(found.most))
    return text("people.between", least=number(found.least), most=number(found.most))
