"""Who can reach treatment, as plain values: reach of an area and its parts, what a what-if changes, places and vacancy."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from data.facts.access_question import ANY, INPATIENT, Question
from geo.regions.codes import Level, level_of

LIMITS = (0.0, 25.0, 50.0, 75.0, 100.0)  # of the classes of shares in per cent; 0 and 100 are classes of their own
GAINS = (0.0, 10.0, 30.0)  # of the classes of changes in percentage points; 0 is a class of its own
VACANCIES = ("ada", "hampir_penuh", "penuh")


@dataclass(frozen=True)
class Reach:
    """Villages and people of an area: within the radius of a place, beyond it, and those of which nobody knows.

    `population` is what was counted. `access` is places per unit of demand over the nation's mean, NaN where it has none.
    """

    villages: int
    reaching: int
    unknown: int
    population: float
    population_reaching: float
    population_unknown: float
    access: float

    @property
    def beyond(self) -> int:
        """Villages that reach no place."""
        return self.villages - self.reaching - self.unknown

    @property
    def population_beyond(self) -> float:
        """People in villages that reach no place."""
        return self.population - self.population_reaching - self.population_unknown

    @property
    def share(self) -> float:
        """Per cent of people within reach, of those of whom it is known; NaN where that is nobody."""
        known = self.population - self.population_unknown
        return 100 * self.population_reaching / known if known > 0 else float("nan")


def reach_of(row: "pd.Series[float]", nation: float) -> Reach:
    """The reach of one row of `queries.access`; `nation` is the access of the whole."""
    counts = {name: int(row[name]) for name in ("villages", "reaching", "unknown")}
    people = {name: float(np.nan_to_num(row[name])) for name in ("population", "population_reaching", "population_unknown")}
    return Reach(**counts, **people, access=relative(float(row["access"]), nation))


def relative(access: float, nation: float) -> float:
    """Access over the nation's mean: 1 is as good as the mean."""
    return access / nation if nation > 0 else float("nan")


def parts_level(code: str) -> int:
    """The level of the parts that a map of an area shows: kabupaten/kota of the nation, else kecamatan of a province, villages
    below.
    """
    return {Level.NATION: Level.REGENCY, Level.PROVINCE: Level.DISTRICT}.get(level_of(code), Level.VILLAGE)


def parts(values: pd.DataFrame, regions: pd.DataFrame, span: tuple[int, int], nation: float) -> pd.DataFrame:
    """Rows of the regions `span` of a level, in number order: ``code, name, villages, reaching, beyond, unknown, population,
    population_reaching, population_beyond, share, access``.

    `share` is in per cent of people of whom it is known; of a village without a count of people it is that of the village.
    """
    start, end = span
    rows = values.iloc[start:end].reset_index(drop=True)
    known = rows["population"].fillna(0) - rows["population_unknown"].fillna(0)
    share = 100 * rows["population_reaching"] / known.where(known > 0)
    by_village = 100 * rows["reaching"] / (rows["villages"] - rows["unknown"]).where(rows["villages"] > rows["unknown"])
    return pd.DataFrame(
        {
            "code": regions["code"].iloc[start:end].to_numpy(),
            "name": regions["name"].iloc[start:end].to_numpy(),
            "villages": rows["villages"],
            "reaching": rows["reaching"],
            "beyond": rows["villages"] - rows["reaching"] - rows["unknown"],
            "unknown": rows["unknown"],
            "population": rows["population"],
            "population_reaching": rows["population_reaching"],
            "population_beyond": rows["population"] - rows["population_reaching"] - rows["population_unknown"],
            "share": share.where(share.notna(), by_village),
            "access": rows["access"] / (nation if nation > 0 else float("nan")),
        }
    )


