"""What several attacks need."""

import logging
from collections.abc import Iterator

import pytest


@pytest.fixture
def log(caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch) -> Iterator[pytest.LogCaptureFixture]:
    """What the app logs, also after a test in this process started it, which takes the logger away from pytest."""
    monkeypatch.setattr(logging.getLogger("bersinar"), "propagate", True)
    with caplog.at_level(logging.INFO, logger="bersinar"):
        yield caplog
