"""Shared by all tests: the stores of a run, the order in which its workers take the tests, and what is left out of it."""

import os
import random
import shutil
import socket
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

import hypothesis
import pytest
from playwright.sync_api import Browser, sync_playwright

from data.model.settings import ROOT, Settings
from data.ops.bootstrap import load
from data.store import Store
from data.store.prepare import prepare
from geo.reference import WHOLE
from tests.stores import PART, UNSEEN, Loaded, Run, run_app

# milliseconds are measured, never asserted: a busy machine must not fail a test
hypothesis.settings.register_profile("bersinar", deadline=None)
hypothesis.settings.load_profile("bersinar")

# the long runs: every kill, every click, more tables and attacks
FULL = bool(os.environ.get("BERSINAR_TEST_FULL"))
QUICK = bool(os.environ.get("BERSINAR_TEST_QUICK"))
SHUFFLE = os.environ.get("BERSINAR_TEST_SHUFFLE")
SHARED = ROOT.parent / "shared" / "data"
KINDS = ["embedded", "postgis"]
SHOWN_OF_THE_NATION = (
    "kapasitas_inap", "kapasitas_jalan", "jangkauan_inap", "jangkauan_jalan", "cakupan_bersinar", "status_bersinar", "penduduk",
)  # fmt: skip
_CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or "/usr/bin/chromium"
_FLAGS = [
    "--no-sandbox", "--disable-background-networking", "--no-first-run", "--disable-component-update", "--disable-sync",
    "--disable-3d-apis",  # an office machine where WebGL is off altogether sees the same map
]  # fmt: skip


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out what a run is not for, and begin with what takes longest to prepare."""
    for item in items:
        if "nation" in getattr(item, "fixturenames", ()):
            item.add_marker("national")
    out = [item for item in items if _left_out(item)]
    config.hook.pytest_deselected(items=out)
    items[:] = [item for item in items if item not in set(out)]
    if SHUFFLE:
        random.Random(SHUFFLE).shuffle(items)
    items.sort(key=lambda item: item.get_closest_marker("national") is None)


def pytest_make_parametrize_id(val: object, argname: str) -> str | None:
    """Name bytes by their argument: an archive made while tests are collected holds the clock, and workers compare names."""
    return argname if isinstance(val, bytes) else None


def _left_out(item: pytest.Item) -> bool:
    marks = {mark.name for mark in item.iter_markers()}
    if not QUICK:
        return "full" in marks and not FULL
    given = getattr(getattr(item, "callspec", None), "params", {}).values()
    other_kind = any(isinstance(one, str) and one == "embedded" for one in given)  # a table cannot be compared with a word
    apart = "attack" in item.path.parts or bool(marks & {"full", "national", "slow"})
    return other_kind or apart or ("browser" in marks and "smoke" not in marks)


def pytest_configure(config: pytest.Config) -> None:
    """No test sees the settings of the machine it runs on."""
    for name in [name for name in os.environ if name.startswith("BERSINAR_") or name == "DATABASE_URL"]:
        if not name.startswith("BERSINAR_TEST_"):
            del os.environ[name]


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    """Seconds by part and the twenty slowest tests, printed and kept as an artefact."""
    if hasattr(config, "workerinput"):
        return
    parts: Counter[str] = Counter()
    tests: Counter[str] = Counter()
    for reports in terminalreporter.stats.values():
        for report in reports:
            if isinstance(report, pytest.TestReport):
                parts["/".join(report.nodeid.split("::")[0].split("/")[:2])] += report.duration
                tests[f"{report.nodeid} ({report.when})"] += report.duration
    lines = [f"{seconds:8.1f} s  {name}" for found in (parts, tests) for name, seconds in found.most_common(20)]
    terminalreporter.section("seconds by part, and the slowest")
    terminalreporter.write_line("\n".join(lines))
    (ROOT / "tests" / "artefacts").mkdir(exist_ok=True)
    (ROOT / "tests" / "artefacts" / "seconds.txt").write_text("\n".join(lines) + "\n", encoding="utf-8")


def pytest_sessionfinish(session: pytest.Session) -> None:
    """The last process stops the cluster, also where another one started it."""
    factory = getattr(session.config, "_tmp_path_factory", None)
    if hasattr(session.config, "workerinput") or factory is None:
        return
    kept = factory.getbasetemp() / "run" / "cluster.json"
    if kept.exists():
        from tests.cluster import Cluster

        Cluster.kept(kept).stop()


@pytest.fixture(scope="session")
def run(tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest) -> Iterator[Run]:
    """The servers and stores of this run."""
    base = tmp_path_factory.getbasetemp()
    base = base.parent if hasattr(request.config, "workerinput") else base
    (base / "run").mkdir(exist_ok=True)
    shared = Run(base / "run")
    yield shared
    shared.close()


@pytest.fixture(scope="session")
def cluster(run: Run):
    """The PostGIS cluster of this run."""
    return run.cluster


@pytest.fixture(scope="session")
def nation(run: Run) -> Iterator[Loaded]:
    """All regions, tiles and the simulated nation, to be read only.

    In a full run it is made by the very command that `./run` starts; else data is that of four provinces, and facts are those
    that the tests look at: how many bytes a map takes goes by its regions, not by what they report.
    """
    settings = Settings(home=run.embedded_home) if FULL else Settings(home=run.embedded_home, simulation_size=PART)

    def make() -> None:
        if FULL:
            done = run_app(settings, "--prepare-only")
            assert done.returncode == 0, done.stdout + done.stderr
            return
        store = prepare(settings)
        load(store, settings, simulate=True, within=WHOLE, only=SHOWN_OF_THE_NATION, show=UNSEEN)
        store.close()

    run.once("nation", make)
    store = prepare(settings)
    yield Loaded(store, settings, "embedded")
    store.close()


@pytest.fixture(params=KINDS)
def provinces(run: Run, request: pytest.FixtureRequest) -> Loaded:
    """Four provinces with their regions, tiles and simulated data, on both kinds of store. To be read only."""
    return run.mine(request.param, "provinsi")


@pytest.fixture(scope="session")
def provinces_embedded(run: Run) -> Loaded:
    return run.mine("embedded", "provinsi")


@pytest.fixture(scope="session")
def provinces_postgis(run: Run) -> Loaded:
    return run.mine("postgis", "provinsi")


@pytest.fixture
def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture
def scratch_postgis(run: Run, tmp_path: Path) -> Callable[[], Settings]:
    """Settings of a new, empty database of the private cluster."""
    return lambda: run.empty(tmp_path / "home")


@pytest.fixture
def scratch(run: Run, tmp_path: Path) -> Iterator[Store]:
    """A prepared store without regions or data, on PostGIS: for rules that are the same on both kinds."""
    with run.own("postgis", "kosong", tmp_path / "home") as own:
        yield own.store


@pytest.fixture(params=KINDS)
def scratch_both(run: Run, request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Store]:
    """A prepared store without regions or data, on both kinds: for what storage itself has to do."""
    with run.own(request.param, "kosong", tmp_path / "home") as own:
        yield own.store


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=_CHROMIUM, args=_FLAGS)
        yield browser
        browser.close()
