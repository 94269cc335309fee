"""Who may do what, and where: one table in Python beside what the database grants."""

import re

import pytest
import sqlalchemy as sa

from data.identity.people import find_person
from data.model import schema
from data.model.errors import Fault, Problem
from data.model.roles import GRANTABLE, Act, Role, Sensitivity, check_act, granted, may
from data.model.settings import ROOT
from data.store import Store
from data.store.scope import Scope
from geo.regions.codes import lies_within
from tests.people import as_person

CODES = ("ID", "75", "71", "75.03", "75.71", "75.03.01", "75.03.01.2001", "75.03.01.1001", "71.02.01.2001")
PREFIXES: tuple[tuple[str, ...], ...] = ((), ("",), ("75",), ("75.03", "71.02"), ("75.03.01.2001",))


def test_a_region_is_ones_own_when_it_lies_within_a_prefix() -> None:
    head = Scope("x", Role.REGIONAL_HEAD, ("75.03", "71"))
    allowed = {code for code in CODES if may(head, Act.MEET, code)}
    assert allowed == {"71", "75.03", "75.03.01", "75.03.01.2001", "75.03.01.1001", "71.02.01.2001"}
    assert may(head, Act.MEET)
    assert not any(may(head, Act.SEND, code) for code in CODES), "the right region does not make up for the role"
    assert all(may(Scope("x", Role.BNN_PUSAT, ("",)), Act.MEET, code) for code in CODES)
    assert not any(may(Scope("x", Role.BNN_PUSAT, ()), Act.MEET, code) for code in CODES)


def test_a_role_by_itself_has_no_region() -> None:
    assert may(Role.BNNP, Act.APPROVE)
    assert not may(Role.BNNP, Act.APPROVE, "75")
    with pytest.raises(Fault) as fault:
        check_act(Scope("x", Role.BNNK, ("75.03",)), Act.DECIDE, "75")
    assert fault.value.problem is Problem.MAY_NOT
    check_act(Scope("x", Role.BNNK, ("75.03",)), Act.DECIDE, "75.03.01")


@pytest.mark.parametrize("name", ["sistem", "publik", "raja", ""])
def test_a_role_that_nobody_is_granted_is_refused(name: str) -> None:
    with pytest.raises(Fault) as fault:
        granted(name)
    assert fault.value.problem is Problem.BAD_ROLE


def test_regions_and_clearances_are_those_of_the_database(scratch: Store) -> None:
    like = sa.text("select code from unnest(cast(:codes as text[])) code where code like any (cast(:patterns as text[]))")
    scopes = [as_person(scratch, role, "75") for role in GRANTABLE]
    for scope in [*scopes, Scope.public()]:
        with scratch.reading(scope) as connection:
            assert connection.scalar(sa.text("select (akses.scope()).clearance")) == Role(scope.role).clearance
            for prefixes in PREFIXES:
                asked = {"codes": list(CODES), "patterns": [f"{prefix}%" for prefix in prefixes]}
                assert set(connection.scalars(like, asked)) == {code for code in CODES if lies_within(code, prefixes)}
    with scratch.writing() as connection:
        assert connection.scalar(sa.text("select (akses.scope()).clearance")) == Role.SYSTEM.clearance == Sensitivity.TERBATAS


def test_an_account_whose_role_this_version_does_not_know_is_nobody(scratch: Store) -> None:
    scope = as_person(scratch, "bnnp", "75")
    found = find_person(scratch, scope.person)
    assert found is not None
    assert found.role is Role.BNNP
    with scratch.writing() as connection:
        connection.execute(schema.person.update().values(role="peran-baru"))
    assert find_person(scratch, scope.person) is None


def test_no_role_is_named_by_a_bare_string() -> None:
    named = re.compile(r"""["'](bnn_pusat|bnnp|bnnk|kepala_daerah|auditor)["']|role\b.*(==|!=|\bin\b) *\(?["']""")
    found = [
        f"{file.relative_to(ROOT)}: {line.strip()}"
        for room in ("data", "dashboard", "geo", "pages")
        for file in sorted((ROOT / room).rglob("*.py"))
        if file != ROOT / "data" / "model" / "roles.py"
        for line in file.read_text(encoding="utf-8").splitlines()
        if named.search(line)
    ]
    assert found == []
