"""A place of treatment in words: the same lines on the map, in lists and on cards."""

from collections.abc import Hashable, Mapping, Sequence
from datetime import date
from typing import Any

import pandas as pd
from babel.dates import format_date

from dashboard.words.texts import language, number, text

# sign on the map and in lists, by who runs it
SIGNS = {"BNN": "◆", "Kemenkes": "✚", "Kemensos": "▲"}
OTHER_SIGN = "●"
NEW_SIGN = "★"  # places of a what-if


def sign(operator: str) -> str:
    """The sign of an operator: a square on its corner for BNN, a cross for Kemenkes, a triangle for Kemensos, else a dot."""
    return SIGNS.get(operator, OTHER_SIGN)


def card_lines(row: Mapping[Hashable, Any]) -> list[str]:
    """What a card says below the name of a row of `queries.facilities`; nothing for what the store does not have."""
    beds, places = int(row["beds"]), int(row["places"])
    stays, visits = has_beds(row), bool(places) or "rawat_jalan" in _services(row)
    kind = "both" if stays and visits else "beds" if stays else "places" if visits else "other"
    lines = [text("facility.kind", kind=text(f"facility.kind_{kind}"), operator=row["operator"])]
    if not beds and not places:
        lines.append(text("facility.places_unknown"))
    if beds:
        lines.append(text("facility.beds_of", men=number(row["beds_men"]), women=number(row["beds_women"])))
    if places:
        lines.append(text("facility.places_of", places=number(places)))
    if beds:
        lines.append(_vacancy(row))
    lines += [text(f"facility.{name}", words=row[name]) for name in ("address", "telephone") if _known(row[name])]
    return lines


def long_day(day: date) -> str:
    """A day with the month written out: 3 Mei 2026."""
    return format_date(day, "d MMMM y", locale="en_GB" if language() == "en" else "id_ID")


def has_beds(row: Mapping[Hashable, Any]) -> bool:
    """Whether people stay there overnight: it has beds, or says so without a number."""
    return bool(row["beds"]) or "rawat_inap" in _services(row)


def distance(km: float) -> str:
    """Straight-line distance: to the kilometre, below ten to a tenth."""
    return text("facility.away", km=number(km, 1 if km < 9.95 else 0))


def _services(row: Mapping[Hashable, Any]) -> Sequence[str]:
    return row["services"] if isinstance(row["services"], list) else ()


def _vacancy(row: Mapping[Hashable, Any]) -> str:
    if not _known(row["vacancy"]):
        return text("facility.vacancy_unknown")
    return text("facility.vacancy", state=text(f"facility.vacancy_{row['vacancy']}"), day=long_day(row["as_of"]))


def _known(value: object) -> bool:
    return isinstance(value, str) and bool(value.strip()) and not pd.isna(value)
