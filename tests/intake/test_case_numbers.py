"""Stages of cases under an agency's own number, where it does not name the LKN or LP."""

import pytest

NUMBERS = ("SPDP/12/III/2025/Satresnarkoba", "123/Pid.Sus/2025/PN Gto", "B I 45/2025", "PDM-21/Limboto/Enz.2/05/2025")


def _row(**more: object) -> dict[str, object]:
    return {
        "Nomor perkara": "",
        "Nomor instansi": "12/2025",
        "Tahap": "SPDP",
        "Instansi": "Kejari",
        "Tanggal": "2025-03-04",
        "Kabupaten/kota": "75.01",
    } | more


def test_an_own_number_stands_for_the_case_of_its_office_alone(send, rows_in) -> None:
    rows = [_row(), _row(Instansi="PN", Tahap="Register PN"), _row(**{"Kabupaten/kota": "75.02"}), _row(Tahap="P21")]
    assert send("tahap_perkara", rows).remarks.faults == []
    keys = [row["case_key"] for row in rows_in("case_stage", "case_key", order="case_key, stage")]
    assert keys == ["Kejaksaan 75.01 12/2025"] * 2 + ["Kejaksaan 75.02 12/2025", "Pengadilan 75.01 12/2025"]
    assert send("tahap_perkara", [_row(Tanggal="2025-03-05"), *rows[1:]]).landed.changed == 1


def test_both_numbers_are_kept_and_the_case_number_is_the_key(send, rows_in) -> None:
    send("tahap_perkara", [_row(**{"Nomor perkara": "LKN/2025/75.01/0001"})])
    assert rows_in("case_stage", "case_key", "agency_number") == [
        {"case_key": "LKN/2025/75.01/0001", "agency_number": "12/2025"}
    ]


@pytest.mark.parametrize(
    ("rows", "says"),
    [
        ([_row(**{"Nomor instansi": ""}), _row()], "tidak bernomor"),
        ([_row(), _row(Tanggal="2025-03-05")], "beberapa baris"),
        ([_row(**{"Nomor instansi": "Ahmad Yusuf"})], "tidak memuat angka"),
        ([_row(**{"Nomor perkara": "Ahmad Yusuf"})], "tidak memuat angka"),
    ],
)
def test_a_case_without_a_number_and_one_that_stands_twice_are_refused(send, rows, says) -> None:
    faults = send("tahap_perkara", rows, commit=False).remarks.faults
    assert faults
    assert all(says in fault.expected for fault in faults)


def test_numbers_of_agencies_are_no_identities(send, rows_in) -> None:
    report = send("tahap_perkara", [_row(**{"Nomor instansi": number}) for number in NUMBERS])
    assert report.remarks.faults == []
    assert {row["agency_number"] for row in rows_in("case_stage", "agency_number")} == set(NUMBERS)
