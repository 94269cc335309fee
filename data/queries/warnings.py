"""Early warnings, as the job computed them. All of it is public.

They are computed after the facts and move within a data version: do not keep them.
"""

import pandas as pd
import sqlalchemy as sa

from data.facts.warnings import ALARM
from data.model import schema
from data.store import Store
from data.store.frames import as_frame
from data.store.scope import Scope
from geo.regions.codes import NATION

_SAID = ("region_code", "substance", "month", "since", "state", "observed", "expected", "upper", "p")


def warnings(store: Store, scope: Scope, region_code: str) -> pd.DataFrame:
    """The rows of an area itself, and of areas inside it those with an alarm now or in the two years before.

    Columns of `analitik.warning` (`data.facts.warnings` says what they are) with the ``name`` and the ``level`` of the region;
    ``counts, means, lows, highs`` are lists, one number for each of the months to ``until``.
    """
    warning, region = schema.warning.c, schema.region.c
    statement = (
        sa.select(schema.warning, region.name, region.level)
        .join_from(schema.warning, schema.region, region.code == warning.region_code)
        .where(_inside(region_code), sa.or_(warning.region_code == region_code, warning.fired > 0))
        .order_by(warning.region_code, warning.substance)
    )
    return as_frame(store, scope, statement)


def warning_counts(store: Store, scope: Scope, region_code: str) -> pd.DataFrame:
    """How many series of an area and of those inside it are in each state, and how the rule did.

    ``level, substance, state, reason, series, tested, fired, judged, wrong, until, computed_at``; no rows before the first run.
    """
    warning, region = schema.warning.c, schema.region.c
    group = (region.level, warning.substance, warning.state, warning.reason)
    sums = [sa.func.sum(warning[name]).label(name) for name in ("tested", "fired", "judged", "wrong")]
    statement = (
        sa.select(
            *group,
            sa.func.count().label("series"),
            *sums,
            sa.func.max(warning.until).label("until"),
            sa.func.max(warning.computed_at).label("computed_at"),
        )
        .join_from(schema.warning, schema.region, region.code == warning.region_code)
        .where(_inside(region_code))
        .group_by(*group)
        .order_by(*group)
    )
    return as_frame(store, scope, statement)


def alarms(store: Store, scope: Scope, region_code: str) -> pd.DataFrame:
    """The alarms of an area and of those inside it, the least likely first.

    ``region_code, name, level, substance, month, since, state, observed, expected, upper, p``.
    """
    warning, region = schema.warning.c, schema.region.c
    statement = (
        sa.select(*(warning[name] for name in _SAID), region.name, region.level)
        .join_from(schema.warning, schema.region, region.code == warning.region_code)
        .where(_inside(region_code), warning.state == ALARM)
        .order_by(warning.p, warning.region_code, warning.substance)
    )
    return as_frame(store, scope, statement)


def _inside(region_code: str) -> sa.ColumnElement[bool]:
    return sa.true() if region_code == NATION else schema.warning.c.region_code.startswith(region_code, autoescape=True)
