"""Community based intervention: its units, and what changed for their clients; rows of clients are read by nobody here."""

import pandas as pd
import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import distinct_on

from data.model import schema
from data.queries.periods import asked_period
from data.store import Store
from data.store.frames import as_frame
from data.store.scope import Scope
from geo.regions.codes import NATION

ALL_YEARS = "semua"  # in place of a year: all of them together


def ibm_units(store: Store, scope: Scope, region_code: str = NATION) -> pd.DataFrame:
    """Units inside a region, oldest first: ``id, code`` (of the register; null where it has none), ``village_code, village,
    opened, agents`` (Agen Pemulihan). The register is public.
    """
    unit, region = schema.ibm_unit.c, schema.region.c
    statement = (
        sa.select(unit.id, unit.code, unit.village_code, region.name.label("village"), unit.opened, unit.agents)
        .join_from(schema.ibm_unit, schema.region, region.code == unit.village_code)
        .order_by(unit.opened, unit.id)
    )
    if region_code != NATION:
        statement = statement.where(unit.village_code.startswith(region_code, autoescape=True))
    return as_frame(store, scope, statement)


def ibm_changes(store: Store, scope: Scope, region_code: str, year: str) -> pd.DataFrame:
    """Assessments of clients of a region, of the nation, and of each unit inside the region, in a year or in `ALL_YEARS`.

    ``region_code, unit_id`` (0: the region as a whole), ``domain``, ``exact``, and for the four domains of quality of life and
    ``urica, assist``: ``n`` clients assessed at intake and at the end, ``mean, sd`` of their changes in points, ``first_mean,
    last_mean`` of their scores, ``improved, worsened`` by at least ``threshold`` points. ``masuk, tengah, akhir, ditunggu,
    tanpa_akhir`` are numbers of clients (`n`): assessed at each stage, those whose end could be expected ninety days after
    their start, and of these those without one. NaN is a figure that is not published, or not measured: without `threshold`
    there is no `improved`. A region or unit without rows has no such client. One query; raises `Fault` for a malformed year.
    """
    change = schema.ibm_change.c
    number = 0 if year == ALL_YEARS else asked_period(year).last_year
    inside = sa.true() if region_code == NATION else change.region_code.startswith(region_code, autoescape=True)
    wanted = sa.or_(change.region_code.in_([region_code, NATION]), sa.and_(inside, change.unit_id > 0))
    statement = (
        sa.select(
            change.region_code,
            change.unit_id,
            change.domain,
            (change.sensitivity > 0).label("exact"),
            *(change[name] for name in ("n", "mean", "sd", "first_mean", "last_mean", "improved", "worsened", "threshold")),
        )
        .ext(distinct_on(change.region_code, change.unit_id, change.domain))
        .where(wanted, change.year == number)
        .order_by(change.region_code, change.unit_id, change.domain, change.sensitivity.desc())
    )
    frame = as_frame(store, scope, statement)
    for name in ("n", "mean", "sd", "first_mean", "last_mean", "improved", "worsened", "threshold"):
        frame[name] = frame[name].astype(float)
    return frame
