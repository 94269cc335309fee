"""Rows of a submission as they were sent, written so that they are read back as the same rows."""

import re
from decimal import Decimal

import pyarrow as pa

from data.feeds import Contract
from data.intake.read.cells import NATIVE
from data.intake.read.heading import read_heading
from data.intake.read.values import NUMBERS

MARK = "#tanda"  # beside #lembar and #baris: a feed may have a column for notes of its own
_NUMBER = re.compile(r"(-?\d+(?:\.\d+)?(?:e[+-]?\d+)?)(%?)")


def as_sent(contract: Contract, received: pa.Table, mark: str = "") -> pa.Table:
    """The received rows (`history.rows_of`) as text, for a CSV with decimal commas; a `mark` stands in every row.

    Cells that were numbers in their file get the comma too, for 1.995 would become a thousand in a column that has one. Codes
    and texts keep their points.
    """
    heading = read_heading(0, list(received.column_names), None, contract, None)
    ways = [heading.columns, *heading.wide.values()]
    points = {at for one in ways for name, at in one.items() if contract.column(name).type not in NUMBERS}
    points |= heading.context_cells.keys()
    columns = [
        pa.array([_written(cell, comma=at not in points) for cell in column.to_pylist()], pa.string())
        for at, column in enumerate(received.columns)
    ]
    made = pa.Table.from_arrays(columns, names=received.column_names)
    return made.append_column(MARK, pa.array([mark] * made.num_rows, pa.string())) if mark else made


def _written(cell: object, *, comma: bool) -> str:
    text = "" if cell is None else str(cell)
    if not text.startswith(NATIVE):
        return text
    bare = text.removeprefix(NATIVE)
    number = _NUMBER.fullmatch(bare)
    if number is None or not comma:
        return bare
    whole, _, part = f"{Decimal(number[1]):f}".partition(".")
    # with three decimals and a comma it may be a thousand; with four it is none
    return whole + (f",{part}{'0' * (len(part) == 3)}" if part else "") + number[2]
