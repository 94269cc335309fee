"""Asks for a run, and whether one is waiting."""

import json
from collections.abc import Collection, Iterable
from datetime import timedelta

import sqlalchemy as sa

from data.model import schema
from data.store import Store

FACTS = "facts"  # brings facts up to date; its inputs are the names of feeds whose rows moved
ACCESS = "access"  # computes access to treatment; its inputs are questions as `data.facts.access_question` spells them
QUALITY = "quality"  # runs the quality rules over landed rows
CLUSTERS = "clusters"  # finds clusters of areas with many cases
WARNINGS = "warnings"  # compares the newest months with what was usual
LINKS = "links"  # links what agencies report of one case, and lists where they differ
# jobs that follow when rows of these feeds moved facts
FOLLOWING = {
    CLUSTERS: frozenset({"kasus", "penduduk"}),
    WARNINGS: frozenset({"kasus"}),
    LINKS: frozenset({"kasus", "tahap_perkara"}),
}
# jobs that run by themselves, and how long after the last run began
EVERY = {
    ACCESS: timedelta(days=1),
    CLUSTERS: timedelta(days=1),
    WARNINGS: timedelta(days=1),
    QUALITY: timedelta(days=1),
    LINKS: timedelta(days=1),  # deadlines pass
    "prune": timedelta(days=1),
    "bulletin": timedelta(hours=6),
}
WAITING, RUNNING, DONE, FAILED = "waiting", "running", "done", "failed"


def ask(connection: sa.Connection, name: str, inputs: Iterable[str] = ()) -> int:
    """Ask for a run in the caller's transaction; returns the number of the run that will do it.

    A run of that name that waits already takes over the inputs: there is never more than one.
    """
    number: int = connection.execute(
        sa.text(
            "insert into inti.job_run as r (name, inputs) values (:name, cast(:inputs as jsonb)) "
            "on conflict (name) where state = 'waiting' do update set inputs = r.inputs || excluded.inputs returning id"
        ),
        {"name": name, "inputs": json.dumps(dict.fromkeys(inputs, True))},
    ).scalar_one()
    return number


def ask_following(connection: sa.Connection, moved: Collection[str]) -> list[str]:
    """Ask, in the transaction that moved facts, for the jobs that follow the feeds that `moved`; returns their names.

    The inputs of each are the feeds it follows that moved.
    """
    asked = [name for name, feeds in FOLLOWING.items() if feeds & set(moved)]
    for name in asked:
        ask(connection, name, sorted(FOLLOWING[name] & set(moved)))
    return asked


def is_needed(store: Store, *, look_closely: bool) -> bool:
    """Whether a run waits that no process is working on; `look_closely` includes those cut short and those that are due."""
    with store.writing() as connection:
        return bool(
            connection.scalar(
                sa.text(
                    "select exists (select from inti.job_run w where w.state = 'waiting' and not exists "
                    "(select from inti.job_run r where r.name = w.name and r.state = 'running'))"
                )
            )
            or (look_closely and (due(connection) or _is_running(connection)))
        )


def due(connection: sa.Connection) -> list[str]:
    """Names of jobs whose last run began longer ago than their interval in `EVERY`."""
    run = schema.job_run.c
    began = connection.execute(sa.select(run.name, sa.func.max(run.started_at)).group_by(run.name))
    last = {name: at for name, at in began if at is not None}
    now = connection.scalar(sa.select(sa.func.clock_timestamp()))
    return [name for name, gap in EVERY.items() if name not in last or last[name] + gap <= now]


def _is_running(connection: sa.Connection) -> bool:
    return bool(connection.scalar(sa.select(sa.exists().where(schema.job_run.c.state == RUNNING))))
