"""Making and managing accounts: from the command line without limits, on the page by administrators for areas below theirs."""

import secrets
from dataclasses import dataclass
from datetime import date

import pandas as pd
import sqlalchemy as sa

from data.identity.audit import note_within
from data.identity.people import hash_password
from data.model import schema
from data.model.clock import today
from data.model.errors import Fault, Problem
from data.model.roles import BNN_AGENCIES, GRANTABLE, Act, Role, check_act, granted, is_office_of, may
from data.store import Store
from data.store.frames import framed
from data.store.scope import Scope
from geo.regions.codes import lies_within

COMMAND_LINE = "baris perintah"
_NOBODYS = (Role.PUBLIC, Role.SYSTEM)  # tokens of these names are signed for nobody in particular
SHORTEST_REASON = 10
LONGEST_GRANT_DAYS = 3 * 366  # a right granted by an administrator ends by itself
# roles that an administrator of a level may grant; not auditor, who reads the trail of the whole country
_GIVEN_BELOW = (Role.BNNK, Role.REGIONAL_HEAD, Role.AGENCY)
_GIVEN_IN_PROVINCE = (Role.BNNP, *_GIVEN_BELOW)


@dataclass(frozen=True)
class Wanted:
    """An account to be made. Without `password` it signs in by single sign-on, as `sso_name`; `until` is the last day.

    It sends for `office`, of the agency `agency`; without an office an `instansi` sends nothing.
    """

    username: str
    full_name: str
    role: str
    prefixes: tuple[str, ...]
    password: str | None = None
    sso_name: str | None = None
    must_change: bool = False
    administers: bool = False
    reason: str = ""
    until: date | None = None
    agency: str = ""
    office: str = ""


@dataclass(frozen=True)
class Giver:
    """The person who grants a right: an administrator, whose regions are looked up each time, or without `scope` the command
    line.
    """

    name: str = COMMAND_LINE
    scope: Scope | None = None

    @property
    def role(self) -> str:
        """The role that stands in the trail."""
        return self.scope.role if self.scope else ""

    @property
    def acts_as(self) -> Scope:
        """Whose acts are allowed."""
        return self.scope or Scope.system()


def roles_below(prefixes: tuple[str, ...]) -> tuple[Role, ...]:
    """Roles that an administrator of these regions may grant."""
    if "" in prefixes:
        return GRANTABLE
    return _GIVEN_IN_PROVINCE if any(len(prefix) == 2 for prefix in prefixes) else _GIVEN_BELOW


def one_time_password() -> str:
    """A random password for one sign-in, after which another must be chosen."""
    return secrets.token_urlsafe(12)


def add_account(store: Store, wanted: Wanted, giver: Giver) -> None:
    """Make an account with its grants; noted.

    Raises `Fault` for a weak password, a bad role, region or name, one already there, or what the giver may not give.
    """
    check_act(giver.acts_as, Act.ADMINISTER)
    hashed = hash_password(wanted.password) if wanted.password is not None else None
    role = granted(wanted.role)
    username = wanted.username.lower().strip()
    if username in _NOBODYS:
        raise Fault(Problem.BAD_USERNAME, username=username)
    agency, office = _office(role, wanted.agency, wanted.office)
    person = schema.person
    with store.writing() as connection:
        _check(connection, giver, role, wanted.prefixes, wanted.reason, wanted.until, administers=wanted.administers)
        _known_regions(connection, wanted.prefixes)
        if connection.scalar(sa.select(person.c.id).where(person.c.username == username)):
            raise Fault(Problem.PERSON_EXISTS, username=username)
        sso_name = wanted.sso_name.lower().strip() if wanted.sso_name else None
        if sso_name and connection.scalar(sa.select(person.c.id).where(person.c.sso_name == sso_name)):
            raise Fault(Problem.SSO_TAKEN, name=sso_name)
        values = {
            "username": username,
            "full_name": wanted.full_name,
            "password_hash": hashed,
            "role": wanted.role,
            "must_change": wanted.must_change and hashed is not None,
            "sso_name": sso_name,
            "administers": wanted.administers,
            "agency": agency,
            "office": office,
        }
        try:
            person_id = connection.scalar(person.insert().values(**values).returning(person.c.id))
        except sa.exc.IntegrityError:
            raise Fault(Problem.BAD_USERNAME, username=username) from None
        _grant(connection, person_id, wanted.prefixes, giver, wanted.reason, wanted.until)
        note_within(
            connection,
            giver.name,
            giver.role,
            "akun",
            f"buat {username}",
            peran=wanted.role,
            wilayah=wanted.prefixes,
            administrator=wanted.administers,
            sso=sso_name or "",
            alasan=wanted.reason,
            sampai=str(wanted.until or ""),
            kantor=office or "",
        )


