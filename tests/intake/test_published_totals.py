"""Published totals and surveys: kept with scope and source, beside rows and never among them."""

import pytest
import sqlalchemy as sa

from data import queries
from data.identity.demo import DEMO
from data.ops.published.load import load_published
from tests.following import history
from tests.intake.conftest import BNNP, PUSAT

SCOPE = DEMO[0].scope
SURVEY = {
    "Wilayah": "ID",
    "Tahun survei": 2023,
    "Ukuran": "Setahun pakai",
    "Kelompok umur": "15-64",
    "Prevalensi": "1,73",
    "Judul terbitan": "Laporan survei 2023",
    "Tanggal terbit": "2024-01-15",
}
TOTAL = {
    "Ukuran": "TAT dilaksanakan",
    "Wilayah": "75",
    "Tahun": 2024,
    "Semester": "Semester 1",
    "Tempat penahanan": "Tahanan Polri",
    "Lingkup": "BNN dan BNNP",
    "Jumlah": 214,
    "Judul terbitan": "Laporan tahunan",
    "Tanggal terbit": "2025-01-15",
}


def figures(store, *topics: str, code: str = "75"):
    """Published figures of these topics, without those that ship."""
    found = queries.published(store, SCOPE, [code], topics)
    return found[found["published_on"].notna()]


def test_a_survey_lands_with_its_ages_and_source_and_makes_no_fact(send, place) -> None:
    assert send("prevalensi", [SURVEY | {"Batas bawah": "1,60", "Batas atas": "1,86"}]).accepted
    (row,) = figures(place[0], "prevalensi", code="ID").to_dict("records")
    said = {
        name: row[name]
        for name in ("measure", "place", "year", "age_band", "scope", "value", "low", "high", "unit", "publisher")
    }
    assert said == {
        "measure": "setahun pakai",
        "place": "Indonesia",
        "year": 2023,
        "age_band": "15-64",
        "scope": "usia 15-64",
        "value": 1.73,
        "low": 1.6,
        "high": 1.86,
        "unit": "persen",
        "publisher": "Laporan survei 2023",
    }
    with place[0].writing() as connection:
        assert connection.scalar(sa.text("select count(*) from analitik.nilai where indicator like 'prevalensi%'")) == 0


@pytest.mark.parametrize(
    ("more", "says"),
    [
        ({"Tahun survei": 2021, "Wilayah": "75"}, "tidak mempunyai angka provinsi"),
        ({"Batas bawah": "1,8", "Batas atas": "1,9"}, "tidak memuat angkanya"),
        ({"Batas bawah": "1,6"}, "Rentang tidak lengkap"),
        ({"Kelompok umur": ""}, "Wajib diisi"),
        ({"Wilayah": "75.01"}, ""),
    ],
)
def test_a_survey_that_says_too_much_is_refused(send, more: dict[str, object], says: str) -> None:
    report = send("prevalensi", [SURVEY | more])
    assert not report.accepted
    assert says in report.remarks.faults[0].sentence()


def test_a_total_lands_with_scope_half_and_place_of_detention(send, place) -> None:
    areas = TOTAL | {"Ukuran": "Kawasan rawan bahaya", "Tempat penahanan": "", "Semester": "", "Jumlah": 3}
    assert send("rekap_terbitan", [TOTAL, TOTAL | {"Tempat penahanan": "Lapas", "Jumlah": 40}, areas], BNNP).accepted
    found = figures(place[0], "tat", "kawasan_rawan")
    assert found[["topic", "measure", "half", "place_held", "scope", "value", "unit"]].to_numpy().tolist() == [
        ["kawasan_rawan", "rawan bahaya", 0, "", "BNN dan BNNP", 3, "kawasan"],
        ["tat", "tat dilaksanakan", 1, "tahanan polri", "BNN dan BNNP", 214, "orang"],
        ["tat", "tat dilaksanakan", 1, "lapas", "BNN dan BNNP", 40, "orang"],
    ]
    assert queries.published(place[0], SCOPE, ["75"], ["tat"])["publisher"].unique().tolist() == ["Laporan tahunan"]


def test_three_scopes_of_one_year_stay_three_figures(place) -> None:
    with place[0].writing() as connection:
        load_published(connection, lambda done, total: None)
    found = queries.published(place[0], SCOPE, ["ID"], ["rehabilitasi"])
    mine = found[(found["year"] == 2021) & (found["measure"] == "semua layanan")]
    assert sorted(zip(mine["value"], mine["scope"], strict=True)) == [
        (11290, "BNN dan lembaga binaannya"), (26693, "Nasional"), (43320, "BNN dan lembaga pemerintah lain")
    ]  # fmt: skip
    assert mine["note"].str.len().gt(20).all(), "each names its source"
    added = {11290 + 26693, 26693 + 43320, 11290 + 43320, 11290 + 26693 + 43320}
    means = {total / 2 for total in added} | {(11290 + 26693 + 43320) / 3}
    assert not set(found["value"]) & (added | means)


def test_what_is_sent_replaces_nothing_that_ships_and_counts_in_no_fact(send, place) -> None:
    with place[0].writing() as connection:
        load_published(connection, lambda done, total: None)
    count = "select count(*) from inti.published_figure where kiriman_id is null"
    with place[0].writing() as connection:
        before = connection.scalar(sa.text(count))
    same = SURVEY | {"Wilayah": "75", "Tahun survei": 2019, "Prevalensi": "9,99"}
    report = send("prevalensi", [same])
    send("rekap_terbitan", [TOTAL | {"Ukuran": "Kasus", "Tempat penahanan": "", "Jumlah": 99999}], BNNP)
    with place[0].writing() as connection:
        assert connection.scalar(sa.text(count)) == before
        facts = connection.execute(
            sa.text("select 1 from analitik.nilai where value in (9.99, 99999) or numerator in (999, 99999)")
        )
        assert facts.all() == []
    history.withdraw(place[0], report.kiriman_id, PUSAT, "uji")
    assert figures(place[0], "prevalensi").empty
    with place[0].writing() as connection:
        assert connection.scalar(sa.text(count)) == before


@pytest.mark.parametrize(
    ("more", "says"),
    [
        ({"Wilayah": "75.01"}, "paling rinci per provinsi"),
        ({"Jumlah": 3}, "1 sampai 4"),
        ({"Ukuran": "Kasus"}, "hanya untuk TAT"),
        ({"Lingkup": ""}, "Wajib diisi"),
        ({"Judul terbitan": ""}, "Wajib diisi"),
    ],
)
def test_a_total_that_shows_too_much_or_says_too_little_is_refused(send, more: dict[str, object], says: str) -> None:
    report = send("rekap_terbitan", [TOTAL | more], BNNP)
    assert not report.accepted
    assert says in report.remarks.faults[0].sentence()


def test_two_figures_under_one_source_are_a_fault_and_two_sources_are_not(send) -> None:
    twice = send("rekap_terbitan", [TOTAL, TOTAL | {"Jumlah": 215}], BNNP)
    assert len(twice.remarks.faults) == 2
    assert send("rekap_terbitan", [TOTAL, TOTAL | {"Jumlah": 215, "Judul terbitan": "Siaran pers"}], BNNP).accepted
