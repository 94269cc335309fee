"""Counts and curves of treatment that one number a region cannot hold."""

import sqlalchemy as sa

from data.facts.days import Span
from data.facts.indicators import LEAST_MEDIAN, LEAST_WHOLE, SMALL_COUNT
from data.facts.scripts import run


def count_treatment(connection: sa.Connection, days: Span) -> None:
    """Bring `analitik.breakdown` and `analitik.survival` up to date, as published and exact; only what differs is written."""
    run(connection, "treatment", last_day=days.last_day, small_count=SMALL_COUNT)
    run(connection, "survival", small_count=SMALL_COUNT, least_median=LEAST_MEDIAN, least_whole=LEAST_WHOLE)
    run(connection, "keep_treatment")
