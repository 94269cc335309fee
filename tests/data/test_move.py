"""An embedded store moves into a shared one whole, or not at all; and the comparison detects differences."""

from collections.abc import Callable, Iterable
from pathlib import Path

import pytest
import sqlalchemy as sa

from data.model import schema
from data.model.errors import Fault, Problem
from data.model.settings import Settings
from data.ops.transfer import move as moving
from data.ops.transfer.move import move
from data.store import Store
from data.store.prepare import prepare
from tests.stores import REGIONS, Run, run_module

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def small(run: Run, tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """An embedded store with four provinces."""
    return run.copy("embedded", "provinsi", tmp_path_factory.mktemp("asal") / "home")


@pytest.fixture
def target(scratch_postgis: Callable[[], Settings]) -> Store:
    return prepare(scratch_postgis())


def _nothing(done: int, total: int) -> None:
    pass


def test_the_command_moves_everything_and_says_what(small: Settings, scratch_postgis: Callable[[], Settings]) -> None:
    settings = small.model_copy(update={"database_url": scratch_postgis().database_url})
    refused = run_module(settings, "data", "pindah")
    assert refused.returncode == 1
    assert "--ya-isi-simulasi" in refused.stdout, "simulated data never comes into a shared store unasked"
    done = run_module(settings, "data", "pindah", "--ya-isi-simulasi")
    assert done.returncode == 0, done.stdout + done.stderr
    assert "inti.rehab_episode" in done.stdout
    again = run_module(settings, "data", "pindah", "--ya-isi-simulasi")
    assert again.returncode == 1
    assert "sudah berisi" in again.stdout
    source, target = prepare(small), prepare(settings)
    with source.writing() as here, target.writing() as there:
        for table in schema.metadata.sorted_tables:
            if table.schema in ("akses", "audit") or table.name in ("source", "job_run"):  # runs stay where they were
                continue
            counts = [c.scalar(sa.select(sa.func.count()).select_from(table)) for c in (here, there)]
            assert counts[0] == counts[1], table.fullname
        geometry = "select md5(string_agg(md5(geom::bytea), '' order by boundary_version, region_code)) from inti.region_shape"
        assert here.scalar(sa.text(geometry)) == there.scalar(sa.text(geometry))
        shapes = "select count(*), bool_and(st_isvalid(geom)), min(st_srid(geom)) from inti.region_shape"
        assert tuple(there.execute(sa.text(shapes)).one()) == (sum(REGIONS), True, 4326)
        # what comes next gets an id of its own
        there.execute(
            sa.text(
                "insert into inti.bersinar_event (village_code, event, event_date, source_id) "
                "values ('75.71.01.1001', 'sk', '2019-01-01', 'simulasi')"
            )
        )
    source.close()
    target.close()


@pytest.mark.parametrize(
    "change",
    [
        "update inti.facility set beds_men = beds_men + 1 where id = (select min(id) from inti.facility)",
        "delete from inti.case_stage where ctid = (select min(ctid) from inti.case_stage)",
        "update inti.region set point = st_translate(point, 0.0000001, 0) where code = '75.71.01.1001'",
        "update inti.rehab_episode set requested = requested - 1 where id = (select min(id) from inti.rehab_episode)",
    ],
    ids=["a number", "a row", "a point by a centimetre", "a day"],
)
def test_the_smallest_difference_stops_the_move_and_nothing_stays(
    small: Settings, target: Store, change: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    source = prepare(small)
    copy = moving.copy_in
    table = change.split()[1] if change.startswith("update") else change.split()[2]

    def with_a_slip(write: sa.Connection, moved: sa.Table, parts: Iterable[bytes]) -> None:
        copy(write, moved, parts)
        if moved.fullname == table:
            write.execute(sa.text(change))

    monkeypatch.setattr(moving, "copy_in", with_a_slip)
    with pytest.raises(Fault) as fault:
        move(source, target, _nothing)
    assert fault.value.problem is Problem.COPY_DIFFERS
    assert table in str(fault.value)
    with target.writing() as connection:
        assert connection.scalar(sa.text("select count(*) from inti.region")) == 0
    source.close()


def test_a_target_that_holds_anything_is_left_alone(small: Settings, target: Store) -> None:
    source = prepare(small)
    with target.writing() as connection:
        connection.execute(sa.text("insert into inti.load_step (name, version, seconds) values ('x', 'y', 1)"))
    with pytest.raises(Fault) as fault:
        move(source, target, _nothing)
    assert fault.value.problem is Problem.TARGET_NOT_EMPTY
    source.close()


@pytest.mark.parametrize("shared", [False, True], ids=["no target", "no source"])
def test_moving_needs_two_stores(shared: bool, tmp_path: Path, cluster) -> None:
    url = cluster.url() if shared else None
    settings = Settings(home=tmp_path / "kosong", DATABASE_URL=url) if url else Settings(home=tmp_path / "kosong")
    done = run_module(settings, "data", "pindah")
    assert done.returncode == 1
    expected = Problem.NOTHING_TO_MOVE if shared else Problem.MOVE_NEEDS_SHARED
    assert str(Fault(expected, home=settings.home))[:40] in done.stdout.replace("\n", " ")
    assert not (settings.home / "postgres").exists()


def test_every_table_is_moved_or_named_as_the_stores_own() -> None:
    """A table added later is part of the move by itself; those left out are secrets and people."""
    moved = {table.fullname for table in moving.contents()}
    stay = {table.fullname for table in schema.metadata.tables.values()} - moved
    people = {
        f"akses.{name}"
        for name in (
            "signing_key",
            "person",
            "region_grant",
            "gis_account",
            "api_token",
            "bulletin",
            "session",
            "sign_in_try",
            "sign_in_secret",
            "lock",
        )
    }
    assert stay == people | {"audit.jejak", "audit.segel", "inti.job_run"}
