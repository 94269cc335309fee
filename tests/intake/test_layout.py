"""What stands around the numbers keeps its meaning: files as offices really make them, each with the right answer."""

import random
import re

import pytest

from data.intake.read.rows import is_total
from data.model.errors import Fault, Problem
from geo import reference
from tests.intake.checked import HEAD, Check, faults, notes, offers, service, workbook
from tests.intake.damage.right import gorontalo


def test_a_recap_with_sections_totals_and_a_signature_is_its_real_rows(check: Check) -> None:
    report = check("m04")
    assert (report.rows_in, report.remarks.faults) == (3, [])
    said = notes(report)
    assert said["baris nomor kolom dilewati"] == 1
    assert said["baris jumlah dilewati"] == 2
    assert said["baris rata-rata dilewati"] == 1
    assert said["catatan di luar tabel dilewati"] == 5
    assert not any("bagian-bagiannya" in what for what in said)  # both totals agree with their rows


def test_a_number_merged_over_two_regions_is_a_fault_of_both(check: Check) -> None:
    assert faults(check("m05")) == {(row, name) for row in (2, 3) for name in ("Jumlah kegiatan", "Orang")}


def test_a_name_merged_over_two_rows_is_theirs(check: Check) -> None:
    rows = [service("Kab. Boalemo"), service("", month="2025-04")]
    report = check(workbook(HEAD, *rows, touch=lambda sheet: sheet.merge_cells("A2:A3")))
    assert (report.rows_in, report.remarks.faults) == (2, [])


def test_a_number_merged_over_two_columns_is_a_fault(check: Check) -> None:
    report = check(workbook(HEAD, service("Kab. Boalemo"), touch=lambda sheet: sheet.merge_cells("D2:E2")))
    assert (2, "Orang") in faults(report)


def test_blanks_under_a_value_are_asked_and_filled_when_answered(check: Check) -> None:
    report = check("m08")
    asked = {"Kabupaten", "Kecamatan", "Tanggal Pencanangan"}
    assert {(row, name) for row in (3, 4, 6) for name in asked} <= faults(report)
    assert offers(report) == {(f"kosong:{name}", answer) for name in asked for answer in ("di_atas", "kosong")}
    shown = report.remarks.offers["kosong:Tanggal Pencanangan", "di_atas"].says
    assert "baris 3 → 26/06/2025" in shown
    read = check("m08", kosong__Kabupaten="di_atas", kosong__Kecamatan="di_atas", kosong__Tanggal_Pencanangan="di_atas")
    assert (read.rows_in, read.remarks.faults) == (5, [])
    assert notes(read)["sel kosong diisi seperti di atasnya, sesuai jawaban pengirim"] == 9


def test_a_lone_cell_under_a_full_row_is_asked_and_no_note(check: Check) -> None:
    head = ["Kabupaten", "Kecamatan", "Desa", "Tahapan", "Tanggal"]
    first = ["Kab. Gorontalo", "Asparaga", "Bihe", "pencanangan", "2025-06-26"]
    villages = check(workbook(head, first, [None, None, "Prima", None, None]), "bersinar_peristiwa")
    assert (3, "Tanggal") in faults(villages)
    assert ("kosong:Tahapan", "di_atas") in offers(villages)
    numbers = check(workbook(HEAD, service("Kab. Boalemo"), [None, None, None, None, 50]))
    assert (3, "Wilayah kantor") in faults(numbers)
    unfilled = check(workbook(HEAD, service("Kab. Boalemo"), ["Kota Gorontalo"]))
    assert (unfilled.rows_in, unfilled.remarks.faults) == (1, [])
    assert notes(unfilled)["baris yang hanya berisi nama wilayah dilewati"] == 1


