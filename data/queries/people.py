"""One answer to how many people are in rehabilitation: contacts, unique people, and how sure that is."""

from dataclasses import dataclass

import sqlalchemy as sa

from data.access.token import Scope
from data.store import Store
from geo.regions import NATION

_SQL = sa.text(
    """
with served as (
    -- seventeen bytes are ours, the first of them the edition of the key; other tokens are all of one kind
    select e.agency, coalesce(l.newer, e.token) as person,
           case when length(e.token) = 17 then get_byte(coalesce(l.newer, e.token), 0) else 0 end as edition,
           l.newer is not null or exists (select 1 from inti.token_link k where k.newer = e.token) as linked
      from inti.rehab_episode e left join inti.token_link l on l.older = e.token
     where e.started < make_date(:year + 1, 1, 1) and coalesce(e.ended, 'infinity') >= make_date(:year, 1, 1)
       and (:area = 'ID' or starts_with(e.regency_code, :area))
), alone as (
    select edition, count(*) as people
      from (select person, min(edition) as edition from served group by person having not bool_or(linked)) p group by edition
)
select (select count(*) from served), (select count(distinct person) from served),
       (select coalesce(sum(people) - max(people), 0) from alone),
       (select jsonb_object_agg(agency, people) from (select agency, count(distinct person) as people from served group by 1) a)
"""
)


@dataclass(frozen=True)
class PeopleInRehab:
    """`contacts`: episodes. `by_agency`: unique people of each.

    `most`: unique people overall if nobody seen under one edition of the key alone is somebody of another edition; `least` if
    as many as can be are. Equal where every person could be matched.
    """

    contacts: int
    most: int
    least: int
    by_agency: dict[str, int]


def people_in_rehab(store: Store, scope: Scope, region_code: str, period: str) -> PeopleInRehab:
    """People served in a year inside a region, as `scope` may see them; needs restricted clearance, else all are zero."""
    with store.reading(scope) as connection:
        contacts, unique, unsure, by_agency = connection.execute(
            _SQL, {"year": int(period[:4]), "area": region_code or NATION}
        ).one()
    return PeopleInRehab(
        int(contacts), int(unique), int(unique) - int(unsure), {name: int(n) for name, n in (by_agency or {}).items()}
    )
