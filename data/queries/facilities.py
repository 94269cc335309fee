"""Facilities as points: the registry is public, people in it are not."""

import pandas as pd
import shapely
import sqlalchemy as sa

from data.model import schema
from data.store import Store
from data.store.frames import as_frame
from data.store.scope import Scope
from geo.regions.codes import NATION

_COLUMNS = ("id", "name", "operator", "village_code", "beds", "places", "sni", "opened", "lon", "lat")


def facilities(store: Store, scope: Scope, region_code: str = NATION) -> pd.DataFrame:
    """Open facilities inside a region, each at its own point or at its village's.

    Columns ``id, name, operator, village_code, beds, places, sni, opened, lon, lat``: `beds` and `places` are people at one
    time (inpatient, outpatient), `lon` and `lat` degrees.
    """
    facility, region = schema.facility.c, schema.region.c
    point = sa.func.coalesce(sa.cast(facility.point, sa.LargeBinary), sa.cast(region.point, sa.LargeBinary))
    statement = (
        sa.select(
            facility.id,
            facility.name,
            facility.operator,
            facility.village_code,
            (facility.beds_men + facility.beds_women).label("beds"),
            facility.outpatient_places.label("places"),
            facility.sni,
            facility.opened,
            point.label("point"),
        )
        .join_from(schema.facility, schema.region, region.code == facility.village_code)
        .where(facility.closed.is_(None))
        .order_by(facility.id)
    )
    if region_code != NATION:
        statement = statement.where(facility.village_code.startswith(region_code, autoescape=True))
    frame = as_frame(store, scope, statement)
    found = shapely.from_wkb([bytes(body) for body in frame.pop("point")])
    frame["lon"], frame["lat"] = shapely.get_x(found), shapely.get_y(found)
    return frame[list(_COLUMNS)]
