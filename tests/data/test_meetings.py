"""Meetings and decisions in the store: who may write, what is refused, what cannot change."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import DatabaseError

from data import queries
from data.identity import audit
from data.identity.demo import demo_person
from data.meetings.decisions import Decided, close_decision, decide
from data.meetings.snapshots import LONGEST_NOTE, arrange, freeze, write_minute
from data.model import schema
from data.model.errors import Problem
from data.model.roles import Act, may
from data.queries import Arrangement
from data.queries.meetings import Frozen
from data.store import Store
from data.store.scope import Scope
from tests.people import as_person, problem_of, scope_of

BNNP, BUPATI = demo_person("demo-bnnp").scope, demo_person("demo-bupati").scope
POLDA, AUDITOR = demo_person("demo-polda").scope, demo_person("demo-auditor").scope
DAY = date(2026, 11, 20)
GOOD = Decided(
    "75.03", "Tambah lima Desa Bersinar", "Dinas PMD", date(2026, 12, 31), DAY, "cakupan_bersinar", 20.0, 13.3, "2026"
)
BODY = {"slides": [{"name": "pembuka", "title": "Apa adanya: 13,3 %", "share": 66.67, "none": None}], "language": "id"}
SEEN = Frozen("75.03", "2026", 1, 7, "uji", BODY)
NOW = datetime(2026, 11, 20, 2, tzinfo=UTC)


@pytest.fixture
def store(scratch: Store) -> Store:
    with scratch.writing() as connection:
        for number, code in enumerate(("75", "75.03", "75.01")):
            kind = "provinsi" if number == 0 else "kabupaten"
            level = code.count(".") + 1
            connection.execute(schema.region.insert().values(code=code, level=level, number=number, name=code, kind=kind))
    return scratch


def test_a_decision_is_written_read_and_closed_and_each_of_it_noted(store: Store) -> None:
    number = decide(store, BUPATI, GOOD)
    row = queries.decisions(store, BNNP, "75").iloc[0]
    assert (row["id"], row["what"], row["who"], row["until"]) == (number, GOOD.what, GOOD.who, GOOD.until)
    assert (row["aim"], row["baseline"], row["entered_by"], row["outcome"]) == (20.0, 13.3, "demo-bupati", None)
    close_decision(store, BNNP, number, "selesai", "Lima  desa dicanangkan.", date(2026, 12, 20))
    row = queries.decisions(store, BUPATI, "75.03").iloc[0]
    assert (row["outcome"], row["closed_by"], row["closing_note"]) == ("selesai", "demo-bnnp", "Lima desa dicanangkan.")
    acts = audit.trail(store, AUDITOR, acts=("putuskan",))
    assert acts["person"].tolist() == ["demo-bnnp", "demo-bupati"]
    assert problem_of(lambda: close_decision(store, BNNP, number, "batal", "", DAY)) is Problem.UNKNOWN_DECISION


@pytest.mark.parametrize(
    ("changed", "problem"),
    [
        ({"what": "singkat"}, Problem.BAD_DECISION),
        ({"what": "x" * 401}, Problem.BAD_DECISION),
        ({"who": " "}, Problem.NEEDS_OFFICE),
        ({"until": date(2026, 11, 19)}, Problem.BAD_UNTIL),
        ({"aim": None}, Problem.NEEDS_AIM),
        ({"indicator": None}, Problem.NEEDS_AIM),
        ({"indicator": "tidak_ada"}, Problem.UNKNOWN_INDICATOR),
        ({"indicator": "status_bersinar"}, Problem.UNKNOWN_INDICATOR),  # of villages alone
        ({"what": "Dampingi klien 7503015505900001 sampai pulih"}, Problem.NAMES_SOMEBODY),
        ({"who": "Hubungi 0812-3456-7890"}, Problem.NAMES_SOMEBODY),
        ({"region_code": "75.01"}, Problem.MAY_NOT_DECIDE),
        ({"region_code": "75"}, Problem.MAY_NOT_DECIDE),
        ({"region_code": "75.03.99"}, Problem.UNKNOWN_REGION),
    ],
)
def test_what_is_not_whole_or_not_theirs_is_refused_and_nothing_written(
    store: Store, changed: dict[str, object], problem: Problem
) -> None:
    assert problem_of(lambda: decide(store, BUPATI, replace(GOOD, **changed))) is problem  # type: ignore[arg-type]
    with store.writing() as connection:
        assert connection.scalar(sa.select(sa.func.count()).select_from(schema.decision)) == 0
        assert connection.scalar(sa.select(sa.func.count()).select_from(schema.jejak)) == 0


@pytest.mark.parametrize("scope", [POLDA, AUDITOR, Scope.public(), scope_of("kepala_daerah")], ids=lambda s: s.role)
def test_senders_auditors_the_public_and_who_has_no_area_hold_no_meeting(store: Store, scope: Scope) -> None:
    assert not may(scope, Act.MEET, "75.03")
    assert problem_of(lambda: decide(store, scope, GOOD)) is Problem.MAY_NOT_DECIDE
    assert problem_of(lambda: freeze(store, scope, SEEN, Arrangement(), NOW)) is Problem.MAY_NOT_DECIDE
    number = decide(store, BUPATI, GOOD)
    assert problem_of(lambda: close_decision(store, scope, number, "batal", "", DAY)) is Problem.MAY_NOT_DECIDE


def test_a_meeting_opens_again_as_it_was_for_those_of_its_area(store: Store) -> None:
    name = freeze(store, BUPATI, SEEN, Arrangement(), NOW)
    found = queries.meeting(store, BNNP, name)
    assert (found.id, found.started_by, found.started_at) == (name, "demo-bupati", NOW)
    assert found.frozen == SEEN
    assert queries.meetings(store, BUPATI, "75.03")["id"].tolist() == [name]
    for scope in (AUDITOR, Scope.public(), as_person(store, "bnnk", "75.01"), as_person(store, "bnnp", "31")):
        assert queries.meetings(store, scope, "75.03").empty
        assert problem_of(lambda scope=scope: queries.meeting(store, scope, name)) is Problem.UNKNOWN_MEETING
    assert problem_of(lambda: queries.meeting(store, BNNP, "R2026-XXXXXX")) is Problem.UNKNOWN_MEETING


def test_a_meeting_with_exact_figures_opens_only_for_who_reads_those(store: Store) -> None:
    name = freeze(store, BNNP, replace(SEEN, sensitivity=2), Arrangement(), NOW)
    assert queries.meeting(store, BNNP, name).frozen.sensitivity == 2
    for scope in (replace(BNNP, published=True), BUPATI, POLDA):
        assert problem_of(lambda scope=scope: queries.meeting(store, scope, name)) is Problem.UNKNOWN_MEETING


def test_its_figures_cannot_be_changed_and_its_order_can(store: Store) -> None:
    name = freeze(store, BUPATI, SEEN, Arrangement(notes={"peta": "Lihat timur."}), NOW)
    with pytest.raises(DatabaseError, match="frozen"), store.writing() as connection:
        connection.execute(schema.meeting.update().values(body={"slides": []}))
    wanted = Arrangement(("peta", "pembuka"), ("kotan",), {"peta": "Lihat barat."})
    arrange(store, BNNP, name, wanted)
    found = queries.meeting(store, BUPATI, name)
    assert (found.arrangement, found.frozen) == (wanted, SEEN)
    assert problem_of(lambda: arrange(store, POLDA, name, wanted)) is Problem.MAY_NOT_DECIDE
    long, named = Arrangement(notes={"peta": "x" * (LONGEST_NOTE + 1)}), Arrangement(notes={"peta": "081234567890 hadir"})
    assert problem_of(lambda: arrange(store, BNNP, name, long)) is Problem.NOTE_TOO_LONG
    assert problem_of(lambda: arrange(store, BNNP, name, named)) is Problem.NAMES_SOMEBODY
    assert queries.meeting(store, BUPATI, name).arrangement == wanted


def test_minutes_are_added_by_several_people_and_stay_when_slides_are_arranged(store: Store) -> None:
    name = freeze(store, BUPATI, SEEN, Arrangement(), NOW)
    with ThreadPoolExecutor(4) as pool:
        list(
            pool.map(lambda at: write_minute(store, BNNP if at % 2 else BUPATI, name, "pembuka", f"Baris {at}", NOW), range(8))
        )
    write_minute(store, BUPATI, name, "pembuka", "Baris 0", NOW)
    arrange(store, BNNP, name, Arrangement(("pembuka",)))
    found = queries.meeting(store, BUPATI, name)
    assert sorted(one.words for one in found.minutes) == [f"Baris {at}" for at in range(8)], "none lost, none twice"
    assert {one.by for one in found.minutes} == {"demo-bupati", "demo-bnnp"}
    assert (found.frozen, found.arrangement.order) == (SEEN, ("pembuka",))
    assert problem_of(lambda: write_minute(store, POLDA, name, "pembuka", "Baris", NOW)) is Problem.MAY_NOT_DECIDE
    assert problem_of(lambda: write_minute(store, BUPATI, name, "lain", "Baris", NOW)) is Problem.UNKNOWN_MEETING
    assert problem_of(lambda: write_minute(store, BUPATI, name, "pembuka", " ", NOW)) is Problem.NOTE_TOO_LONG
    assert problem_of(lambda: write_minute(store, BUPATI, name, "pembuka", "081234567890", NOW)) is Problem.NAMES_SOMEBODY


def test_the_same_decision_of_a_meeting_is_stored_once_and_others_beside_it(store: Store) -> None:
    name = freeze(store, BUPATI, SEEN, Arrangement(), NOW)
    wanted = replace(GOOD, meeting_id=name)
    with ThreadPoolExecutor(4) as pool:
        numbers = list(pool.map(lambda _: decide(store, BUPATI, wanted), range(6)))
    assert len(set(numbers)) == 1
    assert decide(store, BNNP, wanted) != numbers[0], "another person's is another one"
    assert decide(store, BUPATI, replace(wanted, who="Dinas Kesehatan")) != numbers[0]
    assert queries.meetings(store, BUPATI, "75.03")["decisions"].tolist() == [3]
    other = replace(wanted, region_code="75")
    assert problem_of(lambda: decide(store, BNNP, other)) is Problem.UNKNOWN_MEETING, "of another region"


def test_meetings_of_areas_inside_are_listed_and_the_last_order_is_kept(store: Store) -> None:
    assert queries.last_arrangement(store, BUPATI, "75.03") == Arrangement()
    name = freeze(store, BUPATI, SEEN, Arrangement(("peta",), ("kotan",), {"peta": "Lihat."}), NOW)
    above = queries.meetings(store, BNNP, "75")
    assert (above["id"].tolist(), above["region_code"].tolist()) == ([name], ["75.03"])
    assert queries.last_arrangement(store, BUPATI, "75.03") == Arrangement(("peta",), ("kotan",)), "notes were of that meeting"


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("R2026-7KX4QD", "R2026-7KX4QD"),
        (" r2026 7kx4qd ", "R2026-7KX4QD"),
        ("7kx4qd", "R2026-7KX4QD"),
        ("R2025-OIL4QD", "R2025-0114QD"),
        ("R2O26-7KX4QD", "R2026-7KX4QD"),
        ("", ""),
        ("rapat kemarin", "RAPATKEMAR1N"),
    ],
)
def test_a_number_is_found_as_it_was_read_aloud(typed: str, number: str) -> None:
    assert queries.number_of(typed, 2026) == number


def test_figures_that_somebody_with_all_rights_changed_are_not_shown(store: Store) -> None:
    name = freeze(store, BUPATI, SEEN, Arrangement(), NOW)
    assert store.admin is not None
    with store.admin.begin() as connection:
        connection.execute(sa.text("set local session_replication_role = replica"))
        changed = sa.text("update inti.meeting set body = jsonb_set(body, '{slides,0,share}', '1')")
        assert connection.execute(changed).rowcount == 1
    assert problem_of(lambda: queries.meeting(store, BUPATI, name)) is Problem.MEETING_CHANGED


def test_an_order_names_what_it_knows_and_the_rest_follows() -> None:
    slides = ["a", "b", "c", "d"]
    assert Arrangement().of(slides) == slides
    assert Arrangement(("d", "a", "z"), ("c",)).of(slides) == ["d", "a", "b"]
    assert Arrangement(("c", "a", "d")).of(slides) == ["c", "a", "b", "d"], "a new slide follows its neighbour"


def test_somebody_who_may_not_write_to_the_store_does_not_write(store: Store) -> None:
    number = decide(store, BUPATI, GOOD)
    attempts: list[Callable[[sa.Connection], object]] = [
        lambda c: c.execute(schema.decision.delete()),
        lambda c: c.execute(schema.decision.update().values(outcome="selesai", closed_on=DAY, closed_by="x")),
        lambda c: c.execute(schema.meeting.delete()),
    ]
    for attempt in attempts:
        with pytest.raises(DatabaseError, match="permission denied"), store.acting(BUPATI) as connection:
            attempt(connection)
    assert queries.decisions(store, BUPATI, "75.03")["id"].tolist() == [number]
