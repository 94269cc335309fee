"""Signing in without a browser."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace

import pytest

from data.access.accounts import Giver, Wanted, add_account
from data.access.opening import close_numbers, open_numbers
from data.access.people import Person, check_password, note_sign_in
from data.errors import Fault, Problem
from data.store import Store

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


@contextmanager
def opened(store: Store, person: Person) -> Iterator[Person]:
    """That person, with small numbers open."""
    until = open_numbers(store, person.scope, "uji: angka kecil dibuka", 30)
    yield replace(person, opened_until=until)
    close_numbers(store, person.scope)


def problem_of(act: Callable[[], object]) -> Problem:
    """What was wrong with an act that must not succeed."""
    with pytest.raises(Fault) as fault:
        act()
    return fault.value.problem
