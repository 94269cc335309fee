"""Managing accounts: what an administrator may grant, revoke and see, and what only the command line may."""

from datetime import timedelta

import pandas as pd
import pytest
import sqlalchemy as sa

from data.identity import accounts
from data.identity.accounts import Giver, Wanted
from data.identity.demo import DEMO
from data.identity.people import Person, change_password, find_person
from data.model import schema
from data.model.clock import today
from data.model.errors import Fault, Problem
from data.store import Store
from data.store.scope import Scope
from tests.people import WORD, problem_of, sign_in

TODAY = today()
YEAR = TODAY + timedelta(days=365)
WHY = "SK Kepala BNNP 7/2026"


def _made(store: Store, username: str, role: str, *prefixes: str, administers: bool = False) -> Person:
    accounts.add_account(store, Wanted(username, username.title(), role, prefixes, WORD, administers=administers), Giver())
    person = find_person(store, username)
    assert person is not None
    return person


@pytest.fixture
def store(scratch: Store) -> Store:
    with scratch.writing() as connection:
        for number, code in enumerate(("75", "75.01", "75.03", "75.03.01", "31")):
            level = code.count(".") + 1
            kind = ("provinsi", "kabupaten", "kecamatan")[level - 1]
            connection.execute(schema.region.insert().values(code=code, level=level, number=number, name=code, kind=kind))
    _made(scratch, "ketua", "bnnp", "75", administers=True)
    _made(scratch, "bone", "bnnk", "75.03", administers=True)
    _made(scratch, "budi", "bnnk", "75.03.01")
    _made(scratch, "jakarta", "bnnp", "31")
    _made(scratch, "sama", "bnnp", "75")
    return scratch


def _giver(store: Store, username: str) -> Giver:
    person = find_person(store, username)
    assert person is not None
    return Giver(person.username, person.scope)


def _below(store: Store, username: str) -> set[str]:
    seen = set(accounts.people_below(store, _giver(store, username).scope or Scope.public())["username"])
    return seen - {person.username for person in DEMO}


def test_an_administrator_sees_accounts_that_lie_within_the_own_area(store: Store) -> None:
    assert _below(store, "ketua") == {"bone", "budi", "sama"}
    assert _below(store, "bone") == {"budi"}
    assert _below(store, "budi") == _below(store, "sama") == set()
    _made(store, "dua", "bnnk", "75.03", "31")
    assert "dua" not in _below(store, "ketua"), "half of the account's areas are somebody else's"
    _made(store, "setara", "bnnp", "75", administers=True)
    assert "setara" not in _below(store, "ketua"), "administrators of the same area do not look after each other"
    assert accounts.people_below(store, Scope.public()).empty
    assert problem_of(lambda: accounts.people_below(store, Scope("ketua-palsu", "bnnp", ("75",)))) is Problem.RIGHTS_CHANGED


def test_what_is_given_below_works_and_has_giver_reason_and_end(store: Store) -> None:
    wanted = Wanted("tari", "Tari", "instansi", ("75.01",), WORD, must_change=True, reason=WHY, until=YEAR)
    accounts.add_account(store, wanted, _giver(store, "ketua"))
    person = sign_in(store, "tari")
    assert (person.role, person.prefixes, person.must_change) == ("instansi", ("75.01",), True)
    row = accounts.people_below(store, _giver(store, "ketua").scope).query("username == 'tari'").iloc[0]
    assert (row["granted_by"], row["reason"], row["until"]) == ("ketua", WHY, YEAR)


REFUSED: list[tuple[str, dict[str, object], Problem]] = [
    ("ketua", {"role": "bnn_pusat"}, Problem.NOT_BELOW),
    ("ketua", {"role": "auditor"}, Problem.NOT_BELOW),
    ("ketua", {"prefixes": ("31",)}, Problem.NOT_BELOW),
    ("ketua", {"prefixes": ("75.01", "31")}, Problem.NOT_BELOW),
    ("ketua", {"prefixes": ("",)}, Problem.NOT_BELOW),
    ("ketua", {"prefixes": ("7",)}, Problem.NOT_BELOW),
    ("ketua", {"prefixes": ()}, Problem.NEEDS_AREA),
    ("ketua", {"prefixes": ("75.99",)}, Problem.UNKNOWN_REGION),
    ("ketua", {"prefixes": ("75",), "administers": True}, Problem.NOT_BELOW),
    ("ketua", {"reason": "  ya  "}, Problem.NEEDS_WHY),
    ("ketua", {"until": None}, Problem.BAD_END),
    ("ketua", {"until": TODAY - timedelta(days=1)}, Problem.BAD_END),
    ("ketua", {"until": TODAY + timedelta(days=5 * 366)}, Problem.BAD_END),
    ("ketua", {"username": "Nama Panjang!"}, Problem.BAD_USERNAME),
    ("ketua", {"username": "budi"}, Problem.PERSON_EXISTS),
    ("ketua", {"password": "pendek"}, Problem.WEAK_PASSWORD),
    ("bone", {"prefixes": ("75",)}, Problem.NOT_BELOW),
    ("bone", {"role": "bnnp", "prefixes": ("75.03",)}, Problem.NOT_BELOW),
    ("budi", {"prefixes": ("75.03.01",)}, Problem.NOT_BELOW),
    ("sama", {}, Problem.NOT_BELOW),
]


