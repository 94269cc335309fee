"""What this installation must remember and never show: the app's password and the keys."""

import json
import secrets as random
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path

from cryptography.fernet import Fernet

from data.store.embedded import write_private

FILE = "secrets.json"


@dataclass(frozen=True)
class Secrets:
    """`app_password` of the app's database login; `signing_key`, 32 bytes as hex, also in the store as pads.

    `factor_key` (Fernet) seals the secrets of second factors; it outlives the others, or everybody would have to enrol again.
    `cookie_key` signs cookies and addresses. Neither of the two is in the store: who reads the store opens no account with it.
    """

    app_password: str = field(repr=False)
    signing_key: str = field(repr=False)
    factor_key: str = field(default="", repr=False)  # older files lack this key and the next
    cookie_key: str = field(default="", repr=False)


def new_secrets(before: Secrets | None) -> Secrets:
    """Fresh random secrets; the key of second factors stays as it was `before`."""
    return completed(Secrets(random.token_urlsafe(24), random.token_hex(32), before.factor_key if before else ""))


def completed(secrets: Secrets) -> Secrets:
    """The same with every key there is today."""
    return replace(
        secrets,
        factor_key=secrets.factor_key or Fernet.generate_key().decode(),
        cookie_key=secrets.cookie_key or random.token_hex(32),
    )


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
