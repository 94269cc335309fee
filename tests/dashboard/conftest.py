"""The app's own store inside the process of the tests."""

from collections.abc import Iterator

import pytest

from dashboard import runtime
from tests.conftest import Nation


@pytest.fixture
def own_store(national_embedded: Nation, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Pages and composers find the embedded nation as the running app finds its store."""
    monkeypatch.setenv("BERSINAR_HOME", str(national_embedded.settings.home))
    runtime.settings.cache_clear()
    runtime.store.cache_clear()
    yield
    runtime.store().close()
    runtime.settings.cache_clear()
    runtime.store.cache_clear()
