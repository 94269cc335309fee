"""Access to treatment of all villages: by hand, against the facilities of a store, and what a what-if changes."""

from collections.abc import Iterator

import numpy as np
import pytest
import sqlalchemy as sa
from hypothesis import given
from hypothesis import strategies as st

from data import queries
from data.facts import access
from data.facts.access import COLUMNS, Ground, answered
from data.facts.access_question import (
    DEMANDS,
    FORMULAS,
    OPERATORS,
    RADII_KM,
    SERVICES,
    Change,
    Question,
    change_of,
    question_of,
)
from data.facts.update import refresh_feeds
from data.jobs.queue import ACCESS, DONE, ask
from data.jobs.runner import run_waiting
from data.model.settings import Settings
from data.ops.jobs import store_jobs
from data.store.scope import Scope
from geo.reach.distance import great_circle
from tests.conftest import KINDS
from tests.stores import Loaded, Run

DEFAULT = Question()
changes = (
    st.builds(lambda places: Change("buka", "75.01", places), st.integers(1, 1000))
    | st.builds(lambda facility: Change("tutup", facility=facility), st.integers(0, 10**8))
    | st.builds(lambda sites, places: Change("berikut", "ID", places, sites), st.integers(1, 10), st.integers(1, 1000))
)


@given(
    st.builds(
        Question,
        *(st.sampled_from(options) for options in (SERVICES, OPERATORS, DEMANDS, FORMULAS, RADII_KM)),
        st.none() | changes,
    )
)
def test_a_question_is_read_as_it_is_spelled(question: Question) -> None:
    assert question_of(question.spelled()) == question


@pytest.mark.parametrize(
    "spelled",
    ["", "buka-75-0", "buka-75-1001", "berikut-75-11-5", "berikut-75-0-5", "tutup-", "buka-75.1-5", "buka-75-5-5", "buka-٧٥-5"],
)
def test_a_change_that_cannot_be_is_none(spelled: str) -> None:
    assert change_of(spelled) is None
    assert spelled == "" or question_of(DEFAULT.spelled() + spelled) is None


@pytest.mark.parametrize("spelled", ["", "x", "rawat_inap/semua/prevalensi/e2sfca/51/", "pasca/semua/prevalensi/e2sfca/50/"])
def test_a_question_that_cannot_be_is_none(spelled: str) -> None:
    assert question_of(spelled) is None


def _small() -> Ground:
    """Five villages on the equator, 0, 11, 22, 33 and 111 km along; the last in a regency that reported no facilities. One
    facility of 10 beds beside the first. Nobody counted the people of the third.
    """
    codes = np.array(["75.01.01.2001", "75.01.01.2002", "75.01.02.2001", "75.02.01.2001", "75.03.01.2001"])
    return Ground(
        codes=codes,
        points=np.array([[122.0, 0.0], [122.1, 0.0], [122.2, 0.0], [122.3, 0.0], [123.0, 0.0]]),
        people=np.array([100.0, 300.0, np.nan, 500.0, 700.0]),
        share=np.full(5, 0.02),
        vulnerable=np.array([1.0, 0.0, np.nan, 1.0, 1.0]),
        known=np.array([True, True, True, True, False]),
        above={
            0: np.array(["ID"]),
            1: np.array(["75"]),
            2: np.array(["75.01", "75.02", "75.03"]),
            3: np.array(["75.01.01", "75.01.02", "75.02.01", "75.03.01"]),
        },
        facility=np.array([7]),
        operator=np.array(["BNN"]),
        site=np.array([[122.0, 0.0]]),
        places={"rawat_inap": np.array([10.0]), "rawat_jalan": np.array([0.0])},
        offers={"rawat_inap": np.array([False]), "rawat_jalan": np.array([True])},
        notes={},
    )


def _row(matrix: np.ndarray, row: int) -> dict[str, float]:
    return dict(zip(COLUMNS, matrix[row].tolist(), strict=True))


def test_reach_and_access_are_those_worked_out_by_hand() -> None:
    found = answered(_small(), Question(formula="2sfca", radius_km=25))
    nation = _row(found.levels[0], 0)
    # three villages within 25 km, one is not; of the last nobody knows. Demand within reach 100 + 300 people of 2 %: 8
    assert (nation["villages"], nation["reaching"], nation["unknown"]) == (5, 3, 1)
    assert (nation["population"], nation["population_reaching"], nation["population_unknown"]) == (1600, 400, 700)
    assert found.levels[4][:, COLUMNS.index("access")].tolist() == pytest.approx([1.25, 1.25, 1.25, 0, np.nan], nan_ok=True)
    assert nation["access"] == pytest.approx(10 / (0.02 * 900))
    assert np.isnan(found.levels[4][2, 3:6]).all()
    assert np.isnan(_row(found.levels[2], 2)["access"])
    assert found.summary["places"] == 10


def test_a_facility_without_a_number_of_places_is_counted_but_serves_nobody() -> None:
    found = answered(_small(), Question(service="rawat_jalan"))
    assert (found.summary["facilities"], found.summary["without_number"]) == (0, 1)
    assert found.levels[0][0, COLUMNS.index("reaching")] == 0
    other = answered(_small(), Question(operator="Kemenkes"))
    assert (other.summary["facilities"], other.summary["without_number"]) == (0, 0)


