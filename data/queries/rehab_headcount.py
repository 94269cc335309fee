"""The number of people in rehabilitation: contacts, unique people, and how certain it is."""

from dataclasses import dataclass

import sqlalchemy as sa

from data.queries.periods import asked_period
from data.store import Store
from data.store.scope import Scope
from geo.regions.codes import NATION

_SQL = sa.text("select * from akses.people_in_rehab(:area, :year)")


@dataclass(frozen=True)
class PeopleInRehab:
    """`contacts`: episodes. `by_agency`: unique people of each.

    `most`: unique people if nobody seen only under one version of the key is a person seen under another; `least` if as many as
    possible are. Equal where every person could be matched.
    """

    contacts: int
    most: int
    least: int
    by_agency: dict[str, int]


def people_in_rehab(store: Store, scope: Scope, region_code: str, period: str) -> PeopleInRehab:
    """People served in a year inside a region, as far as `scope` may see their rows; else all are zero.

    The store notes the reading.
    """
    with store.acting(scope) as connection:
        contacts, unique, unsure, by_agency = connection.execute(
            _SQL, {"year": asked_period(period).last_year, "area": region_code or NATION}
        ).one()
    return PeopleInRehab(
        int(contacts), int(unique), int(unique) - int(unsure), {name: int(n) for name, n in (by_agency or {}).items()}
    )
