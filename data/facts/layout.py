"""What facts are made by, as a digest: a store whose facts bear another one makes them again."""

import hashlib
import json
from functools import lru_cache
from pathlib import Path

from data.facts.indicators import registry

_FOLDER = Path(__file__).parent
# what an indicator says of its facts; its words may change without them
_MAKING = {
    "code", "compute", "periods", "levels", "scale", "sensitivity", "exact", "rounded_from", "small", "published", "population",
}  # fmt: skip


@lru_cache(maxsize=1)
def facts_digest() -> str:
    """Changes with a part, a statement of the refresh, or how an indicator is made of its parts. 12 letters."""
    digest = hashlib.sha256()
    for path in sorted(
        [
            *(_FOLDER / "parts").glob("*.*"),
            *(_FOLDER / "build").glob("*.sql"),
            *(_FOLDER / "editions").glob("*.*"),
            *(_FOLDER / "instruments").glob("*.*"),
        ]
    ):
        if path.suffix in (".sql", ".yaml"):
            digest.update(path.name.encode() + path.read_bytes())
    for item in registry().values():
        made = item.model_dump(mode="json", include=_MAKING) | {
            "classes": item.classes.model_dump(mode="json", exclude={"labels"})
        }
        digest.update(json.dumps(made, sort_keys=True).encode())
    return digest.hexdigest()[:12]
