"""Codes of Statistics Indonesia (BPS) beside ours: matched by name, each level inside the parents matched before."""

import re

import pandas as pd
from rapidfuzz import fuzz

from geo.build.place import SPLIT_PROVINCES
from geo.regions.codes import kind_of
from geo.regions.names import kind_said, plain

Key = tuple[str, str]  # kind, of regencies only, and plain name
SIMILAR = 80  # of 100
_PARENT = {2: 2, 3: 4, 4: 7}


def build_bps(codes: dict[int, pd.DataFrame], bps: dict[int, pd.DataFrame], former: dict[str, str]) -> pd.DataFrame:
    """Rows ``bps_code, code, level, method``, each of ours at most once.

    `codes` and `bps` map a level to a frame ``code, name``; `former` maps previous names in their plain form to our codes of
    regencies. `method` is ``nama`` (the same name and kind inside the same parent), ``nama_lama`` (a previous name) or
    ``mirip`` (the only similar name that is left on both sides of one parent). Regions without a partner are left out.

    Raises `ValueError` where a province or one of our regencies has no partner.
    """
    pairs = _provinces(codes[1], bps[1])
    rows = [(theirs, own, 1, "nama") for theirs, own in pairs.items()]
    parents: dict[str, list[str]] = {theirs: [own] for theirs, own in pairs.items()}
    for theirs, own in pairs.items():  # the list of BPS is of a year before the split
        parents[theirs] += [new for new, old in SPLIT_PROVINCES.items() if old == own]
    for level in (2, 3, 4):
        found = _inside(level, codes[level], bps[level], parents, former if level == 2 else {})
        rows += [(theirs, own, level, method) for theirs, (own, method) in found.items()]
        parents = {theirs: [own] for theirs, (own, _) in found.items()}
        if level == 2 and (lacking := set(codes[2]["code"]) - {own for own, _ in found.values()}):
            raise ValueError(f"no BPS code for {', '.join(sorted(lacking))}")
    frame = pd.DataFrame(rows, columns=["bps_code", "code", "level", "method"])
    return frame.astype({"level": "int8"}).sort_values(["level", "bps_code"], ignore_index=True)


def _provinces(own: pd.DataFrame, theirs: pd.DataFrame) -> dict[str, str]:
    by_name = {_short(name): code for code, name in zip(own["code"], own["name"], strict=True)}
    pairs = {code: by_name.get(_short(name), "") for code, name in zip(theirs["code"], theirs["name"], strict=True)}
    if lacking := [code for code, found in pairs.items() if not found]:
        raise ValueError(f"no province of ours for BPS {', '.join(lacking)}")
    return pairs


def _short(name: str) -> str:
    """Jakarta and Yogyakarta bear titles in one list and initials in the other."""
    return plain(re.sub(r"^(daerah khusus ibukota|daerah istimewa|dki|di|d\.i\.)\s+", "", name.lower()))


def _inside(
    level: int, own: pd.DataFrame, theirs: pd.DataFrame, parents: dict[str, list[str]], former: dict[str, str]
) -> dict[str, tuple[str, str]]:
    """Pairs of one level, by BPS code: our code and the method."""
    groups = dict(list(own.groupby(own["code"].map(lambda code: code.rpartition(".")[0]))))
    found: dict[str, tuple[str, str]] = {}
    for parent, frame in theirs.groupby(theirs["code"].str[: _PARENT[level]]):
        ours = [groups[one] for one in parents.get(str(parent), []) if one in groups]
        if ours:
            found |= _pair(level, pd.concat(ours), frame, former)
    return found


def _pair(level: int, own: pd.DataFrame, theirs: pd.DataFrame, former: dict[str, str]) -> dict[str, tuple[str, str]]:
    here = {code: _key(code, name, level) for code, name in zip(own["code"], own["name"], strict=True)}
    there = {code: _key("", name, level) for code, name in zip(theirs["code"], theirs["name"], strict=True)}
    found: dict[str, tuple[str, str]] = {}
    names = pd.Series(list(here.values())).value_counts()
    twice = pd.Series(list(there.values())).value_counts()
    by_key = {said: code for code, said in here.items() if names[said] == 1}
    for theirs_code, said in there.items():
        if twice[said] == 1 and said in by_key:
            found[theirs_code] = (by_key[said], "nama")
        elif former.get(said[1]) in here:
            found[theirs_code] = (former[said[1]], "nama_lama")
    used = {code for code, _ in found.values()}
    rest = {code: said for code, said in here.items() if code not in used}
    for theirs_code, said in there.items():
        if theirs_code not in found and (code := _only_similar(said, rest, there, found)):
            found[theirs_code] = (code, "mirip")
            del rest[code]
    return found


def _only_similar(
    said: tuple[str, str],
    rest: dict[str, tuple[str, str]],
    there: dict[str, tuple[str, str]],
    found: dict[str, tuple[str, str]],
) -> str:
    """Our only unmatched region of that kind with a similar name, when no other unmatched one of theirs is similar to it."""
    close = [one for one, key in rest.items() if key[0] == said[0] and _similar(key[1], said[1])]
    if len(close) != 1:
        return ""
    others = [key[1] for code, key in there.items() if code not in found and key[0] == said[0]]
    return close[0] if sum(_similar(rest[close[0]][1], other) for other in others) == 1 else ""


def _similar(one: str, other: str) -> bool:
    """Whether two names are similar; Ensem 1 and Ensem are two villages, whatever their letters."""
    return re.findall(r"\d+", one) == re.findall(r"\d+", other) and fuzz.ratio(one, other) >= SIMILAR


def _key(code: str, name: str, level: int) -> tuple[str, str]:
    """Kind (of regencies only) and plain name."""
    if level != 2:
        return "", plain(name)
    kind, rest = kind_said(name, 2)
    return (kind_of(code, name) if code else kind), plain(rest)
