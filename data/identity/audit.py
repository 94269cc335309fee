"""The audit trail: append-only rows, and a chain of digests that reveals whether one was changed or removed."""

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import pandas as pd
import sqlalchemy as sa

from data.model import schema
from data.model.roles import Role
from data.store import Store
from data.store.frames import framed
from data.store.scope import Scope

# masuk, gagal_masuk, keluar: sign-in and out; baca: figures that the public is not shown; unduh: a file; kirim, setujui, tarik:
# submissions; temuan: a finding settled; akun, token: people, GIS logins, API tokens; konfigurasi: loads, boundaries, duties;
# rapat, putuskan: meetings and what they decided; buletin: what was sent to whom
# buka, tutup: in trails of earlier versions, small numbers opened with a reason
ACTS = (
    "masuk", "gagal_masuk", "keluar", "baca", "unduh", "kirim", "setujui", "tarik", "temuan", "akun", "token", "konfigurasi",
    "periksa_jejak", "pangkas", "buka", "tutup", "rapat", "putuskan", "buletin",
)  # fmt: skip
KEPT_MONTHS = 12  # at least; the store refuses to remove anything younger
MOST_ROWS = 1_000
_FIRST = hashlib.sha256(b"jejak").digest()


def note(store: Store, scope: Scope, act: str, subject: str, **detail: object) -> None:
    """Note one act of the person whom `scope` proves, in a transaction of its own; sealed at once."""
    with store.acting(scope) as connection:
        _add(connection, act, subject, detail, None, None)
        connection.execute(sa.text("select audit.segel_semua()"))


def seal(store: Store) -> None:
    """Seal the notes of writing transactions."""
    with store.acting(Scope.public()) as connection:
        connection.execute(sa.text("select audit.segel_semua()"))


def note_within(connection: sa.Connection, person: str, role: str, act: str, subject: str, **detail: object) -> None:
    """Note one act as part of a writing transaction: the note exists if and only if the act does. Sealed with the next one."""
    _add(connection, act, subject, detail, person, role)


def _add(
    connection: sa.Connection, act: str, subject: str, detail: dict[str, object], person: str | None, role: str | None
) -> None:
    values = {"act": act, "subject": subject.replace("\0", ""), "person": person, "role": role}
    values["detail"] = json.dumps(detail, ensure_ascii=False)
    connection.execute(sa.text("select audit.catat(:act, :subject, :detail, :person, :role)"), values)


def trail(
    store: Store,
    scope: Scope,
    *,
    words: str = "",
    acts: tuple[str, ...] = (),
    since: datetime | None = None,
    until: datetime | None = None,
    most: int = MOST_ROWS,
) -> pd.DataFrame:
    """The newest rows first: ``id, at, person, role, act, subject, detail``; `words` are searched in person, subject, detail.

    Empty for everybody but auditors.
    """
    jejak = schema.jejak.c
    statement = sa.select(schema.jejak).order_by(jejak.id.desc()).limit(most)
    if words.strip():
        fields = (jejak.person, jejak.subject, jejak.detail)
        statement = statement.where(sa.or_(*(column.icontains(words.strip(), autoescape=True) for column in fields)))
    if acts:
        statement = statement.where(jejak.act.in_(acts))
    if since is not None:
        statement = statement.where(jejak.at >= since)
    if until is not None:
        statement = statement.where(jejak.at < until)
    with store.reading(scope) as connection:
        return framed(connection.execute(statement))


@dataclass(frozen=True)
class Verified:
    """`position` and `digest` (hex) are the head of the chain; stored elsewhere, they prove later that nothing before changed.

    `removed` rows were pruned after their time; `waiting` ones are not sealed yet. `faults` lists what is wrong.
    """

    rows: int
    removed: int
    waiting: int
    position: int
    digest: str
    faults: list[str] = field(default_factory=list)


def verify(connection: sa.Connection, known: tuple[int, str] | None = None) -> Verified:
    """Recompute every digest. `known` is an earlier head that must still be in the chain.

    For a connection that may read the trail: the system's or an auditor's.
    """
    chain, expected, rows, removed, pruned = _FIRST, 0, 0, 0, 0
    faults: list[str] = []
    heads: dict[int, str] = {}
    for row in _chained(connection):
        expected += 1
        if row.position != expected:
            faults.append(f"segel {expected} sampai {row.position - 1} tidak ada")
            expected = row.position
        if row.id is None:
            removed += 1
        else:
            rows += 1
            if bytes(row.digest) != _digest(chain, row):
                faults.append(f"baris {row.jejak_id} (segel {row.position}) tidak sesuai digest-nya")
            if row.act == "pangkas":
                pruned += int(json.loads(row.detail)["baris"])
        chain = bytes(row.digest)
        if known is not None and row.position == known[0]:
            heads[row.position] = chain.hex()
    if removed > pruned:
        faults.append(f"{removed} baris tidak ada, padahal hanya {pruned} yang dipangkas")
    if known is not None and heads.get(known[0]) != known[1].lower():
        faults.append(f"kepala {known[0]} bukan lagi {known[1].lower()}")
    waiting = connection.scalar(sa.select(sa.func.count()).where(schema.jejak.c.id.not_in(sa.select(schema.segel.c.jejak_id))))
    return Verified(rows, removed, int(waiting or 0), expected, chain.hex(), faults[:20])


def prune(store: Store, months: int) -> int:
    """Remove rows older than `months` (at least `KEPT_MONTHS`); their digests stay. Returns how many; pruning is noted as an
    act.

    Called whenever the app starts, with `BERSINAR_AUDIT_MONTHS`.
    """
    months = max(months, KEPT_MONTHS)
    with store.writing() as connection:
        sealed = sa.select(schema.segel.c.jejak_id)
        since = sa.func.now() - sa.func.make_interval(0, months)
        gone = connection.execute(
            schema.jejak.delete().where(schema.jejak.c.at < since, schema.jejak.c.id.in_(sealed))
        ).rowcount
        if gone:
            note_within(connection, "sistem", Role.SYSTEM, "pangkas", f"lebih tua dari {months} bulan", baris=gone)
    return gone


def _chained(connection: sa.Connection) -> Iterator[Any]:
    jejak, segel = schema.jejak, schema.segel
    at = sa.func.to_char(sa.func.timezone("UTC", jejak.c.at), 'YYYY-MM-DD"T"HH24:MI:SS.US').label("at")
    columns = (jejak.c.id, at, jejak.c.person, jejak.c.role, jejak.c.act, jejak.c.subject, jejak.c.detail)
    statement = (
        sa.select(segel.c.position, segel.c.jejak_id, segel.c.digest, *columns)
        .join_from(segel, jejak, jejak.c.id == segel.c.jejak_id, isouter=True)
        .order_by(segel.c.position)
    )
    yield from connection.execute(statement.execution_options(yield_per=5_000))


def _digest(before: bytes, row: sa.Row[Any]) -> bytes:
    fields = (row.at, row.person, row.role, row.act, row.subject, row.detail)
    body = b"".join(hashlib.sha256(str(value).encode()).digest() for value in fields)
    place = int(row.position).to_bytes(8, "big") + int(row.jejak_id).to_bytes(8, "big")
    return hashlib.sha256(before + place + body).digest()
