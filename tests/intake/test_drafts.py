"""Drafts of forms: only their person reads them, they outlive the page, and no identity is in them."""

import json
from dataclasses import replace
from datetime import timedelta

import pytest
import sqlalchemy as sa

from data.feeds import feeds
from data.identity.people import find_person
from data.intake.drafts import KEPT, Draft, drop_draft, keep_draft, prune_drafts, read_draft
from data.intake.entry import entered, question_of
from data.intake.read.tokens import Keyring
from data.intake.submit.parts import NO_PEOPLE
from data.intake.submit.report import Sender
from data.model import schema
from data.model.clock import now
from data.model.errors import Fault, Problem
from data.model.roles import Role
from tests.intake.conftest import BNNP, TODAY
from tests.people import as_person, problem_of, scope_of

FEED = feeds()["layanan_bulanan"]
IBM = feeds()["ibm_penilaian"]
NIK = "7501014107900001"
ROW = {"region_code": "75.01", "month": "2025-03", "service": "skhpn", "held": 6}


@pytest.fixture
def keyring(place) -> Keyring:
    return Keyring.open(place[1])


@pytest.fixture
def budi(place):
    return as_person(place[0], "bnnp", "75")


def sender_of(scope) -> Sender:
    return replace(BNNP, person=scope.person)


def stored(store) -> str:
    with store.writing() as connection:
        return json.dumps([list(map(str, row)) for row in connection.execute(sa.select(schema.draf))])


def test_a_draft_is_read_again_by_its_person(place, budi, keyring) -> None:
    keep_draft(place[0], sender_of(budi), FEED, Draft((ROW,), answers={"a": "b"}), keyring)
    found = read_draft(place[0], budi, BNNP.office, FEED, keyring)
    assert (found.rows, found.answers) == ((ROW,), {"a": "b"})
    assert read_draft(place[0], budi, "BNNP Lain", FEED, keyring).rows == ()


@pytest.mark.parametrize(("role", "prefix"), [("bnn_pusat", ""), ("bnnp", "31"), ("bnnk", "75.01"), ("instansi", "75")])
def test_a_draft_is_nobody_elses_whatever_the_role(place, budi, keyring, role, prefix) -> None:
    keep_draft(place[0], sender_of(budi), FEED, Draft((ROW,)), keyring)
    other = as_person(place[0], role, prefix)
    with place[0].reading(other) as connection:
        assert connection.scalar(sa.select(sa.func.count()).select_from(schema.draf)) == 0
    with place[0].reading(budi) as connection:
        assert connection.scalar(sa.select(sa.func.count()).select_from(schema.draf)) == 1


def test_an_account_that_is_switched_off_reads_no_draft(place, keyring) -> None:
    scope = as_person(place[0], "bnnp", "65")
    keep_draft(place[0], sender_of(scope), FEED, Draft((ROW,)), keyring)
    with place[0].writing() as connection:
        connection.execute(schema.person.update().where(schema.person.c.username == scope.person).values(active=False))
    assert find_person(place[0], scope.person) is None
    with place[0].acting(scope) as connection:
        assert connection.scalar(sa.select(sa.func.count()).select_from(schema.draf)) == 0


def test_the_app_itself_cannot_write_a_draft(place, budi) -> None:
    values = {"person": budi.person, "office": "x", "feed": "x", "rows": [], "edition": 1}
    with pytest.raises(sa.exc.ProgrammingError, match="permission denied"), place[0].acting(budi) as connection:
        connection.execute(schema.draf.insert().values(**values))


def test_a_nik_is_a_token_before_the_draft_is_written(place, budi, keyring) -> None:
    made = entered(IBM, {"token": NIK, "stage": "masuk"}, keyring, TODAY)
    assert str(made.row["token"]).startswith("\\x")
    keep_draft(place[0], sender_of(budi), IBM, Draft((made.row,), made.links), keyring)
    assert NIK not in stored(place[0])
    assert read_draft(place[0], budi, BNNP.office, IBM, keyring).rows[0]["token"] == "\\x" + keyring.token(NIK).hex()


@pytest.mark.parametrize("wrong", [NIK[:15], "7501019907900001"])
def test_a_number_that_is_no_nik_is_not_kept(keyring, wrong) -> None:
    made = entered(IBM, {"token": wrong}, keyring, TODAY)
    assert "token" in made.faults
    assert wrong not in json.dumps(made.row)


