"""Sentences on treatment made of published parts: a sum with a part under 5 is an interval, never a number of its own."""

import pandas as pd

from dashboard.analysis.rehab.headcount import Count, headcount_of, headcount_words, rule_words, total_of
from dashboard.analysis.rehab.months import months_of, months_table, said
from dashboard.analysis.rehab.path import flows_of, lost_words, passed
from dashboard.words.sentences import status_words
from data.model.status import FactStatus

FEW = None  # as published


def _flows(*rows: tuple[str, str, float | None]) -> pd.DataFrame:
    frame = pd.DataFrame(rows, columns=["a", "b", "amount"])
    return frame.assign(subject="alur", amount=frame["amount"].astype(float))


def test_a_sum_is_as_sure_as_its_parts() -> None:
    assert total_of([]).words == "0"
    assert total_of([Count(10), Count(1500)]).words == "1.510"
    assert total_of([Count(FEW)]).words == "<5"
    assert total_of([Count(FEW), Count(10)]).words == "11 sampai 14"
    assert total_of([Count(FEW), Count(FEW)]).words == "2 sampai 8"


def test_those_lost_to_treatment_are_no_number_where_a_part_is_withheld() -> None:
    flows = flows_of(
        _flows(
            ("masuk.sukarela", "layanan.rawat_inap", 40),
            ("masuk.tat", "layanan.rawat_inap", FEW),
            ("layanan.rawat_inap", "hasil.putus", FEW),
            ("layanan.rawat_jalan", "hasil.putus", 10),
            ("hasil.selesai", "lanjut.tanpa_pascarehab", FEW),
        )
    )
    assert passed(flows, "layanan.rawat_inap").words == "41 sampai 44"
    assert passed(flows, "masuk.tat").words == "<5"
    assert lost_words(flows).startswith("11 sampai 14 dari 41 sampai 44 masa layanan putus di tengah program; <5 yang selesai")


def test_whole_parts_make_one_number() -> None:
    flows = flows_of(_flows(("masuk.sukarela", "layanan.rawat_inap", 40), ("layanan.rawat_inap", "hasil.putus", 5)))
    assert lost_words(flows).startswith("5 dari 40 masa layanan putus di tengah program; 0 yang selesai")


def test_stays_of_an_agency_with_few_are_an_interval_in_the_rule() -> None:
    rows = pd.DataFrame(
        [
            ("orang", "", 20.0, 0),
            ("orang_instansi", "BNN", 20.0, 0),
            ("orang_instansi", "Mitra", float("nan"), 0),
            ("layanan_instansi", "BNN", 25.0, 0),
            ("layanan_instansi", "Mitra", float("nan"), 0),
        ],
        columns=["subject", "a", "amount", "sensitivity"],
    )
    assert "26 sampai 29 masa layanan" in rule_words(headcount_of(rows))[0]


def _series(*rows: tuple[str, str, float | None, FactStatus]) -> pd.DataFrame:
    frame = pd.DataFrame(rows, columns=["indicator", "period", "value", "status"])
    return frame.assign(value=frame["value"].astype(float), status=[int(one) for one in frame["status"]])


def test_a_month_without_a_number_says_why() -> None:
    months = months_of(
        _series(
            ("rehab_aktif", "2025-01", 12, FactStatus.KNOWN),
            ("rehab_baru", "2025-01", 0, FactStatus.KNOWN),
            ("rehab_aktif", "2025-03", None, FactStatus.TOO_FEW),
            ("rehab_baru", "2025-03", None, FactStatus.NOT_REPORTED),
            ("rehab_berakhir", "2025-03", 5, FactStatus.KNOWN),
        )
    )
    assert months.value.index.tolist() == ["2025-01", "2025-02", "2025-03"]  # a line is not drawn across February
    few, silent = (status_words(int(one)).lower() for one in (FactStatus.TOO_FEW, FactStatus.NOT_REPORTED))
    table = months_table(months)
    assert table.iloc[:, 1].tolist() == [few, silent, 12]
    assert table.iloc[:, 2].tolist() == [silent, silent, 0]
    assert table.iloc[:, 3].tolist() == [5, silent, silent]
    assert few in said(months)
    assert "nan" not in said(months)


def test_months_of_nothing_are_none() -> None:
    assert not months_of(_series()).is_known


def test_totals_alone_are_never_called_different_people() -> None:
    rows = pd.DataFrame([("rekap_instansi", "Kemensos", 30.0, 2)], columns=["subject", "a", "amount", "sensitivity"])
    said = headcount_words(headcount_of(rows))
    assert said == "30 klien baru menurut rekap bulanan; berapa orang berbeda tidak dapat dihitung."
    assert "kedua batas adalah perkiraan" in " ".join(rule_words(headcount_of(rows)))
