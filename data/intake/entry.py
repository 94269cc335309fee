"""Rows filled in by hand: each cell read as in a file, identities made tokens at once, all made a sheet for `submit`."""

import itertools
import json
import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import partial

import pyarrow as pa

from data.feeds import Column, Contract
from data.intake.read.cells import cell_text
from data.intake.read.files import Workbook, rows_of
from data.intake.read.parsers import json_list, parser
from data.intake.read.privacy import NAMES, OFFICE, IdentityFound, check_values
from data.intake.read.tokens import Keyring, read_token
from data.intake.read.values import NUMBERS, BadCell
from data.intake.submit.parts import NO_PEOPLE, names_question

Row = dict[str, object]
MOST_BEGUN = 60
MOST_ROWS = 500  # by hand; more are a file
TOKEN_MARK = "\\x"
_FREE = ("text", "link")


@dataclass(frozen=True)
class CellSaid:
    """What is wrong with a cell of a form, and what to do. One with an identity is not kept; where it `is_names`, it may be
    answered that no people are named.
    """

    expected: str
    todo: str
    is_identity: bool = False
    is_names: bool = False


@dataclass
class Entered:
    """A row as it is kept, faults by column, and tokens of one person by two keys."""

    row: Row = field(default_factory=dict)
    faults: dict[str, CellSaid] = field(default_factory=dict)
    links: dict[str, str] = field(default_factory=dict)


def entered(
    contract: Contract,
    values: Mapping[str, object],
    keyring: Keyring,
    today: date,
    others: Sequence[Row] = (),
    answers: Mapping[str, str] | None = None,
) -> Entered:
    """One row of a form. An identity is in the result only as its token; a text that holds one is left out and is a fault.

    `others` are the rows before it: a list of names shows only in several rows.
    """
    made = Entered()
    for column in contract.columns:
        value = _plain(values.get(column.name))
        if value is None:
            if column.required:
                made.faults[column.name] = CellSaid("Wajib diisi.", "Lengkapi isian ini.")
            continue
        try:
            if column.type == "token":
                value = _token(str(value), column, keyring, made)
            elif column.type == "list":
                value = _items(value, column, today)
                json_list(column, today)(json.dumps(value))
            elif column.type in NUMBERS and isinstance(value, str):
                value = parser(column, today)(value).value
            elif column.type != "region":
                parser(column, today)(cell_text(value) or "")
            _guard(column, value, others, answers or {})
        except BadCell as bad:
            made.faults[column.name] = CellSaid(bad.expected, bad.todo)
            if column.type != "token":
                made.row[column.name] = value
            continue
        except IdentityFound as found:
            made.faults[column.name] = CellSaid(
                f"Isian ini tampak berisi {found.what}; identitas orang tidak boleh masuk.",
                "Hapus bagian itu.",
                is_identity=True,
                is_names=found.what == NAMES,
            )
            continue
        made.row[column.name] = value
    return made


def lacking(contract: Contract, row: Row) -> list[Column]:
    """The required columns that a row does not have yet."""
    return [column for column in contract.columns if column.required and _plain(row.get(column.name)) is None]


def check_rows(contract: Contract, rows: Sequence[Row], answers: Mapping[str, str]) -> None:
    """Raises `IdentityFound` for rows that must not be kept: a person under no token, a number or names in a text."""
    for at, row in enumerate(rows):
        for column in contract.columns:
            value = row.get(column.name)
            if column.type == "token" and value is not None and not str(value).startswith(TOKEN_MARK):
                raise IdentityFound("NIK", column.label["id"], at)
            if value is not None:
                _guard(column, value, rows[:at], answers)


def question_of(column: Column) -> str:
    """The question of the check whether a column names people, as `submit` asks it of the sheet that `book_of` makes."""
    return names_question(column.name)


def book_of(contract: Contract, rows: Sequence[Row]) -> Workbook:
    """The rows as a sheet: entry 1 stands in row 2. All columns are there, so that an empty one is a fault of its cell."""
    book = rows_of([{column.name: row.get(column.name) for column in contract.columns} for row in rows])
    return replace(book, sheets=[replace(sheet, listed=True) for sheet in book.sheets])


