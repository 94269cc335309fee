"""Contracts of feeds: one YAML file each, read into the models below. Imports no database."""

import hashlib
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path
from typing import Annotated, Any, Literal, Self, TypeVar

from pydantic import (
    BeforeValidator,
    Field,
    GetPydanticSchema,
    PrivateAttr,
    StrictBool,
    StrictStr,
    TypeAdapter,
    model_validator,
)
from pydantic_core import core_schema

from data.model.yamls import Declared, FieldError, Level, Name, Number, Text, both_languages, check, read_yaml

FOLDER = Path(__file__).parent
MAPPINGS = FOLDER / "mappings"
_NOT_FEEDS = ("codes",)
_PERIODS = ("date", "month", "year", "half_year")  # column types from which a period can be read

ColumnType = Literal[
    "text",
    "integer",
    "decimal",
    "date",
    "month",
    "year",
    "half_year",
    "yes_no",
    "code",
    "codes",
    "region",
    "token",
    "link",
    "list",
]
_Words = Annotated[tuple[Annotated[str, Field(min_length=1)], ...], Field(min_length=1)]
SUBMISSIONS = "kiriman"  # stands for the submissions themselves, as if they were a feed


# what a sender may write for a code
Words = Annotated[dict[str, tuple[str, ...]], both_languages(_Words)]


class Code(Declared):
    """An allowed value and the words a sender may write for it; the first of each language is its label."""

    code: str
    words: Words

    def label(self, language: str) -> str:
        """Its label in `language`."""
        return self.words[language][0]


_CodeList = Annotated[dict[str, Words], Field(min_length=1)]
_SHARED = TypeAdapter(dict[Name, _CodeList])


def _shared(given: object) -> object:
    """The list of `codes.yaml` that a column names. Raises `ValueError` for one that is not there."""
    if not isinstance(given, str):
        return given
    if given not in _shared_codes():
        raise ValueError(f"codes.yaml has no list {given}")
    return _shared_codes()[given]


def _codes(words: dict[str, Words]) -> tuple[Code, ...]:
    return tuple(Code(code=code, words=said) for code, said in words.items())


def _table(codes: tuple[Code, ...]) -> dict[str, Words]:
    return {code.code: code.words for code in codes}


# a file holds a mapping by code; the model holds a list
Codes = Annotated[
    tuple[Code, ...],
    GetPydanticSchema(
        lambda _, make: core_schema.no_info_after_validator_function(
            _codes, make(_CodeList), serialization=core_schema.plain_serializer_function_ser_schema(_table)
        )
    ),
    BeforeValidator(_shared, json_schema_input_type=Name | _CodeList),
]


class Reference(Declared):
    """A value that must be known already: a column of a table of `inti`, filled by another feed; `label` is the column with
    what people call it.
    """

    table: Name
    column: Name
    feed: Name
    label: str = ""


class Column(Declared):
    """One column of a feed. `min` and `max` are in the column's unit, years for dates; a decimal number has a unit."""

    name: Name
    label: Text
    type: ColumnType
    example: StrictStr | Number | StrictBool
    help: Text
    in_example: StrictBool = Field(True, description="false: the template's example row leaves it empty, for others exclude it")
    aliases: tuple[Annotated[str, Field(min_length=1)], ...] = ()
    unit: Text | None = None
    unit_of: str = Field("", description="the column of the same row that says the unit")
    required: StrictBool = False
    codes: Codes = ()
    default: str = Field("", description="the code that an empty cell means")
    min: Number | None = None
    max: Number | None = None
    least: int = Field(1, strict=True, ge=1, description="fewest characters")
    longest: int = Field(200, strict=True, ge=1, le=2000)
    future: StrictBool = Field(False, description="a date after today is allowed")
    of_sender: StrictBool = Field(False, description="the code of the sender's own kind of office, with which a form begins")
    levels: tuple[Level, ...] = ()
    refers: Reference | None = None
    office_contact: StrictBool = Field(False, description="an address or telephone of an office, which no other text may hold")
    fields: tuple["Column", ...] = ()

    @property
    def is_person(self) -> bool:
        """Whether it holds a person, of whom only the token is kept."""
        return self.type == "token"

    @model_validator(mode="after")
    def _has_what_its_type_needs(self) -> Self:
        needs = {
            "codes": self.type in ("code", "codes"),
            "levels": self.type == "region",
            "fields": self.type == "list",
        }
        for name, needed in needs.items():
            if needed != bool(getattr(self, name)):
                raise FieldError(name, f"{'is missing' if needed else 'has no meaning'} where the type is {self.type}")
        if self.default and self.default not in {one.code for one in self.codes if self.type == "code"}:
            raise FieldError("default", f"{self.default} is none of the codes")
        if self.default and self.required:
            raise FieldError("default", "has no meaning where the column is required")
        if self.required and not self.in_example:
            raise FieldError("in_example", "has no meaning where the column is required")
        if self.office_contact and self.type != "text":
            raise FieldError("office_contact", f"has no meaning where the type is {self.type}")
        if self.of_sender and self.type != "code":
            raise FieldError("of_sender", f"has no meaning where the type is {self.type}")
        if self.type == "decimal" and not self.unit:
            raise FieldError("unit", "is missing where the type is decimal")
        if self.type == "region" and not isinstance(self.example, str):
            raise FieldError("example", f'{self.example} is a number to YAML: write the code in quotes, as "73.10"')
        if len(self.fields) == 1:
            raise FieldError("fields", "are two at least")
        if self.min is not None and self.max is not None and self.min > self.max:
            raise FieldError("min", f"{self.min} is above max {self.max}")
        return self


