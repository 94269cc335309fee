"""Make an edition: what counts of people are told until the next."""

from datetime import date

import pandas as pd
import sqlalchemy as sa

from data import schema
from data.disclosure.editions import Edition, decide
from data.indicators import SMALL_COUNT
from data.refresh.hide import close_cells, frame_of
from data.refresh.scripts import run

_NUMBERS = {"code": "code", "period": "period", "numerator": "n", "denominator": "d", "value": "v", "covered": "covered"}


def latest(connection: sa.Connection) -> int | None:
    """The number of the last edition; None where counts are told as they come."""
    number: int | None = connection.scalar(sa.select(sa.func.max(schema.edition.c.number)))
    return number


def make(connection: sa.Connection, last_day: date) -> tuple[int, int]:
    """Write the edition that follows from the facts in `kini`: its number, and how many regencies and years wait.

    The second is nothing for everybody: that one waits tells of a single report.
    """
    live = frame_of(
        connection,
        "(select indicator, level, code, period, top as n, d, result as v, state = 1 as covered from kini "
        "union all select indicator, level, code, period, n, d, null, true from rinci) facts",
        _NUMBERS,
    )  # fmt: skip
    told = frame_of(
        connection,
        "(select e.indicator, e.level, e.region_code as code, e.period, e.numerator as n, e.denominator as d, e.value as v, "
        "e.status = 1 as covered, e.hidden from inti.edition_fact e "
        "join wilayah w on w.level = e.level and w.code = e.region_code where e.level < 4) facts",
        _NUMBERS | {"hidden": "hidden"},
    )
    made = decide(live, told)
    _write(connection, made)
    number = (latest(connection) or 0) + 1
    connection.execute(schema.edition.insert().values(number=number, last_day=last_day))
    return number, made.waiting


def _write(connection: sa.Connection, made: Edition) -> None:
    connection.exec_driver_sql("truncate tutup, tahan")
    close_cells(connection, made.hidden)
    connection.execute(
        sa.text(
            "insert into tahan (indicator, level, code, period, n, d, v, covered) select * from unnest("
            "cast(:indicator as text[]), cast(:level as smallint[]), cast(:code as text[]), cast(:period as text[]), "
            "cast(:numerator as float8[]), cast(:denominator as float8[]), cast(:value as float8[]), cast(:covered as bool[]))"
        ),
        {name: _plain(made.moved[name]) for name in made.moved.columns},
    )
    connection.exec_driver_sql("analyze tahan")
    run(connection, "edition", small_count=SMALL_COUNT)


def _plain(column: pd.Series) -> list[object]:
    return [None if pd.isna(value) else value for value in column.tolist()]
