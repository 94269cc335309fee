"""No check, receipt or withdrawal reveals that a person is known to another agency, and every check is noted."""

from dataclasses import astuple

import pytest
import sqlalchemy as sa

from data.identity import audit
from data.identity.demo import demo_person
from data.intake.submit.report import Sender
from data.model.errors import Fault
from tests.following import history
from tests.intake import conftest as intake
from tests.intake.conftest import BNNP, month
from tests.intake.test_identity import FACILITY, NIK, OTHER, episode

intake_store, place, send, rows_in = intake.intake_store, intake.place, intake.send, intake.rows_in
HEALTH = Sender("Dinas Kesehatan Gorontalo", "dina", "instansi", ("75",))


@pytest.fixture
def known(send) -> None:
    """A client of BNNP."""
    send("fasilitas_rehab", [FACILITY])
    assert send("rehab_episode", [episode(NIK)], BNNP).landed.new == 1


@pytest.mark.parametrize("commit", [False, True], ids=["a check", "a receipt"])
def test_what_another_office_sent_is_neither_changed_nor_the_same(send, known, commit: bool) -> None:
    """An unknown person, a known one with the same row, and with another row: all get the same answer."""
    day = {"Tanggal masuk": "2025-04-01"}
    send("rehab_episode", [episode(NIK, **day)], BNNP)
    for rows in ([episode(OTHER)], [episode(NIK)], [episode(NIK, **day, **{"Zat utama": "ganja"})]):
        assert astuple(send("rehab_episode", rows, HEALTH, commit=commit).landed) == (1, 0, 0, 0), rows


def test_ones_own_rows_are_compared(send, known) -> None:
    assert astuple(send("rehab_episode", [episode(NIK)], BNNP, commit=False, name="x").landed) == (0, 0, 1, 0)
    changed = [episode(NIK, **{"Zat utama": "ganja"})]
    assert astuple(send("rehab_episode", changed, BNNP, commit=False).landed) == (0, 1, 0, 0)
    assert astuple(send("rehab_episode", changed, BNNP).landed) == (0, 1, 0, 0)


def test_what_an_office_may_know_does_not_change_what_lands(send, known, rows_in) -> None:
    sent = send("rehab_episode", [episode(NIK, **{"Zat utama": "ganja"}), episode(OTHER)], HEALTH)
    assert astuple(sent.landed) == (2, 0, 0, 0)
    assert len(rows_in("rehab_episode", "token")) == 2
    assert {row["substance"] for row in rows_in("rehab_episode", "substance") if row["substance"] == "ganja"} == {"ganja"}


@pytest.mark.parametrize("more", [{}, {"Zat utama": "ganja"}], ids=["the same", "changed"])
def test_a_withdrawal_does_not_say_who_is_known_elsewhere(place, send, known, rows_in, more: dict[str, str]) -> None:
    sent = send("rehab_episode", [episode(NIK, **more), episode(OTHER)], HEALTH)
    assert sent.kiriman_id is not None
    gone = history.withdraw(place[0], sent.kiriman_id, HEALTH, "uji")
    assert (gone.gone, gone.changed) == (2, 0)
    assert len(rows_in("rehab_episode", "token")) == 1, "it fell back to what the other office had sent"


def test_feeds_without_persons_compare_with_everybody(send) -> None:
    send("layanan_bulanan", [month(1)], BNNP)
    landed = send("layanan_bulanan", [month(1, Orang=11)], Sender("BNN Pusat", "pusat", "bnn_pusat"), commit=False).landed
    assert astuple(landed) == (0, 1, 0, 0)


def _noted(place) -> list[tuple[str, str, str]]:
    audit.seal(place[0])
    with place[0].acting(demo_person("demo-auditor").scope) as connection:
        rows = connection.execute(sa.text("select person, subject, detail from audit.jejak where act = 'kirim' order by id"))
        return [(row.person, row.subject, row.detail) for row in rows]


def test_every_check_is_noted_also_one_that_ends_in_a_fault(place, send, known) -> None:
    before = len(_noted(place))
    send("rehab_episode", [episode(NIK)], HEALTH, commit=False)
    with pytest.raises(Fault):
        send("rehab_episode", b"a;b\n1;2\n", HEALTH, commit=False)
    found = _noted(place)[before:]
    assert [(person, subject) for person, subject, _ in found] == [("dina", "periksa rehab_episode")] * 2
    for _, _, detail in found:
        assert '"periksa": true' in detail
        assert "Dinas Kesehatan Gorontalo" in detail
        assert NIK not in detail
