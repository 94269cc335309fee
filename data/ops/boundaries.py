"""Loads official boundaries as a new version; the app serves the previous one until the new one is complete."""

import hashlib
import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

import geopandas as gpd
import pandas as pd
import shapely
import sqlalchemy as sa
from babel.numbers import format_decimal

from data.facts.update import refresh_places
from data.identity.audit import note_within
from data.jobs.queue import CLUSTERS, ask
from data.model import schema
from data.model.errors import Fault, Problem
from data.model.progress import Progress
from data.model.spreadsheets import csv_bytes
from data.ops.regions import write_shapes, write_tiles
from data.store import Store
from data.store.copy import copy_frame
from data.store.locks import take_turn
from geo import boundaries, reference
from geo.boundaries import BoundaryError, Composition, Held, Matched
from geo.tiles import LENGTHS, write_villages

GAP_DEGREES = boundaries.GAP_DEGREES
_NEAR_DEGREES = 0.02  # margin in degrees around the point of a region without a shape
_REPORT_COLUMNS = [
    "level", "name", "matched_by", "repairs", "area_km2", "area_given_km2", "area_before_km2", "overlap_km2", "gap_km2",
    "damaged",
]  # fmt: skip
_CONTRADICTION_COLUMNS = {
    "code": "kode", "name": "nama", "given_code": "kode_di_berkas", "given_name": "nama_di_berkas", "file": "berkas",
    "reason": "alasan", "known": "titik_diketahui", "inside": "titik_di_dalam", "away_km": "jarak_km", "holds": "memuat_titik",
}  # fmt: skip
# by which list the codes of a file go: none is translated, those of BPS are, or none count and names decide
CODES: dict[str, Callable[[], dict[str, str] | None]] = {"kemendagri": lambda: None, "bps": boundaries.bps_codes, "nama": dict}
_PLACES = sa.Table(
    "letak",
    sa.MetaData(),
    sa.Column("code", sa.Text),
    sa.Column("west", sa.REAL),
    sa.Column("south", sa.REAL),
    sa.Column("east", sa.REAL),
    sa.Column("north", sa.REAL),
    sa.Column("placed_by", sa.Text),
    sa.Column("point", schema.Bytes()),
    schema="pg_temp",
)


@dataclass(frozen=True)
class Asked:
    """How files are to be read: `crs` for those that name none, `codes` by `CODES`, regions that a person `confirmed`."""

    crs: str | None = None
    gap: float = GAP_DEGREES
    codes: str = "kemendagri"
    confirmed: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Checked:
    """Files that were read, matched, held against known points and repaired, not yet accepted.

    `folder` holds the report and the villages' shapes; `skipped` are layers without areas.
    """

    version: str
    base: str
    matched: Matched
    held: Held
    composition: Composition
    report: pd.DataFrame
    folder: Path
    skipped: list[str]


def check(store: Store, home: Path, files: Iterable[Path], asked: Asked, say: Callable[[str], None]) -> Checked:
    """Compare files with the region list and the boundaries in use; writes the report beside the store, nothing into it.

    Raises `Fault` for files that cannot be used, without any area of the list, or where too much contradicts what is known.
    """
    files = list(files)
    with store.writing() as connection:
        base = in_use(connection)
        regions = _regions(connection)
        before = _villages(connection, base)
        points = _points(connection, base)
    skipped: list[str] = []
    matched = _read(files, regions, asked, skipped, say)
    version = f"resmi-{_digest(files, base, asked)}"
    folder = home / "batas" / version
    folder.mkdir(parents=True, exist_ok=True)
    say("membandingkan dengan titik yang diketahui")
    held = _hold(matched, regions, asked, folder)
    matched = held.matched
    result = boundaries.compose(matched, regions, before, points, gap=asked.gap, say=say)
    report = result.findings.join(regions.set_index("code")["name"])[_REPORT_COLUMNS]
    reported = {"laporan": report.reset_index(), "tidak-cocok": matched.unmatched, "nama-berbeda": matched.renamed}
    for name, frame in reported.items():
        (folder / f"{name}.csv").write_bytes(csv_bytes(frame, float_format="%.6f"))
    result.summary.update(bertentangan=len(held.contradictions), tanpa_titik=held.unproved, dibenarkan=len(held.confirmed))
    (folder / "ringkasan.json").write_text(json.dumps(result.summary, indent=2), encoding="utf-8")
    write_villages(folder / "desa.parquet", result.villages, result.points)
    return Checked(version, base, matched, held, result, report, folder, skipped)


