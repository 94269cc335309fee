"""Files of offices that say their regions in every way, sent to a store that knows all regions."""

import csv
import io
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from data.feeds import Mapping, feeds
from data.intake.read.places import Change
from data.intake.read.region_time import before_split, undivided
from data.intake.submit.report import Report, Sender
from data.intake.submit.submission import submit
from data.model.roles import Role
from data.store import Store
from tests.intake.case_list import FOLDER
from tests.intake.places import places_of, province

TODAY = date(2026, 11, 1)
Check = Callable[..., Report]


@pytest.fixture
def check(all_regions: tuple[Store, Path]) -> Check:
    """Check a case or rows without keeping anything."""
    store, home = all_regions

    def checked(feed: str, what: str | list[dict[str, object]], region: str = "", **answers: str) -> Report:
        body = (FOLDER / what).read_bytes() if isinstance(what, str) else _csv(what)
        sender = Sender("BNN Pusat", "uji", Role.SYSTEM, (region,))
        mapping = Mapping(answers={name.replace("__", ":"): said for name, said in answers.items()}) if answers else None
        name = what if isinstance(what, str) else "uji.csv"
        return submit(
            store, home, feeds()[feed], body, sender=sender, commit=False, file_name=name, today=TODAY, mapping=mapping
        )

    return checked


def _csv(rows: list[dict[str, object]]) -> bytes:
    out = io.StringIO()
    writer = csv.DictWriter(out, list(rows[0]), delimiter=";")
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue().encode()


def _by_row(report: Report) -> dict[int, str]:
    return {fault.row: fault.sentence() for fault in report.remarks.faults}


def _notes(report: Report) -> str:
    return " ".join(f"{column}: {what} ({count})" for column, what, count, _ in report.remarks.noted())


def test_codes_of_bps_beside_names_are_named_and_offered(check: Check) -> None:
    report = check("kotan_penilaian", "m01_kotan_kode_bps.csv")
    assert len(report.remarks.faults) == report.rows_in == 14
    said = _by_row(report)[5]
    assert "Kode 7501 ialah Kab. Gorontalo (75.01), nama di sebelahnya 'Kab. Boalemo' (75.02)" in said
    assert "Sebagai kode BPS, 7501 ialah Kab. Boalemo (75.02)" in said
    assert list(report.remarks.offers) == [("kode:region_code", "bps")]
    read = check("kotan_penilaian", "m01_kotan_kode_bps.csv", kode__region_code="bps")
    assert read.accepted
    assert "kode BPS dibaca sebagai kode Kemendagri (14)" in _notes(read)


def test_ten_digits_of_bps_are_offered_and_names_beside_still_count(check: Check) -> None:
    report = check("penduduk", "m23_penduduk_bps10_tasikmalaya.csv", "32")
    assert ("kode:region_code", "bps") in report.remarks.offers
    assert report.remarks.fault_count == report.rows_in == 69
    read = check("penduduk", "m23_penduduk_bps10_tasikmalaya.csv", "32", kode__region_code="bps")
    # BPS gave these two numbers to other villages later
    assert {row: said.split("ialah ")[1].split(" di ")[0] for row, said in _by_row(read).items()} == {
        58: "Kelurahan Panyingkiran (32.78.04.1006), nama",
        59: "Kelurahan Parakannyasag (32.78.04.1005), nama",
    }


def test_a_header_that_says_bps_is_believed_without_an_offer(check: Check) -> None:
    report = check("kotan_penilaian", [_kotan("Kode kabupaten (BPS)", "7501") | {"Nama Kabupaten/Kota": "Kab. Boalemo"}])
    assert report.accepted
    assert not report.remarks.offers
    assert "7501 → 75.02" in str(report.remarks.examples)


def _kotan(header: str, cell: str) -> dict[str, object]:
    numbers = dict.fromkeys(
        ("Ketahanan keluarga", "Ketahanan masyarakat", "Kewilayahan", "Kelembagaan", "Hukum", "Indeks"), "3.1"
    )
    return {header: cell, "Tahun": 2025, "Edisi": 2022, **numbers, "Responden": 180}


def test_codes_that_both_systems_know_are_ours_unless_others_in_the_column_are_not(check: Check) -> None:
    ours = [_kotan("Kode kabupaten", code) for code in ("7501", "7502", "7571")]
    assert check("kotan_penilaian", ours).accepted
    report = check("kotan_penilaian", [_kotan("Kode kabupaten", code) for code in ("7501", "7502", "9471", "9426")])
    assert ("kode:region_code", "bps") in report.remarks.offers
    assert "kolom ini tampaknya berisi kode BPS" in _by_row(report)[2]
    assert check("kotan_penilaian", ours, kode__region_code="kemendagri").accepted


