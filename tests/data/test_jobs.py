"""Jobs: asked for in the transaction that needs them, done once, resumed after a kill, and never half done."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest
import sqlalchemy as sa

from data import queries
from data.jobs.queue import CLUSTERS, DONE, FACTS, FAILED, LINKS, RUNNING, WAITING, WARNINGS, ask, ask_following, due, is_needed
from data.jobs.runner import MOST_TRIES, Job, Run, run_waiting
from data.model import schema
from data.model.errors import Fault, Problem
from data.model.settings import ROOT, Settings
from data.store import Store
from data.store.locks import alone_at_job
from data.store.prepare import prepare
from data.store.scope import Scope
from tests.people import as_person
from tests.stores import Run as Stores
from tests.stores import environment

SLEEPER = """
import sys, time
from data.jobs.runner import Job, run_waiting
from data.model.settings import read_settings
from data.store import open_store
def sleep(run):
    print("begun", flush=True)
    time.sleep(60)
    return {}
list(run_waiting(open_store(read_settings()), read_settings(), [Job("sleep", sleep)]))
"""


@pytest.fixture(scope="module")
def place(run: Stores, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Store, Settings]]:
    settings = run.copy("postgis", "kosong", tmp_path_factory.mktemp("pekerjaan") / "home")
    store = prepare(settings)
    yield store, settings
    store.close()


@pytest.fixture
def store(place: tuple[Store, Settings]) -> Store:
    with place[0].writing() as connection:
        connection.execute(schema.job_run.delete())
    return place[0]


def _ask(store: Store, name: str, *inputs: str) -> int:
    with store.writing() as connection:
        return ask(connection, name, inputs)


def _rows(store: Store) -> list[tuple[str, dict[str, bool], int]]:
    run = schema.job_run.c
    with store.writing() as connection:
        return [
            (row.state, row.inputs, row.tries)
            for row in connection.execute(sa.select(run.state, run.inputs, run.tries).order_by(run.id))
        ]


def _work(store: Store, work) -> list[str]:
    return [ended.state for ended in run_waiting(store, Settings(), [Job("a", work)])]


def test_what_is_asked_for_before_a_run_begins_is_done_by_one_run(store: Store) -> None:
    assert _ask(store, "a", "kasus") == _ask(store, "a", "tat", "kasus")
    seen: list[tuple[str, ...]] = []

    def work(run: Run) -> Mapping[str, object]:
        seen.append(run.inputs)
        return {"count": 2}

    assert _work(store, work) == [DONE]
    assert seen == [("kasus", "tat")]
    assert _rows(store) == [(DONE, {"kasus": True, "tat": True}, 1)]
    with store.writing() as connection:
        kept = connection.execute(sa.select(schema.job_run.c.result, schema.job_run.c.digest)).one()
    assert kept.result == {"count": 2}
    assert len(kept.digest) == 64


def test_what_is_asked_for_while_a_run_goes_is_done_by_the_next(store: Store) -> None:
    seen: list[tuple[str, ...]] = []

    def work(run: Run) -> Mapping[str, object]:
        if not seen:
            _ask(store, "a", "tat")
        seen.append(run.inputs)
        return {}

    _ask(store, "a", "kasus")
    assert _work(store, work) == [DONE, DONE]
    assert seen == [("kasus",), ("tat",)]


def test_a_job_follows_the_feeds_it_depends_on_and_no_other(store: Store) -> None:
    with store.writing() as connection:
        assert ask_following(connection, ["tat", "penduduk"]) == [CLUSTERS]
        assert ask_following(connection, ["tat"]) == []
        assert ask_following(connection, ["kasus"]) == [CLUSTERS, WARNINGS, LINKS]
    assert _rows(store) == [(WAITING, {"kasus": True, "penduduk": True}, 0), *[(WAITING, {"kasus": True}, 0)] * 2]


def test_nothing_is_asked_for_by_a_transaction_that_fails(store: Store) -> None:
    def asks_and_fails() -> None:
        with store.writing() as connection:
            ask(connection, "a")
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        asks_and_fails()
    assert _rows(store) == []


def test_a_run_that_fails_says_why_and_its_inputs_go_with_the_next(store: Store) -> None:
    def fails(_: Run) -> Mapping[str, object]:
        raise Fault(Problem.NO_ROWS)

    seen: list[tuple[str, ...]] = []
    _ask(store, "a", "kasus")
    assert _work(store, fails) == [FAILED]
    latest = queries.latest_run(store, as_person(store, "bnnp", "75"), "a")
    assert latest is not None
    assert latest.is_over
    assert latest.fault == str(Fault(Problem.NO_ROWS))
    _ask(store, "a", "tat")
    assert _work(store, lambda run: seen.append(run.inputs) or {}) == [DONE]
    assert seen == [("kasus", "tat")]
    _ask(store, "a")
    assert _work(store, lambda run: seen.append(run.inputs) or {}) == [DONE]
    assert seen[-1] == (), "what was done is not done again"


def test_a_bug_in_a_job_stops_no_other_job_and_names_no_value(store: Store) -> None:
    def breaks(_: Run) -> Mapping[str, object]:
        raise RuntimeError("NIK 7501010101010001")

    _ask(store, "a")
    _ask(store, "b")
    ended = list(run_waiting(store, Settings(), [Job("a", breaks), Job("b", lambda _: {})]))
    assert [(one.name, one.state) for one in ended] == [("a", FAILED), ("b", DONE)]
    assert "7501" not in ended[0].fault
    assert "nomor laporan" in ended[0].fault


def test_progress_is_seen_while_the_work_is_not(store: Store) -> None:
    scope = as_person(store, "bnnp", "75")
    seen: list[object] = []

    def work(run: Run) -> Mapping[str, object]:
        with store.writing() as connection:
            connection.execute(
                schema.source.insert().values(id="uji", title="", publisher="", kind="resmi", as_of="", licence="")
            )
            run.progress(3, 10)
            found = queries.latest_run(store, scope, "a")
            assert found is not None
            seen.append((found.state, found.done, found.total))
            with store.reading(scope) as other:
                seen.append(other.scalar(sa.select(sa.func.count()).where(schema.source.c.id == "uji")))
        return {}

    _ask(store, "a")
    assert _work(store, work) == [DONE]
    assert seen == [(RUNNING, 3, 10), 0]


def test_a_job_that_another_process_is_at_is_left_to_it(store: Store) -> None:
    _ask(store, "a")
    with alone_at_job(store, "a") as alone:
        assert alone
        assert _work(store, lambda _: {}) == []
    assert _rows(store)[0][0] == WAITING
    assert _work(store, lambda _: {}) == [DONE]


def test_a_killed_run_ends_as_failed_and_begins_again_but_not_for_ever(
    store: Store, place: tuple[Store, Settings], tmp_path: Path
) -> None:
    _ask(store, "sleep", "kasus")
    for _ in range(MOST_TRIES):
        process = subprocess.Popen(
            [sys.executable, "-c", SLEEPER], env=environment(place[1]), cwd=ROOT, stdout=subprocess.PIPE, text=True
        )
        assert process.stdout is not None
        assert process.stdout.readline() == "begun\n"
        assert not is_needed(store, look_closely=False)
        os.kill(process.pid, signal.SIGKILL)
        process.wait()
        _until(lambda: is_needed(store, look_closely=True))
    ended = list(run_waiting(store, place[1], [Job("sleep", lambda _: {})]))
    assert ended == [], "given up"
    assert [(state, tries) for state, _, tries in _rows(store)] == [(FAILED, n + 1) for n in range(MOST_TRIES)]
    assert all(inputs == {"kasus": True} for _, inputs, _ in _rows(store))
    _ask(store, "sleep", "tat")  # somebody asks: with what was left
    assert [one.state for one in run_waiting(store, place[1], [Job("sleep", lambda _: {})])] == [DONE]
    assert _rows(store)[-1][1] == {"kasus": True, "tat": True}


def _until(holds, seconds: float = 10) -> None:
    ends = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < ends
        time.sleep(0.1)


def test_those_who_did_not_sign_in_are_shown_no_run(store: Store) -> None:
    _ask(store, "a")
    assert queries.latest_run(store, Scope.public(), "a") is None
    assert len(queries.runs(store, as_person(store, "auditor", ""))) == 1


def test_what_is_due_is_asked_for_once_a_day(store: Store) -> None:
    with store.writing() as connection:
        assert due(connection) == ["access", "clusters", "warnings", "quality", "links", "prune", "bulletin"]
    names = ["access", "clusters", "warnings", "quality", "links", "prune", "bulletin"]
    jobs = [Job(name, lambda _: {}) for name in names]
    assert [one.name for one in run_waiting(store, Settings(), jobs, scheduled=True)] == names
    with store.writing() as connection:
        assert due(connection) == []
        connection.execute(
            sa.text(
                "update inti.job_run set started_at = started_at - interval '7 hours' where name in ('quality', 'bulletin')"
            )
        )
        assert due(connection) == ["bulletin"]


def test_the_command_does_what_waits(store: Store, place: tuple[Store, Settings]) -> None:
    _ask(store, FACTS)
    done = subprocess.run(
        [sys.executable, "-m", "dashboard", "jobs", "quality"],
        env=environment(place[1]),
        cwd=ROOT,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr
    assert [line.split()[0] for line in done.stdout.splitlines()] == [
        "facts",
        "access",
        "clusters",
        "warnings",
        "quality",
        "links",
        "prune",
        "bulletin",
        "facts",
    ]
    assert {state for state, _, _ in _rows(store)} == {DONE}
