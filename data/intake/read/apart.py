"""Untrusted files are opened in a separate process: what harms their reader, or is too much for it, ends only that process.

`reader` is the program of that process. It is started for each file, has no access to the store or the settings of the app, and
is ended by its parent, which checks its memory fifty times a second: a limit on address space would count memory that is never
used, and Windows has none.
"""

import io
import json
import os
import subprocess
import sys
import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any, NoReturn, Self

import psutil

from data.model.errors import Fault, Problem

_ROOT = Path(__file__).resolve().parents[3]
_START = "import sys; sys.path.insert(0, sys.argv[1]); from data.intake.read.reader import main; main()"
_LOOK_S = 0.02
_AT_ONCE = threading.BoundedSemaphore(4)


@dataclass(frozen=True)
class Limits:
    """Limits of reading one file: bytes resident, seconds that somebody waits, cells, bytes of the result.

    `cells` is for rows that are held in memory, `streamed` for a long CSV, which is read in blocks.
    """

    memory: int = 512 << 20
    seconds: float = 60.0
    cells: int = 10_000_000
    streamed: int = 400_000_000
    answer: int = 400 << 20


LIMITS = Limits()


class Reading(io.RawIOBase):
    """The answer of a reading process to a job, as a stream. Reading it raises `Fault` where the process was ended or died.

    Leaving the ``with`` ends the process.
    """

    def __init__(self, job: Mapping[str, object], body: bytes | memoryview, limits: Limits = LIMITS) -> None:
        if not _AT_ONCE.acquire(timeout=limits.seconds):
            raise Fault(Problem.TOO_OFTEN)
        self.peak = 0
        self._limits = limits
        self._why = ""
        self._received = 0
        self._waited = 0.0
        self._since: float | None = None
        try:
            self._process = subprocess.Popen(
                [sys.executable, "-I", "-X", "utf8", "-c", _START, str(_ROOT)],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                env=_environment(),
            )
        except BaseException:
            _AT_ONCE.release()
            raise
        head = json.dumps(dict(job) | {"seconds": limits.seconds}).encode() + b"\n"
        self._hands = [
            threading.Thread(target=self._feed, args=(head, body), daemon=True),
            threading.Thread(target=self._watch, daemon=True),
        ]
        for hand in self._hands:
            hand.start()

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self._process.kill()
        self._process.wait()
        for hand in self._hands:
            hand.join()
        assert self._process.stdout is not None
        self._process.stdout.close()
        _AT_ONCE.release()
        super().__exit__(kind, error, trace)

    def __enter__(self) -> Self:
        return self

    def readable(self) -> bool:
        """Always."""
        return True

    def readinto(self, buffer: Any, /) -> int:
        """As of a file. Raises `Fault` at an end that is none."""
        assert isinstance(self._process.stdout, io.BufferedReader)
        self._since = time.monotonic()
        try:
            count = self._process.stdout.readinto1(buffer)
            code = self._process.wait() if not count else None
        finally:
            self._waited, self._since = self._waited + time.monotonic() - self._since, None
        self._received += count
        if self._received > self._limits.answer:
            self._end("isinya terlalu banyak")
        if self._why:
            raise Fault(Problem.FILE_STOPPED, reason=self._why)
        if code:
            raise Fault(Problem.FILE_STOPPED, reason="isinya menghentikan pembacanya")
        return count

    def _feed(self, head: bytes, body: bytes | memoryview) -> None:
        assert self._process.stdin is not None
        try:
            with self._process.stdin as pipe:
                pipe.write(head)
                pipe.write(body)
        except OSError:
            pass  # it ended before it had read everything: its exit code says why

    def _watch(self) -> None:
        while self._process.poll() is None:
            try:
                self.peak = max(self.peak, psutil.Process(self._process.pid).memory_info().rss)
            except psutil.Error:
                return
            since = self._since
            if self.peak > self._limits.memory:
                self._end(f"perlu lebih dari {self._limits.memory >> 20} MB memori")
            elif self._waited + (time.monotonic() - since if since is not None else 0.0) > self._limits.seconds:
                self._end(f"perlu lebih dari {self._limits.seconds:g} detik")
            time.sleep(_LOOK_S)

    def _end(self, why: str) -> None:
        self._why = self._why or why
        self._process.kill()


def answer_to(job: Mapping[str, object], body: bytes, limits: Limits = LIMITS) -> bytes:
    """The file that a job makes of a file, as bytes. Raises `Fault`."""
    with Reading(job, body, limits) as reading:
        made = reading.readall()
    assert made is not None
    if made.startswith(b'["fault"'):
        raise_said(json.loads(made)[1])
    return made


def raise_said(said: tuple[str, dict[str, object]]) -> NoReturn:
    """Raise the `Fault` that a reading process reported."""
    raise Fault(Problem[said[0]], **said[1])


def _environment() -> dict[str, str]:
    """An environment without the app's variables, which hold addresses and passwords of the store."""
    kept = {name: os.environ[name] for name in ("SYSTEMROOT", "PATH") if name in os.environ}
    return kept | {"ARROW_DEFAULT_MEMORY_POOL": "system", "OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}
