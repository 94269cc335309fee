"""Tokens of agencies for the API: shown once, stored as a hash, with feeds, regions and an end."""

import secrets
from dataclasses import dataclass
from datetime import timedelta

import sqlalchemy as sa

from data.identity.audit import note_within
from data.model import schema
from data.model.clock import now
from data.model.errors import Fault, Problem
from data.model.roles import GRANTABLE, Act, Role, check_act, granted, may
from data.store import Store
from data.store.scope import MACHINE, Scope, secret_digest

_MARK = "dbr_"


@dataclass(frozen=True)
class ApiCaller:
    """The caller: the token's name, the office, its role and regions, and the feeds it may send."""

    name: str
    office: str
    role: Role
    prefixes: tuple[str, ...]
    feeds: tuple[str, ...]

    @property
    def scope(self) -> Scope:
        """The caller's scope: published figures only, whatever the role."""
        return Scope(f"{MACHINE}{self.name}", self.role, self.prefixes, published=True)


def issue(
    store: Store,
    name: str,
    office: str,
    role: str,
    prefixes: list[str],
    feeds: list[str],
    life: timedelta,
    by: str,
    by_role: Role,
) -> str:
    """Make a token, or replace the one of the same name; returns it, only its hash is stored.

    A role that sends nothing gets no feed. Raises `Fault` for a role or region that does not exist, or a giver without the
    right.
    """
    check_act(by_role, Act.ISSUE_TOKENS)
    feeds = feeds if may(granted(role), Act.SEND) else []
    token = _MARK + secrets.token_urlsafe(32)
    table = schema.api_token
    with store.writing() as connection:
        for prefix in filter(None, prefixes):
            if not connection.scalar(sa.select(schema.region.c.code).where(schema.region.c.code == prefix)):
                raise Fault(Problem.UNKNOWN_REGION, code=prefix)
        connection.execute(table.delete().where(table.c.name == name))
        connection.execute(
            table.insert().values(
                name=name,
                sender=office,
                role=role,
                prefixes=prefixes,
                feeds=feeds,
                hash=secret_digest(token),
                created_by=by,
                expires_at=now() + life,
            )
        )
        note_within(
            connection, by, "", "token", f"terbitkan {name}", instansi=office, peran=role, wilayah=prefixes, umpan=feeds
        )
    return token


def revoke(store: Store, name: str) -> None:
    """Revoke the token of that name. Raises `Fault` when there is none."""
    table = schema.api_token
    with store.writing() as connection:
        done = connection.execute(
            table.update().where(table.c.name == name, table.c.revoked_at.is_(None)).values(revoked_at=sa.func.now())
        )
        if not done.rowcount:
            raise Fault(Problem.UNKNOWN_API_TOKEN, name=name)
        note_within(connection, "baris perintah", "", "token", f"cabut {name}")


def caller(store: Store, token: str) -> ApiCaller | None:
    """The holder of this token; ``None`` when it is unknown, revoked or expired."""
    if not token.startswith(_MARK) or len(token) > 100:
        return None
    with store.reading(Scope.public()) as connection:
        row = connection.execute(sa.text("select * from akses.api_token_record(:hash)"), {"hash": secret_digest(token)}).first()
    if row is None or row.role not in GRANTABLE:
        return None
    return ApiCaller(row.name, row.sender, Role(row.role), tuple(row.prefixes), tuple(row.feeds))
