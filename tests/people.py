"""Signing in without a browser."""

from collections.abc import Callable

import pytest
import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import insert

from data.identity.accounts import Giver, Wanted, add_account
from data.identity.people import Person, check_password, note_sign_in
from data.model import schema
from data.model.errors import Fault, Problem
from data.store import Store
from data.store.scope import Scope

WORD = "kata-sandi-panjang-sekali"


def add_person(
    store: Store, username: str, full_name: str, role: str, prefixes: list[str], password: str, by: str = "uji"
) -> None:
    """Make an account with a password, without the bounds of an administrator."""
    add_account(store, Wanted(username, full_name, role, tuple(prefixes), password), Giver(by))


def sign_in(store: Store, username: str, password: str = WORD) -> Person:
    """What the form does when nothing but the password is wanted."""
    person = check_password(store, username, password)
    note_sign_in(store, person, "sandi")
    return person


def scope_of(role: str, *prefixes: str) -> Scope:
    """The scope of the test account with this role and these regions; `as_person` makes it, loaded stores have some."""
    areas = "-".join(prefix or "id" for prefix in prefixes) or "nihil"
    return Scope(f"uji-{role}-{areas}", role, prefixes)


# accounts that every loaded store of a run has
KNOWN = (
    scope_of("bnn_pusat", ""),
    scope_of("bnnp", "75"),
    scope_of("bnnp", "31"),
    scope_of("bnnp"),
    scope_of("bnnk", "75.03"),
    scope_of("bnnk", "75.01", "75.71"),
    scope_of("bnnk"),
    scope_of("kepala_daerah", "75.03"),
    scope_of("kepala_daerah"),
    scope_of("instansi", "75"),
    scope_of("instansi", "31"),
    scope_of("auditor", ""),
    scope_of("bnnk", "75.03.01"),
    scope_of("bnnk", "75.03.01.2001", "31"),
    scope_of("bnnp", "75.03.01.2001"),
    scope_of("bnnk", "75.01"),
    scope_of("bnnk", "75.02"),
)


# rows that functions alone return, which note it
OF_PERSONS = {
    "inti.narcotics_case", "inti.case_substance", "inti.case_suspect", "inti.case_stage", "inti.tat", "inti.rehab_episode",
    "inti.ibm_assessment", "inti.token_link", "mentah.isi", "analitik.case_standing",
}  # fmt: skip


def make_accounts(connection: sa.Connection, *scopes: Scope) -> None:
    """Accounts behind scopes, with no way to sign in; one that is there already gets that role and those regions."""
    person, grants = schema.person, schema.region_grant
    for scope in scopes:
        made = insert(person).values(username=scope.person, full_name=scope.person, role=scope.role, sso_name=scope.person)
        made = made.on_conflict_do_update(index_elements=["username"], set_={"role": scope.role})
        number = connection.scalar(made.returning(person.c.id))
        connection.execute(grants.delete().where(grants.c.person_id == number))
        for prefix in scope.prefixes:
            connection.execute(grants.insert().values(person_id=number, prefix=prefix, granted_by="uji"))


def as_person(store: Store, role: str, *prefixes: str) -> Scope:
    """The scope of an account with this role and these regions, which is made."""
    scope = scope_of(role, *prefixes)
    with store.writing() as connection:
        make_accounts(connection, scope)
    return scope


def problem_of(act: Callable[[], object]) -> Problem:
    """What was wrong with an act that must not succeed."""
    with pytest.raises(Fault) as fault:
        act()
    return fault.value.problem
