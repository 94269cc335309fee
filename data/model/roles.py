"""Roles: what each may read, and the one table of what each may do. Sensitivities are those of the indicators."""

from enum import IntEnum, StrEnum
from typing import Protocol

from data.model.errors import Fault, Problem
from geo.regions.codes import lies_within


class Sensitivity(IntEnum):
    """How far a number may go."""

    PUBLIK = 0
    ANTAR_INSTANSI = 1
    TERBATAS = 2


class Role(StrEnum):
    """What an account, a token or a job is; the values are those stored."""

    BNN_PUSAT = "bnn_pusat"
    BNNP = "bnnp"
    BNNK = "bnnk"
    REGIONAL_HEAD = "kepala_daerah"
    AGENCY = "instansi"
    AUDITOR = "auditor"
    PUBLIC = "publik"  # nobody in particular
    SYSTEM = "sistem"  # loads, jobs and the command line

    @property
    def clearance(self) -> Sensitivity:
        """The highest sensitivity that it reads in its own regions; `akses.scope()` returns the same, and decides."""
        return _CLEARANCES[self]


_CLEARANCES = {
    Role.BNN_PUSAT: Sensitivity.TERBATAS,
    Role.BNNP: Sensitivity.TERBATAS,
    Role.BNNK: Sensitivity.TERBATAS,
    Role.REGIONAL_HEAD: Sensitivity.ANTAR_INSTANSI,
    Role.AGENCY: Sensitivity.ANTAR_INSTANSI,
    Role.AUDITOR: Sensitivity.PUBLIK,
    Role.PUBLIC: Sensitivity.PUBLIK,
    Role.SYSTEM: Sensitivity.TERBATAS,
}


class Asker(Protocol):
    """Any party that asks to act: a scope, an account, a sender or the holder of an API token."""

    @property
    def role(self) -> Role: ...

    @property
    def prefixes(self) -> tuple[str, ...]: ...


class Act(StrEnum):
    """What somebody does; its value completes "this role may not ..." on screen."""

    SEND = "mengirim data"
    WITHDRAW = "menarik kiriman"
    APPROVE = "menyetujui kiriman"
    DECLARE = "menyatakan kolom bebas nama orang"
    SETTLE = "menyelesaikan temuan"
    CHECK_QUALITY = "memeriksa mutu data"
    RECONCILE = "memutuskan selisih antarinstansi"
    MEET = "memulai rapat"
    DECIDE = "menulis keputusan"
    ADMINISTER = "mengurus akun"
    ISSUE_TOKENS = "menerbitkan token API"
    READ_TRAIL = "membaca jejak audit"


# Forkopimda and regional heads decide, BNN's offices prepare and follow up
_MEETS = frozenset({Act.MEET, Act.DECIDE})
_SENDS = frozenset({Act.SEND, Act.WITHDRAW, Act.SETTLE})
_OFFICE_OF_BNN = _SENDS | _MEETS | {Act.ADMINISTER, Act.RECONCILE}
# Default deny: what is not listed here is not allowed, and a role that is not listed may do nothing. State and office of a
# submission or a finding are checked separately (`may_approve`, `may_withdraw` and `may_settle` in `data.intake`), and of a
# difference by the database (`data.cases.register`); an
# account administers only where it was also made an administrator, and gives no more than `accounts.roles_below`.
_ACTS: dict[Role, frozenset[Act]] = {
    Role.BNN_PUSAT: _OFFICE_OF_BNN | {Act.APPROVE, Act.CHECK_QUALITY, Act.DECLARE},
    Role.BNNP: _OFFICE_OF_BNN | {Act.APPROVE, Act.CHECK_QUALITY, Act.DECLARE},
    Role.BNNK: _OFFICE_OF_BNN,
    Role.REGIONAL_HEAD: _MEETS,
    Role.AGENCY: _SENDS | {Act.RECONCILE},
    Role.AUDITOR: frozenset({Act.READ_TRAIL}),
    # the command line, run by those who hold the keys of the store
    Role.SYSTEM: _SENDS | {Act.CHECK_QUALITY, Act.DECLARE, Act.ADMINISTER, Act.ISSUE_TOKENS},
}
# agencies whose offices the accounts of BNN's own roles send for; other roles send for none of these
BNN_AGENCIES = {Role.BNN_PUSAT: ("BNN", "BNN Pusat"), Role.BNNP: ("BNNP",), Role.BNNK: ("BNNK",)}
GRANTABLE = tuple(role for role in Role if role not in (Role.SYSTEM, Role.PUBLIC))


def granted(name: str) -> Role:
    """The role of that name, for an account or a token. Raises `Fault` for a role that nobody is granted."""
    if name not in GRANTABLE:
        raise Fault(Problem.BAD_ROLE, role=name, known=", ".join(GRANTABLE))
    return Role(name)


def is_office_of(office: str, agency: str) -> bool:
    """Whether an office is one of that agency: it is called by its agency first (Polres Bone Bolango)."""
    return office == agency or office.startswith(f"{agency} ")


def may(who: Asker | Role, act: Act, region: str | None = None) -> bool:
    """Whether somebody, or a role by itself, may do that at all; with the code of a `region`, whether there.

    A region is one of theirs when it is, or lies inside, one of their prefixes. A role by itself has no region.
    """
    role, prefixes = (who, ()) if isinstance(who, str) else (who.role, who.prefixes)
    return act in _ACTS.get(role, ()) and (region is None or lies_within(region, prefixes))


def check_act(who: Asker | Role, act: Act, region: str | None = None) -> None:
    """Raises `Fault` for a person or role that may not do that."""
    if not may(who, act, region):
        raise Fault(Problem.MAY_NOT, role=who if isinstance(who, str) else who.role, what=act.value)
