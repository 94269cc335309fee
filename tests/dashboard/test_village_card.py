"""A village's card names the edition it is judged by, and programmes of others in a line of their own."""

import pandas as pd

from dashboard.analysis.village_card import edition_lines, village_lines
from dashboard.words.texts import speaking

NOTHING = pd.DataFrame({"code": [], "programme": [], "simulated": []})
EVENTS = pd.DataFrame({"pencanangan": [pd.Timestamp("2024-05-01")], "last": [pd.Timestamp("2025-01-01")]})
OTHERS = pd.DataFrame(
    {
        "programme": ["kampung_bebas_narkoba", "kampung_harapan_bersinar"],
        "first": pd.to_datetime(["2023-01-02", "2024-02-03"]),
        "declared": [pd.Timestamp("2023-06-26"), pd.NaT],
        "simulated": [False, False],
    }
)


def test_the_edition_is_named_where_anything_happened() -> None:
    assert village_lines(EVENTS, NOTHING) == ["Edisi kriteria: Kriteria dasbor 2026."]
    assert village_lines(EVENTS.head(0), NOTHING) == []


def test_other_programmes_are_no_bersinar_and_say_whether_they_are_simulated() -> None:
    assert village_lines(EVENTS.head(0), OTHERS) == [
        "Program lain, tidak dihitung sebagai Bersinar: Kampung Bebas Narkoba (Polri) (dicanangkan 26 Juni 2023); "
        "Kampung Harapan Bersinar (sejak 3 Februari 2024)."
    ]
    with speaking("en"):
        (line,) = village_lines(EVENTS.head(0), OTHERS.assign(simulated=True))
    assert line.startswith("Other programmes, not counted as Bersinar (SIMULATED DATA): ")


def test_the_method_names_every_edition_with_its_basis_and_source() -> None:
    (line,) = edition_lines()
    assert "Kriteria dasbor 2026; dasar: Inpres 2/2020" in line
    assert "bukan daftar resmi BNN" in line
