"""Rooms of each floor, the arrows between them, and how many of those run back: ``python -m tests.rooms``.

A room is a file or folder right under a floor; an arrow goes from the room that imports to the room that it imports. Arrows
run back when they must go before the rooms can be stacked without a circle: the fewest such, as grimp nominates them.
"""

import grimp
from rich.console import Console
from rich.table import Table

FLOORS = ("pages", "dashboard", "data", "geo")


def count(floor: str) -> tuple[int, int, int]:
    """How many rooms, arrows, and arrows that run back a floor has."""
    graph = grimp.build_graph(floor, cache_dir=None)
    rooms = graph.find_children(floor)
    belongs = {module: room for room in rooms for module in (room, *graph.find_descendants(room))}
    arrows = {
        (belongs[importer], belongs[imported])
        for importer in belongs
        for imported in graph.find_modules_directly_imported_by(importer)
        if imported in belongs and belongs[imported] != belongs[importer]
    }
    back = {
        (belongs[one], belongs[other])
        for one, other in graph.nominate_cycle_breakers(floor)
        if one in belongs and other in belongs
    }
    return len(rooms), len(arrows), len(back)


def main() -> None:
    """Print a line per floor."""
    table = Table("floor", "rooms", "arrows", "run back")
    for floor in FLOORS:
        table.add_row(floor, *map(str, count(floor)))
    Console().print(table)


if __name__ == "__main__":
    main()
