"""Facts refreshed after each random submission, correction or withdrawal equal facts rebuilt from an empty start."""

import hypothesis.strategies as st
import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, Phase, given, settings

from data.facts.update import refresh
from data.feeds import feeds
from data.model import schema
from tests.conftest import FULL
from tests.following import history, submit
from tests.intake.conftest import PUSAT, TODAY, csv_of, empty

pytestmark = pytest.mark.slow

VILLAGES = ("75.01.01.1001", "75.01.01.2001", "75.01.01.2002", "75.01.01.2003", "75.02.01.2001")
YEARS = (2016, 2022, 2023, 2024)
_place, _year = st.sampled_from(VILLAGES), st.sampled_from(YEARS)
_month = st.integers(1, 12)


def _event(village: str, year: int, month: int, at: int) -> dict[str, object]:
    event = ("seleksi", "sk", "pencanangan", "pokja", "ibm", "monev")[at % 6]
    return {"Desa/kelurahan": village, "Peristiwa": event, "Tanggal": f"{year}-{month:02d}-10"}


def _case(village: str, year: int, month: int, at: int) -> dict[str, object]:
    place = {"Desa/kelurahan": village} if at % 4 else {"Kabupaten/kota": village[:5]}
    return place | {
        "Nomor perkara": f"LP/{at}",
        "Instansi": "Polri",
        "Tanggal": f"{year}-{month:02d}-15",
        "Jumlah tersangka": 1 + at % 3,
        "Barang bukti": f"sabu/{at + 1},5/g",
    }


def _people(village: str, year: int, month: int, at: int) -> dict[str, object]:
    return {"Wilayah": village, "Tahun": year, "Penduduk": 1000 * (at + 1)}


def _service(village: str, year: int, month: int, at: int) -> dict[str, object]:
    return {
        "Wilayah kantor": village[:5] if at % 3 else "75",
        "Bulan": f"{year}-{month:02d}",
        "Layanan": "skhpn",
        "Jumlah kegiatan": at,
        "Orang": at,
    }


def _facility(village: str, year: int, month: int, at: int) -> dict[str, object]:
    return {
        "Kode fasilitas": f"F{at % 3}",
        "Nama fasilitas": "Klinik",
        "Pengelola": "BNN",
        "Desa/kelurahan": village,
        "Layanan": "rawat_inap",
        "Tempat tidur laki-laki": 10 + at,
        "Mulai melayani": f"{year}-{month:02d}-01",
        "IKR": "2,5",
    }


def _vulnerable(village: str, year: int, month: int, at: int) -> dict[str, object]:
    return {
        "Desa/kelurahan": village,
        "Tahun": year,
        "Cara": "survei",
        "Kuesioner disebar": 33,
        "Kuesioner kembali": 20 + at,
        "Kategori": ("bahaya", "waspada", "siaga", "aman")[at % 4],
    }


def _tat(village: str, year: int, month: int, at: int) -> dict[str, object]:
    return {
        "Nomor TAT": f"T{at}",
        "Kabupaten/kota": village[:5],
        "Tanggal permohonan": f"{year}-{month:02d}-01",
        "Tanggal sidang": f"{year}-{month:02d}-{5 + at:02d}",
        "Rekomendasi": ("rehabilitasi", "proses_hukum")[at % 2],
    }


def _stage(village: str, year: int, month: int, at: int) -> dict[str, object]:
    stage = ("LP", "SPDP", "P21", "Register")[at % 4]
    return {
        "Nomor perkara": f"LP/{at // 4}",
        "Tahap": stage,
        "Instansi": "Polri",
        "Tanggal": f"{year}-{month:02d}-{1 + at:02d}",
        "Kabupaten/kota": village[:5],
    }


def _unit(village: str, year: int, month: int, at: int) -> dict[str, object]:
    return {
        "Kode unit": f"U{at % 3}",
        "Desa/kelurahan": village,
        "Dibentuk": f"{year}-{month:02d}-01",
        "Agen Pemulihan": at,
    }


