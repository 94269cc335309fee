"""Words: two complete catalogues, every key used exists, numbers as the reader writes them."""

import re
from pathlib import Path
from string import Formatter

import pytest

from dashboard.components.published import TOPICS
from dashboard.components.sending.offers import READINGS
from dashboard.meeting.compose_meeting import SLIDES
from dashboard.web.pages import BAR, MENU, PAGES
from dashboard.words.texts import LANGUAGES, catalogue, number, text
from data.facts.indicators import registry
from data.identity.demo import DEMO
from data.intake.submit.report import QUESTIONS
from data.jobs.queue import EVERY, FACTS
from data.model import schema
from data.model.period import Grain
from data.model.settings import ROOT
from data.queries import Nothing

# sources say themselves how many rows of these they brought
NOT_COUNTED = ("source_content", "boundary_version", "published_figure")
SOURCES = [*ROOT.glob("dashboard/**/*.py"), *ROOT.glob("pages/*.py")]


def _fields(words: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(words) if name}


def test_both_languages_have_the_same_keys_and_the_same_fields() -> None:
    first, second = (catalogue(language) for language in LANGUAGES)
    assert first.keys() == second.keys()
    for key in first:
        assert _fields(first[key]) == _fields(second[key]), key


def test_every_key_that_the_code_names_exists_and_every_plain_key_is_used() -> None:
    source = "\n".join(path.read_text() for path in SOURCES)
    named = set(re.findall(r"""\btext\(\s*["']([a-z_]+\.[a-z_0-9]+)["']""", source))
    assert named
    assert named <= catalogue("id").keys()
    scripts = "\n".join(path.read_text() for path in ROOT.glob("dashboard/assets/map/*.js"))
    named |= {f"map_ui.{name}" for name in re.findall(r"(?:words|said)\.([a-z_]+)", scripts)} & catalogue("id").keys()
    for stem in re.findall(r"words\[`([a-z]+_)\$", scripts):
        named |= {key for key in catalogue("id") if key.startswith(f"map_ui.{stem}")}
    named |= set(re.findall(r"""["']([a-z_]+\.[a-z_0-9]+)["']""", source)) & catalogue("id").keys()  # chosen between two
    groups = set(re.findall(r"""text\(\s*f?["']([a-z_]+)\.[{"']""", source)) | {"sensitivity", "level", "levels", "period"}
    groups |= set(re.findall(r"""\bpage\(\s*["']([a-z]+)["'],""", source))  # the forms before the app
    unused = {key for key in catalogue("id") if key not in named and key.split(".")[0] not in groups}
    assert unused == set()


@pytest.mark.parametrize("path", sorted(ROOT.glob("pages/*.py")), ids=lambda path: path.name)
def test_pages_hold_no_words_no_sql_and_no_markup_of_their_own(path: Path) -> None:
    body = re.sub(r'^""".*?"""', "", path.read_text(), flags=re.S)
    assert not re.findall(r'st\.(?:title|header|subheader|write|caption|info|markdown)\(\s*"', body)
    assert not re.search(r"\bselect [\w*(]|sqlalchemy|execute\(", body, re.I)
    assert len(path.read_text().splitlines()) < 120


def test_texts_made_from_names_exist_for_every_name() -> None:
    keys = catalogue("id").keys()
    made = {f"slide.{name}" for name in SLIDES} | {f"page.{page.name}" for page in PAGES}
    made |= {f"bar.{group}" for group in (*BAR, *MENU)} | {f"job_name.{name}" for name in (FACTS, *EVERY)}
    assert made <= keys
    for item in registry().values():
        assert not item.theme or f"theme.{item.theme}" in keys
        assert f"group.{item.group}" in keys
        assert f"sensitivity.{item.sensitivity.name.lower()}" in keys
    for grain in Grain:
        assert {f"grain.{grain.code}", f"period.{grain.code}"} <= keys
    for nothing in Nothing:
        assert {f"nothing.{nothing.name.lower()}", f"summary.{nothing.name.lower()}"} <= keys
    for table in schema.metadata.tables.values():
        if "source_id" in table.c and table.name not in NOT_COUNTED:
            assert f"content.{table.name}" in keys
    for topic in {topic for topics in TOPICS.values() for topic in topics}:
        assert f"topic.{topic}" in keys
    assert all(person.full_name for person in DEMO)


def test_numbers_are_indonesian() -> None:
    assert number(1234567.891, 1) == "1.234.567,9"
    assert number(0) == "0"
    assert number(-12.5, 1) == "-12,5"


def test_a_missing_key_is_a_bug_not_a_blank() -> None:
    with pytest.raises(KeyError):
        text("tidak.ada")


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_group_of_words_is_written_twice(language: str) -> None:
    """YAML would let the second take the place of the first without a word."""
    groups = re.findall(r"^([a-z_]+):", (ROOT / "dashboard" / "words" / "texts" / f"{language}.yaml").read_text(), re.M)
    assert len(groups) == len(set(groups))


@pytest.mark.parametrize(("call", "home"), [("st.dataframe(", "frame.py"), ("st.plotly_chart(", "chart.py")])
def test_tables_and_charts_are_written_the_readers_way_in_one_place(call: str, home: str) -> None:
    assert [path.name for path in SOURCES if call in path.read_text(encoding="utf-8")] == [home]


def test_every_kind_of_question_about_a_file_has_its_sentence() -> None:
    assert {kind for kind, _ in READINGS} == set(QUESTIONS)
