"""Small and restricted numbers, opened by somebody who may see them: with a reason, for a while, and noted."""

from datetime import datetime

import sqlalchemy as sa

from data.access.audit import note_within, seal
from data.access.roles import Act, may
from data.access.token import Scope
from data.errors import Fault, Problem
from data.store import Store

SHORTEST_REASON = 10
LONGEST_MINUTES = 60  # the store allows no more
_WHAT = "angka kecil dan terbatas"


def open_numbers(store: Store, scope: Scope, reason: str, minutes: int) -> datetime:
    """Open them for `minutes` (1 to 60); returns the end. Raises `Fault` without a reason, or for a role that may not."""
    reason = " ".join(reason.split())
    if not may(scope.role, Act.OPEN_NUMBERS):
        raise Fault(Problem.MAY_NOT_OPEN, role=scope.role)
    if len(reason) < SHORTEST_REASON:
        raise Fault(Problem.NEEDS_WHY, least=SHORTEST_REASON)
    with store.acting(scope) as connection:
        ending: datetime | None = connection.scalar(
            sa.text("select akses.open_numbers(:reason, :minutes)"), {"reason": reason, "minutes": minutes}
        )
        assert ending is not None
        # in one transaction: what could not be noted is not open
        note_within(connection, scope.person, scope.role, "buka", _WHAT, alasan=reason, sampai=f"{ending:%Y-%m-%d %H:%M %Z}")
    seal(store)
    return ending


def close_numbers(store: Store, scope: Scope) -> None:
    """Close them before their time."""
    with store.acting(scope) as connection:
        connection.execute(sa.text("select akses.close_numbers()"))
        note_within(connection, scope.person, scope.role, "tutup", _WHAT)
    seal(store)


def opened_until(store: Store, scope: Scope) -> datetime | None:
    """Until when they are open to this person; ``None`` when they are not."""
    with store.reading(scope) as connection:
        ending: datetime | None = connection.scalar(sa.text("select akses.opened_until()"))
    return ending
