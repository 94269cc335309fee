"""Everything that can fail at the start is answered by one line that says what to do."""

import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import psycopg
import pytest
import sqlalchemy as sa

from data.facts.indicators import registry
from data.model.errors import Answer, Fault, Problem
from data.model.settings import ROOT, Settings
from data.store import prepare as preparing
from data.store.prepare import prepare
from data.store.scope import Scope
from tests.cluster import Cluster
from tests.processes import hear_ctrl_c, postgres_of, wait_until
from tests.stores import PART, REGIONS, environment, load_part, run_app, run_module

pytestmark = pytest.mark.slow


def _one_line(done: subprocess.CompletedProcess[str], problem: Problem) -> str:
    """The only thing printed is the answer of `problem`: no traceback, one line."""
    assert done.returncode == 1, done.stdout + done.stderr
    assert "Traceback" not in done.stdout + done.stderr
    lines = [line for line in done.stdout.splitlines() if line.strip()]
    assert len(lines) == 1, lines
    pattern = re.sub(r"\\\{\w+\\\}", ".*", re.escape(problem.value.text))
    assert re.fullmatch(pattern, lines[0]), lines[0]
    return lines[0]


def test_a_taken_port_names_a_free_way_out(tmp_path: Path) -> None:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        port = listener.getsockname()[1]
        line = _one_line(run_app(Settings(home=tmp_path), "--port", str(port)), Problem.PORT_TAKEN)
    assert str(port) in line
    assert not (tmp_path / "postgres").exists()


def test_a_folder_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    (tmp_path / "berkas").write_text("bukan folder")
    line = _one_line(run_app(Settings(home=tmp_path / "berkas" / "isi"), "--prepare-only"), Problem.NO_PERMISSION)
    assert str(tmp_path) in line


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    place = tmp_path / "kecil"
    place.mkdir()
    mounted = (
        os.geteuid() == 0
        and not subprocess.run(
            ["mount", "-t", "tmpfs", "-o", "size=30m", "tmpfs", place], capture_output=True, check=False
        ).returncode
    )
    if not mounted:
        pytest.skip("a small disk cannot be mounted here (needs root and the right to mount)")
    yield place
    subprocess.run(["umount", place], check=True)


def test_a_full_disk_is_seen_before_anything_is_written(small_disk: Path) -> None:
    _one_line(run_app(Settings(home=small_disk / "rumah"), "--prepare-only"), Problem.NO_DISK)
    assert not (small_disk / "rumah" / "postgres").exists()