def has_people(store: Store) -> bool:
    """Whether an account that can sign in exists."""
    person = schema.person.c
    signs_in = sa.or_(person.password_hash.is_not(None), person.sso_name.is_not(None))
    with store.writing() as connection:
        return connection.scalar(sa.select(person.id).where(signs_in).limit(1)) is not None


def people_below(store: Store, scope: Scope) -> pd.DataFrame:
    """Accounts that this administrator manages, a row for each grant; empty for everybody else.

    ``username, full_name, role, active, administers, must_change, second_factor, sso_name, last_sign_in, agency, office,
    prefix, granted_by, granted_at, reason, until``.
    """
    with store.reading(scope) as connection:
        return framed(connection.execute(sa.text("select * from akses.people_below()")))


def change_grants(
    store: Store, username: str, role: str, prefixes: tuple[str, ...], giver: Giver, *, reason: str, until: date | None
) -> None:
    """Replace role and regions of an account; open sessions have the new ones at their next step. Raises `Fault`.

    An office that the new role cannot have is removed.
    """
    check_act(giver.acts_as, Act.ADMINISTER)
    with store.writing() as connection:
        person_id, administers = _looked_after(store, connection, username, giver.scope)
        _check(connection, giver, role, prefixes, reason, until, administers=administers)
        _known_regions(connection, prefixes)
        grants = schema.region_grant
        connection.execute(grants.delete().where(grants.c.person_id == person_id))
        _grant(connection, person_id, prefixes, giver, reason, until)
        values: dict[str, object] = {"role": role}
        if not _keeps_office(connection, person_id, granted(role)):
            values |= {"agency": None, "office": None}
        connection.execute(schema.person.update().where(schema.person.c.id == person_id).values(**values))
        note_within(
            connection,
            giver.name,
            giver.role,
            "akun",
            f"ubah {username}",
            peran=role,
            wilayah=prefixes,
            alasan=reason,
            sampai=str(until or ""),
        )


def place(store: Store, username: str, agency: str, office: str, giver: Giver) -> None:
    """Set the one office of an account, or with two empty strings none. Raises `Fault` for an office of another agency."""
    check_act(giver.acts_as, Act.ADMINISTER)
    with store.writing() as connection:
        person_id, _ = _looked_after(store, connection, username, giver.scope)
        person = schema.person
        role = granted(str(connection.scalar(sa.select(person.c.role).where(person.c.id == person_id))))
        kind, name = _office(role, agency, office)
        connection.execute(person.update().where(person.c.id == person_id).values(agency=kind, office=name))
        note_within(connection, giver.name, giver.role, "akun", f"kantor {username}", instansi=kind or "", kantor=name or "")


def _office(role: Role, agency: str, office: str) -> tuple[str | None, str | None]:
    """Agency and office as they are stored. An office's name begins with its agency: Polres Bone Bolango."""
    agency, office = " ".join(agency.split()), " ".join(office.split())
    if not agency and not office:
        return None, None
    own = agency in BNN_AGENCIES[role] if role in BNN_AGENCIES else not agency.startswith("BNN")
    if not (is_office_of(office, agency) and own and may(role, Act.SEND) and 2 <= len(agency) <= 60 and len(office) <= 120):
        raise Fault(Problem.BAD_OFFICE, office=office, agency=agency, role=role)
    return agency, office


def reset(store: Store, username: str, giver: Giver) -> str:
    """A new password for one sign-in, which is returned and not stored readably; the second factor is removed, all sessions
    end.
    """
    password = one_time_password()
    values = {
        "password_hash": hash_password(password),
        "must_change": True,
        "totp": None,
        "totp_step": None,
        "session_number": schema.person.c.session_number + 1,
    }
    _change(store, username, giver, "setel ulang", values, forget_codes=True)
    return password


