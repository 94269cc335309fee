"""Facts of some indicators across all regions of a level, for comparing one with its peers."""

from collections.abc import Sequence

import pandas as pd
import sqlalchemy as sa

from data.facts.indicators import indicator as find_indicator
from data.feeds.approval import ACTIVE
from data.model import schema
from data.queries.judged import facts_of
from data.store import Store
from data.store.frames import as_frame
from data.store.scope import Scope
from geo.regions.codes import NATION


def across(
    store: Store, scope: Scope, indicators: Sequence[str], level: int, period: str, within: str = NATION
) -> pd.DataFrame:
    """``indicator, region_code, numerator, denominator, value, class, status, rough``: the most exact the scope
    may see. One query."""
    codes = [find_indicator(code).code for code in indicators]
    frame = facts_of(store, scope, codes, None, [period], level=level, within=within)
    return frame[["indicator", "region_code", "numerator", "denominator", "value", "class", "status", "rough"]]


def senders(store: Store, scope: Scope, region_code: str) -> pd.DataFrame:
    """Offices that answer for the data of a region: ``feed, sender, region_code, last`` (day of their newest submission).

    Of each feed the office nearest to the region: its own, else one of those above. Only what the scope may see. One query.
    """
    kiriman = schema.kiriman.c
    here = sa.literal(region_code).startswith(kiriman.region_code)
    inside = kiriman.region_code == region_code if region_code != NATION else kiriman.region_code == NATION
    statement = (
        sa.select(
            kiriman.feed,
            kiriman.sender,
            kiriman.region_code,
            sa.cast(sa.func.max(kiriman.received_at), sa.Date).label("last"),
        )
        .where(kiriman.state.in_(ACTIVE), sa.or_(here, inside))
        .group_by(kiriman.feed, kiriman.sender, kiriman.region_code)
        .order_by(kiriman.feed, sa.func.length(kiriman.region_code).desc(), sa.func.max(kiriman.received_at).desc())
    )
    return as_frame(store, scope, statement).drop_duplicates("feed").reset_index(drop=True)
