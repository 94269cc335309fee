"""Files are checked in processes of their own: the same answers, limits of memory and time, and nothing half done."""

import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import psutil
import pytest

from data.feeds import feeds
from data.intake import workers
from data.intake.submit import submission
from data.model.errors import Fault, Problem
from data.store import Store
from data.store.locks import take_turn
from tests.intake.conftest import BNNP, TODAY, csv_of

SERVICES = feeds()["layanan_bulanan"]
ROWS = [
    {"Wilayah": "75.01", "Bulan": "2025-03", "Layanan": "penyuluhan", "Jumlah kegiatan": "4", "Orang": "120"},
    {"Wilayah": "Kab. Boalemo", "Bulan": "Maret 2025", "Layanan": "penyuluhan", "Jumlah kegiatan": "6", "Orang": "420"},
]


@pytest.fixture(autouse=True)
def _fresh() -> Iterator[None]:
    workers.end_all()
    workers._warmed.clear()
    yield
    workers.end_all()


def _send(place: tuple[Store, Path], body: bytes, **more: object) -> workers.Report:
    named = {"sender": BNNP, "commit": False, "file_name": "uji.csv", "today": TODAY} | more
    return workers.submit(place[0], place[1], SERVICES, body, **named)


def test_a_worker_answers_what_the_check_itself_answers(place: tuple[Store, Path]) -> None:
    for rows in (ROWS, [ROWS[0] | {"Orang": "banyak"}]):
        body = csv_of(rows)
        here = submission.submit(*place, SERVICES, body, sender=BNNP, commit=False, file_name="uji.csv", today=TODAY)
        there = _send(place, body)
        assert there.remarks == here.remarks
        assert (there.landed, there.rows_in, there.periods, there.region_code) == (
            here.landed,
            here.rows_in,
            here.periods,
            here.region_code,
        )
        assert there.headings == here.headings


def test_a_worker_is_ready_before_the_first_file(place: tuple[Store, Path]) -> None:
    workers.warm(place[0])
    for _ in range(600):
        if workers._free:
            break
        time.sleep(0.05)
    worker = workers._free[0]
    workers.warm(place[0])  # once is enough
    assert _send(place, csv_of(ROWS)).accepted
    assert workers._free == [worker]


def test_a_worker_is_used_again_and_lands_files(place: tuple[Store, Path]) -> None:
    first = _send(place, csv_of(ROWS), commit=True)
    worker = workers._free[0]
    second = _send(place, csv_of([ROWS[0] | {"Orang": "130"}]), commit=True)
    assert (first.landed.new, second.landed.changed) == (2, 1)
    assert workers._free == [worker]


def test_a_fault_of_the_whole_file_arrives_as_it_is(place: tuple[Store, Path]) -> None:
    with pytest.raises(Fault) as fault:
        _send(place, b"a;b\n1;2\n")
    assert fault.value.problem is Problem.NO_HEADER
    assert fault.value.fields["columns"]


@pytest.mark.parametrize(
    ("limits", "words"),
    [(workers.Limits(memory=1 << 20), "1 MB memori"), (workers.Limits(seconds=0.01), "0.01 detik")],
    ids=["memory", "time"],
)
def test_a_file_that_takes_too_much_ends_its_worker_alone(
    place: tuple[Store, Path],
    rows_in: Callable[..., list[dict[str, object]]],
    monkeypatch: pytest.MonkeyPatch,
    limits: workers.Limits,
    words: str,
) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(workers, "LIMITS", limits)
        with pytest.raises(Fault) as fault:
            _send(place, csv_of(ROWS), commit=True)
        assert fault.value.problem is Problem.FILE_STOPPED
        assert words in str(fault.value)
    assert rows_in("service_month") == []
    assert _send(place, csv_of(ROWS), commit=True).landed.new == 2


def test_a_worker_killed_while_it_writes_leaves_nothing(
    place: tuple[Store, Path], rows_in: Callable[..., list[dict[str, object]]]
) -> None:
    _send(place, csv_of(ROWS))  # so that there is one to kill
    pid = workers._free[0]._process.pid

    def killed(rows: int) -> None:
        psutil.Process(pid).kill()

    with place[0].writing() as other:
        take_turn(other, "submissions")  # so that it cannot be done before it is killed
        with pytest.raises(Fault) as fault:
            _send(place, csv_of(ROWS), commit=True, progress=killed)
    assert fault.value.problem is Problem.FILE_STOPPED
    assert rows_in("service_month") == []


def test_a_sender_who_goes_away_ends_the_worker(
    place: tuple[Store, Path], rows_in: Callable[..., list[dict[str, object]]]
) -> None:
    def gone(rows: int) -> None:
        raise KeyboardInterrupt

    with place[0].writing() as other:
        take_turn(other, "submissions")
        with pytest.raises(KeyboardInterrupt):
            _send(place, csv_of(ROWS), commit=True, progress=gone)
    assert workers._free == []
    assert rows_in("service_month") == []


def test_a_worker_ends_with_the_process_that_started_it() -> None:
    script = (
        "from data.intake import workers; w = workers._Worker(workers.LIMITS); "
        "workers._keep(w); print(w._process.pid, flush=True); import os; os._exit(1)"
    )
    ran = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=False)
    try:
        psutil.Process(int(ran.stdout)).wait(timeout=20)
    except psutil.NoSuchProcess:
        return
    assert not psutil.pid_exists(int(ran.stdout))
