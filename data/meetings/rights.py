"""Who may hold a meeting of an area and record its decisions."""

import pyarrow as pa

from data.intake.read.privacy import IdentityFound, check_values
from data.model.errors import Fault, Problem
from data.model.roles import Act, may
from data.store.scope import Scope


def check_holder(scope: Scope, region_code: str, act: Act = Act.MEET) -> None:
    """Raises `Fault` where `scope` may not hold a meeting of that region, or do another `act` of one."""
    if not may(scope, act, region_code):
        raise Fault(Problem.MAY_NOT_DECIDE, code=region_code)


def check_nobody_named(*texts: str) -> None:
    """Raises `Fault` for text that holds what looks like a NIK or a telephone number."""
    try:
        check_values([(0, "", "", pa.chunked_array([pa.array(texts, pa.string())]))])
    except IdentityFound as found:
        raise Fault(Problem.NAMES_SOMEBODY, what=found.what) from None
