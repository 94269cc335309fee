"""Rows about persons leave the store only through functions, for those who may read them, and each reading is noted."""

from collections.abc import Callable
from dataclasses import replace

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import ProgrammingError

from data.identity import audit
from data.identity.demo import demo_person
from data.intake.submit.history import rows_of, trace
from data.model import schema
from data.model.errors import Fault, Problem
from data.store import Store
from data.store.connect import owner_role, rows_role
from data.store.scope import Scope
from tests.people import OF_PERSONS, scope_of
from tests.stores import Loaded

AUDITOR = demo_person("demo-auditor").scope
BNNP, BNNK = scope_of("bnnp", "75"), scope_of("bnnk", "75.01", "75.71")
READS_NONE = [
    replace(BNNP, published=True),
    scope_of("kepala_daerah", "75.03"),
    scope_of("instansi", "75"),
    AUDITOR,
    Scope.public(),
]


def _noted(store: Store, scope: Scope, ask: Callable[[], object]) -> list[str]:
    """Subjects of the lines that asking leaves in the trail under this person's name."""
    before = len(audit.trail(store, AUDITOR, acts=("baca",)))
    ask()
    rows = audit.trail(store, AUDITOR, acts=("baca",))
    new = rows.head(len(rows) - before)
    assert (new["person"] == scope.person).all()
    return list(new["subject"])


@pytest.fixture(scope="module")
def sent(provinces_postgis: Loaded) -> int:
    """A submission with contents, of the area 75."""
    with provinces_postgis.store.writing() as connection:
        kiriman, isi = schema.kiriman.c, schema.isi
        number = connection.scalar(sa.select(kiriman.id).where(kiriman.region_code.startswith("75")).limit(1))
        assert number is not None
        values = {"kiriman_id": number, "kind": "asli", "part": 1, "first_row": 1, "row_count": 1, "body": _parquet()}
        connection.execute(isi.insert().values(**values))
    return int(number)


def _parquet() -> bytes:
    import io

    import pyarrow as pa
    import pyarrow.parquet as pq

    body = io.BytesIO()
    pq.write_table(pa.table({"kode": ["75.03"], "#lembar": ["Data"], "#baris": [6]}), body)
    return body.getvalue()


@pytest.mark.parametrize("scope", [BNNP, scope_of("bnn_pusat", ""), *READS_NONE], ids=lambda scope: f"{scope.role}")
def test_no_scope_of_the_apps_login_selects_rows_about_persons(provinces: Loaded, scope: Scope) -> None:
    for table in sorted(OF_PERSONS):
        with provinces.store.acting(scope) as connection, pytest.raises(ProgrammingError, match="permission denied"):
            connection.exec_driver_sql(f"select 1 from {table} limit 1")


def test_what_a_submission_held_is_noted_and_only_for_its_area(provinces_postgis: Loaded, sent: int) -> None:
    store = provinces_postgis.store
    for ask in (lambda: rows_of(store, BNNP, sent), lambda: trace(store, BNNP, sent, 1)):
        assert _noted(store, BNNP, ask) == [f"isi kiriman {sent}"]
    for scope in (scope_of("bnnp", "31"), *READS_NONE):

        def refused(scope: Scope = scope) -> None:
            with pytest.raises(Fault) as fault:
                rows_of(store, scope, sent)
            assert fault.value.problem is Problem.UNKNOWN_SUBMISSION

        assert _noted(store, scope, refused) == []


def test_the_functions_belong_to_a_role_that_holds_these_rights_alone(provinces: Loaded) -> None:
    database = str(provinces.store.app.url.database)
    rows = rows_role(database)
    with provinces.store.writing() as connection:
        owners = "select distinct pg_get_userbyid(proowner) from pg_proc where proname = 'submission_parts'"
        assert connection.scalars(sa.text(owners)).all() == [rows]
        role = "select rolcanlogin, rolsuper, rolbypassrls, rolcreaterole, rolcreatedb from pg_roles where rolname = :role"
        assert tuple(connection.execute(sa.text(role), {"role": rows}).one()) == (False,) * 5
        rights = sa.text(
            "select relnamespace::regnamespace || '.' || relname from pg_class where relkind in ('r', 'v') "
            "and relnamespace::regnamespace::text in ('akses', 'audit', 'mentah', 'inti', 'analitik') "
            "and has_table_privilege(:role, oid, :right)"
        )
        assert set(connection.scalars(rights, {"role": rows, "right": "select"})) - {"inti.alembic_version"} == OF_PERSONS
        assert connection.scalars(rights, {"role": rows, "right": "insert, update, delete, truncate"}).all() == []
        members = sa.text("select pg_has_role(:member, :role, 'member')")
        for member in (owner_role(database), str(provinces.store.app.url.username)):
            assert not connection.scalar(members, {"member": member, "role": rows})
        makes = "select nspname from pg_namespace where has_schema_privilege(:role, oid, 'create')"
        assert connection.scalars(sa.text(makes), {"role": rows}).all() == []
