"""The first screen of an area: every sentence that is composed, with none, one, many, missing and equal."""

from collections.abc import Sequence

import numpy as np
import pandas as pd
import pytest

from dashboard.analysis import home
from dashboard.analysis.attention import Concern
from dashboard.analysis.figure import change_words
from dashboard.analysis.home import office_for, provider_words
from dashboard.analysis.periods import day_words, duration_words, period_words, state_words
from dashboard.analysis.profile.rules import Sentence
from dashboard.analysis.profile.verdict import inside_sentence, listed, verdict_of
from dashboard.analysis.profile.visits import place_names
from dashboard.analysis.same_months import same_months
from dashboard.words.abbreviations import Abbreviations
from dashboard.words.texts import speaking
from data.facts.indicators import indicator
from data.model.period import Period
from data.queries import Freshness
from tests.dashboard.test_parts import STATE

CODES = ("cakupan_bersinar", "bagian_rawan", "kapasitas_inap", "ran_capaian", "kasus_narkoba")
GOOD, BAD, EVEN = ([Sentence("", code, better) for code in CODES] for better in (True, False, None))
NO_TARGET = "belum ada target."
NOBODY = "Tidak ada pembanding setara. "
BETTER, WORSE = (f"Lebih {word} daripada wilayah setara dalam " for word in ("baik", "buruk"))


@pytest.mark.parametrize(
    ("apart", "changed", "targets", "peers", "said"),
    [
        ([], [], [], 0, "Tidak ada pembanding setara; belum ada target."),
        ([], [], [], 10, "Setara dengan wilayah sejenis: tidak ada angka yang jauh berbeda; belum ada target."),
        (EVEN, EVEN, [], 10, "Setara dengan wilayah sejenis: tidak ada angka yang jauh berbeda; belum ada target."),
        (GOOD[:1], [], [], 10, BETTER + "1 hal: cakupan Bersinar; belum ada target."),
        (GOOD[:2], BAD, [], 10, BETTER + "2 hal: cakupan Bersinar dan bagian rawan; " + NO_TARGET),
        (BAD[:1], GOOD, [], 10, WORSE + "1 hal: cakupan Bersinar; belum ada target."),
        (
            [GOOD[0], BAD[1]], [], [], 10,
            BETTER + "cakupan Bersinar; lebih buruk dalam bagian rawan; belum ada target.",
        ),
        (
            GOOD, [], [], 10,
            BETTER + "5 hal: cakupan Bersinar, bagian rawan, kapasitas rawat inap, dan 2 lainnya; "
            + NO_TARGET,
        ),
        ([], GOOD[:1], [], 0, "Membaik sejak tahun lalu dalam 1 hal: cakupan Bersinar; belum ada target."),
        ([], BAD[:2], [], 0, "Memburuk sejak tahun lalu dalam 2 hal: cakupan Bersinar dan bagian rawan; belum ada target."),
        (
            [], [GOOD[0], BAD[1]], [], 0,
            "Sejak tahun lalu membaik dalam cakupan Bersinar; memburuk dalam bagian rawan; " + NO_TARGET,
        ),
        ([], [], GOOD[:1], 0, NOBODY + "Targetnya sudah atau akan tercapai."),
        ([], [], GOOD[:2], 0, NOBODY + "Seluruh 2 target sudah atau akan tercapai."),
        ([], [], BAD[:1], 0, NOBODY + "Target cakupan Bersinar tidak akan tercapai bila tren berlanjut."),
        (
            [], [], BAD[:2], 0,
            NOBODY + "Seluruh 2 target tidak akan tercapai bila tren berlanjut: cakupan Bersinar dan bagian rawan.",
        ),
        (
            [], [], [GOOD[0], BAD[1]], 0,
            NOBODY + "1 dari 2 target tidak akan tercapai bila tren berlanjut: bagian rawan.",
        ),
    ],
)  # fmt: skip
def test_the_verdict_is_one_plain_sentence(
    apart: Sequence[Sentence], changed: Sequence[Sentence], targets: Sequence[Sentence], peers: int, said: str
) -> None:
    made = verdict_of(apart, changed, targets, peers=peers)
    assert made == said
    assert " 0 " not in f" {made} ", "nothing is counted that is not there"
    with speaking("en"):
        assert "  " not in verdict_of(apart, changed, targets, peers=peers)


