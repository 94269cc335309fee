"""Fill `analitik` from `inti`: facts in SQL, reach and class breaks in `geo`."""

import re
from datetime import date
from pathlib import Path

import numpy as np
import shapely
import sqlalchemy as sa

from data import schema
from data.indicators import SMALL_COUNT, registry
from data.load.regions import Progress
from geo.access import pairs_within
from geo.classify import METHODS, fit_edges

REACH_M = 50_000.0
PLACE_INDICATORS = ("jangkauan_inap", "jangkauan_jalan")  # beds, outpatient places: in the order of the facilities' columns
FIRST_YEAR = 2022
# SQL file of a theme: indicators it fills
_THEMES = {
    "program": ("status_bersinar", "cakupan_bersinar"),
    "capacity": ("kapasitas_inap", "kapasitas_jalan", *PLACE_INDICATORS),
    "arrests": ("kasus_narkoba", "kasus_narkoba_desa"),
}
_DERIVED = (schema.nilai, schema.class_break, schema.lapis)
_LOCK = 20450819
_SQL = Path(__file__).parent / "sql"


def refresh(connection: sa.Connection, progress: Progress) -> None:
    """Rebuild every fact in the caller's transaction and raise the data version. Two at a time wait for each other."""
    connection.execute(sa.text("select pg_advisory_xact_lock(:key)"), {"key": _LOCK})
    for table in _DERIVED:
        connection.execute(table.delete())
    _rebuild(connection, progress, ("parts", "program", "capacity", "arrests"), list(registry()))


def refresh_themes(connection: sa.Connection, themes: tuple[str, ...], progress: Progress) -> None:
    """Rebuild what follows from some tables and raise the data version; all of it where the last day of the data moved.

    `themes` are ``population, program, capacity, arrests``; none of them raises the version alone.
    """
    connection.execute(sa.text("select pg_advisory_xact_lock(:key)"), {"key": _LOCK})
    known = connection.scalar(sa.select(schema.data_version.c.last_day))
    if themes and known != _last_day(connection):
        refresh(connection, progress)
        return
    steps = tuple(name for name in _THEMES if name in themes or ("population" in themes and name != "program"))
    indicators = [code for name in steps for code in _THEMES[name]]
    for table in _DERIVED:
        connection.execute(table.delete().where(table.c.indicator.in_(indicators)))
    if steps:
        _rebuild(connection, progress, ("parts", *steps), indicators)
    else:
        _raise_version(connection)


def refresh_places(connection: sa.Connection, progress: Progress) -> None:
    """Rebuild the facts that depend on where villages lie, and raise the data version; what new boundaries need."""
    connection.execute(sa.text("select pg_advisory_xact_lock(:key)"), {"key": _LOCK})
    for table in _DERIVED:
        connection.execute(table.delete().where(table.c.indicator.in_(list(PLACE_INDICATORS))))
    _rebuild(connection, progress, ("parts",), list(PLACE_INDICATORS))


def _rebuild(connection: sa.Connection, progress: Progress, steps: tuple[str, ...], indicators: list[str]) -> None:
    last_day = _last_day(connection)
    connection.execute(sa.text("set local work_mem = '128MB'"))
    simulated = bool(connection.scalar(sa.select(sa.func.count()).where(schema.source.c.kind == "simulasi")))
    values: dict[str, object] = {
        "first_year": FIRST_YEAR,
        "last_day": last_day,
        "simulated": simulated,
        "small_count": SMALL_COUNT,
        "pooled": f"{FIRST_YEAR}-{last_day.year}",
    }
    for done, name in enumerate(steps):
        _run(connection, (_SQL / f"{name}.sql").read_text(encoding="utf-8"), values)
        progress(done + 1, len(steps) + 2)
    if set(indicators) & set(PLACE_INDICATORS):
        _reach(connection, simulated=simulated)
    progress(len(steps) + 1, len(steps) + 2)
    _breaks(connection, indicators)
    _run(connection, (_SQL / "layers.sql").read_text(encoding="utf-8"), {"indicators": indicators})
    _raise_version(connection)
    progress(len(steps) + 2, len(steps) + 2)


