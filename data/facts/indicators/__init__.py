"""The indicator registry: one YAML file each, checked against `schema.json` when read."""

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from data.model.errors import Fault, Problem
from data.model.roles import Sensitivity
from data.model.yamls import check, read_yaml

FOLDER = Path(__file__).parent
Text = dict[str, str]
SMALL_COUNT = (
    5  # published counts are multiples of this, and 1 to one below it are "fewer than 5"; no Indonesian rule was found
)
LEAST_WHOLE = 20  # a share is published of as many people, and nothing is judged by a smaller published count
LEAST_MEDIAN = 10  # a median is published of as many people
THEMES = ("program", "rehabilitasi", "penangkapan")  # what the map is sorted by
GROUPS = (
    "bersinar", "kotan", "kerawanan", "rehabilitasi", "ibm", "layanan", "pemberantasan", "perkara", "pemberdayaan", "rencana",
    "anggaran", "data", "konteks",
)  # fmt: skip
MONTH, QUARTER, HALF, YEAR = 1, 2, 3, 4
_GRAINS = {"bulan": (MONTH, QUARTER, HALF, YEAR), "semester": (HALF, YEAR), "tahun": (YEAR,), "kini": (YEAR,), "gabungan": ()}
_ABSENT = {"tidak_dilaporkan": 2, "tidak_diukur": 3, "tidak_berlaku": 4}
Sum = tuple[tuple[float, str], ...]
_ROUNDED: Text = {
    "id": "Angka tentang orang: yang terbit dibulatkan ke kelipatan 5, 1 sampai 4 menjadi <5; masing-masing dibulatkan "
    "sendiri sehingga jumlahnya dapat tidak pas.",
    "en": "Figures about people: published rounded to multiples of 5, 1 to 4 as <5; each rounded by itself, so that they "
    "need not add up.",
}


@dataclass(frozen=True)
class Indicator:
    """One indicator. Texts are ``{"id": ..., "en": ...}``; `labels` are the classes of a categorical one.

    `accumulates` marks counts that grow through a year, so that a part of a year does not compare with a whole one.
    `method` names how classes are made by default; `edges` are the upper edges of official bands and leave no other choice.
    A rate over fewer events than `unstable_below` is drawn as unstable (0: this indicator has no such rule).

    `kind` says how a fact is made: ``jumlah`` (the numerator), ``rasio`` (numerator over denominator), ``median`` (of the
    values its part counts), ``langsung`` (what was sent, never added), ``kelas`` (the numerator is the class) or ``khusus``
    (SQL of its own). `top` and `bottom` are sums of parts with their factors. `grains` are the lengths of its periods, from
    month to year; `only_now` leaves the last year alone. `absent` is the status of a region that has nothing to count.
    `interval` is False where chance has no say: money, days, amounts.

    `exact` is the sensitivity of the exact figure where the published one is rounded, from level `rounded_from` down. `small`
    says which side counts people: ``jumlah`` the numerator, ``penyebut`` the denominator, ``bagian`` both.
    """

    code: str
    group: str
    theme: str
    name: Text
    short: Text
    definition: Text
    unit: Text
    direction: str
    numerator: Text
    denominator: Text | None
    scale: float
    decimals: int
    levels: tuple[int, ...]
    kind: str
    top: Sum
    bottom: Sum
    absent: int
    grains: tuple[int, ...]
    only_now: bool
    small: str
    interval: bool
    pooled: bool
    accumulates: bool
    comparable_from: str
    sensitivity: Sensitivity
    exact: Sensitivity | None
    rounded_from: int
    labels: tuple[Text, ...]
    class_count: int
    method: str
    edges: tuple[float, ...]
    unstable_below: int
    edition: str
    edition_source: str
    valid_from: str
    history: tuple[dict[str, str], ...]
    feeds: tuple[str, ...]
    source: Text
    legal_basis: str
    caveats: tuple[Text, ...]

    @property
    def is_categorical(self) -> bool:
        """True when a region has a class and no number."""
        return bool(self.labels) and not self.edges

    @property
    def is_share(self) -> bool:
        """True when the numerator counts a part of what the denominator counts, so that an interval after Wilson fits."""
        return self.kind == "rasio" and self.scale == 100

    def tells_more(self, clearance: int, level: int) -> bool:
        """True when somebody of this clearance is shown more of a level than the public is: such reading is noted."""
        return clearance > 0 and (self.sensitivity > 0 or (self.is_rounded(level) and clearance >= (self.exact or 0)))

    def is_rounded(self, level: int) -> bool:
        """True when the published figure of a region of this level is rounded."""
        return self.exact is not None and level >= self.rounded_from

    @property
    def has_plain_parts(self) -> bool:
        """True when numerator and denominator are counted in the units that they are named in, not in thousandths of them."""
        return bool(self.bottom) and self.scale >= 1