def read_confirmed(file: Path | None) -> frozenset[str]:
    """Codes of the rows of a table that a person looked at: `bertentangan.csv` without the rows that are wrong."""
    if file is None:
        return frozenset()
    try:
        table = pd.read_csv(file, dtype=str, sep=None, engine="python", encoding="utf-8-sig")
        return frozenset(table["kode"].dropna().str.strip())
    except (OSError, ValueError, KeyError) as error:
        reason = f"Tabel {file} tidak terbaca, atau tanpa kolom 'kode'. Pakai bertentangan.csv dari laporan."
        raise Fault(Problem.BAD_BOUNDARIES, reason=reason) from error


def _read(files: list[Path], regions: pd.DataFrame, asked: Asked, skipped: list[str], say: Callable[[str], None]) -> Matched:
    try:
        say("membaca berkas")
        features = boundaries.read_files(files, asked.crs, skipped=skipped.append)
        say(f"mencocokkan {len(features)} wilayah")
        matched = boundaries.match(features, regions, reference.read_crosswalk(), meaning=CODES[asked.codes]())
        if matched.features.empty:
            raise BoundaryError(
                "Tidak satu pun wilayah di berkas cocok dengan daftar Kemendagri. Perlu kolom kode (75.71.01.1001) "
                "atau kolom nama beserta nama wilayah di atasnya."
            )
    except BoundaryError as error:
        raise Fault(Problem.BAD_BOUNDARIES, reason=str(error)) from error
    return matched


def _hold(matched: Matched, regions: pd.DataFrame, asked: Asked, folder: Path) -> Held:
    """Leave out what contradicts, and write it as a table and a picture. Raises `Fault` where it is too much."""
    known = boundaries.known_points(reference.read_regions())
    known = known[known.index.isin(regions["code"])]
    held = boundaries.hold(matched, regions, known, confirmed=asked.confirmed)
    wrong = held.contradictions
    if wrong.empty:
        return held
    table = wrong.drop(columns=["geometry", "kinds", "lon", "lat"]).rename(columns=_CONTRADICTION_COLUMNS)
    (folder / "bertentangan.csv").write_bytes(csv_bytes(table, float_format="%.3f"))
    share = format_decimal(100 * held.share, format="#,##0.0", locale="id")
    subtitle = f"{len(wrong)} dari {held.checked} bentuk ({share} %). {held.cause}"
    drawn = boundaries.picture(held.matched.features, wrong, "Bentuk yang bertentangan dengan yang diketahui", subtitle)
    (folder / "bertentangan.png").write_bytes(drawn)
    if held.too_many:
        raise Fault(
            Problem.BOUNDARIES_CONTRADICT,
            wrong=len(wrong),
            all=held.checked,
            share=share,
            limit=f"{100 * boundaries.LIMIT:.0f}",
            cause=f"{held.cause} " if held.cause else "",
            example=wrong["reason"].iat[0],
            folder=folder,
        )
    return held


