"""Local accounts: argon2id hashes, sign-in with lock-out, second factors. What comes by single sign-on ends here too."""

from dataclasses import dataclass, field
from datetime import datetime

import sqlalchemy as sa
from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerifyMismatchError

from data.access import totp
from data.access.audit import note
from data.access.token import Scope
from data.errors import Fault, Problem
from data.store import Store

SHORTEST_PASSWORD = 12
_hasher = PasswordHasher()
# verified when a name is unknown, so that the answer takes as long as for a known one
_NOBODY = _hasher.hash("tidak ada pengguna ini")
# people type passwords where names belong: only a name that exists is kept
_UNKNOWN = "nama tak dikenal"


@dataclass(frozen=True)
class Person:
    """Somebody who signed in, or a demo user. Sessions that began under another `session_number` have ended.

    `opened_until` is the end of the time for which small and restricted numbers are shown; ``None`` while they are not.
    """

    username: str
    full_name: str
    role: str
    prefixes: tuple[str, ...]
    session_number: int = field(default=0, compare=False)
    sign_in_before: datetime | None = field(default=None, compare=False)
    must_change: bool = field(default=False, compare=False)
    second_factor: bool = field(default=False, compare=False)
    administers: bool = field(default=False, compare=False)
    opened_until: datetime | None = field(default=None, compare=False)
    by_password: bool = field(default=False, compare=False)

    @property
    def scope(self) -> Scope:
        """What this person may see now."""
        return Scope(self.username, self.role, self.prefixes, opened=self.opened_until is not None)


def hash_password(word: str) -> str:
    """The argon2id hash that is kept. Raises `Fault` for a word that is too short."""
    if len(word) < SHORTEST_PASSWORD:
        raise Fault(Problem.WEAK_PASSWORD, least=SHORTEST_PASSWORD)
    return _hasher.hash(word)


def check_password(store: Store, username: str, password: str) -> Person:
    """Who knows this password: `Fault(SIGN_IN_FAILED)`, or `Fault(LOCKED_OUT)` after five failures in a row.

    This is no sign-in yet: a code or a new password may be wanted first.
    """
    record = _record(store, username)
    _refuse_locked(store, username, record)
    try:
        _hasher.verify((record.password_hash if record is not None else None) or _NOBODY, password)
        right = record is not None and record.active
    except (VerifyMismatchError, InvalidHashError):
        right = False
    if record is None or not right:
        _failed(store, username if record is not None else None)
        raise Fault(Problem.SIGN_IN_FAILED)
    return _person(username, record)


def check_code(store: Store, person: Person, code: str) -> None:
    """The code of a second factor; each is good once. Raises `Fault`, and locks as wrong passwords do."""
    record = _record(store, person.username)
    _refuse_locked(store, person.username, record)
    if record is None or not totp.right_code(store, person.scope, record.totp, code):
        _failed(store, person.username)
        raise Fault(Problem.BAD_CODE)


def begin_session(store: Store, person: Person, way: str) -> None:
    """All that was asked was answered: failures are forgotten, and the sign-in is noted with the `way` it took."""
    _note(store, person.username, succeeded=True)
    note(store, person.scope, "masuk", person.username, cara=way)


def change_password(store: Store, person: Person, word: str) -> Person:
    """Another password; all sessions end. Returns the account as it is then. Raises `Fault` for a weak or the same word."""
    record = _record(store, person.username)
    hashed = hash_password(word)
    try:
        _hasher.verify((record.password_hash if record is not None else None) or _NOBODY, word)
        raise Fault(Problem.SAME_PASSWORD)
    except (VerifyMismatchError, InvalidHashError):
        pass
    with store.acting(person.scope) as connection:
        connection.execute(sa.text("select akses.change_password(:hashed)"), {"hashed": hashed})
    note(store, person.scope, "akun", f"ganti sandi {person.username}")
    return _known(store, person.username)


def set_second_factor(store: Store, person: Person, secret: str, code: str) -> Person:
    """From now on codes of `secret` are asked for; `code` proves that the person's device makes them. Raises `Fault`."""
    totp.enrol(store, person.scope, secret, code)
    note(store, person.scope, "akun", f"pasang faktor kedua {person.username}")
    return _known(store, person.username)


def drop_second_factor(store: Store, person: Person) -> None:
    """The password is enough again."""
    totp.drop(store, person.scope)
    note(store, person.scope, "akun", f"lepas faktor kedua {person.username}")


def person_of_provider(store: Store, name: str, subject: str) -> Person:
    """The account of a single sign-on: by `subject` once that is known, by the name that was registered the first time.

    Raises `Fault` where nobody registered that name, or it belongs to another subject.
    """
    with store.acting(Scope.system()) as connection:
        username = connection.scalar(
            sa.text("select akses.sso_account(:name, :subject)"), {"name": name.lower(), "subject": subject}
        )
    found = find_person(store, username) if username else None
    if found is None:
        note(store, Scope.public(), "gagal_masuk", username or _UNKNOWN, cara="sso")
        raise Fault(Problem.SSO_UNKNOWN, name=name)
    return found


def find_person(store: Store, username: str) -> Person | None:
    """The account as it is now, ``None`` when it is gone or switched off."""
    record = _record(store, username)
    return None if record is None or not record.active else _person(username, record)


def end_sessions(store: Store, person: Person) -> None:
    """Sign the person out everywhere, here too."""
    with store.acting(person.scope) as connection:
        connection.execute(sa.text("select akses.end_sessions()"))
    note(store, person.scope, "keluar", person.username, semua=True)


def _known(store: Store, username: str) -> Person:
    found = find_person(store, username)
    if found is None:  # switched off in this moment
        raise Fault(Problem.SIGN_IN_FAILED)
    return found


def _person(username: str, record: sa.Row[tuple[object, ...]]) -> Person:
    return Person(
        username.lower(), record.full_name, record.role, tuple(record.prefixes), record.session_number, record.sign_in_before,
        record.must_change, record.totp is not None, record.administers, record.opened_until,
        record.password_hash is not None,
    )  # fmt: skip


def _refuse_locked(store: Store, username: str, record: sa.Row[tuple[object, ...]] | None) -> None:
    if record is not None and record.locked_seconds:
        note(store, Scope.public(), "gagal_masuk", username.lower(), terkunci=True)
        raise Fault(Problem.LOCKED_OUT, minutes=-(-record.locked_seconds // 60))


def _failed(store: Store, username: str | None) -> None:
    if username is not None:
        _note(store, username, succeeded=False)
    note(store, Scope.public(), "gagal_masuk", username.lower() if username is not None else _UNKNOWN)


def _record(store: Store, username: str) -> sa.Row[tuple[object, ...]] | None:
    with store.reading(Scope.public()) as connection:
        return connection.execute(sa.text("select * from akses.sign_in_record(:name)"), {"name": username}).first()


def _note(store: Store, username: str, *, succeeded: bool) -> None:
    with store.acting(Scope.public()) as connection:
        connection.execute(sa.text("select akses.note_sign_in(:name, :right)"), {"name": username, "right": succeeded})