class Rule(Declared):
    """A condition that holds in every row (`holds`), or a query of rows that break it (`broken_rows`); SQL of ours, never a
    sender's. With `stops` false, a broken one is noted and the file may land.
    """

    name: Name
    about: Name = Field(description="the column that a fault is shown at")
    says: Text
    todo: Text
    holds: str = Field("", description="SQL over the row's columns; a row for which it is false is at fault, unknown is not")
    broken_rows: str = Field("", description="SQL that selects row_no of rows at fault; {rows} is the submission")
    stops: StrictBool = Field(True, description="false: rows that break it land, and the sender reads it as a note")

    @model_validator(mode="after")
    def _says_it_one_way(self) -> Self:
        if bool(self.holds) == bool(self.broken_rows):
            raise FieldError("holds", "is there, or broken_rows, and not both")
        return self


class Child(Declared):
    """A table that takes the items of a column of type list: `parent` maps its columns to SQL, `number` counts the items."""

    table: Name
    list: Name
    parent: dict[str, str] = Field(min_length=1)
    number: Name | None = None


class Landing(Declared):
    """A table of `inti` that rows go to: `key` and `set` map its columns to SQL over the feed's columns."""

    table: Name
    key: dict[str, str] = Field(min_length=1)
    set: dict[str, str] = Field(default_factory=dict)
    where: str = "true"
    children: tuple[Child, ...] = ()


class Wide(Declared):
    """One row of a sender may hold several of ours: a `date` column per `code`, and what stands beside it (`also`)."""

    code: Name
    date: Name
    also: tuple[Name, ...]


class OneNumber(Declared):
    """Rows whose `code` is one of `codes` have the same number in each of `columns`, so that a sheet may write it once."""

    columns: tuple[Name, ...] = Field(min_length=2)
    code: Name
    codes: tuple[str, ...] = Field(min_length=1)
    says: Text


class Contract(Declared):
    """A feed. `version` is a digest of its file: a submission records the one it was checked against."""

    name: Name
    title: Text
    purpose: Text
    senders: _Words
    periodicity: Literal["bulan", "semester", "tahun", "register"]
    deadline_days: int = Field(strict=True, ge=0, le=366)
    sensitivity: Literal["publik", "antar_instansi", "terbatas"]
    identity: Literal["ditolak", "token"]
    area: tuple[str, ...] = Field(
        min_length=1, description="SQL expressions, the first that is not null says where a row belongs"
    )
    key: tuple[Name, ...] = Field(min_length=1)
    columns: tuple[Column, ...] = Field(min_length=2)
    lands: tuple[Landing, ...] = Field(min_length=1)
    period_from: str = Field("", description="the column whose date says which period a row belongs to")
    levels_add: StrictBool = Field(False, description="rows of a region are added to those of the regions inside it")
    reports: str = Field("", description="SQL over the row's columns: rows for which it is false report on no region")
    starts: str = Field("", description="of a register: the column with the day from which a row is true")
    wide: Wide | None = None
    one_number: OneNumber | None = None
    rules: tuple[Rule, ...] = ()
    _version: str = PrivateAttr("")

    @property
    def version(self) -> str:
        """Digest of the file."""
        return self._version

    def column(self, name: str) -> Column:
        """The column of that name. Raises `KeyError`."""
        return next((one for one in self.columns if one.name == name), None) or _missing(name)

    @model_validator(mode="after")
    def _names_columns_that_are_there(self) -> Self:
        types = {one.name: one.type for one in self.columns}
        if len(types) < len(self.columns):
            raise FieldError("columns", "one is named twice")
        _known(types, "key", self.key)
        for place, name in (("period_from", self.period_from), ("starts", self.starts)):
            _known(types, place, [name] if name else [])
        for one in self.columns:
            _known(types, f"columns/{one.name}/unit_of", [one.unit_of] if one.unit_of else [])
        for at, rule in enumerate(self.rules):
            _known(types, f"rules/{at}/about", [rule.about])
        if self.wide:
            _known(types, "wide", (self.wide.code, self.wide.date, *self.wide.also))
        if self.one_number:
            _known(types, "one_number", (self.one_number.code, *self.one_number.columns))
        for at, landing in enumerate(self.lands):
            _known(types, f"lands/{at}/children", [child.list for child in landing.children])
            if wrong := [child.list for child in landing.children if types[child.list] != "list"]:
                raise FieldError(f"lands/{at}/children", f"{wrong[0]} is not of type list")
        if self.periodicity != "register" and not self.period_from:
            raise FieldError("period_from", "is missing")
        if self.period_from and types[self.period_from] not in _PERIODS:
            raise FieldError("period_from", f"{self.period_from} is of type {types[self.period_from]}, no date")
        if self.starts and types[self.starts] != "date":
            raise FieldError("starts", f"{self.starts} is of type {types[self.starts]}, no date")
        return self


