"""Identities never enter; a person counted once is a token made in memory."""

import io

import pyarrow.parquet as pq
import pytest
import sqlalchemy as sa

from dashboard.analysis.rehab.headcount import Headcount, headcount_of
from data.facts.update import refresh
from data.intake.read.tokens import Keyring
from data.model.errors import Fault, Problem
from data.model.identities import looks_like_nik
from data.queries import breakdown
from data.store import Store
from tests.intake.conftest import month
from tests.people import as_person

NIK, OTHER = "7501010101900001", "7501014501950002"
FACILITY = {"Kode fasilitas": "F1", "Nama fasilitas": "Klinik", "Pengelola": "BNN", "Desa/kelurahan": "75.01.01.2001",
            "Layanan": "rawat jalan", "Mulai melayani": "2020-01-01"}  # fmt: skip


def episode(person: str, **more: object) -> dict[str, object]:
    """A row of `rehab_episode`."""
    return {
        "NIK": person,
        "Kode fasilitas": "F1",
        "Instansi": "BNN",
        "Layanan": "rawat jalan",
        "Jalur masuk": "sukarela",
        "Tanggal masuk": "2025-03-01",
        "Zat utama": "sabu",
        "Jenis kelamin": "L",
        "Kelompok umur": "25-34",
    } | more


@pytest.mark.parametrize(
    "extra",
    [
        {"NIK": NIK},
        {"Nama": "Budi"},
        {"Nama Lengkap": "x"},
        {"Tgl. Lahir": "1990-01-01"},
        {"No. HP": "1"},
        {"Catatan": f"pasien {NIK}"},
        {"Catatan": "hubungi 0812-3456-7890"},
        {"Catatan": "+62 812 3456 7890"},
        {"Hari tunggu": NIK},
    ],
    ids=lambda extra: "-".join(extra) + str(len(str(extra))),
)
def test_what_looks_like_a_person_stops_the_whole_file(send, place, extra: dict[str, object]) -> None:
    rows = [month(number, **extra) for number in (1, 2, 3)]
    with pytest.raises(Fault) as fault:
        send("layanan_bulanan", rows)
    assert fault.value.problem is Problem.IDENTITY_FOUND
    assert next(iter(extra)) in str(fault.value)
    assert not any(value in str(fault.value) for value in extra.values() if len(str(value)) > 5)
    with place[0].writing() as connection:
        assert connection.scalar(sa.text("select count(*) from mentah.kiriman")) == 0


def test_a_column_of_region_names_called_nama_is_no_list_of_people(send) -> None:
    assert send("layanan_bulanan", [month(1, Nama="Kabupaten Gorontalo"), month(2, Nama="Kabupaten Gorontalo")]).accepted


def test_a_nik_becomes_a_token_and_stands_nowhere(send, place, rows_in) -> None:
    send("fasilitas_rehab", [FACILITY])
    report = send(
        "rehab_episode", [episode(NIK), episode(OTHER), episode(NIK, Layanan="rawat inap", **{"Tanggal masuk": "2025-05-01"})]
    )
    assert report.landed.new == 3
    tokens = [bytes(row["token"]) for row in rows_in("rehab_episode", "token")]
    assert len(set(tokens)) == 2
    assert all(len(token) == 17 and token[0] == 1 for token in tokens)
    with place[0].writing() as connection:
        bodies = connection.scalars(sa.text("select body from mentah.isi")).all()
    for body in bodies:
        assert NIK not in str(pq.read_table(io.BytesIO(bytes(body))).to_pylist())
    assert NIK not in str(report.remarks.noted())


def test_a_nik_that_excel_rounded_or_nobody_has_is_asked_and_not_repeated(send) -> None:
    send("fasilitas_rehab", [FACILITY])
    report = send("rehab_episode", [episode("9901019901900001"), episode("12345")])
    assert [fault.found for fault in report.remarks.faults] == ["", ""]
    assert "9901019901900001" not in str(report.remarks.faults)


