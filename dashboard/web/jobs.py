"""Starts the process that runs jobs as soon as one is asked for, and regularly for those that are due."""

import subprocess
import sys
import threading
import time

from dashboard.cache import runtime
from dashboard.web import preparing
from data.jobs.queue import is_needed
from data.log import logged
from data.model.settings import ROOT

_LOOK_EVERY_S, _LOOK_CLOSELY_EVERY_S = 2.0, 60.0
_AGAIN_AFTER_S = 15.0
_STOP_WITHIN_S = 20.0


class _Watch:
    """A thread of this process, and the process that it starts. Several apps over one store may have one each: no job is done
    twice."""

    def __init__(self) -> None:
        self._stopped = threading.Event()
        self._looked_closely = time.monotonic()  # the first minute of an app is for those who open it
        self._process: subprocess.Popen[bytes] | None = None
        self._thread = threading.Thread(target=self._run, name="pekerjaan", daemon=True)
        self._thread.start()

    def end(self) -> None:
        """Stop looking, and the process; what it was at begins again with the next app."""
        self._stopped.set()
        if self._process is not None:
            self._process.terminate()
        self._thread.join(_STOP_WITHIN_S)

    def _run(self) -> None:
        while not self._stopped.wait(_LOOK_EVERY_S):
            try:
                if self._is_needed():
                    # a session of its own: Ctrl-C in the terminal reaches only us, and `end` ends it
                    command = [sys.executable, "-m", "dashboard", "jobs"]
                    self._process = subprocess.Popen(command, cwd=ROOT, start_new_session=True)
                    if self._process.wait():  # a process that cannot begin is not started every two seconds
                        self._stopped.wait(_AGAIN_AFTER_S)
            except Exception as error:  # the store is lost for a moment; the next look tries again
                logged(error, where="pekerjaan")

    def _is_needed(self) -> bool:
        if not preparing.status().ready or runtime.store().admin is None:
            return False
        now = time.monotonic()
        closely = now - self._looked_closely >= _LOOK_CLOSELY_EVERY_S
        self._looked_closely = now if closely else self._looked_closely
        return is_needed(runtime.store(), look_closely=closely)


_watch: _Watch | None = None


def begin() -> None:
    """Begin to watch for jobs, once for this process."""
    global _watch
    if _watch is None:
        _watch = _Watch()


def end() -> None:
    """Stop what `begin` began."""
    global _watch
    if _watch is not None:
        _watch.end()
        _watch = None
