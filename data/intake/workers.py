"""Files are checked and landed in processes of their own: what a file costs, or breaks, stays outside the app.

A worker keeps the list of regions, so that the next file begins at once; it is ended when a file takes too much, and replaced
when it has grown. `data.intake.read.apart` guards against what a file may hold, this against how much of it there is.
"""

import os
import pickle
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO

import psutil
from sqlalchemy.engine import URL

from data.feeds import Contract, feeds
from data.intake.read.files import Workbook, open_file
from data.intake.read.fitting import better_feed, look_for_heading
from data.intake.read.heading import Heading
from data.intake.submit import submission
from data.intake.submit.report import Report
from data.log import logged, start_log
from data.model.errors import Fault, Problem
from data.store import Store
from data.store.connect import Recipe, open_recipe

AT_ONCE = 2
_LOOK_S = 0.05
_ROOT = Path(__file__).resolve().parents[2]
_START = "import sys; sys.path.insert(0, sys.argv[1]); from data.intake.workers import main; main()"


@dataclass(frozen=True)
class Limits:
    """Limits of a worker: bytes resident, seconds for one file, bytes above which it is replaced after a file."""

    memory: int = 1 << 30
    seconds: float = 1800.0
    grown: int = 400 << 20


LIMITS = Limits()


@dataclass(frozen=True)
class Looked:
    """What the page asks before a check: the header, about how many rows there are, whether a sheet puts several
    rows side by side (then columns are not what its sender has to match), and the name of a feed that the header fits better.
    """

    heading: Heading | None
    rows: int
    shaped: bool = False
    rather: str = ""


def submit(store: Store, home: Path, contract: Contract, file: bytes | Workbook, **named: Any) -> Report:
    """As `submission.submit`, in a worker. Raises `Fault` where that does, and where the file takes too much."""
    progress = named.pop("progress", lambda rows: None)
    return _answer(progress, "submit", store.recipe, home, contract.name, file, named)


def look(body: bytes, name: str, contract: Contract) -> Looked:
    """Open a file and look for its header, in a worker. Raises `Fault`."""
    return _answer(lambda rows: None, "look", body, name, contract.name)


def marked_copy(body: bytes, name: str, report: Report) -> bytes:
    """As `submission.marked_copy`, in a worker. Raises `Fault`."""
    return _answer(lambda rows: None, "marked_copy", body, name, report)


def warm(store: Store) -> None:
    """Let a worker start and read the regions before somebody has chosen a file; nobody waits for it, and it is done once."""
    if store.recipe.app not in _warmed:
        _warmed.add(store.recipe.app)
        threading.Thread(target=_warm_up, args=(store.recipe,), daemon=True).start()


def _warm_up(recipe: Recipe) -> None:
    with suppress(Fault):  # it shows again at the first file
        _answer(lambda rows: None, "warm", recipe)


# -- the app's side ---------------------------------------------------------------------------------------------------


