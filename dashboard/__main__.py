"""`python -m dashboard`: what `./run` starts. Serves until Ctrl-C, and prepares the store meanwhile.

`python -m dashboard jobs` does what takes long, and ends.
"""

import argparse
import os
import sys
from pathlib import Path

from rich.console import Console

from data.model.errors import Fault

APP = Path(__file__).with_name("app.py")


def main() -> int:
    if sys.argv[1:2] == ["jobs"]:
        from dashboard import jobs

        return jobs.main(sys.argv[2:])
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
        if options.prepare_only:
            ready_store(console, simulate=True if options.simulasi else None)
            return 0
        check_port(options.address, options.port)
        return _serve(options.address, options.port, console, simulate=options.simulasi)
    except Fault as fault:
        console.print(str(fault), style="bold red", soft_wrap=True, highlight=False, markup=False)
        return 1
    except KeyboardInterrupt:
        console.print("Dihentikan. Yang sudah selesai tersimpan; ./run melanjutkan dari sana.")
        return 130


def _serve(address: str, port: int, console: Console, *, simulate: bool) -> int:
    from dashboard.web import preparing

    os.chdir(APP.parent.parent)
    sys.argv = [str(APP)]
    preparing.begin(simulate=simulate, console=console)  # it loads while this process imports
    try:
        from dashboard.app import app

        console.print(f"Dasbor Bersinar: http://{address}:{port}  (Ctrl-C untuk berhenti)", highlight=False)
        try:
            app.run(config={"server.port": port, "server.address": address})
        except KeyboardInterrupt:  # uvicorn closed everything and hands the signal on
            console.print("Dihentikan.")
    finally:
        preparing.end()
    return 0


if __name__ == "__main__":
    sys.exit(main())
