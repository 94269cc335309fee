"""Finds the header of a sheet and matches its columns with ours: title rows above, two header rows, other words."""

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field

from rapidfuzz import fuzz, process

from data.feeds import Column, Contract, Mapping
from data.intake.read.cells import NATIVE, Row
from data.intake.read.files import Sheet

LOOK_AT = 40
_CLOSE = 93  # of 100: a typing error in a long word, not another word
_REGION = re.compile(
    r"(?P<first>bps|kemendagri)?(?P<what>nama|nm|kode|kd|id)?(?P<second>bps|kemendagri)?"
    r"(?:(?P<l1>provinsi|propinsi|prov)|(?P<l2>kabupatenkota|kotakabupaten|kabkota|kabkot|kabupaten|kab|kota)"
    r"|(?P<l3>kecamatandistrik|kecdistrik|kecamatan|kec|distrik)"
    r"|(?P<l4>desakelurahan|kelurahandesa|desakel|keldesa|dskel|kelds|desa|ds|kelurahan|kel|gampong|nagari|kampung|pekon)"
    r"|(?P<l0>wilayah|daerah|))(?P<third>bps|kemendagri)?"
)
_SHORTENED = {
    "jml": "jumlah",
    "jmlh": "jumlah",
    "jlh": "jumlah",
    "bln": "bulan",
    "thn": "tahun",
    "tgl": "tanggal",
    "nm": "nama",
    "kec": "kecamatan",
    "kab": "kabupaten",
    "kel": "kelurahan",
    "ds": "desa",
    "keg": "kegiatan",
    "org": "orang",
    "tsk": "tersangka",
}
_SHORT = re.compile(rf"\b({'|'.join(_SHORTENED)})\b\.?\s*", re.I)
SERIAL = ("no", "nomorurut", "nourut", "nomer", "number")


@dataclass(frozen=True)
class Beside:
    """A column that says something of a row's region: its level (0 where its header names none), and whether it holds codes, or
    codes of BPS.
    """

    level: int
    code: bool
    bps: bool


@dataclass(frozen=True)
class Spread:
    """One of our rows in a row of a sheet that puts several side by side: positions of its numbers by our column, and what the
    sheet says of it outside of the row, as text by our column.
    """

    places: dict[str, int]
    said: dict[str, str]


@dataclass(frozen=True)
class Sum:
    """A column that holds the sum of others: the positions of those, in each way in which it may be meant."""

    at: int
    name: str
    parts: tuple[tuple[int, ...], ...]


@dataclass
class Heading:
    """`columns`: position by our column; `context`: position by level of region names beside; `context_cells`: all columns that
    say something of the region, by position; `wide`: positions by code.

    `rivals` are further columns in sight that one of ours may be. `across` and `sums` are of a sheet that puts several of our
    rows side by side.
    `row` is the header's row (from 0); rows of data follow it. `first` and `end` are where
    its table begins and ends, for tables side by side.
    """

    row: int
    names: list[str]
    columns: dict[str, int] = field(default_factory=dict)
    context: dict[int, int] = field(default_factory=dict)
    context_cells: dict[int, Beside] = field(default_factory=dict)
    wide: dict[str, dict[str, int]] = field(default_factory=dict)
    guessed: dict[str, str] = field(default_factory=dict)
    labels: dict[str, str] = field(default_factory=dict)
    rivals: dict[str, list[int]] = field(default_factory=dict)
    across: list[Spread] = field(default_factory=list)
    sums: list[Sum] = field(default_factory=list)
    first: int = 0
    end: int = 0

    @property
    def used(self) -> set[int]:
        """Positions of the columns that are read."""
        wide = {at for ways in self.wide.values() for at in ways.values()}
        return {*self.columns.values(), *self.context_cells, *wide, *self.numbers}

    @property
    def numbers(self) -> dict[int, str]:
        """The column of numbers at each position of a sheet that puts several of our rows side by side."""
        return {at: name for spread in reversed(self.across) for name, at in reversed(spread.places.items())}

    @property
    def score(self) -> int:
        """How many of our columns were found."""
        return (
            len(self.columns)
            + 2 * len(self.wide)
            + len({name for spread in self.across for name in (*spread.places, *spread.said)})
        )


