"""Stages parts of a file and stores them in `mentah`, and keeps which row of which sheet each row was."""

import io
from bisect import bisect_right
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import sqlalchemy as sa

from data.feeds import Column
from data.intake.submit.land import ROWS, stage
from data.intake.submit.parts import Part

_ASIDE = "kiriman_isi"


@dataclass
class Where:
    """Sheet, row and headers in the file, by row number."""

    firsts: list[int] = field(default_factory=list)
    parts: list[tuple[str, np.ndarray, dict[str, str]]] = field(default_factory=list)
    count: int = 0

    def add(self, part: Part) -> int:
        """Add a part; returns the number of its first row."""
        first = self.count + 1
        self.firsts.append(first)
        self.parts.append((part.sheet, part.places_in_sheet, part.labels))
        self.count += part.rows.num_rows
        return first

    def of(self, row_no: int) -> tuple[str, int]:
        """Sheet and row of a row number."""
        at = bisect_right(self.firsts, row_no) - 1
        sheet, numbers, _ = self.parts[at]
        return sheet, int(numbers[row_no - self.firsts[at]])

    def label(self, row_no: int, column: Column) -> str:
        """How a column is called where the row stands: by its own header where that says more than ours."""
        return self.parts[bisect_right(self.firsts, row_no) - 1][2].get(column.name, column.label["id"])


def stage_all(
    connection: sa.Connection, parts: Iterator[Part], where: Where, progress: Callable[[int], None], *, keep: bool
) -> None:
    """Stage part after part; while the store takes one, the next is read. With `keep`, the rows as received are stored too.

    Nobody else waits for this: the submission has no number yet (`give_number`).
    """
    if keep:
        connection.execute(sa.text(f"create temporary table {_ASIDE} (like mentah.isi) on commit drop"))
        connection.execute(sa.text(f"alter table {_ASIDE} drop column kiriman_id"))

    def put(part: Part, first: int, number: int) -> None:
        stage(connection, part.rows, first)
        if keep:
            _set_aside(connection, number, first, part)

    with ThreadPoolExecutor(1) as hand:
        before: Future[None] | None = None
        try:
            for part in parts:
                if before is not None:
                    before.result()
                before = hand.submit(put, part, where.add(part), len(where.firsts))
                progress(where.count)
        finally:
            if before is not None:
                before.result()


def give_number(connection: sa.Connection, identifier: int) -> None:
    """Give the staged and stored rows the submission's number."""
    connection.execute(sa.text(f"alter table {ROWS} drop column kiriman_id"))  # a default needs no pass over the rows
    connection.execute(sa.text(f"alter table {ROWS} add column kiriman_id bigint default {int(identifier)}"))
    names = "kind, part, first_row, row_count, body"
    connection.execute(
        sa.text(f"insert into mentah.isi (kiriman_id, {names}) select :id, {names} from {_ASIDE}"), {"id": identifier}
    )


def parquet(table: pa.Table) -> bytes:
    """A table as Parquet bytes."""
    body = io.BytesIO()
    pq.write_table(table, body, compression="zstd", compression_level=1)
    return body.getvalue()


def _set_aside(connection: sa.Connection, number: int, first: int, part: Part) -> None:
    rows = part.rows.drop_columns(["faulty"])
    driver = connection.connection.driver_connection
    assert driver is not None
    for kind, table in (("asli", part.received), ("baris", rows)):
        driver.execute(
            f"insert into {_ASIDE} (kind, part, first_row, row_count, body) values (%s, %s, %s, %s, %b)",
            [kind, number, first, table.num_rows, parquet(table)],
        )
