"""No valid token, no rows; the app's login owns nothing, bypasses nothing and writes nothing."""

from collections.abc import Iterator
from datetime import date

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import ProgrammingError

from data.model import schema
from data.store.connect import backend_of, owner_role
from data.store.scope import Scope
from geo import reference
from tests.conftest import KINDS
from tests.people import OF_PERSONS
from tests.stores import Loaded, Run

TABLES = [table for table in schema.metadata.sorted_tables if table.schema != "akses"]
SECRET = [table for table in schema.metadata.sorted_tables if table.schema == "akses"]

# what official boundaries and agencies bring: a row each, for a store that has only simulated ones
_FILLED_LATER: dict[str, dict[str, object]] = {
    "boundary_finding": {
        "boundary_version": reference.VERSION,
        "region_code": "75",
        "matched_by": "kode",
        "repairs": [],
        "overlap_km2": 0,
        "gap_km2": 0,
        "damaged": False,
    },
    "isi": {"kiriman_id": "kiriman", "kind": "asli", "part": 1, "first_row": 1, "row_count": 1, "body": b"x"},
    "langkah": {"kiriman_id": "kiriman", "person": "uji", "from_state": "draf", "to_state": "diperiksa"},
    "pemetaan": {"feed": "uji", "sender": "uji", "heading": "x", "mapping": {}, "saved_by": "uji"},
    "draf": {"person": "uji", "office": "uji", "feed": "uji", "rows": [], "edition": 1},
    "kolom_bebas": {"feed": "uji", "sender": "uji", "heading": "x", "declared_by": "uji", "sha256": "x"},
    "kewajiban": {"feed": "uji", "sender": "uji", "region_code": "75", "since": date(2025, 1, 1)},
    "temuan": {"rule": "uji", "subject": "uji", "region_code": "75", "found": "1", "expected": "2", "state": "hilang"},
    "case_difference": {
        "pair": "penyidik-kejaksaan",
        "kind": "only_left",
        "left_key": "LKN/1",
        "left_region": "75.03",
        "agencies": ["Polri", "Kejaksaan"],
        "holders": ["Polri"],
        "owner": "Kejaksaan",
        "due_on": date(2026, 1, 1),
    },
    "case_difference_step": {"difference_id": "entry", "person": "uji", "act": "take"},
    "case_link": {"pair": "x", "left_key": "a", "right_key": "b", "state": "equal", "way": "number"},
    "case_root": {"agency": "Kejaksaan", "case_key": "a", "root_key": "b", "regency_code": "75.03"},
    "agreement": {
        "pair": "x",
        "region_code": "75",
        "month": "2025-01",
        **dict.fromkeys(("agree", "differ", "only_left", "only_right", "suggested"), 1),
    },
    "difference_count": {
        **dict.fromkeys(("pair", "kind", "owner", "state", "outcome"), "x"),
        "region_code": "75",
        "amount": 1,
        "overdue": 0,
    },
    "job_run": {"name": "uji"},
    "cluster_run": {
        "indicator": "uji",
        "level": 2,
        "period": "2025",
        "boundary_version": reference.VERSION,
        "seed": 0,
        "permutations": 999,
        "replications": 999,
        "fdr": 0.05,
        "scan_share": 0.5,
        "known": 0,
        "digest": "x",
        "data_version": 1,
    },
    "cluster": {"indicator": "uji", "level": 2, "period": "2025", "region_code": "75.01", "class": 5},
    "scan_cluster": {
        "indicator": "uji",
        "level": 2,
        "period": "2025",
        "rank": 1,
        "centre": "75.01",
        "members": ["75.01"],
        "radius_m": 0,
        "cases": 1,
        "expected": 1,
        "llr": 0,
        "p": 1,
    },
    "meeting": {
        "id": "R2026-000000",
        "region_code": "75",
        "period": "2026",
        "sensitivity": 1,
        "data_version": 1,
        "boundary_version": reference.VERSION,
        "started_by": "uji",
        "body": {},
        "digest": "0" * 64,
    },
    "warning": {
        "region_code": "75",
        "substance": "",
        "until": "2026-10",
        "state": "unknown",
        "reason": "not_reported",
        "tested": 0,
        "fired": 0,
        "judged": 0,
        "wrong": 0,
        "counts": [],
        "means": [],
        "lows": [],
        "highs": [],
        "data_version": 1,
    },
    "token_link": {"newer": bytes(17), "older": bytes(16)},
}


@pytest.fixture(scope="module", params=KINDS)
def provinces(run: Run, request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Loaded]:
    """Its own copy: rows are put into tables that are empty."""
    with run.own(request.param, "provinsi", tmp_path_factory.mktemp("penuh") / "home") as own:
        yield own


