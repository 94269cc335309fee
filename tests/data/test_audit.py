"""The audit trail: append-only, under the proved name, read only by auditors; every change or removal is detected."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress

import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, Phase, given
from hypothesis import settings as given_settings
from hypothesis import strategies as st
from sqlalchemy.exc import DBAPIError, ProgrammingError

from data.identity import audit
from data.identity.demo import DEMO, demo_person
from data.model import schema
from data.model.errors import Fault
from data.store import Store
from data.store.connect import backend_of
from data.store.prepare import prepare
from data.store.scope import Scope, Signer
from tests.conftest import KINDS
from tests.people import WORD, add_person, sign_in
from tests.stores import Run

BNNP, AUDITOR = demo_person("demo-bnnp").scope, demo_person("demo-auditor").scope


@pytest.fixture(scope="module", params=KINDS)
def prepared(run: Run, request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    store = prepare(run.copy(request.param, "kosong", tmp_path_factory.mktemp("jejak") / "home"))
    with store.writing() as connection:
        connection.execute(schema.region.insert().values(code="75", level=1, number=0, name="Gorontalo", kind="provinsi"))
    yield store
    store.close()


@pytest.fixture
def empty(prepared: Store) -> Store:
    assert prepared.admin is not None
    with prepared.admin.begin() as connection:
        connection.execute(sa.text("set local session_replication_role = replica"))
        connection.execute(sa.text("delete from audit.jejak"))
        connection.execute(sa.text("delete from audit.segel"))
    return prepared


@pytest.fixture
def noted(empty: Store) -> Store:
    for number in range(5):
        audit.note(empty, BNNP, "baca", f"kasus_narkoba {number}", wilayah="75", periode="2025")
    return empty


def _verify(store: Store, known: tuple[int, str] | None = None) -> audit.Verified:
    with store.reading(AUDITOR) as connection:
        return audit.verify(connection, known)


def _round_the_policies(store: Store, statement: str) -> None:
    """What somebody with the server's highest rights could do: no policy, no trigger."""
    assert store.admin is not None
    with store.admin.begin() as connection:
        connection.execute(sa.text("set local session_replication_role = replica"))
        assert connection.execute(sa.text(statement)).rowcount


def test_acts_are_sealed_at_once_and_the_chain_can_be_recomputed(noted: Store) -> None:
    found = _verify(noted)
    assert (found.rows, found.removed, found.waiting, found.position, found.faults) == (5, 0, 0, 5, [])
    audit.note(noted, BNNP, "unduh", "SIMULASI_kasus.csv")
    assert _verify(noted, (5, found.digest)).faults == []
    assert _verify(noted).digest != found.digest


def test_the_person_is_the_one_the_token_proves(noted: Store) -> None:
    with noted.app.begin() as connection:
        connection.execute(
            sa.text("select set_config('akses.token', :token, true)"),
            {"token": noted.signer.sign(BNNP, backend_of(connection))},
        )
        connection.execute(sa.text("select audit.catat('baca', 'x', '{}', 'orang-lain', 'bnn_pusat')"))
    newest = audit.trail(noted, AUDITOR).iloc[0]
    assert (newest["person"], newest["role"]) == ("demo-bnnp", "bnnp")


@pytest.mark.parametrize("token", ["", "x" * 80, Signer("00" * 32).sign(AUDITOR, 1)], ids=["none", "nonsense", "forged"])
def test_without_proof_nothing_is_noted_and_nothing_read(noted: Store, token: str) -> None:
    for statement in ("select audit.catat('baca', 'x', '{}')", "insert into audit.jejak values (default)"):
        with noted.app.connect() as connection:
            connection.execute(sa.text("select set_config('akses.token', :token, false)"), {"token": token})
            with pytest.raises(ProgrammingError):
                connection.execute(sa.text(statement))
    with noted.app.begin() as connection:
        connection.execute(sa.text("select set_config('akses.token', :token, true)"), {"token": token})
        assert connection.scalar(sa.select(sa.func.count()).select_from(schema.jejak)) == 0
    assert _verify(noted).rows == 5


def test_auditors_read_the_trail_and_nobody_else_does(noted: Store) -> None:
    everybody = [person.scope for person in DEMO] + [Scope.public(), Scope.system()]
    for scope in everybody:
        assert len(audit.trail(noted, scope)) == (5 if scope.role == "auditor" else 0), scope
    assert audit.trail(noted, AUDITOR, words="KOBA 3")["subject"].tolist() == ["kasus_narkoba 3"]
    assert audit.trail(noted, AUDITOR, acts=("masuk",)).empty
    assert audit.trail(noted, AUDITOR, words="100%").empty, "a percent sign is a percent sign"


@pytest.mark.parametrize(
    "statement",
    ["update audit.jejak set person = 'x'", "delete from audit.jejak", "delete from audit.segel", "truncate audit.jejak",
     "update audit.segel set position = position + 10", "truncate audit.segel"],
)  # fmt: skip
def test_not_even_the_system_changes_what_was_noted(noted: Store, statement: str) -> None:
    before = _verify(noted)
    with suppress(DBAPIError), noted.writing() as connection:
        assert connection.execute(sa.text(statement)).rowcount == 0
    with pytest.raises(ProgrammingError, match="permission denied"), noted.acting(AUDITOR) as connection:
        connection.execute(sa.text(statement))
    assert noted.admin is not None
    with pytest.raises(DBAPIError, match="hanya bertambah"), noted.admin.begin() as connection:
        connection.execute(sa.text(statement))
    assert _verify(noted) == before


