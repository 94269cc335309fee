"""Periods by their names: ``2025`` a year, ``2025-B06`` half of one, ``2025-Q2`` a quarter, ``2025-06`` a month."""

import sqlalchemy as sa

from data.facts.indicators import registry
from data.model import schema

# years, and several years pooled (``2022-2026``)
YEARLY = sa.func.length(schema.nilai.c.period).in_((4, 9))
LENGTHS = {"bulan": "____-__", "triwulan": "____-Q_", "semester": "____-B__", "tahun": "____"}


def computed() -> sa.ColumnElement[bool]:
    """Facts of the store's own rows; the years of published figures are not those of the store."""
    return schema.nilai.c.indicator.not_in([item.code for item in registry().values() if item.published])


def of_grain(grain: str) -> sa.ColumnElement[bool]:
    """Facts of one length of period; ``tahun`` takes pooled years along."""
    if grain == "tahun":
        return YEARLY
    period = schema.nilai.c.period
    alike = period.like(LENGTHS[grain])
    return sa.and_(alike, period.not_like("%Q%")) if grain == "bulan" else alike
