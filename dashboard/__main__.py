"""`python -m dashboard`: what `./run` starts. Prepares the store, then serves until Ctrl-C."""

import argparse
import os
import sys
from pathlib import Path

from rich.console import Console

from data.errors import Fault

APP = Path(__file__).with_name("app.py")


def main() -> int:
    parser = argparse.ArgumentParser(prog="run", description="Dasbor Bersinar")
    parser.add_argument("--port", type=int, default=8501)
    parser.add_argument("--address", default="127.0.0.1", help="0.0.0.0 opens the app to the network")
    parser.add_argument("--simulasi", action="store_true", help="fill a shared store with simulated data, by name")
    parser.add_argument("--prepare-only", action="store_true", help="load everything, serve nothing")
    options = parser.parse_args()
    console = Console()
    # imported late: --help should not wait for them
    from dashboard.start import check_port, ready_store

    try:
        if not options.prepare_only:
            check_port(options.address, options.port)
        ready_store(console, simulate=True if options.simulasi else None)
    except Fault as fault:
        console.print(str(fault), style="bold red", soft_wrap=True, highlight=False, markup=False)
        return 1
    except KeyboardInterrupt:
        console.print("Dihentikan. Yang sudah selesai tersimpan; ./run melanjutkan dari sana.")
        return 130
    if options.prepare_only:
        return 0
    os.chdir(APP.parent.parent)
    sys.argv = [str(APP)]
    from dashboard.app import app

    console.print(f"Dasbor Bersinar: http://{options.address}:{options.port}  (Ctrl-C untuk berhenti)", highlight=False)
    try:
        app.run(config={"server.port": options.port, "server.address": options.address})
    except KeyboardInterrupt:  # uvicorn closed everything and hands the signal on
        console.print("Dihentikan.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
