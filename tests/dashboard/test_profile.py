"""The rules that compose the profile's sentences."""

import numpy as np
import pandas as pd
import pytest

from dashboard.analysis.overview import HEADLINES
from dashboard.analysis.periods import half_year
from dashboard.analysis.profile import rules as profile
from dashboard.analysis.profile.visits import visits
from data.queries.villages import CRITERIA

CODES = [f"75.{number:02d}" for number in range(1, 13)]
KINDS = pd.Series("kabupaten", index=CODES)


def _facts(**values: list[float]) -> pd.DataFrame:
    rows = []
    for indicator, column in values.items():
        for code, value in zip(CODES, column, strict=True):
            status = 1 if np.isfinite(value) else 2
            rows.append((indicator, code, value, 100.0, value, np.nan, status))
    return pd.DataFrame(
        rows, columns=["indicator", "region_code", "numerator", "denominator", "value", "class", "status"]
    ).assign(rough=False)


def _level(own: float, others: list[float]) -> list[float]:
    return [own, *others]


def test_each_known_headline_is_a_sentence_that_names_its_indicator() -> None:
    known = {code: [1.0] * 12 for code in HEADLINES if code != "kasus_narkoba"}
    facts = _facts(**known | {"penduduk": [50_000.0] * 12, "cakupan_bersinar": [12.5] * 12, "ran_capaian": [np.nan] * 12})
    made = profile.about(facts, "75.01", "Kabupaten Contoh")
    assert [one.indicator for one in made] == [
        "penduduk", *(code for code in HEADLINES if code not in ("ran_capaian", "kasus_narkoba")), "",
    ]  # fmt: skip
    assert made[0].words == "Kabupaten Contoh berpenduduk 50.000 orang di 100 desa/kelurahan."
    assert "12,5 %" in made[1].words
    assert made[-1].words == "Belum dilaporkan: Kasus narkotika.", "a figure without a fact was reported by nobody"


def test_only_outliers_among_ten_peers_get_a_sentence_and_a_mark() -> None:
    facts = _facts(
        penduduk=[50_000.0] * 12,
        cakupan_bersinar=_level(20, [float(n) for n in range(1, 12)]),  # above all
        bagian_rawan=_level(90, [10.0] * 11),  # above all, and lower is better
        kapasitas_inap=_level(5, [float(n) for n in range(0, 11)]),  # in the middle
        kasus_narkoba=_level(0.5, [9.0] * 11),  # far below, and neither good nor bad
    )
    found = profile.beside(facts, "75.01", KINDS)
    said = {one.indicator: one for one in found.sentences}
    assert set(said) == {"cakupan_bersinar", "bagian_rawan", "kasus_narkoba"}
    assert (said["cakupan_bersinar"].better, said["bagian_rawan"].better, said["kasus_narkoba"].better) == (True, False, None)
    assert "lebih tinggi dari 10 di antara 10" in said["cakupan_bersinar"].words
    assert "lebih rendah dari 10 di antara 10" in said["kasus_narkoba"].words
    assert len(found.codes) == profile.PEERS
    assert "75.01" not in found.codes


def test_a_kota_has_only_kota_as_peers() -> None:
    kinds = KINDS.copy()
    kinds.iloc[:3] = "kota"
    facts = _facts(penduduk=[1000.0 * n for n in range(1, 13)], cakupan_bersinar=[5.0] * 12)
    found = profile.beside(facts, "75.01", kinds)
    assert set(found.codes) == {"75.02", "75.03"}
    assert found.sentences == [], "two peers say nothing"


def _village(code: str, declared: str | None, last: str, **dates: str) -> dict[str, object]:
    row: dict[str, object] = dict.fromkeys(CRITERIA, pd.NaT)
    row |= {name: pd.Timestamp(day) for name, day in dates.items()}
    row |= {"code": code, "name": f"Desa {code[-4:]}", "kind": "desa", "known": True, "last": pd.Timestamp(last)}
    row["pencanangan"] = pd.Timestamp(declared) if declared else pd.NaT
    return row


def test_up_to_five_villages_to_visit_come_from_three_rules_in_turn() -> None:
    villages = pd.DataFrame(
        [
            _village("75.01.01.2001", "2020-01-01", "2020-06-01"),  # left without nine criteria, and silent for years
            _village("75.01.01.2002", "2024-01-01", "2026-09-01", sk="2024-01-01"),
            _village("75.01.01.2003", "2026-06-01", "2026-09-01"),  # too new to be late
            _village(
                "75.01.01.2004", "2023-01-01", "2023-02-01", **dict.fromkeys(set(CRITERIA) - {"pencanangan"}, "2023-01-01")
            ),
        ]
    )
    candidates = pd.DataFrame(
        [("75.01.02.2001", "Waspada", "waspada", 80.0), ("75.01.02.2002", "Bahaya", "bahaya", 10.0)],
        columns=["code", "name", "category", "score"],
    )
    found = visits(villages, candidates, "2026-10-31")
    assert [visit.code for visit in found] == [
        "75.01.02.2002",
        "75.01.01.2001",
        "75.01.02.2001",
        "75.01.01.2002",
        "75.01.01.2004",
    ]
    assert found[0].reason == "Kategori Bahaya, belum ada program"
    assert found[1].reason == "Dicanangkan 6 tahun 9 bulan lalu; 9 dari 10 kriteria belum ada"
    assert found[4].reason == "Tidak ada kegiatan sejak 1 Februari 2023"
    assert visits(villages.head(0), candidates.head(0), "2026-10-31") == []


