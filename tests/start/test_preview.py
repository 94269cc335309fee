"""One province is shown while the nation is being loaded, in a store of its own that leaves nothing behind."""

import io
import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest
import sqlalchemy as sa
from rich.console import Console

from dashboard.web import preparing
from dashboard.web.preparing.page import body, left
from dashboard.web.preparing.status import WHOLE, Status
from data.model.errors import Fault, Problem
from data.model.settings import Settings
from data.ops import worker
from data.ops.preview import BOUNDARIES, discard_preview, preview_of
from data.store import embedded
from data.store.connect import app_login, owner_role, signer_role
from data.store.prepare import prepare
from data.store.scope import Scope
from tests.processes import wait_until
from tests.stores import Run

PLAN: dict[str, dict[str, float]] = {
    "pratinjau": {"regions": 1, "published": 1, "facts": 6}, "utama": {"regions": 4, "published": 1, "facts": 100},
}  # fmt: skip
ALL = ["regions", "published", "facts"]


def _status(*said: dict[str, Any]) -> Status:
    status = Status(begun=True)
    for one in said:
        status.hear(one)  # type: ignore[arg-type]
    return status


def test_pages_open_with_their_steps_and_the_rest_with_the_nation() -> None:
    plan, small, large = {"plan": PLAN}, {"place": "pratinjau", "missing": ALL}, {"place": "utama", "missing": ALL}
    early = ("regions", "published")
    done = [{"step": name, "seconds": 1.0} for name in ALL]
    assert Status().ready, "without a load nothing is waited for"
    for said, served, open_early, open_map, open_all in (
        ([], None, False, False, False),
        ([plan], None, False, False, False),
        ([plan, small], "pratinjau", False, False, False),
        ([plan, small, *done[:2]], "pratinjau", True, False, False),
        ([plan, small, *done, {"ready": "pratinjau"}], "pratinjau", True, True, False),
        ([plan, small, *done, {"ready": "pratinjau"}, large], "pratinjau", True, True, False),
        ([plan, small, *done, {"ready": "pratinjau"}, large, *done, {"ready": "utama"}], "utama", True, True, True),
        ([{"ready": "utama"}], "utama", True, True, True),
    ):
        status = _status(*said)
        found = status.served, *(not status.lacks(needs) for needs in (early, None, WHOLE))
        assert found == (served, open_early, open_map, open_all), said


def test_a_resumed_load_shows_what_is_done_and_a_fault_what_to_do() -> None:
    status = _status(
        {"plan": {"utama": PLAN["utama"]}}, {"place": "utama", "missing": ["facts"]}, {"step": "facts", "part": 0.5}
    )
    assert [step.done for step in status.steps["utama"].values()] == [True, True, False]
    assert left(status) == "Kira-kira 2 menit lagi"
    status.fail(Fault(Problem.NO_DISK, where="/data", need="3 GB"))
    assert "Kosongkan ruang" in body(status, exact=True)
    assert "/data" not in body(status), "strangers do not learn where the store is"
    status.hear({"place": "utama", "missing": ["facts"]})
    assert status.fault is None


@pytest.fixture
def alone(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Settings]:
    """A store whose preview holds as little as itself: a city."""
    settings = run.copy("embedded", "kosong", tmp_path / "home", simulation_size="75.71")
    small = settings.model_copy(update={"database": f"{settings.database}_pratinjau"})
    for module in ("data.ops.worker", "data.ops.preview"):
        monkeypatch.setattr(f"{module}.preview_of", lambda _: small)
    yield settings
    discard_preview(settings)


def test_the_province_comes_first_and_leaves_nothing(
    alone: Settings, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    worker._work(alone)
    said = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    order = [one.get("ready") or one["place"] for one in said if {"ready", "place"} & one.keys()]
    assert list(dict.fromkeys(order)) == ["pratinjau", "utama"]
    assert [one["ready"] for one in said if "ready" in one] == ["pratinjau", "utama"]
    small = f"{alone.database}_pratinjau"
    url = embedded.start(alone.home, alone.database).set(drivername="postgresql")
    with psycopg.connect(url.render_as_string(hide_password=False)) as connection:
        roles = [app_login(small), owner_role(small), signer_role(small)]
        assert not connection.execute("select 1 from pg_database where datname = %s", [small]).fetchall()
        assert not connection.execute("select 1 from pg_roles where rolname = any (%s)", [roles]).fetchall()
    assert small not in (alone.home / "secrets.json").read_text()
    worker._work(alone)
    assert capsys.readouterr().out == '{"ready": "utama"}\n'


def test_a_preview_that_is_still_read_stays_until_the_next_start(alone: Settings) -> None:
    small = alone.model_copy(update={"database": f"{alone.database}_pratinjau"})
    store = prepare(small)
    with store.reading(Scope.public()) as connection:
        assert connection.scalar(sa.text("select 1")) == 1
        assert not discard_preview(alone)
    store.close()
    assert discard_preview(alone)


def test_only_an_embedded_store_of_the_nation_has_a_preview() -> None:
    small = preview_of(Settings(home=Path("/x")))
    assert small is not None
    assert (small.database, small.simulation_size) == ("bersinar_pratinjau", "provinsi")
    assert preview_of(Settings(home=Path("/x"), simulation_size="provinsi")) is None
    assert preview_of(Settings(home=Path("/x"), DATABASE_URL="postgresql://a:b@c/d")) is None
    assert BOUNDARIES != "indikatif-2025-1"


_DIES_ONCE = """
import json, os, pathlib, signal, sys
say = lambda **said: print(json.dumps(said), flush=True)
mark = pathlib.Path(sys.argv[1])
say(plan={"utama": {"facts": 9.0}})
say(place="utama", missing=["facts"])
say(step="facts", part=0.4)
if not mark.exists():
    mark.touch()
    os.kill(os.getpid(), signal.SIGKILL)
say(step="facts", seconds=2.0)
say(ready="utama")
"""


def test_a_load_that_was_killed_alone_is_said_and_tried_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    heard: list[str] = []
    monkeypatch.setattr(preparing, "_AGAIN_AFTER_S", 0.2)
    monkeypatch.setattr(preparing, "_command", lambda simulate: [sys.executable, "-c", _DIES_ONCE, str(tmp_path / "sekali")])
    monkeypatch.setattr(Status, "fail", lambda self, fault: heard.append(fault.problem.name))
    console = Console(file=io.StringIO())
    preparing.begin(console=console)
    try:
        assert wait_until(lambda: preparing.status().ready, 30)
    finally:
        preparing.end()
    assert heard == [Problem.LOAD_ENDED.name]
    said = console.file.getvalue()  # type: ignore[attr-defined]
    assert "berhenti sebelum selesai" in said
    assert "Indikator: selesai dalam" in said
    assert said.endswith("Data siap.\n")
    assert preparing.status().ready, "without a load there is nothing to wait for"