def test_a_disk_that_is_too_small_by_its_own_numbers_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where nothing can be mounted: ask for more than this disk has."""
    monkeypatch.setattr("data.store.embedded.NEEDED_BYTES", shutil.disk_usage(tmp_path).total * 2)
    with pytest.raises(Fault) as fault:
        prepare(Settings(home=tmp_path))
    assert fault.value.problem is Problem.NO_DISK


def test_a_wrong_password(cluster: Cluster, tmp_path: Path) -> None:
    url = cluster.url("postgres", password="salah")
    line = _one_line(run_app(Settings(home=tmp_path, DATABASE_URL=url), "--prepare-only"), Problem.WRONG_PASSWORD)
    assert "salah@" not in line


def test_a_database_that_is_not_there(cluster: Cluster, tmp_path: Path) -> None:
    url = cluster.url("tidak_ada")
    _one_line(run_app(Settings(home=tmp_path, DATABASE_URL=url), "--prepare-only"), Problem.NO_DATABASE)


def test_an_account_that_may_not_prepare_gets_the_lines_for_the_dba(cluster: Cluster, tmp_path: Path) -> None:
    cluster.create("milik_dba")
    with psycopg.connect(cluster.url(), autocommit=True) as connection:
        connection.execute("create role biasa login password 'biasa'")
        # roles of other tests' stores may be there already; this account is no member of them
    url = cluster.url("milik_dba", user="biasa", password="biasa")
    line = _one_line(run_app(Settings(home=tmp_path, DATABASE_URL=url), "--prepare-only"), Problem.NEEDS_DBA)
    assert "CREATE EXTENSION IF NOT EXISTS postgis" in line
    # and with those lines run, it works
    with psycopg.connect(cluster.url("milik_dba"), autocommit=True) as connection:
        for statement in line.partition(": ")[2].split(";"):
            if statement.strip():
                try:
                    connection.execute(statement)  # type: ignore[call-overload]
                except psycopg.errors.DuplicateObject:
                    connection.rollback()
    store = prepare(Settings(home=tmp_path, DATABASE_URL=url))
    with store.writing() as connection:
        assert connection.scalar(sa.text("select current_user")) == "bersinar_owner_milik_dba"
    store.close()


def test_a_host_that_does_not_answer(tmp_path: Path) -> None:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    url = f"postgresql://a:b@127.0.0.1:{port}/c"
    _one_line(run_app(Settings(home=tmp_path, DATABASE_URL=url), "--prepare-only"), Problem.UNREACHABLE)


@pytest.mark.parametrize("url", ["bukan url", "mysql://a:b@c/d", "postgresql://a:b@c"])
def test_an_address_that_cannot_be_read(url: str, tmp_path: Path) -> None:
    _one_line(run_app(Settings(home=tmp_path, DATABASE_URL=url), "--prepare-only"), Problem.BAD_URL)


def test_a_server_without_postgis_is_answered_with_the_package_name(tmp_path: Path) -> None:
    """The embedded server, which has no PostGIS, offered as a shared one."""
    from data.store import embedded

    url = embedded.start(tmp_path / "server", "bersinar")
    settings = Settings(home=tmp_path / "home", DATABASE_URL=url.render_as_string(hide_password=False))
    with pytest.raises(Fault) as fault:
        prepare(settings)
    assert fault.value.problem is Problem.NO_POSTGIS
    assert "postgresql-18-postgis-3" in str(fault.value)


def test_a_server_that_is_too_old(scratch_postgis: Callable[[], Settings], monkeypatch: pytest.MonkeyPatch) -> None:
    """No older server can be installed beside this one, so the bar is raised above it."""
    monkeypatch.setattr(preparing, "OLDEST_SERVER", 990_000)
    with pytest.raises(Fault) as fault:
        prepare(scratch_postgis())
    assert fault.value.problem is Problem.SERVER_TOO_OLD


def test_a_schema_newer_than_the_code(scratch_postgis: Callable[[], Settings]) -> None:
    settings = scratch_postgis()
    with prepare(settings).writing() as connection:
        connection.execute(sa.text("update inti.alembic_version set version_num = '9999'"))
    _one_line(run_app(settings, "--prepare-only"), Problem.SCHEMA_NEWER)


def test_a_shared_store_never_gets_simulated_data_unasked(scratch_postgis: Callable[[], Settings]) -> None:
    settings = scratch_postgis()
    done = run_module(settings, "data", "simulasi")
    assert done.returncode == 1
    assert "--ya-isi-simulasi" in done.stdout
    store = prepare(settings)
    steps = load_part(store, settings, simulate=False)
    assert set(steps) == {"regions", "shapes", "published", "facts", "tiles"}
    with store.writing() as connection:
        assert connection.scalar(sa.text("select count(*) from inti.source where kind = 'simulasi'")) == 0
        # nothing but what was published
        found = set(connection.scalars(sa.text("select distinct indicator from analitik.nilai")))
        assert found
        assert {code for code in found if not registry()[code].published} == set()
    assert load_part(store, settings, simulate=False) == {}
    store.close()


@pytest.mark.skipif(sys.platform != "linux", reason="looks at processes through /proc")
def test_an_interrupted_first_load_stops_cleanly_and_resumes(tmp_path: Path) -> None:
    settings = Settings(home=tmp_path / "home", simulation_size=PART)
    first = subprocess.Popen(
        [sys.executable, "-m", "dashboard", "--prepare-only"],
        env=environment(settings),
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
        preexec_fn=hear_ctrl_c,
    )

    def started_second_step() -> bool:
        return (settings.home / "postgres" / "postmaster.pid").exists() and time.monotonic() - began > 9

    began = time.monotonic()
    assert wait_until(started_second_step, 60)
    os.killpg(first.pid, signal.SIGINT)  # what Ctrl-C sends
    output, _ = first.communicate(timeout=60)
    assert first.returncode == 130, output
    assert "Traceback" not in output
    assert wait_until(lambda: not postgres_of(settings.home), 20), "postgres is still running"
    store = prepare(settings)
    with store.writing() as connection:
        done = set(connection.scalars(sa.text("select name from inti.load_step")))
        regions = connection.scalar(sa.text("select count(*) from inti.region where number is not null"))
    assert done < {"regions", "shapes", "published", "simulation", "facts", "tiles"}
    assert regions in (0, 1 + sum(REGIONS))
    assert (regions == 1 + sum(REGIONS)) == ("regions" in done)
    again = load_part(store, settings, simulate=False)
    assert set(again) == {"regions", "shapes", "published", "facts", "tiles"} - done
    store.close()


@pytest.mark.skipif(sys.platform != "linux", reason="looks at processes through /proc")
def test_a_killed_app_leaves_a_store_that_opens_again(tmp_path: Path) -> None:
    settings = Settings(home=tmp_path / "home", simulation_size=PART)
    first = subprocess.Popen(
        [sys.executable, "-m", "dashboard", "--prepare-only"], env=environment(settings), cwd=ROOT, stdout=subprocess.DEVNULL
    )
    assert wait_until(lambda: (settings.home / "secrets.json").exists(), 60)
    first.kill()
    first.wait()
    store = prepare(settings)
    with store.writing() as connection:
        assert connection.scalar(sa.text("select count(*) from inti.load_step")) is not None
    store.close()


def test_what_a_killed_initdb_left_is_set_aside_not_deleted(tmp_path: Path) -> None:
    settings = Settings(home=tmp_path)
    (tmp_path / "postgres").mkdir()
    (tmp_path / "postgres" / "PG_VERSION").write_text("18\n")
    (tmp_path / "postgres" / "pg_hba.conf").write_text("local all all trust\n")
    store = prepare(settings)
    with store.reading(Scope.public()) as connection:
        assert connection.scalar(sa.text("select 1")) == 1
    (left,) = tmp_path.glob("postgres.tidak-selesai-*")
    assert (left / "PG_VERSION").read_text() == "18\n"
    store.close()


def test_two_first_starts_at_once_both_end_well(tmp_path: Path) -> None:
    code = "from data.model.settings import Settings; from data.store.prepare import prepare; prepare(Settings()).close()"
    starts = [
        subprocess.Popen(
            [sys.executable, "-c", code], env=environment(Settings(home=tmp_path)), cwd=ROOT, stderr=subprocess.PIPE
        )
        for _ in range(3)
    ]
    errors = [start.communicate(timeout=120)[1].decode() for start in starts]
    assert [start.returncode for start in starts] == [0, 0, 0], errors
    assert not list(tmp_path.glob("postgres.tidak-selesai-*"))


def test_every_answer_is_one_line_in_indonesian_that_says_what_to_do() -> None:
    todo = (
        "Hentikan|Kosongkan|Tulis|Beri izin|Periksa|Perbarui|Pasang|Minta|CREATE|Salin|[Jj]alankan|Contoh|Lihat|[Gg]unakan|"
        "Kalau memang perlu|Coba|Pilih|Tunggu|berfungsi lagi|salah|tidak dikenal|tidak ada untuk|sudah ada"
    )
    for problem in Problem:
        answer: Answer = problem.value
        assert "\n" not in answer.text
        assert re.search(todo, answer.text), answer.text
        assert 400 <= answer.status < 600


def test_reset_asks_and_takes_no_for_an_answer(tmp_path: Path) -> None:
    home = tmp_path / "home"
    (home / "postgres").mkdir(parents=True)
    for answer, code in (("", 0), ("hapus\n", 0), ("HAPU\n", 0)):
        done = subprocess.run(
            [sys.executable, "run", "--reset"],
            cwd=ROOT,
            input=answer,
            text=True,
            capture_output=True,
            check=False,
            env=os.environ | {"BERSINAR_HOME": str(home)},
        )
        assert done.returncode == code
        assert "tidak ada yang dihapus" in done.stderr
        assert (home / "postgres").exists()


def test_reset_never_touches_a_shared_store(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "run", "--reset"],
        cwd=ROOT,
        input="HAPUS\n",
        text=True,
        capture_output=True,
        check=False,
        env=os.environ | {"BERSINAR_HOME": str(tmp_path), "DATABASE_URL": "postgresql://a:b@c/d"},
    )
    assert "DBA" in done.stdout
    assert tmp_path.exists()