@lru_cache(maxsize=1)
def registry() -> dict[str, Indicator]:
    """All indicators by code. Raises `ValueError` naming the file and the field at fault."""
    found = {}
    for file in sorted(FOLDER.glob("*.yaml")):
        entry = read_yaml(file)
        check(entry, file, FOLDER / "schema.json")
        if entry["code"] != file.stem:
            raise ValueError(f"{file.name} defines {entry['code']}")
        for made in _editions(entry):
            found[made["code"]] = _indicator(made)
    return found


def indicator(code: str) -> Indicator:
    """One indicator. Raises `Fault(UNKNOWN_INDICATOR)`."""
    try:
        return registry()[code]
    except KeyError:
        raise Fault(Problem.UNKNOWN_INDICATOR, code=code) from None


def for_theme(theme: str, level: int) -> list[Indicator]:
    """Indicators of a theme that exist at a level, in the order of their codes."""
    return [item for item in registry().values() if item.theme == theme and level in item.levels]


def in_group(group: str) -> list[Indicator]:
    """Indicators of a group, in the order of their codes."""
    return [item for item in registry().values() if item.group == group]


def _editions(entry: dict[str, Any]) -> list[dict[str, Any]]:
    """One indicator per edition where there are several: editions share neither scale nor bands, so neither a code."""
    editions = entry.pop("editions", None)
    if editions is None:
        return [entry]
    made = []
    for edition, own in editions.items():
        compute = entry["compute"] | {"numerator": [f"{part}_{edition}" for part in entry["compute"]["numerator"]]}
        name, short = ({lang: f"{words} {edition}" for lang, words in entry[key].items()} for key in ("name", "short"))
        code = f"{entry['code']}_{edition}"
        made.append(entry | own | {"code": code, "name": name, "short": short, "compute": compute})
    return made


def _sum(terms: list[str]) -> Sum:
    """``-b`` takes b away, ``2*b`` counts it twice."""
    found = []
    for term in terms:
        factor, _, part = term.rpartition("*")
        sign = -1.0 if part.startswith("-") else 1.0
        found.append((sign * float(factor or 1), part.lstrip("-")))
    return tuple(found)


def _indicator(entry: dict[str, Any]) -> Indicator:
    classes, compute = entry["classes"], entry["compute"]
    return Indicator(
        code=entry["code"],
        group=entry["group"],
        theme=entry.get("theme", ""),
        name=entry["name"],
        short=entry["short"],
        definition=entry["definition"],
        unit=entry["unit"],
        direction=entry["direction"],
        numerator=entry["numerator"],
        denominator=entry.get("denominator"),
        scale=float(entry.get("scale", 1)),
        decimals=int(entry.get("decimals", 0)),
        levels=tuple(entry["levels"]),
        kind=compute["kind"],
        top=_sum(compute.get("numerator", [])),
        bottom=_sum(compute.get("denominator", [])),
        absent=_ABSENT[compute.get("absent", "tidak_berlaku")],
        grains=_GRAINS[entry["periods"]],
        only_now=entry["periods"] == "kini",
        small=entry.get("small", ""),
        interval=bool(entry.get("interval", True)),
        pooled=entry["periods"] == "gabungan",
        accumulates=bool(entry.get("accumulates", False)),
        sensitivity=Sensitivity[entry["sensitivity"].upper()],
        exact=Sensitivity[entry["exact"].upper()] if "exact" in entry else None,
        rounded_from=int(entry.get("rounded_from", 0)),
        labels=tuple(classes.get("labels", ())),
        class_count=int(classes.get("count", len(classes.get("labels", classes.get("edges", ()))))),
        method=classes["kind"],
        edges=tuple(float(edge) for edge in classes.get("edges", ())),
        unstable_below=int(entry.get("unstable_below", 0)),
        edition=classes.get("edition", ""),
        edition_source=classes.get("source", ""),
        valid_from=str(classes.get("valid_from", "")),
        comparable_from=entry.get("comparable_from", ""),
        history=tuple(entry.get("history", ())),
        feeds=tuple(entry["feeds"]),
        source=entry["source"],
        legal_basis=entry.get("legal_basis", ""),
        caveats=tuple(entry["caveats"]) + ((_ROUNDED,) if entry.get("exact") == "terbatas" else ()),
    )
