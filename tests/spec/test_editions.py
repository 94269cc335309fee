"""Editions on the small country: what the public is told moves with an edition only, and never by what was hidden."""

import itertools
from collections.abc import Callable

import pytest
import sqlalchemy as sa

from data import schema
from data.access.token import Scope
from data.indicators.rules import table_of as rows
from data.load.first import missing_steps
from data.queries import freshness
from data.refresh import make_edition, refresh, refresh_feeds
from data.settings import Settings
from data.store import Store
from data.store.prepare import prepare
from tests.spec.country import make_country
from tests.spec.test_arrests import PEOPLE, _case, _report
from tests.stores import run_module

Facts = dict[tuple[str, str, str], tuple[object, ...]]


def _read(store: Store, *, exact: bool = False) -> Facts:
    """What is told, or the best row of each cell, by indicator, region and period."""
    with store.writing() as connection:
        found = connection.execute(
            sa.text(
                "select distinct on (indicator, region_code, period, level) indicator, region_code, period, status, numerator, "
                "denominator, value, class from analitik.nilai where sensitivity < :most "
                "order by indicator, region_code, period, level, sensitivity desc"
            ),
            {"most": 3 if exact else 2},
        ).all()
    return {tuple(row[:3]): tuple(row[3:]) for row in found}  # type: ignore[misc]


def _refresh(store: Store, *feeds: str) -> None:
    with store.writing() as connection:
        if feeds:
            refresh_feeds(connection, feeds, lambda done, total: None)
        else:
            refresh(connection, lambda done, total: None)


def _edition(store: Store) -> tuple[int, int]:
    """Its number, and how many regencies and years wait."""
    with store.writing() as connection:
        return make_edition(connection)


CASES = "jumlah_kasus", "75.01", "2022"


@pytest.fixture
def started(country: Store, put: Callable[..., None]) -> Store:
    """Both regencies reported: 12 cases in a village of 75.01, 8 in one of 75.02; two editions are not made yet."""
    put(schema.population, rows(PEOPLE))
    put(schema.kiriman, [_report("75.01"), _report("75.02")])
    put(schema.narcotics_case, [*_case("75.01.01.1001", 12), *_case("75.02.01.2001", 8)])
    _refresh(country)
    return country


def test_the_first_edition_tells_what_was_told_before_it(started: Store) -> None:
    before, exact = _read(started), _read(started, exact=True)
    assert _edition(started) == (1, 0)
    assert _read(started) == before
    assert _read(started, exact=True) == exact
    assert before[CASES][:2] == (1, 12)


def test_what_comes_between_editions_is_told_to_those_alone_who_may_read_exact_counts(started: Store, put) -> None:
    _edition(started)
    told = _read(started)
    put(schema.narcotics_case, [*_case("75.01.01.1001", 20), *_case("75.02.01.2001", 30)])
    _refresh(started, "kasus")
    assert _read(started) == told
    assert _read(started, exact=True)[CASES][:2] == (1, 32)
    assert _read(started, exact=True)["kasus_narkoba", "75.01.01", "2022"][:2] == (1, 32)
    by_submission = _read(started, exact=True)
    _refresh(started)  # a rebuild knows what was told
    assert _read(started) == told
    assert _read(started, exact=True) == by_submission
    assert _edition(started) == (2, 0)
    assert _read(started)[CASES][:2] == (1, 32)
    assert _read(started)["kasus_narkoba_desa", "75.01.01.1001", "2022-2022"][-1] == 3
    assert _read(started, exact=True) == by_submission


def test_one_case_more_waits_until_others_come_with_it(started: Store, put) -> None:
    _edition(started)
    told = _read(started)
    put(schema.narcotics_case, _case("75.01.01.1001", 1))
    _refresh(started, "kasus")
    _, waiting = _edition(started)
    assert _read(started) == told, "the total of the nation would tell of a single case"
    assert waiting > 0
    put(schema.narcotics_case, [*_case("75.01.01.1001", 19), *_case("75.02.01.2001", 30)])
    _refresh(started, "kasus")
    assert _edition(started) == (3, 0)
    assert _read(started)[CASES][:2] == (1, 32)
    assert _read(started)["jumlah_kasus", "ID", "2022"][:2] == (1, 70)


