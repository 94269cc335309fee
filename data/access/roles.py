"""Roles and what each may read. Sensitivities are those of the indicators: publik, antar_instansi, terbatas."""

from dataclasses import dataclass
from enum import IntEnum


class Sensitivity(IntEnum):
    """How far a number may go."""

    PUBLIK = 0
    ANTAR_INSTANSI = 1
    TERBATAS = 2


@dataclass(frozen=True)
class Role:
    """`clearance` is the highest sensitivity read inside the person's own regions; a restricted one has to be opened first."""

    name: str
    clearance: Sensitivity


SYSTEM = "sistem"
PUBLIC = "publik"
ROLES = {
    role.name: role
    for role in (
        Role("bnn_pusat", Sensitivity.TERBATAS),
        Role("bnnp", Sensitivity.TERBATAS),
        Role("bnnk", Sensitivity.TERBATAS),
        Role("kepala_daerah", Sensitivity.ANTAR_INSTANSI),
        Role("instansi", Sensitivity.ANTAR_INSTANSI),
        Role("auditor", Sensitivity.PUBLIK),
        Role(PUBLIC, Sensitivity.PUBLIK),
        Role(SYSTEM, Sensitivity.TERBATAS),
    )
}
GRANTABLE = tuple(name for name in ROLES if name not in (SYSTEM, PUBLIC))
OPENERS = tuple(role.name for role in ROLES.values() if role.clearance is Sensitivity.TERBATAS and role.name != SYSTEM)