def test_a_code_with_dots_is_ours_in_any_column(check: Check) -> None:
    rows = [_kotan("Kode kabupaten", "75.01"), _kotan("Kode kabupaten", "7501")]
    report = check("kotan_penilaian", rows, kode__region_code="bps")
    assert report.accepted
    assert report.landed.new == 2


def test_a_village_with_another_kecamatan_beside_it_is_named(check: Check) -> None:
    report = check("bersinar_peristiwa", "m03_bersinar_konteks_bertentangan.csv", "75")
    said = _by_row(report)
    assert set(said) == {2, 4}  # Bontula does lie in Asparaga
    assert "'Bihe' tidak ada di Kec. Suwawa (75.03.03); yang ada: Desa Bihe (75.01.21.2010)" in said[2]
    assert "'Mohiyolo' tidak ada di Kec. Tilamuta (75.02.04)" in said[4]


def test_columns_of_open_data_are_context(check: Check) -> None:
    report = check("bersinar_peristiwa", "m07_bersinar_kepala_opendata.csv", "75")
    assert report.accepted
    assert report.landed.new == 2


def test_names_of_before_short_names_and_numerals_are_read(check: Check) -> None:
    report = check("kotan_penilaian", "m16_alias_kabkota.csv")
    assert report.accepted
    assert check("bersinar_peristiwa", "m21_kecamatan_romawi_terpotong.csv").accepted
    spelled = check("layanan_bulanan", "04c_nama_kab.xlsx")
    assert {fault.found for fault in spelled.remarks.faults} == {"Bogor", "Bima"}
    assert all("dipakai 2 wilayah" in said for said in _by_row(spelled).values())


def test_every_spelling_is_the_region_that_its_file_says(all_regions: tuple[Store, Path], check: Check) -> None:
    rows = list(csv.DictReader((FOLDER / "m16_alias_kabkota.csv").open(encoding="utf-8"), delimiter=";"))
    for row in rows:
        report = check("kotan_penilaian", [_kotan("Kabupaten/kota", row["Kabupaten/kota"])])
        assert report.accepted, _by_row(report)
        assert f"→ {row['kode yang benar']}" in str(report.remarks.examples), row


def test_desa_and_kelurahan_of_one_name_are_told_apart_by_their_kind(check: Check) -> None:
    report = check("bersinar_peristiwa", "m20_desa_dan_kelurahan_senama.csv")
    assert set(_by_row(report)) == {4}
    assert "14.07.06.1007" in _by_row(report)[4]
    assert "14.07.06.2001" in _by_row(report)[4]


def test_a_province_is_no_kota_of_its_name(check: Check) -> None:
    report = check("tat", "40_provinsi_jadi_kota.xlsx")
    assert [said.split(". ")[1] for said in _by_row(report).values()] == [
        f"'Provinsi {name}' menyebut provinsi; yang diperlukan kabupaten/kota" for name in ("Bengkulu", "Jambi")
    ]


def test_the_finest_region_of_a_row_is_its_region(check: Check) -> None:
    report = check("penduduk", "55_penduduk_desa_jadi_kab.xlsx", "75")
    assert report.accepted
    assert "Kab. Boalemo → 75.02.01.2014" in str(report.remarks.examples)


def test_figures_of_undivided_provinces_are_refused_and_their_regencies_moved(check: Check) -> None:
    report = check("penduduk", "16_papua_2021.xlsx")
    said = _by_row(report)
    assert set(said) == {8, 9}
    assert "Pada 2021 kode 91 masih Papua sebelum dibagi: 91 Papua, 93 Papua Selatan, 94 Papua Tengah" in said[8]
    assert "92 Papua Barat, 96 Papua Barat Daya" in said[9]
    assert "kode lama dibaca sebagai kode sekarang (5)" in _notes(report)