class _Worker:
    """One process; `limits` are checked while it works."""

    def __init__(self, limits: Limits) -> None:
        self._limits, self._why, self._busy_since = limits, "", 0.0
        self._process = subprocess.Popen(
            [sys.executable, "-I", "-X", "utf8", "-c", _START, str(_ROOT)], stdin=subprocess.PIPE, stdout=subprocess.PIPE
        )

    def answer(self, progress: Callable[[int], None], job: tuple[Any, ...]) -> Any:
        """What the worker answers. Raises `Fault`."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._busy_since = time.monotonic()
        watch = threading.Thread(target=self._watch, daemon=True)
        watch.start()
        try:
            pickle.dump(job, self._process.stdin, pickle.HIGHEST_PROTOCOL)
            self._process.stdin.flush()
            while True:
                kind, what = pickle.load(self._process.stdout)  # noqa: S301 - written by our own code, in `main`
                if kind == "rows":
                    progress(what)
                elif kind == "fault":
                    raise Fault(Problem[what[0]], **what[1])
                else:
                    return what
        except (OSError, EOFError, pickle.UnpicklingError):  # it ended in the middle of its answer, or before
            raise Fault(Problem.FILE_STOPPED, reason=self._why or "isinya menghentikan pemeriksanya") from None
        finally:
            self._busy_since = 0.0
            watch.join()

    @property
    def fit(self) -> bool:
        """Whether it may take another file."""
        with suppress(psutil.Error):
            return self._process.poll() is None and _resident(self._process.pid) < self._limits.grown
        return False

    def end(self) -> None:
        """End the process; an open transaction of its is rolled back."""
        self._process.kill()
        self._process.wait()
        for pipe in (self._process.stdin, self._process.stdout):
            with suppress(OSError):
                pipe.close()  # type: ignore[union-attr]

    def _watch(self) -> None:
        while (since := self._busy_since) and self._process.poll() is None:
            with suppress(psutil.Error):
                if _resident(self._process.pid) > self._limits.memory:
                    self._stop(f"perlu lebih dari {self._limits.memory >> 20} MB memori")
            if since and time.monotonic() - since > self._limits.seconds:
                self._stop(f"perlu lebih dari {self._limits.seconds:g} detik")
            time.sleep(_LOOK_S)

    def _stop(self, why: str) -> None:
        self._why = self._why or why
        self._process.kill()


_warmed: set[URL] = set()
_free: list[_Worker] = []
_places = threading.BoundedSemaphore(AT_ONCE)


def _answer(progress: Callable[[int], None], *job: Any) -> Any:
    with _taken() as worker:
        return worker.answer(progress, job)


@contextmanager
def _taken() -> Iterator[_Worker]:
    """A worker for one file; it is kept for the next one where it answered, even with a fault of the file."""
    if not _places.acquire(timeout=LIMITS.seconds):
        raise Fault(Problem.TOO_OFTEN)
    worker = None
    try:
        worker = _free.pop() if _free else _Worker(LIMITS)
        try:
            yield worker
        except Fault:
            _keep(worker)
            raise
        except BaseException:  # nobody waits for the answer any more, or it is no answer
            worker.end()
            raise
        _keep(worker)
    finally:
        _places.release()


def _keep(worker: _Worker) -> None:
    if worker.fit:
        _free.append(worker)
    else:
        worker.end()


def end_all() -> None:
    """End the workers that wait."""
    while _free:
        _free.pop().end()


def _resident(pid: int) -> int:
    return int(psutil.Process(pid).memory_info().rss)


# -- the worker's side ------------------------------------------------------------------------------------------------


def main() -> None:
    """The program of a worker: jobs in, messages out, until its input ends."""
    start_log()
    if hasattr(os, "nice"):
        os.nice(5)  # pages that somebody looks at go first
    source, out = sys.stdin.buffer, os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # whatever prints must not get between the messages
    while True:
        try:
            name, *given = pickle.load(source)  # noqa: S301 - from the app that started this process
        except EOFError:
            return
        _work(out, _JOBS[name], given)


def _work(out: BinaryIO, job: Callable[..., Any], given: list[Any]) -> None:
    def say(kind: str, what: object) -> None:
        pickle.dump((kind, what), out, pickle.HIGHEST_PROTOCOL)
        out.flush()

    try:
        say("done", job(lambda rows: say("rows", rows), *given))
    except Fault as fault:
        say("fault", (fault.problem.name, fault.fields))
    except Exception as error:  # a bug: in the log without what the file holds, like every other
        logged(error, where="berkas")
        say("fault", (Problem.UNEXPECTED.name, {}))


def _submit(
    progress: Callable[[int], None], recipe: Recipe, home: Path, feed: str, file: bytes | Workbook, named: dict[str, Any]
) -> Report:
    store = open_recipe(recipe)
    try:
        return submission.submit(store, home, feeds()[feed], file, progress=progress, **named)
    finally:
        store.close()


def _warm(_: Callable[[int], None], recipe: Recipe) -> None:
    store = open_recipe(recipe)
    try:
        with store.writing() as connection:
            submission.places_of(store, connection)
    finally:
        store.close()


def _look(_: Callable[[int], None], body: bytes, name: str, feed: str) -> Looked:
    book = open_file(body, name)
    rows = sum(len(one.rows) if one.rest is None else body.count(b"\n") for one in book.sheets)
    contract = feeds()[feed]
    rather = better_feed(book.sheets, contract, feeds().values())
    heading, shaped = look_for_heading(book.sheets, contract)
    return Looked(heading, max(1, rows), shaped, rather)


def _marked(_: Callable[[int], None], body: bytes, name: str, report: Report) -> bytes:
    return submission.marked_copy(body, name, report)


_JOBS: dict[str, Callable[..., Any]] = {"warm": _warm, "submit": _submit, "look": _look, "marked_copy": _marked}