def test_what_a_merged_cell_covers_is_named(check: Check) -> None:
    rows = [service("Kab. Boalemo"), service("Kota Gorontalo")]

    def merge(sheet: object) -> None:
        sheet.merged_cells.add("A2:A3")  # type: ignore[attr-defined] - as a program that leaves what it covers

    report = check(workbook(HEAD, *rows, touch=merge))
    assert faults(report) == {(3, "Wilayah kantor")}
    assert "Kab. Boalemo" in report.remarks.faults[0].expected


def test_a_blank_date_of_a_stage_that_has_not_come_is_not_asked(check: Check) -> None:
    head = ["Kode desa", "Tanggal SK", "Tanggal pencanangan"]
    rows = [["75.01.21.2010", "2025-01-05", "2025-02-05"], ["75.01.21.2009", "2025-01-06", None]]
    report = check(workbook(head, *rows), "bersinar_peristiwa")
    assert (report.rows_in, report.remarks.faults, offers(report)) == (3, [], set())


def test_a_row_or_a_column_without_height_or_width_counts_as_hidden(check: Check) -> None:
    def flat(sheet: object) -> None:
        sheet.row_dimensions[3].height = 0.01  # type: ignore[attr-defined]

    def narrow(sheet: object) -> None:
        sheet.column_dimensions["E"].width = 0.1  # type: ignore[attr-defined]

    rows = [service("Kab. Boalemo"), service("Kota Gorontalo")]
    assert notes(check(workbook(HEAD, *rows, touch=flat)))["baris tersembunyi ikut dibaca"] == 1
    assert notes(check(workbook(HEAD, *rows, touch=narrow)))["kolom ini tersembunyi dan ikut dibaca"] == 1


def test_a_hidden_column_never_wins(check: Check) -> None:
    report = check("11b")
    assert report.accepted
    assert notes(report)["kolom tersembunyi ini tidak dipakai"] == 1
    assert report.headings["Sheet"].names[report.headings["Sheet"].columns["people"]] == "Jumlah peserta"


def test_hidden_rows_are_counted_and_may_be_left_out(check: Check) -> None:
    def hide(sheet: object) -> None:
        sheet.row_dimensions[3].hidden = True  # type: ignore[attr-defined]

    body = workbook(HEAD, service("Kab. Boalemo"), service("Kota Gorontalo"), touch=hide)
    report = check(body)
    assert (report.rows_in, notes(report)["baris tersembunyi ikut dibaca"]) == (2, 1)
    assert offers(report) == {("tersembunyi:baris", "lewati")}
    assert check(body, tersembunyi__baris="lewati").rows_in == 1


def test_a_header_once_more_is_skipped_and_a_table_beside_is_read(check: Check) -> None:
    below, beside = check("13_"), check("13b")
    assert (below.rows_in, below.remarks.faults) == (6, [])
    assert notes(below)["kepala kolom yang berulang dilewati"] == 1
    assert (beside.rows_in, beside.remarks.faults) == (6, [])
    assert "kolom ini tidak dipakai" not in notes(beside)


def test_a_table_below_with_its_columns_in_another_order_is_read_by_its_own_header(check: Check) -> None:
    other = ["Bulan", "Wilayah", "Orang", "Jumlah kegiatan", "Layanan"]
    row: list[object] = ["2025-03", "Kota Gorontalo", 77, 7, "SKHPN"]
    report = check(workbook(HEAD, service("Kab. Boalemo"), [], other, row))
    assert (report.rows_in, report.remarks.faults) == (2, [])
    assert not notes(report).get("baris jumlah dilewati")


def test_a_table_below_that_lacks_a_column_is_named(check: Check) -> None:
    report = check(
        workbook(
            HEAD, service("Kab. Boalemo"), [], ["Wilayah", "Bulan", "Layanan", "Anggaran"], ["75.71", "2025-03", "SKHPN", 9]
        )
    )
    assert {(4, "Jumlah kegiatan"), (4, "Orang")} <= faults(report)


def test_two_columns_of_one_name_are_not_chosen_between(check: Check) -> None:
    report = check(workbook([*HEAD, "Orang"], [*service("Kab. Boalemo"), 60]))
    assert faults(report) == {(1, "Orang")}
    assert "E dan F" in report.remarks.faults[0].expected


