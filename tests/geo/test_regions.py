import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.regions.codes import NATION, Level, ancestors_of, kind_of, level_of, parent_of

two = st.integers(0, 99).map(lambda n: f"{n:02d}")
village = st.builds(lambda a, b, c, d: f"{a}.{b}.{c}.{d:04d}", two, two, two, st.integers(0, 9999))


@pytest.mark.parametrize(
    ("code", "level"),
    [("ID", Level.NATION), ("75", 1), ("75.71", 2), ("75.71.01", 3), ("75.71.01.1001", 4)],
)
def test_the_level_is_the_number_of_parts(code: str, level: int) -> None:
    assert level_of(code) == level


@pytest.mark.parametrize(
    "code", ["", "7", "75.", "75.7", "75.71.1", "75-71", "75.71.01.101", "75.71.01.1001.1", "75\n", "７５"]
)
def test_anything_else_is_refused_with_an_example(code: str) -> None:
    with pytest.raises(ValueError, match="Kemendagri"):
        level_of(code)


@given(village)
def test_ancestors_lead_from_nation_to_village_one_level_at_a_time(code: str) -> None:
    chain = ancestors_of(code)
    assert [level_of(step) for step in chain] == [0, 1, 2, 3, 4]
    assert chain[0] == NATION
    assert all(parent_of(below) == above for above, below in itertools.pairwise(chain))


def test_the_nation_has_no_parent() -> None:
    assert parent_of(NATION) is None


@pytest.mark.parametrize(
    ("code", "name", "kind"),
    [
        ("ID", "Indonesia", "negara"),
        ("75", "Gorontalo", "provinsi"),
        ("75.03", "Kabupaten Bone Bolango", "kabupaten"),
        ("75.71", "Kota Gorontalo", "kota"),
        ("31.01", "Kabupaten Administrasi Kepulauan Seribu", "kabupaten"),
        ("75.71.01", "Kota Barat", "kecamatan"),
        ("75.71.01.1001", "Dembe I", "kelurahan"),
        ("75.03.01.2001", "Tapa", "desa"),
        ("91.03.01.3007", "Desa Adat Yoboi", "desa_adat"),
    ],
)
def test_the_kind_follows_from_code_and_name(code: str, name: str, kind: str) -> None:
    assert kind_of(code, name) == kind