def test_what_may_not_be_given_is_refused_and_nothing_is_made(store: Store) -> None:
    usual: dict[str, object] = {
        "username": "baru", "full_name": "Baru", "role": "bnnk", "prefixes": ("75.01",), "password": WORD, "reason": WHY,
        "until": YEAR,
    }  # fmt: skip
    before = _counts(store)
    for by, change, problem in REFUSED:
        wanted, giver = Wanted(**(usual | change)), _giver(store, by)  # type: ignore[arg-type]
        assert problem_of(lambda w=wanted, g=giver: accounts.add_account(store, w, g)) is problem, (by, change)
        assert _counts(store) == before


def _counts(store: Store) -> list[int]:
    with store.writing() as connection:
        return [
            int(connection.scalar(sa.select(sa.func.count()).select_from(table)) or 0)
            for table in (schema.person, schema.region_grant, schema.jejak)
        ]


def test_an_administrator_whose_right_has_ended_gives_nothing(store: Store) -> None:
    giver = _giver(store, "ketua")
    with store.writing() as connection:
        connection.execute(
            schema.region_grant.update().where(schema.region_grant.c.prefix == "75").values(until=TODAY - timedelta(days=1))
        )
    wanted = Wanted("baru", "Baru", "bnnk", ("75.01",), WORD, reason=WHY, until=YEAR)
    assert problem_of(lambda: accounts.add_account(store, wanted, giver)) is Problem.NOT_BELOW
    assert problem_of(lambda: accounts.switch(store, "budi", giver, active=False)) is Problem.RIGHTS_CHANGED


def test_a_new_role_and_area_replace_the_previous_in_open_sessions_too(store: Store) -> None:
    giver = _giver(store, "ketua")
    accounts.change_grants(store, "budi", "kepala_daerah", ("75.01",), giver, reason=WHY, until=YEAR)
    now = find_person(store, "budi")
    assert now is not None
    assert (now.role, now.prefixes) == ("kepala_daerah", ("75.01",))
    for username in ("jakarta", "ketua", "tidak-ada"):
        change = (username, "bnnk", ("75.01",), giver)
        assert problem_of(lambda c=change: accounts.change_grants(store, *c, reason=WHY, until=YEAR)) is Problem.UNKNOWN_PERSON
    raised = ("bone", "bnnk", ("75",), giver)  # an administrator of a regency may not become one of the giver's own area
    assert problem_of(lambda: accounts.change_grants(store, *raised, reason=WHY, until=YEAR)) is Problem.NOT_BELOW


def test_a_reset_gives_a_word_for_once_and_ends_sessions(store: Store) -> None:
    before = find_person(store, "budi")
    word = accounts.reset(store, "budi", _giver(store, "bone"))
    assert problem_of(lambda: sign_in(store, "budi")) is Problem.SIGN_IN_FAILED
    person = sign_in(store, "budi", word)
    assert person.must_change
    assert before is not None
    assert person.session_number == before.session_number + 1
    assert problem_of(lambda: change_password(store, person, word)) is Problem.SAME_PASSWORD
    after = change_password(store, person, "kata-sandi-milik-sendiri")
    assert not after.must_change
    assert after.session_number == person.session_number + 1
    with store.writing() as connection:
        trail = pd.Series(connection.scalars(sa.select(schema.jejak.c.subject + schema.jejak.c.detail)).all())
    assert not trail.str.contains(word, regex=False).any(), "no password is ever noted"


def test_off_ends_everything_and_on_brings_it_back(store: Store) -> None:
    giver = _giver(store, "ketua")
    accounts.switch(store, "sama", giver, active=False)
    assert find_person(store, "sama") is None
    assert problem_of(lambda: sign_in(store, "sama")) is Problem.SIGN_IN_FAILED
    accounts.switch(store, "sama", giver, active=True)
    assert sign_in(store, "sama").username == "sama"
    with store.writing() as connection:
        noted = connection.execute(
            sa.select(schema.jejak.c.person, schema.jejak.c.subject).where(schema.jejak.c.act == "akun")
        ).all()
    assert {("ketua", "matikan sama"), ("ketua", "hidupkan sama")} <= {tuple(row) for row in noted}


def test_the_command_line_is_bounded_by_nothing_but_names_and_regions(store: Store) -> None:
    accounts.add_account(store, Wanted("pusat", "Pusat", "bnn_pusat", ("",), WORD, administers=True), Giver())
    assert _below(store, "pusat") == {"ketua", "bone", "budi", "jakarta", "sama"}
    accounts.add_account(
        store, Wanted("auditor", "Auditor", "auditor", ("",), WORD, reason=WHY, until=YEAR), _giver(store, "pusat")
    )
    with pytest.raises(Fault):
        accounts.switch(store, "tidak-ada", Giver(), active=False)
