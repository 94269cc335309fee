"""Stores for tests. Each is built once a run, whichever worker needs it first; tests read it, or get a copy of their own."""

import itertools
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property, partial
from pathlib import Path

import fasteners
import psycopg
import sqlalchemy as sa
from psycopg import sql
from rich.console import Console
from sqlalchemy.engine import make_url

from data.identity.demo import make_demo_accounts
from data.model.progress import bars
from data.model.settings import ROOT, Settings
from data.ops.bootstrap import load
from data.ops.regions import load_regions
from data.ops.simulation.base import prefixes_of
from data.store import Store, embedded
from data.store.prepare import prepare
from geo import reference
from tests import cluster as debian
from tests.people import KNOWN, make_accounts

# small provinces: a city, one far away, one with a city and ten peers for its regencies, one that was split off
PART = "31,65,75,93"
REGIONS = tuple((reference.read_regions(prefixes_of(PART))["level"] == level).sum() for level in range(1, 5))
UNSEEN = partial(bars, console=Console(quiet=True))
_FAST = "alter system set fsync = off; alter system set full_page_writes = off; alter system set max_connections = 160"


@dataclass(frozen=True)
class Loaded:
    """A store that many tests read; they write nothing that stays."""

    store: Store
    settings: Settings
    kind: str


class Run:
    """The servers and stores that all workers of one run share, in one folder.

    A template is a store that is only copied: `kosong` has the schema, `daftar` the list of all regions too, `wilayah` the
    regions, shapes and tiles of four provinces, `provinsi` their simulated data as well. All have the demo users, loaded ones
    the accounts of `tests.people.KNOWN`.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._number = itertools.count()
        self._mine: dict[tuple[str, str], Loaded] = {}

    def once(self, name: str, make: Callable[[], None]) -> None:
        """Let one worker `make` something; the others wait for it."""
        with fasteners.InterProcessLock(self.folder / f"{name}.lock"):
            done = self.folder / f"{name}.done"
            if not done.exists():
                make()
                done.touch()

    @cached_property
    def cluster(self) -> debian.Cluster:
        """The PostGIS cluster. Fails where its packages are missing."""
        lacking = debian.missing()
        assert not lacking, f"{lacking}; ./test installs it where it may"
        self.once("cluster", lambda: debian.Cluster.start().keep(self.folder / "cluster.json"))
        return debian.Cluster.kept(self.folder / "cluster.json")

    @cached_property
    def embedded_home(self) -> Path:
        """The folder of the embedded server, which runs until the last process that uses it ends."""
        home = self.folder / "embedded"

        def make() -> None:
            url = embedded.start(home, "bersinar")
            with psycopg.connect(_dsn(url), autocommit=True) as connection:
                for statement in _FAST.split(";"):
                    connection.execute(statement)  # type: ignore[call-overload]
                connection.execute("select pg_reload_conf()")

        self.once("embedded", make)
        embedded.start(home, "bersinar")  # this process uses it too
        return home

    def settings(self, kind: str, database: str, home: Path, **more: object) -> Settings:
        """How a database on one of the servers is named; `home` is made when absent."""
        more = {"simulation_size": PART} | more
        if kind == "postgis":
            return Settings(home=home, DATABASE_URL=self.cluster.url(database), **more)  # type: ignore[arg-type]
        if not home.exists():
            home.mkdir(parents=True)
            (home / "postgres").symlink_to(self.embedded_home / "postgres")
            shutil.copy(self.embedded_home / "embedded.password", home)
        return Settings(home=home, database=database, **more)  # type: ignore[arg-type]

    def copy(self, kind: str, template: str, home: Path, **more: object) -> Settings:
        """A store of a test's own, as `template` is."""
        self._build(kind, template)
        database = f"{template}_{os.getpid()}_{next(self._number)}"
        self._create(kind, database, template)
        return self.settings(kind, database, home, **more)

    @contextmanager
    def own(self, kind: str, template: str, home: Path) -> Iterator[Loaded]:
        """A copy of `template`, open, for tests that write to it."""
        settings = self.copy(kind, template, home)
        store = prepare(settings)
        yield Loaded(store, settings, kind)
        store.close()
        self._drop(kind, settings)

    def empty(self, home: Path) -> Settings:
        """A PostGIS database that nobody prepared."""
        database = f"coba_{os.getpid()}_{next(self._number)}"
        return Settings(home=home, DATABASE_URL=self.cluster.create(database))

    def mine(self, kind: str, template: str) -> Loaded:
        """The copy of `template` that this worker's tests read one after the other."""
        if (kind, template) not in self._mine:
            settings = self.copy(kind, template, self.folder / kind / f"{template}_{os.getpid()}")
            self._mine[kind, template] = Loaded(prepare(settings), settings, kind)
        return self._mine[kind, template]

    def close(self) -> None:
        """Give back what this process holds."""
        for loaded in self._mine.values():
            loaded.store.close()

    def _build(self, kind: str, template: str) -> None:
        def make() -> None:
            with self._server(kind) as connection:  # what an earlier try left
                connection.execute(sql.SQL("drop database if exists {} with (force)").format(sql.Identifier(template)))
            if kind == "postgis":
                self.cluster.create(template)
            settings = self.settings(kind, template, self.folder / kind / template)
            store = prepare(settings)
            try:
                if template == "daftar":
                    with store.writing() as connection:
                        load_regions(connection, lambda done, of: None)
                elif template != "kosong":
                    load_part(store, settings, simulate=template == "provinsi")
                with store.writing() as connection:
                    make_demo_accounts(connection)
                    make_accounts(connection, *(KNOWN if template not in ("kosong", "daftar") else ()))
            finally:
                store.close()

        self.once(f"{kind}-{template}", make)

    def _create(self, kind: str, database: str, template: str) -> None:
        with self._server(kind) as connection:
            connection.execute(debian.copy_statement(database, template))

    def _drop(self, kind: str, settings: Settings) -> None:
        """Hundreds of databases would fill the disk, and take a minute to delete at the end."""
        name = make_url(settings.database_url).database if settings.database_url else settings.database
        with self._server(kind) as connection:
            connection.execute(sql.SQL("drop database {} with (force)").format(sql.Identifier(str(name))))

    def _server(self, kind: str) -> psycopg.Connection[tuple[object, ...]]:
        url = self.cluster.url() if kind == "postgis" else _dsn(embedded.start(self.embedded_home, "bersinar"))
        return psycopg.connect(url, autocommit=True)


