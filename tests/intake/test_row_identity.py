"""Rows with any part of what can be said of a region: the one region that fits, or a refusal; never another one."""

from functools import cache

import hypothesis.strategies as st
import pytest
from hypothesis import assume, given, settings

from data.feeds import feeds
from data.intake.read.places import LENGTH, Places, bare
from data.intake.read.values import BadCell
from geo.regions.codes import kind_of
from tests.conftest import FULL
from tests.intake.places import province, resolve

PEOPLE = feeds()["penduduk"].column("region_code")
KINDS = {1: "Provinsi ", 3: "Kec. ", 4: ""}
MANY = settings(max_examples=3_000 if FULL else 300, deadline=None)


@cache
def regions() -> Places:
    """Two provinces: one with a kota and a kabupaten of one name, one with a desa and a kelurahan of one name."""
    return province("75", "14")


def _codes() -> list[str]:
    return sorted(regions().level)


def _spelled(code: str, way: int) -> str:
    """A region as a cell: its code, its code without dots, its name, or its name after the word for its kind."""
    places = regions()
    level, name = places.level[code], places.name[code]
    if way == 0:
        return code
    if way == 1 and level in (2, 4):
        return code.replace(".", "")
    if way == 2:
        return name.upper()
    kind = kind_of(code, name)
    if level == 2:
        return name.replace("Kabupaten", "Kab.")
    return f"{ {'kelurahan': 'Kel. ', 'desa': 'Desa '}.get(kind, '') }{name}" if level == 4 else f"{KINDS[level]}{name}"


def _agrees(region: str, cell_of: str, way: int) -> bool:
    """The rule by brute force: whether what is written of `cell_of` is said of `region` or of what it lies in."""
    places = regions()
    level = places.level[cell_of]
    if places.level[region] < level:
        return False
    above = region[: LENGTH[level]]
    if way in (0, 1) and (way == 0 or level in (2, 4)):
        return above == cell_of
    one, other = (bare(places.name[code], level) for code in (above, cell_of))
    kinds = {kind_of(code, places.name[code]) for code in (above, cell_of)}
    return one == other and ((way == 2 and level != 2) or len(kinds) == 1 or level in (1, 3))


@cache
def _named(level: int) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for code in _codes():
        if regions().level[code] == level:
            found.setdefault(bare(regions().name[code], level), []).append(code)
    return found


def _fitting(said: dict[int, tuple[str, int]]) -> set[str]:
    """All regions of the finest level that is said with which all agrees."""
    finest = max(said)
    code = said[finest][0]
    candidates = {code, *_named(finest)[bare(regions().name[code], finest)]}
    return {one for one in candidates if all(_agrees(one, *cell) for cell in said.values())}


@st.composite
def rows(draw: st.DrawFn, *, right: bool) -> dict[int, tuple[str, int]]:
    """What a row says by level: of which region the cell is written, and how. A wrong row mixes two regions."""
    code = draw(st.sampled_from(_codes()))
    level = regions().level[code]
    levels = {level, *draw(st.sets(st.integers(1, level)))}
    said = {at: (code[: LENGTH[at]], draw(st.integers(0, 3))) for at in sorted(levels)}
    if not right:
        other = draw(st.sampled_from(_codes()))
        at = draw(st.sampled_from(sorted(levels)))
        assume(regions().level[other] >= at and len(levels) > 1)
        said[at] = (other[: LENGTH[at]], said[at][1])
    return said


def _read(said: dict[int, tuple[str, int]]) -> str | None:
    """The region that the check reads, with the finest cell in the region column; ``None`` where it refuses."""
    cells = {level: _spelled(*cell) for level, cell in said.items()}
    finest = max(cells)
    column = PEOPLE.model_copy(update={"levels": (finest,)})
    try:
        return str(resolve(regions(), cells.pop(finest), column, ("",), cells).value)
    except BadCell:
        return None


@MANY
@given(said=rows(right=True))
def test_a_right_row_means_its_region_or_is_refused(said: dict[int, tuple[str, int]]) -> None:
    meant = said[max(said)][0]
    fitting = _fitting(said)
    assert meant in fitting
    assert _read(said) == (meant if len(fitting) == 1 else None)


@MANY
@given(said=rows(right=False))
def test_a_row_that_contradicts_itself_is_refused(said: dict[int, tuple[str, int]]) -> None:
    fitting = _fitting(said)
    assert _read(said) == (next(iter(fitting)) if len(fitting) == 1 else None)


@MANY
@given(code=st.sampled_from(_codes()), at=st.integers(0, 40), letter=st.sampled_from("abcdefghijklmnopqrstuvwxyz"))
def test_a_misspelt_name_is_never_another_region(code: str, at: int, letter: str) -> None:
    name = regions().name[code]
    at %= len(name)
    level = regions().level[code]
    wrong = name[:at] + letter + name[at + 1 :]
    column = PEOPLE.model_copy(update={"levels": (level,)})
    above = {up: regions().name[code[: LENGTH[up]]] for up in range(1, level)}
    known = bare(wrong, level) in _named(level)
    try:
        found = str(resolve(regions(), wrong, column, ("",), above).value)
    except BadCell:
        return
    assert known
    assert bare(regions().name[found], level) == bare(wrong, level)


def test_the_right_region_is_offered_first() -> None:
    for text, level, first in (("Limbotto", 3, "75.01.01"), ("Bone Bolanggo", 2, "75.03"), ("Gorontalo Utra", 2, "75.05")):
        with pytest.raises(BadCell) as bad:
            resolve(regions(), text, PEOPLE.model_copy(update={"levels": (level,)}), ("75",))
        assert f"Mungkin maksudnya {first} " in bad.value.expected
