"""Questions about access to treatment: for which service, shared by whom, how far, and what if."""

import re
from dataclasses import dataclass, replace

ANY = "semua"
SERVICES = INPATIENT, OUTPATIENT = "rawat_inap", "rawat_jalan"
OPERATORS = (ANY, "BNN", "Kemenkes", "Kemensos", "Mitra")
DEMANDS = BY_PREVALENCE, BY_VULNERABILITY = "prevalensi", "rawan"
FORMULAS = ENHANCED, PLAIN = "e2sfca", "2sfca"
RADII_KM = (50, 25, 10, 100)
MOST_PLACES, MOST_SITES = 1_000, 10
OPEN, CLOSE, NEXT = "buka", "tutup", "berikut"
_REGION = r"(?P<region>ID|\d{2}(?:\.\d{2}(?:\.\d{2})?)?)"
_CHANGES = {
    OPEN: re.compile(rf"buka-{_REGION}-(?P<places>\d{{1,4}})", re.ASCII),
    CLOSE: re.compile(r"tutup-(?P<facility>\d{1,9})", re.ASCII),
    NEXT: re.compile(rf"berikut-{_REGION}-(?P<sites>\d{{1,2}})-(?P<places>\d{{1,4}})", re.ASCII),
}


@dataclass(frozen=True)
class Change:
    """What if: `places` more somewhere in `region`, the facility of that number closed, or the next `sites` of `places` each
    in `region`.
    """

    kind: str
    region: str = ""
    places: int = 0
    sites: int = 0
    facility: int = 0

    def spelled(self) -> str:
        """As in addresses; `change_of` reads it."""
        if self.kind == CLOSE:
            return f"{CLOSE}-{self.facility}"
        middle = f"-{self.sites}" if self.kind == NEXT else ""
        return f"{self.kind}-{self.region}{middle}-{self.places}"


def change_of(spelled: str) -> Change | None:
    """The change of a spelling; ``None`` where it is none: empty, malformed, or more than may be asked."""
    for kind, pattern in _CHANGES.items():
        if found := pattern.fullmatch(spelled):
            said = found.groupdict()
            change = Change(kind, said.get("region", ""), **{k: int(v) for k, v in said.items() if k != "region"})
            few = change.places <= MOST_PLACES and change.sites <= MOST_SITES
            some = kind == CLOSE or (change.places and (kind == OPEN or change.sites))
            return change if few and some else None
    return None


@dataclass(frozen=True)
class Question:
    """One combination of what can be chosen; the default is computed with the facts."""

    service: str = INPATIENT
    operator: str = ANY
    demand: str = BY_PREVALENCE
    formula: str = ENHANCED
    radius_km: int = RADII_KM[0]
    change: Change | None = None

    def spelled(self) -> str:
        """The key of its answer in the store, and of the job that computes it."""
        changed = self.change.spelled() if self.change else ""
        return "/".join((self.service, self.operator, self.demand, self.formula, str(self.radius_km), changed))

    def unchanged(self) -> "Question":
        """The same without its what-if."""
        return replace(self, change=None)


def question_of(spelled: str) -> Question | None:
    """The question of a spelling; ``None`` where it is none."""
    parts = spelled.split("/")
    if len(parts) != 6 or parts[4] not in map(str, RADII_KM):
        return None
    service, operator, demand, formula, radius, changed = parts
    known = service in SERVICES and operator in OPERATORS and demand in DEMANDS and formula in FORMULAS
    change = change_of(changed)
    if not known or (changed and change is None):
        return None
    return Question(service, operator, demand, formula, int(radius), change)
