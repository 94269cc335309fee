"""KOTAN assessments as they were sent: an index and its five variables, per edition and year."""

import pandas as pd
import sqlalchemy as sa

from data.model import schema
from data.store import Store
from data.store.frames import as_frame
from data.store.scope import Scope
from geo.regions.codes import NATION
from geo.stats import rates

VARIABLES = ("family", "community", "territory", "institution", "law")


def assessments(store: Store, scope: Scope, within: str = NATION) -> pd.DataFrame:
    """Every assessment inside a region: ``region_code, name, year, edition, family, community, territory, institution, law,
    index, respondents, deviation, low, high``.

    `low` and `high` are 95 % limits of the index, from the deviation among respondents and their number; NaN where these were
    not sent. The variables have no limits, because no deviation of theirs is sent. One query.
    """
    made, region = schema.kotan_assessment.c, schema.region.c
    statement = (
        sa.select(
            made.region_code,
            region.name,
            made.year,
            made.edition,
            *(made[name] for name in VARIABLES),
            made.index,
            made.respondents,
            made.deviation,
        )
        .join_from(schema.kotan_assessment, schema.region, region.code == made.region_code)
        .order_by(made.edition, made.year, made.region_code)
    )
    if within != NATION:
        statement = statement.where(made.region_code.startswith(within, autoescape=True))
    frame = as_frame(store, scope, statement)
    for name in (*VARIABLES, "index", "respondents", "deviation"):
        frame[name] = frame[name].astype(float)
    sampled = (frame[name].to_numpy() for name in ("index", "deviation", "respondents"))
    frame["low"], frame["high"] = rates.mean_interval(*sampled)
    return frame
