"""Migrations make what the code's tables say, once, on both kinds of store."""

from collections.abc import Callable
from pathlib import Path

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext

from data.identity.people import find_person
from data.model import schema
from data.model.errors import Fault, Problem
from data.model.settings import Settings
from data.store import Store
from data.store import prepare as preparing
from data.store.connect import owner_role, signer_role
from data.store.prepare import prepare
from data.store.scope import Scope
from tests.conftest import KINDS
from tests.stores import Run


def test_the_store_matches_the_codes_tables(scratch_both: Store) -> None:
    with scratch_both.writing() as connection:
        found = sa.inspect(connection)
        for table in schema.metadata.sorted_tables:
            columns = {column["name"] for column in found.get_columns(table.name, schema=table.schema)}
            assert columns == set(table.columns.keys()), table
        context = MigrationContext.configure(connection, opts={"include_schemas": True, "version_table_schema": "inti"})
        kinds = {change[0] for change in compare_metadata(context, schema.metadata) if isinstance(change, tuple)}
    assert not kinds & {"add_table", "add_column", "remove_column"}


def test_preparing_again_changes_nothing(scratch_postgis: Callable[[], Settings]) -> None:
    settings = scratch_postgis()
    first = prepare(settings)
    with first.writing() as connection:
        connection.execute(sa.text("insert into inti.load_step (name, version, seconds) values ('x', 'y', 1)"))
    secrets = (settings.home / "secrets.json").read_text()
    second = prepare(settings)
    with second.writing() as connection:
        assert connection.scalar(sa.text("select version from inti.load_step")) == "y"
    assert second.admin is not None
    with second.admin.begin() as connection:
        assert connection.scalar(sa.text("select count(*) from akses.signing_key")) == 1
    assert (settings.home / "secrets.json").read_text() == secrets
    assert (settings.home / "secrets.json").stat().st_mode & 0o077 == 0


