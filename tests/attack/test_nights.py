"""Faults of the machine or of those who run it: each is one sentence that says what to do."""

import json
import os
import re
import subprocess
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import psycopg
import pytest
import sqlalchemy as sa

from dashboard.start import check_port
from data.feeds import feeds
from data.identity.people import check_password, note_sign_in
from data.intake.submit.report import Sender
from data.log import logged
from data.model.errors import Fault, Problem
from data.model.settings import ROOT, Settings, read_settings
from data.ops import accounts_command
from data.store import embedded
from data.store.driver_errors import room
from data.store.prepare import prepare
from data.store.scope import Scope
from tests.cluster import Cluster
from tests.following import submit
from tests.people import WORD, add_person, problem_of
from tests.stores import Run, environment, run_module


def _one_line(*arguments: str, **more: str) -> str:
    """All that a command prints when it fails."""
    done = subprocess.run(
        [sys.executable, "-m", *arguments],
        env=os.environ | more,
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
        stdin=subprocess.DEVNULL,
        timeout=120,
    )
    said = (done.stdout + done.stderr).strip()
    assert done.returncode == 1, said
    assert "\n" not in said
    return said


@pytest.mark.parametrize(
    ("variable", "value"),
    [
        ("POOL_SIZE", "-1"),
        ("POOL_SIZE", "lima"),
        ("HTTPS", "ya"),
        ("PROXIES", "nginx"),
        ("SESSION_HOURS", "0"),
    ],
)
def test_a_setting_that_cannot_be_used_is_named(variable: str, value: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(f"BERSINAR_{variable}", value)
    with pytest.raises(Fault) as fault:
        read_settings()
    assert fault.value.problem is Problem.BAD_SETTING
    assert f"BERSINAR_{variable} " in str(fault.value)


@pytest.mark.slow
def test_every_command_says_so_in_one_line(tmp_path: Path) -> None:
    home = {"BERSINAR_HOME": str(tmp_path), "BERSINAR_POOL_SIZE": "-1"}
    for arguments in (["data", "siapkan"], ["dashboard", "--prepare-only"]):
        assert _one_line(*arguments, **home).startswith("BERSINAR_POOL_SIZE ")
    assert _one_line("dashboard", "--port", "80000").startswith("Port 80000 tidak ada")


@pytest.mark.parametrize(
    ("address", "port", "problem"),
    [
        ("127.0.0.1", 80_000, Problem.BAD_PORT), ("127.0.0.1", 0, Problem.BAD_PORT),
        ("203.0.113.7", 8501, Problem.NO_SUCH_ADDRESS), ("tidak.ada.invalid", 8501, Problem.NO_SUCH_ADDRESS),
    ],
)  # fmt: skip
def test_an_address_that_is_not_ours_is_not_called_a_taken_port(address: str, port: int, problem: Problem) -> None:
    assert problem_of(lambda: check_port(address, port)) is problem


def test_a_port_that_is_not_allowed_is_said_to_be(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr("socket.socket.bind", refuse)
    assert problem_of(lambda: check_port("127.0.0.1", 80)) is Problem.PORT_FORBIDDEN


def test_root_finds_the_command_for_accounts_or_gets_a_message(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "useradd").write_text("#!/bin/sh\n")
    (tmp_path / "useradd").chmod(0o755)
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    monkeypatch.setenv("PATH", "/tidak/ada")
    monkeypatch.setattr(embedded, "_ADMINISTRATION", str(tmp_path))
    embedded._check_root()
    assert os.environ["PATH"].endswith(str(tmp_path))
    monkeypatch.setenv("PATH", "/tidak/ada")
    monkeypatch.setattr(embedded, "_ADMINISTRATION", "/tidak/ada")
    assert problem_of(embedded._check_root) is Problem.NO_USERADD


def test_threads_that_ask_at_once_start_one_server(tmp_path: Path) -> None:
    with ThreadPoolExecutor(4) as threads:
        found = set(threads.map(lambda _: embedded.start(tmp_path / "server", "bersinar"), range(4)))
    assert len(found) == 1


@pytest.mark.parametrize("content", ["{", "[]", '"x"', '{"embedded": {"lain": 1}}'])
def test_secrets_that_cannot_be_read_are_named(content: str, run: Run, tmp_path: Path) -> None:
    settings = run.copy("embedded", "kosong", tmp_path / "home")
    name = json.dumps(f"embedded/{settings.database}")
    (tmp_path / "home" / "secrets.json").write_text(content.replace('"embedded"', name))
    with pytest.raises(Fault) as fault:
        prepare(settings)
    assert fault.value.problem is Problem.SECRETS_UNREADABLE
    assert str(tmp_path) in str(fault.value)


def test_secrets_of_another_account_are_named(tmp_path: Path) -> None:
    from data.store.secrets import read_secrets

    (tmp_path / "secrets.json").mkdir()  # what root may not read either
    assert problem_of(lambda: read_secrets(tmp_path, "x")) is Problem.SECRETS_UNREADABLE


def test_a_password_is_asked_for_at_a_terminal_only(monkeypatch: pytest.MonkeyPatch) -> None:
    import argparse

    monkeypatch.setattr("sys.stdin.isatty", lambda: False, raising=False)
    assert problem_of(lambda: accounts_command._password(argparse.Namespace(sandi_dari_stdin=False))) is Problem.NEEDS_TERMINAL


def test_a_full_temporary_folder_is_not_called_a_full_store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fill(error: Exception) -> Callable[[], None]:
        def act() -> None:
            with room(tmp_path / "rumah"):
                raise error

        return act

    monkeypatch.setattr("tempfile.gettempdir", lambda: str(tmp_path / "sementara"))
    full = OSError(28, "No space left on device", str(tmp_path / "sementara" / "x"))
    assert problem_of(fill(full)) is Problem.NO_TEMPORARY
    assert problem_of(fill(FileNotFoundError(2, "No usable temporary directory found in ['/tmp']"))) is Problem.NO_TEMPORARY
    (tmp_path / "sementara").mkdir()
    assert problem_of(fill(RuntimeError("GDAL: No space left on device"))) is Problem.NO_DISK
    with pytest.raises(ValueError, match="lain"):
        fill(ValueError("lain"))()


def test_a_read_only_store_is_a_sentence_and_a_line_without_names(
    run: Run, tmp_path: Path, log: pytest.LogCaptureFixture
) -> None:
    settings = run.copy("postgis", "wilayah", tmp_path / "home")
    store = prepare(settings)
    add_person(store, "siti", "Siti Aminah", "bnn_pusat", [""], WORD)
    with psycopg.connect(run.cluster.url(), autocommit=True) as connection:
        database = psycopg.sql.Identifier(str(store.app.url.database))
        connection.execute(psycopg.sql.SQL("alter database {} set default_transaction_read_only = on").format(database))
    store.close()
    reading = pytest.raises(Fault)
    with reading as fault:
        note_sign_in(store, check_password(store, "siti", WORD), "sandi")
    assert fault.value.problem is Problem.STORE_READ_ONLY
    sentence = logged(fault.value, where="/masuk")
    assert re.search(r"\(nomor laporan [0-9a-f]{8}\)", sentence)
    (line,) = log.messages
    assert "STORE_READ_ONLY" in line
    assert "25006" in line
    assert sentence.split()[-1].rstrip(")") in line
    assert not re.search("siti|aminah|akses", line, re.I)
    sender = Sender("BNN Pusat", "siti", "bnn_pusat")
    with pytest.raises(Fault) as fault:
        submit(store, tmp_path, feeds()["layanan_bulanan"], b"a;b\n1;2\n", sender=sender, commit=True, file_name="a.csv")
    assert fault.value.problem is Problem.STORE_READ_ONLY
    store.close()


def test_an_unexpected_error_leaves_its_values_out_of_the_log(log: pytest.LogCaptureFixture) -> None:
    try:
        raise ValueError("NIK 7501012345678901")
    except ValueError as error:
        sentence = logged(error, where="/peta")
    (line,) = log.messages
    assert "7501" not in line + sentence
    assert "ValueError at test_nights.py:" in line
    assert "Traceback" not in line


def test_a_stranger_sees_neither_host_nor_database(log: pytest.LogCaptureFixture) -> None:
    for fault in (
        Fault(Problem.UNREACHABLE, host="db.dalam:5432"),
        Fault(Problem.NO_DATABASE, host="db.dalam", database="rahasia"),
        Fault(Problem.SECRETS_MISSING, file="/srv/secrets.json"),
        Fault(Problem.NO_DISK, where="/srv", need="1 GB"),
    ):
        assert not re.search("dalam|rahasia|/srv", logged(fault))
        assert str(fault) in log.messages[-1]


def test_an_account_without_rights_gets_the_lines_for_the_dba(run: Run, tmp_path: Path) -> None:
    settings = run.copy("postgis", "kosong", tmp_path / "home")
    name = settings.database_url.rpartition("/")[2]  # type: ignore[union-attr]
    with psycopg.connect(run.cluster.url(), autocommit=True) as connection:
        if not connection.execute("select 1 from pg_roles where rolname = 'tanpa_hak'").fetchone():
            connection.execute("create role tanpa_hak login password 'tanpa_hak'")
    url = run.cluster.url(name, user="tanpa_hak", password="tanpa_hak")
    assert problem_of(lambda: prepare(Settings(home=tmp_path / "lain", DATABASE_URL=url))) is Problem.NEEDS_DBA
    with psycopg.connect(run.cluster.url(), autocommit=True) as connection:
        connection.execute(psycopg.sql.SQL("revoke connect on database {} from public").format(psycopg.sql.Identifier(name)))
    assert problem_of(lambda: prepare(Settings(home=tmp_path / "lain", DATABASE_URL=url))) is Problem.NO_RIGHTS


def test_more_askers_than_connections_is_a_sentence(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("data.store.connect._LONGEST_WAIT_S", 0.1)
    store = prepare(run.copy("postgis", "kosong", tmp_path / "home", pool_size=1))

    def ask() -> None:
        with store.reading(Scope.public()) as connection:
            connection.execute(sa.text("select 1"))

    with store.reading(Scope.public()), store.reading(Scope.public()):
        assert problem_of(ask) is Problem.STORE_BUSY
    ask()
    store.close()


def test_passwords_of_logins_never_reach_the_servers_log(cluster: Cluster, run: Run, tmp_path: Path) -> None:
    from data.identity.gis_logins import add_gis_account

    settings = run.copy("postgis", "kosong", tmp_path / "home")
    database = psycopg.sql.Identifier(settings.database_url.rpartition("/")[2])  # type: ignore[union-attr]
    with psycopg.connect(cluster.url(), autocommit=True) as connection:
        connection.execute(psycopg.sql.SQL("alter database {} set log_statement = 'all'").format(database))
    store = prepare(settings, new_keys=True)
    _, password = add_gis_account(store, f"log{os.getpid()}", "bnnp", [""], may_write=False, until=None, by="uji")
    written = Path(cluster.folder, "log").read_text(errors="replace")
    assert "SCRAM-SHA-256$" in written
    for word in (password, str(store.app.url.password)):
        assert word not in written
    with psycopg.connect(
        settings.database_url.replace("postgres:", f"gis_log{os.getpid()}:", 1).replace(cluster.password, password)
    ) as own:  # type: ignore[union-attr]
        assert own.execute("select 1").fetchone() == (1,)
    store.close()


@pytest.mark.slow
def test_a_command_without_a_terminal_says_how(run: Run, tmp_path: Path) -> None:
    settings = run.copy("postgis", "kosong", tmp_path / "home")
    prepare(settings).close()
    said = _one_line("data", "pengguna", "siti", **environment(settings))
    assert "--sandi-dari-stdin" in said
    assert run_module(settings, "data", "pengguna", "siti", "--sandi-dari-stdin", words=f"{WORD}\n").returncode == 0