@pytest.mark.parametrize(
    ("count", "said"),
    [
        (0, ""), (1, "cakupan Bersinar"), (2, "cakupan Bersinar dan bagian rawan"),
        (4, "cakupan Bersinar, bagian rawan, kapasitas rawat inap dan capaian RAN"),
        (5, "cakupan Bersinar, bagian rawan, kapasitas rawat inap, dan 2 lainnya"),
    ],
)  # fmt: skip
def test_a_list_of_names_stands_inside_a_sentence(count: int, said: str) -> None:
    assert listed([one.indicator for one in GOOD[:count]]) == said


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("RAN melapor", "RAN melapor"),
        ("IBM", "IBM"),
        ("Bersinar coverage", "Bersinar coverage"),
        ("Selesai", "selesai"),
        ("", ""),
    ],
)
def test_an_abbreviation_keeps_its_capitals(name: str, said: str) -> None:
    assert inside_sentence(name) == said


@pytest.mark.parametrize(
    ("months", "said", "english"),
    [
        (0.4, "1 bulan", "1 month"), (1, "1 bulan", "1 month"), (11.9, "11 bulan", "11 months"), (12, "1 tahun", "1 year"),
        (13.2, "1 tahun 1 bulan", "1 year 1 month"), (24, "2 tahun", "2 years"), (68, "5 tahun 8 bulan", "5 years 8 months"),
    ],
)  # fmt: skip
def test_a_duration_is_years_and_months(months: float, said: str, english: str) -> None:
    assert duration_words(months) == said
    with speaking("en"):
        assert duration_words(months) == english


@pytest.mark.parametrize(
    ("period", "said"),
    [
        ("2026", "2026"), ("2026-B06", "Semester I 2026"), ("2025-B12", "Semester II 2025"), ("2026-Q3", "Triwulan III 2026"),
        ("2026-03", "Maret 2026"), ("2022-2026", "2022–2026"),
    ],
)  # fmt: skip
def test_a_period_is_words_and_no_code(period: str, said: str) -> None:
    assert period_words(Period.parse(period)) == said
    with speaking("en"):
        assert "B06" not in period_words(Period.parse(period))


def test_days_and_the_state_of_a_year_are_words() -> None:
    assert day_words(pd.Timestamp("2020-10-13")) == "13 Oktober 2020"
    running: Freshness = STATE.__class__(**(STATE.__dict__ | {"last_day": "2026-10-31"}))
    assert state_words("2026", running) == "2026 sampai Oktober"
    assert state_words("2025", running) == "2025"


@pytest.mark.parametrize(
    ("code", "now", "before", "said", "better"),
    [
        ("cakupan_bersinar", 15.6, 12.4, "▲ 3,2 dari 2025", True),
        ("cakupan_bersinar", 12.4, 15.6, "▼ 3,2 dari 2025", False),
        ("bagian_rawan", 31.0, 39.3, "▼ 8,3 dari 2025", True),
        ("bagian_rawan", 39.3, 31.0, "▲ 8,3 dari 2025", False),
        ("kasus_narkoba", 9.0, 8.0, "▲ 1,0 dari 2025", None),
        ("cakupan_bersinar", 15.61, 15.64, "sama dengan 2025", None),
        ("cakupan_bersinar", np.nan, 15.6, "", None),
        ("cakupan_bersinar", 15.6, np.nan, "", None),
    ],
)
def test_a_change_has_an_arrow_and_is_good_or_bad_only_where_the_figure_has_a_direction(
    code: str, now: float, before: float, said: str, better: bool | None
) -> None:
    assert change_words(indicator(code), now, before, "2025") == (said, better)


def _months(counts: dict[str, float], rough: bool = False) -> pd.DataFrame:
    rows = [("kasus_narkoba", month, count, 1_000_000.0, count / 10, rough) for month, count in counts.items()]
    return pd.DataFrame(rows, columns=["indicator", "period", "numerator", "denominator", "value", "rough"])


def _year(year: int, months: int, count: float) -> dict[str, float]:
    return {f"{year}-{month:02}": count for month in range(1, months + 1)}


@pytest.mark.parametrize(
    ("rows", "now", "before"),
    [
        (_months(_year(2026, 10, 5) | _year(2025, 12, 4)), 5.0, 4.0),  # November and December of 2025 are left out
        (_months(_year(2026, 10, 0) | _year(2025, 12, 0)), 0.0, 0.0),
        (_months(_year(2026, 10, 5) | _year(2025, 9, 4)), 5.0, np.nan),  # a month of 2025 is missing
        (_months(_year(2026, 10, 5)), 5.0, np.nan),
        (_months(_year(2026, 9, 5) | _year(2025, 12, 4)), None, None),
        (_months(_year(2026, 10, np.nan) | _year(2025, 12, 4)), None, None),
        (_months(_year(2026, 10, 5) | _year(2025, 12, 4), rough=True), None, None),
        (_months({}), None, None),
    ],
)
def test_a_running_year_stands_beside_the_same_months_only(rows: pd.DataFrame, now: float | None, before: float | None) -> None:
    found = same_months(rows, indicator("kasus_narkoba"), "2026", "2026-10-31")
    if now is None:
        assert found is None
        return
    assert found is not None
    assert found.months == "Jan–Okt"
    assert (found.now, found.before) == pytest.approx((now, before), nan_ok=True)


