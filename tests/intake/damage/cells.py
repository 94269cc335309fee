"""What a cell says: formats, errors, marks, units and words for numbers."""

import random
from dataclasses import replace

from openpyxl.styles import Font
from openpyxl.worksheet.worksheet import Worksheet

from tests.intake.damage.right import Damaged, Right, cell, events, gorontalo, kind, one_cell, people, services


@kind
def per_cent_format_on_a_count(rng: random.Random) -> Damaged:
    right = services(rng)
    row = rng.randrange(1, len(right.rows) + 1)

    def touch(sheet: Worksheet) -> None:
        one = cell(sheet, row, right.at("Orang"))
        one.value, one.number_format = rng.choice([0.12, 1, 0.5, 3]), "0%"

    return right.xlsx(touch, truth=None)


@kind
def format_that_shows_another_number(rng: random.Random) -> Damaged:
    right = services(rng)
    row = rng.randrange(1, len(right.rows) + 1)
    shown = rng.choice(['0" ribu"', '0"000"', '0"%"', 'General" jt"', '">"0', '0"+"', '#,##0\\ "juta"', '0" K"'])

    def touch(sheet: Worksheet) -> None:
        cell(sheet, row, right.at("Orang")).number_format = shown

    return right.xlsx(touch, truth=None)


@kind
def number_struck_out(rng: random.Random) -> Damaged:
    right = services(rng)
    row = rng.randrange(1, len(right.rows) + 1)

    def touch(sheet: Worksheet) -> None:
        for at in range(len(right.heads)) if rng.random() < 0.5 else [right.at("Orang")]:
            cell(sheet, row, at).font = Font(strike=True)

    return right.xlsx(touch, truth=None)


@kind
def format_that_shows_the_number(rng: random.Random) -> Damaged:
    right = services(rng)
    shown = rng.choice(["#,##0", '0" orang"', "0.00", '0;0;"nihil"', "000", '#,##0,"ribu"', "@", '_-* #,##0_-;_-* "-"_-'])

    def touch(sheet: Worksheet) -> None:
        for row in range(1, len(right.rows) + 1):
            cell(sheet, row, right.at("Orang")).number_format = shown

    return right.xlsx(touch)


@kind
def codes_shortened_by_a_spreadsheet(rng: random.Random) -> Damaged:
    right = events(rng).without("Nama desa").without("Nama Kecamatan").without("Nama Kabupaten")
    cells = [f"{float(str(row[0]).replace('.', '')):.{rng.randint(2, 5)}E}" for row in right.rows]
    return right.column("Kode desa", cells).csv(truth=None)


@kind
def codes_with_an_apostrophe(rng: random.Random) -> Damaged:
    right = events(rng)
    dots = rng.random() < 0.5
    cells = [f"'{row[0]}" if dots else f"'{str(row[0]).replace('.', '')}" for row in right.rows]
    return right.column("Kode desa", cells).csv()


@kind
def error_pasted(rng: random.Random) -> Damaged:
    error = rng.choice(["#N/A", "#REF!", "#VALUE!", "#DIV/0!", "#NAME?"])
    head = rng.choice(["Orang", "Jumlah kegiatan", "Bulan"])
    right, _ = one_cell(rng, services(rng), head, lambda _: error)
    return right.csv(truth=None) if rng.random() < 0.3 else right.xlsx(truth=None)


@kind
def error_in_an_optional_cell(rng: random.Random) -> Damaged:
    right = services(rng)
    rows = [[*row, 2.5] for row in right.rows]
    rows[rng.randrange(len(rows))][-1] = rng.choice(["#N/A", "#REF!", "#VALUE!"])
    return replace(right, heads=[*right.heads, "Hari tunggu"], rows=rows).xlsx(truth=None)


@kind
def formula_never_computed(rng: random.Random) -> Damaged:
    right, _ = one_cell(rng, services(rng), "Orang", lambda _: "=SUM(10,20)")

    def touch(sheet: Worksheet) -> None:
        if rng.random() < 0.5:
            sheet.sheet_properties.outlinePr = None

    return right.xlsx(touch, truth=None)


@kind
def footnote_mark(rng: random.Random) -> Damaged:
    mark = rng.choice(["¹", "²", "*", "**", " 1)", " *)", "a)"])
    right, _ = one_cell(rng, services(rng), "Orang", lambda value: f"{value}{mark}")
    return right.xlsx()


@kind
def not_one_number(rng: random.Random) -> Damaged:
    form = rng.choice(["≤{}", "<{}", ">{}", "± {}", "{} - 99", "{} s/d 99", "{}-an", "±{}", "lebih dari {}", "{}/{}"])
    right, _ = one_cell(rng, services(rng), "Jumlah kegiatan", lambda value: form.replace("{}", str(value)))
    return right.xlsx(truth=None)


@kind
def nil_in_words(rng: random.Random) -> Damaged:
    right, row = one_cell(rng, services(rng), "Orang", lambda _: rng.choice(["nihil", "Nihil", "NIHIL", "nol"]))
    truth = list(right.truth)
    truth[row] = (*truth[row][:-1], "0")
    return right.xlsx(truth=truth)


@kind
def thousands_written(rng: random.Random) -> Damaged:
    right = services(rng)
    count = rng.randint(1_000, 9_999)
    text = rng.choice([f"{count:,}", f"{count:,}".replace(",", "."), f"{count:,}".replace(",", " ") + " orang"])
    right, row = one_cell(rng, right, "Orang", lambda _: text)
    truth = list(right.truth)
    truth[row] = (*truth[row][:-1], str(count))
    return right.xlsx(truth=truth)


