"""Codes of BPS beside ours."""

import pandas as pd
import pytest

from geo import reference
from geo.build.bps import build_bps
from geo.regions.codes import level_of
from geo.regions.names import kind_said, level_said, plain
from tests.conftest import SHARED

OURS = {
    1: {"75": "Gorontalo", "91": "Papua", "93": "Papua Selatan"},
    2: {"75.01": "Kabupaten Gorontalo", "75.02": "Kabupaten Boalemo", "75.71": "Kota Gorontalo", "93.01": "Kabupaten Merauke",
        "91.03": "Kabupaten Jayapura Baru"},
    3: {"75.01.01": "Limboto", "75.01.02": "Telaga Jaya"},
    4: {"75.01.01.2001": "Ensem", "75.01.01.2002": "Ensem Dua", "75.01.01.2003": "Bulota", "75.01.01.2004": "Bulota Barat"},
}  # fmt: skip
THEIRS = {
    1: {"75": "Gorontalo", "94": "Papua"},
    2: {"7501": "Kabupaten Boalemo", "7502": "Kabupaten Gorontalo", "7571": "Kota Gorontalo", "9401": "Kabupaten Merauke",
        "9403": "Kabupaten Jayapura Lama"},
    3: {"7502010": "Limboto", "7502020": "Talaga Jaya"},
    4: {"7502010001": "Ensem II", "7502010002": "Ensem I", "7502010003": "Bulotta", "7502010004": "Hutuo"},
}  # fmt: skip


def _frames(tables: dict[int, dict[str, str]]) -> dict[int, pd.DataFrame]:
    return {level: pd.DataFrame({"code": list(table), "name": list(table.values())}) for level, table in tables.items()}


def test_names_are_matched_inside_the_parents_that_were_matched_before() -> None:
    made = build_bps(_frames(OURS), _frames(THEIRS), {"jayapuralama": "91.03"})
    found = {row.bps_code: (row.code, row.method) for row in made.itertuples()}
    assert found["7501"] == ("75.02", "nama")
    assert found["7502"] == ("75.01", "nama")
    assert found["7571"] == ("75.71", "nama")
    assert found["9401"] == ("93.01", "nama")  # the list of BPS is older than the province
    assert found["9403"] == ("91.03", "nama_lama")
    assert found["7502020"] == ("75.01.02", "mirip")
    assert found["7502010001"] == ("75.01.01.2002", "nama")
    assert found["7502010003"] == ("75.01.01.2003", "mirip")
    assert "7502010002" not in found  # Ensem is not Ensem I
    assert "7502010004" not in found


def test_a_regency_without_a_code_of_bps_stops_the_build() -> None:
    with pytest.raises(ValueError, match=r"91\.03"):
        build_bps(_frames(OURS), _frames(THEIRS), {})


def test_the_crosswalk_that_ships_holds_every_regency_and_no_code_twice() -> None:
    bps, regions = reference.read_bps(), reference.read_regions()
    assert bps["bps_code"].is_unique
    assert bps["code"].is_unique
    assert set(bps["code"]) <= set(regions["code"])
    assert (bps["bps_code"].str.len() == bps["level"].map({1: 2, 2: 4, 3: 7, 4: 10})).all()
    assert (bps["level"] == [int(level_of(code)) for code in bps["code"]]).all()
    assert bps["level"].value_counts().to_dict() == {1: 34, 2: 514, 3: 7130, 4: 76978}
    regencies = bps[bps["level"] == 2]
    other = regencies[regencies["bps_code"] != regencies["code"].str.replace(".", "")]
    assert len(other) == 199
    assert other["bps_code"].isin(regions["code"].str.replace(".", "")).sum() == 164


def test_the_crosswalk_agrees_with_one_made_by_others() -> None:
    file = SHARED / "tables" / "bps_kemendagri_crosswalk.csv"
    if not file.exists():
        pytest.skip("the crosswalk to compare with is not beside the project")
    theirs = pd.read_csv(file, dtype=str).dropna(subset="kode_kemendagri")
    both = reference.read_bps().merge(theirs, left_on="bps_code", right_on="kode_bps")
    same = (both["code"] == both["kode_kemendagri"]).groupby(both["level_x"]).mean()
    assert same[2] == 1
    assert (same[[3, 4]] > 0.998).all()


def test_no_other_name_is_the_name_of_another_region() -> None:
    aliases, regions = reference.read_aliases(), reference.read_regions()
    assert set(aliases["kind"]) == {"singkatan", "nama_lama", "ejaan", "nama_lain", reference.DIVIDED}
    assert aliases["source"].ne("").all()
    level = dict(zip(regions["code"], regions["level"], strict=True))
    named = {
        (row.level, plain(kind_said(row.name_, row.level)[1])) for row in regions.rename(columns={"name": "name_"}).itertuples()
    }
    said = [
        (level[code], plain(name), code, kind)
        for name, code, kind in zip(aliases["alias"], aliases["code"], aliases["kind"], strict=True)
    ]
    assert not named & {(at, name) for at, name, _, _ in said}
    assert len({one[:3] for one in said}) == len(said)
    # a name of several regions is one that was divided, or is spelt the same in each of its rows
    meant = pd.DataFrame(said, columns=["level", "name", "code", "kind"]).groupby(["level", "name"])
    divided = meant["kind"].agg(set).map(lambda kinds: reference.DIVIDED in kinds)
    assert (meant["kind"].nunique() == 1).all()
    assert (meant["code"].nunique()[divided] > 1).all()
    assert set(meant["code"].nunique()[~divided][lambda count: count > 1].index) == {(2, "mura"), (2, "bandoeng")}


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Ilir Barat I", "ILIR BARAT SATU"), ("Dua-puluh-enam Ilir", "26 Ilir"), ("Sembilan-belas Ilir", "19 Ilir"),
        ("Kep. Aru", "Kepulauan Aru"), ("2 x 11 Anam Lingkuang", "2X11 Enam Lingkuang"), ("Ra'as", "Raas"),
        ("Pangkajene & Kepulauan", "Pangkajene dan Kepulauan"), ("P. Morotai", "Pulau Morotai"),
    ],
)  # fmt: skip
def test_spellings_of_one_name_are_one(one: str, other: str) -> None:
    assert plain(one) == plain(other)


def test_no_two_regions_of_one_parent_become_one_name_by_their_numerals() -> None:
    regions = reference.read_regions().query("level > 2")
    parent = regions["code"].str.rpartition(".")[0]
    letters = regions["name"].str.lower().str.replace(r"[^a-z0-9]", "", regex=True)
    plains = regions["name"].map(plain)
    twice = pd.DataFrame({"parent": parent, "name": plains}).duplicated(keep=False)
    assert pd.DataFrame({"parent": parent, "name": letters}).duplicated(keep=False)[twice].all()


def test_the_word_before_a_name_says_its_level() -> None:
    for text, level in (("Kab.Indramayu", 2), ("Kodya Bandung", 2), ("KEC. TAPA", 3), ("Kel Bulota", 4), ("Prov. Jambi", 1)):
        assert level_said(text) == level
    assert level_said("Kotabaru") == level_said("Desaku") == 0
    assert kind_said("Kota Adm. Jakarta Pusat", 2) == ("kota", "Jakarta Pusat")
