"""Backs the whole content of a store up into one file, and restores it into an empty store of either kind; digests
prove both.
"""

import json
import os
import tempfile
import zipfile
from collections.abc import Callable
from datetime import UTC
from pathlib import Path
from typing import IO

import sqlalchemy as sa
from cryptography.exceptions import InvalidTag

from data.model import schema
from data.model.clock import now
from data.model.errors import Fault, Problem
from data.ops.transfer.move import Moved, contents, copy_in, copy_out, count, digest, moved_of
from data.ops.transfer.sealed import SHORTEST, Sealing, is_sealed, unseal
from data.store import Store
from data.store.prepare import revision

MANIFEST = "isi.json"
# with their hashes and encrypted second factors; keys, API tokens, GIS logins and sessions belong to one installation
_PEOPLE = (schema.person, schema.region_grant, schema.jejak, schema.segel)


def back_up(
    store: Store, file: Path, progress: Callable[[int, int], None], *, people: bool = False, passphrase: str | None = None
) -> list[Moved]:
    """Write every table, as of one moment, into `file` (ZIP of binary COPY), encrypted where there is a `passphrase`.

    Accounts, their grants and the audit trail are in it only with `people`.

    Keys and API tokens stay where they are. The file is there whole or not at all, and readable by this account
    alone. Raises `Fault` when it cannot be written.
    """
    tables = [*contents(), *(_PEOPLE if people else ())]
    part = file.with_suffix(file.suffix + ".part")
    try:
        part.unlink(missing_ok=True)
        with os.fdopen(os.open(part, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600), "w+b") as written:
            if passphrase is None:
                moved = _write(store, written, tables, progress)
            else:
                sealing = Sealing(written, passphrase)
                moved = _write(store, sealing, tables, progress)
                sealing.finish()
        part.replace(file)
    except OSError as error:
        raise Fault(Problem.NO_PERMISSION, where=error.filename or file.parent) from error
    finally:
        part.unlink(missing_ok=True)
    return moved


def _write(
    store: Store, target: IO[bytes] | Sealing, tables: list[sa.Table], progress: Callable[[int, int], None]
) -> list[Moved]:
    moved = []
    with (
        store.writing(one_moment=True) as connection,
        zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive,
    ):
        for done, table in enumerate(tables, start=1):
            with archive.open(f"{table.fullname}.bin", "w", force_zip64=True) as body:
                for piece in copy_out(connection, table):
                    body.write(piece)
            moved.append(moved_of(table, digest(connection, table)))
            progress(done, len(tables))
        manifest = {
            "revisi": revision(connection),
            "dibuat": now().astimezone(UTC).isoformat(timespec="seconds"),
            "simulasi": bool(connection.scalar(sa.select(sa.func.count()).where(schema.source.c.kind == "simulasi"))),
            "tabel": [vars(one) for one in moved],
        }
        archive.writestr(MANIFEST, json.dumps(manifest, indent=2))
    return moved


def restore(
    store: Store, file: Path, progress: Callable[[int, int], None], *, simulated_too: bool, passphrase: str | None = None
) -> list[Moved]:
    """Restore a backup into an empty store, and compare digests before committing. Accounts in it are restored too.

    Raises `Fault` for a file that is no backup, of another schema, damaged, encrypted with another `passphrase`, or simulated
    without `simulated_too`, and for a store that is not empty; then nothing is kept.
    """
    try:
        with file.open("rb") as source, tempfile.TemporaryFile() as clear:
            sealed = is_sealed(source)
            if sealed:
                unseal(source, clear, passphrase or "")
            with zipfile.ZipFile(clear if sealed else source) as archive:
                manifest = json.loads(archive.read(MANIFEST))
                if manifest["simulasi"] and not simulated_too:
                    raise Fault(Problem.SIMULATION_REFUSED)
                return _restore(store, archive, manifest, progress)
    except InvalidTag:
        raise Fault(Problem.BACKUP_SEALED, file=file) from None
    except (OSError, zipfile.BadZipFile, KeyError, ValueError, EOFError) as error:
        raise Fault(Problem.BAD_BACKUP, file=file, reason=type(error).__name__) from error


def read_passphrase(file: Path) -> str:
    """The first line of `file`. Raises `Fault` when there is none, or it is too short."""
    try:
        found = file.read_text(encoding="utf-8").partition("\n")[0].strip()
    except (OSError, UnicodeDecodeError):
        raise Fault(Problem.NO_PASSPHRASE, file=file, least=SHORTEST) from None
    if len(found) < SHORTEST:
        raise Fault(Problem.NO_PASSPHRASE, file=file, least=SHORTEST)
    return found


def _restore(
    store: Store, archive: zipfile.ZipFile, manifest: dict[str, object], progress: Callable[[int, int], None]
) -> list[Moved]:
    known = {one["table"]: Moved(**one) for one in manifest["tabel"]}  # type: ignore[attr-defined]
    tables = [*contents(), *(table for table in _PEOPLE if table.fullname in known)]
    moved = []
    with store.writing() as connection:
        if manifest["revisi"] != revision(connection):
            raise Fault(Problem.BACKUP_OF_OTHER_SCHEMA, found=manifest["revisi"], here=revision(connection))
        for table in tables:
            if count(connection, table):
                raise Fault(Problem.TARGET_NOT_EMPTY, table=table.fullname)
        for done, table in enumerate(tables, start=1):
            with archive.open(f"{table.fullname}.bin") as body:
                copy_in(connection, table, iter(lambda body=body: body.read(1 << 20), b""))  # type: ignore[misc]
            here = moved_of(table, digest(connection, table))
            if here != known[table.fullname]:
                raise Fault(Problem.COPY_DIFFERS, table=table.fullname, here=known[table.fullname].rows, there=here.rows)
            moved.append(here)
            progress(done, len(tables))
    with store.writing() as connection:
        for table in tables:
            connection.execute(sa.text(f"analyze {table.fullname}"))
    return moved
