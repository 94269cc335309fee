"""Catalogues: every word on a screen, Indonesian first. A test holds the two languages together."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import lru_cache
from pathlib import Path

from data.model.yamls import read_yaml

LANGUAGES = ("id", "en")
PARAMETER = "bahasa"
_FOLDER = Path(__file__).parent
_spoken: ContextVar[str | None] = ContextVar("language", default=None)


@lru_cache(maxsize=4)
def catalogue(language: str) -> dict[str, str]:
    """All texts of one language by dotted key."""
    tree = read_yaml(_FOLDER / f"{language}.yaml")
    return {f"{group}.{name}": words for group, entries in tree.items() for name, words in entries.items()}


def _no_page() -> None:
    return None


_reader: Callable[[], str | None] = _no_page


def ask_for_language(reader: Callable[[], str | None]) -> None:
    """Set `reader`, which returns the language of the current page; ``None`` where no page runs."""
    global _reader
    _reader = reader


def language() -> str:
    """The language to write in: of a file being made, else of the page; Indonesian where there is neither."""
    wanted = _spoken.get() or _reader()
    return wanted if wanted in LANGUAGES else LANGUAGES[0]


@contextmanager
def speaking(words: str) -> Iterator[None]:
    """A context with another language than the address names, or with one where there is no address: files are made outside a
    page's run.
    """
    token = _spoken.set(words)
    try:
        yield
    finally:
        _spoken.reset(token)


def text(key: str, **fields: object) -> str:
    """The words for `key`. Raises `KeyError` for a key that no catalogue has."""
    return catalogue(language())[key].format(**fields)


def pick(words: dict[str, str]) -> str:
    """The right language of a bilingual text of the registry."""
    return words[language()]


def number(value: float, decimals: int = 0) -> str:
    """A number as the reader writes it: 1.234,5 in Indonesian, 1,234.5 in English."""
    written = f"{value:,.{decimals}f}"
    return written if language() == "en" else written.translate(str.maketrans(",.", ".,"))
