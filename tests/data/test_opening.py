"""Small numbers: closed, opened with a reason for a while by those who may, noted, and closed again by time."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import DBAPIError

from data import schema
from data.access import audit
from data.access.demo import DEMO, demo_person, demo_person_now
from data.access.opening import close_numbers, open_numbers, opened_until
from data.access.people import find_person
from data.access.roles import Act, may
from data.access.token import Scope
from data.errors import Problem
from data.store import Store
from tests.people import WORD, add_person, problem_of

BNNP = demo_person("demo-bnnp").scope
WHY = "gelar perkara jaringan Bone"


def _acts(store: Store) -> list[tuple[str, str]]:
    found = audit.trail(store, demo_person("demo-auditor").scope, acts=("buka", "tutup"))
    return list(found[["act", "person"]].itertuples(index=False, name=None))


def test_they_open_with_a_reason_for_a_while_and_it_is_noted(scratch: Store) -> None:
    assert BNNP.clearance == 1
    assert opened_until(scratch, BNNP) is None
    ending = open_numbers(scratch, BNNP, f"  {WHY} ", 15)
    assert timedelta(minutes=14) < ending - datetime.now(UTC) < timedelta(minutes=16)
    assert opened_until(scratch, BNNP) == ending
    assert demo_person_now(scratch, "demo-bnnp").scope.clearance == 2
    assert demo_person_now(scratch, "demo-pusat").scope.clearance == 1, "for one person alone"
    row = audit.trail(scratch, demo_person("demo-auditor").scope, acts=("buka",)).iloc[0]
    assert (row["person"], row["role"]) == ("demo-bnnp", "bnnp")
    assert WHY in row["detail"]


def test_they_close_by_themselves_and_by_hand(scratch: Store) -> None:
    open_numbers(scratch, BNNP, WHY, 30)
    close_numbers(scratch, BNNP)
    assert opened_until(scratch, BNNP) is None
    assert _acts(scratch) == [("tutup", "demo-bnnp"), ("buka", "demo-bnnp")]
    open_numbers(scratch, BNNP, WHY, 60)
    with scratch.writing() as connection:
        connection.execute(schema.opening.update().values(opened_at=sa.text("opened_at - interval '61 minutes'"),
                                                          until=sa.text("until - interval '61 minutes'")))  # fmt: skip
    assert opened_until(scratch, BNNP) is None


@pytest.mark.parametrize("reason", ["", "   ", "ya", "a         b", "\n\t" * 20])
def test_without_a_reason_they_stay_closed(scratch: Store, reason: str) -> None:
    assert problem_of(lambda: open_numbers(scratch, BNNP, reason, 15)) is Problem.NEEDS_WHY
    assert opened_until(scratch, BNNP) is None
    assert _acts(scratch) == []


@pytest.mark.parametrize("person", [one for one in DEMO if not may(one.role, Act.OPEN_NUMBERS)], ids=lambda one: one.username)
def test_other_roles_cannot_open_them_not_in_the_store_either(scratch: Store, person) -> None:
    assert problem_of(lambda: open_numbers(scratch, person.scope, WHY, 15)) is Problem.MAY_NOT_OPEN
    for scope in (person.scope, replace(person.scope, opened=True), Scope.public()):
        with scratch.acting(scope) as connection:
            assert connection.scalar(sa.text("select akses.open_numbers('alasan yang panjang', 15)")) is None
        assert opened_until(scratch, scope) is None
        assert scope.clearance < 2


def test_the_store_gives_an_hour_at_most_and_nobody_can_write_the_time(scratch: Store) -> None:
    ending = open_numbers(scratch, BNNP, WHY, 100_000)
    assert ending - datetime.now(UTC) < timedelta(minutes=61)
    for statement in (
        "insert into akses.opening (person, reason, until) values ('demo-bnnp', 'alasan panjang', now() + interval '9 hours')",
        "update akses.opening set until = until + interval '9 hours'",
        "select * from akses.opening",
    ):
        with pytest.raises(DBAPIError), scratch.acting(BNNP) as connection:
            connection.execute(sa.text(statement))
    with pytest.raises(DBAPIError), scratch.writing() as connection:  # not by the owner either
        connection.execute(sa.text("update akses.opening set until = until + interval '9 hours'"))


def test_an_account_carries_its_opening_and_a_switch_of_role_takes_it_away(scratch: Store) -> None:
    add_person(scratch, "siti", "Siti", "bnnp", [""], WORD)
    siti = find_person(scratch, "siti")
    assert siti is not None
    open_numbers(scratch, siti.scope, WHY, 15)
    opened = find_person(scratch, "siti")
    assert opened is not None
    assert (opened.opened_until is not None, opened.scope.clearance) == (True, 2)
    with scratch.writing() as connection:
        connection.execute(schema.person.update().values(role="kepala_daerah"))
    moved = find_person(scratch, "siti")
    assert moved is not None
    assert moved.scope.clearance == 1
