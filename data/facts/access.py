"""Access to treatment of all regions, by question, kept in `analitik.access` until something it follows from moves.

Whether a village reaches a place is known where one is within the radius, and where none is, if its regency reported its
facilities: elsewhere nobody knows what is near. Distances are straight lines on the sphere.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import shapely
import sqlalchemy as sa

from data.facts import reach
from data.facts.access_question import ANY, BY_VULNERABILITY, CLOSE, ENHANCED, INPATIENT, NEXT, OUTPATIENT, Change, Question
from data.model import schema
from data.model.progress import Progress
from data.model.status import FactStatus
from geo.reach.catchment import Reach, catchment, gaussian, reach_within
from geo.reach.placement import place
from geo.regions.codes import NATION, Level

# one number per region of a level, in this order. `unknown` are villages of which nobody knows whether they reach a place;
# `access` is places per unit of demand, above the village its mean by demand
COLUMNS = ("villages", "reaching", "unknown", "population", "population_reaching", "population_unknown", "demand", "access")
FEEDS = {"fasilitas_rehab", "penduduk", "kawasan_rawan", "terbitan"}
MOST_KEPT = 60  # questions; one of the nation takes 3 MB
_VULNERABLE = (2, 3)  # classes of kategori_rawan: Waspada, Bahaya
_LENGTHS = {Level.PROVINCE: 2, Level.REGENCY: 5, Level.DISTRICT: 8}
Floats = npt.NDArray[np.float64]
Index = npt.NDArray[np.intp]


@dataclass(frozen=True)
class Ground:
    """What answers follow from: villages in number order, and facilities that are open.

    `points` are longitude and latitude, NaN for a village that has no place on the map; `people` is the newest population, NaN
    where none was reported; `share` the published share of users among people; `vulnerable` is 1 for a village in *Waspada* or
    *Bahaya*, 0 for another category, NaN where there is none; `known` whether the village's regency reported its facilities.
    `places` of a facility are by service, and so is whether it `offers` the service without a number of places.
    """

    codes: npt.NDArray[np.str_]
    points: Floats
    people: Floats
    share: Floats
    vulnerable: Floats
    known: npt.NDArray[np.bool_]
    above: dict[int, npt.NDArray[np.str_]]
    facility: Index
    operator: npt.NDArray[np.str_]
    site: Floats
    places: dict[str, Floats]
    offers: dict[str, npt.NDArray[np.bool_]]
    notes: dict[str, Any]


@dataclass(frozen=True)
class Answer:
    """A matrix per level (columns `COLUMNS`, one row a region), and what else there is to say."""

    levels: dict[int, Floats]
    summary: dict[str, Any]


def renew(connection: sa.Connection) -> None:
    """Forget all answers, and compute the default one from the newest facts; the caller holds the turn at facts."""
    connection.execute(schema.access.delete())
    answer(connection, [Question()], lambda done, total: None)


def answer(connection: sa.Connection, questions: Iterable[Question], progress: Progress) -> int:
    """Compute the answers that are missing, those without the what-if included; returns how many. The caller holds the turn at
    facts, so that nothing moves meanwhile. The oldest beyond `MOST_KEPT` go.
    """
    wanted = dict.fromkeys(one for question in questions for one in (question.unchanged(), question))
    there = set(connection.scalars(sa.select(schema.access.c.question).where(schema.access.c.level == Level.NATION)))
    missing = [question for question in wanted if question.spelled() not in there]
    if not missing:
        return 0
    ground = look(connection)
    progress(1, len(missing) + 1)
    for done, question in enumerate(missing, start=2):
        found = answered(ground, question)
        for level, matrix in found.levels.items():
            row = {"question": question.spelled(), "level": level, "body": matrix.T.astype(number_of(level)).tobytes()}
            row["summary"] = found.summary if level == Level.NATION else {}
            connection.execute(schema.access.insert().values(**row))
        progress(done, len(missing) + 1)
    _forget_oldest(connection)
    return len(missing)


def number_of(level: int) -> str:
    """How the numbers of a level are stored: of villages, which are many and of few people, in half the bytes."""
    return "<f4" if level == Level.VILLAGE else "<f8"


def _forget_oldest(connection: sa.Connection) -> None:
    access = schema.access.c
    kept = (
        sa.select(access.question)
        .where(access.level == Level.NATION, access.question != Question().spelled())
        .order_by(access.computed_at.desc())
        .limit(MOST_KEPT)
    )
    connection.execute(schema.access.delete().where(access.question.not_in(kept), access.question != Question().spelled()))


def look(connection: sa.Connection) -> Ground:
    """Read what answers follow from."""
    villages = connection.execute(
        sa.text(
            "select r.code, r.point::bytea as point, p.people, p.year from inti.region r "
            "left join (select distinct on (region_code) region_code, people, year from inti.population "
            "order by region_code, year desc) p on p.region_code = r.code "
            "where r.level = 4 and r.number is not null order by r.number"
        )
    ).all()
    codes = np.array([row.code for row in villages], dtype=np.str_)
    shares, survey = _shares(connection)
    people = np.array([np.nan if row.people is None else row.people for row in villages], dtype=float)
    share = np.array([shares.get(code[:2], shares.get(NATION, 1.0)) for code in codes.tolist()], dtype=float)
    known = reach.reporting_regencies(connection)
    facilities = connection.execute(
        sa.text(
            "select f.id, f.operator, f.beds_men + f.beds_women as beds, f.outpatient_places, "
            "coalesce(f.point, r.point)::bytea as point, f.services from inti.facility f "
            "join inti.region r on r.code = f.village_code where f.closed is null "
            "and coalesce(f.point, r.point) is not null order by f.id"
        )
    ).all()
    places = {
        service: np.array([row[column] or 0 for row in facilities], dtype=float)
        for service, column in ((INPATIENT, 2), (OUTPATIENT, 3))
    }
    above = {
        int(level): np.array(connection.scalars(_of_level(level)).all(), dtype=np.str_) for level in (Level.NATION, *_LENGTHS)
    }
    years = [row.year for row in villages if row.year is not None]
    provinces = above[Level.PROVINCE].tolist()
    notes = {
        "people_years": [min(years), max(years)] if years else [],
        "without_people": int(np.isnan(people).sum()),
        "survey": survey,
        "by_nation": sum(code not in shares for code in provinces) if NATION in shares else 0,
        "provinces": len(provinces),
    }
    vulnerable, notes["mapped"] = _vulnerable(connection, codes)
    return Ground(
        codes=codes,
        points=_lonlat([row.point for row in villages]),
        people=people,
        share=share,
        vulnerable=vulnerable,
        known=np.isin(_cut(codes, 5), sorted(known)),
        above=above,
        facility=np.array([row.id for row in facilities], dtype=np.intp),
        operator=np.array([row.operator for row in facilities], dtype=np.str_),
        site=_lonlat([row.point for row in facilities]),
        places=places,
        offers={
            one: np.array([one in (row.services or ()) for row in facilities], dtype=np.bool_) & (places[one] == 0)
            for one in places
        },
        notes=notes,
    )


def _of_level(level: Level) -> sa.Select[tuple[str]]:
    region = schema.region.c
    return sa.select(region.code).where(region.level == level, region.number.is_not(None)).order_by(region.number)


def _shares(connection: sa.Connection) -> tuple[dict[str, float], str]:
    """Published past-year prevalence by province and of the nation, of the newest survey with provinces, and its year."""
    rows = connection.execute(
        sa.text(
            "with known as (select region_code, period, level, value from analitik.nilai where indicator = 'prevalensi' "
            "and level <= 1 and sensitivity = 0 and value is not null) select region_code, period, value / 100.0 as share "
            "from known where period = coalesce((select max(period) from known where level = 1), "
            "(select max(period) from known))"
        )
    ).all()
    return {row.region_code: float(row.share) for row in rows}, rows[0].period if rows else ""


def _vulnerable(connection: sa.Connection, codes: npt.NDArray[np.str_]) -> tuple[Floats, int]:
    """Whether each village is vulnerable by its newest category, and how many have one."""
    rows = connection.execute(
        sa.text(
            "select distinct on (region_code) region_code, class from analitik.nilai where indicator = 'kategori_rawan' "
            "and level = 4 and status = :known order by region_code, period desc"
        ),
        {"known": int(FactStatus.KNOWN)},
    ).all()
    category = {row.region_code: float(row[1] in _VULNERABLE) for row in rows}
    return np.array([category.get(code, np.nan) for code in codes.tolist()], dtype=float), len(category)


def answered(ground: Ground, question: Question) -> Answer:
    """The answer to a question. A what-if that cannot be (a facility that is closed already) changes nothing."""
    radius = question.radius_km * 1000.0
    used = (ground.places[question.service] > 0) & _is_of(ground, question)
    demand = _demand(ground, question)
    site, places = ground.site[used], ground.places[question.service][used]
    sites: list[dict[str, Any]] = []
    change = question.change
    if change is not None and change.kind == CLOSE:
        stays = ground.facility[used] != change.facility
        site, places = site[stays], places[stays]
    elif change is not None:
        reached = np.zeros(len(ground.codes), dtype=np.bool_)
        reached[_pairs(ground, site, radius).origin] = True
        at, sites = _sites(ground, demand, ~reached & ground.known, change, radius)
        site = np.concatenate([site, ground.points[at]])
        places = np.concatenate([places, np.full(len(at), float(change.places))])
    pairs = _pairs(ground, site, radius)
    found = catchment(demand, places, pairs, gaussian(pairs.metres, radius) if question.formula == ENHANCED else None)
    near = np.zeros(len(ground.codes), dtype=np.bool_)  # also just at the radius, where the weight is 0
    near[pairs.origin] = True
    no_number = ground.offers[question.service] & _is_of(ground, question)
    summary = ground.notes | {
        "facilities": len(places),
        "places": float(places.sum()),
        "unreached": int((~found.reached).sum()),
        "without_number": int(no_number.sum()),
        "sites": sites,
    }
    return Answer(_levels(ground, question, demand, near, found.access), summary)


def _pairs(ground: Ground, site: Floats, radius: float) -> Reach:
    """Pairs of a village and a site within a radius; a village without a place is in none."""
    placed = np.flatnonzero(np.isfinite(ground.points).all(axis=1))
    found = reach_within(ground.points[placed], site, radius)
    return found._replace(origin=placed[found.origin])


def _is_of(ground: Ground, question: Question) -> npt.NDArray[np.bool_]:
    return np.ones(len(ground.operator), dtype=np.bool_) if question.operator == ANY else ground.operator == question.operator


def _demand(ground: Ground, question: Question) -> Floats:
    if question.demand == BY_VULNERABILITY:
        return np.nan_to_num(ground.vulnerable)
    return np.nan_to_num(ground.people) * ground.share


def _sites(
    ground: Ground, demand: Floats, out: npt.NDArray[np.bool_], change: Change, radius: float
) -> tuple[Index, list[dict[str, Any]]]:
    """Villages for new places, and what each brings: in the region, the most populous village of a kecamatan each, no two of
    one kabupaten/kota; those that bring most of the demand that is `out` of reach today.
    """
    seats = _seats(ground, change.region)
    if not len(seats):
        return seats, []
    away = np.flatnonzero(out & np.isfinite(ground.points).all(axis=1))
    pairs = reach_within(ground.points[away], ground.points[seats], radius)
    regency = np.unique(_cut(ground.codes[seats], _LENGTHS[Level.REGENCY]), return_inverse=True)[1].astype(np.intp)
    count = change.sites if change.kind == NEXT else 1
    chosen = place(demand[away], (pairs.origin, pairs.facility), regency, count).sites
    if not len(chosen) and change.kind != NEXT:  # nobody there is out of reach: then where most people live
        chosen = np.array([int(np.argmax(np.nan_to_num(ground.people[seats])))], dtype=np.intp)
    said, before = [], np.zeros(len(away), dtype=np.bool_)
    for one in chosen.tolist():
        new = np.zeros(len(away), dtype=np.bool_)
        new[pairs.origin[pairs.facility == one]] = True
        new &= ~before
        before |= new
        people = float(np.nansum(ground.people[away][new]))
        said.append({"village": str(ground.codes[seats[one]]), "villages": int(new.sum()), "population": people})
    return seats[chosen], [site | {"places": change.places} for site in said]


def _seats(ground: Ground, region: str) -> Index:
    """The most populous village of each kecamatan inside a region, the first where none has a population."""
    inside = np.ones(len(ground.codes), dtype=np.bool_) if region == NATION else np.char.startswith(ground.codes, f"{region}.")
    at = np.flatnonzero(inside & np.isfinite(ground.points).all(axis=1))
    district = _cut(ground.codes[at], _LENGTHS[Level.DISTRICT])
    order = np.lexsort((at, -np.nan_to_num(ground.people[at]), district))
    _, first = np.unique(district[order], return_index=True)
    return at[order[first]]


def _levels(
    ground: Ground, question: Question, demand: Floats, near: npt.NDArray[np.bool_], access: Floats
) -> dict[int, Floats]:
    one = np.ones(len(near))
    people = np.nan_to_num(ground.people)
    unknown = ~near & (~ground.known | ~np.isfinite(ground.points).all(axis=1))
    village = np.column_stack(
        [one, near, unknown, people, people * near, people * unknown, demand, np.where(unknown, np.nan, access)]
    )
    weighted = np.column_stack([village[:, :7], demand * np.nan_to_num(village[:, 7]), demand * unknown])
    levels = {int(Level.NATION): _mean(np.array([weighted.sum(axis=0)]))}
    for level, length in _LENGTHS.items():
        above = ground.above[level]
        at = np.searchsorted(above, _cut(ground.codes, length))
        sums: Floats = np.column_stack([np.bincount(at, weights=column, minlength=len(above)) for column in weighted.T])
        levels[int(level)] = _mean(sums)
    village[np.isnan(ground.people), 3:6] = np.nan
    levels[int(Level.VILLAGE)] = village
    if question.demand == BY_VULNERABILITY:  # the category of a village is for its own offices: public are sums by regency
        village[:, COLUMNS.index("demand")] = np.nan
        levels[int(Level.DISTRICT)][:, COLUMNS.index("demand") :] = np.nan
    return levels


def _mean(sums: Floats) -> Floats:
    """Rows of a level from sums over its villages; no mean where no demand is known to reach or not to reach a place."""
    demand = sums[:, 6] - sums[:, 8]
    access = np.divide(sums[:, 7], demand, out=np.full(len(sums), np.nan), where=demand > 0)
    return np.column_stack([sums[:, :7], access])


def _cut(codes: npt.NDArray[np.str_], length: int) -> npt.NDArray[np.str_]:
    return codes.astype(f"<U{length}")


def _lonlat(bodies: Sequence[bytes | None]) -> Floats:
    points = shapely.from_wkb([None if body is None else bytes(body) for body in bodies])
    return np.column_stack([shapely.get_x(points), shapely.get_y(points)])
