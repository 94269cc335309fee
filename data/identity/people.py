"""Local accounts: argon2id hashes, sign-in with counted attempts, second factors; also the accounts of single sign-on."""

import base64
import secrets
from dataclasses import dataclass, field
from datetime import datetime

import sqlalchemy as sa
from argon2 import PasswordHasher, Type, extract_parameters
from argon2.low_level import hash_secret_raw

from data.identity import second_factor
from data.identity.audit import note, seal
from data.model.errors import Fault, Problem
from data.model.roles import GRANTABLE, Role
from data.store import Store
from data.store.scope import Scope, secret_digest

SHORTEST_PASSWORD = 12
_HASH_BYTES = 32
# akses.password_salt says the same of names that do not exist
_hasher = PasswordHasher(time_cost=3, memory_cost=65_536, parallelism=4, hash_len=_HASH_BYTES)
# people type passwords where names belong: only a name that exists is kept
_UNKNOWN = "nama tak dikenal"


@dataclass(frozen=True)
class Person:
    """Somebody who signed in, or a demo user. Steps that began under another `session_number` have ended.

    `published` where the person chose to see what others see.
    `office` is the one in whose name the person sends, of the agency `agency`; both are empty where none was set.
    """

    username: str
    full_name: str
    role: Role
    prefixes: tuple[str, ...]
    session_number: int = field(default=0, compare=False)
    sign_in_before: datetime | None = field(default=None, compare=False)
    must_change: bool = field(default=False, compare=False)
    second_factor: bool = field(default=False, compare=False)
    administers: bool = field(default=False, compare=False)
    published: bool = field(default=False, compare=False)
    by_password: bool = field(default=False, compare=False)
    agency: str = field(default="", compare=False)
    office: str = field(default="", compare=False)

    @property
    def scope(self) -> Scope:
        """The current scope of this person."""
        return Scope(self.username, self.role, self.prefixes, self.published)


def hash_password(password: str) -> str:
    """The argon2id hash that is stored. Raises `Fault` for a password that is too short."""
    if len(password) < SHORTEST_PASSWORD:
        raise Fault(Problem.WEAK_PASSWORD, least=SHORTEST_PASSWORD)
    return _hasher.hash(password)


def held_up(store: Store, username: str) -> int:
    """Seconds, at most five, that the next attempt on this name waits before it is checked."""
    with store.acting(Scope.public()) as connection:
        return int(connection.scalar(sa.text("select akses.name_delay(:name)"), {"name": _named(username)}) or 0)


def check_password(store: Store, username: str, password: str, address: str = "-") -> Person:
    """The account of this name and password, tried from a network address.

    Raises `Fault(SIGN_IN_FAILED)`, or `Fault(LOCKED_OUT)` after too many failures from there: the same for names that exist and
    for others. This is not a sign-in yet: a code or a new password may be required.
    """
    name = _named(username)
    raw = _raw_hash(store, name, password)
    with store.acting(Scope.public()) as connection:
        answer = connection.execute(
            sa.text("select * from akses.sign_in(:name, :raw, :address)"), {"name": name, "raw": raw, "address": address}
        ).one()
    if answer.username is None:
        seal(store)  # the store has noted it
        if answer.wait:
            raise Fault(Problem.LOCKED_OUT, seconds=answer.wait)
        raise Fault(Problem.SIGN_IN_FAILED)
    return _known(store, answer.username)


def check_code(store: Store, person: Person, code: str) -> None:
    """Check the code of a second factor; each is valid once. Raises `Fault`; wrong codes delay the next as wrong
    passwords do.
    """
    with store.acting(person.scope) as connection:
        wait = connection.scalar(sa.text("select akses.count_code_try()"))
    if wait is None or wait > 0:
        note(store, Scope.public(), "gagal_masuk", person.username, terkunci=True)
        raise Fault(Problem.LOCKED_OUT, seconds=wait or 1)
    if not second_factor.right_code(store, person.scope, code):
        note(store, Scope.public(), "gagal_masuk", person.username)
        raise Fault(Problem.BAD_CODE)


def note_sign_in(store: Store, person: Person, way: str) -> None:
    """Note the sign-in with the `way` it took, once every step is done."""
    with store.acting(person.scope) as connection:
        connection.execute(sa.text("select akses.note_entry()"))
    note(store, person.scope, "masuk", person.username, cara=way)


def open_session(store: Store, person: Person, hours: float) -> str:
    """Open a session of the account; returns the value that proves it, of which only a digest is stored.

    Raises `Fault` where all sessions were ended in the meantime.
    """
    secret = secrets.token_urlsafe(32)
    values = {"id": secret_digest(secret), "number": person.session_number, "seconds": int(hours * 3600)}
    with store.acting(person.scope) as connection:
        if not connection.scalar(sa.text("select akses.open_session(:id, :number, :seconds)"), values):
            raise Fault(Problem.STEP_ENDED)
    return secret


