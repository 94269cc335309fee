"""Sheets that put months, years or services side by side, or say them in a title: read as confirmed, and not without."""

from collections.abc import Callable
from pathlib import Path

import pytest

from data.feeds import Mapping, feeds
from data.intake.read.across import NoShape
from data.intake.read.files import Sheet
from data.intake.read.members import meanings
from data.intake.read.shape import find_shape
from data.intake.submit.report import Report, Sender
from data.intake.submit.submission import marked_copy, submit
from data.model.errors import Fault
from data.model.roles import Role
from data.store import Store
from tests.intake.case_list import CASES, FOLDER
from tests.intake.conftest import TODAY
from tests.intake.damage.right import workbook

FEED = feeds()["layanan_bulanan"]
MONTHS = ["Jan", "Peb", "Mrt", "Apr", "Mei", "Jun", "Jul", "Agt", "Sept", "Okt", "Nop", "Des"]
Rows = list[list[object]]
Check = Callable[..., Report]


@pytest.fixture
def check(all_regions: tuple[Store, Path]) -> Check:
    """Check rows (as one sheet) or a file of the cases; with `confirmed`, as somebody who answered that it is read rightly."""

    def checked(rows: Rows | str, feed: str = "layanan_bulanan", *, confirmed: bool = True, sheet: str = "Data") -> Report:
        body = (FOLDER / rows).read_bytes() if isinstance(rows, str) else workbook([(sheet, rows)])
        sender = Sender("BNN Pusat", "uji", Role.BNN_PUSAT, ("75",))

        def once(answers: dict[str, str]) -> Report:
            mapping = Mapping(answers=answers) if answers else None
            return submit(
                *all_regions,
                feeds()[feed],
                body,
                sender=sender,
                commit=False,
                file_name="uji.xlsx",
                today=TODAY,
                mapping=mapping,
            )

        first = once({})
        return once({one.question: "ya" for one in first.understood}) if confirmed and first.understood else first

    return checked


def rows_of(report: Report) -> set[tuple[object, ...]]:
    """The rows that a sender is shown, without their places."""
    return {row for one in report.understood for _, row in one.rows}


def months_across(*lines: list[object], title: str = "REKAP SKHPN TAHUN 2025") -> Rows:
    return [[title], [], ["No", "Kabupaten/Kota", *MONTHS, "Jumlah"], *lines]


def line(number: int, name: str, *counts: int) -> list[object]:
    return [number, name, *counts, sum(counts)]


# -- the cases --------------------------------------------------------------------------------------------------------


def test_a_year_of_certificates_is_asked_once_and_read_as_confirmed(check: Check) -> None:
    asked = check("01_skhpn_jan_des.xlsx", confirmed=False)
    assert asked.remarks.fault_count == 1
    assert not asked.landed.new
    (offer,) = asked.remarks.offers.values()
    assert offer.question.startswith("susunan:")
    for words in ("Tahun 2025", "SKHPN", "satu surat, satu orang", "dicocokkan"):
        assert words in offer.says

    read = check("01_skhpn_jan_des.xlsx")
    assert read.accepted
    assert (read.rows_in, read.landed.new) == (72, 72)
    assert read.periods == tuple(f"2025-{month:02d}" for month in range(1, 13))
    (shown,) = read.understood
    assert shown.answered
    assert [number for number, _ in shown.cells] == [4, 5, 6, 7]
    assert {number for number, _ in shown.rows} == {5, 6, 7}
    assert len(shown.rows) == 36


def test_two_rows_of_headers_with_the_month_above_them(check: Check) -> None:
    read = check("02_dua_baris_kepala.xlsx")
    assert read.accepted
    assert (read.rows_in, read.periods) == (12, ("2025-03",))
    said = {(str(row[0]), row[2], *row[3:]) for row in rows_of(read)}
    assert ("75.01", "skhpn", 5, 5) in said
    assert ("75.01", "penyuluhan", 2, 120) in said
    assert ("75.03", "skhpn", 7, 7) in said


def test_every_case_that_was_read_before_is_read_as_it_is(check: Check) -> None:
    """No sheet that has all of our columns is looked at for another shape."""
    for case in CASES:
        if case.file.startswith(("m04", "13_", "21", "52", "10_")):
            assert not check(case.file, case.feed, confirmed=False).understood, case.file


# -- headers ----------------------------------------------------------------------------------------------------------


