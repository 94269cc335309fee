"""One clock: a day begins in Jayapura two hours before Jakarta and nine before UTC."""

import re
from datetime import UTC, date, datetime, timedelta

import pytest
import sqlalchemy as sa

from dashboard.analysis import timeliness
from data.feeds import feeds
from data.intake.read.parsers import parser
from data.intake.read.values import BadCell
from data.model.clock import latest_day, now, stopped_at, today
from data.model.settings import ROOT
from data.queries import Freshness
from data.store import Store
from data.store.scope import Scope

BEFORE, AFTER = date(2025, 12, 31), date(2026, 1, 1)
# the minute after midnight in Jayapura, in Jakarta and by UTC
JAYAPURA = datetime(2025, 12, 31, 15, 1, tzinfo=UTC)
JAKARTA = datetime(2025, 12, 31, 17, 1, tzinfo=UTC)
GREENWICH = datetime(2026, 1, 1, 0, 1, tzinfo=UTC)


@pytest.mark.parametrize(
    ("moment", "shown", "latest"),
    [
        (JAYAPURA - timedelta(minutes=2), BEFORE, BEFORE), (JAYAPURA, BEFORE, AFTER),
        (JAKARTA - timedelta(minutes=2), BEFORE, AFTER), (JAKARTA, AFTER, AFTER), (GREENWICH, AFTER, AFTER),
    ],
)  # fmt: skip
def test_what_is_shown_follows_jakarta_and_what_may_be_sent_jayapura(moment: datetime, shown: date, latest: date) -> None:
    with stopped_at(moment):
        assert (now(), today(), latest_day()) == (moment, shown, latest)


def test_a_running_clock_goes_on_and_a_moment_without_zone_is_refused() -> None:
    with stopped_at(JAKARTA):
        assert today() == AFTER
    assert abs(now() - datetime.now(UTC)) < timedelta(minutes=1)
    with pytest.raises(ValueError, match="has no zone"), stopped_at(datetime(2026, 1, 1)):  # noqa: DTZ001
        pass


def test_an_office_in_papua_sends_its_new_year_before_jakarta_has_it() -> None:
    column = next(column for column in feeds()["kasus"].columns if column.type == "date" and not column.future)
    with stopped_at(JAYAPURA):
        assert parser(column, latest_day())("2026-01-01").value == AFTER
    with stopped_at(JAYAPURA - timedelta(minutes=2)), pytest.raises(BadCell):
        parser(column, latest_day())("2026-01-01")


def test_a_deadline_passes_at_midnight_in_jakarta_not_by_utc() -> None:
    real = Freshness(3, now(), False, "v", "Batas", True, {}, ("2025",), "2025-12-31", False, {})
    with stopped_at(JAKARTA):
        assert timeliness.today(real) == AFTER


def test_nothing_but_the_clock_asks_what_day_it_is() -> None:
    asks = re.compile(r"datetime\.(now|today|utcnow)\(|date\.today\(|current_date|time\.localtime\(")
    found = [
        f"{file.relative_to(ROOT)}: {line.strip()}"
        for room in ("data", "dashboard", "geo", "pages")
        for file in sorted((ROOT / room).rglob("*.py"))
        if file != ROOT / "data" / "model" / "clock.py"
        for line in file.read_text(encoding="utf-8").splitlines()
        if asks.search(line) and "`current_date`" not in line
    ]
    assert found == []


def test_days_of_the_store_are_jakartas_whatever_zone_the_server_has(scratch_both: Store) -> None:
    day = sa.text("select current_setting('timezone'), cast(timestamptz '2025-12-31 17:01+00' as date)")
    with scratch_both.writing() as connection:
        database = connection.dialect.identifier_preparer.quote(str(connection.scalar(sa.text("select current_database()"))))
    assert scratch_both.admin is not None
    with scratch_both.admin.begin() as connection:
        connection.exec_driver_sql(f"alter database {database} set timezone = 'America/New_York'")
    scratch_both.admin.dispose()
    scratch_both.app.dispose()
    with scratch_both.writing() as writing, scratch_both.reading(Scope.public()) as reading:
        assert tuple(writing.execute(day).one()) == tuple(reading.execute(day).one()) == ("Asia/Jakarta", AFTER)
