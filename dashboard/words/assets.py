"""Files that the browser keeps: where they lie, and the version in their addresses."""

import hashlib
from functools import lru_cache
from pathlib import Path

ASSETS = Path(__file__).parents[1] / "assets"
_TEXTS = Path(__file__).parent / "texts"


@lru_cache(maxsize=1)
def asset_version() -> str:
    """Changes when any asset does; part of their address, so that browsers may keep them for ever."""
    digest = hashlib.sha256()
    for file in sorted(path for folder in (ASSETS, _TEXTS) for path in folder.rglob("*") if path.is_file()):
        if file.suffix != ".pyc":
            digest.update(file.name.encode() + file.read_bytes())
    return digest.hexdigest()[:12]
