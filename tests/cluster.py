"""A private PostgreSQL cluster with PostGIS, from Debian's binaries, on a free port, removed after the tests."""

import json
import os
import pwd
import secrets
import shutil
import socket
import subprocess
import tempfile
from dataclasses import asdict, dataclass, field
from pathlib import Path

import psycopg
from psycopg import sql

_BINARIES = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: int(path.parent.name))


def missing() -> str | None:
    """What is not installed, in words; ``None`` when a cluster can be made."""
    if not _BINARIES:
        return "Debian package postgresql is missing"
    major = _BINARIES[-1].parent.name
    if not Path(f"/usr/share/postgresql/{major}/extension/postgis.control").exists():
        return f"Debian package postgresql-{major}-postgis-3 is missing"
    return None


@dataclass(frozen=True)
class Cluster:
    """A running cluster in `folder`; `password` is that of the superuser ``postgres``."""

    folder: str
    port: int
    password: str = field(repr=False)

    @classmethod
    def start(cls) -> "Cluster":
        """Make a cluster in a temporary folder and start it."""
        folder = Path(tempfile.mkdtemp(prefix="bersinar-cluster-"))
        word = folder / "word"
        word.write_text(secrets.token_urlsafe(12))
        if _user():
            owner = pwd.getpwnam("postgres")
            for path in (folder, word):
                os.chown(path, owner.pw_uid, owner.pw_gid)
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            cluster = cls(str(folder), probe.getsockname()[1], word.read_text())
        cluster._run("initdb", "-U", "postgres", "-A", "scram-sha-256", f"--pwfile={word}", "-E", "UTF8", "--locale=C.UTF-8")
        options = (
            f"-p {cluster.port} -k {folder} -c listen_addresses=127.0.0.1 -c fsync=off -c full_page_writes=off "
            "-c shared_buffers=256MB -c max_wal_size=2GB -c max_connections=160"
        )
        cluster._run("pg_ctl", "-l", str(folder / "log"), "-w", "-o", options, "start")
        return cluster

    def keep(self, file: Path) -> None:
        """Write what another process needs to use this cluster."""
        file.write_text(json.dumps(asdict(self)))

    @classmethod
    def kept(cls, file: Path) -> "Cluster":
        """The running cluster that another process kept in `file`."""
        return cls(**json.loads(file.read_text()))

    def _run(self, name: str, *arguments: str) -> None:
        subprocess.run(
            [str(_BINARIES[-1] / name), "-D", f"{self.folder}/data", *arguments],
            check=True,
            user=_user(),
            cwd=self.folder,
            stdout=subprocess.DEVNULL,
        )

    def url(self, database: str = "postgres", user: str = "postgres", password: str | None = None) -> str:
        return f"postgresql://{user}:{password or self.password}@127.0.0.1:{self.port}/{database}"

    def create(self, database: str, template: str = "template1") -> str:
        """A new database, a copy of `template`; its URL."""
        with psycopg.connect(self.url(), autocommit=True) as connection:
            connection.execute(copy_statement(database, template))
        return self.url(database)

    def stop(self) -> None:
        self._run("pg_ctl", "-m", "immediate", "stop")
        shutil.rmtree(self.folder, ignore_errors=True)


def copy_statement(database: str, template: str) -> sql.Composed:
    """SQL that makes `database` a copy of `template`, to which nobody may be connected."""
    return sql.SQL("create database {} template {}").format(sql.Identifier(database), sql.Identifier(template))


def _user() -> str | None:
    """PostgreSQL refuses to run as root."""
    return "postgres" if os.geteuid() == 0 else None
