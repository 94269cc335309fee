"""What the cells of a row say about its region: a code or a name, of a level that the cell or its column names."""

import re
from dataclasses import dataclass

from data.intake.read.cells import NATIVE
from data.intake.read.places import Form, forms_of
from data.intake.read.region_code import CODE
from geo.regions import names
from geo.regions.codes import NATION

_CODE_FIRST = re.compile(r"^(\d{2}(?:\.\d{2}(?:\.\d{2}(?:\.\d{4})?)?)?)\s*[-–:]?\s+(?=\D)(.+)$")  # 75.03 Kab. Bone Bolango
_CODE_LAST = re.compile(r"^(.*\D)\s*[-–:(\[]\s*(\d{2}\.\d{2}(?:\.\d{2}(?:\.\d{4})?)?)\s*[)\]]?$")  # Bone Bolango (75.03)
_INNER = re.compile(r"\s+(?=(?:kec|kab|prov|kecamatan|kabupaten|provinsi)(?:\.\s*|\s+)\S)", re.I)  # Desa Langge Kec. Tapa
_ABOVE = re.compile(r"[,;](?!\s*[\divx]{1,5}\s*(?:[,;]|$))", re.I)  # Lubuk Pakam I,II is one name
_NATION = ("indonesia", "nasional", "republikindonesia")


@dataclass(frozen=True, eq=False)
class Statement:
    """One thing that a cell says. `levels` are those it may be of, `own` that it is the region column's, `bps` that its code is
    of BPS. Compared by identity: each distinct cell of a column is one object.
    """

    text: str
    levels: tuple[int, ...]
    own: bool
    code: bool
    bps: bool
    forms: dict[int, tuple[Form, ...]]
    kind_level: int = 0  # the level that its first word says, 0 without one

    @property
    def nation(self) -> bool:
        """Whether it says Indonesia."""
        return not self.code and (self.text.upper() == NATION or names.plain(self.text) in _NATION)

    @property
    def known(self) -> bool:
        """Whether its level is known."""
        return len(self.levels) == 1


def statements_of(cell: str, levels: tuple[int, ...], *, own: bool, bps: bool = False, header: int = 0) -> list[Statement]:
    """What one cell says, the cell's own region first. `levels` are those that its column may name; `header` is the one that
    the column's header names, 0 where it names none.

    A code and a word for a kind in the cell (Provinsi, Kab., Kec.) say the level better than the header does.
    """
    cell = cell.removeprefix("'")  # as spreadsheets mark a code that is to stay a text
    bare = cell.lstrip(NATIVE).strip()
    if CODE.fullmatch(bare) and any(sign.isdigit() for sign in bare):
        return [Statement(cell, levels, own, True, bps, {})]
    if (found := _CODE_FIRST.match(bare)) and ("." in found[1] or 1 in levels):  # 26 Ilir and 50 Kota are names
        return [Statement(found[1], levels, own, True, False, {}), *_names(found[2], levels, own, 0)]
    if found := _CODE_LAST.match(bare):
        return [Statement(found[2], levels, own, True, False, {}), *_names(found[1], levels, own, 0)]
    return _names(bare, levels, own, header)


def _names(bare: str, levels: tuple[int, ...], own: bool, header: int) -> list[Statement]:
    """Desa X, Kec. Y, Kab. Z: the first piece is the cell's own, the others lie above it."""
    pieces = [piece.strip() for part in _ABOVE.split(bare) for piece in _INNER.split(part) if piece.strip()]
    if not pieces:
        return [_name(bare, levels, own, header)]
    above = tuple(level for level in (1, 2, 3) if level < max(levels))
    return [_name(pieces[0], levels, own, header), *(_name(piece, above, False, 0) for piece in pieces[1:] if above)]


def _name(text: str, levels: tuple[int, ...], own: bool, header: int) -> Statement:
    """A name; of the level that its word for a kind says, else of that of the header, else of one of its column's.

    Kota says no level: kecamatan and villages are called Kota Baru too.
    """
    said = names.level_said(text)
    if names.kind_said(text, said)[0] == "kota":
        said = 0
    meant = (said,) if said and said in levels else (header,) if header else levels
    return Statement(text, meant, own, False, False, {level: forms_of(text, level) for level in meant if level}, said)
