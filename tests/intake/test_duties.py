"""Duties to send: what was due, when it arrived, what is late."""

from datetime import date

import pandas as pd
import pytest

from data.facts.rules import table_of as rows
from data.feeds import feeds
from data.intake.duties import due_on, grain_of, periods, timeliness
from data.model.period import Period
from data.queries import submissions
from data.queries import timeliness as asked
from tests.intake.conftest import BNNK, month
from tests.people import as_person

PERIODS = """
| periodicity | day        | period   | last       |
|-------------|------------|----------|------------|
| bulan       | 2025-02-10 | 2025-02  | 2025-02-28 |
| bulan       | 2024-12-31 | 2024-12  | 2024-12-31 |
| semester    | 2025-06-30 | 2025-B06 | 2025-06-30 |
| semester    | 2025-07-01 | 2025-B12 | 2025-12-31 |
| tahun       | 2025-01-01 | 2025     | 2025-12-31 |
| register    | 2025-11-30 | 2025     | 2025-12-31 |
"""


@pytest.mark.parametrize("row", rows(PERIODS), ids=lambda row: row["day"])
def test_periods_and_their_last_days(row: dict[str, str]) -> None:
    period = Period.of(date.fromisoformat(row["day"]), grain_of(row["periodicity"]))
    assert (str(period), period.last) == (row["period"], date.fromisoformat(row["last"]))


def test_deadlines_follow_the_contract() -> None:
    assert due_on(feeds()["layanan_bulanan"], Period.parse("2025-01")) == date(2025, 2, 15)
    assert due_on(feeds()["ran_laporan"], Period.parse("2025-B06")) == date(2025, 7, 15)
    assert due_on(feeds()["kasus"], Period.parse("2025-12")) == date(2026, 1, 15)
    assert due_on(feeds()["kawasan_rawan"], Period.parse("2025")) == date(2026, 1, 31)
    assert [*map(str, periods(date(2025, 11, 3), date(2026, 1, 5), "bulan"))] == ["2025-11", "2025-12", "2026-01"]
    assert not list(periods(date(2025, 11, 3), date(2025, 11, 2), "tahun"))


def test_in_time_late_missing_and_not_due_are_four_things() -> None:
    duties = pd.DataFrame([("BNNK", "75.01", date(2026, 6, 1), None)], columns=["sender", "region_code", "since", "until"])
    sent = pd.DataFrame(
        [
            ("BNNK", "75.01", False, "2026-06", date(2026, 7, 15)),
            ("BNNK", "75.01", False, "2026-07", date(2026, 8, 16)),
        ],
        columns=["sender", "region_code", "complete", "period", "received"],
    )
    found = timeliness(feeds()["layanan_bulanan"], duties, sent, date(2026, 10, 10))
    assert found.set_index("period")["status"].to_dict() == {
        "2026-06": "tepat",
        "2026-07": "terlambat",
        "2026-08": "belum",
        "2026-09": "belum_jatuh_tempo",
    }


def test_a_sender_owes_later_periods_too_and_only_its_area_sees_that(send, place) -> None:
    send("layanan_bulanan", [month(1), month(2)], sender=BNNK)
    day = date(2025, 4, 20)
    mine = asked(place[0], as_person(place[0], "bnnk", "75.01"), "75.01", day)["layanan_bulanan"]
    assert mine["period"].tolist() == ["2025-01", "2025-02", "2025-03"]
    assert mine["status"].iat[-1] == "belum"
    assert all(found.empty for found in asked(place[0], as_person(place[0], "bnnk", "75.02"), "ID", day).values())
    assert submissions(place[0], as_person(place[0], "bnnk", "75.02")).empty
    assert len(submissions(place[0], as_person(place[0], "bnnk", "75.01"))) == 1
