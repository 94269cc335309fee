"""The first load, in steps that are each done once: an interrupted one goes on where it stopped."""

import time
from collections.abc import Callable
from dataclasses import dataclass

import sqlalchemy as sa
from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

from data import schema
from data.errors import Fault, Problem
from data.load.regions import load_regions, load_shapes, load_tiles
from data.load.simulated import load_simulation
from data.refresh import refresh
from data.store import Store
from geo import reference

Step = Callable[[sa.Connection, Callable[[int, int], None]], None]


@dataclass(frozen=True)
class Planned:
    """One step: its name in the store, what the person sees, what it does."""

    name: str
    label: str
    run: Step
    version: str


def plan(store: Store, *, seed: int, simulate: bool) -> list[Planned]:
    """The steps this store needs. Raises `Fault` when simulated data is wanted beside real data."""
    steps = [
        Planned("regions", "Wilayah", load_regions, reference.VERSION),
        Planned("shapes", "Batas indikatif", load_shapes, reference.VERSION),
    ]
    if simulate:
        steps.append(Planned("simulation", "DATA SIMULASI", lambda c, p: load_simulation(c, p, seed), f"benih {seed}"))
    steps += [
        Planned("facts", "Indikator", refresh, "simulasi" if simulate else "kosong"),
        Planned("tiles", "Ubin peta", load_tiles, reference.VERSION),
    ]
    with store.writing() as connection:
        done = dict(connection.execute(sa.select(schema.load_step.c.name, schema.load_step.c.version)).tuples().all())
    return [step for step in steps if done.get(step.name) != step.version and not _kept(step, done, simulate)]


def _kept(step: Planned, done: dict[str, str], simulate: bool) -> bool:
    """Facts are rebuilt when simulated data was just added, never because a start did not ask for any."""
    return step.name in done and (step.name != "facts" or not simulate)


def load(store: Store, *, seed: int, simulate: bool, console: Console | None = None) -> dict[str, float]:
    """Run the steps that are missing, each in its own transaction; seconds by step.

    A shared store gets simulated data only when `simulate` was asked for by name.
    """
    if store.admin is None:
        return {}
    steps = plan(store, seed=seed, simulate=simulate)
    seconds: dict[str, float] = {}
    if not steps:
        return seconds
    columns = (TextColumn("{task.description:<18}"), BarColumn(), TextColumn("{task.percentage:>3.0f}%"), TimeElapsedColumn())
    with Progress(*columns, console=console or Console()) as bars:
        for step in steps:
            bar = bars.add_task(step.label, total=1.0)
            began = time.perf_counter()
            with store.writing() as connection:
                step.run(connection, lambda done, total, bar=bar: bars.update(bar, completed=done / max(total, 1)))  # type: ignore[misc]
                seconds[step.name] = time.perf_counter() - began
                _mark(connection, step, seconds[step.name])
            bars.update(bar, completed=1.0)
    with store.writing() as connection:
        for name in ("inti.region", "inti.region_shape", "analitik.nilai", "analitik.tile"):
            connection.execute(sa.text(f"analyze {name}"))
    return seconds


def _mark(connection: sa.Connection, step: Planned, seconds: float) -> None:
    connection.execute(schema.load_step.delete().where(schema.load_step.c.name == step.name))
    connection.execute(schema.load_step.insert().values(name=step.name, version=step.version, seconds=seconds))


def refuse_simulation(store: Store, *, asked: bool) -> None:
    """Raises `Fault` when simulated data would go into a shared store that nobody asked for."""
    if store.kind == "shared" and not asked:
        raise Fault(Problem.SIMULATION_REFUSED)
