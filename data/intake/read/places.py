"""All regions of a store by code and by name, with their other names, previous codes and codes of BPS."""

from bisect import bisect_left
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

import sqlalchemy as sa
from rapidfuzz import fuzz, process

from data.model import schema
from geo import reference
from geo.regions import names
from geo.regions.codes import NATION, kind_of, level_of

LEVEL_WORDS = {0: "negara", 1: "provinsi", 2: "kabupaten/kota", 3: "kecamatan", 4: "desa/kelurahan"}
LENGTH = {0: 0, 1: 2, 2: 5, 3: 8, 4: 13}
MOST_OFFERED = 4
SIMILAR = 72  # of 100: what is offered as perhaps meant
CLEAR = 80  # of 100: a name that is taken for a region's, where others chose that region
_WORD = 8  # letters from which another name is a word, and no abbreviation
_SHOWN_KIND = {1: "Provinsi ", 3: "Kec. ", 4: "Desa/Kel. "}

Form = tuple[str, str]  # the kind that a text says, or "", and the name in its plain form


@dataclass(frozen=True)
class Change:
    """An old code became, or gave a part to, `new`. `since` is the first day of that, where it is known."""

    new: str
    split: bool
    since: date | None


@dataclass
class Places:
    """All current regions. Built once per store; `add` takes one region, `finish` follows the last."""

    level: dict[str, int] = field(default_factory=dict)
    name: dict[str, str] = field(default_factory=dict)
    key: dict[str, str] = field(default_factory=dict)  # the plain form of the name, of a regency without its kind
    by_name: dict[int, dict[str, list[str]]] = field(default_factory=dict)
    changes: dict[str, list[Change]] = field(default_factory=dict)
    homes: dict[str, list[str]] = field(default_factory=dict)
    bps: dict[str, str] = field(default_factory=dict)
    other_names: dict[str, list[str]] = field(default_factory=dict)
    divided: set[tuple[int, str]] = field(default_factory=set)  # names of regions that are several today, by level
    _moved_in: dict[tuple[str, int, str], list[str]] = field(default_factory=dict)
    _codes: dict[int, list[str]] = field(default_factory=dict)
    _keys: dict[int, list[str]] = field(default_factory=dict)
    _by_ends: dict[tuple[int, str], list[str]] = field(default_factory=dict)

    @classmethod
    def read(cls, connection: sa.Connection) -> "Places":
        """All regions, from the store; other names and codes of BPS are those that ship."""
        made = cls()
        region, cross = schema.region.c, schema.region_crosswalk.c
        for row in connection.execute(
            sa.select(region.code, region.name).where(region.number.is_not(None)).order_by(region.code)
        ):
            made.add(row.code, row.name)
        changes = sa.select(cross.old_code, cross.new_code, cross.relation, cross.valid_from)
        for old, new, relation, since in connection.execute(changes.order_by(cross.old_code, cross.new_code)):
            made.change(str(old), Change(str(new), relation == "pecah", since))
        aliases = reference.read_aliases()
        return made.finish(zip(aliases["alias"], aliases["code"], aliases["kind"], strict=True), reference.bps_pairs())

    def _splits_elsewhere(self) -> None:
        """Add parts that lie outside of this store: the undivided region is no less another one."""
        cross = reference.read_crosswalk()
        cross = cross[cross["relation"] == "pecah"]
        rows = zip(cross["old_code"], cross["new_code"], cross["valid_from"], strict=True)
        lacking = [(old, new, day) for old, new, day in rows if old in self.level and new not in self.level]
        if not lacking:
            return
        regions = reference.read_regions()
        known = dict(zip(regions["code"], regions["name"], strict=True))
        for old, new, day in lacking:
            self.name[new] = known[new]
            self.changes.setdefault(old, []).append(Change(new, True, date.fromisoformat(day) if day else None))

    def add(self, code: str, name: str) -> None:
        """One more region."""
        level = int(level_of(code))
        key = bare(name, level)
        self.level[code], self.name[code], self.key[code] = level, name, key
        self.by_name.setdefault(level, {}).setdefault(key, []).append(code)

    def change(self, old: str, change: Change) -> None:
        """One more row of the crosswalk; its new region was added before."""
        self.changes.setdefault(old, []).append(change)
        if change.split or change.new not in self.level:
            return
        self.homes.setdefault(change.new, []).append(old)
        level = self.level[change.new]
        for length in (2, 5, 8):
            above = old[:length]
            if len(old) > length and above != change.new[:length]:
                self._moved_in.setdefault((above, level, self.key[change.new]), []).append(change.new)

    def finish(self, aliases: Iterable[tuple[str, str, str]] = (), bps: Iterable[tuple[str, str]] = ()) -> "Places":
        """The same, with other names (name, code, kind), codes of BPS and what hints are looked up in."""
        self._splits_elsewhere()
        for name, code, kind in aliases:
            if code in self.level:
                self._alias(name, code)
                if kind == reference.DIVIDED:
                    self.divided.add((self.level[code], names.plain(name)))
        same = {code: code for code in self.level}  # one string a code, not one a table
        self.bps = {theirs: same[code] for theirs, code in bps if code in same}
        for level in self.by_name:
            self._codes[level] = sorted(code for code, there in self.level.items() if there == level)
            own = set(self.key.values())
            for name in self.by_name[level]:
                if len(name) < _WORD and name not in own:
                    continue  # no misspelt name is known by its likeness to Lutim
                for end in _ends(name):
                    self._by_ends.setdefault((level, end), []).append(name)
            self._keys[level] = [self.key[code] for code in self._codes[level]]
            for codes in self.by_name[level].values():
                codes.sort()
        return self

    def _alias(self, name: str, code: str) -> None:
        level = self.level[code]
        key = names.plain(name)
        known = self.by_name[level].setdefault(key, [])
        if code not in known:
            known.append(code)
            self.other_names.setdefault(code, []).append(key)

    def find(self, level: int, forms: tuple[Form, ...], under: str = "") -> list[str]:
        """Codes of a level that bear one of the names, inside `under`; also those that lay inside it before they moved."""
        known = self.by_name.get(level, {})
        found: list[str] = []
        for kind, key in forms:
            codes = known.get(key)
            if codes:
                codes = _inside(codes, under) if under else codes
            if not codes and under:
                codes = self._moved_in.get((under, level, key))
            if codes:
                found += self._of_kind(codes, level, kind)
        return list(dict.fromkeys(found)) if len(found) > 1 else found

    def _of_kind(self, codes: list[str], level: int, kind: str) -> list[str]:
        """Only those of the kind. A desa may be called kelurahan where only one of both is there."""
        if not kind or level not in (2, 4):
            return codes
        exact = [code for code in codes if kind_of(code, self.name[code]) == kind]
        return exact if exact or level == 2 else codes

    def bears(self, code: str, forms: tuple[Form, ...]) -> bool:
        """Whether a region bears one of the names, now or before."""
        level = self.level[code]
        for kind, key in forms:
            if key == self.key[code] or key in self.other_names.get(code, ()):
                if not kind or level not in (2, 4):
                    return True
                if code in self.find(level, ((kind, key),), code.rpartition(".")[0]):
                    return True
        return False

    def nearest(self, forms: tuple[Form, ...], level: int, under: str) -> str:
        """The one region inside `under` whose name is meant, if any: cut off, or clearly the most similar; else empty."""
        first, last = self._range(level, under)
        codes = [code for code in self._codes.get(level, [])[first:last] if self._fits(code, level, forms)]
        cut = [code for code in codes if any(_is_cut(key, self.key[code]) for _, key in forms)]
        if cut:
            return cut[0] if len(cut) == 1 else ""
        close = self.similar(forms, level, under)
        clear = bool(close) and close[0][0] >= CLEAR and (len(close) == 1 or close[1][0] < close[0][0])
        return close[0][1] if clear else ""

    def _fits(self, code: str, level: int, forms: tuple[Form, ...]) -> bool:
        return any(self._of_kind([code], level, kind) for kind, _ in forms)

    def _range(self, level: int, under: str) -> tuple[int, int]:
        """Where the regions of a level inside `under` stand among all of their level."""
        codes = self._codes.get(level, [])
        return (bisect_left(codes, under), bisect_left(codes, under + "/")) if under else (0, len(codes))

    def above(self, code: str, level: int) -> list[str]:
        """The region of a level that `code` lies in, and those in which it lay before it moved."""
        found = [code[: LENGTH[level]]]
        if code not in self.homes and code[:5] not in self.homes and code[:8] not in self.homes:
            return found if found[0] in self.level else []
        for at in (5, 8, 13):
            if len(code) >= at:
                found += [home[: LENGTH[level]] for home in self.homes.get(code[:at], ()) if len(home) > LENGTH[level]]
        return [one for one in dict.fromkeys(found) if one in self.level]

    def knows(self, text: str) -> bool:
        """Whether some region bears this name."""
        return any(self.find(level, forms_of(text, level)) for level in self.by_name)

    def similar(self, forms: tuple[Form, ...], level: int, under: str) -> list[tuple[float, str]]:
        """The regions of a level inside `under` with the most similar names, best first: likeness and code."""
        found: dict[str, float] = {}
        for kind, key in forms:
            names = self._near(key, level, under)
            for name, score, _ in process.extract(key, names, scorer=fuzz.ratio, score_cutoff=SIMILAR, limit=MOST_OFFERED):
                codes = self.by_name[level][name]
                for code in _inside(codes, under) if under else codes[:MOST_OFFERED]:
                    if self._of_kind([code], level, kind):
                        found[code] = max(score, found.get(code, 0.0))
        return sorted(((score, code) for code, score in found.items()), key=lambda one: (-one[0], one[1]))

    def _near(self, key: str, level: int, under: str) -> list[str]:
        """Names that may be similar: all inside a region; in the whole country those that begin or end as `key` does."""
        if under:
            first, last = self._range(level, under)
            return list(dict.fromkeys(self._keys[level][first:last]))
        return list(dict.fromkeys(name for end in _ends(key) for name in self._by_ends.get((level, end), ())))

    def compared(self, key: str, level: int, under: str) -> int:
        """How many names `similar` has to compare."""
        first, last = self._range(level, under)
        return last - first if under else sum(len(self._by_ends.get((level, end), ())) for end in _ends(key))

    def said(self, code: str) -> str:
        """A region as it is offered: code, name and what it lies in."""
        above = code.rpartition(".")[0]
        return f"{code} {self.name[code]}" + (f" ({self.name[above]})" if above in self.name else "")

    def titled(self, code: str) -> str:
        """A region inside a sentence: its kind and name, the code in brackets."""
        if code == NATION:
            return "Indonesia"
        level = self.level[code]
        name = self.name[code]
        if level == 2:
            kind = kind_of(code, name)
            rest = names.kind_said(name, 2)[1]
            return f"{'Kota' if kind == 'kota' else 'Kab.'} {rest} ({code})"
        if level == 4:
            word = {"kelurahan": "Kelurahan", "desa_adat": "Desa adat"}.get(kind_of(code, name), "Desa")
            return f"{word} {name} ({code})"
        return f"{_SHOWN_KIND[level]}{name} ({code})"

    def listed(self, codes: Iterable[str]) -> str:
        """The first few regions of a list, and how many more there are."""
        codes = list(codes)
        more = f" dan {len(codes) - MOST_OFFERED} lagi" if len(codes) > MOST_OFFERED else ""
        return "; ".join(self.said(code) for code in codes[:MOST_OFFERED]) + more


