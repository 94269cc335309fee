"""One widget for each type of column, labelled, explained and bounded by the contract."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

import streamlit as st

from dashboard.analysis.periods import period_words
from dashboard.cache import answers
from dashboard.cache.runtime import store
from dashboard.components.forms.work import Work
from dashboard.words.texts import language, number, pick, text
from data import queries
from data.feeds import Column
from data.intake.drafts import is_filled
from data.intake.read.values import BadCell, coder
from data.model.period import Grain, Period

_FEW = 6  # as many are shown side by side; more are a list to search
_LONG = 250  # letters from which a text has several lines
_FIRST_MONTH = date(2000, 1, 1)  # as the readers of cells take them
_FIRST_DAY = date(1900, 1, 1)
_YEARS_AHEAD = 50


def label_of(column: Column) -> str:
    """The label with its unit; a star where it is required."""
    unit = f" ({pick(column.unit)})" if column.unit else ""
    return pick(column.label)[:1].upper() + pick(column.label)[1:] + unit + (" *" if column.required else "")


def help_of(column: Column) -> str:
    """What the field asks for, with its bounds."""
    said = pick(column.help)
    if column.type in ("integer", "decimal") and not (column.min is None and column.max is None):
        least, most = (_bound(one) for one in (column.min, column.max))
        said += " " + text("form.between", least=least, most=most)
    return said


def known_of(work: Work, column: Column) -> dict[str, str]:
    """What a column that refers to another feed offers, by value."""
    frame = queries.known_values(store(), work.person.scope, work.contract.name, column.name)
    places = answers.names_of(work.person.scope, work.boundaries, frame["region_code"])
    called = [label or place for label, place in zip(frame["label"], places, strict=True)]
    return {value: f"{value} · {name}" for value, name in zip(frame["value"], called, strict=True)}


def months(today: date) -> list[str]:
    """Months that may be reported, the newest first."""
    return _begun(today, Grain.MONTH)


def half_years(today: date) -> list[str]:
    """Half years that have begun, the newest first."""
    return _begun(today, Grain.HALF)


def _begun(today: date, grain: Grain) -> list[str]:
    newest, found = Period.of(today, grain), []
    while newest.first >= _FIRST_MONTH:
        found.append(str(newest))
        newest = newest.previous
    return found


def years(column: Column, today: date) -> list[int]:
    """Years that a column takes, the newest first."""
    least = int(column.min) if column.min is not None else 2000
    return list(range(today.year + (_YEARS_AHEAD if column.future else 1), least - 1, -1))


def options_of(work: Work, column: Column) -> dict[Any, str]:
    """What a column offers besides regions, by value; empty for one that is written."""
    if column.refers:
        return known_of(work, column)
    if column.type in ("code", "codes"):
        return {code.code: code.label(language()) for code in column.codes}
    if column.type == "yes_no":
        return {True: text("form.yes"), False: text("form.no")}
    if column.type in ("month", "half_year"):
        spelt = months(work.today) if column.type == "month" else half_years(work.today)
        return {one: period_words(Period.parse(one)) for one in spelt}
    return {one: str(one) for one in years(column, work.today)} if column.type == "year" else {}


def preset(work: Work, column: Column, options: Mapping[Any, str]) -> object:
    """What a field begins with beside the row: the only value there is, or the code of the sender's own kind of office."""
    if column.refers and column.required and len(options) == 1:
        return next(iter(options))
    if column.of_sender:
        kind = max((one for one in work.contract.senders if work.office.startswith(one)), key=len, default="")
        try:
            return coder(column)(kind).value if kind else None
        except BadCell:
            return None
    return None


def show_field(work: Work, column: Column, options: Mapping[Any, str], begun: object, key: str) -> object:
    """The widget of a column, beginning with `begun`; returns what it holds, ``None`` where it is empty."""
    label, explained = label_of(column), help_of(column)
    if column.type in ("code", "yes_no") and len(options) <= _FEW:
        return _buttons(label, options, begun, key, explained)
    if column.type == "codes":
        chosen = [one for one in begun if one in options] if isinstance(begun, list) else []
        return st.pills(
            label,
            list(options),
            selection_mode="multi",
            default=chosen,
            format_func=options.__getitem__,
            key=key,
            help=explained,
        )
    if options or column.refers or column.type == "region":
        return _choice(label, options, begun, key, explained)
    write = _token if column.is_person else _WRITTEN[column.type]
    return write(work, column, label, begun, key, explained)


def _buttons(label: str, options: Mapping[Any, str], begun: object, key: str, explained: str) -> object:
    return st.pills(
        label,
        list(options),
        default=begun if begun in options else None,
        format_func=options.__getitem__,
        key=key,
        help=explained,
    )


def _choice(label: str, options: Mapping[Any, str], begun: object, key: str, explained: str) -> object:
    names: Sequence[Any] = list(options)
    return st.selectbox(
        label,
        names,
        index=names.index(begun) if begun in options else None,
        format_func=options.__getitem__,
        key=key,
        help=explained,
        placeholder=text("form.search") if names else text("form.nothing_known"),
        disabled=not names,
    )


def _text(work: Work, column: Column, label: str, begun: object, key: str, explained: str) -> object:
    """A text; one that is too long is said to be: a field with a limit leaves out what is pasted without a word of ours."""
    value = str(begun) if begun is not None else None
    shown = text("form.such_as", example=column.example)
    if column.longest > _LONG:
        return st.text_area(label, value=value, key=key, help=explained, placeholder=shown, height=100)
    return st.text_input(label, value=value, key=key, help=explained, placeholder=shown)


def _token(work: Work, column: Column, label: str, begun: object, key: str, explained: str) -> object:
    """A token is not shown again: the field says only that there is one, and writing replaces it."""
    filled = is_filled({column.name: begun}, column.name)
    shown = text("form.filled") if filled else text("form.token")
    written = st.text_input(label, key=key, help=explained, placeholder=shown, autocomplete="off", max_chars=140)
    return written or (begun if filled else None)


def _number(work: Work, column: Column, label: str, begun: object, key: str, explained: str) -> object:
    """A number as it is written, to be read as in a file: a field of the browser for numbers makes 1 of 1.250 and 15 of 1,5."""
    shown = written_number(begun)
    written = st.text_input(label, value=shown, key=f"{key}_angka", help=explained, autocomplete="off")
    return begun if written == shown else written


def written_number(value: object) -> str | None:
    """A number as somebody may have written it, without marks of thousands; a text stays as it is."""
    if value is None or isinstance(value, str):
        return value
    plain = f"{Decimal(str(value)):f}"
    plain = plain.rstrip("0").rstrip(".") if "." in plain else plain
    return plain.replace(".", "," if language() == "id" else ".")


def _date(work: Work, column: Column, label: str, begun: object, key: str, explained: str) -> object:
    # wider than the column: a day outside would be left out, and the one before it kept, without a word of ours
    least, most = _FIRST_DAY, work.today.replace(year=work.today.year + _YEARS_AHEAD, day=1)
    value = date.fromisoformat(begun) if isinstance(begun, str) else None
    if value is not None and not least <= value <= most:
        value = None
    return st.date_input(label, value=value, min_value=least, max_value=most, format="DD/MM/YYYY", key=key, help=explained)


_WRITTEN: dict[str, Callable[[Work, Column, str, object, str, str], object]] = {
    "text": _text,
    "link": _text,
    "integer": _number,
    "decimal": _number,
    "date": _date,
}


def _bound(value: float | None) -> str:
    return "…" if value is None else number(value, 0 if float(value).is_integer() else 6)