def key(text: str) -> str:
    """A header in the form in which headers are compared: letters and digits only, without text in brackets."""
    bare = re.sub(r"\([^)]*\)|\[[^]]*\]", " ", text.lower()) if not text.startswith("(") else text.lower()
    return re.sub(r"[^a-z0-9]", "", bare)


def spelled_out(text: str) -> str:
    """The key of a header with its abbreviations written out: *Jml Orang* as *Jumlah orang*."""
    return key(_SHORT.sub(lambda found: f"{_SHORTENED[found[1].lower()]} ", text))


def find_heading(sheet: Sheet, contract: Contract, mapping: Mapping | None = None) -> Heading | None:
    """The header of a sheet; ``None`` where no row looks like one."""
    best: Heading | None = None
    for at, row in enumerate(sheet.rows[:LOOK_AT]):
        if sum(cell is not None for cell in row) < 2:
            continue
        above = sheet.rows[at - 1] if at and sum(cell is not None for cell in sheet.rows[at - 1]) > 1 else None
        for upper in (None, above) if above is not None else (None,):
            found = read_heading(at, row, upper, contract, mapping, sheet.hidden_columns)
            if best is None or found.score > best.score:
                best = found
    needed = 1 if mapping is not None and mapping.columns and len(mapping.columns) == 1 else 2
    return best if best is not None and best.score >= needed else None


def likeliest(sheets: Sequence[Sheet], contract: Contract) -> Heading | None:
    """The header that a sender may match columns of: the best one found, else the widest of the first rows."""
    found = [find_heading(sheet, contract) for sheet in sheets]
    best = max((one for one in found if one is not None), key=lambda one: one.score, default=None)
    if best is not None:
        return best
    rows = [(at, row) for sheet in sheets for at, row in enumerate(sheet.rows[:LOOK_AT])]
    at, row = max(rows, key=lambda one: (sum(cell is not None for cell in one[1]), -one[0]), default=(0, []))
    return Heading(at, [(cell or "").lstrip(NATIVE) for cell in row]) if row else None


def read_heading(
    at: int, row: Row, above: Row | None, contract: Contract, mapping: Mapping | None, hidden: Collection[int] = ()
) -> Heading:
    """A row, with the one above it where that names groups, as a header. A column in sight comes before a hidden one."""
    names = [_name(cell, above[i] if above is not None and i < len(above) else None) for i, cell in enumerate(row)]
    heading = Heading(at, names, labels={one.name: one.label["id"] for one in contract.columns})
    keys = [key(name) for name in names]
    order = sorted(range(len(keys)), key=lambda i: (i in hidden, i))
    places = {keys[i]: i for i in reversed(order)}
    if mapping is not None and (mapping.columns or mapping.wide):
        for column, header in mapping.columns.items():
            if key(header) in places:
                heading.columns[column] = places[key(header)]
        for code, ways in mapping.wide.items():
            found = {column: places[key(header)] for column, header in ways.items() if key(header) in places}
            if contract.wide and contract.wide.date in found:
                heading.wide[code] = found
        _context(heading, keys)
        return heading
    words = {key(word): column.name for column in reversed(contract.columns) for word in words_of_column(column)}
    for i in order:
        name = keys[i] if keys[i] in words else spelled_out(names[i])
        if not name or name not in words:
            continue
        own = heading.columns.setdefault(words[name], i)
        # a region has its code and its name in two columns; what else has two is asked, a hidden one is none of them
        if own != i and keys[own] != keys[i] and not {own, i} & set(hidden) and contract.column(words[name]).type != "region":
            heading.rivals.setdefault(words[name], []).append(i)
    if contract.wide:
        _wide(heading, keys, contract)
    for i in order:
        name = keys[i]
        if len(name) >= 8 and i not in heading.used and name not in SERIAL:
            close = process.extractOne(name, words.keys(), scorer=fuzz.ratio, score_cutoff=_CLOSE)
            if close and words[close[0]] not in heading.columns:
                heading.columns[words[close[0]]] = i
                heading.guessed[words[close[0]]] = names[i]
    _context(heading, keys)
    return heading


