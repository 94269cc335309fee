"""What the server of pages says of itself. The app hands it in, so that nothing here leans on Streamlit."""

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class PageServer:
    """`page` is the HTML that every page begins as, `address` where the server listens ('' for everywhere).

    `largest_upload` is in bytes; `kept` returns the bytes of an uploaded file that is still held, ``None`` when it is gone.
    """

    page: str
    address: Callable[[], str]
    largest_upload: Callable[[], int]
    kept: Callable[[str], int | None]