class Mapping(Declared):
    """How a sender's own sheet is read: which header is which of our columns, words for codes, constants.

    `wide` maps a code to headers by column (``{"sk": {"event_date": "Tgl SK", "document": "No SK"}}``); columns with headers in
    `drop` must not be stored and are dropped before anything is written. `answers` holds what the sender answered to offers of
    the check, by question: a reading is bolder only where somebody who knows the file said so.
    """

    feed: str = ""
    columns: dict[str, str] = Field(default_factory=dict)
    constants: dict[str, str] = Field(default_factory=dict)
    values: dict[str, dict[str, str]] = Field(default_factory=dict)
    wide: dict[str, dict[str, str]] = Field(default_factory=dict)
    drop: tuple[str, ...] = ()
    answers: dict[str, str] = Field(default_factory=dict)
    title: dict[str, str] = Field(default_factory=dict)

    def answering(self, answers: dict[str, str]) -> Self:
        """The mapping with more answers."""
        return self.model_copy(update={"answers": self.answers | answers})


class ShippedMapping(Mapping):
    """The shape of another system. `edition` names its layout, and when that was seen."""

    name: Name
    feed: Name
    title: Text
    edition: str = ""


CONTRACT = TypeAdapter(Contract)
MAPPING = TypeAdapter(ShippedMapping)
M = TypeVar("M", bound=Mapping)


def _known(columns: Iterable[str], place: str, names: Iterable[str]) -> None:
    if unknown := sorted(set(names) - set(columns)):
        raise FieldError(place, f"no column {', '.join(unknown)}")


def _missing(name: str) -> Column:
    raise KeyError(name)


@lru_cache(maxsize=1)
def _shared_codes() -> dict[str, dict[str, Words]]:
    file = FOLDER / "codes.yaml"
    return check(_SHARED, read_yaml(file), file)


def read_contract(path: Path) -> Contract:
    """A contract from its file. Raises `ValueError` naming file, place and reason when it breaks the model."""
    contract = check(CONTRACT, read_yaml(path, dates_are_text=True), path)
    if contract.name != path.stem:
        raise ValueError(f"{path.name}: name: is {contract.name}, the file is called {path.stem}")
    contract._version = hashlib.sha256(path.read_bytes()).hexdigest()[:12]
    return contract


@lru_cache(maxsize=4)
def feeds(folder: Path = FOLDER) -> dict[str, Contract]:
    """All contracts by name. Raises `ValueError` for one that breaks the schema."""
    files = sorted(path for path in folder.glob("*.yaml") if path.stem not in _NOT_FEEDS)
    return {path.stem: read_contract(path) for path in files}


@lru_cache(maxsize=1)
def agencies() -> tuple[str, ...]:
    """Every agency that sends some feed, in alphabetical order."""
    return tuple(sorted({sender for contract in feeds().values() for sender in contract.senders}))


@lru_cache(maxsize=1)
def mappings() -> dict[str, ShippedMapping]:
    """Mappings that ship: shapes of other systems, by name. Raises `ValueError` as `read_contract` does."""
    made = [check(MAPPING, read_yaml(file), file) for file in sorted(MAPPINGS.glob("*.yaml"))]
    return {one.name: _fitting(one, f"{one.name}.yaml") for one in made}


def mapping_of(tree: dict[str, Any]) -> Mapping:
    """A mapping from YAML, JSON or a form; keys it does not know are ignored. Raises `ValueError` for an unknown column."""
    known = {name: value for name, value in tree.items() if name in Mapping.model_fields}
    for name, words in known.items():
        if name in ("constants", "answers"):
            known[name] = {column: str(said) for column, said in words.items()}
        elif name == "values":
            known[name] = {column: {str(a): str(b) for a, b in codes.items()} for column, codes in words.items()}
    made = Mapping(**known)
    return _fitting(made, f"mapping for {made.feed}")


def _fitting(made: M, named: str) -> M:
    if made.feed:
        known = {one.name for one in feeds()[made.feed].columns}
        for place in ("columns", "constants", "values"):
            if unknown := sorted(set(getattr(made, place)) - known):
                raise ValueError(f"{named}: {place}: no column {', '.join(unknown)}")
    return made
