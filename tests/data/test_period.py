"""A period is spelled one way, and knows its days, its neighbours and what it lies in."""

import re
import string
from datetime import date, timedelta
from itertools import pairwise

import pytest
import sqlalchemy as sa
from hypothesis import given
from hypothesis import strategies as st

from data.facts.scripts import run
from data.model.period import Grain, Period
from data.model.settings import ROOT
from data.store import Store

YEARS = st.integers(1900, 2200)
CALENDAR = (Grain.MONTH, Grain.QUARTER, Grain.HALF, Grain.YEAR)
DAYS = st.dates(date(1900, 1, 1), date(2200, 12, 31))
POOLED = st.tuples(YEARS, st.integers(0, 20)).map(lambda pair: Period.pooled(pair[0], pair[0] + pair[1]))
OF_THE_CALENDAR = st.builds(Period.of, DAYS, st.sampled_from(CALENDAR))
PERIODS = OF_THE_CALENDAR | POOLED
DAY = timedelta(days=1)


@pytest.mark.parametrize(
    ("spelling", "grain", "first", "last"),
    [
        ("2025", Grain.YEAR, date(2025, 1, 1), date(2025, 12, 31)),
        ("2025-B06", Grain.HALF, date(2025, 1, 1), date(2025, 6, 30)),
        ("2025-B12", Grain.HALF, date(2025, 7, 1), date(2025, 12, 31)),
        ("2025-Q2", Grain.QUARTER, date(2025, 4, 1), date(2025, 6, 30)),
        ("2024-02", Grain.MONTH, date(2024, 2, 1), date(2024, 2, 29)),
        ("2022-2026", Grain.POOLED, date(2022, 1, 1), date(2026, 12, 31)),
        ("2022-2022", Grain.POOLED, date(2022, 1, 1), date(2022, 12, 31)),
    ],
)
def test_each_spelling_of_the_store_has_its_length_and_days(spelling: str, grain: Grain, first: date, last: date) -> None:
    period = Period.parse(spelling)
    assert (period.grain, period.first, period.last, str(period)) == (grain, first, last, spelling)


@pytest.mark.parametrize(
    "text",
    ["", "25", "20255", "2025-", "2025-13", "2025-00", "2025-3", "2025-Q0", "2025-Q5", "2025-B01", "2025-S1", "2025-b06",
     "2025-03-01", "2026-2025", "0000", "２０２５", " 2025", "2025\n", "2025-Q2-Q3"],
)  # fmt: skip
def test_any_other_text_is_refused_and_named(text: str) -> None:
    with pytest.raises(ValueError, match="is no period") as refused:
        Period.parse(text)
    assert repr(text).strip("'") in str(refused.value)


@given(st.text(string.digits + "-QBS", max_size=10))
def test_what_is_read_is_what_is_spelled(text: str) -> None:
    try:
        period = Period.parse(text)
    except ValueError:
        return
    assert str(period) == text


@given(PERIODS)
def test_a_period_is_read_back_from_its_spelling(period: Period) -> None:
    assert Period.parse(str(period)) == period
    assert hash(Period.parse(str(period))) == hash(period)


@given(PERIODS, DAYS)
def test_it_contains_the_days_from_its_first_to_its_last(period: Period, day: date) -> None:
    assert period.contains(day) == (period.first <= day <= period.last)
    assert period.contains(period.first)
    assert period.contains(period.last)
    assert not period.contains(period.first - DAY)
    assert not period.contains(period.last + DAY)


@given(DAYS, st.sampled_from(CALENDAR))
def test_each_day_lies_in_one_period_of_each_length(day: date, grain: Grain) -> None:
    period = Period.of(day, grain)
    assert period.contains(day)
    assert not period.previous.contains(day)
    assert not period.next.contains(day)


@given(PERIODS)
def test_neighbours_touch_and_lead_back(period: Period) -> None:
    assert period.next.first == period.last + DAY
    assert period.previous.last == period.first - DAY
    assert period.next.previous == period == period.previous.next
    assert period.previous < period < period.next


@given(PERIODS, PERIODS)
def test_it_contains_another_when_it_contains_its_first_and_last_day(one: Period, other: Period) -> None:
    assert one.contains(other) == (one.contains(other.first) and one.contains(other.last))


@given(PERIODS, st.sampled_from(Grain))
def test_a_parent_contains_all_of_it_or_there_is_none(period: Period, grain: Grain) -> None:
    if grain is Grain.POOLED or period.months > Period.of(period.first, grain).months:
        with pytest.raises(ValueError, match=str(period)):
            period.parent(grain)
        return
    parent = period.parent(grain)
    assert parent.grain is grain
    assert parent.contains(period)


@given(OF_THE_CALENDAR, st.integers(-3, 30))
def test_periods_until_another_follow_without_a_gap(first: Period, count: int) -> None:
    last = first
    for _ in range(abs(count)):
        last = last.next if count > 0 else last.previous
    found = list(first.until(last))
    assert len(found) == max(0, count + 1)
    assert all(one.next == other for one, other in pairwise(found))


@given(st.lists(OF_THE_CALENDAR, min_size=2))
def test_periods_of_one_length_and_their_spellings_sort_by_time(periods: list[Period]) -> None:
    same = [one for one in periods if one.grain is periods[0].grain]
    assert [str(one) for one in sorted(same)] == sorted(map(str, same))
    assert sorted(same) == sorted(same, key=lambda one: one.last)


def test_codes_of_lengths_are_read_back() -> None:
    assert [Grain.of_code(grain.code) for grain in Grain] == list(Grain)
    with pytest.raises(ValueError, match="'dasawarsa'"):
        Grain.of_code("dasawarsa")


def test_the_calendar_of_the_store_is_made_of_the_same_periods(scratch: Store) -> None:
    end = date(2024, 12, 31)
    with scratch.writing() as connection:
        run(connection, "frame", first_year=2023, last_day=end)
        rows = connection.execute(sa.text("select period, grain, first, last, last_day, months, year from calendar")).all()
    assert len(rows) == 2 * (12 + 4 + 2 + 1)
    for row in rows:
        period = Period.parse(row.period)
        assert (period.grain, period.start, period.end - 1, period.last, period.months, str(period.last_year)) == (
            row.grain,
            row.first,
            row.last,
            row.last_day,
            row.months,
            row.year,
        )


def test_no_period_is_taken_apart_or_spelled_by_hand() -> None:
    by_hand = re.compile(
        r"(period|half|last_day)\w*(\[-?\d*:-?\d*\]|\.(partition|rpartition|split|startswith|endswith)\()"
        r"|(?<!now\.)year[^{}]{0,8}\}-[\dBQ{]|\"-\" (not )?in|int\(\w*period\)"
    )
    found = [
        f"{file.relative_to(ROOT)}: {line.strip()}"
        for room in ("data", "dashboard", "geo", "pages")
        for file in sorted((ROOT / room).rglob("*.py"))
        if file != ROOT / "data" / "model" / "period.py"
        for line in file.read_text(encoding="utf-8").splitlines()
        if by_hand.search(line)
    ]
    assert found == []
