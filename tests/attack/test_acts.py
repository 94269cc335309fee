"""Every act tried as every role, through the functions that pages, API and commands call; and in the name of other offices."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa
from starlette.testclient import TestClient

from dashboard.components.sending import session
from data.api import make_api
from data.cases import register
from data.feeds import feeds
from data.identity import accounts, api_tokens
from data.identity.accounts import Giver, Wanted
from data.identity.demo import DEMO
from data.identity.gis_logins import add_gis_account
from data.identity.people import Person, find_person
from data.intake import quality
from data.intake.submit import history
from data.intake.submit.declared import declare
from data.intake.submit.report import Sender
from data.intake.submit.submission import submit
from data.meetings.decisions import Decided, decide
from data.meetings.snapshots import freeze
from data.model import schema
from data.model.clock import now, today
from data.model.errors import Fault, Problem
from data.model.roles import Act, Role, check_act, may
from data.queries.meetings import Arrangement, Frozen
from data.store import Store
from data.store.scope import Scope
from tests.people import WORD, problem_of

TODAY = today()
BNN = {Act.SEND, Act.WITHDRAW, Act.SETTLE, Act.MEET, Act.DECIDE, Act.ADMINISTER, Act.RECONCILE}
MAY: dict[str, set[Act]] = {
    "bnn_pusat": BNN | {Act.APPROVE, Act.CHECK_QUALITY, Act.DECLARE},
    "bnnp": BNN | {Act.APPROVE, Act.CHECK_QUALITY, Act.DECLARE},
    "bnnk": BNN,
    "kepala_daerah": {Act.MEET, Act.DECIDE},
    "instansi": {Act.SEND, Act.WITHDRAW, Act.SETTLE, Act.RECONCILE},
    "auditor": {Act.READ_TRAIL},
    Role.SYSTEM: {Act.SEND, Act.WITHDRAW, Act.SETTLE, Act.CHECK_QUALITY, Act.ADMINISTER, Act.ISSUE_TOKENS, Act.DECLARE},
}
REFUSALS = (Problem.MAY_NOT, Problem.MAY_NOT_DECIDE)


@pytest.fixture
def store(scratch: Store) -> Store:
    with scratch.writing() as connection:
        connection.execute(schema.region.insert().values(code="75", level=1, number=0, name="Gorontalo", kind="provinsi"))
    return scratch


def _sender(role: str) -> Sender:
    return Sender("BNNP Gorontalo", "x", role, ("75",))


def _tries(store: Store, home: Path, role: str) -> dict[Act, Callable[[], object]]:
    """How each act is done by a function that is given who does it."""
    scope, by = Scope("x", role, ("75",)), _sender(role)
    frozen = Frozen("75", "2025", 1, 1, "", {})
    decided = Decided("75", "Jemput bola ke desa rawan", "Dinas Kesehatan", TODAY, TODAY)
    wanted = Wanted("baru", "Baru", "bnnk", ("75",), WORD, reason="SK Kepala 7/2026", until=TODAY + timedelta(days=9))
    giver = Giver("x", None if role == Role.SYSTEM else scope)
    return {
        Act.SEND: lambda: submit(store, home, feeds()["target"], b"x", sender=by, commit=False),
        Act.WITHDRAW: lambda: history.withdraw(store, 1, by, "salah"),
        Act.APPROVE: lambda: history.approve(store, 1, by),
        Act.SETTLE: lambda: quality.settle(store, "tahap_tidak_urut", "x", "ditutup", "benar", by),
        Act.CHECK_QUALITY: lambda: quality.ask_for_check(store, role),
        Act.DECLARE: lambda: _declare(store, by),
        Act.RECONCILE: lambda: register.take(store, register.Seen(1, 1), Person("x", "X", Role(role), ("75",))),
        Act.MEET: lambda: freeze(store, scope, frozen, Arrangement(), now()),
        Act.DECIDE: lambda: decide(store, scope, decided),
        Act.ADMINISTER: lambda: accounts.add_account(store, wanted, giver),
        Act.ISSUE_TOKENS: lambda: api_tokens.issue(store, "t", "x", "bnnp", ["75"], [], timedelta(1), "x", role),
        Act.READ_TRAIL: lambda: check_act(role, Act.READ_TRAIL),  # policies decide besides: tests/data/test_audit.py
    }


def _declare(store: Store, by: Sender) -> None:
    with store.writing() as connection:
        declare(connection, by, "target", "Nama lembaga", "0" * 64)


@pytest.mark.parametrize("role", Role)
def test_every_act_is_refused_but_to_the_roles_that_have_it(store: Store, tmp_path: Path, role: str) -> None:
    tries = _tries(store, tmp_path, role)
    assert set(tries) == set(Act), "an act without a try"
    for act, attempt in tries.items():
        try:
            attempt()
            refused = False
        except Fault as fault:
            refused = fault.problem in REFUSALS
        assert refused == (act not in MAY.get(role, set())), act
        assert may(role, act) == (act in MAY.get(role, set())), act


def test_a_role_that_nobody_knows_may_do_nothing() -> None:
    assert not any(may(role, act) for role in ("", "raja", Role.PUBLIC) for act in Act)


@pytest.mark.parametrize("role", ["kepala_daerah", "auditor", "instansi", "bnnk"])
def test_a_token_withdraws_no_other_offices_submission(store: Store, tmp_path: Path, role: str) -> None:
    with store.writing() as connection:
        connection.execute(
            schema.source.insert().values(id="kiriman", title="x", publisher="x", kind="resmi", as_of="-", licence="-")
        )
        number = connection.scalar(
            schema.kiriman.insert()
            .values(
                feed="target",
                sender="BNNP Gorontalo",
                region_code="75",
                year=2025,
                sha256="x" * 64,
                row_count=1,
                periods=["2025"],
                source_id="kiriman",
                state="diterima",
                sent_by="budi",
                file_name="x",
                contract="1",
            )
            .returning(schema.kiriman.c.id)
        )
    word = api_tokens.issue(
        store, "t", "Polda Gorontalo", role, ["75"], list(feeds()), timedelta(days=1), by="uji", by_role=Role.SYSTEM
    )
    with TestClient(make_api(lambda: store, lambda: tmp_path)) as client:
        me = {"authorization": f"Bearer {word}"}
        answer = client.post(f"/submissions/{number}/withdrawal", json={"reason": "x"}, headers=me)
        assert answer.status_code == 403
        listed = {one["name"] for one in client.get("/feeds", headers=me).json() if one["may_send"]}
        assert listed == ({"kasus", "tahap_perkara", "rekap_terbitan"} if role in ("instansi", "bnnk") else set())
        tried = client.post("/feeds/target/submissions", json={"rows": [{}]}, headers=me)
        assert tried.status_code == 403
    with store.writing() as connection:
        assert connection.scalar(sa.select(schema.kiriman.c.state)) == "diterima"


def test_an_agencys_account_sends_for_its_own_office_alone(store: Store) -> None:
    polres = Person("p", "P", "instansi", ("75",), agency="Polres", office="Polres Boalemo")
    nobody = Person("n", "N", "instansi", ("75",))
    for contract in feeds().values():
        own = ["Polres Boalemo"] if "Polres" in contract.senders else []
        assert session.offices(polres, contract, "Kabupaten Boalemo") == own
        assert session.offices(nobody, contract, "Kabupaten Boalemo") == []
    assert session.sender(polres, "Kejari Boalemo").office == "Polres Boalemo", "whatever the page was asked for"
    assert session.sender(nobody, "Kejari Boalemo").office == ""
    assert "Minta administrator" in session.why_not(nobody)
    for role in ("kepala_daerah", "auditor"):
        assert session.offices(Person("k", "K", role, ("75",)), feeds()["kasus"], "Gorontalo") == []


def test_an_account_without_an_office_sends_and_settles_nothing(store: Store, tmp_path: Path) -> None:
    nobody = Sender("", "n", "instansi", ("75",))
    assert problem_of(lambda: submit(store, tmp_path, feeds()["kasus"], b"x", sender=nobody, commit=True)) is Problem.NO_OFFICE
    with store.writing() as connection:
        connection.execute(
            schema.temuan.insert().values(
                rule="tahap_tidak_urut",
                subject="LP/1",
                region_code="75",
                found="1",
                expected="2",
                owner="Kejari",
                restricted=True,
            )
        )

    def settle(office: str) -> None:
        quality.settle(store, "tahap_tidak_urut", "LP/1", "ditutup", "benar", Sender(office, "n", "instansi", ("75",)))

    assert problem_of(lambda: settle("")) is Problem.NO_OFFICE
    assert problem_of(lambda: settle("Polres Boalemo")) is Problem.NOT_YOUR_FINDING
    settle("Kejari Boalemo")


OFFICES = [
    ("instansi", "Polres", "Polres Boalemo", True), ("instansi", "Polres", "Polres", True),
    ("instansi", "Polres", "Kejari Boalemo", False), ("instansi", "Polres", "PolresBoalemo", False),
    ("instansi", "BNNP", "BNNP Gorontalo", False), ("instansi", "", "Polres Boalemo", False), ("instansi", "Polres", "", False),
    ("bnnp", "BNNP", "BNNP Gorontalo", True), ("bnnp", "Polda", "Polda Gorontalo", False),
    ("bnnk", "BNNP", "BNNP Gorontalo", False), ("bnn_pusat", "BNN", "BNN Pusat", True),
    ("kepala_daerah", "Kesbangpol", "Kesbangpol Gorontalo", False), ("auditor", "BPS", "BPS Gorontalo", False),
]  # fmt: skip


def test_an_office_is_of_its_agency_and_fits_the_role(store: Store) -> None:
    for at, (role, agency, office, good) in enumerate(OFFICES):
        wanted = Wanted(f"akun-{at}", "X", role, ("75",), sso_name=f"x{at}", agency=agency, office=office)
        if good:
            accounts.add_account(store, wanted, Giver())
            person = find_person(store, f"akun-{at}")
            assert person is not None
            assert (person.agency, person.office) == (agency, office)
        else:
            assert problem_of(lambda one=wanted: accounts.add_account(store, one, Giver())) is Problem.BAD_OFFICE  # type: ignore[misc]


def test_an_office_is_set_by_the_administrator_and_lost_with_the_role(store: Store) -> None:
    for name, role, administers in (("ketua", "bnnp", True), ("polisi", "instansi", False), ("bupati", "kepala_daerah", True)):
        area = "75" if administers else "75.01"
        with store.writing() as connection:
            known = connection.scalar(sa.select(schema.region.c.code).where(schema.region.c.code == area))
            if known is None:
                values = {"code": area, "level": 2, "number": 0, "name": area, "kind": "kabupaten"}
                connection.execute(schema.region.insert().values(**values))
        accounts.add_account(store, Wanted(name, name, role, (area,), WORD, administers=administers), Giver())
    ketua, bupati = find_person(store, "ketua"), find_person(store, "bupati")
    assert ketua is not None
    assert bupati is not None
    giver = Giver("ketua", ketua.scope)
    accounts.place(store, "polisi", "Polres", "Polres Boalemo", giver)
    rows = accounts.people_below(store, ketua.scope).set_index("username")
    assert rows.loc["polisi", "office"] == "Polres Boalemo"
    assert problem_of(lambda: accounts.place(store, "ketua", "", "", giver)) is Problem.UNKNOWN_PERSON
    # an administrator of an agency's role could otherwise give itself the rights of a BNN office
    other = Giver("bupati", bupati.scope)
    for act in (
        lambda: accounts.place(store, "polisi", "Kejari", "Kejari Boalemo", other),
        lambda: accounts.reset(store, "polisi", other),
        lambda: accounts.switch(store, "polisi", other, active=False),
    ):
        assert problem_of(act) is Problem.MAY_NOT
    last = TODAY + timedelta(days=9)
    accounts.change_grants(store, "polisi", "kepala_daerah", ("75.01",), giver, reason="SK Bupati 1/2026", until=last)
    person = find_person(store, "polisi")
    assert person is not None
    assert (person.agency, person.office) == ("", "")


def test_a_gis_login_of_a_role_that_sends_nothing_writes_nothing(store: Store) -> None:
    for role in ("auditor", "kepala_daerah"):
        made = lambda role=role: add_gis_account(store, "x", role, ["75"], may_write=True, until=None, by="uji")  # noqa: E731
        assert problem_of(made) is Problem.MAY_NOT


def test_the_command_line_sends_for_no_role_that_may_not(store: Store, tmp_path: Path) -> None:
    for role in ("auditor", "kepala_daerah"):
        by = Sender("BNNP Gorontalo", "baris perintah", role, ("75",))
        assert (
            problem_of(lambda by=by: submit(store, tmp_path, feeds()["target"], b"x", sender=by, commit=False))
            is Problem.MAY_NOT
        )  # type: ignore[misc]


def test_demo_accounts_of_agencies_have_an_office() -> None:
    assert all(person.office for person in DEMO if person.role == "instansi")
