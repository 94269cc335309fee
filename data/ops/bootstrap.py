"""The first load, in steps that are each done once: an interrupted load resumes at the step where it stopped."""

import time
from collections.abc import Callable, Collection
from functools import partial
from typing import TYPE_CHECKING

import sqlalchemy as sa

from data.facts.layout import facts_digest
from data.feeds.approval import REAL
from data.identity.audit import note_within, seal
from data.identity.demo import make_demo_accounts
from data.jobs.queue import ask_following
from data.model import schema
from data.model.errors import Fault, Problem
from data.model.progress import Progress, Show, bars, until_committed
from data.model.roles import Role
from data.model.settings import Settings
from data.ops import published, simulation
from data.ops.simulation.base import prefixes_of
from data.store import Store
from data.store.locks import alone_at_loading
from data.store.scope import Scope
from geo import reference

if TYPE_CHECKING:
    from data.ops.ahead import Ahead

Step = Callable[[sa.Connection, Progress], None]
_FACTS_LAYOUT = 9  # raise it when Python code of a refresh computes something else: stores then compute facts again
LABELS = {
    "regions": "Wilayah",
    "published": "Angka terbitan",
    "shapes": "Batas indikatif",
    "simulation": "DATA SIMULASI",
    "facts": "Indikator",
    "tiles": "Ubin peta",
}
# seconds on two cores, of a province and of the nation: the time left follows from them and the pace of earlier steps
_USUAL_S = {
    "regions": (1, 6), "published": (0.5, 0.5), "shapes": (0.5, 6), "simulation": (2, 32), "facts": (6, 140),
    "tiles": (1, 60),
}  # fmt: skip


def usual_seconds(settings: Settings, *, simulate: bool) -> dict[str, float]:
    """Steps of a load in order, with the seconds that each usually takes."""
    whole = prefixes_of(settings.simulation_size) == reference.WHOLE or not simulate
    large = {name: whole and (simulate or name != "facts") for name in LABELS}
    return {name: float(_USUAL_S[name][large[name]]) for name in all_steps(settings, simulate=simulate)}


def all_steps(settings: Settings, *, simulate: bool, boundaries: str = reference.VERSION) -> dict[str, str]:
    """Steps of a load in order, each with its version."""
    wanted = {"regions": boundaries, "published": published.VERSION, "shapes": boundaries}
    if simulate:
        wanted["simulation"] = simulation.version(settings.seed, settings.simulation_size)
    wanted["facts"] = _layout() + (f"simulasi, pembangkit {simulation.GENERATOR}" if simulate else "kosong")
    wanted["tiles"] = boundaries
    return wanted


def missing_steps(store: Store, settings: Settings, *, simulate: bool, boundaries: str = reference.VERSION) -> dict[str, str]:
    """Steps still to run, in order, each with its version.

    Facts are rebuilt when the simulated data or their layout is new, never because a start did not simulate.
    """
    wanted = all_steps(settings, simulate=simulate, boundaries=boundaries)
    done = steps_done(store)
    if not simulate and done.get("facts", "").startswith(_layout()):
        del wanted["facts"]
    # another seed or size does not replace what is there (./run --reset does), a newer generator does
    if done.get("simulation", "").startswith(f"pembangkit {simulation.GENERATOR},"):
        wanted.pop("simulation", None)
    return {name: version for name, version in wanted.items() if done.get(name) != version}


def steps_done(store: Store) -> dict[str, str]:
    """Steps that have run, each with its version."""
    with store.reading(Scope.public()) as connection:
        rows = connection.execute(sa.select(schema.load_step.c.name, schema.load_step.c.version)).all()
    return {row.name: row.version for row in rows}


def _layout() -> str:
    return f"susunan {_FACTS_LAYOUT} {facts_digest()}, "


