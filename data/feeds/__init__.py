"""Contracts of feeds: one YAML file each, checked against schema.json. Knows no database."""

import hashlib
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

from data.model.yamls import check, read_yaml

FOLDER = Path(__file__).parent
MAPPINGS = FOLDER / "mappings"
_NOT_FEEDS = ("codes",)


class _Loader(yaml.SafeLoader):
    """Dates stay text: an example is what a sender writes."""


_Loader.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in ways if tag != "tag:yaml.org,2002:timestamp"]
    for first, ways in yaml.SafeLoader.yaml_implicit_resolvers.items()
}


@dataclass(frozen=True)
class Code:
    """An allowed value and the words a sender may write for it; the first of each language is its label."""

    code: str
    words: dict[str, tuple[str, ...]]

    def label(self, language: str) -> str:
        """How a reader of `language` calls it."""
        return self.words[language][0]


@dataclass(frozen=True)
class Column:
    """One column of a feed. `type` as in schema.json; `min` and `max` in the column's unit, years for dates."""

    name: str
    label: dict[str, str]
    type: str
    example: object
    help: dict[str, str]
    aliases: tuple[str, ...] = ()
    unit: dict[str, str] | None = None
    required: bool = False
    codes: tuple[Code, ...] = ()
    min: float | None = None
    max: float | None = None
    least: int = 1
    longest: int = 200
    future: bool = False
    levels: tuple[int, ...] = ()
    refers: dict[str, str] | None = None
    fields: tuple["Column", ...] = ()


@dataclass(frozen=True)
class Rule:
    """What must hold in a row (`holds`), or a query of rows that break it (`broken_rows`); SQL, ours, never a sender's."""

    name: str
    about: str
    says: dict[str, str]
    todo: dict[str, str]
    holds: str = ""
    broken_rows: str = ""


@dataclass(frozen=True)
class Landing:
    """A table of `inti` that rows go to: `key` and `set` map its columns to SQL over the feed's columns."""

    table: str
    key: dict[str, str]
    set: dict[str, str] = field(default_factory=dict)
    where: str = "true"
    children: tuple[dict[str, Any], ...] = ()


@dataclass(frozen=True)
class Contract:
    """A feed. `edition` is a digest of its file: a submission remembers which one it was checked against."""

    name: str
    title: dict[str, str]
    purpose: dict[str, str]
    senders: tuple[str, ...]
    periodicity: str
    deadline_days: int
    sensitivity: str
    identity: str
    area: tuple[str, ...]
    key: tuple[str, ...]
    columns: tuple[Column, ...]
    lands: tuple[Landing, ...]
    edition: str
    period_from: str = ""
    wide: dict[str, Any] | None = None
    rules: tuple[Rule, ...] = ()

    def column(self, name: str) -> Column:
        """The column of that name. Raises `KeyError`."""
        return next((one for one in self.columns if one.name == name), None) or _missing(name)


@dataclass(frozen=True)
class Mapping:
    """How a sender's own sheet is read: which of its headers is which of our columns, words for codes, constants.

    `wide` maps a code to headers by column (``{"sk": {"event_date": "Tgl SK", "document": "No SK"}}``); headers in `drop` hold
    what must not be kept and go before anything is written.
    """

    feed: str = ""
    columns: dict[str, str] = field(default_factory=dict)
    constants: dict[str, str] = field(default_factory=dict)
    values: dict[str, dict[str, str]] = field(default_factory=dict)
    wide: dict[str, dict[str, str]] = field(default_factory=dict)
    drop: tuple[str, ...] = ()
    title: dict[str, str] = field(default_factory=dict)


def _missing(name: str) -> Column:
    raise KeyError(name)


@lru_cache(maxsize=1)
def _shared_codes() -> dict[str, dict[str, Any]]:
    found: dict[str, dict[str, Any]] = read_yaml(FOLDER / "codes.yaml")
    return found


def read_contract(path: Path) -> Contract:
    """A contract from its file. Raises `ValueError` naming file, place and reason when it breaks the schema or itself."""
    body = path.read_bytes()
    tree = yaml.load(body, _Loader)  # noqa: S506 - a SafeLoader
    check(tree, path, FOLDER / "schema.json")
    if tree["name"] != path.stem:
        raise ValueError(f"{path.name}: name is {tree['name']}, the file is called {path.stem}")
    columns = tuple(_column(one, path.name) for one in tree["columns"])
    names = [one.name for one in columns]
    mentioned = [*tree["key"], *([tree["period_from"]] if "period_from" in tree else [])]
    mentioned += [rule["about"] for rule in tree.get("rules", ())]
    if unknown := sorted(set(mentioned) - set(names)):
        raise ValueError(f"{path.name}: no column {', '.join(unknown)}")
    if len(set(names)) < len(names):
        raise ValueError(f"{path.name}: a column is named twice")
    if tree["periodicity"] != "register" and "period_from" not in tree:
        raise ValueError(f"{path.name}: period_from is missing")
    return Contract(
        name=tree["name"], title=tree["title"], purpose=tree["purpose"], senders=tuple(tree["senders"]),
        periodicity=tree["periodicity"], deadline_days=tree["deadline_days"], sensitivity=tree["sensitivity"],
        identity=tree["identity"], area=tuple(tree["area"]), key=tuple(tree["key"]), columns=columns,
        lands=tuple(
            Landing(one["table"], one["key"], one.get("set", {}), one.get("where", "true"), tuple(one.get("children", ())))
            for one in tree["lands"]
        ),
        edition=hashlib.sha256(body).hexdigest()[:12], period_from=tree.get("period_from", ""), wide=tree.get("wide"),
        rules=tuple(Rule(**one) for one in tree.get("rules", ())),
    )  # fmt: skip


def _column(tree: dict[str, Any], file: str) -> Column:
    codes = tree.get("codes", {})
    if isinstance(codes, str):
        if codes not in _shared_codes():
            raise ValueError(f"{file}: codes.yaml has no list {codes}")
        codes = _shared_codes()[codes]
    made = {name: value for name, value in tree.items() if name not in ("codes", "fields")}
    for name in ("aliases", "levels"):
        made[name] = tuple(tree.get(name, ()))
    made["codes"] = tuple(Code(str(code), {lang: tuple(words[lang]) for lang in words}) for code, words in codes.items())
    made["fields"] = tuple(_column(one, file) for one in tree.get("fields", ()))
    return Column(**made)


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
def mappings() -> dict[str, Mapping]:
    """Mappings that ship: shapes of other systems, by name."""
    found = {}
    for path in sorted(MAPPINGS.glob("*.yaml")):
        tree = read_yaml(path)
        found[tree["name"]] = mapping_of(tree)
    return found


def mapping_of(tree: dict[str, Any]) -> Mapping:
    """A mapping from YAML, JSON or a form; keys it does not know are ignored. Raises `ValueError` for an unknown column."""
    made = Mapping(
        feed=tree.get("feed", ""), columns=dict(tree.get("columns", {})), constants=dict(tree.get("constants", {})),
        values={name: {str(a): str(b) for a, b in words.items()} for name, words in tree.get("values", {}).items()},
        wide=dict(tree.get("wide", {})), drop=tuple(tree.get("drop", ())), title=dict(tree.get("title", {})),
    )  # fmt: skip
    if made.feed:
        known = {one.name for one in feeds()[made.feed].columns}
        if unknown := sorted((set(made.columns) | set(made.constants) | set(made.values)) - known):
            raise ValueError(f"mapping for {made.feed}: no column {', '.join(unknown)}")
    return made
