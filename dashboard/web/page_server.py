"""What our middleware needs to know of the server of pages. The app supplies it, so that nothing here imports Streamlit."""

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
