"""Abbreviations that explain themselves: the first of each on a page has its long form under the pointer."""

import re

from dashboard.words.texts import text

# the longer before the shorter that it contains
_KNOWN = {
    "RAN P4GN": "RAN_P4GN",
    "P4GN": "P4GN",
    "KOTAN": "KOTAN",
    "SKHPN": "SKHPN",
    "IPWL": "IPWL",
    "IBM": "IBM",
    "TAT": "TAT",
}
_FOUND = re.compile(rf"\b({'|'.join(_KNOWN)})\b")


class Abbreviations:
    """Marks abbreviations in HTML text, each once: use one for a whole page."""

    def __init__(self) -> None:
        self._seen: set[str] = set()

    def mark(self, html: str) -> str:
        """The text, which must hold no markup with abbreviations in its attributes."""
        return _FOUND.sub(lambda found: self._one(found[1]), html)

    def _one(self, word: str) -> str:
        if word in self._seen:
            return word
        self._seen.add(word)
        return f'<abbr title="{text(f"abbr.{_KNOWN[word]}")}">{word}</abbr>'
