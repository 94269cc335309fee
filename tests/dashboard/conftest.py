"""The app's own store inside the process of the tests."""

from collections.abc import Iterator

import pytest

from dashboard import runtime
from data.settings import Settings
from tests.stores import Loaded, environment


def _as_own(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    for name, value in environment(settings).items():
        if name.startswith("BERSINAR_") or name == "DATABASE_URL":
            monkeypatch.setenv(name, value)
    runtime.settings.cache_clear()
    runtime.store.cache_clear()
    yield
    runtime.store().close()
    runtime.settings.cache_clear()
    runtime.store.cache_clear()


@pytest.fixture
def own_store(provinces_embedded: Loaded, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Pages and composers find three provinces as the running app finds its store."""
    yield from _as_own(provinces_embedded.settings, monkeypatch)


@pytest.fixture
def own_nation(nation: Loaded, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Pages and composers find the whole nation."""
    yield from _as_own(nation.settings, monkeypatch)
