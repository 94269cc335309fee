"""Names of regions as people write them: two lists with the right answer of each, and what no name may do."""

from collections import Counter

import pytest

from data.feeds import Column
from data.intake.read.values import BadCell
from geo.regions.codes import kind_of
from tests.intake.name_list import ASKED, OFFERED, READ, REFUSED, WRONG, column_of, listed, nation, offered, outcome
from tests.intake.places import province, resolve

LEAST = 0.95  # read, offered first, or asked where several bear the name


@pytest.mark.parametrize("which", ["04c", "lama"])
def test_nearly_every_name_is_read_or_offered_first_and_none_is_read_wrongly(which: str) -> None:
    names = [one for one in listed() if one.list == which and one.codes]
    counted = Counter(outcome(one).what for one in names)
    assert len(names) >= 100
    assert counted[WRONG] == 0
    assert counted[READ] + counted[OFFERED] + counted[ASKED] >= LEAST * len(names)


def test_a_name_of_several_regions_is_asked_and_one_of_none_is_refused() -> None:
    several = [outcome(one) for one in listed() if len(one.codes) > 1]
    none = [outcome(one) for one in listed() if not one.codes]
    assert {one.what for one in several} == {ASKED}
    assert {one.what for one in none} == {REFUSED}
    assert len(several) >= 20
    assert len(none) >= 5


@pytest.mark.parametrize(("name", "within"), [("Irian Jaya", "94"), ("Irian Jaya Barat", "96"), ("Bungo Tebo", "15.08")])
def test_a_name_from_before_a_split_is_no_ones_even_for_a_sender_of_one_part(name: str, within: str) -> None:
    with pytest.raises(BadCell, match="kini terbagi"):
        resolve(nation(), name, _column(1, 2), (within,))


def test_a_store_of_one_part_does_not_take_the_undivided_name_for_itself() -> None:
    with pytest.raises(BadCell, match="kini terbagi: 94 Papua Tengah"):
        resolve(province("94"), "Irian Jaya", _column(1, 2), ("94",))


def test_a_regency_in_a_province_that_was_divided_is_read() -> None:
    read = resolve(nation(), "Kab. Nabire", _column(2), beside={1: "Irian Jaya"})
    assert read.value == "94.01"


def test_a_code_beside_an_undivided_name_decides() -> None:
    assert resolve(nation(), "94", _column(1, 2), beside={1: "Irian Jaya"}).value == "94"


def test_a_previous_name_of_a_regency_is_not_the_city_of_that_name() -> None:
    read = {name: resolve(nation(), name, _column(2)).value for name in ("Kab. Pontianak", "Kota Pontianak", "Pontianak")}
    assert read == {"Kab. Pontianak": "61.02", "Kota Pontianak": "61.71", "Pontianak": "61.71"}


def test_an_abbreviation_is_never_what_a_misspelt_name_is_like() -> None:
    with pytest.raises(BadCell) as bad:
        resolve(nation(), "Lutimm", _column(2))
    assert "73.24" not in bad.value.expected


@pytest.mark.parametrize("word", ["Kota", "Kab."])
def test_a_hint_is_of_the_kind_that_was_said(word: str) -> None:
    seen = 0
    for code, name in nation().name.items():
        if nation().level[code] != 2:
            continue
        wrong = name.split(maxsplit=1)[1].replace("a", "e").replace("u", "o")
        try:
            resolve(nation(), f"{word} {wrong}", _column(2))
        except BadCell as bad:
            hinted = offered(bad.expected)
            seen += bool(hinted)
            assert {kind_of(one, nation().name[one]) for one in hinted} <= {"kota" if word == "Kota" else "kabupaten"}, wrong
    assert seen > 50


@pytest.mark.parametrize(("word", "level"), [("Kec.", 3), ("Desa", 4)])
def test_a_hint_is_of_the_level_that_was_said(word: str, level: int) -> None:
    places, seen = province("75"), 0
    for code, name in list(places.name.items())[::3]:
        if places.level[code] != level:
            continue
        try:
            resolve(places, f"{word} {name.replace('a', 'e').replace('u', 'o')}", _column(2, 3, 4), ("75",))
        except BadCell as bad:
            hinted = offered(bad.expected)
            seen += bool(hinted)
            assert {places.level[one] for one in hinted} <= {level}, name
    assert seen > 10


def _column(*levels: int) -> Column:
    return column_of(levels)