def find_session(store: Store, username: str, secret: str) -> Person | None:
    """The account whose session `secret` proves, with its current rights; ``None`` when the session has ended, here
    or elsewhere.
    """
    with store.reading(Scope(username, Role.PUBLIC, ())) as connection:
        return _person(connection, "select * from akses.account_of_session(:id)", {"id": secret_digest(secret)})


def end_session(store: Store, person: Person, secret: str) -> None:
    """End the one session that `secret` proves."""
    with store.acting(person.scope) as connection:
        connection.execute(sa.text("select akses.end_session(:id)"), {"id": secret_digest(secret)})
    note(store, person.scope, "keluar", person.username)


def end_sessions(store: Store, person: Person) -> None:
    """End all sessions of the person, this one included."""
    with store.acting(person.scope) as connection:
        connection.execute(sa.text("select akses.end_sessions()"))
    note(store, person.scope, "keluar", person.username, semua=True)


def change_password(store: Store, person: Person, password: str) -> Person:
    """Change the password; all sessions end. Returns the account as it is then. Raises `Fault` for a weak or the same one."""
    values = {"hashed": hash_password(password), "raw": _raw_hash(store, person.username, password)}
    with store.acting(person.scope) as connection:
        if not connection.scalar(sa.text("select akses.change_password(:hashed, :raw)"), values):
            raise Fault(Problem.SAME_PASSWORD)
    note(store, person.scope, "akun", f"ganti sandi {person.username}")
    return _known(store, person.username)


def set_second_factor(store: Store, person: Person, secret: str, code: str) -> Person:
    """Require codes of `secret` from now on; `code` proves that the person's device makes them. All sessions end.

    Returns the account as it is then. Raises `Fault`.
    """
    second_factor.enrol(store, person.scope, secret, code)
    note(store, person.scope, "akun", f"pasang faktor kedua {person.username}")
    return _known(store, person.username)


def drop_second_factor(store: Store, person: Person) -> Person:
    """Remove the second factor; all sessions end. Returns the account as it is then."""
    second_factor.drop(store, person.scope)
    note(store, person.scope, "akun", f"lepas faktor kedua {person.username}")
    return _known(store, person.username)


def person_of_provider(store: Store, name: str, subject: str) -> Person:
    """The account of a single sign-on: by `subject` once that is known, at first by the registered name.

    Raises `Fault` where nobody registered that name, or it belongs to another subject.
    """
    with store.acting(Scope.public()) as connection:
        username = connection.scalar(
            sa.text("select akses.sso_account(:name, :subject)"), {"name": name.lower(), "subject": subject}
        )
    found = find_person(store, username) if username else None
    if found is None:
        note(store, Scope.public(), "gagal_masuk", username or _UNKNOWN, cara="sso")
        raise Fault(Problem.SSO_UNKNOWN, name=name)
    return found


def find_person(store: Store, username: str) -> Person | None:
    """The account as it is now; ``None`` when it is gone or switched off."""
    # a token of the person without any right of theirs: the store answers about who is proved, and about nobody else
    with store.reading(Scope(_named(username), Role.PUBLIC, ())) as connection:
        return _person(connection, "select * from akses.account()", {})


def _known(store: Store, username: str) -> Person:
    found = find_person(store, username)
    if found is None:  # switched off at this moment
        raise Fault(Problem.SIGN_IN_FAILED)
    return found


def _person(connection: sa.Connection, question: str, values: dict[str, object]) -> Person | None:
    row = connection.execute(sa.text(question), values).mappings().first()
    if row is None or row["role"] not in GRANTABLE:  # the store gives such an account nothing either
        return None
    role, prefixes = Role(row["role"]), tuple(row["prefixes"])
    agency, office = row["agency"] or "", row["office"] or ""
    return Person(**{**row, "role": role, "prefixes": prefixes, "agency": agency, "office": office})


def _named(username: str) -> str:
    return username.strip().lower().replace("\0", "")


def _raw_hash(store: Store, name: str, password: str) -> bytes:
    """The password hashed with the salt of that name; only the store knows what it should be."""
    with store.acting(Scope.public()) as connection:
        known = str(connection.scalar(sa.text("select akses.password_salt(:name)"), {"name": name}))
    asked = extract_parameters(f"{known}${'A' * 43}")
    salt = known.rpartition("$")[2]
    bare = base64.b64decode(salt + "=" * (-len(salt) % 4))
    costs = asked.time_cost, asked.memory_cost, asked.parallelism
    return hash_secret_raw(password.encode(), bare, *costs, _HASH_BYTES, Type.ID, asked.version)
