"""An open case is read by BNN of its area and by agencies of its area that have a stage in it, and by nobody else."""

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import ProgrammingError
from starlette.testclient import TestClient

from data import queries
from data.api import make_api
from data.facts.update import refresh
from data.feeds import feeds
from data.identity import audit
from data.identity.api_tokens import issue
from data.identity.demo import demo_person
from data.model import schema
from data.model.settings import ROOT
from data.store import Store
from data.store.scope import Scope
from tests.conftest import KINDS
from tests.covering import cover_whole
from tests.people import make_accounts, scope_of
from tests.spec.country import make_country
from tests.stores import Run

AUDITOR = demo_person("demo-auditor").scope
# x: police and prosecutor; y: police alone, with a child among the suspects; z: BNN and the court; w: elsewhere
STAGES = (
    ("x", "lp", "Polri", "75.01"), ("x", "spdp", "Kejaksaan", "75.01"), ("y", "lp", "Polri", "75.01"),
    ("z", "lp", "BNN", "75.01"), ("z", "register", "Pengadilan", "75.01"), ("w", "lp", "Polri", "75.02"),
)  # fmt: skip
OFFICES = {
    "polda": ("Polda", ("75",)),
    "polres": ("Polres", ("75.01",)),
    "polres lain": ("Polres", ("75.02",)),
    "polsek": ("Polres", ("75.01.01",)),
    "kejari": ("Kejari", ("75.01",)),
    "kejati": ("Kejati", ("75",)),
    "pn": ("Pengadilan Negeri", ("75.01",)),
    "lapas": ("Lapas/Rutan", ("75",)),
    "dinas": ("Dinas Kesehatan", ("75",)),
    "tanpa kantor": (None, ("75",)),
}
READS = {
    "polda": "wxy", "polres": "xy", "polres lain": "w", "polsek": "", "kejari": "x", "kejati": "x", "pn": "z", "lapas": "",
    "dinas": "", "tanpa kantor": "", "bnn_pusat": "wxyz", "bnnp": "wxyz", "bnnk": "xyz", "bnnk lain": "w",
    "kepala_daerah": "", "auditor": "", "publik": "", "bnnp, angka terbit": "",
}  # fmt: skip


def _scope(user: str) -> Scope:
    if user in OFFICES:
        return Scope(f"uji-{user.replace(' ', '-')}", "instansi", OFFICES[user][1])
    named = {
        "bnn_pusat": scope_of("bnn_pusat", ""), "bnnp": scope_of("bnnp", "75"), "bnnk": scope_of("bnnk", "75.01"),
        "bnnk lain": scope_of("bnnk", "75.02"), "kepala_daerah": scope_of("kepala_daerah", "75"), "auditor": AUDITOR,
        "publik": Scope.public(), "bnnp, angka terbit": replace(scope_of("bnnp", "75"), published=True),
    }  # fmt: skip
    return named[user]


