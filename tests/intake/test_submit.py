"""Submissions land all or nothing, once, and can be traced and withdrawn."""

import io
from datetime import UTC, datetime, timedelta

import pyarrow.parquet as pq
import pytest
import sqlalchemy as sa

from data.feeds import feeds, mapping_of
from data.feeds.approval import ACTIVE
from data.intake.submit.history import rows_of, trace
from data.intake.submit.land import land, open_stage, stage
from data.intake.submit.submission import submit
from data.model import schema
from data.model.clock import stopped_at
from data.model.errors import Fault, Problem
from data.model.settings import Settings
from data.ops.bootstrap import load
from tests.following import history
from tests.intake.conftest import BNNK, BNNP, PUSAT, csv_of, month
from tests.people import as_person
from tests.stores import UNSEEN


def test_a_check_shows_what_would_happen_and_keeps_nothing(send, rows_in) -> None:
    report = send("layanan_bulanan", [month(1), month(2)], commit=False)
    assert (report.landed.new, report.kiriman_id) == (2, None)
    assert rows_in("service_month") == []


def test_one_bad_cell_stops_the_whole_file_and_is_named_by_row_and_column(send, rows_in, place) -> None:
    report = send("layanan_bulanan", [month(1), month(2, Orang="banyak"), month(3, Layanan="")])
    assert not report.accepted
    assert report.rejected == 2
    first, second = report.remarks.faults
    assert (first.row, first.column, first.found) == (3, "Orang", "banyak")
    assert (second.row, second.column, second.expected) == (4, "Layanan", "Wajib diisi.")
    assert rows_in("service_month") == []
    with place[0].writing() as connection:
        assert connection.scalar(sa.text("select count(*) from mentah.kiriman")) == 0
        assert connection.scalar(sa.text("select count(*) from mentah.isi")) == 0


def test_the_same_file_twice_changes_nothing(send, rows_in) -> None:
    first = send("layanan_bulanan", [month(1)])
    again = send("layanan_bulanan", [month(1)])
    assert (first.kiriman_id, again.already, again.kiriman_id) == (1, 1, None)
    assert len(rows_in("service_month")) == 1


def test_new_changed_and_unchanged_rows_are_distinguished(send, rows_in) -> None:
    send("layanan_bulanan", [month(1), month(2)])
    report = send("layanan_bulanan", [month(1), month(2, Orang=11), month(3)])
    assert (report.landed.new, report.landed.changed, report.landed.unchanged) == (1, 1, 1)
    assert [row["people"] for row in rows_in("service_month", "people", "month", order="month")] == [10, 11, 10]


def test_every_row_leads_back_to_file_sheet_row_and_cells(send, rows_in, place) -> None:
    send("layanan_bulanan", [month(1), month(2)], sender=BNNP, name="maret.csv")
    row = rows_in("service_month", "kiriman_id", "row_no", "month", order="month")[1]
    found = trace(place[0], as_person(place[0], "bnnp", "75"), int(row["kiriman_id"]), int(row["row_no"]))
    assert (found["pengirim"], found["berkas"], found["baris"]) == ("BNNP Gorontalo", "maret.csv", 3)
    assert found["sel"]["Bulan"] == "2025-02"
    assert len(str(found["sha256"])) == 64


def test_a_correction_replaces_and_the_older_version_stays_readable(send, rows_in, place) -> None:
    old = send("layanan_bulanan", [month(1), month(2, Orang=20)])
    new = send("layanan_bulanan", [month(1, Orang=12)], supersedes=old.kiriman_id)
    assert new.landed.gone == 1
    assert [row["people"] for row in rows_in("service_month", "people")] == [12]
    kept = rows_of(place[0], as_person(place[0], "bnn_pusat", ""), old.kiriman_id).to_pylist()
    assert [row["Orang"] for row in kept] == ["10", "20"]
    with place[0].writing() as connection:
        states = connection.execute(sa.select(schema.kiriman.c.id, schema.kiriman.c.state).order_by(schema.kiriman.c.id)).all()
    assert [tuple(row) for row in states] == [(1, "digantikan"), (2, "diterima")]


