"""Roles: what each may read, and the one table of what each may do. Sensitivities are those of the indicators."""

from dataclasses import dataclass
from enum import IntEnum, StrEnum

from data.model.errors import Fault, Problem


class Sensitivity(IntEnum):
    """How far a number may go."""

    PUBLIK = 0
    ANTAR_INSTANSI = 1
    TERBATAS = 2


@dataclass(frozen=True)
class Role:
    """`clearance` is the highest sensitivity read inside the person's own regions; `akses.scope()` says the same."""

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


class Act(StrEnum):
    """What somebody does; its value completes "this role may not ..." on screen."""

    SEND = "mengirim data"
    WITHDRAW = "menarik kiriman"
    APPROVE = "menyetujui kiriman"
    SETTLE = "menyelesaikan temuan"
    CHECK_QUALITY = "memeriksa mutu data"
    MEET = "memulai rapat"
    DECIDE = "menulis keputusan"
    ADMINISTER = "mengurus akun"
    ISSUE_TOKENS = "menerbitkan token API"
    READ_TRAIL = "membaca jejak audit"


# Forkopimda and regional heads decide, BNN's offices prepare and follow up
_MEETS = frozenset({Act.MEET, Act.DECIDE})
_SENDS = frozenset({Act.SEND, Act.WITHDRAW, Act.SETTLE})
_OFFICE_OF_BNN = _SENDS | _MEETS | {Act.ADMINISTER}
# Default deny: what does not stand here is not allowed, and a role that does not stand here may do nothing. Which areas and
# whose submissions is asked besides; an account administers only where it was also made an administrator.
_ACTS: dict[str, frozenset[Act]] = {
    "bnn_pusat": _OFFICE_OF_BNN | {Act.APPROVE, Act.CHECK_QUALITY},
    "bnnp": _OFFICE_OF_BNN | {Act.APPROVE, Act.CHECK_QUALITY},
    "bnnk": _OFFICE_OF_BNN,
    "kepala_daerah": _MEETS,
    "instansi": _SENDS,
    "auditor": frozenset({Act.READ_TRAIL}),
    # the command line, run by who holds the keys of the store
    SYSTEM: _SENDS | {Act.CHECK_QUALITY, Act.ADMINISTER, Act.ISSUE_TOKENS},
}
# as offices of which agencies the accounts of BNN's own roles send; the other roles as of none of these
BNN_AGENCIES = {"bnn_pusat": ("BNN", "BNN Pusat"), "bnnp": ("BNNP",), "bnnk": ("BNNK",)}
GRANTABLE = tuple(name for name in ROLES if name not in (SYSTEM, PUBLIC))


def is_office_of(office: str, agency: str) -> bool:
    """Whether an office is one of that agency: it is called by its agency first (Polres Bone Bolango)."""
    return office == agency or office.startswith(f"{agency} ")


def may(role: str, act: Act) -> bool:
    """Whether a role may do that at all."""
    return act in _ACTS.get(role, ())


def check_act(role: str, act: Act) -> None:
    """Raises `Fault` for a role that may not."""
    if not may(role, act):
        raise Fault(Problem.MAY_NOT, role=role, what=act.value)
