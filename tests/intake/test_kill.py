"""The app or the database is killed during a commit: the store is either as before or complete."""

import contextlib
import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import psycopg
import pytest
import sqlalchemy as sa

from data.model.errors import Fault
from data.model.settings import ROOT, Settings
from data.store import Store
from data.store.prepare import prepare
from tests.conftest import FULL
from tests.following import follow
from tests.intake.conftest import NAMES
from tests.spec.country import make_country
from tests.stores import environment

pytestmark = pytest.mark.slow

ROWS, TIMES = 6_000, 20 if FULL else 3


def _file(folder: Path, number: int) -> Path:
    villages = ["75.01.01.1001", "75.01.01.2001", "75.01.01.2002", "75.02.01.2001"]
    lines = ["Nomor perkara;Instansi;Tanggal;Desa/kelurahan;Barang bukti;Jumlah tersangka;Rincian tersangka"]
    lines += [
        f"K/{number}/{n};Polri;2025-0{n % 9 + 1}-11;{villages[n % 4]};sabu/{n + 1}/g;1;L/25-34/kurir" for n in range(ROWS)
    ]
    path = folder / f"{number}.csv"
    path.write_text("\n".join(lines), encoding="utf-8")
    return path


def _state(store: Store) -> tuple[int, ...]:
    with store.writing() as connection:
        return tuple(
            int(connection.scalar(sa.text(query)) or 0)
            for query in (
                "select count(*) from mentah.kiriman",
                "select coalesce(sum(row_count), 0) from mentah.isi where kind = 'asli'",
                "select count(*) from inti.narcotics_case",
                "select count(*) from inti.case_substance",
                "select count(*) from inti.case_suspect",
                "select coalesce(max(numerator), 0) from analitik.nilai "
                "where indicator = 'jumlah_kasus' and period = '2025' and level = 0",
            )
        )


def test_kills_leave_the_store_as_before_or_as_after(tmp_path: Path, record_property) -> None:
    settings = Settings(home=tmp_path / "rumah")
    store = prepare(settings)
    make_country(store, NAMES)
    chance = random.Random(2045)
    outcomes = {"before": 0, "after": 0}
    sent, cut, longest = 0, 0, 0.0
    for number in range(TIMES + 1):
        before = _state(store)
        path = _file(tmp_path, number)
        command = [
            sys.executable,
            "-m",
            "data",
            "kirim",
            str(path),
            "--feed",
            "kasus",
            "--pengirim",
            "Polres",
            "--peran",
            "bnn_pusat",
        ]
        began = time.perf_counter()
        running = subprocess.Popen(
            command, env=environment(settings), cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        if number == 0:  # undisturbed, to know how long it takes
            assert running.wait() == 0
            longest = time.perf_counter() - began
        else:
            # the first second is Python's own start; what matters comes after
            try:
                running.wait(longest * chance.uniform(0.25, 0.9))
                longest = min(longest, time.perf_counter() - began)  # the first run was slower than the others
            except subprocess.TimeoutExpired:
                cut += 1
                if number % 2:
                    running.kill()
                else:
                    with contextlib.suppress(OSError, IndexError):  # it may just have ended
                        os.kill(_postmaster(settings.home), signal.SIGKILL)
            running.wait()
        store.close()
        store = _reopened(settings)
        follow(store)  # what landed is asked for in the same transaction: its facts come whatever was killed
        after = _state(store)
        expected = tuple(count + more for count, more in zip(before, (1, ROWS, ROWS, ROWS, ROWS, ROWS), strict=True))
        assert after in (before, expected), (number, before, after, expected)
        outcomes["after" if after == expected else "before"] += 1
        sent += after == expected
    store.close()
    record_property("kill_outcomes", str(outcomes))
    assert cut >= TIMES // 3
    assert not FULL or min(outcomes.values()) > 1, "kills before and after the landing"


def _postmaster(home: Path) -> int:
    return int((home / "postgres" / "postmaster.pid").read_text().splitlines()[0])


def _reopened(settings: Settings) -> Store:
    """The store again; a killed server's last processes may need a moment to end."""
    deadline = time.monotonic() + 30
    while True:
        try:
            return prepare(settings)
        except (Fault, sa.exc.OperationalError, psycopg.OperationalError):
            if time.monotonic() > deadline:
                raise
            time.sleep(0.3)
