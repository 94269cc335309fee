"""Streamlit described as a `PageServer`, for the middleware around it."""

from pathlib import Path

import streamlit
from streamlit import config, runtime

from dashboard.web.page_server import PageServer


def streamlit_server() -> PageServer:
    """Streamlit's HTML page, the address it listens on, and the uploads it holds."""
    page = Path(streamlit.__file__).with_name("static").joinpath("index.html").read_text(encoding="utf-8")
    return PageServer(page, _address, _largest_upload, _kept)


def _address() -> str:
    return str(config.get_option("server.address") or "")


def _largest_upload() -> int:
    return int(config.get_option("server.maxUploadSize")) << 20


def _kept(file: str) -> int | None:
    """`file` is session and number, as in the address of an upload."""
    session, _, number = file.partition("/")
    found = runtime.get_instance().uploaded_file_mgr.get_files(session, [number]) if runtime.exists() else []
    return len(found[0].data) if found else None
