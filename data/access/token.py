"""The signed scope token. The database checks the same signature in `akses.scope()` (migrations/sql/access.sql)."""

import hashlib
import hmac
import json
import time
from dataclasses import dataclass, field

from data.access.roles import PUBLIC, ROLES, SYSTEM, Sensitivity

_BLOCK = 64


@dataclass(frozen=True)
class Scope:
    """Who asks: a person's name for the log, a role of `ROLES`, and region prefixes ('' is the nation).

    A restricted role that is not `opened` reads what is shared between agencies, and no small or restricted number.
    """

    person: str
    role: str
    prefixes: tuple[str, ...] = ("",)
    opened: bool = False

    @classmethod
    def public(cls) -> "Scope":
        """What anybody may see: shapes and names, for routes that do not know who asks."""
        return cls("publik", PUBLIC, ())

    @classmethod
    def system(cls) -> "Scope":
        """Loads and jobs; only the owner's login can use its rights to write."""
        return cls("sistem", SYSTEM, ("",), opened=True)

    @property
    def clearance(self) -> int:
        """Highest sensitivity the role may read: 0 public, 1 between agencies, 2 restricted."""
        full = ROLES[self.role].clearance
        return full if self.opened else min(full, Sensitivity.ANTAR_INSTANSI)

    @property
    def cache_key(self) -> str:
        """Equal for two people who may see the same rows; part of every cache key. No region is another key than the nation."""
        return f"{self.role}:{int(self.clearance)}:{sorted(set(self.prefixes))}"


@dataclass(frozen=True)
class Signer:
    """Signs scopes with `key` (hex). A token lives for `seconds`."""

    key: str = field(repr=False)
    seconds: int = 60

    def sign(self, scope: Scope, backend: int, *, seconds: int | None = None, now: float | None = None) -> str:
        """Token ``payload.hex``: HMAC-SHA-256 over a JSON payload with an expiry (Unix seconds).

        It counts on the connection of server process `backend` alone: who overhears it cannot use it on another.
        """
        began = time.time() if now is None else now
        payload = json.dumps(
            {
                "person": scope.person,
                "role": scope.role,
                "clearance": scope.clearance,
                "prefixes": list(scope.prefixes),
                "backend": backend,
                "expires": int(began + (self.seconds if seconds is None else seconds)),
            },
            separators=(",", ":"),
        )
        return f"{payload}.{hmac.new(bytes.fromhex(self.key), payload.encode(), hashlib.sha256).hexdigest()}"


def word_digest(word: str) -> bytes:
    """SHA-256 of a random word that its holder shows: what is kept of it here. 256 random bits need no slow hash."""
    return hashlib.sha256(word.encode("utf-8", "surrogatepass")).digest()


def pads(key: str) -> tuple[bytes, bytes]:
    """Inner and outer pad of HMAC (RFC 2104) for `key` (hex); the store keeps these two, not the key."""
    block = bytes.fromhex(key).ljust(_BLOCK, b"\0")
    return bytes(b ^ 0x36 for b in block), bytes(b ^ 0x5C for b in block)