def rows_from(contract: Contract, table: pa.Table) -> list[Row]:
    """Rows of a form from the typed rows of a submission."""
    kinds = {column.name: column.type for column in contract.columns}
    return [
        {name: _untyped(kinds[name], value) for name, value in row.items() if name in kinds and value is not None}
        for row in table.to_pylist()
    ]


def begun_from(contract: Contract, rows: Iterable[Row]) -> list[Row]:
    """What a new report has in common with an earlier one: what its rows are about, without the period and without figures."""
    about = [name for name in contract.key if name != contract.period_from]
    made: dict[str, Row] = {}
    for row in rows:
        start = {name: row[name] for name in about if name in row}
        made.setdefault(json.dumps(start, sort_keys=True, default=str), start)
    return list(made.values())


def begun_fresh(contract: Contract, known: Mapping[str, Sequence[object]]) -> list[Row]:
    """The rows that a first report may have: one for each combination of what its key may say, without the period.

    `known` are the values by column; none where a column of the key has none, or where there are more than `MOST_BEGUN` rows.
    """
    about = [name for name in contract.key if name != contract.period_from]
    choices = [known.get(name, ()) for name in about]
    if not 1 <= math.prod(map(len, choices)) <= MOST_BEGUN:
        return []
    return [dict(zip(about, one, strict=True)) for one in itertools.product(*choices)]


def is_periodic(contract: Contract) -> bool:
    """Whether reports of a feed come one after the other and are about the same things, so that one may begin from the last."""
    kinds = {column.name: column.type for column in contract.columns}
    regular = kinds.get(contract.period_from, "") in ("month", "half_year", "year")
    return regular and len(contract.key) > 1 and not any(kinds[name] == "token" for name in contract.key)


def _plain(value: object) -> object:
    """A value as JSON keeps it; ``None`` where it is empty."""
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, str):
        return value.strip() or None
    if isinstance(value, list | tuple):
        items = [_plain(one) for one in value]
        return [one for one in items if one is not None] or None
    if isinstance(value, dict):
        parts = {name: _plain(one) for name, one in value.items()}
        return parts if any(one is not None for one in parts.values()) else None
    return value


def _items(value: object, column: Column, today: date) -> object:
    """The items of a list with numbers read that were written as texts. Raises `BadCell`."""
    if not isinstance(value, list):
        return value
    read = []
    for item in value:
        made = dict(item)
        for part in column.fields:
            if part.type in NUMBERS and isinstance(text := made.get(part.name), str):
                try:
                    made[part.name] = parser(part, today)(text).value
                except BadCell as bad:
                    raise BadCell(f"{part.label['id'].capitalize()} '{text}': {bad.expected}", bad.todo) from None
        read.append(made)
    return read


def _token(text: str, column: Column, keyring: Keyring, made: Entered) -> str:
    links: dict[bytes, bytes] = {}
    token = str(read_token(text, column, keyring, links).value)
    made.links |= {newer.hex(): older.hex() for newer, older in links.items()}
    return token


def _guard(column: Column, value: object, others: Sequence[Row], answers: Mapping[str, str]) -> None:
    """Raises `IdentityFound` where a text, here or with those of `others`, holds an identity."""
    for kind, header, texts in _texts(column, [row[column.name] for row in others if column.name in row] + [value]):
        bodies = partial(_said_of, answers.get(question_of(column)) == NO_PEOPLE)
        check_values([(0, header, kind, pa.chunked_array([pa.array(texts, pa.string())]))], bodies)


def _said_of(said: bool, header: str) -> bool:
    return said


def _texts(column: Column, values: Sequence[object]) -> Iterable[tuple[str, str, list[str]]]:
    if column.type in _FREE:
        yield OFFICE if column.office_contact else column.type, column.label["id"], [str(one) for one in values]
    for part in column.fields:
        if part.type in _FREE:
            items = [item for one in values if isinstance(one, list) for item in one]
            yield part.type, part.label["id"], [str(item[part.name]) for item in items if item.get(part.name) is not None]


def _untyped(kind: str, value: object) -> object:
    if isinstance(value, date):
        return value.isoformat()[:7] if kind == "month" else value.isoformat()
    if kind == "codes":
        return [one for one in str(value).strip("{}").split(",") if one]
    if kind == "list":
        return json.loads(str(value))
    if kind == "token":
        return value if str(value).startswith(TOKEN_MARK) else TOKEN_MARK + bytes(value).hex()  # type: ignore[call-overload]
    return value
