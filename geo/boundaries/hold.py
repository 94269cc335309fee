"""Holds every shape against known points, its name and its neighbours; what contradicts is not taken."""

from dataclasses import dataclass, replace

import geopandas as gpd
import pandas as pd
import shapely

from geo.boundaries.agree import Names
from geo.boundaries.displaced import cause_of
from geo.boundaries.judge import BY_NAMES, Faults, by_each_other, by_name, by_place, by_regency
from geo.boundaries.match import Matched
from geo.boundaries.places import Places, places, usable

# Share of contradicting shapes at which nothing is loaded. Official shapes of the whole nation have 1.6 %, because some known
# points are wrong; a file in another system, zone or list of codes has 40 % and more.
LIMIT = 0.05


@dataclass(frozen=True)
class Held:
    """What holding shapes against what is known gave.

    `matched` without the contradicting features; `contradictions`, one row a feature: ``code, name, given_code, given_name,
    file, kinds, reason, known, inside, away_km, holds, lon, lat, geometry`` (`lon`, `lat`: the middle of its known points);
    `checked` features, `unproved` of which had no known point; `cause`, a sentence, where one thing explains most of them;
    codes of regions that contradict and were `confirmed` by a person, and of those that came `shapeless`.
    """

    matched: Matched
    contradictions: gpd.GeoDataFrame
    checked: int
    unproved: int
    cause: str
    confirmed: list[str]
    shapeless: list[str]

    @property
    def share(self) -> float:
        """Share of the features that contradict."""
        return len(self.contradictions) / self.checked if self.checked else 0.0

    @property
    def too_many(self) -> bool:
        """Whether so much contradicts that nothing of the files is to be believed."""
        return self.share > LIMIT


def hold(matched: Matched, regions: pd.DataFrame, points: pd.DataFrame, *, confirmed: frozenset[str] = frozenset()) -> Held:
    """Compare `matched` shapes with ``lon, lat`` of `points` (by village code; only exactly known ones), names and each other.

    `regions` has ``code, level, name``. Shapes of regions in `confirmed` are taken, because a person looked at them, unless
    code and name contradict each other: that no look at a map can settle.
    """
    features = matched.features.reset_index(drop=True)
    names = Names(regions)
    shapes = usable(features)
    codes = features["code"]
    found = places(codes, shapes, points)
    faults = Faults()
    by_name(features, names, found, faults)
    by_place(features, shapes, points, found, names, faults)
    by_regency(codes, found, names, faults)
    by_each_other(codes, shapes, found, names, faults)
    there = ~shapely.is_empty(shapes)
    wrong = [row for row in sorted(faults.kinds) if there[row] or BY_NAMES & set(faults.kinds[row])]
    seen = [row for row in wrong if codes[row] in confirmed and not BY_NAMES & set(faults.kinds[row])]
    rows = [row for row in wrong if row not in set(seen)]
    table = _table(features, rows, found, names, faults)
    return Held(
        replace(matched, features=features.drop(index=rows).reset_index(drop=True)),
        table,
        checked=len(features),
        unproved=int(((found.table["known"] == 0) & there).sum()),
        cause=cause_of(table, shapes[rows], names, many=len(rows) > LIMIT * len(features)),
        confirmed=list(dict.fromkeys(codes[seen])),
        shapeless=list(codes[~there]),
    )


def _table(features: gpd.GeoDataFrame, rows: list[int], found: Places, names: Names, faults: Faults) -> gpd.GeoDataFrame:
    part = features.loc[rows]
    seen = found.table.iloc[rows]
    table = pd.DataFrame(
        {
            "code": part["code"].to_numpy(),
            "name": [names.name[code] for code in part["code"]],
            "given_code": part["given_code"].to_numpy(),
            "given_name": part["given_name"].to_numpy(),
            "file": part["_file"].to_numpy(),
            "kinds": [faults.kinds[row] for row in rows],
            "reason": [" ".join(faults.sentences[row]) for row in rows],
            "known": seen["known"].to_numpy(),
            "inside": seen["inside"].to_numpy(),
            "away_km": seen["away"].to_numpy(),
            "holds": [" ".join(found.holds.get(row, [])) for row in rows],
            "lon": seen["lon"].to_numpy(),
            "lat": seen["lat"].to_numpy(),
        }
    )
    return gpd.GeoDataFrame(table, geometry=part.geometry.to_numpy(), crs=4326)
