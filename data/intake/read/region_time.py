"""A region's code has a time: before a split it named the undivided region, of which no figure of today's can be made."""

from datetime import date

from data.intake.read.places import LEVEL_WORDS, Change, Places
from data.intake.read.values import BadCell

# changes known only from comparing two lists of codes happened between these days
_BETWEEN = (date(2020, 1, 1), date(2025, 1, 1))
_FINER = {1: "kabupaten/kota", 2: "kecamatan", 3: "desa/kelurahan"}


def splits(places: Places, code: str) -> list[Change]:
    """What was cut from a region that bears its code still."""
    return [one for one in places.changes.get(code, ()) if one.split and one.new != code and one.new in places.name]


def before_split(places: Places, code: str, first: date, last: date) -> bool | None:
    """Whether a row of the days `first` to `last` means `code` before it was split; ``None`` where that cannot be known."""
    answers = [_before(one, first, last) for one in splits(places, code)]
    return True if True in answers else None if None in answers else False


def _before(change: Change, first: date, last: date) -> bool | None:
    earliest, latest = (change.since, change.since) if change.since else _BETWEEN
    if last < earliest:
        return True
    return False if first >= latest else None


def undivided(places: Places, code: str, spelled: str, *, sure: bool) -> BadCell:
    """The fault of a figure that is, or may be, of an undivided region; it lists the parts. `spelled` is the period."""
    parts = [code, *(one.new for one in splits(places, code))]
    listed = ", ".join(f"{one} {places.name[one]}" for one in parts)
    level = int(places.level[code])
    todo = f"Kirim angka per {LEVEL_WORDS[level]} sekarang atau per {_FINER[level]}."
    name = places.name[code]
    if sure:
        return BadCell(f"Pada {spelled} kode {code} masih {name} sebelum dibagi: {listed}.", todo)
    days = sorted({one.since for one in splits(places, code) if one.since})
    when = f"dibagi pada {' dan '.join(day.isoformat() for day in days)}" if days else "dibagi pada hari yang tidak diketahui"
    return BadCell(f"{code} {name} {when}: angka {spelled} dapat berarti sebelum atau sesudahnya ({listed}).", todo)
