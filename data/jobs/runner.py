"""Runs jobs: each alone, with its progress and result in the store."""

import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field

import sqlalchemy as sa

from data.jobs.queue import DONE, FAILED, RUNNING, ask, due
from data.log import logged, new_number
from data.model import schema
from data.model.errors import Fault, Problem
from data.model.progress import Progress
from data.model.settings import Settings
from data.store import Store
from data.store.locks import alone_at_job

MOST_TRIES = 3  # a killed run begins again, at most so many times
_KEPT = "6 months"
_TELL_EVERY_S = 0.5


@dataclass(frozen=True)
class Run:
    """One run: its `inputs` and `seed`, and the function that writes its progress to the store."""

    number: int
    inputs: tuple[str, ...]
    seed: int
    store: Store
    settings: Settings
    progress: Progress


@dataclass(frozen=True)
class Job:
    """`work` does a run in transactions of its own, of which the last decides all, and returns the result to store."""

    name: str
    work: Callable[[Run], Mapping[str, object]]


@dataclass(frozen=True)
class Ended:
    """A run that has ended, after `seconds`."""

    name: str
    number: int
    state: str
    seconds: float
    fault: str = ""
    result: Mapping[str, object] = field(default_factory=dict)


def run_waiting(store: Store, settings: Settings, jobs: Sequence[Job], *, scheduled: bool = False) -> Iterator[Ended]:
    """Do every run that waits, and with `scheduled` those that are due, until none is left; yields each as it ends.

    A job that another process is running is left to it. Raises `Fault` where the store cannot be reached; the run is resumed
    later.
    """
    if scheduled:
        _ask_for_due(store)
    again = True
    while again:
        again = False
        for job in jobs:
            with alone_at_job(store, job.name) as alone:
                if not alone:
                    continue
                _give_back(store, job.name)
                taken = _take(store, job.name)
                if taken is not None:
                    yield _do(store, settings, job, *taken)
                    again = True


def _ask_for_due(store: Store) -> None:
    with store.writing() as connection:
        for name in due(connection):
            ask(connection, name)
        old = sa.func.clock_timestamp() - sa.cast(_KEPT, sa.Interval)
        connection.execute(schema.job_run.delete().where(schema.job_run.c.ended_at < old))


def _give_back(store: Store, name: str) -> None:
    """End a run whose process was killed as failed, and let its inputs wait again."""
    run = schema.job_run
    with store.writing() as connection:
        killed = connection.execute(
            run.update()
            .where(run.c.name == name, run.c.state == RUNNING)
            .values(state=FAILED, ended_at=sa.func.clock_timestamp(), fault=str(Fault(Problem.JOB_KILLED)))
            .returning(run.c.tries)
        ).first()
        if killed is not None and killed.tries < MOST_TRIES:
            ask(connection, name)


def _take(store: Store, name: str) -> tuple[int, tuple[str, ...], int] | None:
    """The waiting run, now running, with the inputs of runs that failed since the last success."""
    with store.writing() as connection:
        row = connection.execute(
            sa.text(
                "with failed as (select inputs, tries from inti.job_run r where name = :name and state = 'failed' "
                "and id > coalesce((select max(id) from inti.job_run where name = :name and state = 'done'), 0)), "
                "merged as (select coalesce(jsonb_object_agg(key, true), '{}') as inputs from ("
                "select key from failed, jsonb_object_keys(inputs) key union "
                "select key from inti.job_run, jsonb_object_keys(inputs) key where name = :name and state = 'waiting') k) "
                "update inti.job_run r set state = 'running', started_at = clock_timestamp(), inputs = merged.inputs, "
                "digest = encode(sha256(convert_to(merged.inputs::text, 'UTF8')), 'hex'), "
                "tries = coalesce((select max(tries) from failed), 0) + 1 "
                "from merged where name = :name and state = 'waiting' returning r.id, r.inputs, r.seed"
            ),
            {"name": name},
        ).first()
    return None if row is None else (int(row.id), tuple(sorted(row.inputs)), int(row.seed))


def _do(store: Store, settings: Settings, job: Job, number: int, inputs: tuple[str, ...], seed: int) -> Ended:
    began = time.perf_counter()
    new_number()
    fault, result = "", {}
    try:
        with _progress(store, number) as progress:
            result = dict(job.work(Run(number, inputs, seed, store, settings, progress)))
    except Fault as known:
        if known.problem is Problem.STORE_LOST:
            raise
        fault = logged(known, where=f"pekerjaan {job.name}")
    except Exception as error:
        fault = logged(error, where=f"pekerjaan {job.name}")
    state = FAILED if fault else DONE
    with store.writing() as connection:
        connection.execute(
            schema.job_run.update()
            .where(schema.job_run.c.id == number)
            .values(state=state, fault=fault, result=result, ended_at=sa.func.clock_timestamp())
        )
    return Ended(job.name, number, state, time.perf_counter() - began, fault, result)


@contextmanager
def _progress(store: Store, number: int) -> Iterator[Progress]:
    """Write the progress of a run in transactions of its own, because the work's own is visible only at its end."""
    said = 0.0

    def moved(done: int, total: int) -> None:
        nonlocal said
        now = time.monotonic()
        if now - said < _TELL_EVERY_S and done < total:
            return
        said = now
        with store.writing() as connection:
            connection.execute(schema.job_run.update().where(schema.job_run.c.id == number).values(done=done, total=total))

    yield moved
