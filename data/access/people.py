"""Local accounts: argon2id hashes, grants, sign-in with lock-out. OIDC comes beside this, not instead of it."""

from dataclasses import dataclass, field
from datetime import date, datetime

import sqlalchemy as sa
from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerifyMismatchError

from data import schema
from data.access.audit import note, note_within
from data.access.roles import GRANTABLE
from data.access.token import Scope
from data.errors import Fault, Problem
from data.store import Store

SHORTEST_PASSWORD = 12
_hasher = PasswordHasher()
# verified when a name is unknown, so that the answer takes as long as for a known one
_NOBODY = _hasher.hash("tidak ada pengguna ini")


@dataclass(frozen=True)
class Person:
    """Somebody who signed in, or a demo user. Sessions that began under another `session_number` have ended."""

    username: str
    full_name: str
    role: str
    prefixes: tuple[str, ...]
    session_number: int = field(default=0, compare=False)
    sign_in_before: datetime | None = field(default=None, compare=False)

    @property
    def scope(self) -> Scope:
        """What this person may see."""
        return Scope(self.username, self.role, self.prefixes)


def add_person(
    store: Store, username: str, full_name: str, role: str, prefixes: list[str], password: str, by: str, *, reason: str = "",
    until: date | None = None,
) -> None:  # fmt: skip
    """Make an account with its grants, which end after the day `until`.

    Raises `Fault` for a weak password, a bad role or a name already there.
    """
    if len(password) < SHORTEST_PASSWORD:
        raise Fault(Problem.WEAK_PASSWORD, least=SHORTEST_PASSWORD)
    if role not in GRANTABLE:
        raise Fault(Problem.BAD_ROLE, role=role, known=", ".join(GRANTABLE))
    with store.writing() as connection:
        for prefix in prefixes:
            if prefix and not connection.scalar(sa.select(schema.region.c.code).where(schema.region.c.code == prefix)):
                raise Fault(Problem.UNKNOWN_REGION, code=prefix)
        if connection.scalar(sa.select(schema.person.c.id).where(schema.person.c.username == username.lower())):
            raise Fault(Problem.PERSON_EXISTS, username=username)
        person_id = connection.scalar(
            schema.person.insert()
            .values(username=username.lower(), full_name=full_name, password_hash=_hasher.hash(password), role=role)
            .returning(schema.person.c.id)
        )
        for prefix in prefixes:
            connection.execute(
                schema.region_grant.insert().values(
                    person_id=person_id, prefix=prefix, granted_by=by, reason=reason or None, until=until
                )
            )
        note_within(
            connection, by, "", "akun", f"buat {username.lower()}", peran=role, wilayah=prefixes, alasan=reason,
            sampai=str(until or ""),
        )  # fmt: skip


def sign_in(store: Store, username: str, password: str) -> Person:
    """The person, or `Fault(SIGN_IN_FAILED)`, or `Fault(LOCKED_OUT)` after five failures in a row."""
    record = _record(store, username)
    # people type passwords where names belong: only a name that exists is kept
    name = username.lower() if record is not None else "nama tak dikenal"
    if record is not None and record.locked_seconds:
        note(store, Scope.public(), "gagal_masuk", name, terkunci=True)
        raise Fault(Problem.LOCKED_OUT, minutes=-(-record.locked_seconds // 60))
    try:
        _hasher.verify(record.password_hash if record is not None else _NOBODY, password)
        right = record is not None and record.active
    except (VerifyMismatchError, InvalidHashError):
        right = False
    if record is not None:
        _note(store, username, right)
    if record is None or not right:
        note(store, Scope.public(), "gagal_masuk", name)
        raise Fault(Problem.SIGN_IN_FAILED)
    person = Person(name, record.full_name, record.role, tuple(record.prefixes), record.session_number)
    note(store, person.scope, "masuk", name)
    return person


def find_person(store: Store, username: str) -> Person | None:
    """The account as it is now, ``None`` when it is gone or switched off."""
    record = _record(store, username)
    if record is None or not record.active:
        return None
    return Person(
        username.lower(), record.full_name, record.role, tuple(record.prefixes), record.session_number, record.sign_in_before
    )


def end_sessions(store: Store, person: Person) -> None:
    """Sign the person out everywhere, here too."""
    with store.acting(person.scope) as connection:
        connection.execute(sa.text("select akses.end_sessions()"))
    note(store, person.scope, "keluar", person.username, semua=True)


def has_people(store: Store) -> bool:
    """Whether the first account was made yet."""
    with store.writing() as connection:
        return connection.scalar(sa.select(schema.person.c.id).limit(1)) is not None


def _record(store: Store, username: str) -> sa.Row[tuple[object, ...]] | None:
    with store.reading(Scope.public()) as connection:
        return connection.execute(sa.text("select * from akses.sign_in_record(:name)"), {"name": username}).first()


def _note(store: Store, username: str, succeeded: bool) -> None:
    with store.app.connect() as connection, connection.begin():
        connection.execute(sa.text("select akses.note_sign_in(:name, :right)"), {"name": username, "right": succeeded})