def test_a_withdrawn_submission_gives_way_to_the_one_before(send, rows_in, place) -> None:
    send("layanan_bulanan", [month(1)])
    wrong = send("layanan_bulanan", [month(1, Orang=99), month(2)])
    gone = history.withdraw(place[0], wrong.kiriman_id, PUSAT, "salah berkas")
    assert (gone.changed, gone.gone) == (1, 1)
    assert [(row["people"], row["kiriman_id"]) for row in rows_in("service_month", "people", "kiriman_id")] == [(10, 1)]
    again = send("layanan_bulanan", [month(1, Orang=99), month(2)])  # a withdrawn file may come again
    assert again.kiriman_id == 3


@pytest.mark.parametrize(
    ("beside", "amount"),
    [("sabu/2/g", None), ("sabu/12,5/g", 1250.0), ("sabu/12.5/g", 1.25), ("sabu/1,5/g; ganja/2.5/g", None)],
)
def test_a_weight_of_two_meanings_is_read_by_the_mark_of_its_column(send, rows_in, beside: str, amount: float | None) -> None:
    case = {"Instansi": "Polres", "Tanggal": "14/03/2025", "Desa/kelurahan": "75.01.01.2001", "Jumlah tersangka": 1,
            "Rincian tersangka": "L/25-34/kurir"}  # fmt: skip
    weights = {"LKN/1": "sabu/1.250/g", "LKN/2": beside}
    report = send("kasus", [{"Nomor perkara": key, "Barang bukti": text} | case for key, text in weights.items()])
    if amount is None:
        assert "Dapat berarti 1.250 atau 1,25" in report.remarks.faults[0].expected
        return
    assert report.accepted, report.remarks.faults
    assert amount in [row["amount"] for row in rows_in("case_substance", "amount")]


def test_children_come_and_go_with_their_case(send, rows_in, place) -> None:
    case = {
        "Nomor perkara": "LKN/1",
        "Instansi": "Polres",
        "Tanggal": "14/03/2025",
        "Desa/kelurahan": "75.01.01.2001",
        "Barang bukti": "sabu/12,5/g; ekstasi/3/butir",
        "Jumlah tersangka": 2,
        "Rincian tersangka": "L/25-34/kurir; P/18-24/pemakai",
    }
    first = send("kasus", [case])
    assert [
        (row["substance"], row["amount"], row["unit"]) for row in rows_in("case_substance", "substance", "amount", "unit")
    ] == [
        ("ekstasi", 3.0, "butir"),
        ("sabu", 12.5, "g"),
    ]
    assert [row["number"] for row in rows_in("case_suspect", "number")] == [1, 2]
    second = send("kasus", [case | {"Barang bukti": "sabu/13/g"}])
    assert second.landed.changed == 1
    assert [row["amount"] for row in rows_in("case_substance", "amount")] == [13.0]
    history.withdraw(place[0], second.kiriman_id, PUSAT, "salah")
    assert len(rows_in("case_substance")) == 2
    history.withdraw(place[0], first.kiriman_id, PUSAT, "salah")
    assert (rows_in("narcotics_case"), rows_in("case_substance"), rows_in("case_suspect")) == ([], [], [])


def test_what_others_refer_to_cannot_be_withdrawn(send, place, rows_in) -> None:
    facility = {"Kode fasilitas": "F1", "Nama fasilitas": "Klinik", "Pengelola": "BNN", "Desa/kelurahan": "75.01.01.2001",
                "Layanan": "rawat jalan", "Mulai melayani": "2020-01-01"}  # fmt: skip
    episode = {
        "Token klien": "ab" * 20,
        "Kode fasilitas": "F1",
        "Instansi": "BNN",
        "Layanan": "rawat jalan",
        "Jalur masuk": "sukarela",
        "Tanggal masuk": "2025-03-01",
        "Zat utama": "sabu",
        "Jenis kelamin": "L",
        "Kelompok umur": "25-34",
    }
    early = send("rehab_episode", [episode])
    assert "Belum ada di" in early.remarks.faults[0].expected
    registry = send("fasilitas_rehab", [facility])
    assert send("rehab_episode", [episode]).landed.new == 1
    with pytest.raises(Fault) as fault:
        history.withdraw(place[0], registry.kiriman_id, PUSAT, "salah")
    assert fault.value.problem is Problem.STORE_REFUSED
    assert len(rows_in("facility")) == 1


def test_rows_outside_the_senders_area_are_refused(send, rows_in) -> None:
    report = send("layanan_bulanan", [month(1), month(1, **{"Wilayah kantor": "75.02"})], sender=BNNK)
    assert [fault.row for fault in report.remarks.faults] == [3]
    assert "di luar wewenang" in report.remarks.faults[0].expected
    assert rows_in("service_month") == []


