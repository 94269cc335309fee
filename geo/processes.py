"""Pools of processes that work beside this one."""

import multiprocessing
import os
import signal
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from threading import Thread


@contextmanager
def beside(count: int, *, behind: bool = False) -> Iterator[ProcessPoolExecutor]:
    """A pool of `count` processes, which end with the context; unfinished work is dropped.

    With `behind`, they give way to other work of this machine that somebody waits for.
    """
    others = set(multiprocessing.active_children())
    pool = ProcessPoolExecutor(count, mp_context=multiprocessing.get_context("spawn"), initializer=_begin, initargs=(behind,))
    try:
        yield pool
    finally:
        pool.shutdown(wait=False, cancel_futures=True)
        for process in set(multiprocessing.active_children()) - others:
            process.terminate()


def _begin(behind: bool) -> None:
    """Make a process end with its parent, even where that was killed.

    Ctrl-C reaches it too, and is left to the parent.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    if behind and os.name != "nt":
        os.nice(5)
    parent = multiprocessing.parent_process()
    assert parent is not None

    def watch() -> None:
        parent.join()
        os._exit(1)

    Thread(target=watch, daemon=True).start()