def test_a_store_of_the_first_version_keeps_its_rows(
    scratch_postgis: Callable[[], Settings], monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = scratch_postgis()
    upgrade = preparing.command.upgrade
    with monkeypatch.context() as patch:
        patch.setattr(preparing.command, "upgrade", lambda config, _: upgrade(config, "0001"))
        # then everything, the signing key too, belonged to one role of the whole server
        patch.setattr(preparing, "_settle", lambda *_: None)
        patch.setattr(preparing, "signer_role", owner_role)
        store = prepare(settings)
        point = "'\\x0101000020e61000000000000000805e40000000000000e03f'::bytea::geometry"
        assert store.admin is not None
        with store.admin.begin() as connection:  # this version's token says less than that one's scope read
            for statement in (
                "insert into inti.source (id, title, publisher, kind, as_of, licence) "
                "values ('s', 't', 'p', 'resmi', '2025', '-')",
                "insert into inti.boundary_version (id, title, indicative, source_id, loaded_at) values "
                "('lama', 't', true, 's', now() - interval '1 day'), ('baru', 't', true, 's', now())",
                f"insert into inti.region (code, level, number, name, kind, point) "
                f"values ('75.01.01.1001', 4, 0, 'Desa', 'kelurahan', {point})",
                "insert into inti.region_shape values ('baru', '75.01.01.1001', "
                "'SRID=4326;MULTIPOLYGON(((122 0, 123 0, 123 1, 122 0)))'::geometry)",
                "insert into inti.narcotics_case (agency, case_date, village_code, suspects, source_id) "
                "values ('Polri', '2024-01-01', '75.01.01.1001', 1, 's')",
            ):
                connection.execute(sa.text(statement))
        owner = owner_role(str(store.app.url.database))
        with store.admin.begin() as connection:
            connection.execute(sa.text("analyze inti.region, inti.narcotics_case"))
            connection.execute(sa.text(f"reassign owned by {owner} to bersinar_owner"))
        store.close()
    store = prepare(settings)
    assert store.admin is not None
    with store.admin.begin() as connection:
        known = "select attname from pg_stats where schemaname = 'inti' and tablename in ('region', 'narcotics_case')"
        assert "name" in (columns := connection.scalars(sa.text(known)).all())
        assert not {"point", "village_code", "case_date"} & set(columns), "collected before, forgotten now"
        owners = (
            "select distinct pg_get_userbyid(relowner) from pg_class where relnamespace::regnamespace::text = any (:schemas)"
        )
        found = connection.scalars(sa.text(owners), {"schemas": ["akses", "mentah", "inti", "analitik"]}).all()
        assert set(found) == {owner, owner.replace("owner", "signer")}
    with store.writing() as connection:
        case = connection.execute(sa.text("select case_key, regency_code, village_code from inti.narcotics_case")).one()
        assert (case.case_key[:2], case.regency_code, case.village_code) == ("K-", "75.01", "75.01.01.1001")
        states = connection.execute(sa.text("select id, state from inti.boundary_version order by id")).all()
        assert [tuple(row) for row in states] == [("baru", "dipakai"), ("lama", "lama")]
        assert connection.scalar(sa.text("select point is not null from inti.region_shape"))
        unforced = "select count(*) from pg_class where relrowsecurity and not relforcerowsecurity"
        assert connection.scalar(sa.text(unforced)) == 0
    store.close()


@pytest.mark.parametrize("kind", KINDS)
def test_accounts_in_use_keep_their_rights_when_the_database_decides(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kind: str
) -> None:
    settings = run.empty(tmp_path / "home") if kind == "postgis" else run.settings(kind, "lama_0013", tmp_path / "home")
    upgrade = preparing.command.upgrade
    with monkeypatch.context() as patch:
        patch.setattr(preparing.command, "upgrade", lambda config, _: upgrade(config, "0013"))
        before = prepare(settings)
    database = str(before.app.url.database)
    assert before.admin is not None
    with before.admin.begin() as connection:
        for statement in (
            "insert into akses.person (username, full_name, role, sso_name) values ('siti', 'Siti', 'bnnp', 'siti')",
            "insert into akses.region_grant (person_id, prefix, granted_by) select id, '75', 'uji' from akses.person",
            "insert into akses.opening (person, reason, until) values ('siti', 'gelar perkara', now() + interval '9 minutes')",
        ):
            connection.execute(sa.text(statement))
        owns = "select pg_get_userbyid(proowner) from pg_proc where oid = 'akses.scope()'::regprocedure"
        assert connection.scalar(sa.text(owns)) == signer_role(database), "the owner could not replace it"
    before.close()
    store = prepare(settings)
    siti = find_person(store, "siti")
    assert siti is not None
    with store.reading(siti.scope) as connection:
        worth = "select (akses.scope()).role, (akses.scope()).clearance, (akses.scope()).prefixes"
        assert tuple(connection.execute(sa.text(worth)).one()) == ("bnnp", 2, ["75"])
    assert store.admin is not None
    with store.admin.begin() as connection:
        assert connection.scalar(sa.text(owns)) == signer_role(database)
        assert connection.scalar(sa.text("select to_regclass('akses.opening')")) is None
    store.close()


def test_what_was_sent_before_coverage_was_kept_is_complete_for_its_area(
    scratch_postgis: Callable[[], Settings], monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = scratch_postgis()
    upgrade = preparing.command.upgrade
    with monkeypatch.context() as patch:
        patch.setattr(preparing.command, "upgrade", lambda config, _: upgrade(config, "0016"))
        before = prepare(settings)
    with before.writing() as connection:
        for statement in (
            "insert into inti.source (id, title, publisher, kind, as_of, licence) values ('s', 't', 'p', 'resmi', '-', '-')",
            "insert into mentah.kiriman (feed, sender, region_code, year, sha256, row_count, source_id, period, periods) "
            "values "
            "('kasus', 'Polda', '75', 2024, 'a', 1, 's', '2024', '{2023,2024}'), "
            "('fasilitas_rehab', 'BNNP', '75', 2026, 'b', 1, 's', '2026', '{2026}')",
            "insert into inti.facility (name, operator, village_code, beds_men, beds_women, outpatient_places, opened, "
            "source_id, kiriman_id) "
            "select 'F', 'BNN', '75.01.01.2001', 0, 0, 40, '2019-03-01', 's', id from mentah.kiriman where sha256 = 'b'",
            "insert into inti.kawasan_rawan (village_code, year, method, sent, returned, category, source_id) values "
            "('75.01.01.2001', 2025, 'survei', 33, 0, 'bahaya', 's'), ('75.01.01.2002', 2025, 'survei', 33, 20, 'aman', 's')",
        ):
            connection.execute(sa.text(statement))
    before.close()
    store = prepare(settings)
    with store.writing() as connection:
        kept = (
            "select k.sha256, c.period, c.region_code, k.complete "
            "from mentah.kiriman k join mentah.kiriman_cakupan c on c.kiriman_id = k.id"
        )
        assert {tuple(row) for row in connection.execute(sa.text(kept))} == {
            ("a", "2023", "75", True),
            ("a", "2024", "75", True),
            ("b", "2019", "75", True),
            ("b", "2026", "75", True),
        }
        categories = (
            connection.execute(sa.text("select category from inti.kawasan_rawan order by village_code")).scalars().all()
        )
        assert categories == [None, "aman"], "a survey without answers has no category"
        unforced = "select count(*) from pg_class where relrowsecurity and not relforcerowsecurity"
        assert connection.scalar(sa.text(unforced)) == 0
    store.close()


def test_a_schema_newer_than_the_code_is_left_alone(scratch_postgis: Callable[[], Settings]) -> None:
    settings = scratch_postgis()
    with prepare(settings).writing() as connection:
        connection.execute(sa.text("update inti.alembic_version set version_num = '9999'"))
    with pytest.raises(Fault) as fault:
        prepare(settings)
    assert fault.value.problem is Problem.SCHEMA_NEWER
    assert "9999" in str(fault.value)


def test_an_app_login_refuses_an_old_schema_and_serves_a_current_one(scratch_postgis: Callable[[], Settings]) -> None:
    settings = scratch_postgis()
    store = prepare(settings)
    app_only = Settings(home=settings.home, app_url=store.app.url.render_as_string(hide_password=False))
    again = prepare(app_only)
    assert again.admin is None
    with pytest.raises(Fault, match="DBA"), again.writing():
        pass
    with store.writing() as connection:
        connection.execute(sa.text("update inti.alembic_version set version_num = '0000'"))
    with pytest.raises(Fault) as fault:
        prepare(app_only)
    assert fault.value.problem in (Problem.SCHEMA_OLDER, Problem.SCHEMA_NEWER)


def test_new_keys_make_old_tokens_and_the_old_password_worthless(scratch_postgis: Callable[[], Settings]) -> None:
    settings = scratch_postgis()
    old = prepare(settings)
    new = prepare(settings, new_keys=True)
    assert new.signer.key != old.signer.key
    old.app.dispose()
    with pytest.raises(Fault) as fault, old.reading(Scope.public()):
        pass
    assert fault.value.problem is Problem.WRONG_PASSWORD


def test_a_second_machine_without_the_secrets_learns_where_they_are(scratch_postgis: Callable[[], Settings]) -> None:
    settings = scratch_postgis()
    prepare(settings)
    (settings.home / "secrets.json").unlink()
    with pytest.raises(Fault) as fault:
        prepare(settings)
    assert fault.value.problem is Problem.SECRETS_MISSING
    assert "kunci-baru" in str(fault.value)
