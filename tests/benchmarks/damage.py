"""How often damaged files are read, stopped, or misread: `python -m tests.benchmarks.damage [SEEDS] [ods|xls|xml]`.

With a program, workbooks are sent as it writes them, and texts are left out.

A misreading is a file that was accepted with other rows than it says. It starts a PostGIS server of its own.
"""

import random
import sys
import tempfile
import time
from collections import Counter
from dataclasses import replace
from pathlib import Path

from data.intake.read.sniff import ZIP
from data.store.prepare import prepare
from tests.intake.damage import KINDS
from tests.intake.damaged_store import landed
from tests.intake.other_programs import PROGRAMS
from tests.stores import Run


def main() -> None:
    """Print a line for each kind and the sums."""
    seeds = int(sys.argv[1]) if len(sys.argv) > 1 else 40
    program = PROGRAMS[sys.argv[2]] if len(sys.argv) > 2 else None
    sums: Counter[str] = Counter()
    began = time.perf_counter()
    with tempfile.TemporaryDirectory() as folder:
        store = prepare(Run(Path(folder)).copy("postgis", "daftar", Path(folder) / "toko"))
        for name, make in KINDS.items():
            found: Counter[str] = Counter()
            said = ""
            for seed in range(seeds):
                file = make(random.Random(f"{name}{seed}"))
                if program is not None:
                    if not file.body.startswith(ZIP):
                        continue
                    file = replace(file, body=program(file.body))
                rows, sentence = landed(store, Path(folder), file)
                found["stopped" if rows is None else "read" if rows == file.truth else "misread"] += 1
                said = said or sentence
            print(f"| {name} | {found['read']} | {found['stopped']} | {found['misread']} | {said[:200]} |", flush=True)
            sums += found
        store.close()
    seconds = time.perf_counter() - began
    print(f"| {len(KINDS)} kinds x {seeds} | {sums['read']} | {sums['stopped']} | {sums['misread']} | {seconds:.0f} s |")


if __name__ == "__main__":
    main()
