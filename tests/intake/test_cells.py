"""What a cell says keeps its meaning: dates, numbers, per cent, errors, crosses and names, in files as offices make them."""

from openpyxl.styles import Font

from tests.intake.checked import HEAD, Check, faults, notes, offers, service, workbook


def test_dates_that_an_american_sheet_turned_are_asked(check: Check) -> None:
    report = check("m09")
    assert faults(report) == {(2, "Tanggal")}
    assert offers(report) == {("tanggal:Tanggal", "dibalik"), ("tanggal:Tanggal", "tetap")}
    turned = check("m09", tanggal__Tanggal="dibalik")
    assert (turned.rows_in, turned.remarks.faults) == (6, [])
    assert ("Tanggal", "tanggal dan bulan ditukar kembali, sesuai jawaban pengirim", 3, "2024-05-03 → 2024-03-05") in (
        turned.remarks.noted()
    )
    assert check("m09", tanggal__Tanggal="tetap").accepted


def test_dates_of_many_tools_are_read_and_ranges_are_not(check: Check) -> None:
    report = check("m10")
    assert {row for row, _ in faults(report)} == {7, 8, 10, 13, 16, 17, 18, 19, 20, 21}
    zones = [example for _, what, _, example in report.remarks.noted() if "zona" in what]
    assert zones == ["2024-06-30T23:30:00.000+07:00 → 2024-07-01"]  # half past midnight in Gorontalo


def test_numbers_are_read_rightly_or_named(check: Check) -> None:
    report = check("m11")
    held, people, days = "Jumlah kegiatan", "Orang", "Hari tunggu"
    assert faults(report) == {
        (2, people), (3, days), (5, held), (5, days), (6, held), (6, people), (6, days), (7, held), (7, people), (7, days),
        (8, people), (8, days), (10, held),
    }  # fmt: skip


def test_per_cent_is_read_in_the_unit_of_its_row(check: Check) -> None:
    report = check("10_persen")
    assert report.accepted
    shown = {name: example for name, what, _, example in report.remarks.noted() if "persen" in what}
    assert shown == {"Angka dasar": "6.5% → 6.5", "Target": "12% → 12.0"}
    head = ["Indikator", "Wilayah", "Tahun dasar", "Angka dasar", "Tahun target", "Target", "Dasar"]
    villages = ["Desa dalam program", "75", 2024, 3, 2027, "12%", "RPJMD"]
    wrong = check(workbook(head, villages), "target")
    assert faults(wrong) == {(2, "Target")}
    assert "desa/kelurahan" in wrong.remarks.faults[0].expected


def test_a_number_struck_out_is_named(check: Check) -> None:
    def strike(sheet: object) -> None:
        sheet["E2"].font = Font(strike=True)  # type: ignore[index]

    report = check(workbook(HEAD, service("Kab. Boalemo"), touch=strike))
    assert faults(report) == {(2, "Orang")}
    assert report.remarks.faults[0].expected == "Sel ini dicoret."


def test_what_a_header_says_in_brackets_is_no_fault_where_the_column_is_that(check: Check) -> None:
    head = ["Wilayah", "Tahun", "Jumlah penduduk (jiwa)", "L (laki-laki)", "P (perempuan)"]
    assert check(workbook(head, ["75.02", 2024, 30, 10, 20]), "penduduk").accepted
    only_men = [*head[:2], "Jumlah penduduk (laki-laki)"]
    report = check(workbook(only_men, ["75.02", 2024, 10]), "penduduk")
    assert "satu jenis kelamin" in report.remarks.faults[0].expected
    target = ["Indikator", "Wilayah", "Tahun dasar", "Angka dasar", "Tahun target", "Target (rencana, %)", "Dasar"]
    assert check(workbook(target, ["Cakupan Bersinar", "75", 2024, 3, 2027, 12, "RPJMD"]), "target").accepted


def test_pasted_errors_are_named(check: Check) -> None:
    report = check("36")
    assert faults(report) == {(2, "Hari tunggu"), (3, "Hari tunggu"), (4, "Hari tunggu")}
    assert [one.found for one in report.remarks.faults] == ["#N/A", "#REF!", "#VALUE!"]


def test_a_cross_is_never_taken_for_a_tick(check: Check) -> None:
    report = check("20_")
    assert len(report.remarks.faults) == 8
    assert offers(report) == {("silang", "tidak"), ("silang", "ya")}
    said = check("20_", silang="tidak")
    assert said.accepted
    assert notes(said)["'x' dibaca sebagai tidak, sesuai jawaban pengirim"] == 8


def test_nihil_in_a_count_is_zero(check: Check) -> None:
    report = check("21_")
    assert ("Usaha jalan 6 bulan", "'nihil' dibaca sebagai 0", 1, "nihil → 0") in report.remarks.noted()


def test_hospitals_are_no_list_of_people(check: Check) -> None:
    report = check("m17")
    assert not any("orang" in one.expected for one in report.remarks.faults)


def test_a_false_alarm_about_people_has_a_way_round_that_is_noted(check: Check) -> None:
    people = ["Siti Aminah", "Budi Santoso", "Ahmad Yani"]
    body = workbook(
        [*HEAD, "Tempat"], *([*service(place), name] for place, name in zip(("75.01", "75.02", "75.71"), people, strict=True))
    )
    report = check(body)
    assert {name for _, name in faults(report)} == {"Tempat"}
    assert not any(name in one.sentence() for one in report.remarks.faults for name in people)
    assert offers(report) == {("identitas:Tempat", "bukan_orang")}
    assert notes(check(body, identitas__Tempat="bukan_orang"))["isi kolom dinyatakan bukan nama orang oleh pengirim"] == 3


def test_texts_stay_texts(check: Check) -> None:
    assert (check("m18").rows_in, check("m18").remarks.faults) == (15, [])
