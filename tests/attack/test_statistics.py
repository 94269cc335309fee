"""No login learns what the planner knows of rows that policies hide."""

import os
import re
from collections.abc import Callable, Iterator

import psycopg
import pytest
import sqlalchemy as sa
from psycopg import errors
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ProgrammingError

from data.identity.gis_logins import add_gis_account
from data.store import Store
from tests.people import OF_PERSONS
from tests.stores import Loaded, Run

PEOPLE = (
    "('narcotics_case', 'case_stage', 'case_suspect', 'case_substance', 'tat', 'rehab_episode', 'ibm_assessment', "
    "'case_link', 'case_root', 'case_difference', 'case_difference_step')"
)


@pytest.fixture(scope="module")
def own(run: Run, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Loaded]:
    """Three provinces, analysed by the owner."""
    with run.own("postgis", "provinsi", tmp_path_factory.mktemp("statistics") / "home") as own:
        with own.store.writing() as connection:
            connection.exec_driver_sql(
                "analyze inti.narcotics_case, inti.facility, inti.region_shape, inti.rehab_episode, audit.jejak"
            )
        yield own


@pytest.fixture(scope="module")
def lowest(own: Loaded) -> str:
    """The address of a GIS login that may see no case."""
    name = f"rendah_{os.getpid()}"
    login, password = add_gis_account(own.store, name, "kepala_daerah", ["75.03"], may_write=False, until=None, by="uji")
    url = make_url(str(own.settings.database_url)).set(username=login, password=password)
    return url.render_as_string(hide_password=False)


ASKED = (
    "select _postgis_stats('inti.narcotics_case', 'point', 'N')",
    "select st_estimatedextent('inti', 'narcotics_case', 'point')",
    "select _postgis_selectivity('inti.narcotics_case', 'point', st_makeenvelope(122, 0, 123, 1, 4326), '2')",
    "select _postgis_join_selectivity('inti.narcotics_case', 'point', 'inti.facility', 'point', '2')",
    "select _postgis_index_extent('inti.narcotics_case', 'point')",
    "select st_findextent('inti', 'narcotics_case', 'point')",
)


@pytest.mark.parametrize("question", ASKED)
def test_no_login_asks_postgis_where_hidden_cases_lie(own: Loaded, lowest: str, question: str) -> None:
    app = own.store.app.url.set(drivername="postgresql").render_as_string(hide_password=False)
    for address in (lowest, app):
        with psycopg.connect(address) as connection, pytest.raises(errors.InsufficientPrivilege):
            connection.execute(question)


def test_statistics_of_points_do_not_exist_even_for_the_server(own: Loaded) -> None:
    assert own.store.admin is not None
    with own.store.admin.connect() as connection:
        kept = connection.execute(
            sa.text(
                "select tablename, attname from pg_stats where schemaname in ('akses', 'audit', 'inti') and ("
                f"attname in ('point', 'geom') or tablename in {PEOPLE} or schemaname <> 'inti')"
            )
        ).all()
        others = connection.scalar(sa.text("select count(*) from pg_stats where tablename = 'facility'"))
        collected = connection.scalars(
            sa.text(
                "select a.attrelid::regclass || '.' || a.attname from pg_attribute a join pg_class t on t.oid = a.attrelid "
                "where t.relkind = 'r' and a.attnum > 0 and not a.attisdropped and a.attstattarget is distinct from 0 "
                "and t.relnamespace::regnamespace::text in ('akses', 'audit')"
            )
        ).all()
    assert kept == []
    assert collected == [], "a migration that adds a column sets its statistics to nothing"
    assert others, "what is no secret keeps its statistics"


def _estimate(ask: Callable[[str], str], question: str) -> int:
    return max(map(int, re.findall(r"rows=(\d+)", ask(question))))


def test_explain_estimates_the_same_for_every_village(own: Loaded, lowest: str) -> None:
    """With statistics it showed how many cases the villages with most cases have."""
    with own.store.writing() as connection:
        counted = connection.execute(
            sa.text(
                "select village_code, count(*) from inti.narcotics_case where village_code is not null "
                "group by 1 order by 2 desc"
            )
        ).all()
    most, least = counted[0], counted[-1]
    assert most.count > 3 * least.count
    with psycopg.connect(lowest) as connection:

        def ask(question: str) -> str:
            return "\n".join(row[0] for row in connection.execute(f"explain {question}"))

        for column in ("village_code", "regency_code"):
            estimates = {
                _estimate(
                    ask,
                    f"select 1 from inti.narcotics_case where {column} = '{code[:5] if column == 'regency_code' else code}'",
                )
                for code in (most.village_code, least.village_code, "99.99.99.9999")
            }
            assert len(estimates) == 1, estimates


def test_the_app_reads_no_estimate_of_persons_either(own: Loaded) -> None:
    store: Store = own.store
    with store.app.connect() as connection:

        def ask(question: str) -> str:
            return "\n".join(connection.scalars(sa.text(f"explain {question}")))

        question = "select 1 from audit.jejak where person = 'siti{}'"
        assert len({_estimate(ask, question.format(number)) for number in (1, 2, 3, 4, 5)}) == 1
        for table in sorted(OF_PERSONS):
            with pytest.raises(ProgrammingError, match="permission denied"), connection.begin_nested():
                ask(f"select 1 from {table}")
