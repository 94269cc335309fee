"""What becomes of the files of `tests/intake/cases`: one line of a table for each, with the sentences that a sender reads.

`python -m tests.benchmarks.cases [FILE ...]`; it starts a PostGIS server of its own with all regions and nothing else.
"""

import sys
import tempfile
import time
from pathlib import Path

from data.feeds import feeds
from data.intake.submit.report import Report, Sender
from data.intake.submit.submission import submit
from data.model.errors import Fault
from data.model.roles import Role
from data.store import Store
from data.store.prepare import prepare
from tests.intake.case_list import CASES, FOLDER, Case
from tests.stores import Run

_SHOWN = 3


def main() -> None:
    """Print the table."""
    wanted = set(sys.argv[1:])
    with tempfile.TemporaryDirectory() as folder:
        run = Run(Path(folder))
        store = prepare(run.copy("postgis", "daftar", Path(folder) / "toko"))
        for case in CASES:
            if not wanted or any(word in case.file for word in wanted):
                print(line(store, Path(folder), case), flush=True)
        store.close()


def line(store: Store, home: Path, case: Case) -> str:
    """The row of the table."""
    contract = feeds()[case.feed]
    sender = Sender(case.office or f"{contract.senders[0]} uji", "uji", Role.SYSTEM, (case.region,))
    began = time.perf_counter()
    try:
        report = submit(
            store, home, contract, (FOLDER / case.file).read_bytes(), sender=sender, commit=False, file_name=case.file
        )
    except Fault as fault:
        return f"| {case.file} | stopped | {fault} | {time.perf_counter() - began:.1f} |"
    return f"| {case.file} | {_state(report)} | {_said(report)} | {time.perf_counter() - began:.1f} |"


def _state(report: Report) -> str:
    return f"{report.rows_in} rows read" if report.accepted else f"{report.remarks.fault_count} faults"


def _said(report: Report) -> str:
    remarks = report.remarks
    offers = [f"? {one.says}" for one in getattr(remarks, "offers", {}).values()]
    faults = [one.sentence() for one in remarks.faults[:_SHOWN]]
    notes = [f"({column}: {what}, {count}x {example})" for column, what, count, example in remarks.noted()]
    return " ; ".join([*faults, *offers, *notes]).replace("|", "/").replace("\n", " ")


if __name__ == "__main__":
    main()
