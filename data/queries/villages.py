"""Desa Bersinar village by village: what happened when, who could be next, and what followed."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd
import shapely
import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import distinct_on

from data import schema
from data.access.token import Scope
from data.queries.frames import as_frame
from data.store import Store
from geo.access import nearest
from geo.matched import Effect, Strata, matched_change
from geo.regions import NATION

CRITERIA = ("seleksi", "sk", "pencanangan", "pokja", "relawan", "ibm", "posko", "perdes", "apbdes", "monev")
# neither exists in a kelurahan
OF_A_DESA = ("perdes", "apbdes")
VULNERABLE = ("bahaya", "waspada")
_NEAR_DEGREES = 1.0  # at least 108 km in Indonesia

Points = npt.NDArray[np.float64]


def programme(store: Store, scope: Scope, region_code: str, period: str) -> pd.DataFrame:
    """Villages of a region in which anything of the programme happened until the end of `period`, by code.

    ``code, name, kind, category`` (the newest), ``stage`` (class of ``status_bersinar``, NaN where unknown), ``known``
    (whether who should report did), a date for each of `CRITERIA` (NaT: did not happen), ``last`` event, ``money`` (names,
    joined by commas) and ``amount`` in rupiah. One query.
    """
    event, region, nilai = schema.bersinar_event.c, schema.region.c, schema.nilai.c
    end = sa.func.make_date(int(period), 12, 31)
    by_name = sa.func.array_to_string(sa.func.array_agg(sa.distinct(event.money)).filter(event.money.is_not(None)), ", ")
    happened = (
        sa.select(
            event.village_code,
            *(sa.func.min(event.event_date).filter(event.event == name).label(name) for name in CRITERIA),
            sa.func.max(event.event_date).label("last"), by_name.label("money"), sa.func.sum(event.amount).label("amount"),
        )
        .where(event.event_date <= end, _inside(event.village_code, region_code))
        .group_by(event.village_code)
        .subquery()
    )  # fmt: skip
    assessed = _assessed(region_code, period)
    fact = (
        sa.select(nilai.region_code, nilai["class"].label("stage"), nilai.status)
        .where(
            nilai.indicator == "status_bersinar",
            nilai.period == period,
            nilai.level == 4,
            _inside(nilai.region_code, region_code),
        )
        .subquery()
    )  # fmt: skip
    statement = (
        sa.select(
            region.code, region.name, region.kind, assessed.c.category, fact.c.stage, (fact.c.status == 1).label("known"),
            *(happened.c[name] for name in (*CRITERIA, "last", "money", "amount")),
        )
        .join_from(happened, schema.region, region.code == happened.c.village_code)
        .outerjoin(assessed, assessed.c.village_code == region.code)
        .outerjoin(fact, fact.c.region_code == region.code)
        .where(region.number.is_not(None))
        .order_by(region.code)
    )  # fmt: skip
    frame = as_frame(store, scope, statement)
    for name in (*CRITERIA, "last"):
        frame[name] = pd.to_datetime(frame[name])
    frame["known"] = frame["known"].eq(True)
    return frame.astype({"stage": float, "amount": float})


def candidates(store: Store, scope: Scope, region_code: str, period: str) -> pd.DataFrame:
    """Vulnerable villages (Bahaya, Waspada) not declared by the end of `period`, by code.

    ``code, name, category, score`` (survey score, NaN where there was none), ``to_rehab_km`` and ``to_programme_km``: straight
    lines to the nearest open place of treatment and to the nearest declared village (NaN where there is none). Two queries,
    three where something lies farther off than `_NEAR_DEGREES`.
    """
    event, region, facility = schema.bersinar_event.c, schema.region.c, schema.facility.c
    end = sa.func.make_date(int(period), 12, 31)
    declared = sa.select(event.village_code).where(event.event == "pencanangan", event.event_date <= end)
    inside = declared.where(_inside(event.village_code, region_code))
    assessed = _assessed(region_code, period)
    point = sa.cast(region.point, sa.LargeBinary).label("point")
    chosen = (
        sa.select(region.code, region.name, assessed.c.category, assessed.c.score, point)
        .join_from(schema.region, assessed, assessed.c.village_code == region.code)
        .where(
            assessed.c.category.in_(VULNERABLE), region.number.is_not(None), _inside(region.code, region_code),
            region.code.not_in(inside),
        )
        .order_by(region.code)
    )  # fmt: skip
    frame = as_frame(store, scope, chosen)
    own = _lonlat(frame.pop("point"))
    open_then = sa.and_(facility.opened <= end, sa.or_(facility.closed.is_(None), facility.closed > end))
    for where in (_around(own), sa.true()):
        places = sa.union_all(
            sa.select(sa.literal("program").label("what"), point).where(region.code.in_(declared), where),
            sa.select(sa.literal("rehab"), point)
            .join_from(schema.facility, schema.region, region.code == facility.village_code)
            .where(open_then, where),
        )
        around = as_frame(store, scope, places)
        for name, what in (("to_rehab_km", "rehab"), ("to_programme_km", "program")):
            frame[name] = nearest(own, _lonlat(around.loc[around["what"] == what, "point"])) / 1_000
        # what was left out lies farther off than this
        if (frame[["to_rehab_km", "to_programme_km"]] < 100 * _NEAR_DEGREES).all(axis=None):
            break
    return frame.astype({"score": float})


def _around(points: Points) -> sa.ColumnElement[bool]:
    """Villages whose box lies near the box of some points; one without a box may lie anywhere."""
    region = schema.region.c
    placed = points[np.isfinite(points).all(axis=1)]
    if not len(placed):
        return sa.true()
    (west, south), (east, north) = placed.min(axis=0) - _NEAR_DEGREES, placed.max(axis=0) + _NEAR_DEGREES
    near = (region.west <= east, region.east >= west, region.south <= north, region.north >= south)
    return sa.or_(region.west.is_(None), sa.and_(*near))


@dataclass(frozen=True)
class BeforeAfter:
    """Change of the survey score from `before` to `after` in villages declared in between, beyond their matches'."""

    effect: Effect
    before: int
    after: int