def bare(name: str, level: int) -> str:
    """The plain form of a region's own name; a regency's is without its kind, which its code shows."""
    return names.plain(names.kind_said(name, 2)[1] if level == 2 else name)


def forms_of(text: str, level: int) -> tuple[Form, ...]:
    """What a text can be as a name of a level: the name after a word for a kind, and the whole of it.

    Of a regency the kind in full too: *Kabupaten Pontianak* is a previous name, *Pontianak* a city.
    """
    kind, rest = names.kind_said(text, level)
    whole, name = names.plain(text), names.plain(rest)
    if not kind:
        return (("", whole),)
    full = (("", kind + name),) if level == 2 and kind + name != whole else ()
    return ((kind, name), ("", whole), *full)


def _ends(key: str) -> tuple[str, str]:
    """The first and the last two letters: a typing error leaves one of them as it was."""
    return f"{key[:2]}-", f"-{key[-2:]}"


def _is_cut(key: str, whole: str) -> bool:
    """Whether a name is the beginning or the end of another one."""
    return len(key) >= 5 and (whole.startswith(key) or whole.endswith(key))


def _inside(codes: list[str], under: str) -> list[str]:
    if len(codes) == 1:
        return codes if codes[0] == under or codes[0].startswith(under + ".") else []
    return codes[bisect_left(codes, under) : bisect_left(codes, under + "/")]
