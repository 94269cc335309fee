"""What a layout says: merges, totals, sections, repeated and hidden parts, encodings."""

import random
from dataclasses import replace

from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from tests.intake.damage.right import Damaged, Right, Rows, events, kind, named, people, services, workbook


@kind
def number_merged_over_two(rng: random.Random) -> Damaged:
    right = services(rng, months=1)
    row = rng.randrange(1, len(right.rows))
    letter = get_column_letter(right.at("Orang") + 1)
    return right.xlsx(lambda sheet: sheet.merge_cells(f"{letter}{row + 1}:{letter}{row + 2}"), truth=None)


@kind
def name_merged_over_its_rows(rng: random.Random) -> Damaged:
    right = named(services(rng))

    def touch(sheet: Worksheet) -> None:
        for first in range(2, len(right.rows) + 2, 2):
            sheet.merge_cells(f"A{first}:A{first + 1}")

    return right.xlsx(touch)


def _sum(right: Right, rows: Rows) -> list[object]:
    return [sum(int(str(row[right.at(head)])) for row in rows) for head in ("Jumlah kegiatan", "Orang")]


@kind
def subtotals(rng: random.Random) -> Damaged:
    right = rng.choice([named, lambda one: one])(services(rng))
    width, rows = len(right.heads), list[list[object]]()
    words = ["Sub-Total", "Jumlah", "J U M L A H", "Sub total", "TOTAL", "Jml.", "Total Kab/Kota", "Subtotal"]
    for first in range(0, len(right.rows), 4):
        block = right.rows[first : first + 4]
        rows += [*block, [rng.choice(words), *[None] * (width - 3), *_sum(right, block)]]
    rows.append(
        [rng.choice(["JUMLAH TOTAL", "Grand Total", "Jumlah Seluruhnya"]), *[None] * (width - 3), *_sum(right, right.rows)]
    )
    return replace(right, rows=rows).xlsx()


@kind
def mean_below(rng: random.Random) -> Damaged:
    right = named(services(rng))
    held, count = _sum(right, right.rows)
    size = len(right.rows)
    row = ["Rata-rata", *[None] * (len(right.heads) - 3), round(int(str(held)) / size, 2), round(int(str(count)) / size, 2)]
    return replace(right, rows=[*right.rows, row]).xlsx()


@kind
def province_beside_its_regencies(rng: random.Random) -> Damaged:
    right = named(people(rng))
    total = sum(int(row[2]) for row in right.truth)
    row: list[object] = ["Provinsi Gorontalo", 2024, total]
    rows = [row, *right.rows] if rng.random() < 0.5 else [*right.rows, row]
    return replace(right, rows=rows).xlsx(truth=[*right.truth, ("75", "2024", str(total))])


@kind
def header_repeated(rng: random.Random) -> Damaged:
    right = services(rng)
    rows = list(right.rows)
    rows.insert(rng.randrange(2, len(rows)), list(right.heads))
    return replace(right, rows=rows).xlsx()


@kind
def second_half_beside(rng: random.Random) -> Damaged:
    right = named(services(rng))
    half = len(right.rows) // 2
    rows = [[*left, None, *beside] for left, beside in zip(right.rows[:half], right.rows[half:], strict=True)]
    return replace(right, heads=[*right.heads, "", *right.heads], rows=rows).xlsx()


@kind
def another_table_below(rng: random.Random) -> Damaged:
    right = named(services(rng))
    below: Rows = [[], ["Kabupaten/Kota", "Tahun", "Anggaran"], ["Kab. Boalemo", 2025, 120], ["Kota Gorontalo", 2025, 90]]
    return replace(right, rows=[*right.rows, *below]).xlsx()


@kind
def hidden_column_of_the_same_name(rng: random.Random) -> Damaged:
    right = named(services(rng))
    at = rng.randrange(2, len(right.heads))
    rows = [[*row[:at], rng.randint(1, 9), *row[at:]] for row in right.rows]
    heads = [*right.heads[:at], "Orang", *right.heads[at:]]

    def touch(sheet: Worksheet) -> None:
        sheet.column_dimensions[get_column_letter(at + 1)].hidden = True

    return replace(right, heads=heads, rows=rows).xlsx(touch)