def load(
    store: Store,
    settings: Settings,
    *,
    simulate: bool,
    within: tuple[str, ...] | None = None,
    only: Collection[str] | None = None,
    boundaries: str = reference.VERSION,
    show: Show = bars,
    waits: Callable[[], None] = lambda: None,
) -> dict[str, float]:
    """Run the missing steps, each in its own transaction; returns the seconds of each.

    Nothing runs where only the app's login is known, and never two loads at once: `waits` is called each second while another
    process loads. The caller decides about simulated data. Regions are those under the prefixes `within`; by default the part
    of Indonesia that is simulated, or else all. `boundaries` names their boundaries. Facts are those of all indicators, or only
    of `only`.
    """
    if store.admin is None:
        return {}
    make_demo(store)
    if not missing_steps(store, settings, simulate=simulate, boundaries=boundaries):
        return {}
    with alone_at_loading(store.admin, waits):
        steps = missing_steps(store, settings, simulate=simulate, boundaries=boundaries)
        if not steps:  # another process did them
            return {}
        if "simulation" in steps and holds_real_rows(store):
            raise Fault(Problem.REAL_ROWS_THERE)
        if within is None:
            within = prefixes_of(settings.simulation_size) if simulate else reference.WHOLE
        seconds = {}
        with show({name: LABELS[name] for name in steps}) as bar:
            moves = {name: bar(name) for name in steps}
            from data.ops.ahead import begun  # imported here: it takes a second, and a second start does not need it

            with begun(steps, settings, within, moves) as ahead:
                for name, version in steps.items():
                    if name != "tiles" or within != reference.WHOLE:
                        moves[name](0, 1)  # the clock starts here, not at the first finished piece
                    step = _step(name, settings, within, only, boundaries, ahead)
                    seconds[name] = _run(store, name, version, step, moves[name])
        with store.writing() as connection:
            for table in schema.metadata.sorted_tables:
                connection.execute(sa.text(f"analyze {table.fullname}"))
        seal(store)
    return seconds


def make_demo(store: Store) -> None:
    """Make the accounts of the demo users where an embedded store lacks them; a shared one has none."""
    if store.kind == "embedded":
        with store.writing() as connection:
            make_demo_accounts(connection)


def holds_real_rows(store: Store) -> bool:
    """Whether agencies sent real rows: simulated ones are never added to them."""
    with store.reading(Scope.public()) as connection:
        return connection.scalar(sa.select(schema.source.c.id).where(schema.source.c.id == REAL)) is not None


def fills_itself(store: Store) -> bool:
    """Whether a start fills the store with simulated data unasked: an embedded one, until somebody sends it real rows."""
    return store.kind == "embedded" and not holds_real_rows(store)


def _step(
    name: str,
    settings: Settings,
    within: tuple[str, ...],
    only: Collection[str] | None,
    boundaries: str,
    ahead: "Ahead",
) -> Step:
    # imported here: GDAL and GEOS take a second to load, and a second start needs neither
    from data.facts.update import refresh
    from data.ops import regions
    from data.ops.published.load import load_published
    from data.ops.simulated import TRUTH_FILE, load_simulation

    def facts(connection: sa.Connection, progress: Progress) -> None:
        refresh(connection, progress, only)
        ask_following(connection, connection.scalars(sa.select(schema.kiriman.c.feed).distinct()).all())

    steps: dict[str, Step] = {
        "regions": partial(regions.load_regions, within=within, version=boundaries),
        "shapes": partial(regions.load_shapes, within=within, version=boundaries),
        "published": load_published,
        "simulation": lambda connection, progress: load_simulation(
            connection, progress, ahead.nation(), settings.home / TRUTH_FILE
        ),
        "facts": facts,
        "tiles": lambda connection, _: regions.load_tiles(connection, boundaries, ahead.tiles),
    }
    return steps[name]


def _run(store: Store, name: str, version: str, step: Step, moved: Progress) -> float:
    """Run one step in a transaction of its own and record that it is done; returns its seconds."""
    began = time.perf_counter()
    with store.writing() as connection:
        step(connection, until_committed(moved))
        seconds = time.perf_counter() - began
        _mark(connection, name, version, seconds)
    moved(1, 1)
    return seconds


def _mark(connection: sa.Connection, name: str, version: str, seconds: float) -> None:
    connection.execute(schema.load_step.delete().where(schema.load_step.c.name == name))
    connection.execute(schema.load_step.insert().values(name=name, version=version, seconds=seconds))
    note_within(connection, "sistem", Role.SYSTEM, "konfigurasi", f"muat {name}", versi=version)
