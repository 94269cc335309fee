"""The guard that keeps texts from becoming formulas of a spreadsheet, and its way back. Small, for processes that only read."""

import re
import unicodedata

_SIGNS = "=+-@"
_AT_ONCE = ("\t", "\r")
_BEFORE, _RUNS = r"\s*)", r"(?=[=+\-@\uff0b\uff0d\uff1d\uff20])"
# an Excel that separates by semicolons opens a file with commas too, and does not heed the quotes in the middle of a line
INSIDE, INSIDE_LOCAL = re.compile(rf"([;\t\n]{_BEFORE}{_RUNS}"), re.compile(rf"([,\t\n]{_BEFORE}{_RUNS}")
_GUARDED_INSIDE = re.compile(rf"([;,\t\n]{_BEFORE}'{_RUNS}")


def harmless(value: object) -> object:
    """The text, with an apostrophe before it where a spreadsheet would run it; numbers stay.

    Invisible characters before the sign (spaces, line ends, marks without width) are ignored, and full-width signs count too:
    some programs drop the former and read the latter.
    """
    return f"'{value}" if isinstance(value, str) and _runs(value) else value


def unguarded(text: str) -> str:
    """The text without the apostrophes that this guard put into it: a dash of a sender comes back from our files as a dash."""
    if text.startswith("'") and _runs(text[1:]):
        text = text[1:]
    return _GUARDED_INSIDE.sub(r"\1", text)


def _runs(text: str) -> bool:
    seen = next((letter for letter in text if not letter.isspace() and unicodedata.category(letter) not in ("Cc", "Cf")), "")
    return text.startswith(_AT_ONCE) or (seen != "" and unicodedata.normalize("NFKC", seen)[0] in _SIGNS)
