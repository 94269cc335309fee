"""The ladder of approval: BNNK draft, BNNP checked, pusat accepted; and what ended a submission."""

from data.model.roles import Role

REAL, TRIAL = "kiriman", "kiriman_latihan"  # sources of what agencies sent: real, or beside simulated rows
DRAFT, CHECKED, ACCEPTED = "draf", "diperiksa", "diterima"
ACTIVE = (DRAFT, CHECKED, ACCEPTED)
# by role: the state of what it sends, and where it moves a submission of a state
FIRST_STATE = {Role.BNN_PUSAT: ACCEPTED, Role.SYSTEM: ACCEPTED, Role.BNNP: CHECKED}
NEXT_STATE = {Role.BNNP: {DRAFT: CHECKED}, Role.BNN_PUSAT: {DRAFT: ACCEPTED, CHECKED: ACCEPTED}}
_RANK = {name: at for at, name in enumerate(ACTIVE)}
_ACCEPTS = {Role.BNNK: 0, Role.AGENCY: 0, Role.BNNP: 1, Role.REGIONAL_HEAD: 1}


def rank(state: str) -> int:
    """How far up the ladder a state is; -1 for what is no longer active."""
    return _RANK.get(state, -1)


def accepted_rank(role: Role) -> int:
    """The rank a state needs for a role's level to have accepted it; what lies below is *sementara* to that role."""
    return _ACCEPTS.get(role, 2)
