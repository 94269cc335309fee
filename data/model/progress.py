"""Progress of a long step on the command line: bars on a terminal, a line at its begin and its end elsewhere."""

import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager

from rich import progress as rich_progress
from rich.console import Console
from rich.progress import BarColumn, TextColumn, TimeElapsedColumn

Progress = Callable[[int, int], None]  # done, total; the step has ended when they are equal
Opened = Callable[[str], Progress]  # begins to show a step, by its name
Show = Callable[[Mapping[str, str]], AbstractContextManager[Opened]]  # shows steps under their labels


def bars(labels: Mapping[str, str], console: Console | None = None) -> AbstractContextManager[Opened]:
    """A function that opens a step by its name and returns the function that advances it: ``moved(done, total)``."""
    console = console or Console()
    return _bars(labels, console) if console.is_terminal else _lines(labels, console)


@contextmanager
def _bars(labels: Mapping[str, str], console: Console) -> Iterator[Opened]:
    columns = (TextColumn("{task.description:<18}"), BarColumn(), TextColumn("{task.percentage:>3.0f}%"), TimeElapsedColumn())
    with rich_progress.Progress(*columns, console=console) as progress:

        def opened(name: str) -> Progress:
            # a bar's clock runs from the first move: several may wait for their turn
            task = progress.add_task(labels[name], total=1.0, start=False)

            def moved(done: int, total: int) -> None:
                progress.start_task(task)
                progress.update(task, completed=done / max(total, 1))

            return moved

        yield opened


@contextmanager
def _lines(labels: Mapping[str, str], console: Console) -> Iterator[Opened]:
    def said(line: str) -> None:
        console.print(line, highlight=False, markup=False, soft_wrap=True)

    def opened(name: str) -> Progress:
        began: float | None = None
        ended = False

        def moved(done: int, total: int) -> None:
            nonlocal began, ended
            if began is None:
                began = time.perf_counter()
                said(f"{labels[name]} ...")
            if done >= total and not ended:
                ended = True
                said(f"{labels[name]}: selesai dalam {time.perf_counter() - began:.0f} detik")

        return moved

    yield opened


def until_committed(moved: Progress) -> Progress:
    """What the inside of a step moves: the last piece is that its transaction stands."""
    return lambda done, total: moved(done, total + 1)
