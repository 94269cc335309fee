"""Facilities as points: the registry is public, people in it are not."""

import pandas as pd
import shapely
import sqlalchemy as sa

from data.model import schema
from data.store import Store
from data.store.frames import as_frame
from data.store.scope import Scope
from geo.regions.codes import NATION

_COLUMNS = (
    "id", "name", "operator", "village_code", "beds", "beds_men", "beds_women", "places", "people_per_year", "services",
    "sni", "opened", "vacancy", "as_of", "address", "telephone", "lon", "lat",
)  # fmt: skip


def facilities(store: Store, scope: Scope, region_code: str = NATION) -> pd.DataFrame:
    """Open facilities inside a region, each at its own point or at its village's.

    Columns are `_COLUMNS`: `beds` (of which for men and for women) and `places` are people at one time (inpatient,
    outpatient), `people_per_year` another unit, null where it is not known; `lon` and `lat` degrees. `vacancy` is ``ada``,
    ``hampir_penuh`` or ``penuh`` on the day `as_of` of the last report, null where no stay was reported or there are no beds.
    `address` and `telephone` are of the office, never of a person; null where the registry does not know them.
    """
    facility, region, vacancy = schema.facility.c, schema.region.c, schema.vacancy.c
    point = sa.func.coalesce(sa.cast(facility.point, sa.LargeBinary), sa.cast(region.point, sa.LargeBinary))
    statement = (
        sa.select(
            facility.id,
            facility.name,
            facility.operator,
            facility.village_code,
            facility.beds_men,
            facility.beds_women,
            (facility.beds_men + facility.beds_women).label("beds"),
            facility.outpatient_places.label("places"),
            facility.people_per_year,
            facility.services,
            facility.sni,
            facility.opened,
            vacancy.state.label("vacancy"),
            vacancy.as_of,
            facility.address,
            facility.telephone,
            point.label("point"),
        )
        .join_from(schema.facility, schema.region, region.code == facility.village_code)
        .outerjoin(schema.vacancy, vacancy.facility_id == facility.id)
        .where(facility.closed.is_(None))
        .order_by(facility.id)
    )
    if region_code != NATION:
        statement = statement.where(facility.village_code.startswith(region_code, autoescape=True))
    frame = as_frame(store, scope, statement)
    found = shapely.from_wkb([bytes(body) for body in frame.pop("point")])
    frame["lon"], frame["lat"] = shapely.get_x(found), shapely.get_y(found)
    return frame[list(_COLUMNS)]