def before_after(store: Store, scope: Scope, region_code: str) -> BeforeAfter | None:
    """Programme villages against villages of the same kabupaten/kota and category without a programme; ``None`` without two
    surveys two years apart. Means and variances come from the store by stratum, two queries."""
    rawan, event = schema.kawasan_rawan, schema.bersinar_event.c
    survey = sa.and_(rawan.c.method == "survei", rawan.c.score.is_not(None), _inside(rawan.c.village_code, region_code))
    with store.reading(scope) as connection:
        after = connection.scalar(sa.select(sa.func.max(rawan.c.year)).where(survey))
    if after is None:
        return None
    before = after - 2
    first, last = rawan.alias("before"), rawan.alias("after")
    declared = (
        sa.select(event.village_code, sa.func.min(event.event_date).label("day"))
        .where(event.event == "pencanangan", _inside(event.village_code, region_code))
        .group_by(event.village_code)
        .subquery()
    )
    between = sa.extract("year", declared.c.day) == before + 1
    never = sa.or_(declared.c.day.is_(None), sa.extract("year", declared.c.day) > after)
    change = last.c.score - first.c.score
    regency = sa.func.left(first.c.village_code, 5)
    statement = (
        sa.select(
            regency.label("regency"), first.c.category, between.label("treated"), sa.func.count().label("places"),
            sa.func.avg(change).label("mean"), sa.func.var_samp(change).label("variance"),
        )
        .join_from(first, last, last.c.village_code == first.c.village_code)
        .outerjoin(declared, declared.c.village_code == first.c.village_code)
        .where(
            last.c.year == after, last.c.method == "survei",
            first.c.year == before, first.c.method == "survei", first.c.score.is_not(None), last.c.score.is_not(None),
            first.c.category.is_not(None), _inside(first.c.village_code, region_code), sa.or_(between, never),
        )
        .group_by(regency, first.c.category, between)
    )  # fmt: skip
    frame = as_frame(store, scope, statement)
    frame["treated"] = frame["treated"].eq(True)
    strata = frame.set_index(["regency", "category", "treated"])[["places", "mean", "variance"]].astype(float)
    keys = sorted(set(zip(frame["regency"], frame["category"], strict=True)))
    groups = [strata.reindex(pd.MultiIndex.from_tuples([(*key, kind) for key in keys], names=strata.index.names))
              for kind in (True, False)] if keys else []  # fmt: skip
    if not groups:
        return None
    made = [Strata(g["places"].fillna(0).to_numpy(), g["mean"].to_numpy(), g["variance"].to_numpy()) for g in groups]
    return BeforeAfter(matched_change(made[0], made[1]), before, after)


def _assessed(region_code: str, period: str) -> sa.Subquery:
    """The newest assessment with a category of each village until `period`."""
    rawan = schema.kawasan_rawan.c
    return (
        sa.select(rawan.village_code, rawan.category, rawan.score)
        .ext(distinct_on(rawan.village_code))
        .where(rawan.year <= int(period), rawan.category.is_not(None), _inside(rawan.village_code, region_code))
        .order_by(rawan.village_code, rawan.year.desc())
        .subquery()
    )


def _inside(code: sa.ColumnElement[str], region_code: str) -> sa.ColumnElement[bool]:
    # a range and no pattern: only leakproof conditions may use an index ahead of the policies; '/' follows '.'
    return sa.true() if region_code == NATION else sa.and_(code >= region_code, code < region_code + "/")


def _lonlat(points: "pd.Series[bytes]") -> Points:
    bodies = [bytes(body) if body is not None else None for body in points]
    found = shapely.from_wkb(bodies)
    return np.array([(np.nan, np.nan) if g is None else (g.x, g.y) for g in found], dtype=float).reshape(-1, 2)
