"""Files that the browser caches: their folder, and the version in their addresses."""

import hashlib
from functools import lru_cache
from pathlib import Path

ASSETS = Path(__file__).parents[1] / "assets"
_TEXTS = Path(__file__).parent / "texts"


@lru_cache(maxsize=1)
def asset_version() -> str:
    """A digest that changes when any asset does; part of their addresses, so that browsers may cache them for ever."""
    digest = hashlib.sha256()
    for file in sorted(path for folder in (ASSETS, _TEXTS) for path in folder.rglob("*") if path.is_file()):
        if file.suffix != ".pyc":
            digest.update(file.name.encode() + file.read_bytes())
    return digest.hexdigest()[:12]
