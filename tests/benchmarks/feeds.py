"""Simulated, ugly, faulty and real files of all feeds on both kinds of store. `python -m tests.benchmarks.feeds`.

Makes an embedded store and a PostGIS cluster of its own, loads regions, then every feed's files in their order, and prints rows
in, accepted and rejected, and seconds. `--size nasional` sends the whole simulated nation instead of one province.
"""

import argparse
import tempfile
import time
from datetime import date
from pathlib import Path

from rich.console import Console
from rich.table import Table

from data.feeds import Mapping, feeds, mapping_of
from data.intake.read.files import rows_of
from data.intake.submit.report import Sender
from data.intake.submit.submission import submit
from data.model.errors import Fault
from data.model.settings import ROOT, Settings
from data.ops.simulation.files import comma_separated, feed_rows, records, ugly, workbook
from data.ops.simulation.generate import generate
from data.store import Store
from data.store.prepare import prepare
from geo import reference
from tests import cluster
from tests.stores import load_part, mark_simulated

REAL = ROOT.parent / "shared" / "data" / "tables"
ORDER = (
    "penduduk", "bersinar_peristiwa", "kotan_penilaian", "kawasan_rawan", "fasilitas_rehab", "rehab_episode", "rehab_rekap",
    "ibm_unit", "ibm_penilaian", "kasus", "tahap_perkara", "tat", "layanan_bulanan", "pemberdayaan", "ran_aksi", "ran_laporan",
    "regulasi_anggaran",
)  # fmt: skip
BOSS = Sender("BNN Pusat", "uji", "bnn_pusat")
TODAY = date(2026, 11, 1)


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--size", default="provinsi", choices=("kota", "provinsi", "nasional"))
    options = parser.parse_args()
    regions = reference.read_regions()
    rows = feed_rows(generate(regions, 2045, options.size))
    names = dict(zip(regions["code"], regions["name"], strict=True))
    console = Console(width=150)
    with tempfile.TemporaryDirectory() as folder:
        server = cluster.Cluster.start()
        try:
            for kind, settings in (
                ("embedded", Settings(home=Path(folder) / "a")),
                ("postgis", Settings(home=Path(folder) / "b", DATABASE_URL=server.create("umpan"))),
            ):
                store = prepare(settings)
                load_part(store, settings, simulate=False, part=options.size)
                console.print(_real(store, settings.home, kind))
                mark_simulated(store)
                console.print(_simulated(store, settings.home, kind, rows, names))
                store.close()
        finally:
            server.stop()


def _table(title: str) -> Table:
    return Table("Umpan", "Berkas", "Baris", "Baru", "Berubah", "Sama", "Ditolak", "Detik", "Catatan", title=title)


def _send(table: Table, store: Store, home: Path, feed: str, kind: str, file: object, mapping: Mapping | None = None) -> None:
    began = time.perf_counter()
    try:
        report = submit(
            store, home, feeds()[feed], file, sender=BOSS, commit=True, file_name=kind, mapping=mapping, today=TODAY
        )  # type: ignore[arg-type]
    except Fault as fault:
        table.add_row(feed, kind, "", "", "", "", "semua", f"{time.perf_counter() - began:.2f}", str(fault)[:50])
        return
    landed = report.landed
    said = "" if report.accepted else report.remarks.faults[0].expected[:50]
    counts = (report.rows_in, landed.new, landed.changed, landed.unchanged, report.rejected)
    table.add_row(feed, kind, *map(str, counts), f"{report.seconds:.2f}", said)


def _simulated(store: Store, home: Path, kind: str, rows: dict, names: dict[str, str]) -> Table:
    table = _table(f"Simulasi, {kind}")
    for feed in ORDER:
        contract, frame = feeds()[feed], rows[feed]
        _send(table, store, home, feed, "berantakan, 5 salah", ugly(contract, frame.head(60), names, 1, faults=5))
        _send(table, store, home, feed, "berantakan", ugly(contract, frame.head(60), names, 1))
        _send(table, store, home, feed, "XLSX", workbook(contract, frame.head(200_000)))
        _send(table, store, home, feed, "CSV", comma_separated(contract, frame))
        _send(table, store, home, feed, "JSON", rows_of(records(contract, frame.head(500))))
    return table


def _real(store: Store, home: Path, kind: str) -> Table:
    """Files of `shared/data` where they are: population as published, and a list of hospitals that is no feed of ours."""
    table = _table(f"Nyata, {kind}")
    population, hospitals = REAL / "penduduk_kabkota_2025.csv", REAL / "rumah_sakit_nasional_2026.csv"
    if not population.exists():
        table.add_row("-", "shared/data tidak ada di samping proyek", *[""] * 7)
        return table
    head = population.read_text().splitlines()[0]
    mapping = mapping_of({"feed": "penduduk", "constants": {"year": "2025"}, "columns": _columns(head)})
    body = population.read_bytes()
    _send(table, store, home, "penduduk", population.name, body, mapping)
    # its first row is the nation under the code 0, which is no code of Kemendagri's
    without = b"\n".join(line for line in body.splitlines() if not line.startswith(b"0,"))
    _send(table, store, home, "penduduk", "tanpa baris 0", without, mapping)
    _send(table, store, home, "fasilitas_rehab", hospitals.name, hospitals.read_bytes())
    return table


def _columns(head: str) -> dict[str, str]:
    """Which header of the published file is which of ours."""
    wanted = {"region_code": "kode", "people": "jumlah", "men": "laki", "women": "perempuan"}
    names = head.replace('"', "").split(",")
    return {column: next(name for name in names if word in name.lower()) for column, word in wanted.items()}


if __name__ == "__main__":
    main()
