"""Limits of requests: size of the body before and after gzip, requests per minute and token."""

import zlib
from collections import OrderedDict
from collections.abc import Callable

from limits import parse
from limits.storage import MemoryStorage
from limits.strategies import MovingWindowRateLimiter
from starlette.requests import Request

from data.model.errors import Fault, Problem
from data.store.scope import secret_digest

MOST_BYTES = 120_000_000
MOST_UNPACKED = 500_000_000
_PER_MINUTE = parse("120/minute")
_UNKNOWN_PER_MINUTE = parse("30/minute")
_MOST_REMEMBERED = 5_000


def limiter() -> Callable[[str, bool], None]:
    """A function that counts a caller's requests and raises `Fault` past the limit; unknown callers get fewer."""
    moving = MovingWindowRateLimiter(MemoryStorage())

    def count(caller: str, known: bool) -> None:
        if not moving.hit(_PER_MINUTE if known else _UNKNOWN_PER_MINUTE, caller):
            raise Fault(Problem.TOO_OFTEN)

    return count


class Callers:
    """Counts callers before the store is queried: a token that was valid lately by its name, others by address.

    Whether the token is still valid is checked each time; a flood of invalid ones costs no connection.
    """

    def __init__(self) -> None:
        self._count = limiter()
        self._names: OrderedDict[bytes, str] = OrderedDict()  # by digest of the token, the latest last

    def __call__(self, address: str, token: str) -> None:
        """Raises `Fault` for one call too many."""
        name = self._names.get(secret_digest(token))
        self._count(name or f"?{address}", name is not None)

    def knows(self, token: str, name: str) -> None:
        """Record that the store knows this token."""
        digest = secret_digest(token)
        self._names[digest] = name
        self._names.move_to_end(digest)
        if len(self._names) > _MOST_REMEMBERED:
            self._names.popitem(last=False)


async def body_of(request: Request) -> bytes:
    """The body, decompressed when it is gzip. Raises `Fault` as soon as it is larger than allowed, or is not valid gzip."""
    encoding = request.headers.get("content-encoding", "identity").strip().lower()
    if encoding not in ("identity", "gzip", ""):
        raise Fault(Problem.BAD_ENCODING, found=encoding)
    unpack = zlib.decompressobj(wbits=31) if encoding == "gzip" else None
    received, whole = 0, bytearray()
    async for part in request.stream():
        received += len(part)
        if received > MOST_BYTES:
            raise Fault(Problem.FILE_TOO_LARGE, most=MOST_BYTES // 1_000_000)
        if unpack is None:
            whole += part
            continue
        try:
            whole += unpack.decompress(part, MOST_UNPACKED - len(whole) + 1)
        except zlib.error:
            raise Fault(Problem.BAD_ENCODING, found="gzip rusak") from None
        if len(whole) > MOST_UNPACKED or unpack.unconsumed_tail:
            raise Fault(Problem.FILE_TOO_LARGE, most=MOST_UNPACKED // 1_000_000)
    if unpack is not None and received and not unpack.eof:
        raise Fault(Problem.BAD_ENCODING, found="gzip terpotong")
    return bytes(whole)