@kind
def two_columns_for_one(rng: random.Random) -> Damaged:
    right = named(services(rng))
    rows = [[*row, int(str(row[-1])) + rng.randint(1, 9)] for row in right.rows]
    return replace(right, heads=[*right.heads, rng.choice(["Orang", "Peserta", "Jumlah orang"])], rows=rows).xlsx(truth=None)


@kind
def hidden_rows(rng: random.Random) -> Damaged:
    right = services(rng)

    def touch(sheet: Worksheet) -> None:
        for row in rng.sample(range(2, len(right.rows) + 2), 3):
            sheet.row_dimensions[row].hidden = True

    return right.xlsx(touch)


@kind
def blank_means_above(rng: random.Random) -> Damaged:
    right = named(services(rng))
    cells = [row[0] if at % 2 == 0 else None for at, row in enumerate(right.rows)]
    return right.column("Kabupaten/Kota", cells).xlsx()


@kind
def villages_below_their_kecamatan(rng: random.Random) -> Damaged:
    right = named(events(rng, 14))
    rows: Rows = []
    before: object = None
    for row in right.rows:
        if (row[1], row[2]) != before:
            before = (row[1], row[2])
            rows.append([f"Kec. {row[1]}, {row[2]}"])
        rows.append([row[0], None, None, *row[3:]])
    return replace(right, rows=rows).xlsx()


@kind
def title_numbering_and_signature(rng: random.Random) -> Damaged:
    right = named(services(rng))
    numbers: list[object] = [f"({at})" for at in range(1, len(right.heads) + 1)]
    below: Rows = [[], ["Sumber: laporan bidang P2M"], [None, None, "Gorontalo, 3 Januari 2026"], [None, None, "Kepala Bidang"]]
    right = replace(right, rows=[numbers, *right.rows, *below], title=["REKAPITULASI LAYANAN", "TAHUN 2025", ""])
    return right.xlsx()


@kind
def a_sheet_for_each_regency(rng: random.Random) -> Damaged:
    right = named(services(rng))
    sheets = [
        (f"{row[0]}"[:31].replace("/", "_"), [list(right.heads), *(line for line in right.rows if line[0] == row[0])])
        for row in right.rows[::2]
    ]
    return Damaged(right.feed, workbook(sheets), "uji.xlsx", frozenset(right.truth))


@kind
def a_hidden_sheet(rng: random.Random) -> Damaged:
    right, other = named(services(rng)), named(services(rng))
    sheets = [("Lama", [list(other.heads), *other.rows]), ("Data", [list(right.heads), *right.rows])]

    def touch(sheet: Worksheet) -> None:
        if sheet.title == "Lama":
            sheet.sheet_state = "hidden"

    return Damaged(right.feed, workbook(sheets[::-1], touch), "uji.xlsx", frozenset(right.truth))


@kind
def a_separator_too_many(rng: random.Random) -> Damaged:
    right = named(services(rng))
    lines = right.csv().body.decode().splitlines()
    at = rng.randrange(1, len(lines))
    parts = lines[at].split(";")
    lines[at] = ";".join([*parts[:2], "", *parts[2:]])
    return Damaged(right.feed, "\n".join(lines).encode(), "uji.csv", frozenset(right.truth))


@kind
def a_quote_never_closed(rng: random.Random) -> Damaged:
    right = named(services(rng))
    lines = right.csv().body.decode().splitlines()
    at = rng.randrange(1, len(lines))
    parts = lines[at].split(";")
    column = rng.randrange(len(parts))
    parts[column] = f'"{parts[column]}'
    lines[at] = ";".join(parts)
    return Damaged(right.feed, "\n".join(lines).encode(), "uji.csv", None)


@kind
def a_row_with_another_separator(rng: random.Random) -> Damaged:
    right = named(services(rng))
    lines = right.csv().body.decode().splitlines()
    at = rng.randrange(2, len(lines))
    lines[at] = lines[at].replace(";", rng.choice([",", "|"]))
    return Damaged(right.feed, "\n".join(lines).encode(), "uji.csv", None)


@kind
def lines_of_an_old_macintosh(rng: random.Random) -> Damaged:
    file = named(services(rng)).csv()
    return replace(file, body=file.body.replace(b"\r\n", b"\r"))


@kind
def other_encodings(rng: random.Random) -> Damaged:
    right = named(services(rng))
    return right.csv(
        encoding=rng.choice(["utf-16", "cp1252", "utf-8-sig", "utf-16-le"]), delimiter=rng.choice([";", "\t", ","])
    )
