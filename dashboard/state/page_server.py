"""Streamlit described as a `PageServer`, for the middleware around it."""

import streamlit
from streamlit import config, runtime

from dashboard.state.first_page import FILES, first_page
from dashboard.web.page_server import PageServer


def streamlit_server() -> PageServer:
    """The HTML page, Streamlit's files, the address it listens on, and the uploads it holds."""
    return PageServer(first_page(), FILES / "static", streamlit.__version__, _address, _largest_upload, _kept)


def _address() -> str:
    return str(config.get_option("server.address") or "")


def _largest_upload() -> int:
    return int(config.get_option("server.maxUploadSize")) << 20


def _kept(file: str) -> int | None:
    """`file` is session and number, as in the address of an upload."""
    session, _, number = file.partition("/")
    found = runtime.get_instance().uploaded_file_mgr.get_files(session, [number]) if runtime.exists() else []
    return len(found[0].data) if found else None
