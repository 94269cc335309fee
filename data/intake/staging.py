"""Parts of a file into the staging table and into `mentah`, and which row of which sheet each of them was."""

import io
from bisect import bisect_right
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import sqlalchemy as sa

from data.intake.check import Part
from data.intake.land import stage


@dataclass
class Where:
    """Which sheet and row a row number is."""

    firsts: list[int] = field(default_factory=list)
    parts: list[tuple[str, np.ndarray]] = field(default_factory=list)
    count: int = 0

    def add(self, part: Part) -> int:
        """Count a part in; the number of its first row."""
        first = self.count + 1
        self.firsts.append(first)
        self.parts.append((part.sheet, part.places_in_sheet))
        self.count += part.rows.num_rows
        return first

    def of(self, row_no: int) -> tuple[str, int]:
        """Sheet and row of a row number."""
        at = bisect_right(self.firsts, row_no) - 1
        sheet, numbers = self.parts[at]
        return sheet, int(numbers[row_no - self.firsts[at]])


def stage_all(
    connection: sa.Connection, parts: Iterator[Part], where: Where, identifier: int | None, progress: Callable[[int], None]
) -> None:
    """Stage part after part; while the store takes one, the next one is read."""

    def put(part: Part, first: int, number: int) -> None:
        stage(connection, part.rows, first, identifier)
        if identifier is not None:
            _keep(connection, identifier, number, first, part)

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


def parquet(table: pa.Table) -> bytes:
    """A table as Parquet."""
    body = io.BytesIO()
    pq.write_table(table, body, compression="zstd", compression_level=1)
    return body.getvalue()


def _keep(connection: sa.Connection, identifier: int, number: int, first: int, part: Part) -> None:
    rows = part.rows.drop_columns(["faulty"])
    driver = connection.connection.driver_connection
    assert driver is not None
    for kind, table in (("asli", part.received), ("baris", rows)):
        driver.execute(
            "insert into mentah.isi (kiriman_id, kind, part, first_row, row_count, body) values (%s, %s, %s, %s, %s, %b)",
            [identifier, kind, number, first, table.num_rows, parquet(table)],
        )
