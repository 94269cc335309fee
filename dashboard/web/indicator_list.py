"""The list that the picker of indicators shows: the same for everybody, sent once to a browser in each language."""

import hashlib
import json
from collections.abc import Sequence
from functools import lru_cache
from itertools import pairwise

from dashboard.words.texts import LANGUAGES, pick, speaking, text
from data.facts.families import heads, map_levels
from data.facts.indicators import GROUPS, THEMES, Indicator, registry


def level_words(levels: Sequence[int]) -> str:
    """Levels as a range where none is missing between the first and the last of several, else one by one."""
    names = [text(f"level.{level}") for level in levels]
    if len(names) > 2 and all(after == before + 1 for before, after in pairwise(levels)):
        return f"{names[0]} – {names[-1]}"
    return ", ".join(names)


@lru_cache(maxsize=1)
def version() -> str:
    """Part of the address of the list: changes with what is in it, in any language."""
    return hashlib.sha256(b"".join(listed(language) for language in LANGUAGES)).hexdigest()[:12]


@lru_cache(maxsize=len(LANGUAGES))
def listed(language: str) -> bytes:
    """The list in one language, as JSON: ``words, groups`` (names by code) and ``items``, those of the themes first."""
    with speaking(language):
        order = {code: at for at, code in enumerate((*THEMES, ""))}
        body = {
            "words": {
                name: text(f"picker.{name}")
                for name in ("search", "first", "recent", "real", "all", "published", "opened", "closed", "close")
            }
            | {"none": text("picker.none", words="{words}"), "count": text("picker.count", count="{count}")},
            "groups": {group: text(f"group.{group}") for group in GROUPS},
            "items": [_line(item) for item in sorted(heads(), key=lambda item: order[item.theme])],
        }
    return json.dumps(body, ensure_ascii=False, separators=(",", ":")).encode()


def _line(item: Indicator) -> dict[str, object]:
    levels = map_levels(item)
    return {
        "code": item.code,
        "group": item.group,
        "theme": text(f"theme.{item.theme}") if item.theme else "",
        "short": pick(item.short),
        "name": pick(item.name),
        "levels": levels,
        "where": level_words(levels),
        "published": item.published,
        "find": _search_text(item),
    }


def _search_text(item: Indicator) -> str:
    """What a search looks through: names and definition of the whole family and the group, in every language."""
    family = [item, *([registry()[item.village]] if item.village else [])]
    said = [words for one in family for words in (one.short, one.name, one.definition)]
    found = [item.code.replace("_", " "), *(part for words in said for part in words.values())]
    for language in LANGUAGES:
        with speaking(language):
            found += [text(f"group.{item.group}"), text(f"theme.{item.theme}") if item.theme else ""]
    return " ".join(dict.fromkeys(" ".join(found).casefold().split()))