@kind
def half_a_person(rng: random.Random) -> Damaged:
    value = rng.choice([12.5, 1.613, "12,5", "0,7", 1e-3])
    return one_cell(rng, services(rng), "Orang", lambda _: value)[0].xlsx(truth=None)


@kind
def header_of_another_amount(rng: random.Random) -> Damaged:
    says = [
        "(ribu)",
        "(dalam ribuan)",
        "(%)",
        "(target)",
        "(kumulatif)",
        "(L)",
        "(KK)",
        "[juta]",
        "(x 1.000)",
        "(s.d. bulan ini)",
    ]
    right, head = rng.choice([(services(rng), "Orang"), (people(rng), "Jumlah penduduk")])
    heads = [f"{one} {rng.choice(says)}" if one == head else one for one in right.heads]
    return replace(right, heads=heads).xlsx(truth=None)


@kind
def header_of_planned_days(rng: random.Random) -> Damaged:
    says = rng.choice(["(rencana)", "(target)", "(perkiraan)", "[rencana]"])
    right = events(rng)
    if rng.random() < 0.5:
        return replace(right, heads=[f"{one} {says}" if one == "Tanggal" else one for one in right.heads]).xlsx(truth=None)
    wide = [[row[0], row[5], "01/02/2025"] for row in right.rows]
    return replace(right, heads=["Kode desa", f"Tanggal pencanangan {says}", "Tanggal SK"], rows=wide).xlsx(truth=None)


@kind
def thousands_said_above_the_table(rng: random.Random) -> Damaged:
    title = rng.choice(["Satuan: ribu orang", "(dalam ribuan)", "Angka dalam juta rupiah", "Dalam Rp juta"])
    return replace(services(rng), title=["REKAPITULASI", title]).xlsx(truth=None)


@kind
def header_with_a_remark(rng: random.Random) -> Damaged:
    right = services(rng)
    says = ["(wajib)", "(orang)", "(jiwa)", "(diisi angka)", "[6]", "(peserta kegiatan)"]
    heads = [f"{one} {rng.choice(says)}" if one == "Orang" else one for one in right.heads]
    return replace(right, heads=heads).xlsx()


@kind
def unit_of_another_column(rng: random.Random) -> Damaged:
    form = rng.choice(["{} hari", "Rp {}", "{} kegiatan", "{} gram"])
    return one_cell(rng, services(rng), "Orang", lambda value: form.format(value))[0].xlsx(truth=None)


@kind
def three_months_in_one_cell(rng: random.Random) -> Damaged:
    text = rng.choice(["1-3/2025", "Jan-Mar 2025", "Januari s.d. Maret 2025", "Triwulan I 2025", "1 s/d 3 2025", "1/3-2025"])
    return one_cell(rng, services(rng), "Bulan", lambda _: text)[0].xlsx(truth=None)


@kind
def float_noise(rng: random.Random) -> Damaged:
    return one_cell(rng, services(rng), "Orang", lambda value: int(str(value)) + rng.choice([2e-13, -1e-13]))[0].xlsx()


@kind
def number_in_words(rng: random.Random) -> Damaged:
    form = rng.choice(["{} ribu", "dua belas", "{} juta", "banyak", "{} x 2", "({})", "{}.{}.1"])
    right, _ = one_cell(rng, services(rng), "Orang", lambda value: form.replace("{}", str(value)))
    return right.csv(truth=None) if rng.random() < 0.5 else right.xlsx(truth=None)


@kind
def invisible_letters(rng: random.Random) -> Damaged:
    right = services(rng)
    mark = rng.choice(["\u00a0", "\u200b", "\u2009", "\ufeff", "\u202a"])
    right, _ = one_cell(rng, right, "Nama Kabupaten/Kota", lambda name: f"{mark}{name}{mark}")
    return one_cell(rng, right, "Orang", lambda value: f"{value}{mark}")[0].csv()


@kind
def other_digits(rng: random.Random) -> Damaged:
    zero = rng.choice([0xFF10, 0x0660])
    write = str.maketrans({str(digit): chr(zero + digit) for digit in range(10)})
    return one_cell(rng, services(rng), "Orang", lambda value: str(value).translate(write))[0].xlsx()


@kind
def v_and_x(rng: random.Random) -> Damaged:
    code = rng.choice(sorted(one for one in gorontalo() if len(one) == 13))
    heads = ["Kasus narkotika", "Angka kriminalitas", "Bandar dan pengedar", "Kegiatan produksi", "Angka pengguna",
             "Barang bukti", "Pintu masuk", "Kurir", "Tempat hiburan", "Kos dan hunian privat", "Kemiskinan",
             "Minim sarana publik", "Interaksi sosial rendah"]  # fmt: skip
    marks = [rng.random() < 0.5 for _ in heads]
    marks[0], marks[-1] = True, False
    yes, no = rng.choice(["v", "V", "✓"]), rng.choice(["x", "X"])
    row: list[object] = [code, 2025, "Indikator", *(yes if mark else no for mark in marks)]
    right = Right("kawasan_rawan", ["Desa/kelurahan", "Tahun", "Cara", *heads], [row], [(code, "2025", str(marks))])
    return right.xlsx()