def test_two_columns_that_may_be_one_of_ours_are_asked(check: Check) -> None:
    body = workbook([*HEAD, "Peserta"], [*service("Kab. Boalemo"), 60])
    report = check(body)
    assert faults(report) == {(1, "Orang")}
    assert offers(report) == {("kolom:Orang", "Orang"), ("kolom:Orang", "Peserta")}
    read = check(body, kolom__Orang="Peserta")
    assert read.accepted
    assert read.headings["Sheet"].names[read.headings["Sheet"].columns["people"]] == "Peserta"


def test_a_total_is_a_total_whatever_it_is_called(check: Check) -> None:
    assert (check("38").rows_in, check("38").remarks.faults) == (1, [])
    words = [
        "JUMLAH",
        "J U M L A H",
        "Sub-Total",
        "Total Kab. Gorontalo",
        "Grand total",
        "Rata-rata",
        "Kota Gorontalo Total",
        "Jml",
    ]
    report = check(workbook(HEAD, service("Kab. Boalemo"), *(service(word, 5, 50, "", "") for word in words)))
    assert (report.rows_in, report.remarks.faults) == (1, [])
    assert notes(report)["baris jumlah dilewati"] == len(words) - 1
    assert not [name for name in reference.read_regions()["name"] if is_total(name)]


def test_a_subtotal_is_held_against_the_rows_since_the_last(check: Check) -> None:
    rows = [service("Kab. Boalemo", 2, 20), service("Subtotal", 2, 20, "", ""), service("Kota Gorontalo", 3, 30)]
    right = check(workbook(HEAD, *rows, service("Subtotal", 3, 30, "", ""), service("Jumlah", 5, 50, "", "")))
    assert not any("bagian-bagiannya" in what for what in notes(right))
    wrong = check(workbook(HEAD, *rows, service("Jumlah", 6, 50, "", "")))
    assert notes(wrong)["jumlah tertulis 6 tetapi bagian-bagiannya berjumlah 5"] == 1


def test_a_section_says_where_its_rows_are(check: Check) -> None:
    head = ["No", "Desa", "Tahapan", "Tanggal"]
    name = "Karya Baru"  # in Asparaga and in Dengilo
    rows = [
        ["A", "Kecamatan Asparaga"],
        [1, name, "pencanangan", "2025-01-05"],
        ["B", "Kec. Dengilo"],
        [2, name, "pencanangan", "2025-01-06"],
    ]
    report = check(workbook(head, *rows), "bersinar_peristiwa")
    assert (report.rows_in, report.remarks.faults) == (2, [])
    assert notes(report)["baris judul bagian dibaca sebagai wilayah baris-baris di bawahnya"] == 2
    assert notes(check(workbook(head, *rows), "bersinar_peristiwa"))["nama dibaca sebagai kode"] == 2


def test_a_province_beside_its_regencies_is_asked(check: Check) -> None:
    body = workbook(HEAD, service("Kab. Boalemo", 2, 20), service("Kota Gorontalo", 3, 30), service("75", 5, 50))
    report = check(body)
    assert faults(report) == {(4, "Wilayah kantor")}
    assert offers(report) == {("induk:Wilayah kantor", "lewati"), ("induk:Wilayah kantor", "pakai")}
    assert "Jumlah kegiatan 5, jumlah bagiannya 5" in report.remarks.offers["induk:Wilayah kantor", "lewati"].says
    assert check(body, induk__Wilayah_kantor="lewati").rows_in == 2
    used = check(body, induk__Wilayah_kantor="pakai")
    assert used.rows_in == 3
    assert notes(used)["baris wilayah induk dipakai di samping bagian-bagiannya, sesuai jawaban pengirim"] == 1


