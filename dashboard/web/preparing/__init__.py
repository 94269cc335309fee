"""Loading while the app already serves: a separate process loads, and this one receives its progress."""

import json
import subprocess
import sys
import threading
from typing import IO

from rich.console import Console

from dashboard.cache import runtime
from dashboard.web.preparing.status import WHOLE, Status
from dashboard.web.preparing.terminal import Terminal
from data.model.errors import Fault, Problem
from data.model.settings import ROOT
from data.ops.worker import Said

__all__ = ["WHOLE", "begin", "end", "status", "wait_until_known"]

_AGAIN_AFTER_S = 15.0
_STOP_WITHIN_S = 20.0


class _Loading:
    """The process that loads, restarted after a temporary fault, and its messages."""

    def __init__(self, *, simulate: bool, console: Console) -> None:
        self.status = Status(begun=True)
        self.known = threading.Event()
        self._command = _command(simulate=simulate)
        self._terminal = Terminal(console)
        self._stopped = threading.Event()
        self._process: subprocess.Popen[str] | None = None
        self._thread = threading.Thread(target=self._run, name="persiapan", daemon=True)
        self._thread.start()

    def end(self) -> None:
        """Stop loading; what is done stays. The process closes its own end of the store first."""
        self._stopped.set()
        process = self._process
        if process is not None and process.stdin is not None:
            process.stdin.close()
            try:
                process.wait(_STOP_WITHIN_S)
            except subprocess.TimeoutExpired:
                process.kill()
        self._thread.join(_STOP_WITHIN_S)
        self._terminal.close()

    def _run(self) -> None:
        while not self._stopped.is_set():
            self._process = subprocess.Popen(self._command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=ROOT)
            assert self._process.stdout is not None
            fault = self._listen(self._process.stdout)
            if self._process.wait() == 0 or self._stopped.is_set():
                return
            fault = fault or Fault(Problem.LOAD_ENDED)
            self._terminal.fail(fault)
            self.status.fail(fault)
            if self.status.place is None and _answers():
                self.status.whole.add("utama")  # prepared earlier: pages work without the account that loads
            self.known.set()
            if fault.problem is Problem.LOAD_FAILED:
                return
            self._stopped.wait(_AGAIN_AFTER_S)

    def _listen(self, lines: IO[str]) -> Fault | None:
        for line in lines:
            if not line.startswith("{"):  # what a library printed
                continue
            said: Said = json.loads(line)
            if "fault" in said:
                return Fault(Problem[said["fault"]], **said["fields"])
            self.status.hear(said)
            runtime.serve(preview=self.status.served == "pratinjau")
            self._terminal.hear(said)
            if "place" in said or "ready" in said:
                self.known.set()
        return None


def _command(*, simulate: bool) -> list[str]:
    return [sys.executable, "-m", "data.ops.worker", *(["--simulasi"] if simulate else [])]


def _answers() -> bool:
    try:
        runtime.store().check()
    except Exception:  # whatever it is, nothing can be read
        return False
    return True


_loading: _Loading | None = None
_all_there = Status()


def begin(*, simulate: bool = False, console: Console | None = None) -> None:
    """Start to prepare and load in a separate process; once per app."""
    global _loading
    if _loading is None:
        _loading = _Loading(simulate=simulate, console=console or Console())


def wait_until_known(seconds: float) -> None:
    """Wait until it is known whether anything is missing, so that an ordinary start shows no progress page."""
    if _loading is not None:
        _loading.known.wait(seconds)


def status() -> Status:
    """The progress of the load."""
    return _loading.status if _loading is not None else _all_there


def end() -> None:
    """Stop what `begin` began."""
    global _loading
    if _loading is not None:
        _loading.end()
        _loading = None
