"""Over two thousand bad files, half on each kind of store: no traceback, no partial write, every fault readable."""

import csv
import io

import hypothesis.strategies as st
import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, given, settings
from openpyxl import Workbook

from data.feeds import Column, Contract, feeds
from data.model.errors import Fault
from tests.conftest import FULL
from tests.following import submit
from tests.intake.conftest import PUSAT, TODAY, empty

pytestmark = pytest.mark.slow

NASTY = st.sampled_from(
    [
        "",
        " ",
        "-",
        "??",
        "0",
        "-1",
        "1e309",
        "1.234",
        "1,234",
        "99999999999999999999",
        "NaN",
        "inf",
        "31/02/2025",
        "2025-13-01",
        "0000-00-00",
        "9999-12-31",
        "=1+1",
        "@SUM(A1)",
        "'; drop table inti.region; --",
        "%s",
        "{0}",
        "\\x00",
        "\x00",
        "\u202e",
        "a" * 3_000,
        "75.01.01.2001",
        "75.99",
        "75",
        "Tenilo",
        "7501012001",
        "75.1",
        "7501010101900001",
        "0812-3456-7890",
        "[1,2",
        '{"a":1}',
        "sabu/x/g",
        "sabu/1/g; sabu/2/g",
        "L/25-34",
        ";;;",
        "\n",
        '"',
        "true",
        "Jumlah",
        "Total",
        "🙂",
        "NULL",
        "1/0",
        "1.2.3.4.5",
        "٣",
        "½",
    ]
)
CELL = st.one_of(NASTY, st.text(max_size=12), st.integers(-(10**20), 10**20).map(str), st.dates().map(str))


def _valid(column: Column) -> str:
    if column.type == "region":
        return {4: "75.01.01.2001", 3: "75.01.01", 2: "75.01", 1: "75", 0: "ID"}[max(column.levels)]
    return str(column.example)


