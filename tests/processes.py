"""What runs on this machine, seen through /proc."""

import signal
import time
from collections.abc import Callable
from pathlib import Path


def postgres_of(folder: Path) -> list[int]:
    """Process numbers of PostgreSQL servers whose data lies in `folder`."""
    found = []
    for entry in Path("/proc").glob("[0-9]*"):
        try:
            command = (entry / "cmdline").read_bytes()
        except OSError:
            continue
        if b"postgres" in command and str(folder).encode() in command:
            found.append(int(entry.name))
    return found


def wait_until(condition: Callable[[], bool], seconds: float) -> bool:
    """Whether `condition` came true within `seconds`."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if condition():
            return True
        time.sleep(0.2)
    return False


def hear_ctrl_c() -> None:
    """For `preexec_fn`: a process started by a job in the background would inherit that SIGINT is ignored."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)
