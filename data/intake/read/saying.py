"""How the reading process answers: lines of JSON, each a kind and what is said."""

import itertools
import json
from collections.abc import Iterable
from typing import BinaryIO

from data.intake.read.cells import Row

_ROWS_A_LINE = 2_000


def say(out: BinaryIO, kind: str, what: object) -> None:
    """Write one line."""
    out.write(json.dumps([kind, what], ensure_ascii=False).encode(errors="replace") + b"\n")


def say_rows(out: BinaryIO, rows: Iterable[Row]) -> None:
    """Write rows, many to a line."""
    rows = iter(rows)
    while block := list(itertools.islice(rows, _ROWS_A_LINE)):
        say(out, "rows", block)