def tables_beside(heading: Heading, sheet: Sheet, contract: Contract, mapping: Mapping | None) -> list[Heading]:
    """The header itself, and those of tables to its right that repeat its columns, each with its own names alone.

    A table to the right that lacks a column which a table needs is none: see `repeated`.
    """
    if heading.across:
        return [heading]
    again = [
        at
        for at in range(1, len(heading.names))
        if at not in heading.used and any(0 <= own < at and _same(heading, own, at) for own in heading.used)
    ]
    start = next((at for at in again if not heading.names[at - 1] or at - 1 in heading.used), 0)
    if len(again) < 2 or not start:
        return [heading]
    blank: Row = [None] * start
    right = read_heading(heading.row, [*blank, *heading.names[start:]], None, contract, mapping, sheet.hidden_columns)
    right.names[:start] = [""] * start
    right.first, right.end = start, len(heading.names)
    if not set(heading.columns) <= set(right.columns) or set(heading.wide) != set(right.wide):
        return [heading]
    own = read_heading(heading.row, [name or None for name in heading.names[:start]], None, contract, mapping)
    own.names += [""] * (len(heading.names) - start)
    own.first, own.end = heading.first, start
    return [own, *tables_beside(right, sheet, contract, mapping)]


def repeated(heading: Heading, hidden: Collection[int] = ()) -> Iterator[tuple[int, int]]:
    """Pairs of columns in sight with one header, of which the first is read."""
    for own in sorted(heading.used - set(hidden)):
        for at in range(own + 1, len(heading.names)):
            if at not in heading.used and at not in hidden and _same(heading, own, at):
                yield own, at


def _same(heading: Heading, own: int, other: int) -> bool:
    return bool(key(heading.names[own])) and key(heading.names[own]) == key(heading.names[other])


def words_of(contract: Contract) -> set[str]:
    """All words of a contract's columns, in small letters."""
    return {word.lower() for column in contract.columns for word in words_of_column(column)}


def _name(cell: str | None, above: str | None) -> str:
    own, upper = (part.lstrip(NATIVE) if part else "" for part in (cell, above))
    return upper if not own else f"{upper} {own}" if upper and upper != own else own


def words_of_column(column: Column) -> list[str]:
    """The words by which a header names a column."""
    return [column.name, column.label["id"], column.label["en"], *column.aliases]


def _context(heading: Heading, keys: list[str]) -> None:
    for at, name in enumerate(keys):
        if (found := beside_of(name, heading.names[at])) is None:
            continue
        heading.context_cells[at] = found
        if found.level and not found.code:
            heading.context.setdefault(found.level, at)


def beside_of(name: str, header: str = "") -> Beside | None:
    """What a column with this key says of regions; ``None`` where it says nothing of them."""
    found = _REGION.fullmatch(name)
    bps = "bps" in header.lower()
    if not found or not name:
        return None
    level = next((level for level in (1, 2, 3, 4) if found[f"l{level}"]), 0)
    code = found["what"] in ("kode", "kd", "id")
    if not level and not (found["l0"] and found["what"]) and not (code and (bps or found["second"] or found["third"])):
        return None  # a bare word: wilayah may be anything, kode too
    return Beside(level, code, bps)


def _wide(heading: Heading, keys: list[str], contract: Contract) -> None:
    assert contract.wide is not None
    by, date = contract.wide.code, contract.wide.date
    if by in heading.columns:
        return
    for code in contract.column(by).codes:
        for word in (code.code, *code.words["id"], *code.words["en"]):
            for i, name in enumerate(keys):
                if name in (
                    f"tanggal{key(word)}",
                    f"tgl{key(word)}",
                    f"date{key(word)}",
                    f"{key(word)}tanggal",
                    f"{key(word)}tgl",
                ):
                    heading.wide.setdefault(code.code, {}).setdefault(date, i)
                if "document" in contract.wide.also and name in (
                    f"nomor{key(word)}",
                    f"no{key(word)}",
                    f"{key(word)}nomor",
                    f"{key(word)}no",
                ):
                    heading.wide.setdefault(code.code, {}).setdefault("document", i)
    for code_name in [name for name, ways in heading.wide.items() if date not in ways]:
        del heading.wide[code_name]
    taken = {at for ways in heading.wide.values() for at in ways.values()}
    for column in [name for name, at in heading.columns.items() if at in taken]:
        del heading.columns[column]
    if heading.wide:
        heading.columns.pop(date, None)
