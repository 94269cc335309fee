"""Kaplan-Meier curves of the refresh against published tables, and against statsmodels on random data."""

from collections.abc import Callable, Sequence

import hypothesis.strategies as st
import numpy as np
import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, given, settings
from statsmodels.duration.survfunc import SurvfuncRight

from data.facts.indicators import LEAST_MEDIAN, LEAST_WHOLE, SMALL_COUNT
from data.facts.scripts import run
from data.store import Store

Curve = dict[int, tuple[float, float | None, float | None]]
# Freireich et al., Blood 21 (1963) 699-716: weeks of remission under 6-mercaptopurine, with ties; negative where
# censored. The table of survfit (R, package survival, conf.type "log") as textbooks print it.
MERCAPTOPURINE = [6, 6, 6, -6, 7, -9, 10, -10, -11, 13, 16, -17, -19, -20, 22, 23, -25, -32, -32, -34, -35]
MERCAPTOPURINE_TABLE = {
    6: (0.857, 0.720, 1.000),
    7: (0.807, 0.653, 0.996),
    10: (0.753, 0.586, 0.968),
    13: (0.690, 0.510, 0.935),
    16: (0.627, 0.439, 0.896),
    22: (0.538, 0.337, 0.858),
    23: (0.448, 0.249, 0.807),
}
# Miller, Survival Analysis (1981), maintained arm of acute myelogenous leukaemia; table of survfit of the data set `aml`
MAINTAINED = [9, 13, -13, 18, 23, -28, 31, 34, -45, 48, -161]
MAINTAINED_TABLE = {
    9: (0.909, 0.7541, 1.000),
    13: (0.818, 0.6192, 1.000),
    18: (0.716, 0.4884, 1.000),
    23: (0.614, 0.3769, 0.999),
    31: (0.491, 0.2549, 0.946),
    34: (0.368, 0.1549, 0.875),
    48: (0.184, 0.0359, 0.944),
}


@pytest.fixture
def curve(scratch: Store) -> Callable[..., Curve]:
    """The curve of durations (censored ones negative or zero with `censored`) by day, as published or exact."""

    def compute(durations: Sequence[int], *, published: bool = False) -> Curve:
        with scratch.writing() as connection:
            connection.exec_driver_sql(
                "create temporary table lasted (subject text, code text, year smallint, service text, agency text, days int, "
                "happened bigint, amount bigint) on commit drop"
            )
            days = sorted({abs(one) for one in durations})
            rows = [
                {
                    "days": day,
                    "happened": sum(one == day for one in durations),
                    "amount": sum(abs(one) == day for one in durations),
                }
                for day in days
            ]
            connection.execute(
                sa.text("insert into lasted values ('bertahan', 'ID', 2025, '', '', :days, :happened, :amount)"), rows
            )
            run(connection, "survival", small_count=SMALL_COUNT, least_median=LEAST_MEDIAN, least_whole=LEAST_WHOLE)
            found = connection.execute(
                sa.text("select days, share, low, high from new_survival where sensitivity = :level"),
                {"level": 0 if published else 2},
            ).first()
            connection.rollback()
        if found is None:
            return {}
        return {day: (share, low, high) for day, share, low, high in zip(*found, strict=True)}

    return compute


@pytest.mark.parametrize(
    ("durations", "table"),
    [(MERCAPTOPURINE, MERCAPTOPURINE_TABLE), (MAINTAINED, MAINTAINED_TABLE)],
    ids=["mercaptopurine", "maintained"],
)
def test_curve_and_interval_equal_a_published_table(
    curve: Callable[..., Curve], durations: list[int], table: dict[int, tuple[float, float, float]]
) -> None:
    found = curve(durations)
    for day, row in table.items():
        assert found[day] == pytest.approx(row, abs=0.0006), day
    last = max(map(abs, durations))
    assert set(found) == {*table, last}, "a step for each event, and the last day of observation"
    assert found[last] == found[max(table)]


def test_all_censored_stay_at_one(curve: Callable[..., Curve]) -> None:
    assert curve([-5, -8, -8, -30]) == {30: (1.0, 1.0, 1.0)}


def test_one_person_falls_to_zero_without_an_interval(curve: Callable[..., Curve]) -> None:
    assert curve([12]) == {12: (0.0, None, None)}
    assert curve([-12]) == {12: (1.0, 1.0, 1.0)}


def test_a_published_curve_ends_below_ten_at_risk(curve: Callable[..., Curve]) -> None:
    exact, published = curve(MERCAPTOPURINE), curve(MERCAPTOPURINE, published=True)
    # at risk before each event: 21, 17, 15, 12, 11, 7, 6
    assert list(published) == [6, 7, 10, 13, 16]
    assert published[6] == exact[6], "an interval from 20 at risk on"
    assert all(published[day] == (exact[day][0], None, None) for day in (7, 10, 13, 16))
    assert curve(MERCAPTOPURINE[:9], published=True) == {}


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(st.integers(0, 60), st.booleans()), min_size=1, max_size=80))
def test_random_curves_equal_those_of_statsmodels(curve: Callable[..., Curve], spells: list[tuple[int, bool]]) -> None:
    # statsmodels knows no event at time 0, so all are a day later there
    days, events = np.array([day + 1 for day, _ in spells]), np.array([event for _, event in spells])
    rows = [(day + 1) if event else -(day + 1) for day, event in spells]
    found = curve(rows)
    if not events.any():
        assert found == {int(days.max()): (1.0, 1.0, 1.0)}
        return
    theirs = SurvfuncRight(days, events.astype(int))
    for day, share, error in zip(theirs.surv_times, theirs.surv_prob, theirs.surv_prob_se, strict=True):
        ours = found[int(day)]
        assert ours[0] == pytest.approx(share, abs=2e-6)
        if share > 0:
            width = 1.959963984540054 * error / share
            assert ours[1:] == pytest.approx((share * np.exp(-width), min(share * np.exp(width), 1)), abs=4e-6)
