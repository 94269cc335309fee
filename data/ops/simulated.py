"""Loads the simulated nation, under one source marked as simulated."""

import json
from pathlib import Path

import sqlalchemy as sa

from data.model import schema
from data.model.progress import Progress
from data.ops.simulation.base import LAST_DAY
from data.ops.simulation.generate import Nation
from data.store.copy import copy_frame
from data.store.embedded import write_private

SOURCE = "simulasi"
TRUTH_FILE = "kebenaran-simulasi.json"
# children of a case are deleted with it and have no source of their own
_WITHOUT_SOURCE = ("case_substance", "case_suspect")
# a simulated list is complete for its area
_REPORTED = (
    "insert into mentah.kiriman_cakupan (kiriman_id, period, region_code) "
    "select distinct id, period, region_code from (select id, unnest(periods) as period, region_code from mentah.kiriman "
    "where source_id = :source) sent"
)
_REFER_TO_OTHERS = ("rehab_episode", "ibm_assessment", "ran_report")


def load_simulation(connection: sa.Connection, progress: Progress, nation: Nation, truth: Path) -> None:
    """Insert all tables of a simulated nation in the caller's transaction; earlier simulated rows go first.

    The planted effects are written to `truth`, for tests; the app never reads it.
    """
    clear_simulation(connection)
    total = sum(map(len, nation.tables.values()))
    connection.execute(
        schema.source.insert().values(
            id=SOURCE,
            title="DATA SIMULASI: penduduk, program, kerawanan, rehabilitasi, perkara, layanan, rencana dan anggaran",
            publisher="Pembangkit data dasbor ini; jumlah mengikuti angka terbitan",
            kind="simulasi",
            as_of=f"{LAST_DAY:%Y-%m-%d}",
            licence="-",
            note=f"Bukan data nyata. {nation.version.capitalize()}.",
            row_count=total,
        )
    )
    offsets = {name: _last_id(connection, schema.metadata.tables[f"inti.{name}"]) for name in ("facility", "ibm_unit")}
    done = 0
    for name, frame in nation.tables.items():
        table = schema.metadata.tables[f"{'mentah' if name == 'kiriman' else 'inti'}.{name}"]
        if name in offsets:
            frame = frame.assign(id=frame["id"] + offsets[name])
        for column, parent in (("facility_id", "facility"), ("unit_id", "ibm_unit")):
            if column in frame:
                frame = frame.assign(**{column: frame[column] + offsets[parent]})
        if name not in _WITHOUT_SOURCE:
            frame = frame.assign(source_id=SOURCE)
        if name == "kiriman":
            frame = frame.assign(complete=True)
        rows = copy_frame(connection, table, frame)
        if name == "kiriman":
            connection.execute(sa.text(_REPORTED), {"source": SOURCE})
        connection.execute(schema.source_content.insert().values(source_id=SOURCE, content=name, row_count=rows))
        done += rows
        progress(done, total)
    write_private(truth, json.dumps(nation.truth, ensure_ascii=False, indent=2, default=str))


def clear_simulation(connection: sa.Connection) -> None:
    """Delete every simulated row, children before parents."""
    owned = [table for table in schema.metadata.tables.values() if "source_id" in table.c and table.name != "boundary_version"]
    for table in sorted(owned, key=lambda table: table.name not in _REFER_TO_OTHERS):
        connection.execute(table.delete().where(table.c.source_id == SOURCE))
    connection.execute(schema.source.delete().where(schema.source.c.id == SOURCE))


def _last_id(connection: sa.Connection, table: sa.Table) -> int:
    return int(connection.scalar(sa.select(sa.func.coalesce(sa.func.max(table.c.id), 0))) or 0)
