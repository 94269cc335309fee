"""The shared store as a GIS store: layers for QGIS and ogr2ogr, policies on the login, points assigned to villages."""

import os
import re
import shutil
import subprocess
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import psycopg
import pytest
import sqlalchemy as sa
from psycopg import errors
from sqlalchemy.engine import make_url

from data.identity.gis_logins import add_gis_account, drop_gis_account
from data.model import schema
from data.model.errors import Fault, Problem
from data.model.settings import Settings
from data.store import Store
from data.store.prepare import prepare
from tests.stores import REGIONS, Loaded, Run


def _own(name: str) -> str:
    """Logins belong to the server, and another worker has a store on it: a name of this process's own."""
    return f"{name}_{os.getpid()}"


INSIDE = (123.0603, 0.5435)  # in Kota Gorontalo


@pytest.fixture(scope="module")
def provinces_postgis(run: Run, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Loaded]:
    """Its own copy: GIS logins write what other processes see."""
    with run.own("postgis", "provinsi", tmp_path_factory.mktemp("gis") / "home") as own:
        yield own


@pytest.fixture
def login(provinces_postgis: Loaded) -> Iterator[Callable[..., str]]:
    """Make an account and return the address it connects with."""
    made: list[str] = []

    def make(name: str, role: str = "bnnp", prefixes: tuple[str, ...] = ("75",), *, may_write: bool = False, until=None) -> str:
        user, password = add_gis_account(
            provinces_postgis.store, _own(name), role, list(prefixes), may_write=may_write, until=until, by="uji"
        )
        made.append(user)
        url = make_url(str(provinces_postgis.settings.database_url))
        return url.set(username=user, password=password).render_as_string(hide_password=False)

    yield make
    with psycopg.connect(str(provinces_postgis.settings.database_url), autocommit=True) as connection:
        for user in set(made):
            connection.execute("delete from inti.facility where entered_by = %s", [user])
            connection.execute("delete from inti.narcotics_case where entered_by = %s", [user])
            connection.execute(f"drop owned by {user}")  # it may connect to this database
            connection.execute(f"drop role {user}")


def _count(address: str, query: str) -> int:
    with psycopg.connect(address) as connection:
        return connection.execute(query).fetchone()[0]


def _ogr(address: str) -> str:
    url = make_url(address)
    return f"PG:host={url.host} port={url.port} dbname={url.database} user={url.username} password={url.password} schemas=peta"