def accept(store: Store, checked: Checked, *, title: str, publisher: str, licence: str, progress: dict[str, Progress]) -> None:
    """Write the version, its tiles and everything that depends on it, then use it: all or nothing.

    `progress` has a function for each of ``shapes, tiles, facts``. Raises `Fault` when the version exists already, or when
    other boundaries came into use since the check.
    """
    version, result = checked.version, checked.composition
    with store.writing() as connection:
        take_turn(connection, "boundaries")
        if connection.scalar(sa.select(schema.boundary_version.c.id).where(schema.boundary_version.c.id == version)):
            raise Fault(Problem.BOUNDARIES_THERE, version=version)
        if in_use(connection) != checked.base:  # it was composed over boundaries that are no longer the ones in use
            raise Fault(Problem.BOUNDARIES_MOVED)
        official = result.supplied | (result.kept & _official(connection, checked.base))
        official &= frozenset(result.villages.index)
        count = {"resmi": len(official), "indikatif": len(result.villages) - len(official), "tanpa": len(result.missing)}
        connection.execute(
            schema.source.insert().values(
                id=version,
                title=title,
                publisher=publisher,
                kind="resmi",
                as_of=f"{pd.Timestamp.now():%Y-%m-%d}",
                licence=licence,
                note="Dimuat dengan python -m geo muat.",
                row_count=len(checked.matched.features),
            )
        )
        connection.execute(
            schema.boundary_version.insert().values(
                id=version, title=title, indicative=count["indikatif"] > 0, source_id=version, report=result.summary | count
            )
        )
        findings = result.findings.drop(columns="level").rename_axis("region_code").reset_index()
        findings["repairs"] = ["{" + ",".join(f'"{word}"' for word in row) + "}" for row in findings["repairs"]]
        reported = findings[findings["matched_by"] != "lama"].assign(boundary_version=version)
        copy_frame(connection, schema.boundary_finding, reported)
        write_shapes(connection, version, result.levels, result.points, progress["shapes"], official)
        write_tiles(connection, version, checked.folder / "desa.parquet", progress["tiles"])
        _take_into_use(connection, version, progress["facts"])
    with store.writing() as connection:
        for table in (schema.region_shape, schema.tile, schema.boundary_finding, schema.region):
            connection.execute(sa.text(f"analyze {table.fullname}"))


def use(store: Store, version: str, progress: Progress) -> None:
    """Use a version that is in the store, for example the previous one. Raises `Fault` for one that is not there."""
    with store.writing() as connection:
        take_turn(connection, "boundaries")
        known = list(connection.scalars(sa.select(schema.boundary_version.c.id).order_by(schema.boundary_version.c.loaded_at)))
        if version not in known:
            raise Fault(Problem.UNKNOWN_BOUNDARIES, version=version, known=", ".join(known))
        _take_into_use(connection, version, progress)


def in_use(connection: sa.Connection) -> str:
    """Id of the version in use."""
    found = connection.scalar(sa.select(schema.boundary_version.c.id).where(schema.boundary_version.c.state == "dipakai"))
    if found is None:
        raise Fault(Problem.NO_REGIONS)
    return str(found)


