"""Days as people write them."""

from datetime import date

from babel.dates import format_date

from dashboard.words.texts import language


def day_words(day: date, *, short: bool = False) -> str:
    """``30 November 2026``, or ``30 Nov 2026``."""
    return format_date(day, "d MMM yyyy" if short else "d MMMM yyyy", locale=language())
