"""Puts the readers of cells together: one for each type of column, and for lists of several fields."""

import json
from collections.abc import Callable
from datetime import date

from data.feeds import Column
from data.intake.read.cells import NATIVE
from data.intake.read.dates import read_date, read_half_year, read_month, read_year
from data.intake.read.numbers import read_decimal, read_integer
from data.intake.read.values import BadCell, Manner, Parse, Read, coder, is_nothing, read_link, read_text, read_yes_no, several

_USUAL = Manner()


def parser(column: Column, today: date, manner: Manner = _USUAL) -> Parse:
    """The function that reads one text of `column`."""
    made: dict[str, Callable[[str], Read]] = {
        "text": lambda text: read_text(text, column),
        "link": lambda text: read_link(text, column),
        "integer": lambda text: read_integer(text, column),
        "decimal": lambda text: read_decimal(text, column, manner.style),
        "date": lambda text: read_date(text, column, today, manner.zones),
        "month": lambda text: read_month(text, today, manner.zones),
        "year": lambda text: read_year(text, column, today),
        "half_year": read_half_year,
        "yes_no": lambda text: read_yes_no(text, manner.cross),
        "code": coder(column),
        "codes": several(column, _json_list),
    }
    return made[column.type]


def list_item(column: Column, today: date, style: str) -> Parse:
    """Reads one item of a list column, ``sabu/12,5/g``, into a JSON object text with the fields in their order. `style` is the
    decimal mark that the column's items show: without one, 1.250 is two numbers.
    """
    readers = [(field, parser(field, today, Manner(style))) for field in column.fields]
    shape = "/".join(field.label["id"] for field in column.fields)

    def read(text: str) -> Read:
        parts = [part.strip() for part in text.split("/")]
        if len(parts) != len(readers):
            raise BadCell(f"Perlu {shape}.", f"Tulis seperti {column.example}.")
        made: dict[str, object] = {}
        for (field, reader), part in zip(readers, parts, strict=True):
            made[field.name] = _field(field, reader, part)
        return Read(json.dumps(made, separators=(",", ":")))

    return read


def json_list(column: Column, today: date) -> Parse:
    """Reads a whole list that came as JSON, an array of objects."""
    readers = {field.name: (field, parser(field, today, Manner("titik"))) for field in column.fields}

    def read(text: str) -> Read:
        made = []
        for item in _json_list(text):
            if not isinstance(item, dict) or set(item) - set(readers):
                raise BadCell(f"Perlu daftar objek dengan {', '.join(readers)}.", "Lihat skema API.")
            made.append(
                {
                    name: _field(field, reader, "" if item.get(name) is None else _native(item[name]))
                    for name, (field, reader) in readers.items()
                }
            )
        return Read(json.dumps(made, separators=(",", ":")))

    return read


def _native(value: object) -> str:
    return f"{NATIVE}{value}" if isinstance(value, int | float) and not isinstance(value, bool) else str(value)


def _field(field: Column, reader: Parse, part: str) -> object:
    if not part or is_nothing(part, field.type):
        if field.required:
            raise BadCell(f"{field.label['id'].capitalize()} kosong.", "Lengkapi bagian itu.")
        return None
    try:
        return reader(part).value
    except BadCell as bad:
        raise BadCell(f"{field.label['id'].capitalize()} '{part.lstrip(NATIVE)}': {bad.expected}", bad.todo) from None


def _json_list(text: str) -> list[object]:
    try:
        found = json.loads(text)
    except (ValueError, RecursionError):
        found = None
    if not isinstance(found, list):
        raise BadCell("Perlu daftar JSON.", "Lihat skema API.")
    return found