def test_january_alone_is_no_span() -> None:
    found = same_months(_months({"2026-01": 3, "2025-01": 3}), indicator("kasus_narkoba"), "2026", "2026-01-31")
    assert found is not None
    assert found.months == "Jan"


@pytest.mark.parametrize(
    ("came", "owe", "said"),
    [
        (25, 27, ["25 dari 27 kabupaten/kota melapor"]), (27, 27, []), (0, 27, ["0 dari 27 kabupaten/kota melapor"]),
        (0, 1, []), (0, 0, []), (np.nan, np.nan, []),
    ],
)  # fmt: skip
def test_how_many_reported_is_said_where_not_all_did(came: float, owe: float, said: list[str]) -> None:
    row = pd.Series({"reported": came, "expected": owe, "numerator": 1.0, "denominator": 1.0})
    assert home._reported(indicator("kasus_narkoba"), row) == said
    governments = pd.Series({"reported": 0, "expected": 0, "numerator": came, "denominator": owe})
    said = [one.replace("kabupaten/kota", "pemda") for one in said]
    assert home._reported(indicator("ran_melapor"), governments) == said


def test_who_sends_and_who_does_it_are_named_by_title() -> None:
    said = provider_words(indicator("ran_capaian"))
    assert said == "Laporan RAN/RAD P4GN dikirim oleh Kesbangpol, BNNP, BNNK atau OPD"
    assert provider_words(indicator("kelengkapan_data")) == "", "no feed of its own"
    none = pd.DataFrame(columns=["feed", "sender"])
    assert office_for(indicator("ran_capaian"), none) == "Kesbangpol atau BNNP"
    sent = pd.DataFrame({"feed": ["kasus", "ran_laporan"], "sender": ["Polres X", "Kesbangpol Kabupaten X"]})
    assert office_for(indicator("ran_capaian"), sent) == "Kesbangpol Kabupaten X"
    assert office_for(indicator("kelengkapan_data"), sent) == ""


def test_a_step_says_what_why_and_who_and_one_report_is_one_step() -> None:
    offices = pd.DataFrame({"feed": ["ran_laporan"], "sender": ["Kesbangpol Kabupaten X"]})
    concerns = [
        Concern("penduduk", 5, "Sebab lain."),
        Concern("program_hilang", 3, "**Program hilang** memburuk."),
        Concern("ran_capaian", 1, "", silent=True),
        Concern("ran_kendala", 1, "", silent=True),
        Concern("anggaran_realisasi", 1, "", silent=True),
        Concern("kelengkapan_data", 1, "**Kelengkapan** belum dilaporkan.", silent=True),
    ]
    made = home.steps_for(concerns, offices)
    assert [one.what for one in made] == [
        "Bahas Penduduk", "Hidupkan lagi program yang berhenti", "Kirim Laporan RAN/RAD P4GN",
        "Kirim Regulasi dan anggaran P4GN",
    ]  # fmt: skip
    assert made[2].why == "Belum dilaporkan: capaian RAN dan aksi terkendala."
    assert (made[2].who, made[1].who) == ("Kesbangpol Kabupaten X", "BNNP atau BNNK")
    assert home.steps_for([], offices) == []


@pytest.mark.parametrize(
    ("within", "said"),
    [("32", "Cilawu, Kabupaten Garut"), ("32.05", "Cilawu"), ("32.05.02", ""), ("33", "")],
)
def test_a_village_is_named_with_the_areas_above_it(within: str, said: str) -> None:
    names = (pd.Series({"32.05.02": "Cilawu"}), pd.Series({"32.05": "Kabupaten Garut"}))
    assert place_names("32.05.02.2001", within, names) == said


def test_an_abbreviation_explains_itself_once_a_page() -> None:
    marked = Abbreviations()
    first = marked.mark("Laporan RAN P4GN dan KOTAN; TATA, tidak TAT")
    assert first.count("<abbr") == 3
    assert ">RAN P4GN</abbr>" in first
    assert "TATA," in first
    assert marked.mark("KOTAN lagi, P4GN") == "KOTAN lagi, " + Abbreviations().mark("P4GN")