def test_an_office_that_does_not_send_a_feed_is_refused(send) -> None:
    with pytest.raises(Fault) as fault:
        send("penduduk", [{"Wilayah": "75.01", "Tahun": 2025, "Penduduk": 5}], sender=BNNK)
    assert fault.value.problem is Problem.NOT_A_SENDER


def test_the_ladder_of_approval(send, place) -> None:
    draft = send("layanan_bulanan", [month(1)], sender=BNNK)
    checked = send("layanan_bulanan", [month(2)], sender=BNNP)
    assert (draft.state, checked.state) == ("draf", "diperiksa")
    with pytest.raises(Fault):
        history.approve(place[0], draft.kiriman_id, BNNK)
    assert history.approve(place[0], draft.kiriman_id, BNNP) == "diperiksa"
    with pytest.raises(Fault):
        history.approve(place[0], draft.kiriman_id, BNNP)
    assert history.approve(place[0], draft.kiriman_id, PUSAT) == "diterima"
    with pytest.raises(Fault):  # somebody else's region does not even exist
        history.approve(place[0], checked.kiriman_id, BNNK)


def test_a_repeated_key_is_a_fault_of_both_rows_a_repeated_row_is_not(send) -> None:
    report = send("layanan_bulanan", [month(1), month(1, Orang=11), month(2), month(2)])
    assert [fault.row for fault in report.remarks.faults] == [2, 3]
    assert ("", "baris yang sama persis dipakai sekali") in report.remarks.notes


def test_row_rules_and_rules_across_rows_speak(send) -> None:
    report = send("penduduk", [{"Wilayah": "75.01", "Tahun": 2025, "Penduduk": 10, "Laki-laki": 6, "Perempuan": 5}])
    assert "tidak berjumlah sama" in report.remarks.faults[0].expected
    line = {"Wilayah": "75.01", "Jenis": "APBD", "Berlaku sejak": "2025-01-01", "Pagu": "1.000.000"}
    report = send("regulasi_anggaran", [line | {"Nomor": "2025"}, line | {"Nomor": "2025-2"}])
    assert {fault.row for fault in report.remarks.faults} == {2, 3}


def test_a_list_with_a_date_per_event_becomes_events(send, rows_in) -> None:
    body = csv_of(
        [
            {
                "No": 1,
                "Kabupaten": "Kab. Gorontalo",
                "Kecamatan": "Limboto",
                "Desa": "Tenilo",
                "No SK": "SK/1",
                "Tgl SK": "31/12/2023",
                "Tanggal Pencanangan": "26 Juni 2024",
                "Tanggal Posko": "-",
            }
        ]
    )
    report = send("bersinar_peristiwa", body, sender=BNNP)
    assert report.remarks.faults == []
    assert [
        (row["event"], str(row["event_date"]), row["document"])
        for row in rows_in("bersinar_event", "event", "event_date", "document", order="event_date")
    ] == [
        ("sk", "2023-12-31", "SK/1"),
        ("pencanangan", "2024-06-26", ""),
    ]
    assert report.periods == ("2023", "2024")


def test_a_mapping_turns_another_systems_columns_and_codes_into_ours(send, rows_in) -> None:
    facility = {
        "Kode fasilitas": "LKS-1",
        "Nama fasilitas": "Balai",
        "Pengelola": "Kemensos",
        "Desa/kelurahan": "75.01.01.2001",
        "Layanan": "rawat inap",
        "Tempat tidur laki-laki": 10,
        "Mulai melayani": "2020-01-01",
    }
    send("fasilitas_rehab", [facility])
    row = {
        "NIK_PM": "7501010101900001",
        "NAMA_PM": "Siti Aminah",
        "KODE_LKS": "LKS-1",
        "JENIS_PELAYANAN": "RESIDENSIAL",
        "ASAL_RUJUKAN": "1",
        "TGL_REGISTRASI": "01/02/2025",
        "TGL_MULAI_LAYANAN": "05/02/2025",
        "TGL_TERMINASI": "",
        "STATUS_TERMINASI": "",
        "JENIS_NAPZA": "OPIOID",
        "JENIS_KELAMIN": "2",
        "KELOMPOK_UMUR": "25-34",
        "KAB_KOTA_DOMISILI": "Kab. Boalemo",
    }
    from data.feeds import mappings

    report = send("rehab_episode", [row], mapping=mappings()["siks_ng"])
    assert report.remarks.faults == []
    found = rows_in("rehab_episode", "agency", "service", "entry", "substance", "sex", "home_regency", "regency_code")
    assert found == [
        {
            "agency": "Kemensos",
            "service": "rawat_inap",
            "entry": "sukarela",
            "substance": "heroin",
            "sex": "P",
            "home_regency": "75.02",
            "regency_code": "75.01",
        }
    ]


