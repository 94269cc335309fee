"""Whether code and names of a feature say the same region: the rule of table rows, for shapes."""

import re
from collections import defaultdict

import geopandas as gpd
import pandas as pd

from geo.boundaries.match import similar
from geo.regions.codes import kind_of
from geo.regions.names import key
from geo.tiles import LENGTHS

_LEVELS = {1: "provinsi", 2: "kabupaten/kota", 3: "kecamatan", 4: "desa/kelurahan"}
# Words before a name that say its kind. "Kota" and "Desa" begin names of other levels too (Kota Jantho is a village): "kota"
# decides between a kota and a kabupaten only.
_STATED = (
    (re.compile(r"kab(upaten|\.)?\s", re.I), 2, "kabupaten"),
    (re.compile(r"kota\s", re.I), 0, "kota"),
    (re.compile(r"(kec(amatan|\.)|distrik)\s", re.I), 3, "kecamatan"),
    (re.compile(r"kel(urahan|\.)\s", re.I), 4, "kelurahan"),
    (re.compile(r"prov(insi|\.)\s", re.I), 1, "provinsi"),
)


class Names:
    """Names of all regions, to find which region a name fits under a given parent."""

    def __init__(self, regions: pd.DataFrame) -> None:
        known = regions[regions["level"] > 0]
        self.name: dict[str, str] = dict(zip(known["code"], known["name"], strict=True))
        self.key = {code: key(name) for code, name in self.name.items()}
        self._siblings: dict[tuple[str, str], list[str]] = defaultdict(list)
        for code, own in self.key.items():
            self._siblings[_parent(code), own].append(code)

    def of(self, code: str) -> str:
        """A region in words: name and code."""
        return f"{self.name.get(code, '?')} ({code})"

    def contradiction(self, code: str, given: str) -> tuple[str, str] | None:
        """The other region that `given` means (empty when it only states another level), and a sentence; else ``None``.

        Another spelling, and a name that fits nothing under the same parent, are no contradiction.
        """
        level, kind = _stated(given)
        own_level = code.count(".") + 1
        if level and level != own_level:
            return (
                "",
                f"Kode {code} ialah {_LEVELS[own_level]} {self.name[code]}; namanya di berkas, '{given}', menyebut {kind}.",
            )
        same = self.key[code] == key(given)
        fits = self._siblings.get((_parent(code), key(given)), [])
        if same:  # Kabupaten and Kota of one name: the word before it decides
            if not kind or kind_of(code, self.name[code]) == kind or level not in (0, 2):
                return None
            fits = [other for other in fits if kind_of(other, self.name[other]) == kind]
        others = [other for other in fits if other != code]
        if not others:
            return None
        return others[0], f"Kode {code} ialah {self.name[code]}; namanya di berkas, '{given}', ialah {self.of(others[0])}."

    def resembles(self, code: str, given: str) -> bool:
        """Whether a name is that of the region, or another spelling of it."""
        return self.key[code] == key(given) or similar(key(given), self.key[code])


def _parent(code: str) -> str:
    return code.rpartition(".")[0]


def _stated(given: str) -> tuple[int, str]:
    """Level (0 where any) and kind that the words before a name state; ``(0, "")`` where they state none."""
    for words, level, kind in _STATED:
        if words.match(given.strip()):
            return level, kind
    return 0, ""


def name_contradictions(features: gpd.GeoDataFrame, names: Names) -> list[tuple[int, str, str]]:
    """Row, the region that the name means (or an empty text) and a sentence, for features whose names contradict their code.

    The name of the feature and those of its parents (``name_1`` to ``name_3``) each have to fit the code.
    """
    found: list[tuple[int, str, str]] = []
    columns = ["code", "given_name", "name_1", "name_2", "name_3"]
    seen: dict[tuple[str, str], tuple[str, str] | None] = {}

    def ask(row: int, code: str, given: str) -> None:
        if (code, given) not in seen:
            seen[code, given] = names.contradiction(code, given)
        if reading := seen[code, given]:
            found.append((row, *reading))

    for row, (code, own, *above) in enumerate(features[columns].itertuples(index=False)):
        if own:
            ask(row, code, own)
        for level, given in zip((1, 2, 3), above, strict=True):
            if given and level <= code.count("."):
                ask(row, code[: LENGTHS[level]], given)
    return found


def two_names_of_one_code(features: gpd.GeoDataFrame, names: Names) -> list[tuple[int, str]]:
    """Row and a sentence for features that share a code and bear names that differ."""
    several = features[features["code"].duplicated(keep=False) & (features["given_name"] != "")]
    found = []
    position = pd.Series(range(len(features)), index=features.index)
    for code, group in several.groupby("code", sort=False):
        given = list(dict.fromkeys(group["given_name"]))
        first = key(given[0])
        if all(similar(key(name), first) for name in given):
            continue
        listed = ", ".join(f"'{name}'" for name in given[:4])
        sentence = f"Kode {code} ({names.name[str(code)]}) dipakai {len(group)} bentuk dengan nama berbeda: {listed}."
        found += [(int(row), sentence) for row in position[group.index]]
    return found