def _take_into_use(connection: sa.Connection, version: str, progress: Progress) -> None:
    """Set bounds and village points to those of `version`; facts that depend on places are recomputed."""
    note_within(connection, "baris perintah", "", "konfigurasi", f"batas {version}")
    versions = schema.boundary_version
    connection.execute(versions.update().where(versions.c.state == "dipakai").values(state="lama"))
    connection.execute(versions.update().where(versions.c.id == version).values(state="dipakai"))
    rows = connection.execute(
        sa.text("select region_code, geom::bytea as geom from inti.region_shape where boundary_version = :version"),
        {"version": version},
    ).all()
    codes = [row.region_code for row in rows]
    sides = ["west", "south", "east", "north"]
    bounds = pd.DataFrame(shapely.bounds(shapely.from_wkb([bytes(row.geom) for row in rows])), index=codes, columns=sides)
    reference_points = reference.read_regions().query("level == 4").set_index("code")
    points = _points(connection, version)
    near = points.index.difference(bounds.index)
    lonlat = points.loc[near, ["lon", "lat"]].to_numpy()
    around = pd.DataFrame([[*(at - _NEAR_DEGREES), *(at + _NEAR_DEGREES)] for at in lonlat], index=near, columns=sides)
    bounds = pd.concat([bounds, around]) if len(near) else bounds
    whole = bounds.loc[bounds.index.str.len() == 2]
    bounds.loc["ID"] = [whole["west"].min(), whole["south"].min(), whole["east"].max(), whole["north"].max()]
    moved = (points[["lon", "lat"]] - reference_points[["lon", "lat"]]).abs().max(axis=1) > 1e-9
    frame = bounds.join(points.assign(placed_by=reference_points["way"].where(~moved, "batas")))
    placed = frame["lon"].notna()
    ewkb = shapely.set_srid(shapely.points(frame.loc[placed, ["lon", "lat"]].to_numpy()), 4326)
    frame["point"] = pd.Series(shapely.to_wkb(ewkb, hex=True, include_srid=True), index=frame.index[placed]).reindex(
        frame.index
    )
    frame["placed_by"] = frame["placed_by"].where(placed, None)
    # a copy of the table's definition, so that the geometry has the store's own type
    columns = ", ".join(column.name for column in _PLACES.columns)
    connection.execute(
        sa.text(f"create temporary table letak on commit drop as select {columns} from inti.region with no data")
    )
    copy_frame(connection, _PLACES, frame[[*sides, "placed_by", "point"]].rename_axis("code").reset_index())
    connection.execute(
        sa.text(
            "update inti.region r set west = l.west, south = l.south, east = l.east, north = l.north, "
            "point = coalesce(l.point, r.point), placed_by = coalesce(l.placed_by, r.placed_by) "
            "from letak l where l.code = r.code"
        )
    )
    refresh_places(connection, progress)
    ask(connection, CLUSTERS)  # other shapes have other neighbours


def _official(connection: sa.Connection, version: str) -> frozenset[str]:
    """Villages with an official shape in `version`."""
    shape = schema.region_shape.c
    rows = sa.select(shape.region_code).where(
        shape.boundary_version == version, shape.official, sa.func.length(shape.region_code) == LENGTHS[4]
    )
    return frozenset(connection.scalars(rows))


def _regions(connection: sa.Connection) -> pd.DataFrame:
    region = schema.region.c
    rows = connection.execute(sa.select(region.code, region.level, region.name).where(region.number.is_not(None)))
    return pd.DataFrame(list(map(tuple, rows)), columns=["code", "level", "name"])


def _villages(connection: sa.Connection, version: str) -> gpd.GeoSeries:
    rows = connection.execute(
        sa.text(
            "select region_code, geom::bytea as geom from inti.region_shape "
            "where boundary_version = :version and length(region_code) = 13 order by region_code"
        ),
        {"version": version},
    ).all()
    shapes = shapely.from_wkb([bytes(row.geom) for row in rows])
    return gpd.GeoSeries(shapely.set_srid(shapes, 0), index=[row.region_code for row in rows], crs=4326)


def _points(connection: sa.Connection, version: str) -> pd.DataFrame:
    """``lon, lat`` of all villages: as `version` places them, else as they are."""
    rows = connection.execute(
        sa.text(
            "select r.code, coalesce(s.point::bytea, r.point::bytea) as point from inti.region r "
            "left join inti.region_shape s on s.region_code = r.code and s.boundary_version = :version "
            "where r.level = 4 and r.number is not null order by r.code"
        ),
        {"version": version},
    ).all()
    lonlat = shapely.get_coordinates(shapely.from_wkb([bytes(row.point) for row in rows]))
    return pd.DataFrame(lonlat, columns=["lon", "lat"], index=[row.code for row in rows])


def _digest(files: list[Path], base: str, asked: Asked) -> str:
    """Id of a version: the same files, read in the same way over the same boundaries, are the same version."""
    digest = hashlib.sha256(f"{base} {asked.gap} {asked.codes} {asked.crs} {sorted(asked.confirmed)}".encode())
    for file in sorted(files):
        # a shapefile is several files of one name
        for part in sorted(file.parent.glob(f"{file.stem}.*")) if file.suffix.lower() == ".shp" else [file]:
            digest.update(part.read_bytes())
    return digest.hexdigest()[:10]
