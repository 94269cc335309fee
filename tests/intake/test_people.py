"""Lists of people stop a file; hospitals, businesses and streets that are called after people do not."""

import random

import pandas as pd
import pyarrow as pa
import pytest

from data.intake.read.privacy import NAMES, IdentityFound, check_values
from data.model.settings import ROOT

HOSPITALS = ROOT.parent / "shared" / "data" / "tables" / "rumah_sakit_nasional_2026.csv"
# first and family names as they are borne in ten parts of the country; most are not among those that the rule knows
PEOPLE = {
    "Jawa": (
        "Agus Bambang Slamet Sri Siti Dwi Tri Wahyu Suparman Sumarni",
        "Santoso Widodo Lestari Handayani Prasetyo Rahayu Utomo",
    ),
    "Sunda": (
        "Asep Dede Ujang Euis Neng Cecep Iis Nur Dadang Rina",
        "Suherman Hidayat Sopian Nurjanah Komalasari Gunawan Kurnia",
    ),
    "Batak": (
        "Rotua Tiur Parlindungan Maria Sahat Togar Binsar Lamhot",
        "Siregar Simanjuntak Sinaga Nasution Lubis Hutapea Manurung",
    ),
    "Minang": (
        "Fitri Yusuf Rahmat Nurul Zulkifli Desi Syafrizal Ahmad",
        "Chaniago Koto Tanjung Piliang Yanti Rahman Putra",
    ),
    "Aceh": (
        "Teuku Cut Muhammad Nur Abdul Siti Fatimah Zainal",
        "Fadhil Keumala Hasan Ismail Aminah Daud Yusuf",
    ),
    "Bali": (
        "Wayan Made Nyoman Ketut Gusti Komang Putu Kadek",
        "Suardana Adnyana Widiani Sudarma Lestari Dewi Arta",
    ),
    "Bugis": (
        "Andi Daeng Muhammad Nur Baso Besse Ahmad Sitti",
        "Tenri Rahman Palallo Mappanyukki Wahyuni Idris Amir",
    ),
    "Gorontalo": (
        "Ibrahim Yusuf Fatimah Rahmat Abdul Hasan Rina Salma",
        "Mohamad Hasan Lahay Pakaya Ismail Biya Katili",
    ),
    "Maluku": (
        "Yohanes Maria Petrus Markus Agustina Paulus Yosef Ester",
        "Latuconsina Pattiasina Sahetapy Tuhumury Leiwakabessy Nanlohy",
    ),
    "Papua": (
        "Yohanes Paulus Maria Markus Petrus Agustina Yosef Daniel",
        "Wenda Kogoya Tabuni Rumbiak Mandacan Yikwa Kambu",
    ),
}
BUSINESSES = [
    "Budi daya lele", "Budidaya ikan nila", "Budi daya jamur tiram", "Budi daya rumput laut", "Budi daya lebah madu",
    "Sri Rejeki", "Kerupuk Putri", "Keripik pisang Sri Rejeki", "Batik tulis Dewi", "Tenun ikat Maria",
    "Warung makan Budi", "Toko Putra Jaya", "Salon Rina", "Bengkel motor Agus", "Jahit Siti Aminah", "Sambal Bu Sri",
    "Kopi Ahmad", "Ternak ayam Putra", "Roti Lestari", "Konveksi Wahyu", "UD Putra Mandiri", "Kue Nur",
    "Laundry Dewi Sri", "Abon ikan Fitri", "Katering Ibu Yanti", "Sablon Hendra", "Anyaman bambu Made",
    "Kelompok Tani Sri Lestari", "Pangkas rambut Eko", "Jamu Ibu Slamet",
]  # fmt: skip
INSTITUTIONS = [
    "RSUD Ibrahim", "RSAU dr. Abdul Malik", "Rumkital dr. Wahyu Slamet", "Bambang Shita Hospital", "RS Siti Fatimah",
    "RSIA Dewi Maria", "Klinik Ahmad Yani", "Yayasan Siti Aminah", "Jl. Ahmad Yani", "Jalan Budi Utomo",
    "Gang Siti Hasanah", "Dewi Medical Center",
]  # fmt: skip


def alarm(texts: list[str]) -> str:
    """The kind of identity that a text column of these cells is taken for, '' for none."""
    try:
        check_values([(0, "Keterangan", "text", pa.chunked_array([pa.array(texts, pa.string())]))])
    except IdentityFound as found:
        return found.what
    return ""


def people(parts: dict[str, tuple[str, str]], count: int, seed: int) -> list[str]:
    """Names of people, as many of each part of the country; one in five with a title behind it."""
    dice, made = random.Random(seed), []
    for at in range(count):
        first, last = (words.split() for words in list(parts.values())[at % len(parts)])
        made.append(f"{dice.choice(first)} {dice.choice(last)}" + (", S.Pd" if dice.random() < 0.2 else ""))
    return made


@pytest.mark.parametrize("seed", range(5))
def test_three_hundred_people_of_all_parts_stop(seed: int) -> None:
    names = people(PEOPLE, 300, seed)
    assert alarm(names) == NAMES
    assert alarm([name.upper() for name in names]) == NAMES
    assert alarm([name.partition(",")[0] for name in names]) == NAMES


@pytest.mark.parametrize("part", PEOPLE)
def test_a_list_of_one_part_of_the_country_stops(part: str) -> None:
    assert alarm(people({part: PEOPLE[part]}, 40, 1)) == NAMES


def test_people_among_businesses_stop() -> None:
    assert alarm(BUSINESSES + people(PEOPLE, 40, 2)) == NAMES


@pytest.mark.parametrize("texts", [BUSINESSES, INSTITUTIONS, BUSINESSES[:5], INSTITUTIONS[:4]])
def test_businesses_and_institutions_are_no_people(texts: list[str]) -> None:
    assert alarm(texts) == ""
    assert alarm([text.upper() for text in texts]) == ""


@pytest.mark.parametrize("text", ["7503015505900001", "Klinik 0812-3456-7890", "Budi daya lele +62 812 3456 7890"])
def test_a_number_of_a_person_stops_whatever_stands_beside_it(text: str) -> None:
    assert alarm([*BUSINESSES, text]) in ("NIK", "nomor telepon")


def test_the_nations_hospitals_are_no_people() -> None:
    if not HOSPITALS.exists():
        pytest.skip("the list of the nation's hospitals is not shipped: it belongs to the Ministry of Health")
    frame = pd.read_csv(HOSPITALS, dtype=str)
    assert len(frame) > 3_000
    for column in ("nama_rs", "alamat"):
        assert alarm(frame[column].dropna().tolist()) == ""
        wrong = {city: texts for city, texts in frame.dropna().groupby("kab_kota")[column] if alarm(texts.tolist())}
        assert not wrong
