"""Desa Bersinar village by village: events, candidates, and before and after."""

from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd
import shapely
import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import distinct_on

from data.model import schema
from data.model.status import FactStatus
from data.queries.periods import asked_period
from data.store import Store
from data.store.frames import as_frame
from data.store.scope import Scope
from geo.regions.codes import NATION
from geo.stats.difference_in_differences import Effect, Strata, matched_change

CRITERIA = ("seleksi", "sk", "pencanangan", "pokja", "relawan", "ibm", "posko", "perdes", "apbdes", "monev")
VULNERABLE = ("bahaya", "waspada")
_POINT = sa.cast(schema.region.c.point, sa.LargeBinary).label("point")
_STRATUM = {"places": 0.0, "mean": np.nan, "variance": np.nan}  # with the value of a stratum without such villages


def programme(store: Store, scope: Scope, region_code: str, period: str) -> pd.DataFrame:
    """Villages of a region in which anything of the programme happened until the end of `period`, by code.

    ``code, name, kind, category`` (the newest), ``stage`` (class of ``status_bersinar``, NaN where unknown), ``known``
    (whether who should report did), a date for each of `CRITERIA` (NaT: did not happen), ``last`` event, ``money`` (names,
    joined by commas) and ``amount`` in rupiah. One query.
    """
    event, region, nilai = schema.bersinar_event.c, schema.region.c, schema.nilai.c
    by_name = sa.func.array_to_string(sa.func.array_agg(sa.distinct(event.money)).filter(event.money.is_not(None)), ", ")
    happened = (
        sa.select(
            event.village_code,
            *(sa.func.min(event.event_date).filter(event.event == name).label(name) for name in CRITERIA),
            sa.func.max(event.event_date).label("last"),
            by_name.label("money"),
            sa.func.sum(event.amount).label("amount"),
        )
        .where(event.event_date <= _end(period), _inside(event.village_code, region_code))
        .group_by(event.village_code)
        .subquery()
    )
    rawan = schema.kawasan_rawan.c  # queried per village: of each, only the newest is read
    category = (
        sa.select(rawan.category)
        .where(rawan.village_code == region.code, rawan.year <= asked_period(period).last_year, rawan.category.is_not(None))
        .order_by(rawan.year.desc())
        .limit(1)
        .scalar_subquery()
    )
    fact = (
        sa.select(nilai.region_code, nilai["class"].label("stage"), nilai.status)
        .where(
            nilai.indicator == "status_bersinar",
            nilai.period == period,
            nilai.level == 4,
            _inside(nilai.region_code, region_code),
        )
        .subquery()
    )
    statement = (
        sa.select(
            region.code,
            region.name,
            region.kind,
            category.label("category"),
            fact.c.stage,
            (fact.c.status == FactStatus.KNOWN).label("known"),
            *(happened.c[name] for name in (*CRITERIA, "last", "money", "amount")),
        )
        .join_from(happened, schema.region, region.code == happened.c.village_code)
        .outerjoin(fact, fact.c.region_code == region.code)
        .where(region.number.is_not(None))
        .order_by(region.code)
    )
    frame = as_frame(store, scope, statement)
    for name in (*CRITERIA, "last"):
        frame[name] = pd.to_datetime(frame[name])
    frame["known"] = frame["known"].eq(True)
    return frame.astype({"stage": float, "amount": float})


def other_programmes(store: Store, scope: Scope, region_code: str, period: str) -> pd.DataFrame:
    """Programmes that are not Bersinar in the villages of a region until the end of `period`, by village and programme.

    ``code, name, programme, first`` event, ``last`` event, ``declared`` (NaT: not declared), ``simulated``. Nothing of Bersinar
    is read or computed from them.
    """
    event, region = schema.other_programme_event.c, schema.region.c
    statement = (
        sa.select(
            region.code,
            region.name,
            event.programme,
            sa.func.min(event.event_date).label("first"),
            sa.func.max(event.event_date).label("last"),
            sa.func.min(event.event_date).filter(event.event == "pencanangan").label("declared"),
            sa.func.bool_or(schema.source.c.kind == "simulasi").label("simulated"),
        )
        .join_from(schema.other_programme_event, schema.region, region.code == event.village_code)
        .join(schema.source, schema.source.c.id == event.source_id)
        .where(event.event_date <= _end(period), _inside(event.village_code, region_code), region.number.is_not(None))
        .group_by(region.code, region.name, event.programme)
        .order_by(region.code, event.programme)
    )
    frame = as_frame(store, scope, statement)
    for name in ("first", "last", "declared"):
        frame[name] = pd.to_datetime(frame[name])
    return frame