def switch(store: Store, username: str, giver: Giver, *, active: bool) -> None:
    """Switch an account on or off; off ends its sessions."""
    values = {"active": active, "session_number": schema.person.c.session_number + 1}
    _change(store, username, giver, "hidupkan" if active else "matikan", values)


def _change(
    store: Store, username: str, giver: Giver, what: str, values: dict[str, object], *, forget_codes: bool = False
) -> None:
    check_act(giver.acts_as, Act.ADMINISTER)
    with store.writing() as connection:
        person_id, _ = _looked_after(store, connection, username, giver.scope)
        connection.execute(schema.person.update().where(schema.person.c.id == person_id).values(**values))
        if forget_codes:  # wrong codes were those of a factor that is gone
            tried = schema.sign_in_try
            connection.execute(
                tried.delete().where(tried.c.kind == "kode", tried.c.who == sa.func.akses.who_tries("kode", username))
            )
        note_within(connection, giver.name, giver.role, "akun", f"{what} {username}")


def _check(
    connection: sa.Connection,
    giver: Giver,
    role: str,
    prefixes: tuple[str, ...],
    reason: str,
    until: date | None,
    *,
    administers: bool,
) -> None:
    """Raises `Fault` for a grant that is not below the administrator, has no reason or end, or has ended already."""
    if giver.scope is None:
        return
    person, grants = schema.person.c, schema.region_grant.c
    areas = connection.scalars(
        sa.select(grants.prefix)
        .join(schema.person, person.id == grants.person_id)
        .where(person.username == giver.scope.person, person.administers, person.active)
        .where(sa.or_(grants.until.is_(None), grants.until >= today()))
    ).all()
    if role not in roles_below(tuple(areas)):
        raise Fault(Problem.NOT_BELOW, what=f"Peran {role}")
    if not prefixes:
        raise Fault(Problem.NEEDS_AREA)
    for prefix in prefixes:
        place = f"ilayah {prefix}" if prefix else "ilayah seluruh Indonesia"
        if not lies_within(prefix, areas):
            raise Fault(Problem.NOT_BELOW, what=f"W{place}")
        if administers and prefix in areas:
            raise Fault(Problem.NOT_BELOW, what=f"Administrator w{place}")
    if len(reason.strip()) < SHORTEST_REASON:
        raise Fault(Problem.NEEDS_WHY, least=SHORTEST_REASON)
    left = (until - today()).days if until is not None else LONGEST_GRANT_DAYS + 1
    if not 0 <= left <= LONGEST_GRANT_DAYS:
        raise Fault(Problem.BAD_END, most=LONGEST_GRANT_DAYS // 366)


def _looked_after(store: Store, connection: sa.Connection, username: str, scope: Scope | None) -> tuple[int, bool]:
    """Id of the account and whether it administers; with `scope` only one that this administrator manages."""
    if scope is not None and username not in set(people_below(store, scope)["username"]):
        raise Fault(Problem.UNKNOWN_PERSON, username=username)
    person = schema.person
    found = connection.execute(
        sa.select(person.c.id, person.c.administers).where(person.c.username == username).with_for_update()
    ).first()
    if found is None:
        raise Fault(Problem.UNKNOWN_PERSON, username=username)
    return int(found.id), bool(found.administers)


def _keeps_office(connection: sa.Connection, person_id: int, role: Role) -> bool:
    person = schema.person.c
    agency, office = connection.execute(sa.select(person.agency, person.office).where(person.id == person_id)).one()
    try:
        return _office(role, agency or "", office or "") == (agency, office)
    except Fault:
        return False


def _known_regions(connection: sa.Connection, prefixes: tuple[str, ...]) -> None:
    for prefix in filter(None, prefixes):
        if not connection.scalar(sa.select(schema.region.c.code).where(schema.region.c.code == prefix)):
            raise Fault(Problem.UNKNOWN_REGION, code=prefix)


def _grant(
    connection: sa.Connection, person_id: int, prefixes: tuple[str, ...], giver: Giver, reason: str, until: date | None
) -> None:
    for prefix in dict.fromkeys(prefixes):
        connection.execute(
            schema.region_grant.insert().values(
                person_id=person_id, prefix=prefix, granted_by=giver.name, reason=reason or None, until=until
            )
        )