def _raise_version(connection: sa.Connection) -> None:
    connection.execute(
        sa.text(
            "insert into analitik.data_version (version, last_day) values (1, :day) on conflict (only_row) "
            "do update set version = data_version.version + 1, refreshed_at = now(), last_day = excluded.last_day"
        ),
        {"day": _last_day(connection)},
    )


def _last_day(connection: sa.Connection) -> date:
    """The last day any row speaks of: facts of a year end there, and the page says so."""
    newest = connection.scalar(
        sa.select(
            sa.func.greatest(
                sa.select(sa.func.max(schema.narcotics_case.c.case_date)).scalar_subquery(),
                sa.select(sa.func.max(schema.bersinar_event.c.event_date)).scalar_subquery(),
            )
        )
    )
    return newest or date(FIRST_YEAR, 12, 31)


def _run(connection: sa.Connection, script: str, values: dict[str, object]) -> None:
    for statement in re.sub(r"--[^\n]*", "", script).split(";"):
        if statement.strip():
            names = set(re.findall(r"(?<!:):(\w+)", statement))
            typed = {name: values[name] for name in names}
            connection.execute(sa.text(statement).bindparams(**typed))


def _reach(connection: sa.Connection, *, simulated: bool) -> None:
    villages = connection.execute(
        sa.text("select number, code, point::bytea from inti.region where level = 4 and number is not null order by number")
    ).all()
    facilities = connection.execute(
        sa.text(
            "select f.beds_men + f.beds_women, f.outpatient_places, f.opened, f.closed, r.point::bytea "
            "from inti.facility f join inti.region r on r.code = f.village_code where r.point is not null order by f.id"
        )
    ).all()
    if not facilities:
        return
    origin, target = pairs_within(_lonlat([row[2] for row in villages]), _lonlat([row[4] for row in facilities]), REACH_M)
    years = connection.execute(sa.text("select year, last_day from fact_year order by year")).all()
    for column, code in enumerate(PLACE_INDICATORS):
        for year, last_day in years:
            places = np.array(
                [row[column] if row[2] <= last_day and not (row[3] and row[3] <= last_day) else 0 for row in facilities]
            )
            total = np.bincount(origin, weights=places[target], minlength=len(villages))
            connection.execute(
                sa.text(
                    "insert into analitik.nilai (indicator, period, level, sensitivity, number, region_code, numerator, value, "
                    "status, simulated) select :code, :year, 4, 0, u.number, u.region_code, u.total, u.total, 1, :simulated "
                    "from unnest(cast(:numbers as int[]), cast(:codes as text[]), cast(:totals as float8[])) "
                    "as u (number, region_code, total)"
                ),
                {
                    "code": code, "year": str(year), "simulated": simulated, "totals": total.tolist(),
                    "numbers": [row[0] for row in villages], "codes": [row[1] for row in villages],
                },
            )  # fmt: skip


def _lonlat(bodies: list[bytes]) -> np.ndarray:
    return shapely.get_coordinates(shapely.from_wkb([bytes(body) for body in bodies]))


def _breaks(connection: sa.Connection, indicators: list[str]) -> None:
    """Class breaks per indicator and level, fitted once over all periods, so that maps of two years compare."""
    nilai = schema.nilai.c
    for item in (registry()[code] for code in indicators):
        if item.is_categorical:
            continue
        for level in item.levels:
            found = connection.scalars(
                sa.select(nilai.value).where(
                    nilai.indicator == item.code, nilai.level == level,
                    nilai.sensitivity == int(item.sensitivity), nilai.value.is_not(None),
                )
            ).all()  # fmt: skip
            values = np.array(found, dtype=float)
            if item.edges:
                fitted = {"tetap": list(item.edges)}
            else:
                fitted = {method: fit_edges(values, item.class_count, method).tolist() for method in METHODS}
            for method, edges in fitted.items():
                connection.execute(
                    schema.class_break.insert().values(indicator=item.code, level=level, method=method, edges=edges)
                )
