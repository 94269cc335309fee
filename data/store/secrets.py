"""What this installation must remember and never show: the app's password and the key that signs scope tokens."""

import json
import secrets as random
from dataclasses import asdict, dataclass
from pathlib import Path

from data.store.embedded import write_private

FILE = "secrets.json"


@dataclass(frozen=True)
class Secrets:
    """`app_password` of the app's database login; `signing_key`, 32 bytes as hex, also in the store as pads."""

    app_password: str
    signing_key: str


def new_secrets() -> Secrets:
    """Fresh random secrets."""
    return Secrets(random.token_urlsafe(24), random.token_hex(32))


def read_secrets(home: Path, database: str) -> Secrets | None:
    """The secrets kept for one store, or ``None``."""
    file = home / FILE
    if not file.exists():
        return None
    entry = json.loads(file.read_text(encoding="utf-8")).get(database)
    return Secrets(**entry) if entry else None


def keep_secrets(home: Path, database: str, secrets: Secrets) -> None:
    """Write the secrets of one store beside those of others, readable by this account only."""
    home.mkdir(parents=True, exist_ok=True)
    file = home / FILE
    known = json.loads(file.read_text(encoding="utf-8")) if file.exists() else {}
    write_private(file, json.dumps(known | {database: asdict(secrets)}, indent=2))
