"""The program of the reading process (see `apart`): one job as a line of JSON and a file in; JSON lines, Arrow or a file out.

It imports little, because it starts for every file. An error other than `Fault` means that the file could not be read.
"""

import contextlib
import json
import sys

from data.intake.read.csv_rows import read_blocks, read_text
from data.intake.read.saying import say
from data.intake.read.workbook import read_workbook
from data.model.errors import Fault


def main() -> None:
    source, out = sys.stdin.buffer, sys.stdout.buffer
    job = json.loads(source.readline())
    _bound(int(job.pop("seconds")))
    try:
        match job.pop("job"):
            case "workbook":
                read_workbook(source, out, **job)
            case "text":
                read_text(source, out, **job)
            case "blocks":
                read_blocks(source, out, **job)
            case "mark":
                from data.intake.marking import mark  # takes half a second to import, and few files are marked

                out.write(mark(source.read(), **job))
    except Fault as fault:
        say(out, "fault", [fault.problem.name, fault.fields])
    out.flush()


def _bound(seconds: int) -> None:
    """Disable core files, which would put the rows on a disk, and limit processor time, for when nobody watches any more."""
    with contextlib.suppress(ImportError, ValueError, OSError):
        import resource

        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        resource.setrlimit(resource.RLIMIT_CPU, (2 * seconds + 5, 2 * seconds + 5))
