"""Who may hold a meeting of an area and write down what it decided."""

import pyarrow as pa

from data.access.token import Scope
from data.errors import Fault, Problem
from data.intake.identity import IdentityFound, check_values
from geo.regions import NATION

# Forkopimda and regional heads decide, BNN's offices prepare and follow up
HOLDERS = ("bnn_pusat", "bnnp", "bnnk", "kepala_daerah")


def may_hold(scope: Scope, region_code: str) -> bool:
    """Whether `scope` may hold a meeting of a region: its own, or one inside it."""
    own = region_code.removeprefix(NATION)
    return scope.role in HOLDERS and any(own.startswith(prefix) for prefix in scope.prefixes)


def check_holder(scope: Scope, region_code: str) -> None:
    """Raises `Fault` for a role or a region that may not."""
    if not may_hold(scope, region_code):
        raise Fault(Problem.MAY_NOT_DECIDE, code=region_code)


def check_nobody_named(*texts: str) -> None:
    """Raises `Fault` for text that holds what looks like a NIK or a telephone number."""
    try:
        check_values([(0, "", "", pa.chunked_array([pa.array(texts, pa.string())]))])
    except IdentityFound as found:
        raise Fault(Problem.NAMES_SOMEBODY, what=found.what) from None
