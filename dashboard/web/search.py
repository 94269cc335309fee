"""Regions that match what is being typed, requested by the search field with each letter."""

from dataclasses import dataclass
from functools import lru_cache

import pandas as pd

from dashboard.cache.runtime import store
from data import queries
from data.store.scope import Scope
from geo import reference
from geo.regions.codes import NATION
from geo.regions.gazetteer import SHORTEST, Gazetteer, find, gazetteer, plain
from geo.regions.names import kind_said


@dataclass(frozen=True)
class _Known:
    rows: pd.DataFrame
    index: Gazetteer
    everyday: dict[str, list[int]]  # everyday names, as `plain` writes them, with their rows


def suggest(boundary_version: str, words: str, limit: int = 8) -> list[dict[str, object]]:
    """The likeliest regions: ``code, name, level, above`` (names above, the nearest first), ``was`` (a former code or none)."""
    known = _known(boundary_version)
    whole, begun = _called(known, words)
    named = find(known.index, words, limit) or ([] if whole else find(known.index, _spelled_out(known, words), limit))
    hits = list(dict.fromkeys([*whole, *named, *begun]))[:limit]
    found = known.rows.iloc[hits]
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


def _called(known: _Known, words: str) -> tuple[list[int], list[int]]:
    """Rows of the regions that people call by these words (jaksel, NTB), and of those whose everyday name begins with them."""
    wanted = plain(words)
    if len(wanted) < SHORTEST:
        return [], []
    begun = [alias for alias in known.everyday if alias.startswith(wanted)]
    bare = next((rest for level in (1, 2) for kind, rest in (kind_said(words.strip(), level),) if kind), "")
    whole = known.everyday.get(wanted) or known.everyday.get(plain(bare), [])
    return whole, [at for alias in sorted(begun, key=len) for at in known.everyday[alias]]


def _spelled_out(known: _Known, words: str) -> str:
    """The words with everyday names of one region in full: *tebet jaksel* becomes *tebet jakarta selatan*."""
    full = (known.everyday.get(word, []) for word in plain(words).split())
    return " ".join(
        plain(kind_said(str(known.rows["name"].iat[at[0]]), 2)[1]) if len(at) == 1 else word
        for word, at in zip(plain(words).split(), full, strict=True)
    )


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
    at = {code: row for row, (code, was) in enumerate(zip(rows["code"], rows["was"], strict=True)) if not was}
    everyday: dict[str, list[int]] = {}
    for alias, code in reference.read_aliases()[["alias", "code"]].itertuples(index=False):
        if code in at:
            everyday.setdefault(plain(alias), []).append(at[code])
    return _Known(rows, index, everyday)


def _above(code: str, names: dict[str, str]) -> list[str]:
    """Names above a region, the highest first, without the nation's."""
    parts = code.split(".") if code != NATION else []
    return [names.get(".".join(parts[:length]), "") for length in range(1, len(parts))]
