"""What is due: in which order reports are offered, and how duties are written."""

from datetime import date

import pandas as pd

from dashboard.analysis import timeliness
from dashboard.components.sending.preview import _wrapped
from dashboard.components.sending.session import in_order, offices
from data.feeds import feeds
from data.identity.demo import demo_person
from data.intake.duties import LATE, MISSING, NOT_YET, ON_TIME

FOUND = pd.DataFrame(
    [
        ("BNNK A", "Kabupaten A", "2025-B12", date(2026, 1, 15), None, MISSING, True),
        ("BNNK A", "Kabupaten A", "2026-B06", date(2026, 7, 15), None, NOT_YET, True),
        ("BNNK B", "Kabupaten B", "2025-B12", date(2026, 1, 15), date(2026, 1, 10), ON_TIME, True),
        ("BNNK B", "Kabupaten B", "2026-B06", date(2026, 7, 15), date(2026, 7, 20), LATE, True),
    ],
    columns=["sender", "region_code", "period", "due", "received", "status", "declared"],
)


def test_reports_that_the_office_sends_come_first_and_of_these_the_one_due_next() -> None:
    person = demo_person("demo-bnnk")
    mine = [name for name in feeds() if offices(person, feeds()[name], "X")]
    assert 2 < len(mine) < len(feeds())
    due = {mine[-1]: date(2026, 1, 1), mine[-2]: date(2026, 2, 1)}
    order = in_order(person, "X", due)
    assert order[:2] == [mine[-1], mine[-2]]
    assert set(order[: len(mine)]) == set(mine)
    assert sorted(order) == sorted(feeds())
    assert set(in_order(person, "X", {})) == set(feeds())


def test_the_newest_period_comes_first_and_is_named() -> None:
    table = timeliness.matrix(FOUND)
    assert list(table) == ["sender", "region_code", "Semester I 2026", "Semester II 2025"]
    assert set(table["sender"]) == {"BNNK A", "BNNK B"}


def test_the_list_to_send_round_has_dates_as_people_write_them() -> None:
    listed = timeliness.checklist(FOUND, "Laporan")
    assert listed["Periode"].tolist() == ["Semester II 2025", "Semester I 2026", "Semester I 2026"]
    assert listed["Jatuh tempo"].tolist() == ["15/01/2026", "15/07/2026", "15/07/2026"]
    assert listed["Datang"].tolist() == ["", "", "20/07/2026"]


def test_a_table_of_faults_wraps_names_its_cells_and_shows_text_as_text() -> None:
    made = _wrapped(pd.DataFrame({"Baris": ["5"], "Yang harus dilakukan": ["<b>tulis</b> kode"]}), "Kesalahan")
    assert '<td data-head="Yang harus dilakukan">&lt;b&gt;tulis&lt;/b&gt; kode</td>' in made
    assert 'aria-label="Kesalahan"' in made