def test_new_places_go_where_they_reach_those_out_of_reach() -> None:
    base = answered(_small(), Question(radius_km=10))
    more = answered(_small(), Question(radius_km=10, change=change_of("berikut-ID-2-20")))
    assert [site["village"] for site in more.summary["sites"]] == ["75.02.01.2001", "75.01.01.2002"]
    assert [(site["villages"], site["population"]) for site in more.summary["sites"]] == [(1, 500.0), (1, 300.0)]
    gained = more.levels[0] - base.levels[0]
    assert _row(gained, 0)["reaching"] == 2
    assert _row(gained, 0)["population_reaching"] == 800


def test_places_in_an_area_that_is_in_reach_go_where_most_people_live() -> None:
    found = answered(_small(), Question(radius_km=50, change=change_of("buka-75.01-20")))
    assert [(site["village"], site["villages"]) for site in found.summary["sites"]] == [("75.01.01.2002", 0)]
    assert found.summary["places"] == 30


def test_what_if_a_facility_closes() -> None:
    closed = answered(_small(), Question(radius_km=50, change=change_of("tutup-7")))
    assert closed.summary["facilities"] == 0
    assert closed.levels[0][0, COLUMNS.index("reaching")] == 0
    unknown = answered(_small(), Question(radius_km=50, change=change_of("tutup-8")))
    np.testing.assert_array_equal(unknown.levels[4], answered(_small(), Question(radius_km=50)).levels[4])


def test_the_category_of_a_village_is_in_no_answer() -> None:
    found = answered(_small(), Question(demand="rawan", formula="2sfca", radius_km=25))
    assert found.levels[2][:, COLUMNS.index("demand")].tolist() == [1, 1, 1]
    assert np.isnan(found.levels[3][:, COLUMNS.index("demand") :]).all()
    assert np.isnan(found.levels[4][:, COLUMNS.index("demand")]).all()


def test_a_village_without_a_place_on_the_map_is_unknown() -> None:
    ground = _small()
    ground.points[1] = np.nan
    found = answered(ground, Question(radius_km=25, change=change_of("berikut-ID-2-20")))
    assert _row(found.levels[4], 1)["unknown"] == 1
    assert _row(found.levels[4], 1)["reaching"] == 0


@pytest.fixture(scope="module", params=KINDS)
def own(run: Run, request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Loaded]:
    with run.own(request.param, "provinsi", tmp_path_factory.mktemp("akses") / "home") as copy:
        yield copy


def test_a_loaded_store_has_the_default_answer_and_it_is_true(own: Loaded) -> None:
    scope = Scope.public()
    summary = queries.access_summary(own.store, scope, DEFAULT.spelled())
    villages = queries.access(own.store, scope, DEFAULT.spelled(), 4)
    facilities = queries.facilities(own.store, scope).query("beds > 0")
    assert summary["facilities"] == len(facilities) > 0
    assert summary["places"] == facilities["beds"].sum()
    with own.store.writing() as connection:
        ground = access.look(connection)
    assert len(villages) == len(ground.codes)
    sites = facilities[["lon", "lat"]].to_numpy(dtype=float)
    metres = np.array([great_circle(np.repeat(point[None, :], len(sites), 0), sites).min() for point in ground.points])
    assert villages["reaching"].tolist() == (metres <= 50_000).astype(float).tolist()
    assert villages["reaching"].sum() > 0
    for level in range(4):
        above = queries.access(own.store, scope, DEFAULT.spelled(), level)
        assert above[list(COLUMNS[:7])].sum().to_list() == pytest.approx(villages[list(COLUMNS[:7])].sum().to_list())


def test_a_job_computes_what_was_asked_once_and_new_facilities_undo_it(own: Loaded) -> None:
    question = Question(radius_km=10, change=change_of("berikut-75-2-20"))
    store, scope = own.store, Scope.public()
    assert queries.access_summary(store, scope, question.spelled()) == {}
    assert queries.access(store, scope, question.spelled(), 0).empty
    for expected in (2, 0):  # with the answer to compare with, then nothing is missing
        with store.writing() as connection:
            ask(connection, ACCESS, [question.spelled(), "nonsense"])
        (ended,) = [one for one in run_waiting(store, Settings(), store_jobs()) if one.name == ACCESS]
        assert (ended.state, ended.result) == (DONE, {"answers": expected})
    assert len(queries.access_summary(store, scope, question.spelled())["sites"]) == 2
    base = queries.access(store, scope, question.unchanged().spelled(), 0)
    assert queries.access(store, scope, question.spelled(), 0)["reaching"][0] > base["reaching"][0]
    with store.writing() as connection:
        connection.execute(sa.text("update inti.facility set closed = current_date where beds_men + beds_women > 0"))
        refresh_feeds(connection, ["fasilitas_rehab"], lambda done, total: None)
    assert queries.access_summary(store, scope, question.spelled()) == {}
    assert queries.access_summary(store, scope, DEFAULT.spelled())["facilities"] == 0
    assert queries.access(store, scope, DEFAULT.spelled(), 0)["reaching"][0] == 0


def test_only_so_many_answers_are_kept_and_the_default_always(own: Loaded, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(access, "MOST_KEPT", 2)
    asked = [Question(radius_km=radius, formula=formula) for radius in (10, 25) for formula in FORMULAS]
    for question in asked:
        with own.store.writing() as connection:
            access.answer(connection, [question], lambda done, total: None)
    kept = [question for question in (DEFAULT, *asked) if queries.access_summary(own.store, Scope.public(), question.spelled())]
    assert kept == [DEFAULT, *asked[-2:]]
