"""The second factor: codes of half a minute (RFC 6238), each valid once; the secret is encrypted with a key outside
the store.
"""

import hmac
import time

import pyotp
import sqlalchemy as sa
from cryptography.fernet import Fernet, InvalidToken

from data.model.errors import Fault, Problem
from data.store import Store
from data.store.scope import Scope

ISSUER = "Dasbor Bersinar"
_STEP_S = 30


def new_secret() -> str:
    """A random secret, in base32."""
    return pyotp.random_base32()


def uri(secret: str, username: str) -> str:
    """The address that an authenticator app reads from a QR code."""
    return pyotp.TOTP(secret).provisioning_uri(name=username, issuer_name=ISSUER)


def enrol(store: Store, scope: Scope, secret: str, code: str) -> None:
    """Store `secret` for the person of `scope`. Raises `Fault(BAD_CODE)` when `code` was not made from it."""
    step = _step_of(secret, code)
    if step is None:
        raise Fault(Problem.BAD_CODE)
    sealed = _sealer(store).encrypt(secret.encode())
    _set(store, scope, sealed, step)


def drop(store: Store, scope: Scope) -> None:
    """Remove the secret of the person of `scope`."""
    _set(store, scope, None, None)


def right_code(store: Store, scope: Scope, code: str) -> bool:
    """Whether `code` is valid now for the person of `scope` and was not used before; the check uses it up."""
    with store.reading(scope) as connection:
        sealed = connection.scalar(sa.text("select akses.sealed_factor()"))
    if sealed is None:
        return False
    try:
        secret = _sealer(store).decrypt(bytes(sealed)).decode()
    except InvalidToken:  # sealed with a key that this installation does not have
        raise Fault(Problem.FACTOR_LOST) from None
    step = _step_of(secret, code)
    if step is None:
        return False
    with store.acting(scope) as connection:
        return bool(connection.scalar(sa.text("select akses.use_code(:step)"), {"step": step}))


def _set(store: Store, scope: Scope, sealed: bytes | None, step: int | None) -> None:
    with store.acting(scope) as connection:
        connection.execute(sa.text("select akses.set_second_factor(:sealed, :step)"), {"sealed": sealed, "step": step})


def _step_of(secret: str, code: str) -> int | None:
    """The half minute of this code: the current one or a neighbour, because clocks differ."""
    given = "".join(code.split()).encode()
    now = int(time.time()) // _STEP_S
    maker = pyotp.TOTP(secret)
    # every candidate is compared, so that the time taken gives nothing away
    found = [step for step in (now - 1, now, now + 1) if hmac.compare_digest(maker.generate_otp(step).encode(), given)]
    return found[0] if found else None


def _sealer(store: Store) -> Fernet:
    if not store.factor_key:
        raise Fault(Problem.FACTOR_LOST)
    return Fernet(store.factor_key)
