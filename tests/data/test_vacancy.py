"""Free beds of facilities: three words at the last report, for everybody; never how many people are there."""

import pytest
import sqlalchemy as sa

from data import queries
from data.model import schema
from data.store.scope import Scope
from tests.stores import Loaded

USED = sa.text(
    "select f.id, f.beds_men + f.beds_women as beds, count(e.id) as used from inti.facility f "
    "left join inti.rehab_episode e on e.facility_id = f.id and e.service = 'rawat_inap' and e.started <= :day "
    "and (e.ended is null or e.ended > :day) where f.id = :facility group by f.id"
)


def test_the_word_follows_from_the_stays_on_the_day_of_the_last_report(provinces: Loaded) -> None:
    frame = queries.facilities(provinces.store, Scope.public())
    known = frame.dropna(subset="vacancy")
    assert len(known) > 3
    assert (known["beds"] > 0).all()
    for row in known.itertuples():
        with provinces.store.writing() as connection:
            beds, used = connection.execute(USED, {"facility": row.id, "day": row.as_of}).one()[1:]
        word = "penuh" if used >= beds else "hampir_penuh" if used >= 0.9 * beds else "ada"
        assert row.vacancy == word, row.name


def test_no_count_of_people_is_there_to_be_read() -> None:
    assert set(schema.vacancy.c.keys()) == {"facility_id", "state", "as_of"}


def test_nobody_without_a_scope_reads_it_and_the_app_writes_nothing(provinces: Loaded) -> None:
    with provinces.store.reading(Scope.public()) as connection, pytest.raises(sa.exc.DBAPIError):
        connection.execute(schema.vacancy.delete())
