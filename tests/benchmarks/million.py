"""A million rows of `kasus`, validated and committed, beside a plain COPY of them. `python -m tests.benchmarks.million`.

Prints rows per second, peak memory of this process and the ratio; the COPY of the same typed rows goes into an unindexed table
without policies, in the same run. BERSINAR_HOME or DATABASE_URL names a prepared store with regions: use a scratch one.
"""

import argparse
import io
import resource
import time
from datetime import date

import numpy as np
import psycopg
import pyarrow.csv
import pyarrow.parquet as pq
import sqlalchemy as sa

from data.feeds import feeds
from data.intake.submit.report import Sender
from data.intake.submit.submission import submit
from data.model import schema
from data.model.settings import Settings
from data.store.prepare import prepare


def cases_csv(villages: list[str], count: int, seed: int = 7) -> bytes:
    """A clean CSV of `count` cases with seizures and suspects."""
    rng = np.random.default_rng(seed)
    place = np.array(villages)[rng.integers(0, len(villages), count)]
    day = np.datetime64("2022-01-01") + rng.integers(0, 1700, count).astype("timedelta64[D]")
    amount = np.round(rng.gamma(1.5, 5, count), 1)
    lon, lat = np.round(rng.uniform(95, 141, count), 5), np.round(rng.uniform(-11, 6, count), 5)
    ages = np.array(["<18", "18-24", "25-34", "35-44", "45-54", "55+"])[rng.integers(0, 6, count)]
    roles = np.array(["pemakai", "kurir", "pengedar"])[rng.integers(0, 3, count)]
    lines = [
        "Nomor perkara;Instansi;Tanggal;Desa/kelurahan;Kabupaten/kota;Bujur;Lintang;Barang bukti;Jumlah tersangka;"
        "Rincian tersangka"
    ]
    lines += [
        f"LKN/{d}/{p[:5]}/{n:07d};Polri;{d};{p};{p[:5]};{x};{y};sabu/{a}/g;1;L/{g}/{r}"
        for n, (d, p, x, y, a, g, r) in enumerate(zip(day.astype(str), place, lon, lat, amount, ages, roles, strict=True))
    ]
    return "\n".join(lines).encode()


def peak_mib() -> float:
    """Most memory this process has held so far, MiB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--rows", type=int, default=1_000_000)
    options = parser.parse_args()
    settings = Settings()
    store = prepare(settings)
    with store.writing() as connection:
        villages = list(connection.scalars(sa.select(schema.region.c.code).where(schema.region.c.level == 4).limit(20_000)))
        connection.execute(schema.narcotics_case.delete().where(schema.narcotics_case.c.kiriman_id.is_not(None)))
    body = cases_csv(villages, options.rows)
    print(f"{options.rows} rows, {len(body) / 1e6:.0f} MB of CSV, {peak_mib():.0f} MiB before", flush=True)
    boss = Sender("BNN Pusat", "uji", "bnn_pusat")
    marks: list[tuple[int, float]] = []
    began = time.perf_counter()
    report = submit(
        store,
        settings.home,
        feeds()["kasus"],
        body,
        sender=boss,
        commit=True,
        file_name="juta.csv",
        today=date(2026, 11, 23),
        progress=lambda rows: marks.append((rows, time.perf_counter() - began)),
    )
    seconds = time.perf_counter() - began
    assert report.kiriman_id is not None, report.remarks.faults[:3]
    print(
        f"landed {report.landed} in {seconds:.1f} s: {options.rows / seconds:.0f} rows/s; "
        f"staged after {marks[-1][1]:.1f} s; peak {peak_mib():.0f} MiB"
    )
    for name, at in report.laps:
        print(f"  {name}: {at:.1f} s")
    plain = plain_copy(store, report.kiriman_id)
    print(f"plain COPY of the same typed rows: {plain:.1f} s; ratio {seconds / plain:.1f}")
    store.close()


def plain_copy(store, kiriman_id: int) -> float:
    """Seconds of COPY (CSV) of the typed rows into an unindexed table without policies, writing the CSV not counted."""
    with store.writing() as connection:
        parts = (
            connection.execute(
                sa.select(schema.isi.c.body)
                .where(schema.isi.c.kiriman_id == kiriman_id, schema.isi.c.kind == "baris")
                .order_by(schema.isi.c.part)
            )
            .scalars()
            .all()
        )
    bodies = []
    for part in parts:
        out = io.BytesIO()
        pyarrow.csv.write_csv(pq.read_table(io.BytesIO(bytes(part))), out, pyarrow.csv.WriteOptions(include_header=False))
        bodies.append(out.getvalue())
    with psycopg.connect(store.admin.url.set(drivername="postgresql").render_as_string(hide_password=False)) as connection:
        connection.execute("drop table if exists public.polos")
        connection.execute(
            "create table public.polos (case_key text, agency text, case_date date, village_code text, regency_code text, "
            "lon double precision, lat double precision, substances text, suspects bigint, suspect_list text)"
        )
        connection.commit()
        began = time.perf_counter()
        with connection.cursor() as cursor, cursor.copy("copy public.polos from stdin (format csv)") as copy:
            for one in bodies:
                copy.write(one)
        connection.commit()
        seconds = time.perf_counter() - began
        connection.execute("drop table public.polos")
    return seconds


if __name__ == "__main__":
    main()
