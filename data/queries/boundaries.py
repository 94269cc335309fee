"""Versions of the boundaries, and findings about their regions."""

import pandas as pd
import sqlalchemy as sa

from data.model import schema
from data.store import Store
from data.store.frames import as_frame
from data.store.scope import Scope


def boundary_versions(store: Store, scope: Scope) -> pd.DataFrame:
    """All versions, the one in use first: ``id, title, state, loaded_at, report`` (counts)."""
    version = schema.boundary_version.c
    statement = sa.select(version.id, version.title, version.state, version.loaded_at, version.report).order_by(
        version.state != "dipakai", version.loaded_at.desc()
    )
    return as_frame(store, scope, statement)


def boundary_checks(store: Store, scope: Scope, version: str) -> pd.DataFrame:
    """Villages of a version that lost nearly all their area or have no shape, the worst first.

    Columns ``code, name, area_km2, area_before_km2``; areas are missing where there is no shape.
    """
    finding, region = schema.boundary_finding.c, schema.region.c
    statement = (
        sa.select(region.code, region.name, finding.area_km2, finding.area_before_km2)
        .join_from(schema.boundary_finding, schema.region, region.code == finding.region_code)
        .where(finding.boundary_version == version, finding.damaged)
        .order_by((finding.area_km2 / finding.area_before_km2).nulls_last(), region.code)
    )
    return as_frame(store, scope, statement)
