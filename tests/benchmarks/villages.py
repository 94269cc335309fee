"""A file of every village of Indonesia by name, and a hundred misspelt names: seconds and peak memory of the check.

`python -m tests.benchmarks.villages`; it starts a PostGIS server of its own with all regions and nothing else.
"""

import io
import random
import tempfile
import threading
import time
from pathlib import Path

import psutil
from openpyxl import Workbook

from data.feeds import feeds
from data.intake import workers
from data.intake.submit.report import Report, Sender
from data.model.roles import Role
from data.store import Store
from data.store.prepare import prepare
from geo import reference
from tests.stores import Run

_HEADS = ("Provinsi", "Kabupaten/Kota", "Kecamatan", "Desa/Kelurahan", "Tahun", "Jumlah penduduk")


def main() -> None:
    """Print a line for each file."""
    regions = reference.read_regions()
    names = dict(zip(regions["code"], regions["name"], strict=True))
    villages = [code for code in regions["code"] if len(code) == 13]
    rows = [[names[code[:2]], names[code[:5]], names[code[:8]], _village(code, names), "2024", "1234"] for code in villages]
    some = random.Random(1).sample(rows, 100)
    misspelt = [[*row[:3], row[3][:-2] + row[3][-1:], *row[4:]] for row in some]
    with tempfile.TemporaryDirectory() as folder:
        store = prepare(Run(Path(folder)).copy("postgis", "daftar", Path(folder) / "toko"))
        check(store, Path(folder), "a first small file", _csv(some[:1]), "a.csv")
        check(store, Path(folder), "the same again", _csv(some[:1]), "a.csv")
        check(store, Path(folder), "100 misspelt names beside their parents", _csv(misspelt), "a.csv")
        check(store, Path(folder), "100 misspelt names alone", _csv([row[3:] for row in misspelt], _HEADS[3:]), "a.csv")
        check(store, Path(folder), f"{len(rows)} villages, CSV", _csv(rows), "a.csv")
        check(store, Path(folder), f"{len(rows)} villages, XLSX", _xlsx(rows), "a.xlsx")
        workers.end_all()
        store.close()


def _village(code: str, names: dict[str, str]) -> str:
    return f"{'Kelurahan' if code[9] == '1' else 'Desa'} {names[code]}"


def _csv(rows: list[list[str]], heads: tuple[str, ...] = _HEADS) -> bytes:
    return "\n".join(";".join(row) for row in (list(heads), *rows)).encode()


def _xlsx(rows: list[list[str]]) -> bytes:
    book = Workbook(write_only=True)
    sheet = book.create_sheet("Data")
    for row in ([*_HEADS], *rows):
        sheet.append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def check(store: Store, home: Path, what: str, body: bytes, name: str) -> None:
    """Check a file in a worker; print seconds, peak memory of each process beside this one, and what was found."""
    peaks: dict[int, int] = {}
    ended = threading.Event()

    def watch() -> None:
        while not ended.wait(0.02):
            for process in psutil.Process().children(recursive=True):
                try:
                    if "postgres" not in process.name():
                        peaks[process.pid] = max(peaks.get(process.pid, 0), process.memory_info().rss)
                except psutil.Error:
                    continue

    watching = threading.Thread(target=watch)
    watching.start()
    began = time.perf_counter()
    sender = Sender("BNN Pusat", "uji", Role.SYSTEM)
    report: Report = workers.submit(store, home, feeds()["penduduk"], body, sender=sender, commit=False, file_name=name)
    seconds = time.perf_counter() - began
    ended.set()
    watching.join()
    memory = ", ".join(f"{peak >> 20} MB" for peak in sorted(peaks.values(), reverse=True)[:2])
    print(f"{what}: {seconds:.2f} s, {memory}; {report.rows_in} rows, {report.remarks.fault_count} faults", flush=True)


if __name__ == "__main__":
    main()
