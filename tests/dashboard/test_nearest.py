"""Nearest places of treatment, and what their cards say."""

from datetime import date

import pandas as pd
import pytest

from dashboard.analysis.nearest import nearest
from dashboard.words.facility import card_lines, distance, sign
from dashboard.words.texts import speaking

PLACES = pd.DataFrame({"name": ["Jauh", "Dekat", "Sama"], "lon": [124.0, 123.1, 123.1], "lat": [0.5, 0.5, 0.5]})


def test_the_nearest_come_first_with_geodesic_kilometres() -> None:
    found = nearest(PLACES, 123.0, 0.5, 2)
    assert found["name"].tolist() == ["Dekat", "Sama"]
    assert found["km"].iat[0] == pytest.approx(11.131, abs=0.002)  # a tenth of a degree on the ellipsoid


def test_none_of_none_and_fewer_than_asked_for() -> None:
    assert nearest(PLACES.head(0), 123.0, 0.5, 3).empty
    assert len(nearest(PLACES, 123.0, 0.5, 9)) == 3


def row(**more: object) -> dict[str, object]:
    plain = {
        "name": "Klinik",
        "operator": "BNN",
        "beds": 0,
        "beds_men": 0,
        "beds_women": 0,
        "places": 0,
        "vacancy": None,
        "services": [],
    }
    return plain | {"as_of": None, "address": None, "telephone": None} | more


def test_a_card_says_kind_operator_places_and_vacancy_with_its_day() -> None:
    full = row(beds=30, beds_men=20, beds_women=10, places=1200, vacancy="hampir_penuh", as_of=date(2026, 10, 31))
    assert card_lines(full) == [
        "Rawat inap dan rawat jalan · BNN",
        "Tempat tidur: 20 laki-laki, 10 perempuan",
        "Rawat jalan: 1.200 orang pada satu waktu",
        "Tempat kosong: hampir penuh (laporan terakhir 31 Oktober 2026)",
    ]
    with speaking("en"):
        assert card_lines(full)[-1] == "Free beds: nearly full (last report 31 October 2026)"


@pytest.mark.parametrize(
    ("given", "said"),
    [
        (row(), ["Layanan rehabilitasi lain · BNN", "Jumlah tempat belum dilaporkan"]),
        (row(services=["rawat_inap"]), ["Rawat inap · BNN", "Jumlah tempat belum dilaporkan"]),
        (row(places=1), ["Rawat jalan · BNN", "Rawat jalan: 1 orang pada satu waktu"]),
        (
            row(beds=1, beds_men=1),
            ["Rawat inap · BNN", "Tempat tidur: 1 laki-laki, 0 perempuan", "Tempat kosong: belum dilaporkan"],
        ),
    ],
)
def test_a_card_says_nothing_about_what_is_not_there(given: dict[str, object], said: list[str]) -> None:
    assert card_lines(given) == said


@pytest.mark.parametrize(("state", "said"), [("ada", "ada"), ("penuh", "penuh")])
def test_each_state_of_vacancy_has_its_word(state: str, said: str) -> None:
    lines = card_lines(row(beds=1, beds_men=1, vacancy=state, as_of=date(2026, 1, 2)))
    assert lines[-1] == f"Tempat kosong: {said} (laporan terakhir 2 Januari 2026)"


def test_address_and_telephone_are_there_where_the_store_has_them() -> None:
    lines = card_lines(row(address="Jalan Merdeka 1", telephone="0435-123"))
    assert lines[-2:] == ["Alamat: Jalan Merdeka 1", "Telepon kantor: 0435-123"]


@pytest.mark.parametrize(("km", "said"), [(0, "0,0"), (9.94, "9,9"), (9.95, "10"), (1234.4, "1.234")])
def test_distances_are_rounded_as_far_as_they_mean_something(km: float, said: str) -> None:
    assert distance(km) == f"{said} km garis lurus"


def test_operators_have_signs_and_unknown_ones_a_dot() -> None:
    assert [sign(one) for one in ("BNN", "Kemenkes", "Kemensos", "Mitra", "")] == ["◆", "✚", "▲", "●", "●"]
