"""Stores for tests: the embedded one and a private PostGIS, each with the whole nation once, and small scratch ones.

Each kind of store has an xdist group of its own, so that one worker builds it and all its tests share it.
"""

import itertools
import os
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import hypothesis
import pytest
import sqlalchemy as sa
from rich.console import Console

from data.load.first import load
from data.settings import ROOT, Settings
from data.store import Store
from data.store.prepare import prepare
from tests import cluster as debian

# milliseconds are measured, never asserted: a busy machine must not fail a test
hypothesis.settings.register_profile("bersinar", deadline=None)
hypothesis.settings.load_profile("bersinar")

# the long runs: every kill, every click, more tables and attacks
FULL = bool(os.environ.get("BERSINAR_TEST_FULL"))
SHARED = ROOT.parent / "shared" / "data"
KINDS = [
    pytest.param("embedded", marks=pytest.mark.xdist_group("embedded")),
    pytest.param("postgis", marks=pytest.mark.xdist_group("postgis")),
]


@dataclass(frozen=True)
class Nation:
    """A store with all regions, tiles and the simulated nation; `report` is what the first load printed."""

    store: Store
    settings: Settings
    kind: str
    report: str


@pytest.fixture(scope="session", autouse=True)
def _clean_environment() -> None:
    """No test sees the settings of the machine it runs on."""
    for name in [name for name in os.environ if name.startswith("BERSINAR_") or name == "DATABASE_URL"]:
        del os.environ[name]


@pytest.fixture(scope="session")
def cluster() -> Iterator[debian.Cluster]:
    lacking = debian.missing()
    if lacking:
        pytest.fail(f"{lacking}; ./test installs it where it may")
    running = debian.Cluster()
    yield running
    running.stop()


def environment(settings: Settings) -> dict[str, str]:
    """The process environment that makes `Settings()` equal `settings`."""
    values = os.environ | {"BERSINAR_HOME": str(settings.home), "PYTHONPATH": str(ROOT)}
    return values | ({"DATABASE_URL": settings.database_url} if settings.database_url else {})


def run_module(settings: Settings, *arguments: str, words: str | None = None) -> subprocess.CompletedProcess[str]:
    """`python -m ARGUMENTS` to its end, `words` typed into it."""
    return subprocess.run(
        [sys.executable, "-m", *arguments],
        env=environment(settings), cwd=ROOT, capture_output=True, text=True, timeout=900, check=False, input=words,
    )  # fmt: skip


def run_app(settings: Settings, *arguments: str) -> subprocess.CompletedProcess[str]:
    """`python -m dashboard ARGUMENTS` to its end."""
    return run_module(settings, "dashboard", *arguments)


@pytest.fixture(scope="session")
def national_embedded(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Nation]:
    """Made by the very command that `./run` starts."""
    settings = Settings(home=tmp_path_factory.mktemp("embedded"))
    done = run_app(settings, "--prepare-only")
    assert done.returncode == 0, done.stdout + done.stderr
    store = prepare(settings)
    yield Nation(store, settings, "embedded", done.stdout)
    store.close()


@pytest.fixture(scope="session")
def national_postgis(cluster: debian.Cluster, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Nation]:
    url = cluster.create("nasional")
    settings = Settings(home=tmp_path_factory.mktemp("postgis"), DATABASE_URL=url)
    done = run_app(settings, "--prepare-only", "--simulasi")
    assert done.returncode == 0, done.stdout + done.stderr
    store = prepare(settings)
    yield Nation(store, settings, "postgis", done.stdout)
    store.close()


@pytest.fixture(params=KINDS)
def nation(request: pytest.FixtureRequest) -> Nation:
    """The whole nation, on both kinds of store."""
    return request.getfixturevalue(f"national_{request.param}")


@pytest.fixture
def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


_names = itertools.count()


@pytest.fixture
def scratch_postgis(cluster: debian.Cluster, tmp_path: Path) -> Callable[[], Settings]:
    """Settings of a new, empty database of the private cluster."""

    def make() -> Settings:
        return Settings(home=tmp_path / "home", DATABASE_URL=cluster.create(f"coba_{os.getpid()}_{next(_names)}"))

    return make


@pytest.fixture(params=KINDS)
def scratch(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Store]:
    """A prepared store without regions or data, on both kinds."""
    settings = Settings(home=tmp_path / "home") if request.param == "embedded" else request.getfixturevalue("scratch_postgis")()
    store = prepare(settings)
    yield store
    store.close()


def quiet_load(store: Store, settings: Settings, *, simulate: bool) -> dict[str, float]:
    """The first load without bars and without tiles, which take a minute and are looked at on the national stores."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("geo.tiles.build_all", lambda *_: iter(()))
        return load(store, settings, simulate=simulate, console=Console(quiet=True))


@contextmanager
def few_years() -> Iterator[None]:
    """Facts of 2025 and 2026 alone, for stores whose facts are only compared with themselves: all five years take a minute."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("data.refresh.facts.FIRST_YEAR", 2025)
        yield


def mark_simulated(store: Store) -> None:
    """Let a store without simulated rows take simulated files, as one that has some does."""
    with store.writing() as connection:
        connection.execute(
            sa.text(
                "insert into inti.source (id, title, publisher, kind, as_of, licence) "
                "values ('simulasi', 'Uji', 'Uji', 'simulasi', '2026-10-31', '-') on conflict do nothing"
            )
        )
