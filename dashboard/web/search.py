"""Regions that match what is being typed, requested by the search field with each letter."""

from dataclasses import dataclass
from functools import lru_cache

import pandas as pd

from dashboard.cache.runtime import store
from data import queries
from data.store.scope import Scope
from geo.regions.codes import NATION
from geo.regions.gazetteer import Gazetteer, find, gazetteer


@dataclass(frozen=True)
class _Known:
    rows: pd.DataFrame
    index: Gazetteer


def suggest(boundary_version: str, words: str, limit: int = 8) -> list[dict[str, object]]:
    """The likeliest regions: ``code, name, level, above`` (names above, the nearest first), ``was`` (a former code or none)."""
    known = _known(boundary_version)
    found = known.rows.iloc[find(known.index, words, limit)]
    return [
        {"code": row.code, "name": row.name_, "level": int(row.level), "above": row.shown, "was": row.was}
        for row in found.rename(columns={"name": "name_"}).itertuples(index=False)
    ]


def successors(boundary_version: str, code: str) -> list[dict[str, object]]:
    """The current regions that a former code became: ``code, name, above``, and ``was``, its name then. Empty for any other."""
    known = _known(boundary_version).rows
    found = known[known["was"] == code].merge(
        known.loc[known["was"] == "", ["code", "name"]], on="code", suffixes=("_then", "")
    )
    return [
        {"code": row.code, "name": row.name_, "above": row.shown, "was": row.name_then}
        for row in found.rename(columns={"name": "name_"}).itertuples(index=False)
    ]


def warm() -> None:
    """Build the index before the first letter is typed: it takes a second or two."""
    version = queries.freshness(store(), Scope.public()).boundary_version
    if version:
        suggest(version, "aa")


@lru_cache(maxsize=2)
def _known(boundary_version: str) -> _Known:
    rows = queries.gazetteer(store(), Scope.public())
    today = rows[rows["was"] == ""]
    names = dict(zip(today["code"], today["name"], strict=True))
    above = [_above(code, names) for code in rows["code"]]
    rows["shown"] = [", ".join(reversed(line)) for line in above]
    former = rows["was"] != ""
    index = gazetteer(
        pd.DataFrame(
            {
                "code": rows["was"].where(former, rows["code"]),
                "name": rows["name"],
                "level": rows["level"],
                "above": [" ".join(line) for line in above],
                "former": former,
            }
        )
    )
    return _Known(rows, index)


def _above(code: str, names: dict[str, str]) -> list[str]:
    """Names above a region, the highest first, without the nation's."""
    parts = code.split(".") if code != NATION else []
    return [names.get(".".join(parts[:length]), "") for length in range(1, len(parts))]
