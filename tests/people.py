"""Signing in without a browser."""

from collections.abc import Callable

import pytest

from data.access.people import Person, begin_session, check_password
from data.errors import Fault, Problem
from data.store import Store

WORD = "kata-sandi-panjang-sekali"


def sign_in(store: Store, username: str, password: str = WORD) -> Person:
    """What the form does when nothing but the password is wanted."""
    person = check_password(store, username, password)
    begin_session(store, person, "sandi")
    return person


def problem_of(act: Callable[[], object]) -> Problem:
    """What was wrong with an act that must not succeed."""
    with pytest.raises(Fault) as fault:
        act()
    return fault.value.problem
