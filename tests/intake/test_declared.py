"""A false alarm about people has a way round: somebody with the right declares the column, and it is remembered and noted."""

import hashlib
import json

import pytest
import sqlalchemy as sa

from data.feeds import Mapping
from data.intake.submit.declared import declare, take_back
from data.intake.submit.report import Sender
from data.model.errors import Fault, Problem
from data.model.roles import Act, Role, may
from tests.intake.conftest import BNNK, BNNP, csv_of, month

FEED = "layanan_bulanan"
PEOPLE = ["Siti Aminah", "Budi Santoso", "Ahmad Yani", "Dewi Lestari"]
ANSWER = Mapping(feed=FEED, answers={"identitas:Tempat kegiatan": "bukan_orang"})
AGENCY = Sender("BNNK Kabupaten Gorontalo", "dina", Role.AGENCY, ("75.01",))


def rows(places: list[str], header: str = "Tempat kegiatan") -> list[dict[str, object]]:
    """Months of a service, each with a text that no column of the feed takes."""
    return [month(at + 1, **{header: place}) for at, place in enumerate(places)]


def notes(store, feed: str = FEED) -> list[dict[str, object]]:
    """Details of what the trail says about declarations, the oldest first."""
    statement = "select person, detail from audit.jejak where subject = 'kolom bebas nama orang' order by id"
    with store.writing() as connection:
        return [{"person": one.person, **json.loads(one.detail)} for one in connection.execute(sa.text(statement))]


def test_who_may_declare_is_said_and_nobody_else_may() -> None:
    assert {role for role in Role if may(role, Act.DECLARE)} == {Role.BNN_PUSAT, Role.BNNP, Role.SYSTEM}


def test_the_answer_of_somebody_with_the_right_works_once_and_is_remembered_and_noted(send, place) -> None:
    body = csv_of(rows(PEOPLE))
    before = len(notes(place[0]))
    assert not send(FEED, body, BNNP).accepted
    assert send(FEED, body, BNNP, mapping=ANSWER, commit=False).accepted
    assert len(notes(place[0])) == before, "a check declares nothing"
    assert not send(FEED, body, BNNP).accepted, "a check is not remembered"
    assert send(FEED, body, BNNP, mapping=ANSWER).accepted
    assert notes(place[0])[before:] == [
        {
            "person": BNNP.person,
            "umpan": FEED,
            "instansi": BNNP.office,
            "kolom": "Tempat kegiatan",
            "sha256": hashlib.sha256(body).hexdigest(),
        }
    ]
    later = send(FEED, rows(PEOPLE[::-1], "TEMPAT  KEGIATAN"), BNNP)
    assert later.accepted, "spaces and capitals are the same heading"
    assert any("pernah dinyatakan" in said for _, said, _, _ in later.remarks.noted())
    assert len(notes(place[0])) == before + 1
    assert not send(FEED, rows(PEOPLE, "Tempat lain"), BNNP).accepted
    assert not send(FEED, rows(PEOPLE), BNNK, mapping=None).accepted, "another office has its own columns"


@pytest.mark.parametrize("sender", [BNNK, AGENCY])
def test_without_the_right_an_answer_changes_nothing_and_the_fault_says_whom_to_ask(send, place, sender: Sender) -> None:
    report = send(FEED, rows(PEOPLE), sender, mapping=ANSWER)
    assert not report.accepted
    assert not report.remarks.offers
    assert "minta BNNP atau BNN Pusat" in report.remarks.faults[0].todo
    with place[0].writing() as connection, pytest.raises(Fault) as fault:
        declare(connection, sender, FEED, "Tempat kegiatan", "")
    assert fault.value.problem is Problem.MAY_NOT


def test_an_office_may_be_freed_by_another_and_it_can_be_taken_back(send, place) -> None:
    boss = Sender(BNNK.office, "pusat", Role.BNN_PUSAT)
    before = len(notes(place[0]))
    with place[0].writing() as connection:
        declare(connection, boss, FEED, "Tempat kegiatan", "abc")
        declare(connection, boss, FEED, "tempat kegiatan", "abc")
    assert send(FEED, rows(PEOPLE), BNNK).accepted
    with place[0].writing() as connection:
        assert take_back(connection, boss, FEED, "Tempat kegiatan")
        assert not take_back(connection, boss, FEED, "Tempat kegiatan")
        with pytest.raises(Fault) as fault:
            declare(connection, boss, FEED, " - ", "abc")
    assert fault.value.problem is Problem.NO_HEADING
    assert not send(FEED, rows(PEOPLE[::-1]), BNNK).accepted
    said = notes(place[0])[before:]
    assert [(one["instansi"], one.get("cabut", False)) for one in said] == [(BNNK.office, False), (BNNK.office, True)]


@pytest.mark.parametrize(("text", "what"), [("7503015505900001", "NIK"), ("0812-3456-7890", "nomor telepon")])
def test_numbers_of_people_stop_whatever_was_declared(send, place, text: str, what: str) -> None:
    assert send(FEED, rows(PEOPLE), BNNP, mapping=ANSWER).accepted
    with pytest.raises(Fault) as fault:
        send(FEED, rows([*PEOPLE, f"Rumah {text}"]), BNNP, mapping=ANSWER)
    assert fault.value.problem is Problem.IDENTITY_FOUND
    assert what in str(fault.value)


FACILITY = {
    "Kode fasilitas": "RS-1",
    "Nama fasilitas": "RSUD Ibrahim",
    "Pengelola": "Kemenkes",
    "Desa/kelurahan": "75.01.01.1001",
    "Mulai melayani": "2019-03-01",
}


def test_an_office_has_an_address_and_a_telephone_of_any_kind(send, rows_in) -> None:
    facility = FACILITY | {"Alamat": "Jl. Ahmad Yani Nomor 12", "Telepon": "0812-3456-7890"}
    report = send("fasilitas_rehab", [facility, FACILITY | {"Kode fasilitas": "RS-2"}])
    assert report.accepted, report.remarks.faults
    assert rows_in("facility", "address", "telephone", order="code") == [
        {"address": "Jl. Ahmad Yani Nomor 12", "telephone": "0812-3456-7890"},
        {"address": None, "telephone": None},
    ]


@pytest.mark.parametrize("column", ["Nama fasilitas", "Keterangan"])
def test_no_other_text_of_the_same_feed_holds_a_telephone(send, column: str) -> None:
    with pytest.raises(Fault) as fault:
        send("fasilitas_rehab", [FACILITY | {"Alamat": "Jl. Kartini 1", column: "Klinik 0812-3456-7890"}])
    assert fault.value.problem is Problem.IDENTITY_FOUND


@pytest.mark.parametrize("column", ["Alamat", "Telepon kantor"])
def test_a_nik_is_no_address_and_no_telephone(send, column: str) -> None:
    with pytest.raises(Fault) as fault:
        send("fasilitas_rehab", [FACILITY | {column: "7503015505900001"}])
    assert fault.value.problem is Problem.IDENTITY_FOUND


@pytest.mark.parametrize("column", ["Alamat", "Telepon"])
def test_another_feed_has_no_place_for_them(send, column: str) -> None:
    with pytest.raises(Fault) as fault:
        send(FEED, rows(["x"], column))
    assert fault.value.problem is Problem.IDENTITY_FOUND