def test_months_as_offices_spell_them(check: Check) -> None:
    counts = [3, 1, 4, 1, 5, 9, 2, 6, 5, 3, 5, 8]
    read = check(months_across(line(1, "Kab. Boalemo", *counts), line(2, "Kota Gorontalo", *counts[::-1])))
    assert read.accepted, read.remarks.faults
    assert len(rows_of(read)) == 24
    assert [row[3] for _, row in read.understood[0].rows if row[0] == "75.02"] == counts


@pytest.mark.parametrize("heads", [[str(n) for n in range(1, 13)], list(range(1, 13))])
def test_numbers_are_months_only_under_the_word_for_a_month(check: Check, heads: list[object]) -> None:
    counts = list(range(20, 32))
    upper: list[object] = ["No", "Kab/Kota", "Bulan", *[None] * 11]
    rows: Rows = [["SKHPN 2025"], upper, [None, None, *heads], [1, "Kab. Boalemo", *counts]]
    read = check(rows)
    assert read.accepted, read.remarks.faults
    assert {(str(row[1])[:7], row[3]) for row in rows_of(read)} == {(f"2025-{n:02d}", 19 + n) for n in range(1, 13)}
    with pytest.raises(Fault):
        check([["SKHPN 2025"], ["No", "Kab/Kota", *heads], [1, "Kab. Boalemo", *counts]])


def test_groups_that_are_named_once_go_on_over_blanks(check: Check) -> None:
    rows: Rows = [
        ["Laporan Maret 2025"],
        ["No", "Kab/Kota", "SKHPN", None, "Tes urine", None],
        [None, None, "Jml Kegiatan", "Jml Orang", "Jml Kegiatan", "Jml Orang"],
        [1, "Kab. Boalemo", 4, 4, 2, 60],
        [2, "Kota Gorontalo", None, None, "-", "-"],
        [3, "Kab. Pohuwato", 0, 0, "nihil", "nihil"],
    ]
    read = check(rows)
    assert read.accepted, read.remarks.faults
    said = {(row[0], *row[2:5]) for row in rows_of(read)}
    # a blank and a dash are no report; a zero and nihil are
    assert said == {
        ("75.02", "skhpn", 4, 4),
        ("75.02", "tes_urine", 2, 60),
        ("75.04", "skhpn", 0, 0),
        ("75.04", "tes_urine", 0, 0),
    }


def test_a_day_and_a_signature_under_the_months_are_no_other_part(check: Check) -> None:
    below: Rows = [[], [*[None] * 10, "Gorontalo, 5 Januari 2026"], [*[None] * 10, "Kepala Bidang"], [*[None] * 10, "ttd"]]
    read = check([*months_across(ONE), ["", "JUMLAH", *COUNTS, sum(COUNTS)], *below])
    assert read.accepted, read.remarks.faults
    assert read.rows_in == 12


@pytest.mark.parametrize(("heads", "why"), [(("Keg", "Org"), ""), (("Kali", "Kepala"), "'Kali' dan 'Kepala' di bawah")])
def test_numbers_under_services_are_known_by_what_offices_write_or_named(
    check: Check, heads: tuple[str, str], why: str
) -> None:
    rows: Rows = [
        ["LAYANAN, Bulan: September 2025"],
        ["No", "Wilayah", "Sosialisasi", None, "Tes Urin", None, "Jml", None],
        [None, None, *heads * 3],
        [1, "Kab. Boalemo", 3, 51, 4, 58, 7, 109],
    ]
    read = check(rows)
    assert read.accepted == (not why)
    assert why in " ".join(fault.sentence() for fault in read.remarks.faults)
    if not why:
        assert {row[2:5] for row in rows_of(read)} == {("penyuluhan", 3, 51), ("tes_urine", 4, 58)}


def test_years_side_by_side(check: Check) -> None:
    rows: Rows = [["Kabupaten/Kota", 2022, 2023, 2024], ["Kab. Boalemo", 148_000, 149_000, 150_100]]
    read = check(rows, "penduduk")
    assert read.accepted, read.remarks.faults
    assert {row[1:3] for row in rows_of(read)} == {(2022, 148_000), (2023, 149_000), (2024, 150_100)}


def test_services_side_by_side_where_the_feed_has_one_number(check: Check) -> None:
    rows: Rows = [
        ["REKAP KLIEN DINAS SOSIAL"],
        ["Kab/Kota", "Bulan", "Rawat Inap", "Rawat Jalan", "Pasca rehabilitasi", "Total"],
        ["Kab. Boalemo", "Maret 2025", 3, 14, 2, 19],
    ]
    read = check(rows, "rehab_rekap")
    assert read.accepted, read.remarks.faults
    assert {(row[0], row[3], row[4]) for row in rows_of(read)} == {
        ("Kemensos", "rawat_inap", 3),
        ("Kemensos", "rawat_jalan", 14),
        ("Kemensos", "pascarehab", 2),
    }


