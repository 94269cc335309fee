"""The signed scope token: it says who asks, and nothing else. `akses.scope()` checks it and looks up the rights."""

import hashlib
import hmac
import json
import time
from dataclasses import dataclass, field

from data.model.roles import Role, Sensitivity

MACHINE = "api:"  # what the name of a caller with an API token begins with; no username has a colon
_BLOCK = 64


@dataclass(frozen=True)
class Scope:
    """Who asks, with the role and the region prefixes ('' is the nation) that the store said the person has now.

    The store looks up both again for every statement, so wrong ones gain nothing; they are the key of cached answers.
    `published` leaves out exact figures of people.
    """

    person: str
    role: Role
    prefixes: tuple[str, ...] = ("",)
    published: bool = False

    @classmethod
    def public(cls) -> "Scope":
        """The scope of anybody: shapes and names, for routes that do not know who asks."""
        return cls("publik", Role.PUBLIC, ())

    @classmethod
    def system(cls) -> "Scope":
        """The scope of loads and jobs; only the owner's login can use its rights to write."""
        return cls("sistem", Role.SYSTEM)

    @property
    def kind(self) -> str:
        """The kind of person in the token: ``akun``, ``api``, ``publik`` or ``sistem``."""
        if self.role in (Role.PUBLIC, Role.SYSTEM):
            return self.role
        return "api" if self.person.startswith(MACHINE) else "akun"

    @property
    def clearance(self) -> int:
        """The highest sensitivity that may be read: 0 public, 1 between agencies, 2 exact figures of people."""
        full = Role(self.role).clearance
        return min(full, Sensitivity.ANTAR_INSTANSI) if self.published else full

    @property
    def cache_key(self) -> str:
        """A key that is equal for people who may see the same rows; part of every cache key. No region differs from
        the nation.
        """
        return f"{self.role}:{int(self.clearance)}:{int(self.published)}:{sorted(set(self.prefixes))}"


@dataclass(frozen=True)
class Signer:
    """Signs scopes with `key` (hex). A token lives for `seconds`."""

    key: str = field(repr=False)
    seconds: int = 60

    def sign(self, scope: Scope, backend: int, *, seconds: int | None = None, now: float | None = None) -> str:
        """Token ``payload.hex``: HMAC-SHA-256 over a JSON payload with an expiry (Unix seconds).

        It is valid only on the connection of server process `backend`: if intercepted, it opens nothing on another.
        """
        began = time.time() if now is None else now
        payload = json.dumps(
            {
                "person": scope.person,
                "kind": scope.kind,
                "published": scope.published,
                "backend": backend,
                "expires": int(began + (self.seconds if seconds is None else seconds)),
            },
            separators=(",", ":"),
        )
        return f"{payload}.{hmac.new(bytes.fromhex(self.key), payload.encode(), hashlib.sha256).hexdigest()}"


def secret_digest(secret: str) -> bytes:
    """SHA-256 of a random value that its holder shows, as it is stored. 256 random bits need no slow hash."""
    return hashlib.sha256(secret.encode("utf-8", "surrogatepass")).digest()


def pads(key: str) -> tuple[bytes, bytes]:
    """Inner and outer pad of HMAC (RFC 2104) for `key` (hex); the store has these two, not the key."""
    block = bytes.fromhex(key).ljust(_BLOCK, b"\0")
    return bytes(b ^ 0x36 for b in block), bytes(b ^ 0x5C for b in block)
