"""Documents agree with the code."""

import contextlib
import io
import re

import pytest

from data.__main__ import main
from data.model.errors import Problem
from data.model.settings import ROOT, Settings

READMES = ("README.md", "README.id.md")
DOCUMENTS = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md"), *ROOT.glob("geo/reference/*.md")])


@pytest.mark.parametrize("name", READMES)
def test_every_setting_has_its_line(name: str) -> None:
    text = (ROOT / name).read_text()
    for field, info in Settings.model_fields.items():
        variable = info.validation_alias or f"BERSINAR_{field.upper()}"
        assert f"| `{variable}` |" in text, variable


def test_every_dependency_earns_its_line() -> None:
    table = (ROOT / "README.md").read_text().partition("## Dependencies")[2].partition("## Limits")[0]
    for line in (ROOT / "requirements.in").read_text().splitlines():
        package = re.split(r"[\[<>=]", line.strip())[0]
        assert re.search(rf"\b{re.escape(package)}\b", table), package


def test_pins_carry_hashes_and_name_no_index() -> None:
    for name in ("requirements.txt", "requirements-dev.txt"):
        text = (ROOT / name).read_text()
        assert "--hash=sha256:" in text
        assert not re.search(r"^--(index|extra|find)", text, re.M)
        pins = re.findall(r"^([a-z0-9][\w.-]*)==", text, re.M)
        blocks = re.split(r"^(?=[a-z0-9][\w.-]*==)", text, flags=re.M)[1:]
        assert len(pins) == len(blocks)
        assert all("--hash" in block for block in blocks)


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_links_lead_somewhere(document) -> None:
    for target in re.findall(r"\]\(([^)#\s]+)(?:#[^)]*)?\)", document.read_text()):
        if not target.startswith("http"):
            assert (document.parent / target).exists(), target


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_commands_that_are_named_exist(document) -> None:
    for line in re.findall(r"python -m data ([^`\n]+)", document.read_text()):
        words = line.split()
        if not words[0].isupper():
            with pytest.raises(SystemExit) as ended, contextlib.redirect_stdout(io.StringIO()) as said:
                main([words[0], "--help"])
            assert ended.value.code == 0, line
            for option in (word for word in words if word.startswith("--")):
                assert option in said.getvalue(), line


def test_what_the_record_of_processing_names_as_tested_is_there() -> None:
    named = re.findall(r"`(tests/[\w/]+(?:\.py)?)`", (ROOT / "docs" / "pdp.md").read_text())
    assert len(named) > 5
    assert all((ROOT / name).exists() for name in named)


def test_both_readmes_have_the_same_content() -> None:
    english, indonesian = ((ROOT / name).read_text() for name in READMES)
    commands = re.compile(r"^    (\S.*)$", re.M)
    assert len(commands.findall(english)) == len(commands.findall(indonesian))
    assert len(re.findall(r"^\d+\. ", english, re.M)) == len(re.findall(r"^\d+\. ", indonesian, re.M)) == 10


def test_every_problem_is_raised_somewhere() -> None:
    source = "\n".join(path.read_text() for folder in ("data", "dashboard") for path in (ROOT / folder).rglob("*.py"))
    for problem in Problem:
        assert source.count(f"Problem.{problem.name}") >= 1, problem.name