@pytest.mark.parametrize(
    ("year", "cell", "says"),
    [(2021, "Papua", "Pada 2021 kode 91"), (2022, "91", "sebelum atau sesudahnya"), (2023, "91", ""), (2021, "93", "")],
)
def test_the_year_of_a_row_says_which_region_a_code_means(check: Check, year: int, cell: str, says: str) -> None:
    rows: list[dict[str, object]] = [
        {"Wilayah": f"Provinsi {cell}" if cell == "Papua" else cell, "Tahun": year, "Penduduk": 1000}
    ]
    report = check("penduduk", rows)
    assert report.accepted == (not says)
    assert says in " ".join(_by_row(report).values())
    if year == 2022:
        assert check("penduduk", rows, waktu__region_code="sekarang").accepted


def test_every_statement_beside_a_code_counts(check: Check) -> None:
    row = {"Kode": "75.02", "Provinsi": "Gorontalo", "Nama wilayah": "Boalemo", "Tahun": 2024, "Penduduk": 10}
    for changed, right in (
        ({}, True),
        ({"Provinsi": "Sulawesi Utara"}, False),
        ({"Nama wilayah": "Pohuwato"}, False),
        ({"Nama wilayah": "Gorontalo"}, False),
        ({"Nama wilayah": "Boalemmo"}, True),
    ):
        assert check("penduduk", [row | changed]).accepted == right, changed


def test_a_row_without_its_finest_column_is_noted_as_coarser(check: Check) -> None:
    rows: list[dict[str, object]] = [
        {"Kabupaten/Kota": "Boalemo", "Kecamatan": "Paguyaman", "Desa": village, "Tahun": 2024, "Penduduk": people}
        for village, people in (("", 9000), ("Tenilo", 1200))
    ]
    report = check("penduduk", rows)
    assert report.accepted
    assert "dibaca sebagai kecamatan, bukan desa/kelurahan seperti kepala kolomnya (1)" in _notes(report)


def test_a_word_for_a_kind_outweighs_the_header_where_the_feed_takes_that_level(check: Check) -> None:
    row = {"Kabupaten/Kota": "Provinsi Gorontalo", "Bulan": "2025-01", "Layanan": "skhpn", "Jumlah kegiatan": 1, "Orang": 1}
    report = check("layanan_bulanan", [row])
    assert "Provinsi Gorontalo → 75" in str(report.remarks.examples)
    assert "dibaca sebagai provinsi, bukan kabupaten/kota seperti kepala kolomnya (1)" in _notes(report)
    assert not check("layanan_bulanan", [row | {"Kabupaten/Kota": "Jawa Barat"}]).accepted


def test_an_empty_region_cell_is_never_the_province_beside_it(check: Check) -> None:
    row = {
        "Wilayah kantor": "",
        "Provinsi": "Gorontalo",
        "Bulan": "2025-01",
        "Layanan": "skhpn",
        "Jumlah kegiatan": 1,
        "Orang": 1,
    }
    kab = row | {"Wilayah kantor": "Kab. Boalemo"}
    report = check("layanan_bulanan", [kab, row])
    assert not report.accepted
    assert "Wajib diisi" in _by_row(report)[3]


def test_a_kota_that_the_store_lacks_is_not_the_kabupaten_of_its_name(send: Callable[..., Report]) -> None:
    report = send("kotan_penilaian", [_kotan("Kabupaten/kota", "Kota Gorontalo")], commit=False)
    assert not report.accepted
    assert "Nama ini tidak ada di antara kabupaten/kota" in _by_row(report)[2]
    assert send("kotan_penilaian", [_kotan("Kabupaten/kota", "Kab. Gorontalo")], commit=False).accepted


def test_a_store_of_one_province_knows_what_was_cut_from_it() -> None:
    places = province("91")
    assert before_split(places, "91", date(2021, 1, 1), date(2021, 12, 31))
    assert before_split(places, "91", date(2022, 1, 1), date(2022, 12, 31)) is None
    assert before_split(places, "91", date(2023, 1, 1), date(2023, 12, 31)) is False
    assert "93 Papua Selatan" in undivided(places, "91", "2021", sure=True).expected


def test_a_split_of_an_unknown_day_is_certain_only_outside_of_the_two_lists() -> None:
    places = places_of({"15.03": "Kabupaten Sarolangun", "15.03.06": "Limun", "15.03.12": "Batang Asai Baru"})
    places.change("15.03.06", Change("15.03.12", True, None))
    years = {year: before_split(places, "15.03.06", date(year, 1, 1), date(year, 12, 31)) for year in (2018, 2022, 2025)}
    assert years == {2018: True, 2022: None, 2025: False}
    assert "hari yang tidak diketahui" in undivided(places, "15.03.06", "2022", sure=False).expected