MAKERS = {
    "bersinar_peristiwa": _event, "kasus": _case, "penduduk": _people, "layanan_bulanan": _service,
    "fasilitas_rehab": _facility, "kawasan_rawan": _vulnerable, "tat": _tat, "tahap_perkara": _stage,
    "ibm_unit": _unit,
}  # fmt: skip
# feeds whose days, months or years say that there is something to have facts of
DATED = {
    "bersinar_peristiwa",
    "kasus",
    "layanan_bulanan",
    "kawasan_rawan",
    "tat",
    "tahap_perkara",
    "ibm_unit",
    "fasilitas_rehab",
}
ROWS = st.lists(st.tuples(_place, _year, _month, st.integers(0, 9)), min_size=1, max_size=5)
STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("kirim"), st.sampled_from(sorted(MAKERS)), ROWS),
        st.tuples(st.just("lengkap"), st.sampled_from(sorted(MAKERS)), ROWS),
        st.tuples(st.just("ganti"), st.sampled_from(sorted(MAKERS)), ROWS),
        st.tuples(st.just("tarik"), st.integers(0, 9), st.none()),
    ),
    min_size=1,
    max_size=6,
)


@settings(
    max_examples=15 if FULL else 5,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
    derandomize=True,
    phases=[Phase.generate],
)
@given(steps=STEPS)
def test_what_a_submission_touches_is_all_that_a_rebuild_would_change(intake_store, steps) -> None:
    store, home = intake_store
    empty(store)
    with store.writing() as connection:
        refresh(connection, lambda done, total: None)
    alive: list[tuple[str, int]] = []
    for kind, which, rows in steps:
        if kind == "tarik":
            if alive:
                history.withdraw(store, alive.pop(which % len(alive))[1], PUSAT, "uji")
            continue
        made = {tuple(map(str, _key(which, row))): row for row in (MAKERS[which](*row) for row in rows)}
        old = next((number for feed, number in alive if feed == which), None) if kind == "ganti" else None
        report = submit(
            store,
            home,
            feeds()[which],
            csv_of(list(made.values())),
            sender=PUSAT,
            commit=True,
            file_name="uji.csv",
            today=TODAY,
            supersedes=old,
            complete=kind == "lengkap",
        )
        assert report.accepted, [(fault.column, fault.found, fault.expected) for fault in report.remarks.faults[:3]]
        if report.kiriman_id is not None:
            alive = [pair for pair in alive if pair[1] != old]
            alive.append((which, report.kiriman_id))
    with store.writing() as connection:
        after = _derived(connection)
        refresh(connection, lambda done, total: None)
        rebuilt = _derived(connection)
    for table in rebuilt:
        assert after[table] == rebuilt[table], table
    assert rebuilt["nilai"] or not {feed for feed, _ in alive} & DATED


def _key(feed: str, row: dict[str, object]) -> list[object]:
    names = {
        "bersinar_peristiwa": ("Desa/kelurahan", "Peristiwa", "Tanggal"), "kasus": ("Nomor perkara",),
        "penduduk": ("Wilayah", "Tahun"), "layanan_bulanan": ("Wilayah kantor", "Bulan"),
        "fasilitas_rehab": ("Kode fasilitas",), "kawasan_rawan": ("Desa/kelurahan", "Tahun"),
        "ibm_unit": ("Kode unit",),
        "tat": ("Nomor TAT", "Kabupaten/kota"), "tahap_perkara": ("Nomor perkara", "Tahap", "Instansi"),
    }  # fmt: skip
    return [row.get(name) for name in names[feed]]


def _derived(connection: sa.Connection) -> dict[str, set[tuple[object, ...]]]:
    def plain(value: object) -> object:
        return tuple(value) if isinstance(value, list) else bytes(value) if isinstance(value, memoryview) else value

    return {
        table.name: {tuple(map(plain, row)) for row in connection.execute(sa.select(table)).all()}
        for table in (schema.bagian, schema.nilai, schema.lapis, schema.case_funnel, schema.case_step, schema.case_waiting)
    }
