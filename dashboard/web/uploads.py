"""Limits on what one person may upload: the server of pages keeps files in memory until their session ends."""

from collections.abc import Iterator
from contextlib import contextmanager

from dashboard.web.page_server import PageServer
from data.model.errors import Fault, Problem

MOST_FILES = 12
MOST_BYTES = 300_000_000


class Ledger:
    """Files of each person that are held or being received, with their sizes. Used only by the server's thread."""

    def __init__(self, server: PageServer) -> None:
        self._server = server
        self._held: dict[str, set[str]] = {}
        self._coming: dict[str, dict[str, int]] = {}

    @contextmanager
    def room(self, person: str, file: str, size: int | None) -> Iterator[None]:
        """A context in which a file of `size` bytes, or as many as allowed, is received. Raises `Fault` where that would be too
        much.
        """
        largest = self._server.largest_upload()
        known = self._held.setdefault(person, set())
        held = {one: bytes_ for one in known if (bytes_ := self._server.kept(one)) is not None}
        known.intersection_update(held)
        coming = self._coming.setdefault(person, {})
        others = {**held, **coming}
        others.pop(file, None)
        if file in coming or len(others) >= MOST_FILES or sum(others.values()) + (size or largest) > MOST_BYTES:
            raise Fault(Problem.TOO_MANY_UPLOADS, count=MOST_FILES, most=MOST_BYTES // 1_000_000)
        coming[file] = size or largest
        try:
            yield
        finally:
            del coming[file]
            known.add(file)  # not as at the start: other files arrived meanwhile
            if not coming:
                del self._coming[person]
