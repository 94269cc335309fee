"""A province's month of every feed, filled in by forms alone: fields from the contract, checked, sent, read back."""

import json
from dataclasses import replace

import pytest
import sqlalchemy as sa

from data import queries
from data.feeds import Column, Contract, Mapping, feeds
from data.intake import workers
from data.intake.drafts import Draft, keep_draft, read_draft
from data.intake.entry import Row, begun_from, book_of, entered, is_periodic, lacking, question_of, rows_from
from data.intake.read.cells import cell_text
from data.intake.read.parsers import list_item, parser
from data.intake.read.tokens import Keyring
from data.intake.submit import history
from data.intake.submit.parts import NO_PEOPLE
from data.intake.submit.report import Report, Sender
from data.model import schema
from data.model.errors import Problem
from geo.regions.codes import level_of
from tests.following import submit
from tests.intake.conftest import BNNK, BNNP, PUSAT, TODAY
from tests.people import as_person, problem_of

REGIONS = {4: "75.01.01.2001", 3: "75.01.01", 2: "75.01", 1: "75", 0: "ID"}
# registers before what refers to them
ORDER = sorted(feeds(), key=lambda name: any(column.refers for column in feeds()[name].columns))


def typed_in(column: Column, store, scope, feed: str) -> object:
    """What somebody chooses or types in the field of a column: its example, a region of the own area, a registered value."""
    if column.type == "region":
        return REGIONS[level_of(str(column.example))]
    if column.refers:
        return str(queries.known_values(store, scope, feed, column.name)["value"].iat[0])
    if column.type == "list":
        item = list_item(column, TODAY, "koma")
        return [json.loads(str(item(part.strip()).value)) for part in str(column.example).split(";")]
    if column.type == "codes":
        return str(parser(column, TODAY)(str(column.example)).value).strip("{}").split(",")
    if column.type == "code":
        return str(parser(column, TODAY)(cell_text(column.example) or "").value)
    return column.example


def filled(contract: Contract, store, scope) -> Row:
    return {column.name: typed_in(column, store, scope, contract.name) for column in contract.columns if column.in_example}


@pytest.fixture
def pusat(place):
    return as_person(place[0], "bnn_pusat", "")


def enter(place, scope, contract: Contract, values: Row, sender: Sender = PUSAT) -> Report:
    """From the fields to the submission, by way of the draft."""
    store, home = place
    keyring, own = Keyring.open(home), replace(sender, person=scope.person)
    made = entered(contract, values, keyring, TODAY)
    assert made.faults == {}
    keep_draft(store, own, contract, Draft((made.row,), made.links), keyring)
    draft = read_draft(store, scope, own.office, contract, keyring)
    more = {"sender": sender, "file_name": "formulir", "today": TODAY, "links": draft.token_links}
    book = book_of(contract, draft.rows)
    report = submit(store, home, contract, book, commit=False, **more)
    assert report.accepted, report.remarks.faults
    assert report.rows_in == len(draft.rows), report.remarks.noted()
    return submit(store, home, contract, book, commit=True, **more)


def test_a_month_of_every_feed_is_entered_by_forms_alone(place, pusat) -> None:
    store, _ = place
    for name in ORDER:
        contract = feeds()[name]
        values = filled(contract, store, pusat)
        report = enter(place, pusat, contract, values)
        assert report.landed.new >= 1, name
        _, table = history.reopened(store, report.kiriman_id, replace(PUSAT, person=pusat.person))
        again = rows_from(contract, table)
        assert len(again) == 1
        sent = entered(contract, values, Keyring.open(place[1]), TODAY).row
        assert same(contract, again[0]) == same(contract, sent), name
    with store.writing() as connection:
        came = set(connection.scalars(sa.select(schema.kiriman.c.feed).where(schema.kiriman.c.file_name == "formulir")))
    assert came == set(feeds()), "a submission came from every feed"


def same(contract: Contract, row: Row) -> dict[str, object]:
    """A row as the readers of cells see it: 3 and 3.0, or a day and its text, are one value."""
    seen: dict[str, object] = {}
    for name, value in row.items():
        column = contract.column(name)
        if column.type in ("region", "token", "list", "codes"):
            seen[name] = json.dumps(value, sort_keys=True)
        else:
            seen[name] = parser(column, TODAY)(cell_text(value) or "").value
    return seen


