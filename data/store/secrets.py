"""Secrets of this installation: the app's password and the keys."""

import json
import secrets as random
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path

from cryptography.fernet import Fernet

from data.model.errors import Fault, Problem
from data.store.embedded import write_private

FILE = "secrets.json"


@dataclass(frozen=True)
class Secrets:
    """`app_password` of the app's database login; `signing_key`, 32 bytes as hex, also in the store as pads.

    `factor_key` (Fernet) encrypts the secrets of second factors; it stays when the others change, or everybody would have to
    enrol again. `cookie_key` signs cookies and addresses. Neither is in the store: reading the store opens no account.
    """

    app_password: str = field(repr=False)
    signing_key: str = field(repr=False)
    factor_key: str = field(default="", repr=False)  # older files lack this key and the next
    cookie_key: str = field(default="", repr=False)


def new_secrets(before: Secrets | None) -> Secrets:
    """New random secrets; the key of second factors stays as `before`."""
    return completed(Secrets(random.token_urlsafe(24), random.token_hex(32), before.factor_key if before else ""))


def completed(secrets: Secrets) -> Secrets:
    """The secrets with all current keys; missing ones are made."""
    return replace(
        secrets,
        factor_key=secrets.factor_key or Fernet.generate_key().decode(),
        cookie_key=secrets.cookie_key or random.token_hex(32),
    )


def read_secrets(home: Path, database: str) -> Secrets | None:
    """The secrets of one store, or ``None``. Raises `Fault` for a file that cannot be read."""
    entry = _known(home / FILE).get(database)
    try:
        return Secrets(**entry) if entry else None
    except TypeError:
        raise _unreadable(home / FILE, "isi tidak dikenal") from None


def keep_secrets(home: Path, database: str, secrets: Secrets) -> None:
    """Write the secrets of one store beside those of others, readable by this account only. Raises `Fault`."""
    _write(home, _known(home / FILE) | {database: asdict(secrets)})


def forget_secrets(home: Path, database: str) -> None:
    """Remove the secrets of one store from the file; those of others stay. Raises `Fault`."""
    _write(home, {name: entry for name, entry in _known(home / FILE).items() if name != database})


def _write(home: Path, known: dict[str, dict[str, str]]) -> None:
    try:
        home.mkdir(parents=True, exist_ok=True)
        write_private(home / FILE, json.dumps(known, indent=2))
    except OSError as error:
        raise Fault(Problem.NO_PERMISSION, where=home) from error


def _known(file: Path) -> dict[str, dict[str, str]]:
    try:
        known = json.loads(file.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return {}
    except OSError as error:
        raise _unreadable(file, error.strerror or type(error).__name__) from error
    except ValueError as error:
        raise _unreadable(file, "bukan JSON") from error
    if not isinstance(known, dict):
        raise _unreadable(file, "isi tidak dikenal")
    return known


def _unreadable(file: Path, reason: str) -> Fault:
    return Fault(Problem.SECRETS_UNREADABLE, file=file, reason=reason)
