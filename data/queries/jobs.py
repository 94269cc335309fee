"""Runs of jobs: progress and results. They name nobody, so that everybody who signed in may read them."""

from dataclasses import dataclass
from datetime import datetime

import pandas as pd
import sqlalchemy as sa

from data.jobs.queue import DONE, FAILED
from data.model import schema
from data.store import Store
from data.store.frames import as_frame
from data.store.scope import Scope


@dataclass(frozen=True)
class RunState:
    """Progress of a run: `done` of `total` steps, 0 of 0 before it is known; `fault` is a sentence for the reader;
    `inputs` are what it was asked for (`data.jobs.queue.ask`).
    """

    state: str
    done: int
    total: int
    fault: str
    inputs: tuple[str, ...]
    ended_at: datetime | None = None

    @property
    def is_over(self) -> bool:
        """Whether the run has ended."""
        return self.state in (DONE, FAILED)


def latest_run(store: Store, scope: Scope, name: str) -> RunState | None:
    """The newest run of a job; ``None`` where there never was one, and for those who have not signed in."""
    run = schema.job_run.c
    statement = (
        sa.select(run.state, run.done, run.total, run.fault, run.inputs, run.ended_at)
        .where(run.name == name)
        .order_by(run.id.desc())
        .limit(1)
    )
    with store.reading(scope) as connection:
        row = connection.execute(statement).first()
    return None if row is None else RunState(row.state, row.done, row.total, row.fault, tuple(row.inputs), row.ended_at)


def runs(store: Store, scope: Scope, limit: int = 200) -> pd.DataFrame:
    """The newest runs: ``id, name, state, done, total, tries, inputs, result, fault, asked_at, started_at, ended_at``."""
    run = schema.job_run.c
    statement = (
        sa.select(
            run.id,
            run.name,
            run.state,
            run.done,
            run.total,
            run.tries,
            run.inputs,
            run.result,
            run.fault,
            run.asked_at,
            run.started_at,
            run.ended_at,
        )
        .order_by(run.id.desc())
        .limit(limit)
    )
    return as_frame(store, scope, statement)