def test_a_village_keeps_its_class_where_what_its_kecamatan_gained_would_give_it_away(started: Store, put) -> None:
    put(schema.narcotics_case, _case("75.01.01.2001", 4))
    _refresh(started)
    _edition(started)
    village = "kasus_narkoba_desa", "75.01.01.2001", "2022-2022"
    assert _read(started)[village][-1] == 0
    put(schema.narcotics_case, _case("75.01.01.2001", 1))
    _refresh(started, "kasus")
    _edition(started)
    assert (_read(started)[village][-1], _read(started, exact=True)[village][1]) == (0, 5)
    put(schema.narcotics_case, _case("75.01.01.1001", 19))
    _refresh(started, "kasus")
    _edition(started)
    assert _read(started)[village][-1] == 1


def test_a_known_number_is_corrected_downwards_and_a_hidden_one_waits(started: Store, put) -> None:
    put(schema.narcotics_case, _case("75.01.01.1001", 3, 2023))
    put(schema.narcotics_case, _case("75.02.01.2001", 9, 2023))
    put(schema.kiriman, [_report("75.01", 2023), _report("75.02", 2023)])
    _refresh(started)
    _edition(started)
    told = _read(started)
    assert told["jumlah_kasus", "75.01", "2023"][0] == 5
    with started.writing() as connection:
        for year in (2022, 2023):
            key = connection.scalar(
                sa.text(
                    "delete from inti.narcotics_case where case_key = (select min(case_key) from inti.narcotics_case "
                    "where regency_code = '75.01' and extract(year from case_date) = :year) returning case_key"
                ),
                {"year": year},
            )
            assert key
    _refresh(started, "kasus")
    _, waiting = _edition(started)
    now = _read(started)
    assert now[CASES][:2] == (1, 11)
    assert now["jumlah_kasus", "ID", "2022"][:2] == (1, 19)
    assert {cell: fact for cell, fact in now.items() if "2023" in cell[2] and cell[0] == "jumlah_kasus"} == {
        cell: fact for cell, fact in told.items() if "2023" in cell[2] and cell[0] == "jumlah_kasus"
    }
    assert waiting > 0


def test_a_year_that_began_since_is_not_told_and_not_zero(started: Store, put) -> None:
    _edition(started)
    put(schema.kiriman, [_report("75.01", 2023), _report("75.02", 2023)])
    put(schema.narcotics_case, [*_case("75.01.01.1001", 40, 2023), *_case("75.02.01.2001", 50, 2023)])
    _refresh(started, "kasus")
    assert _read(started)["jumlah_kasus", "75.01", "2023"][:2] == (2, None)
    assert ("jumlah_kasus", "75.01", "2023-12") not in _read(started)
    assert _read(started, exact=True)["jumlah_kasus", "75.01", "2023"][:2] == (1, 40)
    _edition(started)
    assert _read(started)["jumlah_kasus", "75.01", "2023"][:2] == (1, 40)
    assert _read(started)["jumlah_kasus", "75.01", "2023-12"][:2] == (1, 40)


@pytest.mark.slow
def test_the_command_publishes_says_what_waits_and_is_noted(scratch_postgis: Callable[[], Settings]) -> None:
    settings = scratch_postgis()
    store = prepare(settings)
    make_country(store)
    for number in (1, 2):
        done = run_module(settings, "data", "terbit")
        assert (done.returncode, f"Edisi {number} terbit; 0 kabupaten/kota-tahun menunggu" in done.stdout) == (0, True), (
            done.stdout
        )
    with store.writing() as connection:
        noted = connection.scalars(sa.text("select subject from audit.jejak where subject like 'terbit%' order by id")).all()
    assert noted == ["terbit edisi 1", "terbit edisi 2"]
    store.close()


def test_only_stores_without_simulated_data_begin_with_an_edition(scratch: Store) -> None:
    for release, simulate in itertools.product(("edisi", "langsung"), (False, True)):
        steps = missing_steps(scratch, Settings(release=release), simulate=simulate)
        assert ("edition" in steps) == (release == "edisi" and not simulate)


SCOPES = {
    "anybody": Scope.public(), "pusat": Scope("a", "bnn_pusat", opened=True), "bnnp": Scope("b", "bnnp", ("75",), opened=True),
}  # fmt: skip


@pytest.mark.parametrize("person", list(SCOPES))
def test_nobody_reads_what_an_edition_is_made_from(started: Store, person: str) -> None:
    _edition(started)
    count = sa.select(sa.func.count()).select_from(schema.edition_fact)
    with started.writing() as connection:
        assert connection.scalar(count)
    with started.reading(SCOPES[person]) as connection:
        assert connection.scalar(count) == 0


def test_everybody_is_told_which_edition_it_is(started: Store) -> None:
    assert freshness(started, Scope.public()).edition == 0
    _edition(started)
    state = freshness(started, Scope.public())
    assert (state.edition, state.edition_day) == (1, "2022-12-31")
