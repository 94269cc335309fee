"""A store makes its facts again when what they are made by changes, and not when words do."""

from collections.abc import Callable

import pytest

from data.facts import layout
from data.facts.indicators import Indicator, registry
from data.model.settings import Settings
from data.ops.bootstrap import all_steps


def _digest(monkeypatch: pytest.MonkeyPatch, code: str, change: Callable[[Indicator], Indicator]) -> str:
    changed = registry() | {code: change(registry()[code])}
    monkeypatch.setattr(layout, "registry", lambda: changed)
    layout.facts_digest.cache_clear()
    try:
        return layout.facts_digest()
    finally:
        monkeypatch.undo()
        layout.facts_digest.cache_clear()


def test_words_of_an_indicator_are_no_reason_to_make_facts_again(monkeypatch: pytest.MonkeyPatch) -> None:
    found = _digest(monkeypatch, "penyuluhan", lambda item: item.model_copy(update={"caveats": (), "legal_basis": "x"}))
    assert found == layout.facts_digest()


@pytest.mark.parametrize("field", ["levels", "scale", "compute"])
def test_what_an_indicator_is_made_of_is_a_reason(monkeypatch: pytest.MonkeyPatch, field: str) -> None:
    other = {"levels": (0, 1), "scale": 1000.0, "compute": registry()["skhpn"].compute}[field]
    found = _digest(monkeypatch, "penyuluhan", lambda item: item.model_copy(update={field: other}))
    assert found != layout.facts_digest()


def test_the_step_of_facts_bears_the_digest() -> None:
    assert layout.facts_digest() in all_steps(Settings(), simulate=False)["facts"]
