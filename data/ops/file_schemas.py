"""JSON schemas of the project's YAML files, exported from their models for editors and for the documents.

`python -m data skema` writes them; a test asserts that the committed files match the models.
"""

import json
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter

from data import feeds
from data.facts import editions, indicators, instruments, parts, rules
from data.intake import quality
from data.model.yamls import schema_of

# the kind of file that each schema describes: the YAML files beside it
KINDS: dict[Path, TypeAdapter[Any]] = {
    feeds.FOLDER / "schema.json": feeds.CONTRACT,
    feeds.MAPPINGS / "schema.json": feeds.MAPPING,
    indicators.FOLDER / "schema.json": indicators.KIND,
    rules.FOLDER / "schema.json": rules.RULES,
    editions.FOLDER / "schema.json": editions.EDITION,
    instruments.FOLDER / "schema.json": instruments.INSTRUMENT,
    parts.FOLDER / "schema.json": parts.GROUPS,
    quality.FOLDER / "schema.json": quality.QUALITY_RULE,
}


def exported(file: Path) -> str:
    """The text of a schema file."""
    return json.dumps(schema_of(KINDS[file]), indent=1, ensure_ascii=False) + "\n"


def write() -> list[Path]:
    """Write every schema; returns the files."""
    for file in KINDS:
        file.write_text(exported(file), encoding="utf-8")
    return list(KINDS)
