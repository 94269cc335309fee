"""The app's own store inside the process of the tests."""

from collections.abc import Iterator

import pytest

from dashboard.cache import runtime
from tests.stores import Loaded, environment


@pytest.fixture
def own_store(provinces_embedded: Loaded, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Pages and composers find four provinces as the running app finds its store."""
    for name, value in environment(provinces_embedded.settings).items():
        if name.startswith("BERSINAR_") or name == "DATABASE_URL":
            monkeypatch.setenv(name, value)
    runtime.forget()
    yield
    runtime.forget()