@pytest.mark.parametrize(
    ("statement", "said"),
    [
        ("update audit.jejak set subject = 'lain' where id = (select min(id) + 2 from audit.jejak)", "tidak sesuai digest"),
        ("update audit.jejak set at = at - interval '1 second' where id = (select min(id) from audit.jejak)", "digest"),
        ("delete from audit.jejak where id = (select min(id) + 2 from audit.jejak)", "1 baris tidak ada"),
        ("delete from audit.segel where position = 3", "segel 3 sampai 3 tidak ada"),
        ("delete from audit.segel where position = 5", "kepala 5 bukan lagi"),
        ("update audit.segel set digest = sha256('x') where position = 2", "tidak sesuai digest"),
    ],
)
def test_whatever_is_changed_behind_its_back_shows(noted: Store, statement: str, said: str) -> None:
    before = _verify(noted)
    _round_the_policies(noted, statement)
    faults = _verify(noted, (before.position, before.digest)).faults
    assert any(said in fault for fault in faults), faults


def test_a_chain_that_was_rewritten_differs_from_the_head_that_was_kept(noted: Store) -> None:
    before = _verify(noted)
    _round_the_policies(noted, "update audit.jejak set person = 'orang-lain' where id = (select min(id) from audit.jejak)")
    _round_the_policies(noted, "delete from audit.segel")
    audit.seal(noted)
    assert _verify(noted).faults == [], "by itself it looks whole"
    assert "bukan lagi" in _verify(noted, (before.position, before.digest)).faults[0]


def test_an_act_within_a_transaction_is_noted_if_and_only_if_it_happens(noted: Store) -> None:
    with suppress(ZeroDivisionError), noted.writing() as connection:
        audit.note_within(connection, "siti", "bnnk", "kirim", "kiriman 1")
        raise ZeroDivisionError
    with noted.writing() as connection:
        audit.note_within(connection, "siti", "bnnk", "kirim", "kiriman 2", umpan="kasus")
    assert audit.trail(noted, AUDITOR, acts=("kirim",))["subject"].tolist() == ["kiriman 2"]
    assert _verify(noted).waiting == 1
    audit.seal(noted)
    assert (_verify(noted).waiting, _verify(noted).rows) == (0, 6)


def test_many_at_once_make_one_chain_without_a_gap(noted: Store) -> None:
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda n: audit.note(noted, BNNP, "baca", f"bersamaan {n}"), range(120)))
    audit.seal(noted)
    found = _verify(noted)
    assert (found.rows, found.waiting, found.position, found.faults) == (125, 0, 125, [])


def test_a_long_write_keeps_nobody_from_noting_and_is_sealed_after(noted: Store) -> None:
    with noted.writing() as connection:
        audit.note_within(connection, "siti", "bnnk", "kirim", "lama")
        audit.note(noted, BNNP, "baca", "sementara itu")
        assert _verify(noted).position == 6
    audit.seal(noted)
    assert _verify(noted).faults == []
    assert _verify(noted).position == 7


def test_only_what_is_old_is_pruned_and_its_digests_stay(noted: Store) -> None:
    head = _verify(noted)
    assert audit.prune(noted, 0) == 0, "nothing younger than a year goes, whatever is asked for"
    _round_the_policies(noted, "delete from audit.segel")
    _round_the_policies(
        noted,
        "update audit.jejak set at = at - interval '3 years' where id in (select id from audit.jejak order by id limit 2)",
    )
    _round_the_policies(
        noted, "insert into audit.segel select row_number() over (order by id), id, sha256(id::text::bytea) from audit.jejak"
    )
    assert audit.prune(noted, 24) == 2
    audit.seal(noted)
    found = _verify(noted)
    assert (found.rows, found.removed) == (4, 2)
    assert not any("tidak ada" in fault for fault in found.faults), "both are accounted for"
    assert head.rows == 5


@given(
    subject=st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"]), max_size=40),
    detail=st.dictionaries(st.text(max_size=8), st.one_of(st.text(max_size=20), st.integers(), st.none()), max_size=4),
)
@given_settings(
    max_examples=40,
    deadline=None,
    phases=[Phase.generate],
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
def test_any_text_is_sealed_as_it_is(noted: Store, subject: str, detail: dict[str, object]) -> None:
    audit.note(noted, BNNP, "baca", subject, isi=detail)
    assert _verify(noted).faults == []


def test_signing_in_is_noted_but_no_word_typed_where_a_name_belongs(empty: Store) -> None:
    siti = empty
    add_person(siti, "siti", "Siti A.", "bnnp", ["75"], WORD, by="uji")
    for name, word in (("siti", "salah"), ("sandi-rahasia-saya", WORD)):
        with pytest.raises(Fault):
            sign_in(siti, name, word)
    sign_in(siti, "SITI", WORD)
    audit.seal(siti)
    rows = audit.trail(siti, AUDITOR).iloc[::-1]
    assert rows[["act", "person", "subject"]].to_numpy().tolist() == [
        ["akun", "uji", "buat siti"],
        ["gagal_masuk", "publik", "siti"],
        ["gagal_masuk", "publik", "nama tak dikenal"],
        ["masuk", "siti", "siti"],
    ]
    assert "rahasia" not in rows.to_csv()
