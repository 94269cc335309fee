"""Steps of a load that need only this machine: other processes prepare them while the store is busy with earlier steps."""

from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from functools import partial

from data.model.progress import Progress, until_committed
from data.model.settings import Settings
from data.ops.simulation.base import prefixes_of
from data.ops.simulation.generate import Nation, generate
from geo import reference, tiles
from geo.processes import beside


@dataclass(frozen=True)
class Ahead:
    """`tiles`: lists of them, as they are finished. `nation` waits for the simulated rows and returns them."""

    tiles: Iterator[list[tiles.Tile]]
    nation: Callable[[], Nation]


@contextmanager
def begun(
    steps: Collection[str], settings: Settings, within: tuple[str, ...], moves: Mapping[str, Progress]
) -> Iterator[Ahead]:
    """A context in which what `steps` need is prepared ahead; what is not used by its end is dropped.

    For a part of the country nothing is prepared ahead: that would take longer than doing it in turn.
    """
    with ExitStack() as stack:
        made: Iterator[list[tiles.Tile]] = iter(())
        nation: Callable[[], Nation] = partial(made_nation, settings.seed, settings.simulation_size)
        if "simulation" in steps and prefixes_of(settings.simulation_size) == reference.WHOLE:
            pool = stack.enter_context(beside(1))
            nation = pool.submit(nation).result
        if "tiles" in steps:
            if within == reference.WHOLE:
                moves["tiles"](0, 1)
            made = stack.enter_context(tiles.building(reference.SHAPES, within, spare=1, moved=until_committed(moves["tiles"])))
        yield Ahead(made, nation)


def made_nation(seed: int, size: str) -> Nation:
    """The simulated rows of a size."""
    return generate(reference.read_regions(), seed, size)