def test_a_village_by_itself() -> None:
    facts = pd.DataFrame(
        [
            ("kategori_rawan", "75.01.01.2001", np.nan, np.nan, np.nan, 3, 1),
            ("jangkauan_inap", "75.01.01.2001", 21, np.nan, 21, np.nan, 1),
            ("jangkauan_jalan", "75.01.01.2001", np.nan, np.nan, np.nan, np.nan, 2),
        ],
        columns=["indicator", "region_code", "numerator", "denominator", "value", "class", "status"],
    ).assign(rough=False)
    villages = pd.DataFrame([_village("75.01.01.2001", "2024-01-01", "2026-09-01", sk="2024-01-01")])
    made = profile.of_village(facts, villages, "75.01.01.2001", "Ipilo")
    assert made[0].words.startswith("Ipilo sudah memenuhi 2 dari 10 kriteria program. Belum ada: Seleksi, Pokja")
    assert made[0].better is False
    assert [one.words for one in made[1:]] == [
        "Kategori kerawanan terakhir: Bahaya.",
        "Dalam jarak 50 km ada 21 tempat rawat inap.",
    ]
    none = profile.of_village(facts, villages.head(0), "75.01.01.2001", "Ipilo")
    assert none[0].words == "Program Desa Bersinar Ipilo tidak dilaporkan."
    stage = facts.head(1).assign(indicator="status_bersinar", status=1, **{"class": 0})
    none = profile.of_village(pd.concat([facts, stage]), villages.head(0), "75.01.01.2001", "Ipilo")
    assert none[0].words == "Ipilo belum mempunyai program Desa Bersinar yang tercatat."


@pytest.mark.parametrize(
    ("period", "last_day", "half"),
    [("2025", "2026-10-31", "2025-B12"), ("2026", "2026-10-31", "2026-B06"), ("2026", "2026-06-29", "2025-B12"),
     ("2026", "2026-06-30", "2026-B06"),
     ("2026", "2026-12-31", "2026-B12")],
)  # fmt: skip
def test_reports_are_those_of_the_newest_half_year_that_is_over(period: str, last_day: str, half: str) -> None:
    assert half_year(period, last_day) == half


@pytest.mark.parametrize(
    ("came", "owe", "status", "words", "better"),
    [
        (445.0, 552.0, 1, "Laporan RAN/RAD P4GN Semester I 2026: 445 dari 552 pemerintah daerah melapor, 107 belum.", False),
        (7.0, 7.0, 1, "Laporan RAN/RAD P4GN Semester I 2026: semua 7 pemerintah daerah sudah melapor.", True),
        (0.0, 7.0, 1, "Laporan RAN/RAD P4GN Semester I 2026: 0 dari 7 pemerintah daerah melapor, 7 belum.", False),
        (1.0, 1.0, 1, "Laporan RAN/RAD P4GN Semester I 2026 sudah dikirim.", True),
        # nothing was sent: no mark, neither good nor bad
        (0.0, 1.0, 1, "Laporan RAN/RAD P4GN Semester I 2026 belum dikirim.", None),
        (np.nan, np.nan, 2, "Laporan RAN/RAD P4GN Semester I 2026 belum dikirim.", None),
    ],
)
def test_a_missing_ran_report_is_shown_and_is_not_zero(
    came: float, owe: float, status: int, words: str, better: bool | None
) -> None:
    made = profile.reports(_reported(came, owe, status, 4.0))
    assert (made[0].words, made[0].better) == (words, better)
    assert [one.words for one in made[1:]] == ["4 aksi RAN/RAD menyebut kendala pada Semester I 2026."]


def _reported(came: float, owe: float, status: int, hindered: float) -> pd.DataFrame:
    return pd.DataFrame(
        [
            ("ran_melapor", "2026-B06", came, owe, np.nan, status),
            ("ran_capaian", "2026-B06", np.nan, np.nan, np.nan, 2),
            ("ran_kendala", "2026-B06", hindered, np.nan, hindered, 1),
        ],
        columns=["indicator", "period", "numerator", "denominator", "value", "status"],
    )


def test_no_obstacle_is_said_in_words_and_a_year_by_its_name() -> None:
    rows = _reported(1.0, 1.0, 1, 0.0)
    assert profile.reports(rows)[1].words == "Tidak ada aksi RAN/RAD yang terkendala pada Semester I 2026."
    assert profile.reports(rows.assign(period="2025"))[0].words == "Laporan RAN/RAD P4GN 2025 sudah dikirim."
    assert profile.reports(rows.head(0)) == []


def test_criteria_that_were_not_reported_are_neither_met_nor_lacking() -> None:
    facts = pd.DataFrame(columns=["indicator", "region_code", "numerator", "denominator", "value", "class", "status"])
    row = _village("75.01.01.2001", "2024-01-01", "2026-09-01", sk="2024-01-01") | {"known": False}
    said = profile.of_village(facts, pd.DataFrame([row]), "75.01.01.2001", "Ipilo")[0]
    assert said.better is None
    assert said.words == "Ipilo memenuhi 2 dari 10 kriteria program menurut laporan yang ada; sisanya belum dilaporkan."
    whole = _village(
        "75.01.01.2001", "2024-01-01", "2026-09-01", **dict.fromkeys(set(CRITERIA) - {"pencanangan"}, "2024-01-01")
    )
    said = profile.of_village(facts, pd.DataFrame([whole]), "75.01.01.2001", "Ipilo")[0]
    assert (said.words, said.better) == ("Ipilo sudah memenuhi seluruh 10 kriteria program.", True)
