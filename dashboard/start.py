"""Make the store ready and say what happens; used by `./run` and by `streamlit run`."""

import errno
import os
import socket
import time
from functools import partial

from rich.console import Console

from dashboard.cache.runtime import settings
from data.model.errors import Fault, Problem
from data.model.progress import bars
from data.ops.bootstrap import fills_itself, load
from data.store import Store
from data.store.driver_errors import room
from data.store.prepare import prepare


def ready_store(console: Console, *, simulate: bool | None = None) -> Store:
    """Prepare the store and do what is missing of the first load. Raises `Fault`.

    An embedded store without real rows is filled with simulated data; others only where `simulate` says so.
    """
    began = time.perf_counter()
    store = prepare(settings())
    wanted = fills_itself(store) if simulate is None else simulate
    with room(settings().home):
        seconds = load(store, settings(), simulate=wanted, show=partial(bars, console=console))
    if seconds:
        console.print(f"Penyimpanan siap dalam {time.perf_counter() - began:.0f} detik.")
    return store


def check_port(address: str, port: int) -> None:
    """Raises `Fault` when this account cannot listen there, with the reason."""
    if not 0 < port < 65536:
        raise Fault(Problem.BAD_PORT, port=port)
    try:
        with socket.socket(socket.AF_INET6 if ":" in address else socket.AF_INET, socket.SOCK_STREAM) as probe:
            if os.name != "nt":  # on Windows it would let two programs listen on one port
                probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind((address, port))
            probe.listen(1)
    except OSError as error:
        if error.errno == errno.EADDRINUSE:
            raise Fault(Problem.PORT_TAKEN, port=port, other=port + 1 if port < 65535 else port - 1) from None
        if error.errno in (errno.EACCES, errno.EPERM):
            raise Fault(Problem.PORT_FORBIDDEN, port=port) from None
        raise Fault(Problem.NO_SUCH_ADDRESS, address=address) from None
