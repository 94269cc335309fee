"""What our middleware needs to know of the server of pages. The app supplies it, so that nothing here imports Streamlit."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class PageServer:
    """`page` is the HTML that every page begins as, `address` where the server listens ('' for everywhere).

    `files` is the folder of what lies below `/static/`, of the `release` of the server. `largest_upload` is in bytes; `kept`
    returns the bytes of an uploaded file that is still held, ``None`` when it is gone.
    """

    page: str
    files: Path
    release: str
    address: Callable[[], str]
    largest_upload: Callable[[], int]
    kept: Callable[[str], int | None]
