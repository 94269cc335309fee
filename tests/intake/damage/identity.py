"""Whose number it is: codes, names, levels and parents that disagree, or are of another list."""

import random
from dataclasses import replace

from tests.intake.damage.right import BPS, Damaged, Right, Rows, events, gorontalo, kind, named, one_cell, people, services


@kind
def bps_codes_beside_names(rng: random.Random) -> Damaged:
    right = rng.choice([services, people])(rng)
    return right.column("Kode wilayah", [BPS[str(row[0])] for row in right.rows]).xlsx()


@kind
def bps_codes_as_numbers(rng: random.Random) -> Damaged:
    right = rng.choice([services, people])(rng)
    return right.column("Kode wilayah", [int(BPS[str(row[0])]) for row in right.rows]).csv()


@kind
def names_one_row_off(rng: random.Random) -> Damaged:
    right = people(rng)
    names = [row[1] for row in right.rows]
    return right.column("Nama Kabupaten/Kota", [*names[1:], names[0]]).xlsx(truth=None)


@kind
def another_kecamatan_beside(rng: random.Random) -> Damaged:
    right, names = events(rng), gorontalo()
    row = rng.randrange(len(right.rows))
    code = right.truth[row][0]
    village = names[code].lower()
    others = [
        one
        for one in names
        if len(one) == 8
        and names[one] != names[code[:8]]
        and not any(two.startswith(one) and names[two].lower() == village for two in names if len(two) == 13)
    ]
    cells = [line[2] for line in right.rows]
    cells[row] = names[rng.choice(others)]
    right = right.column("Nama Kecamatan", cells)
    return (right if rng.random() < 0.5 else named(right)).xlsx(truth=None)


@kind
def another_regency_beside(rng: random.Random) -> Damaged:
    right, names = events(rng), gorontalo()
    row = rng.randrange(len(right.rows))
    cells = [line[3] for line in right.rows]
    cells[row] = names[rng.choice([one for one in BPS if one != right.truth[row][0][:5]])]
    return right.column("Nama Kabupaten", cells).xlsx(truth=None)


@kind
def another_kind_beside(rng: random.Random) -> Damaged:
    right = people(rng)
    swapped = {"75.01": "Kota Gorontalo", "75.71": "Kabupaten Gorontalo"}
    code = rng.choice(sorted(swapped))
    cells = [swapped[code] if row[0] == code else row[1] for row in right.rows]
    return right.column("Nama Kabupaten/Kota", cells).csv(truth=None)


@kind
def kecamatan_as_village(rng: random.Random) -> Damaged:
    right = named(events(rng))
    row = rng.randrange(len(right.rows))
    cells = [line[0] for line in right.rows]
    cells[row] = f"{rng.choice(['Kec.', 'Kecamatan'])} {right.rows[row][1]}"
    return right.column("Nama desa", cells).xlsx(truth=None)


@kind
def misspelt_name(rng: random.Random) -> Damaged:
    def typo(name: object) -> str:
        text = str(name)
        at = rng.randrange(len(text) - 4, len(text) - 1)
        return rng.choice([text[:at] + text[at + 1 :], text[:at] + text[at] + text[at:], text[:at] + "q" + text[at + 1 :]])

    right = named(services(rng, months=1))
    return one_cell(rng, right, "Kabupaten/Kota", typo)[0].xlsx()


@kind
def one_digit_wrong(rng: random.Random) -> Damaged:
    right = people(rng)
    row = rng.randrange(len(right.rows))
    right = replace(right, rows=[right.rows[row]])
    return right.column("Kode wilayah", [rng.choice([code for code in BPS if code != right.rows[0][0]])]).xlsx(truth=None)


@kind
def codes_without_dots(rng: random.Random) -> Damaged:
    right = events(rng)
    return right.column("Kode desa", [int(str(row[0]).replace(".", "")) for row in right.rows]).xlsx()


@kind
def codes_as_decimals(rng: random.Random) -> Damaged:
    right = people(rng)
    return right.column("Kode wilayah", [float(str(row[0])) for row in right.rows]).xlsx()


@kind
def undivided_papua(rng: random.Random) -> Damaged:
    code, name = rng.choice([("91", "Papua"), ("92", "Papua Barat")])
    rows: Rows = [[code, name, rng.choice([2019, 2020, 2021]), rng.randint(10**6, 4 * 10**6)]]
    right = Right("penduduk", ["Kode wilayah", "Nama provinsi", "Tahun", "Jumlah penduduk"], rows, [])
    return replace(right.xlsx(truth=None), region="")


@kind
def same_row_twice_with_other_numbers(rng: random.Random) -> Damaged:
    right = services(rng)
    again = [*right.rows[0][:-1], int(str(right.rows[0][-1])) + 1]
    return replace(right, rows=[*right.rows, again]).xlsx(truth=None)
