"""What a refresh derives beside indicators: tables of their own, each brought up to date when one of its feeds moved."""

import json
from collections.abc import Callable, Collection
from dataclasses import dataclass

import sqlalchemy as sa

from data.facts import access
from data.facts.days import Span
from data.facts.indicators import LEAST_MEDIAN, LEAST_WHOLE, SMALL_COUNT
from data.facts.instruments import LEAST_SPREAD, whoqol
from data.facts.scripts import run
from geo.stats.change import reliable_change


@dataclass(frozen=True)
class Derived:
    """`work` writes only what differs; `feeds` are those that it depends on."""

    feeds: frozenset[str]
    work: Callable[[sa.Connection, Span], None]


def derive(connection: sa.Connection, days: Span, moved: Collection[str] | None = None) -> None:
    """Bring the tables of `DERIVED` up to date that depend on the feeds that `moved`; by default all."""
    for one in DERIVED:
        if moved is None or one.feeds & set(moved):
            one.work(connection, days)


def _vacancy(connection: sa.Connection, _: Span) -> None:
    run(connection, "vacancy")


def _treatment(connection: sa.Connection, days: Span) -> None:
    """People by agency, the way through treatment, and how long people stay."""
    run(connection, "treatment", last_day=days.last_day, small_count=SMALL_COUNT)
    run(connection, "survival", small_count=SMALL_COUNT, least_median=LEAST_MEDIAN, least_whole=LEAST_WHOLE)
    run(connection, "keep_treatment")


def _changes(connection: sa.Connection, days: Span) -> None:
    """What changed for clients of community based intervention."""
    run(
        connection,
        "ibm_change",
        last_day=days.last_day,
        # the least reliable change for a standard deviation of 1: it grows with the deviation
        reliable=json.dumps({domain: reliable_change(1.0, one) for domain, one in whoqol().reliability.items()}),
        least_spread=LEAST_SPREAD,
        small_count=SMALL_COUNT,
        least_whole=LEAST_WHOLE,
    )


def _course(connection: sa.Connection, days: Span) -> None:
    """Courses of cases through their stages, what stands still, and verdicts beside what assessments recommended."""
    run(connection, "course", last_day=days.last_day, small_count=SMALL_COUNT)
    run(connection, "keep_course")


def _access(connection: sa.Connection, _: Span) -> None:
    access.renew(connection)


DERIVED = (
    Derived(frozenset({"rehab_episode", "fasilitas_rehab"}), _vacancy),
    Derived(frozenset({"rehab_episode", "rehab_rekap"}), _treatment),
    Derived(frozenset({"ibm_penilaian", "ibm_unit"}), _changes),
    Derived(frozenset(access.FEEDS), _access),
    Derived(frozenset({"tahap_perkara", "tat"}), _course),
)
