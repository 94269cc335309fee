"""A cell as text. Native numbers and dates are marked: 1.234 in a text file is not 1.234 in a number cell."""

import json
import re
from datetime import date, datetime, time, timedelta

from data.model.formulas import unguarded

NATIVE = "\x01"  # prefix of the text of a cell that is a number or a date in its file; per cent ends in %
MOST_COLUMNS = 200
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u200b\u200e\u200f\ufeff]")

Row = list[str | None]


def cell_text(value: object) -> str | None:
    """A cell as text; ``None`` when it is empty."""
    match value:
        case None:
            return None
        case bool():
            return "ya" if value else "tidak"
        case int():
            return f"{NATIVE}{value}" if abs(value) < 10**300 else str(value)[:60]
        case float():
            if value != value or value in (float("inf"), float("-inf")):
                return "bukan angka"
            return f"{NATIVE}{int(value)}" if value.is_integer() and abs(value) < 1e17 else f"{NATIVE}{value!r}"
        case datetime():
            day = value.date().isoformat() if value.time() == time() else value.isoformat(sep=" ", timespec="minutes")
            return f"{NATIVE}{day}"
        case date():
            return f"{NATIVE}{value.isoformat()}"
        case time() | timedelta():
            return str(value)
        case str():
            return clean(value)
        case _:  # objects and lists of an API call keep their own notation
            return clean(json.dumps(value, ensure_ascii=False))


def clean(text: str) -> str | None:
    """Without control characters, outer spaces and the apostrophes of our own exports; ``None`` when nothing is left."""
    if _CONTROL.search(text):
        text = _CONTROL.sub("", text)
    text = text.replace("\u00a0", " ")
    if text[:1].isspace() or text[-1:].isspace():
        text = text.strip()
    if "'" in text:
        text = unguarded(text).strip()
    return text or None
