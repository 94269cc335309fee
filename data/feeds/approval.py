"""The states of approval: BNNK draft, BNNP checked, pusat accepted; and the states that end a submission."""

from data.model.roles import Role

REAL, TRIAL = "kiriman", "kiriman_latihan"  # sources of submissions: real, or practice beside simulated rows
DRAFT, CHECKED, ACCEPTED = "draf", "diperiksa", "diterima"
ACTIVE = (DRAFT, CHECKED, ACCEPTED)
# by role: the state of what it sends, and where it moves a submission of a state
FIRST_STATE = {Role.BNN_PUSAT: ACCEPTED, Role.SYSTEM: ACCEPTED, Role.BNNP: CHECKED}
NEXT_STATE = {Role.BNNP: {DRAFT: CHECKED}, Role.BNN_PUSAT: {DRAFT: ACCEPTED, CHECKED: ACCEPTED}}
_RANK = {name: at for at, name in enumerate(ACTIVE)}
_ACCEPTS = {Role.BNNK: 0, Role.AGENCY: 0, Role.BNNP: 1, Role.REGIONAL_HEAD: 1}


def rank(state: str) -> int:
    """The rank of a state in the order of approval; -1 for one that is no longer active."""
    return _RANK.get(state, -1)


def accepted_rank(role: Role) -> int:
    """The rank from which a state counts as accepted for a role's level; below it, data is *sementara* to that role."""
    return _ACCEPTS.get(role, 2)
