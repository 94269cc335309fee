"""The indicator registry: one YAML file each, checked against `schema.json` when read."""

import json
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import jsonschema
import yaml

from data.access.roles import Sensitivity
from data.errors import Fault, Problem

FOLDER = Path(__file__).parent
Text = dict[str, str]
SMALL_COUNT = 5  # counts from 1 to one below this are suppressed; no Indonesian rule was found
THEMES = ("program", "rehabilitasi", "penangkapan")


@dataclass(frozen=True)
class Indicator:
    """One indicator. Texts are ``{"id": ..., "en": ...}``; `labels` are the classes of a categorical one.

    `accumulates` marks counts that grow through a year, so that a part of a year does not compare with a whole one.
    `method` names how classes are made by default; `edges` are the upper edges of official bands and leave no other choice.
    A rate over fewer events than `unstable_below` is drawn as unstable (0: this indicator has no such rule).
    """

    code: str
    theme: str
    name: Text
    short: Text
    definition: Text
    unit: Text
    direction: str
    numerator: Text
    denominator: Text | None
    scale: float
    decimals: int
    levels: tuple[int, ...]
    pooled: bool
    accumulates: bool
    sensitivity: Sensitivity
    has_exact: bool
    labels: tuple[Text, ...]
    class_count: int
    method: str
    edges: tuple[float, ...]
    unstable_below: int
    edition: str
    feeds: tuple[str, ...]
    source: Text
    legal_basis: str
    caveats: tuple[Text, ...]

    @property
    def is_categorical(self) -> bool:
        """True when a region has a class and no number."""
        return bool(self.labels)


@lru_cache(maxsize=1)
def registry() -> dict[str, Indicator]:
    """All indicators by code. Raises `jsonschema.ValidationError` naming the file and the field at fault."""
    schema = json.loads((FOLDER / "schema.json").read_text(encoding="utf-8"))
    found = {}
    for file in sorted(FOLDER.glob("*.yaml")):
        entry = yaml.safe_load(file.read_text(encoding="utf-8"))
        try:
            jsonschema.validate(entry, schema)
        except jsonschema.ValidationError as error:
            error.message = f"{file.name}: {error.json_path}: {error.message}"
            raise
        found[entry["code"]] = _indicator(entry)
    return found


def indicator(code: str) -> Indicator:
    """One indicator. Raises `Fault(UNKNOWN_INDICATOR)`."""
    try:
        return registry()[code]
    except KeyError:
        raise Fault(Problem.UNKNOWN_INDICATOR, code=code) from None


def for_theme(theme: str, level: int) -> list[Indicator]:
    """Indicators of a theme that exist at a level, in the order of their codes."""
    return [item for item in registry().values() if item.theme == theme and level in item.levels]


def _indicator(entry: dict[str, Any]) -> Indicator:
    classes = entry["classes"]
    return Indicator(
        code=entry["code"],
        theme=entry["theme"],
        name=entry["name"],
        short=entry["short"],
        definition=entry["definition"],
        unit=entry["unit"],
        direction=entry["direction"],
        numerator=entry["numerator"],
        denominator=entry.get("denominator"),
        scale=float(entry.get("scale", 1)),
        decimals=int(entry.get("decimals", 0)),
        levels=tuple(entry["levels"]),
        pooled=entry["periods"] == "gabungan",
        accumulates=bool(entry.get("accumulates", False)),
        sensitivity=Sensitivity[entry["sensitivity"].upper()],
        has_exact="exact" in entry,
        labels=tuple(classes.get("labels", ())),
        class_count=int(classes.get("count", len(classes.get("labels", classes.get("edges", ()))))),
        method=classes["kind"],
        edges=tuple(float(edge) for edge in classes.get("edges", ())),
        unstable_below=int(entry.get("unstable_below", 0)),
        edition=classes.get("edition", ""),
        feeds=tuple(entry["feeds"]),
        source=entry["source"],
        legal_basis=entry.get("legal_basis", ""),
        caveats=tuple(entry["caveats"]),
    )
