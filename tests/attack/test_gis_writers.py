"""A GIS login with the right to write adds only rows that a feed would accept."""

import os
from collections.abc import Iterator

import psycopg
import pytest
from psycopg import errors
from sqlalchemy.engine import make_url

from data.identity.gis_logins import add_gis_account
from tests.stores import Loaded, Run

FACILITY = {"name": "'Klinik uji'", "operator": "'BNN'", "opened": "'2026-01-01'", "village_code": "'75.71.01.1001'"}
CASE = {"agency": "'BNN'", "case_date": "'2026-01-01'", "village_code": "'75.71.01.1001'"}
BAD_FACILITIES = {
    "a name of 20 MB": {"name": "repeat('x', 20000000)"},
    "no name": {"name": "''"},
    "a regency for a village": {"village_code": "'75.71'"},
    "a kecamatan for a village": {"village_code": "'75.71.01'"},
    "a village that is none": {"village_code": "'75.71.01.9999'"},
    "a village and more": {"village_code": "'75.71.01.1001' || repeat(' ', 1000)"},
    "a service a million times": {"services": "array_fill('rawat_inap'::text, array[1000000])"},
    "more beds than there are": {"beds_men": "2147483647"},
    "a day that never comes": {"opened": "'infinity'"},
    "a day before all days": {"closed": "'-infinity'"},
    "a licence for ever": {"licence_until": "'5000-01-01'"},
    "an empty point": {"point": "st_setsrid('POINT EMPTY'::geometry, 4326)"},
    "a point that is no number": {"point": "st_setsrid(st_makepoint('NaN', 'NaN'), 4326)"},
}
BAD_CASES = {
    "a regency for a village": {"village_code": "'75.71'"},
    "a day to come": {"case_date": "'2090-01-01'"},
    "a day that never comes": {"case_date": "'infinity'"},
    "more suspects than people": {"suspects": "32000"},
}


@pytest.fixture(scope="module")
def address(run: Run, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with run.own("postgis", "wilayah", tmp_path_factory.mktemp("writers") / "home") as own:
        yield _writer(own)


def _writer(own: Loaded) -> str:
    name = f"penulis_{os.getpid()}"
    login, password = add_gis_account(own.store, name, "bnnp", ["75"], may_write=True, until=None, by="uji")
    url = make_url(str(own.settings.database_url)).set(username=login, password=password)
    return url.render_as_string(hide_password=False)


def _insert(address: str, table: str, values: dict[str, str]) -> None:
    with psycopg.connect(address) as connection:
        connection.execute(f"insert into inti.{table} ({', '.join(values)}) values ({', '.join(values.values())})")  # type: ignore[call-overload]


@pytest.mark.parametrize("what", BAD_FACILITIES)
def test_a_facility_that_no_feed_would_take_is_refused(address: str, what: str) -> None:
    with pytest.raises(errors.InvalidParameterValue) as error:
        _insert(address, "facility", FACILITY | BAD_FACILITIES[what])
    assert len(str(error.value)) < 1_000


@pytest.mark.parametrize("what", BAD_CASES)
def test_a_case_that_no_feed_would_take_is_refused(address: str, what: str) -> None:
    with pytest.raises(errors.InvalidParameterValue):
        _insert(address, "narcotics_case", CASE | BAD_CASES[what])


def test_what_a_feed_would_take_is_added(address: str) -> None:
    _insert(address, "facility", FACILITY)
    _insert(address, "narcotics_case", CASE)