def _dsn(url: sa.URL) -> str:
    return url.set(drivername="postgresql", database="postgres").render_as_string(hide_password=False)


def load_part(store: Store, settings: Settings, *, simulate: bool, part: str = PART) -> dict[str, float]:
    """The first load of a part of Indonesia, without bars; seconds by step."""
    settings = settings.model_copy(update={"simulation_size": part})
    return load(store, settings, simulate=simulate, within=prefixes_of(part), show=UNSEEN)


def environment(settings: Settings) -> dict[str, str]:
    """The process environment that makes `Settings()` equal `settings`."""
    given = {f"BERSINAR_{name.upper()}": str(getattr(settings, name)) for name in ("home", "database", "simulation_size")}
    values = os.environ | given | {"PYTHONPATH": str(ROOT)}
    return values | ({"DATABASE_URL": settings.database_url} if settings.database_url else {})


def run_module(settings: Settings, *arguments: str, words: str | None = None) -> subprocess.CompletedProcess[str]:
    """`python -m ARGUMENTS` to its end, `words` typed into it."""
    return subprocess.run(
        [sys.executable, "-m", *arguments],
        env=environment(settings),
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=900,
        check=False,
        input=words,
    )


def run_app(settings: Settings, *arguments: str) -> subprocess.CompletedProcess[str]:
    """`python -m dashboard ARGUMENTS` to its end."""
    return run_module(settings, "dashboard", *arguments)


def mark_simulated(store: Store) -> None:
    """Let a store without simulated rows take simulated files, as one that has some does."""
    with store.writing() as connection:
        connection.execute(
            sa.text(
                "insert into inti.source (id, title, publisher, kind, as_of, licence) "
                "values ('simulasi', 'Uji', 'Uji', 'simulasi', '2026-10-31', '-') on conflict do nothing"
            )
        )