def test_ogrinfo_lists_typed_layers_with_their_system_and_counts(login) -> None:
    assert shutil.which("ogrinfo"), "Debian package gdal-bin is missing; ./test installs it where it may"
    done = subprocess.run(["ogrinfo", "-so", "-al", _ogr(login("baca"))], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    layers = dict(re.findall(r"^Layer name: (?:peta\.)?(\w+)$(.*?)(?=^Layer name|\Z)", done.stdout, re.M | re.S))
    counts = {name: int(re.search(r"Feature Count: (\d+)", text)[1]) for name, text in layers.items()}
    assert counts.pop("kasus") > 100
    assert counts.pop("fasilitas") > 10
    assert counts == dict(zip(("provinsi", "kabupaten_kota", "kecamatan", "desa"), REGIONS, strict=True))
    for name, text in layers.items():
        assert f"Geometry: {'Point' if name in ('fasilitas', 'kasus') else 'Multi Polygon'}" in text, name
        assert 'ID["EPSG",4326]' in text, name


def test_ogr2ogr_reads_a_layer_back_as_it_was_written(login, tmp_path: Path) -> None:
    file = tmp_path / "desa.gpkg"
    where = ["-where", "kode like '75.71.%'"]
    subprocess.run(["ogr2ogr", file, _ogr(login("salin")), "desa", *where], capture_output=True, text=True, check=True)
    import geopandas as gpd

    from geo import reference

    frame = gpd.read_file(file).set_index("kode")
    expected = reference.read_village_shapes(("75.71.",))
    assert set(frame.index) == set(expected.index)
    assert frame["data_simulasi"].all(), "what is simulated says so in every file"
    assert frame.geometry.geom_equals(expected.reindex(frame.index)).all()


def test_a_login_sees_by_policy_what_its_role_and_area_allow(login, provinces_postgis: Loaded) -> None:
    bnnp, head, pusat = login("satu"), login("dua", "kepala_daerah"), login("tiga", "bnn_pusat", ("",))
    cases = "select count(*) from inti.narcotics_case"
    with provinces_postgis.store.writing() as connection:
        whole = connection.scalar(sa.text(cases))
        own = connection.scalar(sa.text(f"{cases} where regency_code like '75%'"))
    assert _count(pusat, cases) == whole
    assert _count(bnnp, cases) == own > 0
    assert _count(head, cases) == 0
    assert _count(head, "select count(*) from peta.kasus") == 0
    facts = "select count(*) from analitik.nilai where sensitivity = {} and region_code {} like '75%'"
    assert _count(bnnp, facts.format(1, "")) == _count(head, facts.format(1, "")) == _count(pusat, facts.format(1, "")) > 0
    assert _count(bnnp, facts.format(1, "not")) < _count(pusat, facts.format(1, "not"))
    for address in (bnnp, pusat):
        assert _count(address, facts.format(2, "")) == 0, "layers hold published figures"


@pytest.mark.parametrize("way", ["no account", "expired", "withdrawn", "token set by hand"])
def test_without_a_valid_account_there_are_no_rows(way: str, login, provinces_postgis: Loaded) -> None:
    past = datetime(2020, 1, 1, tzinfo=UTC)
    address = login("habis", until=past if way == "expired" else None)
    if way == "no account":
        with provinces_postgis.store.writing() as connection:
            connection.execute(schema.gis_account.delete().where(schema.gis_account.c.login == f"gis_{_own('habis')}"))
    with psycopg.connect(address, autocommit=True) as connection:
        if way == "withdrawn":
            drop_gis_account(provinces_postgis.store, _own("habis"))  # while the session is open
        if way == "token set by hand":
            connection.execute("select set_config('akses.token', '{\"role\":\"sistem\"}.00', false)")
            for table in ("akses.gis_account", "akses.person", "akses.signing_key", "mentah.kiriman", "inti.rehab_episode"):
                with pytest.raises(errors.InsufficientPrivilege):
                    connection.execute(f"select * from {table}")
            return
        for table in ("peta.desa", "peta.fasilitas", "inti.region", "analitik.nilai", "inti.narcotics_case"):
            assert connection.execute(f"select count(*) from {table}").fetchone()[0] == 0, table


def test_a_point_inserted_with_plain_sql_lands_in_its_village(login) -> None:
    with psycopg.connect(login("tulis", may_write=True)) as connection:
        facility = connection.execute(
            "insert into inti.facility (name, operator, opened, beds_men, point) values "
            "('Klinik uji', 'Mitra', '2026-01-01', 4, st_setsrid(st_makepoint(%s, %s), 4326)) "
            "returning village_code, source_id, entered_by",
            INSIDE,
        ).fetchone()
        case = connection.execute(
            "insert into inti.narcotics_case (agency, case_date, point) values "
            "('BNN', '2026-02-01', st_setsrid(st_makepoint(%s, %s), 4326)) returning village_code, regency_code",
            INSIDE,
        ).fetchone()
        shape = "select st_covers(geom, st_setsrid(st_makepoint(%s, %s), 4326)) from inti.region_shape where region_code = %s"
        assert connection.execute(shape, [*INSIDE, facility[0]]).fetchone()[0]
    assert facility[0].startswith("75.71.")
    assert facility[1:] == ("gis_langsung", f"gis_{_own('tulis')}")
    assert case == (facility[0], "75.71")


@pytest.mark.parametrize(
    ("columns", "values", "error", "words"),
    [
        ("point", "st_setsrid(st_makepoint(0.54, 123.06), 4326)", errors.InvalidParameterValue, "tidak terletak di desa"),
        ("point", "st_setsrid(st_makepoint(106.83, -6.17), 4326)", errors.InsufficientPrivilege, "row-level security"),
        (
            "village_code, point", "'75.01.01.1001', st_setsrid(st_makepoint(121.5, .6), 4326)",
            errors.InvalidParameterValue, "km",
        ),
        ("village_code", "'31.71.01.1001'", errors.InsufficientPrivilege, "row-level security"),
        ("village_code, source_id", "'75.01.01.1001', 'simulasi'", errors.InsufficientPrivilege, "permission denied"),
        ("village_code, entered_by", "'75.01.01.1001', 'orang lain'", errors.InsufficientPrivilege, "permission denied"),
        ("point", "st_setsrid(st_makepoint(123.06, 0.54), 3857)", errors.InvalidParameterValue, "SRID"),
    ],
    ids=["swapped", "other province", "far from its village", "village elsewhere", "source", "author", "other system"],
)  # fmt: skip
def test_a_row_that_does_not_belong_is_refused_with_its_reason(login, columns: str, values: str, error, words: str) -> None:
    with psycopg.connect(login("salah", may_write=True)) as connection, pytest.raises(error, match=words):
        connection.execute(
            f"insert into inti.facility (name, operator, opened, {columns}) values ('x', 'BNN', '2026-01-01', {values})"
        )


def test_a_reader_cannot_write_and_a_writer_cannot_change(login) -> None:
    row = "insert into inti.facility (name, operator, opened, village_code) values ('x', 'BNN', '2026-01-01', '75.71.01.1001')"
    with psycopg.connect(login("hanya_baca")) as connection, pytest.raises(errors.InsufficientPrivilege):
        connection.execute(row)
    for statement in (
        "update inti.facility set beds_men = 0",
        "delete from inti.facility",
        "insert into inti.region (code) values ('x')",
    ):
        with psycopg.connect(login("ubah", may_write=True)) as connection, pytest.raises(errors.InsufficientPrivilege):
            connection.execute(statement)


def test_a_window_of_the_map_uses_the_index_under_the_policies(login) -> None:
    window = "select id, geom from peta.desa where geom && st_makeenvelope(123.0, 0.5, 123.1, 0.6, 4326)"
    with psycopg.connect(login("jendela")) as connection:
        plan = "\n".join(row[0] for row in connection.execute(f"explain {window}"))
        rows = len(connection.execute(window).fetchall())
    assert "region_shape_geom" in plan, plan
    assert 10 < rows < 400


def test_the_embedded_store_has_no_gis_accounts(tmp_path: Path) -> None:
    store = prepare(Settings(home=tmp_path / "home"))
    with pytest.raises(Fault) as fault:
        add_gis_account(store, "x", "bnnp", ["75"], may_write=False, until=None, by="uji")
    store.close()
    assert fault.value.problem is Problem.GIS_NEEDS_SHARED


@pytest.mark.parametrize("name", ["a;drop", "x" * 60, "Ä"])
def test_a_bad_login_name_is_refused(name: str, provinces_postgis: Loaded) -> None:
    store: Store = provinces_postgis.store
    with pytest.raises(Fault) as fault:
        add_gis_account(store, name, "bnnp", ["75"], may_write=False, until=None, by="uji")
    assert fault.value.problem is Problem.BAD_LOGIN