def test_a_row_of_a_form_is_a_row_whatever_it_looks_like(place, pusat, rows_in) -> None:
    """In a sheet the first would be the template's example, the second a total, the third a row that goes on."""
    contract = feeds()["ran_aksi"]
    example = {column.name: column.example for column in contract.columns} | {"region_code": "75.01"}
    rows = [example, example | {"id": "Jumlah", "plan": "Total"}, example | {"id": "RAD-2", "unit": None}]
    report = submit(*place, contract, book_of(contract, rows), sender=PUSAT, commit=False)
    assert [(one.row, one.column, one.expected) for one in report.remarks.faults] == [(4, "Satuan", "Wajib diisi.")]
    report = submit(*place, contract, book_of(contract, rows[:2]), sender=PUSAT, commit=True)
    assert report.landed.new == 2


def test_a_form_sent_again_from_the_store_changes_nothing(place, pusat) -> None:
    contract = feeds()["kasus"]
    report = enter(place, pusat, contract, filled(contract, place[0], pusat))
    _, table = history.reopened(place[0], report.kiriman_id, replace(PUSAT, person=pusat.person))
    row = rows_from(contract, table)[0]
    again = enter(place, pusat, contract, row | {"lon": None, "lat": None})
    assert (again.landed.new, again.landed.changed) == (0, 1)
    back = enter(place, pusat, contract, row)
    assert back.already == report.kiriman_id, "the same rows are the same submission"


def test_a_correction_replaces_what_was_sent(place, pusat, rows_in) -> None:
    contract = feeds()["layanan_bulanan"]
    values = {"region_code": "75.01", "month": "2025-03", "service": "skhpn", "held": 6, "people": 6}
    first = enter(place, pusat, contract, values)
    _, table = history.reopened(place[0], first.kiriman_id, replace(PUSAT, person=pusat.person))
    rows = [row | {"people": 7} for row in rows_from(contract, table)]
    submit(place[0], place[1], contract, book_of(contract, rows), sender=PUSAT, commit=True, supersedes=first.kiriman_id)
    assert [row["people"] for row in rows_in("service_month", "people")] == [7]
    with place[0].writing() as connection:
        state = connection.scalar(sa.select(schema.kiriman.c.state).where(schema.kiriman.c.id == first.kiriman_id))
    assert state == "digantikan"


def test_only_the_own_office_opens_a_submission_as_a_form(place, pusat) -> None:
    contract = feeds()["layanan_bulanan"]
    values = {"region_code": "75.01", "month": "2025-03", "service": "skhpn", "held": 6, "people": 6}
    sent = enter(place, pusat, contract, values)
    for other in (BNNP, BNNK):
        assert problem_of(lambda other=other: history.reopened(place[0], sent.kiriman_id, other)) == Problem.NOT_YOURS_TO_DO
    history.withdraw(place[0], sent.kiriman_id, PUSAT, "salah")
    assert problem_of(lambda: history.reopened(place[0], sent.kiriman_id, PUSAT)) == Problem.NOT_YOURS_TO_DO


def test_an_assessment_needs_neither_urica_nor_assist(place, pusat, rows_in) -> None:
    enter(place, pusat, feeds()["ibm_unit"], filled(feeds()["ibm_unit"], place[0], pusat))
    contract = feeds()["ibm_penilaian"]
    values = filled(contract, place[0], pusat)
    enter(place, pusat, contract, {name: value for name, value in values.items() if name not in ("urica", "assist")})
    assert [(row["urica"], row["assist"]) for row in rows_in("ibm_assessment", "urica", "assist")] == [(None, None)]


def test_a_cell_is_said_to_be_wrong_in_the_words_of_a_file(place, send) -> None:
    contract, keyring = feeds()["layanan_bulanan"], Keyring.open(place[1])
    values = {"region_code": "75.01", "month": "2031-01", "service": "skhpn", "held": -1, "people": 5}
    made = entered(contract, values, keyring, TODAY)
    by_file = send(contract.name, [values], commit=False)
    said = {(contract.column(name).label["id"], one.expected) for name, one in made.faults.items()}
    assert said == {(one.column, one.expected) for one in by_file.remarks.faults}
    assert {name for name, _ in said} == {"Bulan", "Jumlah kegiatan"}


def test_what_is_required_is_missed_at_its_field_and_in_its_row(place) -> None:
    contract = feeds()["layanan_bulanan"]
    made = entered(contract, {"region_code": "75.01", "service": ""}, Keyring.open(place[1]), TODAY)
    needed = {column.name for column in contract.columns if column.required} - {"region_code"}
    assert set(made.faults) == needed == {column.name for column in lacking(contract, made.row)}
    report = submit(place[0], place[1], contract, book_of(contract, [made.row]), sender=PUSAT, commit=False)
    assert {(one.row, one.column) for one in report.remarks.faults} == {
        (2, contract.column(name).label["id"]) for name in needed
    }


