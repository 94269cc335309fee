"""YAML files of the project: read, and held against a JSON schema."""

import json
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import yaml

if TYPE_CHECKING:
    from jsonschema import Draft202012Validator

# libyaml's takes a tenth of the time; the wheels bring it, a build without it has the other
_Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def read_yaml(file: Path) -> Any:
    """What a file holds. Raises `yaml.YAMLError` for one that is not YAML."""
    return yaml.load(file.read_text(encoding="utf-8"), _Loader)  # noqa: S506 - a safe loader


def check(tree: Any, file: Path, schema: Path) -> None:
    """Raises `ValueError` that names file, place and reason when what `file` holds breaks `schema`."""
    for error in _validator(schema).iter_errors(tree):
        where = "/".join(map(str, error.absolute_path)) or "-"
        raise ValueError(f"{file.name}: {where}: {error.message}")


@lru_cache
def _validator(schema: Path) -> "Draft202012Validator":
    """Made once: checking the schema itself takes longer than checking a file."""
    from jsonschema import Draft202012Validator  # here: it takes long to import, and most commands read no contract

    return Draft202012Validator(json.loads(schema.read_text(encoding="utf-8")))