def candidates(store: Store, scope: Scope, region_code: str, period: str) -> pd.DataFrame:
    """Vulnerable villages (Bahaya, Waspada) not declared by the end of `period`, by code.

    ``code, name, category, score`` (survey score, NaN where there was none), ``lon, lat`` in degrees. One query.
    """
    event, region = schema.bersinar_event.c, schema.region.c
    declared = _declared(period).where(_inside(event.village_code, region_code))
    assessed = _assessed(region_code, period)
    statement = (
        sa.select(region.code, region.name, assessed.c.category, assessed.c.score, _POINT)
        .join_from(schema.region, assessed, assessed.c.village_code == region.code)
        .where(
            assessed.c.category.in_(VULNERABLE),
            region.number.is_not(None),
            _inside(region.code, region_code),
            region.code.not_in(declared),
        )
        .order_by(region.code)
    )
    return _placed(as_frame(store, scope, statement)).astype({"score": float})


def anchors(store: Store, scope: Scope, period: str) -> pd.DataFrame:
    """What candidates lie near to or far from, in the whole nation: ``what`` (``program``: a village declared by the end of
    `period`; ``rehab``: a place of treatment open then), ``lon, lat`` in degrees. One query."""
    region, facility = schema.region.c, schema.facility.c
    open_then = sa.and_(facility.opened <= _end(period), sa.or_(facility.closed.is_(None), facility.closed > _end(period)))
    statement = sa.union_all(
        sa.select(sa.literal("program").label("what"), _POINT).where(region.code.in_(_declared(period))),
        sa.select(sa.literal("rehab"), _POINT)
        .join_from(schema.facility, schema.region, region.code == facility.village_code)
        .where(open_then),
    )
    return _placed(as_frame(store, scope, statement))


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
            regency.label("regency"),
            first.c.category,
            between.label("treated"),
            sa.func.count().label("places"),
            sa.func.avg(change).label("mean"),
            sa.func.var_samp(change).label("variance"),
        )
        .join_from(first, last, last.c.village_code == first.c.village_code)
        .outerjoin(declared, declared.c.village_code == first.c.village_code)
        .where(
            last.c.year == after,
            last.c.method == "survei",
            first.c.year == before,
            first.c.method == "survei",
            first.c.score.is_not(None),
            last.c.score.is_not(None),
            first.c.category.is_not(None),
            _inside(first.c.village_code, region_code),
            sa.or_(between, never),
        )
        .group_by(regency, first.c.category, between)
    )
    frame = as_frame(store, scope, statement)
    frame["treated"] = frame["treated"].eq(True)
    keys = ["regency", "category"]
    both = frame[frame["treated"]].merge(frame[~frame["treated"]], on=keys, how="outer", suffixes=("_with", "_without"))
    if both.empty:
        return None
    made = [
        Strata(*(both[f"{name}_{side}"].to_numpy(dtype=float, na_value=missing) for name, missing in _STRATUM.items()))
        for side in ("with", "without")
    ]
    return BeforeAfter(matched_change(made[0], made[1]), before, after)


def _assessed(region_code: str, period: str) -> sa.Subquery:
    """The newest assessment with a category of each village until `period`."""
    rawan = schema.kawasan_rawan.c
    return (
        sa.select(rawan.village_code, rawan.category, rawan.score)
        .ext(distinct_on(rawan.village_code))
        .where(
            rawan.year <= asked_period(period).last_year, rawan.category.is_not(None), _inside(rawan.village_code, region_code)
        )
        .order_by(rawan.village_code, rawan.year.desc())
        .subquery()
    )


def _inside(code: sa.ColumnElement[str], region_code: str) -> sa.ColumnElement[bool]:
    # a range and no pattern: only leakproof conditions may use an index ahead of the policies; '/' follows '.'
    return sa.true() if region_code == NATION else sa.and_(code >= region_code, code < region_code + "/")


def _declared(period: str) -> sa.Select[tuple[str]]:
    event = schema.bersinar_event.c
    return sa.select(event.village_code).where(event.event == "pencanangan", event.event_date <= _end(period))


def _end(period: str) -> sa.ColumnElement[date]:
    return sa.literal(asked_period(period).last)


def _placed(frame: pd.DataFrame) -> pd.DataFrame:
    """The frame with ``lon, lat`` for its column of points (NaN where there is none)."""
    points = shapely.from_wkb(
        np.array([bytes(body) if body is not None else None for body in frame.pop("point")], dtype=object)
    )
    return frame.assign(lon=shapely.get_x(points), lat=shapely.get_y(points))
