"""The first load, in steps that are each done once: an interrupted one goes on where it stopped."""

import time
from collections.abc import Callable, Collection
from functools import partial

import sqlalchemy as sa
from rich.console import Console

from data import published, schema, simulation
from data.access.audit import note_within, seal
from data.access.demo import make_demo_accounts
from data.errors import Fault, Problem
from data.intake.states import REAL
from data.load.bars import bars
from data.settings import Settings
from data.simulation.base import prefixes_of
from data.store import Store
from geo import reference

Step = Callable[[sa.Connection, Callable[[int, int], None]], None]
_FACTS_LAYOUT = 8  # raise it when what a refresh derives changes shape: stores then derive anew
LABELS = {
    "regions": "Wilayah",
    "shapes": "Batas indikatif",
    "published": "Angka terbitan",
    "simulation": "DATA SIMULASI",
    "facts": "Indikator",
    "tiles": "Ubin peta",
}


def missing_steps(store: Store, settings: Settings, *, simulate: bool) -> dict[str, str]:
    """Steps still to run, in order, with the version each will bear.

    Facts are rebuilt when simulated data is new or their layout is, never because a start did not ask for any.
    """
    wanted = dict.fromkeys(("regions", "shapes"), reference.VERSION) | {"published": published.VERSION}
    if simulate:
        wanted["simulation"] = simulation.version(settings.seed, settings.simulation_size)
    layout = f"susunan {_FACTS_LAYOUT}, "
    facts = layout + (f"simulasi, pembangkit {simulation.GENERATOR}" if simulate else "kosong")
    wanted["facts"] = facts
    wanted["tiles"] = reference.VERSION
    with store.writing() as connection:
        rows = connection.execute(sa.select(schema.load_step.c.name, schema.load_step.c.version)).all()
        done: dict[str, str] = {row.name: row.version for row in rows}
    if not simulate and done.get("facts", "").startswith(layout):
        del wanted["facts"]
    # another seed or size does not replace what is there (./run --reset does), a newer generator does
    if done.get("simulation", "").startswith(f"pembangkit {simulation.GENERATOR},"):
        wanted.pop("simulation", None)
    return {name: version for name, version in wanted.items() if done.get(name) != version}


def load(
    store: Store,
    settings: Settings,
    *,
    simulate: bool,
    within: tuple[str, ...] | None = None,
    only: Collection[str] | None = None,
    console: Console | None = None,
) -> dict[str, float]:
    """Run the steps that are missing, each in its own transaction; seconds by step.

    Nothing runs where only the app's login is known. The caller decides about simulated data. Regions are those under the
    prefixes `within`: unless given, the part of Indonesia that is simulated, or else all. Facts are those of all indicators,
    or of `only` these.
    """
    if store.admin is None:
        return {}
    if store.kind == "embedded":
        with store.writing() as connection:
            make_demo_accounts(connection)
    steps = missing_steps(store, settings, simulate=simulate)
    if "simulation" in steps and _holds_real_rows(store):
        raise Fault(Problem.REAL_ROWS_THERE)
    if within is None:
        within = prefixes_of(settings.simulation_size) if simulate else reference.WHOLE
    seconds: dict[str, float] = {}
    if not steps:
        return seconds
    with bars(LABELS, console) as bar:
        for name, version in steps.items():
            moved = bar(name)
            moved(0, 1)  # the clock runs from here, not from the first piece that is done
            began = time.perf_counter()
            with store.writing() as connection:
                _step(name, settings, within, only)(connection, moved)
                seconds[name] = time.perf_counter() - began
                _mark(connection, name, version, seconds[name])
            moved(1, 1)
    with store.writing() as connection:
        for table in schema.metadata.sorted_tables:
            connection.execute(sa.text(f"analyze {table.fullname}"))
    seal(store)
    return seconds


def _holds_real_rows(store: Store) -> bool:
    """Whether agencies sent real rows: simulated ones never come beside them."""
    with store.writing() as connection:
        return connection.scalar(sa.select(schema.source.c.id).where(schema.source.c.id == REAL)) is not None


def _step(name: str, settings: Settings, within: tuple[str, ...], only: Collection[str] | None) -> Step:
    # imported here: GDAL and GEOS take a second to load, and a second start needs neither
    from data.load import regions
    from data.load.published import load_published
    from data.load.simulated import TRUTH_FILE, load_simulation
    from data.refresh import refresh

    steps: dict[str, Step] = {
        "regions": partial(regions.load_regions, within=within),
        "shapes": partial(regions.load_shapes, within=within),
        "published": load_published,
        "simulation": partial(
            load_simulation, seed=settings.seed, size=settings.simulation_size, truth=settings.home / TRUTH_FILE
        ),
        "facts": partial(refresh, only=only),
        "tiles": partial(regions.load_tiles, within=within),
    }
    return steps[name]


def _mark(connection: sa.Connection, name: str, version: str, seconds: float) -> None:
    connection.execute(schema.load_step.delete().where(schema.load_step.c.name == name))
    connection.execute(schema.load_step.insert().values(name=name, version=version, seconds=seconds))
    note_within(connection, "sistem", "sistem", "konfigurasi", f"muat {name}", versi=version)