def share_class(share: Sequence[float] | npt.NDArray[np.float64]) -> npt.NDArray[np.intp]:
    """Class of each share: 0 none, 1 to 4 quarters, 5 everybody, -1 unknown."""
    values = np.asarray(share, dtype=float)
    classes = np.searchsorted(LIMITS, values, side="left")  # (0, 25] is 1
    classes = np.where(values == LIMITS[-1], len(LIMITS), classes)
    return np.where(np.isnan(values), -1, np.where(values <= 0, 0, classes)).astype(np.intp)


def gain_class(points: Sequence[float] | npt.NDArray[np.float64]) -> npt.NDArray[np.intp]:
    """Class of each change in percentage points: 0 none, 1 to 3 by size, negative for a loss; -9 unknown."""
    values = np.asarray(points, dtype=float)
    size = np.searchsorted(GAINS, np.abs(values).round(9), side="left")
    return np.where(np.isnan(values), -9, np.sign(np.nan_to_num(values)) * size).astype(np.intp)


def changes(base: pd.DataFrame, then: pd.DataFrame) -> pd.DataFrame:
    """What a what-if changes in each of the same `parts`: ``code, name, villages, population, points, access``.

    All are differences, `villages` and `population` of those that reach a place, `points` in percentage points of the share.
    Only parts where something changes, the largest gain in people first.
    """
    found = pd.DataFrame(
        {
            "code": base["code"],
            "name": base["name"],
            "villages": then["reaching"] - base["reaching"],
            "population": then["population_reaching"] - base["population_reaching"],
            "points": then["share"] - base["share"],
            "access": then["access"] - base["access"],
        }
    )
    moved = (found["villages"] != 0) | (found["population"].fillna(0) != 0) | (found["access"].abs() > 1e-9)
    return found[moved].sort_values(["population", "access"], ascending=False, kind="stable")


def serving(facilities: pd.DataFrame, question: Question) -> pd.DataFrame:
    """The facilities that count in a question: of its operator, with places for its service."""
    places = facilities["beds" if question.service == INPATIENT else "places"]
    return facilities[(places > 0) & (True if question.operator == ANY else facilities["operator"] == question.operator)]


def run_by(facilities: pd.DataFrame, operator: str) -> pd.DataFrame:
    """The facilities of an operator, whatever their services."""
    return facilities if operator == ANY else facilities[facilities["operator"] == operator]


def around(facilities: pd.DataFrame, box: Sequence[float], kilometres: float) -> pd.DataFrame:
    """The facilities inside a box of west, south, east and north degrees, or at most so far outside of it."""
    west, south, east, north = box
    apart = kilometres / 111.0
    wide = apart / max(np.cos(np.radians(max(abs(south), abs(north)))), 0.1)
    return facilities[
        facilities["lon"].between(west - wide, east + wide) & facilities["lat"].between(south - apart, north + apart)
    ]


@dataclass(frozen=True)
class Capacity:
    """Capacity in its three units, which are never added: people at one time (beds for men and for women; outpatients), and
    people a year, of so many facilities that say so.
    """

    facilities: int
    men: int
    women: int
    outpatients: int
    a_year: int
    say_a_year: int


def capacity(facilities: pd.DataFrame) -> Capacity:
    """The capacity of rows of `queries.facilities`."""
    return Capacity(
        len(facilities),
        *(int(facilities[name].sum()) for name in ("beds_men", "beds_women", "places", "people_per_year")),
        int(facilities["people_per_year"].notna().sum()),
    )


def vacancies(facilities: pd.DataFrame) -> dict[str, int]:
    """Facilities with beds by the word of their last report; ``''`` are those of which none was reported."""
    words = facilities.loc[facilities["beds"] > 0, "vacancy"]
    return {word: int((words == word).sum()) for word in VACANCIES} | {"": int(words.isna().sum())}


def with_vacancy(facilities: pd.DataFrame) -> pd.DataFrame:
    """The facilities that had a free bed at their last report."""
    return facilities[facilities["vacancy"].isin(VACANCIES[:2])]


def office_area(code: str) -> str:
    """The area whose figures by month stand for an area: its kabupaten/kota where it lies below one."""
    return code if level_of(code) <= Level.REGENCY else code[:5]