def test_a_parent_row_that_is_no_sum_is_not_left_out_by_a_previous_answer(check: Check) -> None:
    rows = [service("Kab. Boalemo", 2, 10), service("Kab. Gorontalo", 3, 20)]
    other = check(workbook(HEAD, *rows, service("Provinsi Gorontalo", 5, 90)), induk__Wilayah_kantor="lewati")
    assert faults(other) == {(4, "Wilayah kantor")}
    assert "Orang 90, sedangkan bagian-bagiannya berjumlah 30" in other.remarks.faults[0].expected
    assert offers(other) == {("induk:Wilayah kantor", "pakai")}
    other_month = workbook(HEAD, service("Kab. Boalemo", 2, 20), service("75", 5, 50, "2025-04"))
    assert check(other_month).accepted


def test_months_across_are_named_where_a_feed_has_events_and_no_numbers(check: Check) -> None:
    rows: list[list[object]] = [["Desa/Kelurahan", "Tahapan", "Jan", "Feb", "Mar"], ["Bihe", "SK", 1, 0, 2]]
    report = check(workbook(*rows), "bersinar_peristiwa")
    assert not report.understood
    (fault,) = report.remarks.faults
    assert "Jan sampai Mar" in fault.expected


@pytest.mark.parametrize("case", ["m14a", "m14c", "m14d", "m14f", "m14g", "m14i", "m14j"])
def test_text_and_workbooks_of_other_programs_are_read(check: Check, case: str) -> None:
    report = check(case)
    assert (report.rows_in, report.remarks.faults) == (2, [])


def test_a_workbook_whose_main_part_lies_elsewhere_is_named(check: Check) -> None:
    with pytest.raises(Fault, match=r"bagian utamanya.*simpan lagi sebagai \.xlsx") as fault:
        check("m14b")
    assert fault.value.problem is Problem.FILE_UNREADABLE


@pytest.mark.parametrize("case", ["m15a", "m15b"])
def test_a_cell_at_the_end_of_the_world_is_refused(check: Check, case: str) -> None:
    with pytest.raises(Fault) as fault:
        check(case)
    assert fault.value.problem is Problem.FILE_STOPPED


def test_a_long_csv_means_what_a_short_one_does(check: Check) -> None:
    codes = [code for code in gorontalo() if len(code) == 13]

    def file(size: int) -> tuple[bytes, int]:
        lines, count, long = ["Kode wilayah,Nama,Tahun,Jumlah penduduk"], 0, 0
        lines += ["(1),(2),(3),(4)", "Kecamatan contoh"]
        while long < size:
            code, year = codes[count % len(codes)], 2024 - count // len(codes)
            lines.append(f"{code},Desa contoh nomor {count:06d} {'panjang ' * 300},{year},1000")
            long, count = long + len(lines[-1]) + 1, count + 1
        lines += ["Kode wilayah,Nama,Tahun,Jumlah penduduk", "", f"JUMLAH,,,{count * 1000}", "Sumber: Dukcapil"]
        return "\n".join(lines).encode(), count

    for size in (3_900_000, 4_100_000):
        body, count = file(size)
        report = check(body, "penduduk")
        assert report.rows_in == count
        assert report.remarks.faults == []
        said = {what: n for what, n in notes(report).items() if not re.search("kolom ini|tidak ditampilkan", what)}
        assert said == {
            "baris nomor kolom dilewati": 1,
            "baris yang hanya berisi nama wilayah dilewati": 2,
            "kepala kolom yang berulang dilewati": 1,
            "baris jumlah dilewati": 1,
        }


def test_random_rows_lose_nothing_by_a_total_between(check: Check) -> None:
    rng = random.Random(4)
    rows = [service("75.01", rng.randint(1, 9), rng.randint(10, 99), f"2025-{month:02d}") for month in range(1, 11)]
    half = [service("Jumlah", sum(int(str(row[3])) for row in rows[:5]), None, "", "")]
    report = check(workbook(HEAD, *rows[:5], *half, *rows[5:]))
    assert (report.rows_in, report.remarks.faults) == (10, [])
    assert not any("bagian-bagiannya" in what for what in notes(report))