@pytest.fixture(scope="module", params=KINDS)
def store(run: Run, request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """The country of the spec tests with four open cases, and an account of every kind."""
    with run.own(request.param, "kosong", tmp_path_factory.mktemp("perkara") / "home") as own:
        make_country(own.store)
        with own.store.writing() as connection:
            case = {"source_id": "s", "regency_code": "75.01", "case_date": "2022-05-01", "suspects": 1, "agency": "Polri"}
            connection.execute(schema.narcotics_case.insert(), [case | {"case_key": key} for key in "xy"])
            child = {"case_key": "y", "number": 1, "sex": "L", "age_band": "<18", "role": "kurir", "regency_code": "75.01"}
            connection.execute(schema.case_suspect.insert(), [child])
            connection.execute(
                schema.case_stage.insert(),
                [
                    {"case_key": key, "stage": stage, "agency": agency, "regency_code": code, "source_id": "s"}
                    | {"stage_date": f"2022-05-{1 + at:02}"}
                    for at, (key, stage, agency, code) in enumerate(STAGES)
                ],
            )
            cover_whole(connection)
            scopes = [_scope(user) for user in READS]
            make_accounts(connection, *(one for one in scopes if one.kind == "akun" and one != AUDITOR))
            for user, (agency, _) in OFFICES.items():
                person = schema.person
                connection.execute(
                    person.update().where(person.c.username == _scope(user).person).values(agency=agency, office=agency)
                )
            refresh(connection, lambda done, total: None, ["perkara_lp"])
        yield own.store


def _noted(store: Store, ask: Callable[[], object]) -> list[tuple[str, str, str]]:
    before = len(audit.trail(store, AUDITOR, acts=("baca",)))
    ask()
    rows = audit.trail(store, AUDITOR, acts=("baca",))
    new = rows.head(len(rows) - before)
    return list(zip(new["person"], new["subject"], new["detail"].astype(str), strict=True))


@pytest.mark.parametrize("user", READS)
def test_each_reads_the_cases_of_the_own_area_and_stage_alone(store: Store, user: str) -> None:
    scope = _scope(user)
    assert "".join(sorted(queries.standing_cases(store, scope, "ID")["case_key"])) == READS[user]
    for key, code in {(key, code) for key, _, _, code in STAGES}:
        line = queries.standing_case(store, scope, key, code)
        seen = [(stage, agency) for one, stage, agency, _ in STAGES if one == key]
        assert list(zip(line["stage"], line["agency"], strict=True)) == (seen if key in READS[user] else []), key


@pytest.mark.parametrize("user", READS)
def test_a_case_with_a_child_is_read_by_bnn_and_by_who_has_a_stage_in_it(store: Store, user: str) -> None:
    listed = "y" in set(queries.standing_cases(store, _scope(user), "75.01")["case_key"])
    assert listed == (user in ("polda", "polres", "bnn_pusat", "bnnp", "bnnk"))


def test_reading_is_noted_without_the_number_and_only_when_something_was_read(store: Store) -> None:
    polda, head = _scope("polda"), _scope("kepala_daerah")
    ((person, subject, detail),) = _noted(store, lambda: queries.standing_cases(store, polda, "75.01", "Polri"))
    assert (person, subject) == (polda.person, "daftar perkara yang berhenti")
    assert "75.01" in detail
    ((_, subject, detail),) = _noted(store, lambda: queries.standing_case(store, polda, "x", "75.01"))
    assert subject == "satu perkara"
    assert '"x"' not in detail
    assert _noted(store, lambda: queries.standing_cases(store, head, "75.01")) == []
    assert _noted(store, lambda: queries.standing_case(store, head, "x", "75.01")) == []


def test_the_list_is_of_the_area_and_agency_asked_for_the_longest_wait_first(store: Store) -> None:
    pusat = _scope("bnn_pusat")
    assert queries.standing_cases(store, pusat, "75")["case_key"].tolist() == ["x", "y", "z", "w"]
    assert queries.standing_cases(store, pusat, "75.01", "Polri")["case_key"].tolist() == ["x", "y"]
    assert queries.standing_cases(store, pusat, "75", most=1)["case_key"].tolist() == ["x"]


def test_an_account_that_changes_its_office_reads_what_the_new_one_may(store: Store) -> None:
    kejari, person = _scope("kejari"), schema.person
    change = person.update().where(person.c.username == kejari.person)
    with store.writing() as connection:
        connection.execute(change.values(agency="Pengadilan Negeri", office="Pengadilan Negeri"))
    assert set(queries.standing_cases(store, kejari, "ID")["case_key"]) == {"z"}
    with store.writing() as connection:
        connection.execute(change.values(agency="Kejari", office="Kejari"))
    assert set(queries.standing_cases(store, kejari, "ID")["case_key"]) == {"x"}


def test_a_token_of_the_api_reads_no_case(store: Store, tmp_path) -> None:
    for role in ("bnnp", "instansi"):
        word = issue(
            store, f"t {role}", "Polda Gorontalo", role, ["75"], ["kasus"], timedelta(hours=1), by="uji", by_role="sistem"
        )
        machine = Scope(f"api:t {role}", role, ("75",))
        assert queries.standing_cases(store, machine, "ID").empty
        assert queries.standing_case(store, machine, "x", "75.01").empty
        client = TestClient(make_api(lambda: store, lambda: tmp_path))
        paths = client.get("/openapi.json", headers={"authorization": f"Bearer {word}"}).text
        assert "standing" not in paths


@pytest.mark.parametrize("user", ["polda", "bnn_pusat", "auditor", "publik"])
def test_the_table_of_open_cases_and_the_stages_are_closed_to_the_app(store: Store, user: str) -> None:
    for statement in (
        "select 1 from analitik.case_standing",
        "select akses.agency_of_office('Polda')",
        "select * from inti.stage_of_case",
    ):
        with store.acting(_scope(user)) as connection, pytest.raises(ProgrammingError, match="permission denied"):
            connection.exec_driver_sql(statement)


def test_offices_belong_to_the_agencies_that_the_feed_names(store: Store) -> None:
    contract = feeds()["tahap_perkara"]
    (column,) = [column for column in contract.columns if column.name == "agency"]
    words = {word: one.code for one in column.codes for word in (one.code, *one.words["id"])}
    assert set(contract.senders) <= set(words), "an office may send stages that stands for no agency"
    with store.writing() as connection:
        found = {
            word: connection.scalar(sa.text("select akses.agency_of_office(:word)"), {"word": word})
            for word in (*words, "Dinas Kesehatan", "", "polda")
        }
    assert found == words | {"Dinas Kesehatan": None, "": None, "polda": None}
    assert set(words.values()) == set(queries.AGENCIES)


def test_caches_are_never_asked_for_cases() -> None:
    """Their keys know role and regions, not the agency: they would show a prosecutor what a police officer read."""
    asked = [
        path.name
        for path in (ROOT / "dashboard").rglob("*.py")
        if re.search(r"ask\(\s*queries\.standing_case", path.read_text(encoding="utf-8"))
    ]
    assert asked == []
    callers = {path.name for path in (ROOT / "dashboard").rglob("*.py") if "queries.standing_case" in path.read_text("utf-8")}
    assert callers == {"course_list.py"}
