"""Progress bars of long steps on the command line."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn


@contextmanager
def bars(labels: Mapping[str, str], console: Console | None = None) -> Iterator[Callable[[str], Callable[[int, int], None]]]:
    """A function that opens a bar by the name of its step and returns what moves it: ``moved(done, total)``."""
    columns = (TextColumn("{task.description:<18}"), BarColumn(), TextColumn("{task.percentage:>3.0f}%"), TimeElapsedColumn())
    with Progress(*columns, console=console or Console()) as progress:

        def opened(name: str) -> Callable[[int, int], None]:
            # a bar's clock runs from the first move: several may wait for their turn
            task = progress.add_task(labels[name], total=1.0, start=False)

            def moved(done: int, total: int) -> None:
                progress.start_task(task)
                progress.update(task, completed=done / max(total, 1))

            return moved

        yield opened
