"""The register of differences: who reads and decides, what a decision changes, and that it can be undone."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pandas as pd
import pytest
import sqlalchemy as sa

from data.cases import register
from data.cases.numbers import normal
from data.cases.pairs import agency_of
from data.cases.register import Seen
from data.cases.run import link_all
from data.feeds import feeds
from data.identity.accounts import Giver, Wanted, add_account
from data.identity.people import Person, find_person
from data.model import schema
from data.model.errors import Fault, Problem
from data.queries import agreement, case_differences, difference_counts, difference_steps, other_side, silent_sides
from data.store import Store
from tests.people import WORD, problem_of

PAIR = "penyidik-kejaksaan"
DAY = date(2025, 3, 1)
OFFICES = {
    "polres": ("instansi", "Polres", "Polres Gorontalo", "75.01"),
    "polres-lain": ("instansi", "Polres", "Polres Boalemo", "75.02"),
    "kejari": ("instansi", "Kejari", "Kejari Gorontalo", "75.01"),
    "pengadilan": ("instansi", "Pengadilan Negeri", "Pengadilan Negeri Limboto", "75.01"),
    "lapas": ("instansi", "Lapas/Rutan", "Lapas/Rutan Gorontalo", "75.01"),
    "tanpa-kantor": ("instansi", "", "", "75.01"),
    "bnnk": ("bnnk", "", "", "75.01"),
    "bnnk-lain": ("bnnk", "", "", "75.02"),
    "bnnp": ("bnnp", "", "", "75"),
    "bupati": ("kepala_daerah", "", "", "75.01"),
    "auditor": ("auditor", "", "", ""),
}  # fmt: skip


def _stage(key: str, stage: str, agency: str, days: int, place: str = "75.01", own: str | None = None) -> dict[str, object]:
    day = DAY + timedelta(days=days)
    return {
        "case_key": key, "stage": stage, "agency": agency, "stage_date": day, "regency_code": place, "source_id": "s",
        "agency_number": own, "outcome": None,
    }  # fmt: skip


@pytest.fixture
def store(place: tuple[Store, Path]) -> Store:
    """Cases of one kabupaten: on which both agree, with two days, with a typing error, known to one side alone."""
    store = place[0]
    with store.writing() as connection:
        connection.execute(schema.case_link.delete())
        for number in range(1, 6):
            connection.execute(
                schema.narcotics_case.insert().values(
                    agency="Polri",
                    case_date=DAY,
                    suspects=1,
                    source_id="s",
                    case_key=f"LKN/2025/75.01/000{number}",
                    regency_code="75.01",
                )
            )
        connection.execute(
            schema.case_suspect.insert().values(
                case_key="LKN/2025/75.01/0005", number=1, sex="L", age_band="<18", role="kurir", regency_code="75.01"
            )
        )
        one, two, three, four, five = (f"LKN/2025/75.01/000{number}" for number in range(1, 6))
        rows = [
            *(_stage(key, "spdp", "Polri", days) for key, days in ((one, 3), (two, 4), (three, 5), (four, 6), (five, 7))),
            _stage("lkn/2025/75.01/1", "spdp", "Kejaksaan", 3, own="PDM-1/2025"),
            _stage(two, "spdp", "Kejaksaan", 14, own="PDM-2/2025"),
            _stage("LKN/2025/75.01/0083", "spdp", "Kejaksaan", 5, own="PDM-3/2025"),
            _stage("Kejaksaan 75.01 PDM-9/2025", "spdp", "Kejaksaan", 8, own="PDM-9/2025"),
        ]
        connection.execute(schema.case_stage.insert(), rows)
        connection.execute(schema.data_version.delete())
        connection.execute(
            schema.data_version.insert().values(only_row=True, version=1, last_day=date(2026, 10, 31), first_year=2025)
        )
        for name, (role, agency, office, region) in OFFICES.items():
            if not connection.scalar(sa.select(schema.person.c.id).where(schema.person.c.username == name)):
                add_account(store, Wanted(name, name, role, (region,), WORD, agency=agency, office=office), Giver())
    link_all(store, lambda *_: None)
    return store


@pytest.fixture
def who(store: Store) -> Callable[[str], Person]:
    def found(name: str) -> Person:
        person = find_person(store, name)
        assert person is not None
        return person

    return found


def _entries(store: Store, person: Person, *states: str) -> dict[str, Seen]:
    """Entries that a person reads: by kind and the number of the case."""
    found = case_differences(store, person.scope, "75.01", PAIR, states or ("terbuka", "dikerjakan"))
    return {
        f"{row.kind} {(row.left_number or row.right_number)[-4:]}": Seen(row.id, row.edition)
        for row in found.itertuples(index=False)
    }


ALL = {"differs 0002", "suggested 0003", "only_left 0004", "only_left 0005", "only_right 2025"}


def test_the_three_passes_make_links_suggestions_and_entries(store: Store, who: Callable[[str], Person]) -> None:
    assert set(_entries(store, who("bnnk"))) == ALL
    found = case_differences(store, who("bnnk").scope, "75.01", PAIR).set_index("kind")
    assert found.loc["differs", "fields"] == {"spdp": ["2025-03-05", "2025-03-15"]}
    assert found.loc["differs", "owner"] == "Kejaksaan"
    assert found.loc["only_right", "owner"] == "Penyidik"
    assert found.loc["suggested", "score"] > 0.85
    counts = agreement(store, who("bupati").scope, "75.01").iloc[0]
    assert counts[["agree", "differ", "only_left", "only_right", "suggested"]].tolist() == [1, 1, 3, 2, 1]


def test_a_case_just_handed_over_counts_neither_as_missing_nor_as_agreed(store: Store, who: Callable[[str], Person]) -> None:
    """Counted only where linked, the newest months would agree always."""
    scope = who("bupati").scope
    before = agreement(store, scope, "75.01")
    last_day, new = (date(2026, 10, 31) - DAY).days, "LKN/2026/75.01/0077"
    with store.writing() as connection:
        rows = [_stage(new, "spdp", agency, last_day - 20) for agency in ("Polri", "Kejaksaan")]
        connection.execute(schema.case_stage.insert(), rows)
    link_all(store, lambda *_: None)
    pd.testing.assert_frame_equal(agreement(store, scope, "75.01"), before)
    with store.writing() as connection:
        assert connection.scalar(sa.select(schema.case_link.c.state).where(schema.case_link.c.left_key == new)) == "equal"
        connection.execute(schema.data_version.update().values(last_day=date(2026, 11, 10)))
    link_all(store, lambda *_: None)
    after = agreement(store, scope, "75.01")
    assert after[~after["month"].isin(before["month"])][["month", "agree"]].to_numpy().tolist() == [["2026-10", 1]]


def test_where_one_agency_sent_nothing_cases_are_not_missing_one_by_one(store: Store, who: Callable[[str], Person]) -> None:
    scope = who("bupati").scope
    assert silent_sides(store, scope, "ID", "2025").empty
    with store.writing() as connection:
        rows = [_stage(f"LKN/2025/75.02/00{number}", "spdp", "Kejaksaan", number, place="75.02") for number in range(10, 15)]
        connection.execute(schema.case_stage.insert(), rows[:4])
    link_all(store, lambda *_: None)
    assert silent_sides(store, scope, "ID", "2025").empty
    with store.writing() as connection:
        connection.execute(schema.case_stage.insert(), rows[4:])
    link_all(store, lambda *_: None)
    for region in ("ID", "75", "75.02"):
        assert silent_sides(store, scope, region, "2025").to_numpy().tolist() == [[PAIR, "left", 1, 5]]
    assert silent_sides(store, scope, "75.01", "2025").empty
    assert silent_sides(store, scope, "ID", "2026").empty


@pytest.mark.parametrize(
    ("name", "reads"),
    [
        ("polres", ALL), ("kejari", ALL - {"only_left 0005"}), ("bnnk", ALL), ("bnnp", ALL), ("pengadilan", set()),
        ("lapas", set()), ("polres-lain", set()), ("bnnk-lain", set()), ("tanpa-kantor", set()), ("bupati", set()),
        ("auditor", set()),
    ],
)  # fmt: skip
def test_offices_concerned_read_cases_and_a_childs_only_those_that_know_it(store, who, name: str, reads: set[str]) -> None:
    person = who(name)
    assert set(_entries(store, person)) == reads
    counted = difference_counts(store, person.scope, "75.01")
    assert counted["amount"].sum() == 5, "counts are everybody's"
    if name == "bnnk":
        assert _entries(store, replace(person, published=True)) == {}, "who looks as others do sees counts"


def test_nobody_decides_about_what_the_database_does_not_show(store, who) -> None:
    seen = _entries(store, who("bnnk"))["differs 0002"]
    for name in ("pengadilan", "polres-lain", "bnnk-lain"):
        assert problem_of(lambda name=name: register.take(store, seen, who(name))) == Problem.UNKNOWN_DIFFERENCE
    for name in ("bupati", "auditor"):
        assert problem_of(lambda name=name: register.take(store, seen, who(name))) == Problem.MAY_NOT
    assert problem_of(lambda: register.take(store, seen, who("tanpa-kantor"))) == Problem.NO_OFFICE


def test_a_difference_is_worked_off_by_two_offices_and_returns_when_its_numbers_change(store, who) -> None:
    polres, kejari = who("polres"), who("kejari")
    seen = _entries(store, kejari)["differs 0002"]
    register.take(store, seen, kejari)
    with pytest.raises(Fault) as fault:  # as it was before the other office took it up
        register.close(store, seen, "both_right", "dua tanggal terima", polres)
    assert fault.value.problem == Problem.DIFFERENCE_MOVED
    assert "Kejari Gorontalo" in str(fault.value)
    now = _entries(store, polres)["differs 0002"]
    assert problem_of(lambda: register.close(store, now, "both_right", " ", polres)) == Problem.NEEDS_REASON
    register.close(store, now, "both_right", "dua tanggal terima", polres)
    steps = difference_steps(store, kejari.scope, now.number)
    assert steps[["office", "act", "outcome"]].fillna("").to_numpy().tolist() == [
        ["Kejari Gorontalo", "take", ""], ["Polres Gorontalo", "close", "both_right"],
    ]  # fmt: skip
    link_all(store, lambda *_: None)
    assert "differs 0002" not in _entries(store, polres)
    with store.writing() as connection:
        noted = connection.execute(
            sa.text("select person, act, subject from audit.jejak where subject like 'rekonsiliasi %' order by id desc limit 2")
        ).all()
        connection.execute(
            schema.case_stage.update()
            .where(schema.case_stage.c.case_key == "LKN/2025/75.01/0002", schema.case_stage.c.agency == "Kejaksaan")
            .values(stage_date=DAY + timedelta(days=20))
        )
    assert [(one.person, one.act) for one in noted] == [("polres", "temuan"), ("kejari", "temuan")]
    assert not any("LKN" in one.subject for one in noted)
    link_all(store, lambda *_: None)
    assert _entries(store, polres)["differs 0002"].number == now.number
    with store.writing() as connection:
        connection.execute(
            schema.case_stage.update()
            .where(schema.case_stage.c.case_key == "LKN/2025/75.01/0002", schema.case_stage.c.agency == "Kejaksaan")
            .values(stage_date=DAY + timedelta(days=4))
        )
    link_all(store, lambda *_: None)
    assert "differs 0002" in _entries(store, polres, "hilang")


def test_an_accepted_suggestion_is_one_case_until_it_is_undone(store, who) -> None:
    kejari = who("kejari")
    seen = _entries(store, kejari)["suggested 0003"]
    register.accept(store, seen, "salah ketik pada berkas kami", kejari)
    link_all(store, lambda *_: None)
    assert _keys(store) == {"LKN/2025/75.01/0003"}
    assert agreement(store, kejari.scope, "75.01").iloc[0]["agree"] == 2
    closed = _entries(store, who("polres"), "ditutup")["suggested 0003"]
    register.undo(store, closed, "ternyata perkara lain", who("polres"))
    link_all(store, lambda *_: None)
    assert _keys(store) == {"LKN/2025/75.01/0003", "LKN/2025/75.01/0083"}
    again = _entries(store, kejari)["suggested 0003"]
    register.refuse(store, again, "perkara lain", kejari)
    link_all(store, lambda *_: None)
    assert "only_left 0003" in _entries(store, kejari)
    assert "suggested 0003" not in _entries(store, kejari)


def _keys(store: Store) -> set[str]:
    """Numbers that the third case is counted under."""
    with store.writing() as connection:
        return set(
            connection.scalars(sa.text("select distinct case_key from inti.stage_of_case where case_key ~ '(0003|0083)'"))
        )


def test_two_records_are_linked_by_hand_and_both_entries_close(store, who) -> None:
    polres = who("polres")
    mine = _entries(store, polres)
    found = other_side(store, polres.scope, mine["only_left 0004"].number)
    partner = Seen(int(found["id"].iat[0]), int(found["edition"].iat[0]))
    assert partner == mine["only_right 2025"]
    same_side = Seen(mine["only_left 0005"].number, mine["only_left 0005"].edition)
    wrong = problem_of(lambda: register.link_by_hand(store, mine["only_left 0004"], same_side, "x", polres))
    assert wrong == Problem.NO_TWO_SIDES
    register.link_by_hand(store, mine["only_left 0004"], partner, "nomor SPDP di berkas", polres)
    taken = problem_of(lambda: register.link_by_hand(store, mine["only_left 0005"], partner, "x", polres))
    assert taken == Problem.DIFFERENCE_MOVED
    link_all(store, lambda *_: None)
    assert set(_entries(store, polres)) == ALL - {"only_left 0004", "only_right 2025"} | {"differs 0004"}
    closed = _entries(store, polres, "ditutup")
    register.undo(store, closed["only_right 2025"], "keliru", polres)
    link_all(store, lambda *_: None)
    assert set(_entries(store, polres)) == ALL


def test_undoing_a_link_keeps_what_was_refused_about_the_same_record(store, who) -> None:
    kejari = who("kejari")
    register.refuse(store, _entries(store, kejari)["suggested 0003"], "perkara lain", kejari)
    link_all(store, lambda *_: None)
    mine = _entries(store, kejari)
    register.link_by_hand(store, mine["only_left 0003"], mine["only_right 2025"], "nomor SPDP di berkas", kejari)
    link_all(store, lambda *_: None)
    register.undo(store, _entries(store, kejari, "ditutup")["only_left 0003"], "keliru", kejari)
    link_all(store, lambda *_: None)
    with store.writing() as connection:
        links = connection.execute(sa.text("select state, right_key from inti.case_link where left_key ~ '0003'")).all()
    assert [tuple(one) for one in links] == [("refused", "LKN/2025/75.01/0083")]
    assert {"only_left 0003", "only_right 2025"} <= set(_entries(store, kejari)), "neither record is lost"


def test_a_linked_record_whose_partner_is_withdrawn_is_open_again_until_it_returns(store, who) -> None:
    polres = who("polres")
    mine = _entries(store, polres)
    register.link_by_hand(store, mine["only_left 0004"], mine["only_right 2025"], "nomor SPDP di berkas", polres)
    link_all(store, lambda *_: None)
    stage = schema.case_stage
    with store.writing() as connection:
        row = connection.execute(stage.delete().where(stage.c.agency_number == "PDM-9/2025").returning(*stage.c)).one()
    link_all(store, lambda *_: None)
    assert "only_left 0004" in _entries(store, polres), "nobody has its partner now"
    with store.writing() as connection:
        connection.execute(stage.insert().values(row._asdict()))
    link_all(store, lambda *_: None)
    assert "differs 0004" in _entries(store, polres), "the decision holds for the record that came back"
    closed = _entries(store, polres, "ditutup")
    register.undo(store, closed["only_left 0004"], "keliru", polres)
    link_all(store, lambda *_: None)
    assert {"only_left 0004", "only_right 2025"} <= set(_entries(store, polres))


def test_a_reason_names_nobody_and_its_words_stay_out_of_the_trail(store, who) -> None:
    polres = who("polres")
    seen = _entries(store, polres)["differs 0002"]
    for words in ("NIK 7501014107900002 salah", "hubungi 0812-3456-7890"):
        assert problem_of(lambda words=words: register.close(store, seen, "mended", words, polres)) == Problem.NAMES_SOMEBODY
    register.close(store, seen, "mended", "LKN/2025/75.01/0002 diperbaiki", polres)
    with store.writing() as connection:
        noted = connection.execute(
            sa.text("select * from audit.jejak where subject like 'rekonsiliasi %' order by id desc limit 1")
        ).one()
    assert "0002" not in str(noted), "auditors read counts, not numbers of cases"
    assert "0002" in difference_steps(store, polres.scope, seen.number)["reason"].iat[0]


@pytest.mark.parametrize("agencies", [("Polri",), ("Kejaksaan",), ("Pengadilan", "Pemasyarakatan"), ()])
def test_a_store_in_which_few_agencies_or_none_reported_is_linked(store, agencies: tuple[str, ...]) -> None:
    stage = schema.case_stage
    with store.writing() as connection:
        connection.execute(stage.delete().where(stage.c.agency.not_in(agencies)))
        connection.execute(schema.narcotics_case.delete())
        for agency in agencies:
            row = _stage(f"{agency} 75.01 12/2025", "putusan", agency, 9, own="12/2025")
            connection.execute(stage.insert().values(row))
    link_all(store, lambda *_: None)
    with store.writing() as connection:
        linked = connection.scalar(sa.text("select count(*) from inti.case_link where state = 'equal'"))
    assert linked == (1 if len(agencies) == 2 else 0)


def test_a_linked_case_that_moved_to_another_kabupaten_is_one_case(store) -> None:
    with store.writing() as connection:
        one = "LKN/2025/75.01/0001"
        connection.execute(schema.case_stage.insert().values(_stage("lkn/2025/75.01/1", "p21", "Kejaksaan", 40, "75.02")))
        connection.execute(schema.case_stage.insert().values(_stage("LKN/2025/75.01/0002", "p21", "Kejaksaan", 40, "75.02")))
    link_all(store, lambda *_: None)
    with store.writing() as connection:
        found = connection.execute(
            sa.text("select distinct case_key, regency_code from inti.stage_of_case where case_key ~ '000[12]|/1$' order by 1")
        ).all()
    assert [tuple(row) for row in found] == [(one, "75.01"), ("LKN/2025/75.01/0002", "75.01")]


def test_a_decision_bears_the_office_that_the_account_has_now(store, who) -> None:
    before = who("polres")
    seen = _entries(store, before)["differs 0002"]
    table = schema.person
    with store.writing() as connection:
        moved = {"agency": "Kejari", "office": "Kejari Boalemo"}
        connection.execute(table.update().where(table.c.username == "polres").values(**moved))
    try:
        register.take(store, seen, before)
        assert difference_steps(store, before.scope, seen.number)["office"].tolist() == ["Kejari Boalemo"]
        with store.writing() as connection:
            connection.execute(table.update().where(table.c.username == "polres").values(agency=None, office=None))
        again = Seen(seen.number, seen.edition + 1)
        assert problem_of(lambda: register.close(store, again, "mended", "x", before)) == Problem.NO_OFFICE
    finally:
        with store.writing() as connection:
            values = {"agency": "Polres", "office": "Polres Gorontalo"}
            connection.execute(table.update().where(table.c.username == "polres").values(**values))


def test_of_two_offices_that_decide_at_once_one_is_heard(store, who) -> None:
    seen = _entries(store, who("kejari"))["suggested 0003"]

    def decides(act: Callable[..., None], name: str) -> Problem | None:
        try:
            act(store, seen, "bersamaan", who(name))
        except Fault as fault:
            return fault.problem
        return None

    with ThreadPoolExecutor(2) as offices:
        heard = [offices.submit(decides, *one) for one in ((register.accept, "kejari"), (register.refuse, "polres"))]
    assert {one.result() for one in heard} == {None, Problem.DIFFERENCE_MOVED}
    with store.writing() as connection:
        state = connection.scalar(sa.text("select state from inti.case_link where right_key ~ '0083'"))
    assert state in ("accepted", "refused")
    assert len(difference_steps(store, who("kejari").scope, seen.number)) == 1
    first = _entries(store, who("polres"), "ditutup")["suggested 0003"]
    register.undo(store, first, "sekali", who("polres"))
    assert problem_of(lambda: register.undo(store, first, "dua kali", who("kejari"))) == Problem.DIFFERENCE_MOVED


@pytest.mark.parametrize("name", OFFICES)
def test_links_are_read_by_nobody_and_steps_with_their_entry(store, who, name: str) -> None:
    kejari = who("kejari")
    register.take(store, _entries(store, kejari)["only_left 0004"], kejari)
    register.take(store, _entries(store, who("polres"))["only_left 0005"], who("polres"))
    with store.reading(who(name).scope) as connection:
        assert connection.scalar(sa.text("select count(*) from inti.case_link")) == 0
        assert connection.scalar(sa.text("select count(*) from inti.case_root")) == 0
        steps = connection.scalar(sa.text("select count(*) from inti.case_difference_step"))
    assert steps == {"polres": 2, "bnnk": 2, "bnnp": 2, "kejari": 1}.get(name, 0)


def test_a_suggestion_about_a_child_is_for_the_side_that_knows_it(store, who) -> None:
    with store.writing() as connection:
        connection.execute(
            schema.case_suspect.insert().values(
                case_key="LKN/2025/75.01/0003", number=1, sex="P", age_band="<18", role="pemakai", regency_code="75.01"
            )
        )
    link_all(store, lambda *_: None)
    assert "suggested 0003" in _entries(store, who("polres"))
    assert "suggested 0003" in _entries(store, who("bnnk"))
    assert "suggested 0003" not in _entries(store, who("kejari"))


def test_no_field_of_an_entry_says_that_it_is_about_a_child(store, who) -> None:
    found = case_differences(store, who("polres").scope, "75.01", PAIR)
    assert "child" not in found.columns
    for column in ("child", "holders"):
        with (
            store.reading(who("polres").scope) as connection,
            pytest.raises(sa.exc.ProgrammingError, match="permission denied"),
        ):
            connection.exec_driver_sql(f"select {column} from inti.case_difference")


def test_every_sender_of_stages_is_an_agency_that_the_store_knows(store, who) -> None:
    kinds = {code.code: code.words["id"] for code in feeds()["tahap_perkara"].column("agency").codes}
    for sender in feeds()["tahap_perkara"].senders:
        with store.writing() as connection:
            person = schema.person
            values = {"agency": sender, "office": f"{sender} Gorontalo"}
            connection.execute(person.update().where(person.c.username == "polres").values(**values))
        with store.reading(find_person(store, "polres").scope) as connection:  # type: ignore[union-attr]
            known = connection.scalar(sa.text("select akses.agency_of_account()"))
        assert sender in kinds[known], sender
        assert agency_of(sender) == known
    assert agency_of("Dinas Kesehatan") == agency_of("") == ""


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("LKN/2025/75.03/0012", "lkn - 2025 - 75.3 - 12"), ("No. LP/B/7/III/2025", "lp b 07 03 2025"),
        ("123/Pid.Sus/2025/PN Gto", "123/PID.SUS/2025/PN.GTO"), ("ＳＰＤＰ／１２／Ⅲ／２０２５", "SPDP/12/III/2025"),
    ],
)  # fmt: skip
def test_spellings_of_one_number_are_equal(one: str, other: str) -> None:
    assert normal(one) == normal(other) != ""


@pytest.mark.parametrize(
    ("one", "other"),
    [("LKN/2025/75.03/1/12", "LKN/2025/75.03/11/2"), ("LP/10/2025/A", "LP/1/2025/A"), ("LP/1/2025/A", "LP/1/2025/B")],
)
def test_different_numbers_stay_different(one: str, other: str) -> None:
    assert normal(one) != normal(other)


@pytest.mark.parametrize("number", ["", None, "12", "tanpa nomor", "-"])
def test_what_says_too_little_is_no_number(number: str | None) -> None:
    assert normal(number) == ""
