"""What pages show while the nation is still being loaded."""

from collections.abc import Iterator

import pytest
from streamlit.testing.v1 import AppTest

from dashboard.cache import runtime
from dashboard.web import preparing
from dashboard.web.preparing.status import Status
from dashboard.words.marks import marks_of_data
from dashboard.words.texts import text
from data.model.settings import ROOT
from data.queries import freshness
from data.store.scope import Scope


@pytest.fixture
def preview(own_store: None, monkeypatch: pytest.MonkeyPatch) -> Iterator[Status]:
    """The store as one that shows a province until the nation is there."""
    status = Status(begun=True)
    status.hear({"plan": {"pratinjau": {"facts": 6.0}, "utama": {"facts": 100.0}}})
    status.hear({"place": "pratinjau", "missing": []})
    status.hear({"ready": "pratinjau"})
    status.hear({"place": "utama", "missing": ["facts"]})
    monkeypatch.setattr(preparing, "_all_there", status)
    runtime.serve(preview=True)
    yield status
    runtime.serve(preview=False)


def _open(page: str = "") -> AppTest:
    app = AppTest.from_file(str(ROOT / "pages/shell.py"), default_timeout=60).run()
    return app.switch_page(str(ROOT / f"pages/{page}.py")).run() if page else app


def test_a_preview_never_calls_its_province_the_nation(preview: Status) -> None:
    app = _open()
    assert not app.exception
    assert "Gorontalo" in app.title[0].value
    assert "Indonesia" not in [button.label for button in app.button]
    assert marks_of_data(freshness(runtime.store(), Scope.public())).startswith("PRATINJAU")


@pytest.mark.parametrize("page", ["beranda", "kirim", "rapat"])
def test_pages_that_write_or_compare_wait_for_the_nation(preview: Status, page: str) -> None:
    app = _open(page)
    assert not app.exception
    assert not app.title
    shown = " ".join(str(element.proto.body) for element in app.get("html"))
    assert text("prepare.whole") in shown
    preview.hear({"ready": "utama"})
    runtime.serve(preview=False)
    assert app.run().title


def test_a_page_about_the_data_opens_with_what_was_published(preview: Status) -> None:
    assert _open("tentang_data").title[0].value == text("about.title")