@pytest.mark.parametrize("text", [f"klien {NIK}", "hubungi 0812-3456-7890"])
def test_an_identity_in_a_text_is_refused_at_its_field_and_by_the_store(place, budi, keyring, text) -> None:
    report = feeds()["ran_laporan"]
    made = entered(report, {"narrative": text}, keyring, TODAY)
    assert "narrative" in made.faults
    assert "narrative" not in made.row
    forged = Draft(({"narrative": text},))
    assert problem_of(lambda: keep_draft(place[0], sender_of(budi), report, forged, keyring)) == Problem.IDENTITY_FOUND
    assert stored(place[0]) == "[]"


def test_a_person_without_a_token_is_refused_by_the_store(place, budi, keyring) -> None:
    with pytest.raises(Fault) as fault:
        keep_draft(place[0], sender_of(budi), IBM, Draft(({"token": NIK},)), keyring)
    assert fault.value.problem == Problem.IDENTITY_FOUND
    assert NIK not in str(fault.value)


def test_names_are_kept_only_where_it_was_answered_that_they_are_not_of_people(keyring) -> None:
    report = feeds()["ran_laporan"]
    others = [{"narrative": "Budi Santoso"}, {"narrative": "Siti Aminah"}]
    made = entered(report, {"narrative": "Ahmad Hidayat"}, keyring, TODAY, others)
    assert made.faults["narrative"].is_names
    assert "narrative" not in made.row
    question = question_of(report.column("narrative"))
    answered = entered(report, {"narrative": "Ahmad Hidayat"}, keyring, TODAY, others, {question: NO_PEOPLE})
    assert answered.row["narrative"] == "Ahmad Hidayat"


def test_tokens_of_a_key_that_has_changed_are_asked_for_again(place, budi, keyring) -> None:
    made = entered(IBM, {"token": NIK, "stage": "masuk"}, keyring, TODAY)
    keep_draft(place[0], sender_of(budi), IBM, Draft((made.row,)), keyring)
    found = read_draft(place[0], budi, BNNP.office, IBM, keyring.rotated(place[1]))
    assert found.rows == ({"stage": "masuk"},)


def test_while_there_are_two_keys_a_draft_keeps_both_tokens_and_no_number(place, budi, keyring) -> None:
    two = keyring.rotated(place[1])
    made = entered(IBM, {"token": NIK}, two, TODAY)
    keep_draft(place[0], sender_of(budi), IBM, Draft((made.row,), made.links), two)
    assert read_draft(place[0], budi, BNNP.office, IBM, two).token_links == {two.token(NIK): two.older(NIK)}
    assert NIK not in stored(place[0])


def test_an_empty_draft_is_none_and_a_dropped_one_is_gone(place, budi, keyring) -> None:
    for end in (lambda: keep_draft(place[0], sender_of(budi), FEED, Draft(), keyring),
                lambda: drop_draft(place[0], sender_of(budi), FEED)):  # fmt: skip
        keep_draft(place[0], sender_of(budi), FEED, Draft((ROW,)), keyring)
        end()
        assert stored(place[0]) == "[]"


def test_old_drafts_are_pruned_and_young_ones_stay(place, budi, keyring) -> None:
    for feed in (FEED, IBM):
        keep_draft(place[0], sender_of(budi), feed, Draft(({"stage": "masuk"},)), keyring)
    with place[0].writing() as connection:
        old = now() - KEPT - timedelta(hours=1)
        connection.execute(schema.draf.update().where(schema.draf.c.feed == IBM.name).values(changed_at=old))
    assert prune_drafts(place[0]) == 1
    assert read_draft(place[0], budi, BNNP.office, FEED, keyring).rows


def test_who_may_not_send_keeps_no_draft(place, keyring) -> None:
    auditor = replace(BNNP, role=Role.AUDITOR, person=scope_of("auditor", "").person)
    with pytest.raises(Fault):
        keep_draft(place[0], auditor, FEED, Draft((ROW,)), keyring)


def test_a_form_has_a_most_number_of_rows(place, budi, keyring) -> None:
    long = Draft(tuple({"held": number} for number in range(501)))
    assert problem_of(lambda: keep_draft(place[0], sender_of(budi), FEED, long, keyring)) == Problem.FORM_TOO_LONG
