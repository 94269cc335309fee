"""A private PostgreSQL cluster with PostGIS, from Debian's binaries, on a free port, gone when the tests are."""

import os
import pwd
import secrets
import shutil
import socket
import subprocess
import tempfile
from pathlib import Path

_BINARIES = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: int(path.parent.name))


def missing() -> str | None:
    """What is not installed, in words; ``None`` when a cluster can be made."""
    if not _BINARIES:
        return "Debian package postgresql is missing"
    major = _BINARIES[-1].parent.name
    if not Path(f"/usr/share/postgresql/{major}/extension/postgis.control").exists():
        return f"Debian package postgresql-{major}-postgis-3 is missing"
    return None


class Cluster:
    """Started on construction. `password` is that of the superuser ``postgres``."""

    def __init__(self) -> None:
        self.password = secrets.token_urlsafe(12)
        self.folder = Path(tempfile.mkdtemp(prefix="bersinar-cluster-"))
        self.user = "postgres" if os.geteuid() == 0 else None
        word = self.folder / "word"
        word.write_text(self.password)
        if self.user:
            owner = pwd.getpwnam(self.user)
            for path in (self.folder, word):
                os.chown(path, owner.pw_uid, owner.pw_gid)
        self._run(
            "initdb",
            "-D",
            self.data,
            "-U",
            "postgres",
            "-A",
            "scram-sha-256",
            f"--pwfile={word}",
            "-E",
            "UTF8",
            "--locale=C.UTF-8",
        )
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        options = (
            f"-p {self.port} -k {self.folder} -c listen_addresses=127.0.0.1 -c fsync=off -c full_page_writes=off "
            "-c shared_buffers=256MB -c max_wal_size=2GB -c max_connections=80"
        )
        self._run("pg_ctl", "-D", self.data, "-l", str(self.folder / "log"), "-w", "-o", options, "start")

    @property
    def data(self) -> str:
        return str(self.folder / "data")

    def _run(self, name: str, *arguments: str) -> None:
        subprocess.run(
            [str(_BINARIES[-1] / name), *arguments],
            check=True, user=self.user, cwd=self.folder, stdout=subprocess.DEVNULL,
        )  # fmt: skip

    def url(self, database: str = "postgres", user: str = "postgres", password: str | None = None) -> str:
        return f"postgresql://{user}:{password or self.password}@127.0.0.1:{self.port}/{database}"

    def create(self, database: str) -> str:
        """A new, empty database; its URL."""
        import psycopg

        with psycopg.connect(self.url(), autocommit=True) as connection:
            connection.execute(f'create database "{database}"')  # type: ignore[call-overload]
        return self.url(database)

    def stop(self) -> None:
        self._run("pg_ctl", "-D", self.data, "-m", "immediate", "stop")
        shutil.rmtree(self.folder, ignore_errors=True)