def test_a_mapping_is_remembered_for_its_office_and_header(place) -> None:
    from data.intake.remembered import heading_digest, recall, remember

    digest = heading_digest(["Desa ", "TGL"])
    mapping = mapping_of({"feed": "bersinar_peristiwa", "columns": {"village_code": "Desa"}})
    remember(place[0], "bersinar_peristiwa", "BNNP X", digest, mapping, "budi")
    assert recall(place[0], "bersinar_peristiwa", "BNNP X", heading_digest(["desa", "Tgl"])) == mapping
    assert recall(place[0], "bersinar_peristiwa", "BNNP Y", digest) is None


def test_simulated_files_never_enter_a_store_of_real_data(send) -> None:
    with pytest.raises(Fault) as fault:
        send("layanan_bulanan", b"DATA SIMULASI\n" + csv_of([month(1)]))
    assert fault.value.problem is Problem.SIMULATED_FILE


def test_simulated_rows_never_come_beside_real_ones(send, place) -> None:
    send("layanan_bulanan", [month(1)])
    with pytest.raises(Fault) as fault:
        load(place[0], Settings(home=place[1]), simulate=True, show=UNSEEN)
    assert fault.value.problem is Problem.REAL_ROWS_THERE


def test_where_nobody_reported_is_not_reported_and_not_none(send, place) -> None:
    send(
        "bersinar_peristiwa",
        [{"Desa/kelurahan": "75.01.01.2001", "Peristiwa": "pencanangan", "Tanggal": "2024-05-01"}],
        sender=BNNK,
    )
    with place[0].writing() as connection:
        rows = connection.execute(
            sa.text(
                "select region_code, status, class from analitik.nilai where indicator = 'status_bersinar' and period = '2024'"
            )
        ).all()
    assert {code: (status, found) for code, status, found in rows} == {
        "75.01.01.1001": (1, 0),
        "75.01.01.2001": (1, 2),
        "75.01.01.2002": (1, 0),
        "75.01.01.2003": (1, 0),
        "75.02.01.2001": (2, None),
    }


def replayed(connection: sa.Connection, feed: str) -> list[tuple[object, ...]]:
    """The rows of `inti` if all active submissions landed in their order, from an empty table."""
    contract = feeds()[feed]
    table = contract.lands[0].table
    connection.execute(sa.text(f"delete from inti.{table}"))
    rows = connection.execute(
        sa.select(schema.kiriman)
        .where(schema.kiriman.c.feed == feed, schema.kiriman.c.state.in_(ACTIVE))
        .order_by(schema.kiriman.c.id)
    ).all()
    for row in rows:
        open_stage(connection, contract)
        for part in connection.execute(
            sa.text("select first_row, body from mentah.isi where kiriman_id = :id and kind = 'baris'"), {"id": row.id}
        ):
            stage(connection, pq.read_table(io.BytesIO(bytes(part.body))), part.first_row, row.id)
        connection.execute(sa.text("update kiriman_baris set faulty = false"))
        land(connection, contract, row.source_id, write=True)
    return held(connection, table)


def held(connection: sa.Connection, table: str) -> list[tuple[object, ...]]:
    """All rows of a table but what the store itself numbers."""
    names = ", ".join(column.name for column in schema.metadata.tables[f"inti.{table}"].c if column.name != "id")
    return sorted((tuple(map(str, row)) for row in connection.execute(sa.text(f"select {names} from inti.{table}"))), key=str)


def test_the_first_month_of_a_year_may_be_sent_once_it_began_in_jayapura(place) -> None:
    body = csv_of([month(1, Bulan="2026-01")])
    for minute, accepted in ((-1, False), (1, True)):  # around midnight in Jayapura: still December in Jakarta and by UTC
        with stopped_at(datetime(2025, 12, 31, 15, tzinfo=UTC) + timedelta(minutes=minute)):
            assert submit(*place, feeds()["layanan_bulanan"], body, sender=PUSAT, commit=False).accepted == accepted
