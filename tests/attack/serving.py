"""The app's routes over a shared store of one test, with one account."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from dashboard.cache import runtime
from dashboard.state.page_server import streamlit_server
from dashboard.web import routes
from dashboard.web.middleware import middleware
from data.store.prepare import prepare
from tests.people import WORD, add_person
from tests.stores import Run, environment


@contextmanager
def serving(run: Run, home: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[TestClient]:
    """A client of an app that knows ``siti``; `runtime.store()` is its store meanwhile."""
    settings = run.copy("postgis", "kosong", home)
    store = prepare(settings)
    add_person(store, "siti", "Siti", "bnnp", [""], WORD)
    store.close()
    for name, value in environment(settings).items():
        if name.startswith("BERSINAR_") or name == "DATABASE_URL":
            monkeypatch.setenv(name, value)
    runtime.forget()
    with TestClient(
        Starlette(routes=routes.routes(), middleware=middleware(streamlit_server())), follow_redirects=False
    ) as client:
        yield client
    runtime.forget()