def test_two_agencies_name_one_person_once(tmp_path) -> None:
    ring = Keyring.open(tmp_path)
    assert ring.token(NIK) == Keyring.open(tmp_path).token(NIK) != ring.token(OTHER)
    assert Keyring.open(tmp_path / "lain").token(NIK) != ring.token(NIK)
    assert (tmp_path / "kunci-token.json").stat().st_mode & 0o077 == 0


def test_rotation_overlaps_and_links_who_comes_again(send, place, rows_in) -> None:
    store, home = place
    send("fasilitas_rehab", [FACILITY])
    send("rehab_episode", [episode(NIK), episode(OTHER)])
    ring = Keyring.open(home).rotated(home)
    send("rehab_episode", [episode(NIK, **{"Tanggal masuk": "2025-06-01"})])
    links = rows_in("token_link", "newer", "older")
    assert [(bytes(row["newer"]), bytes(row["older"])) for row in links] == [(ring.token(NIK), ring.older(NIK))]
    count = _counted(store)
    # three episodes of two people: who was seen under both keys is one, and surely not who was seen under the old one alone
    assert (count.contacts.least, count.most, count.least) == (3, 2, 2)
    ring.retired(home)
    send("rehab_episode", [episode(OTHER, **{"Tanggal masuk": "2025-07-01"})])
    count = _counted(store)
    # the old key is gone: whether this is somebody new cannot be known, and the interval says so
    assert (count.contacts.least, count.most, count.least) == (4, 3, 2)


def _counted(store: Store) -> Headcount:
    """The number of people in rehabilitation in 2025, after a refresh."""
    with store.writing() as connection:
        refresh(connection, lambda done, total: None, ["orang_direhabilitasi"])
    return headcount_of(breakdown(store, as_person(store, "bnn_pusat", ""), "75", "2025"))


def test_rows_and_totals_as_offices_write_them_move_the_head_count_and_the_way(send, place) -> None:
    store, _ = place
    send("fasilitas_rehab", [FACILITY])
    written = [(NIK, "Wajib lapor"), (OTHER, "lapor diri"), (NIK, "Rekomendasi TAT")]
    rows = [
        episode(who, **{"Jalur masuk": entry, "Tanggal masuk": f"2025-0{at}-01"})
        for at, (who, entry) in enumerate(written, start=3)
    ]
    assert send("rehab_episode", rows).accepted
    count = _counted(store)
    assert (count.people.amount, count.contacts.words, count.least, count.most) == (2, "3", 2, 2)
    found = breakdown(store, as_person(store, "bnn_pusat", ""), "75", "2025")
    ways = found[(found["subject"] == "alur") & found["a"].str.startswith("masuk.")]
    assert dict(zip(ways["a"], ways["amount"], strict=True)) == {"masuk.lapor_diri": 2, "masuk.tat": 1}
    total = {"Instansi": "Kemensos", "Wilayah": "75.01", "Bulan": "2025-03", "Layanan": "rawat jalan", "Klien": 7}
    assert send("rehab_rekap", [total, total | {"Bulan": "2025-04", "Klien": 2}]).accepted
    count = _counted(store)
    # all nine may be among the two and among each other, or nobody is: at least the largest agency, at most everybody
    assert (count.people.amount, count.least, count.most) == (2, 9, 11)
    assert [(name, one.amount) for name, one in count.totals] == [("Kemensos", 9)]
    assert send("rehab_rekap", [total | {"Klien": 0}, total | {"Bulan": "2025-04", "Klien": 0}]).accepted
    count = _counted(store)
    assert (count.least, count.most) == (2, 2)


def test_what_a_nik_looks_like() -> None:
    assert looks_like_nik(NIK)
    assert looks_like_nik(OTHER)  # a woman's day of birth has 40 added
    assert not looks_like_nik("1234567890123456")
    assert not looks_like_nik("0001010101900001")
