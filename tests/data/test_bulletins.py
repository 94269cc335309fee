"""Who is sent a bulletin and when it is due."""

from datetime import UTC, date, datetime, timedelta

import pytest

from data.identity import accounts, audit, bulletins
from data.identity.accounts import Giver, Wanted
from data.identity.demo import demo_person
from data.model import schema
from data.model.errors import Problem
from data.store import Store
from tests.people import WORD, problem_of

WEDNESDAY = date(2026, 11, 25)


@pytest.fixture
def store(scratch: Store) -> Store:
    with scratch.writing() as connection:
        connection.execute(schema.region.insert().values(code="75", level=1, number=0, name="Gorontalo", kind="provinsi"))
    accounts.add_account(scratch, Wanted("siti", "Siti A.", "bnnp", ("75",), WORD), Giver())
    return scratch


def _send(store: Store, day: date) -> list[str]:
    found = bulletins.due(store, day)
    for one in found:
        bulletins.note_sent(store, one, "folder", ["75"], datetime(day.year, day.month, day.day, 6, tzinfo=UTC))
    return [one.every for one in found]


def test_one_that_went_on_monday_at_dawn_does_not_go_again_that_day(store: Store) -> None:
    """Sunday by UTC, and in the week before."""
    bulletins.subscribe(store, "siti", "mingguan", "siti@kantor.go.id")
    monday = date(2026, 11, 30)
    (one,) = bulletins.due(store, monday)
    bulletins.note_sent(store, one, "folder", ["75"], datetime(2026, 11, 29, 23, tzinfo=UTC))
    assert bulletins.due(store, monday) == []


def test_a_weekly_one_goes_once_a_week_and_a_monthly_one_once_a_month(store: Store) -> None:
    bulletins.subscribe(store, "Siti", "mingguan", "siti@kantor.go.id")
    bulletins.subscribe(store, "siti", "bulanan", "siti@kantor.go.id")
    gone = {day: _send(store, day) for day in (WEDNESDAY + timedelta(days=n) for n in range(14))}
    assert {day: every for day, every in gone.items() if every} == {
        WEDNESDAY: ["bulanan", "mingguan"],
        date(2026, 11, 30): ["mingguan"],
        date(2026, 12, 1): ["bulanan"],
        date(2026, 12, 7): ["mingguan"],
    }
    assert len(bulletins.due(store, date(2026, 12, 8), again=True)) == 2
    sent = audit.trail(store, demo_person("demo-auditor").scope, acts=("buletin",), words="mingguan siti")
    assert len(sent) == 3
    assert "@" not in "".join(sent["detail"]), "addresses are not for the trail"


def test_another_address_replaces_the_one_before_and_stopping_stops(store: Store) -> None:
    bulletins.subscribe(store, "siti", "mingguan", "lama@kantor.go.id")
    bulletins.subscribe(store, "siti", "mingguan", "baru@kantor.go.id")
    assert [one.address for one in bulletins.due(store, WEDNESDAY)] == ["baru@kantor.go.id"]
    assert bulletins.unsubscribe(store, "siti") == 1
    assert bulletins.due(store, WEDNESDAY) == []
    assert bulletins.unsubscribe(store, "siti") == 0


def test_accounts_that_are_off_or_have_no_right_any_more_are_left_out(store: Store) -> None:
    bulletins.subscribe(store, "siti", "mingguan", "siti@kantor.go.id")
    accounts.switch(store, "siti", Giver(), active=False)
    assert bulletins.due(store, WEDNESDAY) == []
    accounts.switch(store, "siti", Giver(), active=True)
    assert len(bulletins.due(store, WEDNESDAY)) == 1
    with store.writing() as connection:
        connection.execute(schema.region_grant.update().values(until=date(2026, 1, 1)))
    assert bulletins.due(store, WEDNESDAY) == []


@pytest.mark.parametrize(
    "address", ["siti", "@kantor.go.id", "a@b@c", "a b@c", "siti@kantor.go.id\nBcc: x@y", "-oX@y", "siti@kantor.go.id\r\n"]
)
def test_what_is_no_address_is_refused(store: Store, address: str) -> None:
    assert problem_of(lambda: bulletins.subscribe(store, "siti", "mingguan", address)) is Problem.BAD_ADDRESS
    assert bulletins.subscriptions(store) == []


def test_nobody_unknown_is_sent_anything(store: Store) -> None:
    assert problem_of(lambda: bulletins.subscribe(store, "tono", "mingguan", "a@b.id")) is Problem.UNKNOWN_PERSON
