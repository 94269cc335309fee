"""The simulated nation into the store, under one source that says so."""

from collections.abc import Iterator

import numpy as np
import pandas as pd
import sqlalchemy as sa

from data import schema
from data.load.copy import copy_rows
from data.load.regions import Progress
from data.simulation.generate import LAST_DAY, generate
from geo import reference

SOURCE = "simulasi"
_TYPES = {
    "region_code": "text", "village_code": "text", "year": "int2", "people": "int4", "event": "text", "event_date": "date",
    "name": "text", "operator": "text", "beds_men": "int4", "beds_women": "int4", "outpatient_places": "int4",
    "opened": "date", "closed": "date", "agency": "text", "case_date": "date", "suspects": "int2", "sender": "text",
    "sha256": "text", "feed": "text", "row_count": "int4", "source_id": "text",
}  # fmt: skip


def load_simulation(connection: sa.Connection, progress: Progress, seed: int) -> None:
    """Generate with `seed` and insert all tables in the caller's transaction."""
    nation = generate(reference.read_regions(), seed)
    per_report = nation.narcotics_case.assign(
        region_code=nation.narcotics_case["village_code"].str[:5],
        year=pd.to_datetime(nation.narcotics_case["case_date"]).dt.year,
    )
    counts = per_report.groupby(["region_code", "year"]).size().rename("row_count").reset_index()
    reports = nation.kiriman.merge(counts, how="left").fillna({"row_count": 0}).assign(feed="kasus")
    frames = (
        (schema.population, nation.population),
        (schema.bersinar_event, nation.bersinar_event),
        (schema.facility, nation.facility),
        (schema.narcotics_case, nation.narcotics_case),
        (schema.kiriman, reports.astype({"row_count": int})),
    )
    total = sum(len(frame) for _, frame in frames)
    connection.execute(
        schema.source.insert().values(
            id=SOURCE,
            title="DATA SIMULASI: penduduk, program, fasilitas, kasus",
            publisher="Pembangkit data dasbor ini; jumlah per provinsi mengikuti angka terbitan",
            kind="simulasi",
            as_of=f"{LAST_DAY:%Y-%m-%d}",
            licence="-",
            note=f"Bukan data nyata. Benih {seed}. Kepmendagri 300.2.2-2138/2025; Indonesia Drugs Report 2023.",
            row_count=total,
        )
    )
    done = 0
    for table, frame in frames:
        columns = {name: _TYPES[name] for name in frame.columns} | {"source_id": "text"}
        done += copy_rows(connection, table, columns, _rows(frame))
        progress(done, total)


def _rows(frame: pd.DataFrame) -> Iterator[tuple[object, ...]]:
    lists = []
    for name in frame.columns:
        column = frame[name]
        if pd.api.types.is_datetime64_any_dtype(column):
            days = column.to_numpy().astype("datetime64[D]")
            lists.append([None if missing else day for missing, day in zip(np.isnat(days), days.tolist(), strict=True)])
        else:
            lists.append(column.tolist())
    for values in zip(*lists, strict=True):
        yield (*values, SOURCE)
