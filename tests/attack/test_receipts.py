"""A sender whose browser or proxy gave up: the submission is found again, and sending again neither repeats nor fails."""

import threading

import pytest
import sqlalchemy as sa

from data import queries
from data.intake.submit import submission
from tests.following import history
from tests.intake.conftest import (  # noqa: F401 - fixtures
    BNNP,
    PUSAT,
    intake_store,
    month,
    place,
    rows_in,
    send,
)
from tests.people import as_person


def test_the_same_bytes_again_get_the_first_receipt(send, place) -> None:  # noqa: F811
    rows = [month(1), month(2)]
    first = send("layanan_bulanan", rows, sender=BNNP)
    again = send("layanan_bulanan", rows, sender=BNNP)
    assert (again.already, again.kiriman_id) == (first.kiriman_id, None)
    for name in ("state", "region_code", "periods", "rows_in", "landed", "sha256"):
        assert getattr(again, name) == getattr(first, name), name
    listed = queries.submissions(place[0], as_person(place[0], "bnnp", "75"), "layanan_bulanan")
    assert listed["id"].tolist() == [first.kiriman_id], "and it stands under Kiriman"


def test_a_received_file_is_not_checked_again(send, monkeypatch: pytest.MonkeyPatch) -> None:  # noqa: F811
    rows = [month(1)]
    first = send("layanan_bulanan", rows)
    monkeypatch.setattr(submission, "stage_all", lambda *_: pytest.fail("it was read again"))
    assert send("layanan_bulanan", rows).already == first.kiriman_id


def test_the_same_bytes_of_another_office_are_another_matter(send) -> None:  # noqa: F811
    rows = [month(1)]
    send("layanan_bulanan", rows, sender=BNNP)
    assert send("layanan_bulanan", rows, sender=PUSAT).kiriman_id is not None


def test_a_withdrawn_file_may_be_sent_again(send, place) -> None:  # noqa: F811
    first = send("layanan_bulanan", [month(1)])
    history.withdraw(place[0], first.kiriman_id, PUSAT, "uji")
    assert send("layanan_bulanan", [month(1)]).already is None


def test_two_at_once_land_once_and_both_get_a_receipt(send, rows_in) -> None:  # noqa: F811
    reports: list[object] = []
    both = threading.Barrier(2)

    def go() -> None:
        both.wait()
        reports.append(send("layanan_bulanan", [month(1), month(2), month(3)]))

    threads = [threading.Thread(target=go) for _ in range(2)]
    for one in threads:
        one.start()
    for one in threads:
        one.join(60)
    assert sorted((one.kiriman_id or 0, one.already or 0) for one in reports) == [(0, 1), (1, 0)]  # type: ignore[attr-defined]
    assert len(rows_in("service_month")) == 3


def test_nobody_waits_while_somebody_elses_file_is_read(send) -> None:  # noqa: F811
    done: list[object] = []

    def meanwhile(_: int) -> None:
        other = threading.Thread(target=lambda: done.append(send("layanan_bulanan", [month(5)], sender=BNNP)), daemon=True)
        other.start()
        other.join(30)
        assert done, "the other waits until this file is read"

    late = send("layanan_bulanan", [month(1)], progress=meanwhile)
    assert late.kiriman_id == 2, "numbers are given in the order of landing"
    assert done[0].kiriman_id == 1  # type: ignore[attr-defined]


def test_withdrawing_a_submission_without_rows_refreshes_nothing(send, place) -> None:  # noqa: F811
    send("layanan_bulanan", [month(1)])
    same = send("layanan_bulanan", [month(1), month(1)])  # other bytes, the same row
    before = _facts(place[0])
    gone = history.withdraw(place[0], same.kiriman_id, PUSAT, "uji")
    assert gone.moved == 0
    with place[0].writing() as connection:
        inputs = connection.scalar(sa.text("select inputs from inti.job_run order by id desc limit 1"))
    assert inputs == {"kiriman": True}
    assert _facts(place[0]) == before


def _facts(store) -> list[tuple[object, ...]]:
    query = "select indicator, region_code, period, numerator, denominator, reported from analitik.nilai order by 1, 2, 3"
    with store.writing() as connection:
        return [tuple(row) for row in connection.execute(sa.text(query))]
