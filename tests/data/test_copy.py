"""Frames are copied into the store unchanged, whatever the types of their columns."""

import pandas as pd
import pytest
import sqlalchemy as sa

from data.model import schema
from data.store import Store
from data.store.copy import copy_frame

ROWS = [
    ("s1", 'a "quoted", comma', "resmi"),
    ("s2", "line\nbreak", "publik"),
    ("s3", "", "simulasi"),
    ("s4", "=1+1\t", "resmi"),
    ("s5", "\\x41 ñ ☾", "resmi"),
]


def _sources(rows: list[tuple[str, str, str]]) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=["id", "note", "kind"]).assign(title="t", publisher="p", as_of="2025", licence="-")


def test_text_comes_out_as_it_went_in(scratch_both: Store) -> None:
    with scratch_both.writing() as connection:
        assert copy_frame(connection, schema.source, _sources(ROWS)) == 5
        found = connection.execute(sa.select(schema.source.c.id, schema.source.c.note, schema.source.c.kind)).all()
    assert [tuple(row) for row in found if row.id != "gis_langsung"] == ROWS


@pytest.mark.parametrize("first", [0, 1])
def test_frames_put_together_from_empty_and_full_parts_lose_nothing(scratch_both: Store, first: int) -> None:
    parts = [_sources([])] * 2 + [_sources(ROWS[:2]), _sources([]), _sources(ROWS[2:])]
    frame = pd.concat(parts[first:], ignore_index=True)
    with scratch_both.writing() as connection:
        copy_frame(connection, schema.source, frame)
        assert connection.scalar(sa.text("select count(*) from inti.source where publisher = 'p'")) == 5


def test_missing_is_null_and_dates_numbers_arrays_bytes_keep_their_type(scratch_both: Store) -> None:
    frame = pd.DataFrame(
        {
            "village_code": ["75.01.01.1001", "75.01.01.1002"],
            "year": [2022, 2024],
            "method": ["indikator", "survei"],
            "main": ["{t,f,t,f,f,f,f,f}", None],
            "supporting": ["{f,f,f,f,t}", None],
            "score": [None, 51.25],
            "sent": [None, 33],
            "returned": pd.array([pd.NA, 20], dtype="Int64"),
            "category": ["aman", None],
            "source_id": "s",
        }
    )
    with scratch_both.writing() as connection:
        copy_frame(connection, schema.source, _sources([("s", "", "resmi")]))
        copy_frame(connection, schema.kawasan_rawan, frame)
        rows = connection.execute(sa.select(schema.kawasan_rawan).order_by(schema.kawasan_rawan.c.year)).all()
    assert rows[0].main == [True, False, True, False, False, False, False, False]
    assert (rows[0].score, rows[0].sent, rows[0].category) == (None, None, "aman")
    assert (rows[1].main, rows[1].score, rows[1].sent, rows[1].returned, rows[1].category) == (None, 51.25, 33, 20, None)


def test_a_column_the_table_does_not_have_is_refused(scratch_both: Store) -> None:
    with scratch_both.writing() as connection, pytest.raises(KeyError, match="warna"):
        copy_frame(connection, schema.source, _sources(ROWS).assign(warna="merah"))