def test_a_table_that_lacks_only_its_month_takes_it_from_the_name_of_the_sheet(check: Check) -> None:
    rows: Rows = [["Nama Kab/Kota", "Layanan", "Jml Kegiatan", "Orang"], ["Kab. Boalemo", "Penyuluhan", 2, 60]]
    read = check(rows, sheet="Mrt 2025")
    assert read.accepted, read.remarks.faults
    assert read.periods == ("2025-03",)
    assert not check(rows, sheet="Sheet1").understood


def test_quarters_between_months_are_sums(check: Check) -> None:
    heads = ["Jan", "Feb", "Mar", "TW I", "Apr", "Mei", "Jun", "TW II", "Jumlah"]
    right: Rows = [["SKHPN 2025"], ["Kab/Kota", *heads], ["Kab. Boalemo", 1, 2, 3, 6, 4, 5, 6, 15, 21]]
    assert check(right).accepted
    wrong: Rows = [*right[:2], ["Kab. Boalemo", 1, 2, 3, 7, 4, 5, 6, 15, 21]]
    (fault,) = check(wrong).remarks.faults
    assert (fault.row, fault.column, fault.found) == (3, "TW I", "7")


# -- sums -------------------------------------------------------------------------------------------------------------


def test_a_sum_that_contradicts_is_a_fault_at_its_cell(check: Check) -> None:
    rows = months_across(line(1, "Kab. Boalemo", *range(12)), line(2, "Kota Gorontalo", *range(12)))
    rows[3][-1] = 67
    report = check(rows)
    (fault,) = report.remarks.faults
    assert (fault.sheet, fault.row, fault.column, fault.found) == ("Data", 4, "Jumlah", "67")
    assert "66" in fault.expected


def test_a_total_row_that_contradicts_is_a_fault_at_its_cell(check: Check) -> None:
    one = [3, 1, 4, 1, 5, 9, 2, 6, 5, 3, 5, 8]
    rows = months_across(line(1, "Kab. Boalemo", *one), line(2, "Kota Gorontalo", *one))
    both = [2 * count for count in one]
    assert check([*rows, ["", "Jumlah", *both, sum(both)]]).accepted
    both[2] += 1
    (fault,) = check([*rows, ["", "Jumlah", *both, sum(both) - 1]]).remarks.faults
    assert (fault.row, fault.column, fault.found) == (6, "Mrt", "9")


def test_sums_of_two_kinds_of_numbers_are_held_against_their_own(check: Check) -> None:
    upper = ["Kab/Kota", "SKHPN", None, "Penyuluhan", None, "Jumlah", None]
    rows: Rows = [["Maret 2025"], upper, [None, *["Kegiatan", "Orang"] * 3], ["Kab. Boalemo", 4, 4, 2, 60, 6, 64]]
    assert check(rows).accepted
    rows[3][-1] = 65
    (fault,) = check(rows).remarks.faults
    assert (fault.row, fault.column) == (4, "Jumlah > Orang")


# -- faults name the cell of the sheet --------------------------------------------------------------------------------


def test_a_fault_names_the_headers_over_its_cell_and_the_marked_copy_marks_it(check: Check) -> None:
    import io

    from openpyxl import load_workbook

    rows: Rows = [
        ["Maret 2025"],
        ["Kab/Kota", "SKHPN", None, "Penyuluhan", None],
        [None, "Kegiatan", "Orang", "Kegiatan", "Orang"],
        ["Kab. Boalemo", 4, 4, 2, "banyak"],
    ]
    report = check(rows)
    (fault,) = report.remarks.faults
    assert (fault.row, fault.column, fault.found) == (4, "Penyuluhan > Orang", "banyak")
    marked = load_workbook(io.BytesIO(marked_copy(workbook([("Data", rows)]), "uji.xlsx", report)))
    assert marked["Data"]["E4"].comment is not None
    assert marked["Data"]["A4"].comment is None


def test_a_name_that_is_not_known_is_one_fault_of_its_row(check: Check) -> None:
    read = check(months_across(line(1, "Kab. Antah Berantah", *COUNTS), ONE))
    assert not read.accepted
    assert [(fault.row, fault.found) for fault in read.remarks.faults] == [(4, "Kab. Antah Berantah")]
    assert (read.remarks.fault_count, read.rejected) == (1, 1)


