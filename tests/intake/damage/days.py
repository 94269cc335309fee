"""What a day is: turned days, zones, ranges and many forms."""

import random
from datetime import date

from tests.intake.damage.right import MONTHS, Damaged, events, kind, one_cell


@kind
def days_turned_by_an_american_sheet(rng: random.Random) -> Damaged:
    right = events(rng)
    cells: list[object] = []
    for _, _, day in right.truth:
        real = date.fromisoformat(day)
        cells.append(date(real.year, real.day, real.month) if real.day <= 12 else f"{real:%d/%m/%Y}")
    return right.column("Tanggal", cells).xlsx()


@kind
def american_days_as_text(rng: random.Random) -> Damaged:
    right = events(rng)
    return right.column("Tanggal", [f"{date.fromisoformat(row[2]):%m/%d/%Y}" for row in right.truth]).csv()


@kind
def moments_with_zones(rng: random.Random) -> Damaged:
    right = events(rng)
    truth = []
    cells: list[object] = []
    for code, event, day in right.truth:
        real = date.fromisoformat(day)
        cells.append(
            rng.choice([f"{real}T09:30:00+07:00", f"{real}T03:00:00Z", f"{real} 14:05:00", f"{real}T10:00:00.000+08:00"])
        )
        truth.append((code, event, day))
    return right.column("Tanggal", cells).csv(truth=truth)


@kind
def moment_of_the_evening_before(rng: random.Random) -> Damaged:
    right = events(rng)
    row = rng.randrange(len(right.rows))
    truth, cells = list(right.truth), [line[5] for line in right.rows]
    truth[row] = (*truth[row][:2], "2025-01-01")
    cells[row] = "2024-12-31T17:30:00Z"  # half past midnight in the west, half past one in the middle
    return right.column("Tanggal", cells).csv(truth=truth)


@kind
def no_single_day(rng: random.Random) -> Damaged:
    text = rng.choice(["12-14 Mei 2025", "31/02/2025", "Mei 2025", "2025", "00/00/0000", "32 Januari 2025", "minggu kedua Mei"])
    return one_cell(rng, events(rng), "Tanggal", lambda _: text)[0].xlsx(truth=None)


@kind
def days_in_many_forms(rng: random.Random) -> Damaged:
    right = events(rng)
    cells: list[object] = []
    for _, _, day in right.truth:
        real = date.fromisoformat(day)
        cells.append(
            rng.choice(
                [
                    f"{real.day} {MONTHS[real.month - 1]} {real.year}",
                    f"{real.day}-{MONTHS[real.month - 1][:3]}-{real.year}",
                    f"{real:%Y%m%d}",
                    real.isoformat(),
                    f"{real:%d.%m.%Y}",
                ]
            )
        )
    return right.column("Tanggal", cells).csv()
