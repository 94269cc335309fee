"""The first load, in steps that are each done once: an interrupted one goes on where it stopped."""

import time
from collections.abc import Callable
from functools import partial

import sqlalchemy as sa
from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

from data import schema
from data.store import Store
from geo import reference

Step = Callable[[sa.Connection, Callable[[int, int], None]], None]
LABELS = {
    "regions": "Wilayah",
    "shapes": "Batas indikatif",
    "simulation": "DATA SIMULASI",
    "facts": "Indikator",
    "tiles": "Ubin peta",
}


def missing_steps(store: Store, *, seed: int, simulate: bool) -> dict[str, str]:
    """Steps still to run, in order, with the version each will bear.

    Facts are rebuilt when simulated data is new, never because a start did not ask for any.
    """
    wanted = dict.fromkeys(("regions", "shapes"), reference.VERSION)
    if simulate:
        wanted["simulation"] = f"benih {seed}"
    wanted |= {"facts": "simulasi" if simulate else "kosong", "tiles": reference.VERSION}
    with store.writing() as connection:
        rows = connection.execute(sa.select(schema.load_step.c.name, schema.load_step.c.version)).all()
        done: dict[str, str] = {row.name: row.version for row in rows}
    if not simulate and "facts" in done:
        del wanted["facts"]
    if "simulation" in done:  # another seed does not replace rows that are there: ./run --reset does
        wanted.pop("simulation", None)
    return {name: version for name, version in wanted.items() if done.get(name) != version}


def load(store: Store, *, seed: int, simulate: bool, console: Console | None = None) -> dict[str, float]:
    """Run the steps that are missing, each in its own transaction; seconds by step.

    Nothing runs where only the app's login is known. The caller decides about simulated data.
    """
    if store.admin is None:
        return {}
    steps = missing_steps(store, seed=seed, simulate=simulate)
    seconds: dict[str, float] = {}
    if not steps:
        return seconds
    columns = (TextColumn("{task.description:<18}"), BarColumn(), TextColumn("{task.percentage:>3.0f}%"), TimeElapsedColumn())
    with Progress(*columns, console=console or Console()) as bars:
        for name, version in steps.items():
            bar = bars.add_task(LABELS[name], total=1.0)

            def moved(done: int, total: int, bar: object = bar) -> None:
                bars.update(bar, completed=done / max(total, 1))  # type: ignore[arg-type]

            began = time.perf_counter()
            with store.writing() as connection:
                _step(name, seed)(connection, moved)
                seconds[name] = time.perf_counter() - began
                _mark(connection, name, version, seconds[name])
            bars.update(bar, completed=1.0)
    with store.writing() as connection:
        for name in ("inti.region", "inti.region_shape", "analitik.nilai", "analitik.tile"):
            connection.execute(sa.text(f"analyze {name}"))
    return seconds


def _step(name: str, seed: int) -> Step:
    # imported here: GDAL and GEOS take a second to load, and a second start needs neither
    from data.load import regions
    from data.load.simulated import load_simulation
    from data.refresh import refresh

    steps: dict[str, Step] = {
        "regions": regions.load_regions,
        "shapes": regions.load_shapes,
        "simulation": partial(load_simulation, seed=seed),
        "facts": refresh,
        "tiles": regions.load_tiles,
    }
    return steps[name]


def _mark(connection: sa.Connection, name: str, version: str, seconds: float) -> None:
    connection.execute(schema.load_step.delete().where(schema.load_step.c.name == name))
    connection.execute(schema.load_step.insert().values(name=name, version=version, seconds=seconds))