def test_every_table_of_the_store_has_forced_row_level_security(provinces: Loaded) -> None:
    with provinces.store.writing() as connection:
        bare = connection.execute(
            sa.text(
                "select n.nspname, c.relname from pg_class c join pg_namespace n on n.oid = c.relnamespace "
                "where c.relkind in ('r', 'p') and n.nspname in ('akses', 'audit', 'mentah', 'inti', 'analitik') "
                "and not (c.relrowsecurity and c.relforcerowsecurity) and c.relname <> 'alembic_version'"
            )
        ).all()
        found = connection.scalars(
            sa.text(
                "select schemaname || '.' || tablename from pg_tables "
                "where schemaname in ('akses', 'audit', 'mentah', 'inti', 'analitik')"
            )
        ).all()
    assert bare == []
    assert set(found) - {"inti.alembic_version"} == {f"{table.schema}.{table.name}" for table in schema.metadata.sorted_tables}


@pytest.mark.parametrize("table", TABLES, ids=str)
def test_without_a_token_a_full_table_is_empty(provinces: Loaded, table: sa.Table) -> None:
    with provinces.store.writing() as connection:
        if table.name in _FILLED_LATER:
            connection.execute(table.delete())
            sent = connection.scalar(sa.select(sa.func.min(schema.kiriman.c.id)))
            entry = connection.scalar(sa.select(sa.func.min(schema.case_difference.c.id)))
            stands = {"kiriman": sent, "entry": entry}
            row = {
                name: stands.get(value, value) if isinstance(value, str) else value
                for name, value in _FILLED_LATER[table.name].items()
            }
            connection.execute(table.insert().values(**row))
        rows = connection.scalar(sa.select(sa.func.count()).select_from(table))
    assert rows, f"{table} holds nothing, so this test would prove nothing"
    with provinces.store.app.connect() as connection:
        if table.fullname in OF_PERSONS:
            with pytest.raises(ProgrammingError, match="permission denied"):
                connection.execute(sa.select(table))
        else:
            assert connection.scalar(sa.select(sa.func.count()).select_from(table)) == 0


@pytest.mark.parametrize("table", SECRET, ids=str)
def test_accounts_and_keys_cannot_be_read_by_the_app_at_all(provinces: Loaded, table: sa.Table) -> None:
    with pytest.raises(ProgrammingError, match="permission denied"), provinces.store.reading(Scope.system()) as connection:
        connection.execute(sa.select(table))


@pytest.mark.parametrize("table", TABLES, ids=str)
def test_the_app_cannot_write_even_with_the_systems_token(provinces: Loaded, table: sa.Table) -> None:
    with provinces.store.app.connect() as connection:
        token = provinces.store.signer.sign(Scope.system(), backend_of(connection))
        connection.execute(sa.text("select set_config('akses.token', :token, false)"), {"token": token})
        with pytest.raises(ProgrammingError, match="permission denied"):
            connection.execute(sa.delete(table))


def test_the_owner_without_the_systems_token_neither_reads_nor_writes(provinces: Loaded) -> None:
    assert provinces.store.admin is not None
    with provinces.store.admin.begin() as connection:
        connection.execute(sa.text(f"set local role {owner_role(str(provinces.store.app.url.database))}"))
        assert connection.scalar(sa.select(sa.func.count()).select_from(schema.nilai)) == 0
        assert connection.execute(sa.delete(schema.nilai)).rowcount == 0


def test_the_apps_login_has_no_power_of_its_own(provinces: Loaded) -> None:
    with provinces.store.app.connect() as connection:
        row = connection.execute(
            sa.text(
                "select rolsuper, rolbypassrls, rolcreaterole, rolcreatedb, "
                "(select count(*) from pg_class where relowner = r.oid), pg_has_role('bersinar_owner', 'member') "
                "from pg_roles r where rolname = current_user"
            )
        ).one()
    assert tuple(row) == (False, False, False, False, 0, False)


def test_nothing_of_akses_and_audit_runs_for_everybody(provinces: Loaded) -> None:
    with provinces.store.writing() as connection:
        loose = connection.scalars(
            sa.text(
                "select p.proname from pg_proc p join pg_namespace n on n.oid = p.pronamespace "
                "where n.nspname in ('akses', 'audit') "
                "and (has_function_privilege('public', p.oid, 'execute') "
                "or not coalesce(p.proconfig::text, '') like '%search_path%')"
            )
        ).all()
    assert loose == []


def test_reading_transactions_are_read_only(provinces: Loaded) -> None:
    with provinces.store.reading(Scope.public()) as connection:
        assert connection.scalar(sa.text("show transaction_read_only")) == "on"
