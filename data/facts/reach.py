"""Places within reach of every village: the only facts that do not come from the village's own region.

They are known where the village's own regency reported its facilities; elsewhere nobody knows what is near.
"""

from collections.abc import Collection

import numpy as np
import numpy.typing as npt
import shapely
import sqlalchemy as sa

from data.facts.indicators import Indicator, registry
from data.facts.parts import REPORTED, group_of
from geo.reach.distance import pairs_within

REACH_M = 50_000.0
KIND = "jangkauan"
# places of each part in a facility
_PLACES = {"tempat_inap": "f.beds_men + f.beds_women", "tempat_jalan": "f.outpatient_places"}
Points = npt.NDArray[np.float64]


def reaching() -> list[Indicator]:
    """The indicators of places within reach."""
    return [item for item in registry().values() if item.kind == KIND]


def fill(connection: sa.Connection, items: Collection[Indicator], *, everything: bool) -> None:
    """Facts of `items` into `new_fact`: for all villages, or for those of regencies within reach of `in_scope`.

    `in_scope` then holds these regencies.
    """
    villages = connection.execute(
        sa.text("select number, code, point::bytea from inti.region where level = 4 and number is not null order by number")
    ).all()
    points = _lonlat([row[2] for row in villages])
    regency = np.array([row[1][:5] for row in villages])
    if everything:
        connection.exec_driver_sql("truncate in_scope; insert into in_scope select distinct regency from village")
        chosen = np.ones(len(villages), dtype=bool)
    else:
        chosen = _near(connection, points, regency)
    facilities = connection.execute(
        sa.text(
            f"select {', '.join(_PLACES.values())}, f.opened, f.closed, r.point::bytea "
            "from inti.facility f join inti.region r on r.code = f.village_code where r.point is not null order by f.id"
        )
    ).all()
    if not facilities:
        return
    at = np.flatnonzero(chosen).tolist()
    there = _reporting(connection, items)
    origin, target = pairs_within(points[at], _lonlat([row[4] for row in facilities]), REACH_M)
    for year, last_day in connection.execute(sa.text("select year, last_day from fact_year order by year")).all():
        known = np.isin(regency[at], list(there.get("", set()) | there.get(str(year), set())))
        if not known.any():  # in a year for which nobody reported there are no facts
            continue
        for item in items:
            column = list(_PLACES).index(item.top[0][1])
            places = np.array(
                [row[column] if row[2] <= last_day and not (row[3] and row[3] <= last_day) else 0 for row in facilities]
            )
            total = np.bincount(origin, weights=places[target], minlength=len(at))
            connection.execute(
                sa.text(
                    "insert into new_fact select i.indicator, :year, 4, 0, u.number, u.region_code, u.total, null, u.total, "
                    "null, case when u.total is null then 2 else 1 end, 0, 0, i.simulated from item i, "
                    "unnest(cast(:numbers as int[]), cast(:codes as text[]), cast(:totals as float8[])) "
                    "as u (number, region_code, total) where i.indicator = :code"
                ),
                {
                    "code": item.code,
                    "year": str(year),
                    "totals": [float(places) if sure else None for places, sure in zip(total, known, strict=True)],
                    "numbers": [villages[i][0] for i in at],
                    "codes": [villages[i][1] for i in at],
                },
            )


def reporting_regencies(connection: sa.Connection) -> set[str]:
    """The regencies that reported their facilities, in any year."""
    return set().union(*_reporting(connection, reaching()).values())


def _reporting(connection: sa.Connection, items: Collection[Indicator]) -> dict[str, set[str]]:
    """The regencies that reported their facilities, by year; '' for those of which every year is known."""
    groups = {REPORTED + group_of()[part].name for item in items for _, part in item.top}
    rows = connection.execute(
        sa.text(
            "select distinct left(period, 4) as year, left(region_code, 5) as regency from analitik.bagian "
            "where part = any (:groups) and amount > 0"
        ),
        {"groups": sorted(groups)},
    )
    found: dict[str, set[str]] = {}
    for row in rows:
        found.setdefault(row.year, set()).add(row.regency)
    return found


def _near(connection: sa.Connection, points: Points, regency: npt.NDArray[np.str_]) -> npt.NDArray[np.bool_]:
    """Widen `in_scope` to the regencies with a village within reach of one of its villages; returns which villages
    these are.
    """
    inside = np.isin(regency, connection.scalars(sa.text("select regency from in_scope")).all())
    origin, _ = pairs_within(points, points[inside], REACH_M) if inside.any() else (np.array([], dtype=int), None)
    wide = sorted(set(regency[np.unique(origin)]) | set(regency[inside]))
    connection.exec_driver_sql("truncate in_scope")
    connection.execute(sa.text("insert into in_scope select unnest(cast(:wide as text[]))"), {"wide": wide})
    return np.isin(regency, wide)


def _lonlat(bodies: list[bytes]) -> Points:
    return shapely.get_coordinates(shapely.from_wkb([bytes(body) for body in bodies]))
