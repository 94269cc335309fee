"""Versions of boundaries: a new one is complete or absent, the previous one can be used again, everything follows."""

from collections.abc import Callable, Iterator
from pathlib import Path

import geopandas as gpd
import pandas as pd
import pytest
import shapely
import shapely.affinity
import sqlalchemy as sa

from data import queries
from data.model.errors import Fault, Problem
from data.model.settings import Settings
from data.ops import boundaries
from data.ops.simulation.base import prefixes_of
from data.store import Store
from data.store.scope import Scope
from geo import reference
from tests.conftest import KINDS
from tests.stores import PART, Run, run_module

pytestmark = pytest.mark.slow

REGENCY = "75.71"  # Kota Gorontalo
MISSING = "75.71.01.1001"
VILLAGES = int((reference.read_regions(prefixes_of(PART))["level"] == 4).sum())


@pytest.fixture(scope="module", params=KINDS)
def home(
    run: Run, request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[Store, Settings]]:
    """A store with four provinces and their indicative boundaries."""
    with run.own(request.param, "provinsi", tmp_path_factory.mktemp("batas") / "home") as own:
        yield own.store, own.settings


@pytest.fixture
def official(tmp_path: Path) -> Callable[..., Path]:
    """A file of one city's villages, moved a little, as an office would send it."""

    def write(name: str = "kota.gpkg", *, shift: float = 0.002, without: str = "") -> Path:
        shapes = reference.read_village_shapes((REGENCY,))
        part = shapes[shapes.index.str.startswith(REGENCY) & (shapes.index != without)]
        frame = gpd.GeoDataFrame({"KODE": part.index}, geometry=part.translate(xoff=shift).to_numpy(), crs=4326)
        frame.to_crs(32651).to_file(tmp_path / name)
        return tmp_path / name

    return write


def _accept(store: Store, settings: Settings, file: Path, **options: object) -> boundaries.Checked:
    checked = boundaries.check(store, settings.home, [file], boundaries.Asked(), say=lambda text: None)
    if between := options.get("between"):
        between()
    quiet = dict.fromkeys(("shapes", "tiles", "facts"), lambda done, total: None)
    if tiles := options.get("tiles"):
        quiet["tiles"] = tiles
    boundaries.accept(store, checked, title="Uji", publisher="uji", licence="-", progress=quiet)
    return checked


def _use(store: Store, version: str) -> None:
    boundaries.use(store, version, lambda done, total: None)


@pytest.fixture
def shared(home: tuple[Store, Settings]) -> tuple[Store, Settings]:
    if not home[1].is_shared:
        pytest.skip("the same code on the other kind of store; looked at on PostGIS")
    return home


def _state(store: Store) -> dict[str, object]:
    """What readers see that depends on the boundaries."""
    with store.writing() as connection:
        rows = connection.execute(
            sa.text(
                "select code, west, east, point::bytea as point, placed_by from inti.region where code like '75%' order by code"
            )
        ).all()
        reach = connection.scalar(sa.text("select sum(value) from analitik.nilai where indicator = 'jangkauan_inap'"))
    return {"regions": [tuple(row) for row in rows], "reach": reach}


def test_a_version_comes_into_use_whole_and_the_previous_can_return(home, official) -> None:
    store, settings = home
    before = _state(store)
    first = queries.freshness(store, Scope.public())
    assert (first.boundary_version, first.indicative, first.shapes) == (reference.VERSION, True, {})
    seen = []

    def looking(done: int, total: int) -> None:
        """While tiles are made: what do readers get meanwhile?"""
        if done == total:
            seen.append(queries.freshness(store, Scope.public()))
            seen.append(len(queries.regions(store, Scope.public(), 4)))

    file = official(without=MISSING)
    checked = _accept(store, settings, file, tiles=looking)
    assert seen == [first, VILLAGES]
    now = queries.freshness(store, Scope.public())
    assert now.boundary_version == checked.version
    assert now.data_version > first.data_version
    assert now.shapes == {"resmi": 49, "indikatif": VILLAGES - 50, "tanpa": 1}
    assert now.indicative
    after = _state(store)
    assert after["regions"] != before["regions"]
    with store.reading(Scope.public()) as connection:
        rows = connection.execute(
            sa.text(
                "select r.code, s.geom::bytea as geom, r.point::bytea as point, s.official, r.west from inti.region r "
                "join inti.region_shape s on s.region_code = r.code "
                "where s.boundary_version = :v and r.code like '75.71.%' and r.level = 4"
            ),
            {"v": checked.version},
        ).all()
    assert len(rows) == 49
    for row in rows:
        shape = shapely.from_wkb(bytes(row.geom))
        assert row.official
        assert shape.buffer(1e-9).covers(shapely.from_wkb(bytes(row.point))), row.code
        assert shape.bounds[0] == pytest.approx(row.west, abs=1e-4)
    checks = queries.boundary_checks(store, Scope.public(), checked.version)
    assert checks["code"].tolist() == [MISSING]
    boundaries.use(store, reference.VERSION, lambda done, total: None)
    assert _state(store) == before
    versions = queries.boundary_versions(store, Scope.public()).set_index("id")["state"]
    assert versions.to_dict() == {reference.VERSION: "dipakai", checked.version: "lama"}
    with pytest.raises(Fault) as fault:
        _accept(store, settings, file)
    assert fault.value.problem is Problem.BOUNDARIES_THERE
    assert checked.version in str(fault.value)