def test_a_form_passes_through_the_workers(place) -> None:
    contract = feeds()["layanan_bulanan"]
    rows = [{"region_code": "75.01", "month": "2025-03", "service": "skhpn", "held": 6, "people": 6}]
    try:
        report = workers.submit(
            *place, contract, book_of(contract, rows), sender=PUSAT, commit=True, file_name="formulir", links={}
        )
    finally:
        workers.end_all()
    assert report.landed.new == 1


def test_a_report_begins_from_the_last_one_without_its_period_and_its_figures() -> None:
    contract = feeds()["layanan_bulanan"]
    last = [
        {"region_code": "75.01", "month": f"2025-0{month}", "service": service, "held": 6, "people": 6}
        for month in (1, 2)
        for service in ("skhpn", "konseling")
    ]
    assert begun_from(contract, last) == [
        {"region_code": "75.01", "service": "skhpn"},
        {"region_code": "75.01", "service": "konseling"},
    ]


def test_only_reports_that_repeat_begin_from_the_last_one() -> None:
    assert {name for name, contract in feeds().items() if is_periodic(contract)} >= {
        "layanan_bulanan", "ran_laporan", "rehab_rekap"
    }  # fmt: skip
    assert not any(is_periodic(feeds()[name]) for name in ("bersinar_peristiwa", "kasus", "ibm_penilaian", "fasilitas_rehab"))


@pytest.fixture
def units(place, pusat) -> None:
    for number, village in enumerate(("75.01.01.2001", "75.02.01.2001"), start=1):
        values = filled(feeds()["ibm_unit"], place[0], pusat) | {"code": f"IBM-{number}", "village_code": village}
        enter(place, pusat, feeds()["ibm_unit"], values)


@pytest.mark.parametrize(
    ("role", "prefixes", "seen"),
    [("bnn_pusat", [""], ["IBM-1", "IBM-2"]), ("bnnk", ["75.02"], ["IBM-2"]), ("bnnp", ["31"], [])],
)
def test_values_to_refer_to_are_those_of_the_own_area(place, units, role, prefixes, seen) -> None:
    scope = as_person(place[0], role, *prefixes)
    assert queries.known_values(place[0], scope, "ibm_penilaian", "unit_code")["value"].tolist() == seen


@pytest.mark.parametrize("feed", [name for name, one in feeds().items() if any(column.refers for column in one.columns)])
def test_a_reference_names_a_column_that_says_what_it_is(feed: str) -> None:
    for column in feeds()[feed].columns:
        if column.refers and column.refers.label:
            assert column.refers.label in schema.metadata.tables[f"inti.{column.refers.table}"].c


def test_the_answer_that_no_people_are_named_is_the_one_the_check_asks_for(place) -> None:
    contract = feeds()["regulasi_anggaran"]
    titles = ("Budi Santoso", "Siti Aminah", "Ahmad Hidayat")
    rows = [
        {"region_code": "75.01", "kind": "perda", "number": f"{at}/2024", "title": title, "valid_from": "2024-01-01"}
        for at, title in enumerate(titles, start=1)
    ]
    asked = submit(*place, contract, book_of(contract, rows), sender=PUSAT, commit=False)
    question = question_of(contract.column("title"))
    assert (question, NO_PEOPLE) in asked.remarks.offers
    said = Mapping(feed=contract.name, answers={question: NO_PEOPLE})
    assert submit(*place, contract, book_of(contract, rows), sender=PUSAT, commit=False, mapping=said).accepted


def test_a_link_between_two_tokens_of_a_person_lands_with_the_row(place, pusat) -> None:
    """The draft was begun while there were two keys, after the person had been known under the older one."""
    store, home = place
    enter(place, pusat, feeds()["ibm_unit"], filled(feeds()["ibm_unit"], store, pusat))
    contract = feeds()["ibm_penilaian"]
    values = filled(contract, store, pusat)
    enter(place, pusat, contract, values)
    Keyring.open(home).rotated(home)
    enter(place, pusat, contract, values | {"stage": "akhir", "assessed_on": "2025-07-07"})
    with store.writing() as connection:
        assert connection.scalar(sa.select(sa.func.count()).select_from(schema.token_link)) == 1
