import pandas as pd
import pytest

from geo.build.crosswalk import build_crosswalk
from geo.build.place import old_regency_codes, place_villages
from geo.regions.names import key


def _points(rows: list[tuple[str, str, str, str, str, float, float]]) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=["code", "province", "city", "district", "village", "latitude", "longitude"])


CODES = {
    1: pd.DataFrame({"code": ["75", "93"], "name": ["Gorontalo", "Papua Selatan"]}),
    2: pd.DataFrame({"code": ["75.01", "93.01"], "name": ["Kabupaten Boalemo", "Kabupaten Merauke"]}),
    3: pd.DataFrame({"code": ["75.01.01", "93.01.01"], "name": ["Paguyaman", "Merauke"]}),
    4: pd.DataFrame(
        {
            "code": ["75.01.01.2001", "75.01.01.2002", "75.01.01.2003", "93.01.01.2001", "93.01.01.2002"],
            "name": ["Molombulahe", "Pindah Nomor", "Tak Dikenal", "Wasur", "Ganti-Nomor"],
        }
    ),
}
POINTS = _points(
    [
        ("75.01.01.2001", "Gorontalo", "Kabupaten Boalemo", "Paguyaman", "Molombulahe", 0.5, 122.6),
        ("75.01.01.2099", "Gorontalo", "Kabupaten Boalemo", "Paguyaman", "Pindah Nomor", 0.6, 122.7),
        ("91.01.01.2001", "Papua", "Kabupaten Merauke", "Merauke", "Wasur", -8.5, 140.4),
        ("91.01.01.2055", "Papua", "Kabupaten Merauke", "Merauke", "Ganti Nomor", -8.6, 140.5),
    ]
)


def test_each_way_of_placing_is_tried_in_turn_and_recorded() -> None:
    placed = place_villages(CODES, POINTS).set_index("code")
    assert placed["way"].to_dict() == {
        "75.01.01.2001": "kode",
        "75.01.01.2002": "nama_kecamatan",
        "75.01.01.2003": "cadangan_kecamatan",
        "93.01.01.2001": "kode_lama",
        "93.01.01.2002": "nama_kecamatan",
    }
    assert placed.loc["93.01.01.2001", ["lon", "lat"]].tolist() == [140.4, -8.5]
    assert not placed[["lon", "lat"]].duplicated().any()


def test_a_reused_number_is_not_taken_for_the_same_village() -> None:
    """91.01 was Merauke; the code alone must not place a village of whatever bears 91.01 today."""
    codes = {**CODES, 2: pd.concat([CODES[2], pd.DataFrame({"code": ["91.01"], "name": ["Kabupaten Baru"]})])}
    codes[3] = pd.concat([CODES[3], pd.DataFrame({"code": ["91.01.01"], "name": ["Lain"]})])
    codes[4] = pd.concat([CODES[4], pd.DataFrame({"code": ["91.01.01.2001"], "name": ["Wasur Baru"]})], ignore_index=True)
    with pytest.raises(ValueError, match=r"1 villages have no point"):
        place_villages(codes, POINTS)


def test_the_crosswalk_holds_the_split_of_papua_with_its_law() -> None:
    crosswalk = build_crosswalk(CODES, POINTS, place_villages(CODES, POINTS)).set_index("new_code")
    assert crosswalk.loc["93", ["old_code", "relation", "valid_from"]].tolist() == ["91", "pecah", "2022-07-25"]
    assert crosswalk.loc["93.01", ["old_code", "relation", "source"]].tolist() == ["91.01", "ganti_kode", "UU 14/2022"]
    assert crosswalk.loc["93.01.01.2002", "old_code"] == "91.01.01.2055"


def test_names_compare_without_their_kind_and_marks() -> None:
    assert key("Kabupaten Pahuwato") == key("KAB. PAHU-WATO")
    assert key("Kota Gorontalo") == "gorontalo"
    assert old_regency_codes(CODES[2], POINTS) == {"93.01": "91.01"}