@st.composite
def files(draw: st.DrawFn) -> tuple[str, bytes]:
    """A feed and a file for it that is nearly right: some cells, headers or bytes are not."""
    contract: Contract = feeds()[draw(st.sampled_from(sorted(feeds())))]
    columns = list(contract.columns)
    header = [one.label["id"] for one in columns]
    rows = [[_valid(one) for one in columns] for _ in range(draw(st.integers(0, 4)))]
    for _ in range(draw(st.integers(1, 5))):
        match draw(st.integers(0, 6)):
            case 0 | 1 | 2 if rows:
                row = draw(st.integers(0, len(rows) - 1))
                rows[row][draw(st.integers(0, len(columns) - 1)) % max(1, len(rows[row]))] = draw(CELL)
            case 3:
                header[draw(st.integers(0, len(header) - 1))] = draw(CELL)
            case 4 if rows:
                rows.append(list(rows[0]))
            case 5 if rows:
                rows[-1] = rows[-1][: draw(st.integers(1, len(columns)))] if draw(st.booleans()) else [*rows[-1], draw(CELL)]
            case _:
                rows.insert(0, [draw(CELL)])
    if draw(st.integers(0, 3)) == 0:
        book = Workbook()
        for line in (header, *rows):
            book.active.append([cell.translate(dict.fromkeys(range(32)))[:500] for cell in line])
        out = io.BytesIO()
        book.save(out)
        body = out.getvalue()
    else:
        text = io.StringIO()
        writer = csv.writer(text, delimiter=draw(st.sampled_from(";,\t")))
        writer.writerows([header, *rows])
        body = text.getvalue().encode(draw(st.sampled_from(["utf-8", "utf-8-sig", "cp1252", "utf-16"])), errors="replace")
    if draw(st.integers(0, 9)) == 0:
        body = body[: len(body) * draw(st.integers(0, 100)) // 100] + draw(st.binary(max_size=20))
    return contract.name, body


def _counts(store) -> tuple[int, ...]:
    with store.writing() as connection:
        return tuple(
            int(connection.scalar(sa.text(f"select count(*) from {table}")) or 0)
            for table in (
                "mentah.kiriman",
                "mentah.isi",
                *sorted(f"inti.{one.table}" for c in feeds().values() for one in c.lands),
            )
        )


def check(intake_store, case: tuple[str, bytes]) -> bool:
    """Send one; True when it was accepted."""
    store, home = intake_store
    before = _counts(store)
    try:
        report = submit(store, home, feeds()[case[0]], case[1], sender=PUSAT, commit=True, file_name="x", today=TODAY)
    except Fault as fault:
        stopped = fault
    else:
        stopped = None
    if stopped is not None:
        assert stopped.status < 500, stopped
        assert str(stopped).endswith((".", "--help")), str(stopped)
        assert _counts(store) == before
        return False
    for one in report.remarks.faults:
        assert one.expected.endswith("."), one
        assert one.todo.endswith("."), one
        assert one.row >= 0
    if report.accepted:
        return report.kiriman_id is not None or report.already is not None
    assert report.remarks.faults
    assert _counts(store) == before
    return False


def test_many_bad_files_meet_no_error_of_ours(intake_store, record_property) -> None:
    tally = {"sent": 0, "accepted": 0}

    most = 1_300 if FULL else 100

    @settings(max_examples=most, derandomize=True, suppress_health_check=list(HealthCheck), deadline=None, database=None)
    @given(case=files())
    def run(case: tuple[str, bytes]) -> None:
        tally["sent"] += 1
        tally["accepted"] += check(intake_store, case)

    run()
    empty(intake_store[0])
    record_property("bad_files", tally["sent"] - tally["accepted"])
    assert tally["sent"] - tally["accepted"] >= 0.75 * most


HAND_MADE = {
    "only a header": b"Wilayah kantor;Bulan;Layanan;Jumlah kegiatan;Orang\n",
    "a header twice": b"Bulan;Bulan;Layanan;Layanan;Orang\n2025-01;2025-02;skhpn;skhpn;1\n",
    "one endless line": b"a;" * 200_000,
    "quotes that never close": b'Wilayah kantor;Bulan;Layanan;Jumlah kegiatan;Orang\n"75.01;2025-01;skhpn;1;1\n' * 3,
    "a header below forty rows of prose": b"kata kata\n" * 60
    + b"Wilayah kantor;Bulan;Layanan;Jumlah kegiatan;Orang\n75.01;2025-01;skhpn;1;1\n",
    "a page of a website": b"<!doctype html><html><body><table><tr><td>75.01</td></tr></table></body></html>",
    "a JSON file": b'{"rows": [{"region_code": "75.01"}]}',
    "a thousand columns": ";".join(f"k{n}" for n in range(1000)).encode() + b"\n" + b";".join([b"1"] * 1000),
    "a utf-16 file cut in the middle of a sign": "Wilayah kantor;Bulan\n75.01;2025-01\n".encode("utf-16")[:-1],
    "null bytes after text": b"Wilayah kantor;Bulan;Layanan\n75.01;2025-01\x00\x00;skhpn\n",
}


@pytest.mark.parametrize("body", HAND_MADE.values(), ids=HAND_MADE)
def test_hand_made_bad_files(intake_store, body: bytes) -> None:
    assert not check(intake_store, ("layanan_bulanan", body))


def test_a_large_csv_with_a_ragged_row_and_a_bad_cell_names_both_rows(intake_store) -> None:
    store, home = intake_store
    head = "Kode aksi;Rencana;Wilayah;Penanggung jawab;Jenis;Aksi;Target;Satuan"
    rows = [f"A{n};RAN P4GN;75.01;Kesbangpol;umum;Tes urine pegawai;{n + 1};orang" for n in range(100_000)]
    rows[50_000] = "A50000;RAN;75.01;Kesbangpol;umum;Tes;1;orang;1;1"
    rows[80_000] = "A80000;RAN;75.01;Kesbangpol;umum;Tes;banyak;orang"
    body = "\n".join([head, *rows]).encode()
    assert len(body) > 4_000_000
    report = submit(store, home, feeds()["ran_aksi"], body, sender=PUSAT, commit=True, today=TODAY)
    named = {(fault.row, fault.column) for fault in report.remarks.faults}
    assert (50_002, "") in named
    assert (80_002, "Target") in named