def test_a_load_that_breaks_in_the_middle_leaves_the_old_version_in_use(home, official) -> None:
    store, settings = home
    before, state = queries.freshness(store, Scope.public()), _state(store)

    def broken(done: int, total: int) -> None:
        raise OSError("disk")

    with pytest.raises(OSError, match="disk"):
        _accept(store, settings, official("rusak.gpkg", shift=0.001), tiles=broken)
    assert queries.freshness(store, Scope.public()) == before
    assert _state(store) == state
    with store.writing() as connection:
        assert connection.scalar(sa.text("select count(*) from inti.boundary_version where state = 'disiapkan'")) == 0


def test_a_region_loaded_before_stays_official_when_another_follows(shared, official, tmp_path: Path) -> None:
    store, settings = shared
    _use(store, reference.VERSION)
    _accept(store, settings, official("a.gpkg", shift=0.0005))
    shapes = reference.read_village_shapes(("31.71",))
    other = shapes[shapes.index.str.startswith("31.71")]
    gpd.GeoDataFrame({"KODE": other.index}, geometry=other.to_numpy(), crs=4326).to_file(tmp_path / "b.gpkg")
    _accept(store, settings, tmp_path / "b.gpkg")
    assert queries.freshness(store, Scope.public()).shapes["resmi"] == 50 + len(other)


@pytest.mark.parametrize(
    ("arguments", "problem"),
    [(["pakai", "tiada"], "tidak ada. Pilih"), (["muat", "tiada.gpkg", "--ya"], "tidak ada. Periksa")],
)
def test_the_command_answers_in_a_sentence(shared, arguments: list[str], problem: str) -> None:
    _, settings = shared
    done = run_module(settings, "geo", *arguments)
    assert done.returncode == 1
    assert problem in done.stdout
    assert "Traceback" not in done.stderr


def test_the_command_asks_before_it_accepts_and_no_means_no(shared, official) -> None:
    store, settings = shared
    before = queries.freshness(store, Scope.public())
    file = official("tanya.gpkg", shift=0.0015)
    done = run_module(settings, "geo", "muat", str(file), words="t\n")
    assert done.returncode == 0, done.stdout + done.stderr
    assert "Pakai batas ini?" in done.stdout
    assert "Tidak ada yang diubah" in done.stdout
    assert queries.freshness(store, Scope.public()) == before
    assert list((settings.home / "batas").rglob("laporan.csv"))


def test_boundaries_changed_during_a_check_are_not_overwritten(shared, official) -> None:
    store, settings = shared
    other = queries.freshness(store, Scope.public()).boundary_version
    _accept(store, settings, official("satu.gpkg", shift=0.0022))
    with pytest.raises(Fault) as fault:
        _accept(store, settings, official("dua.gpkg", shift=0.0025), between=lambda: _use(store, other))
    assert fault.value.problem is Problem.BOUNDARIES_MOVED
    assert queries.freshness(store, Scope.public()).boundary_version == other


def test_too_much_that_contradicts_stops_with_a_table_and_a_picture(shared, official) -> None:
    store, settings = shared
    before = queries.freshness(store, Scope.public())
    file = official("jauh.gpkg", shift=0.5)
    done = run_module(settings, "geo", "muat", str(file), "--ya")
    assert done.returncode == 1
    said = " ".join(done.stdout.split())
    assert "50 dari 50 bentuk (100,0 %) bertentangan" in said
    assert "km ke timur" in said
    assert "Traceback" not in done.stderr
    assert queries.freshness(store, Scope.public()) == before
    table = max((settings.home / "batas").rglob("bertentangan.csv"), key=lambda found: found.stat().st_mtime)
    assert len(pd.read_csv(table, dtype=str)) == 50
    assert table.with_suffix(".png").read_bytes().startswith(b"\x89PNG")
    # a person looked at the table and says that the shapes are right
    checked = boundaries.check(
        store, settings.home, [file], boundaries.Asked(confirmed=boundaries.read_confirmed(table)), say=lambda text: None
    )
    assert len(checked.held.confirmed) == checked.composition.summary["dibenarkan"] == 50
    assert checked.composition.summary["bertentangan"] == 0


def test_below_the_limit_what_contradicts_is_left_out_and_the_rest_loads(shared, tmp_path: Path) -> None:
    store, settings = shared
    shapes = reference.read_village_shapes((REGENCY,))
    part = shapes[shapes.index.str.startswith(REGENCY)].copy()
    part[MISSING] = shapely.affinity.translate(part[MISSING], 0.2, 0.2)
    gpd.GeoDataFrame({"KODE": part.index}, geometry=part.to_numpy(), crs=4326).to_file(tmp_path / "satu.gpkg")
    checked = _accept(store, settings, tmp_path / "satu.gpkg")
    assert checked.held.contradictions["code"].tolist() == [MISSING]
    assert queries.boundary_checks(store, Scope.public(), checked.version)["code"].tolist() == [MISSING]
    assert (checked.folder / "bertentangan.csv").exists()


def test_a_table_that_confirms_nothing_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("nama\nBihe\n", encoding="utf-8")
    with pytest.raises(Fault, match="tanpa kolom 'kode'"):
        boundaries.read_confirmed(tmp_path / "a.csv")
