"""Rights that are revoked while a page is open end with its next run, also where only a part of it runs."""

import ast
from dataclasses import replace
from types import SimpleNamespace

import pytest

from dashboard.state import viewer
from data.identity.people import Person
from data.model.settings import ROOT

SITI = Person("siti", "Siti", "bnnp", ("75",))


class _Rerun(Exception):  # noqa: N818
    pass


@pytest.fixture
def part(monkeypatch: pytest.MonkeyPatch) -> SimpleNamespace:
    """A run of one part of a page, for Siti as the store knows her `now`."""
    run = SimpleNamespace(fragment_ids_this_run=["bawah"], now=SITI)

    def rerun() -> None:
        raise _Rerun

    monkeypatch.setattr(viewer, "get_script_run_ctx", lambda: run)
    monkeypatch.setattr(viewer, "known_person", lambda: run.now)
    monkeypatch.setattr(viewer.st, "rerun", rerun)
    return run


@pytest.mark.parametrize(
    "now",
    [
        None, replace(SITI, role="instansi"), replace(SITI, prefixes=("75.01",)), replace(SITI, administers=True),
        replace(SITI, username="budi"),
    ],
)  # fmt: skip
def test_a_part_of_a_page_ends_with_the_rights_it_was_drawn_for(part: SimpleNamespace, now: Person | None) -> None:
    part.now = now
    with pytest.raises(_Rerun):
        viewer.ask_again(SITI)


def test_a_part_goes_on_with_the_same_rights_and_a_whole_run_asks_once(part: SimpleNamespace) -> None:
    viewer.ask_again(SITI)
    part.now, part.fragment_ids_this_run = None, None  # the shell has asked already
    viewer.ask_again(SITI)


def test_every_part_that_runs_by_itself_asks_first() -> None:
    parts = 0
    for file in [*(ROOT / "dashboard").rglob("*.py"), *(ROOT / "pages").rglob("*.py")]:
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.FunctionDef) and any("fragment" in ast.unparse(one) for one in node.decorator_list):
                parts += 1
                if file.name == "preparing.py":  # how far a load is: shown where nobody can sign in yet
                    continue
                body = node.body[1:] if ast.get_docstring(node) else node.body
                assert ast.unparse(body[0]).startswith("ask_again("), f"{file.name}: {node.name}"
    assert parts >= 3