def test_a_month_that_has_not_begun_is_a_fault_at_its_column(check: Check) -> None:
    report = check(months_across(line(1, "Kab. Boalemo", *range(1, 13)), title="SKHPN 2026"))
    assert {fault.column for fault in report.remarks.faults} == {"Des"}


# -- what is not read -------------------------------------------------------------------------------------------------

COUNTS = list(range(1, 13))
ONE = line(1, "Kab. Boalemo", *COUNTS)
REFUSED = {
    "no year": (months_across(ONE, title="REKAP SKHPN"), "Tahun tidak disebut"),
    "two years": (months_across(ONE, title="REKAP SKHPN 2024 dan 2025"), "lebih dari satu"),
    "no service": (months_across(ONE, title="REKAP LAYANAN 2025"), "Layanan tidak disebut"),
    "two services": (months_across(ONE, title="SKHPN dan penyuluhan 2025"), "lebih dari satu"),
    "one number for two": (months_across(ONE, title="REKAP PENYULUHAN 2025"), "hanya ada satu angka"),
    "targets": (months_across(ONE, title="TARGET SKHPN 2025"), "target"),
    "running totals": (months_across(ONE, title="SKHPN 2025 (kumulatif)"), "kumulatif"),
    "another table below": (
        [*months_across(ONE), ["B. PENYULUHAN"], ["No", "Kabupaten/Kota", *MONTHS, "Jumlah"], ONE],
        "",
    ),
    "another section": ([*months_across(ONE), ["B. PENYULUHAN 2025"], line(2, "Kota Gorontalo", *COUNTS)], "bagian lain"),
    "a stranger between": (
        [["SKHPN 2025"], ["Kab/Kota", "Jan", "Daring", "Feb"], ["Kab. Boalemo", 1, 5, 2]],
        "tidak dikenal",
    ),
    "targets beside": (
        [
            ["SKHPN 2025"],
            ["Kab/Kota", "Target", None, "Realisasi", None],
            [None, "Jan", "Feb", "Jan", "Feb"],
            ["Kab. Boalemo", 1, 2, 3, 4],
        ],
        "'Realisasi' dan 'Target' tidak dikenal",
    ),
    "a month twice": ([["SKHPN 2025"], ["Kab/Kota", "Jan", "Feb", "Jan"], ["Kab. Boalemo", 1, 5, 2]], "Dua kolom"),
}  # fmt: skip


@pytest.mark.parametrize("name", REFUSED)
def test_what_may_be_two_things_is_refused_with_the_reason(check: Check, name: str) -> None:
    rows, why = REFUSED[name]
    report = check(rows)
    assert not report.accepted
    assert not report.understood, report.understood
    assert why in " ".join(fault.sentence() for fault in report.remarks.faults)


def test_an_answer_is_of_one_arrangement(all_regions: tuple[Store, Path]) -> None:
    """The next month is read by the same answer, another arrangement is asked again."""
    first = find_shape(Sheet("x", cells(months_across(ONE))), FEED)
    later = find_shape(Sheet("x", cells(months_across(ONE, title="SKHPN TAHUN 2024"))), FEED)
    fewer = find_shape(Sheet("x", cells([["SKHPN 2025"], ["Kab/Kota", "Jan", "Feb"], ["Kab. Boalemo", 1, 2]])), FEED)
    assert first is not None
    assert later is not None
    assert fewer is not None
    assert first.question == later.question != fewer.question
    urine = find_shape(
        Sheet("x", cells([["Rawat inap 2025, BNN"], ["Kab/Kota", "Jan", "Feb"], ["Kab. Boalemo", 1, 2]])),
        feeds()["rehab_rekap"],
    )
    assert urine is not None
    with pytest.raises(NoShape):
        find_shape(Sheet("x", cells([["2025"], ["Kab/Kota", "Jan", "Feb"], ["Kab. Boalemo", 1, 2]])), feeds()["rehab_rekap"])


def cells(rows: Rows) -> list[list[str | None]]:
    """Rows as a sheet holds them."""
    return [[None if cell is None else str(cell) for cell in row] for row in rows]


def test_a_header_means_one_thing_or_several() -> None:
    assert meanings("Agt", FEED) == {"#bulan": "08"}
    assert meanings("Januari 2025", FEED) == {"#bulan": "2025-01"}
    assert meanings("3", FEED) == {}
    assert meanings("3", FEED, "Bulan") == {"#bulan": "03"}
    assert meanings("Tes urin", FEED) == {"service": "tes_urine"}
    assert meanings("Jml Orang", FEED) == {"#angka": "people"}
    assert meanings("Semester II 2025", feeds()["ran_laporan"]) == {"#semester": "2025-B12"}
