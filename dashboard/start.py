"""Make the store ready and say what happens; used by `./run` and by `streamlit run`."""

import errno
import shutil
import socket
import time

from rich.console import Console

from dashboard.runtime import settings
from data.access import audit
from data.errors import Fault, Problem
from data.load.first import load
from data.store import Store
from data.store.prepare import prepare


def ready_store(console: Console, *, simulate: bool | None = None) -> Store:
    """Prepare the store and do what is missing of the first load. Raises `Fault`.

    The embedded store is filled with simulated data; a shared one only where `simulate` says so.
    """
    began = time.perf_counter()
    store = prepare(settings())
    wanted = store.kind == "embedded" if simulate is None else simulate
    try:
        seconds = load(store, settings(), simulate=wanted, console=console)
    except OSError as error:
        if error.errno != errno.ENOSPC:
            raise
        free = shutil.disk_usage(settings().home).free
        raise Fault(Problem.NO_DISK, where=settings().home, need=f"lebih dari {free / 1e6:.0f} MB") from error
    audit.prune(store, settings().audit_months)
    if seconds:
        console.print(f"Penyimpanan siap dalam {time.perf_counter() - began:.0f} detik.")
    return store


_ANY = ("", "0.0.0.0", "::")  # noqa: S104


def check_port(address: str, port: int) -> None:
    """Raises `Fault(PORT_TAKEN)` when something already listens there."""
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        probe.settimeout(1)
        taken = probe.connect_ex(("127.0.0.1" if address in _ANY else address, port)) == 0
    if taken:
        raise Fault(Problem.PORT_TAKEN, port=port, other=port + 1)
