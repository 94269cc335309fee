"""Absence is not zero: what a submission reports on, from the file to the fact; and from which year facts begin."""

import json
from collections.abc import Callable
from datetime import date

import pytest
import sqlalchemy as sa

from data import queries
from data.facts.days import span
from data.feeds import feeds
from data.identity.demo import DEMO
from data.intake.submit.report import Sender
from data.model import schema
from data.ops.simulation.vulnerability import LEAST_RETURN
from data.queries.layer import Nothing
from tests.following import history
from tests.intake.conftest import BNNK, BNNP, PUSAT

KNOWN, NOT_REPORTED, INCOMPLETE = 1, 2, 6
PUSAT_SCOPE = DEMO[0].scope
Facts = Callable[[str], dict[tuple[str, str], tuple[int, float | None]]]


@pytest.fixture
def facts(place) -> Facts:
    """``status, value`` of an indicator by region and year."""

    def read(indicator: str) -> dict[tuple[str, str], tuple[int, float | None]]:
        nilai = schema.nilai.c
        statement = sa.select(nilai.region_code, nilai.period, nilai.status, nilai.value).where(
            nilai.indicator == indicator, sa.func.length(nilai.period) == 4
        )
        with place[0].writing() as connection:
            return {(row[0], row[1]): (row[2], row[3]) for row in connection.execute(statement)}

    return read


def event(village: str, day: str, name: str = "pencanangan") -> dict[str, object]:
    return {"Desa/kelurahan": village, "Peristiwa": name, "Tanggal": day}


def facility(village: str, day: str, places: int = 40, code: str = "F1") -> dict[str, object]:
    return {
        "Kode fasilitas": code,
        "Nama fasilitas": "Klinik",
        "Pengelola": "BNN",
        "Desa/kelurahan": village,
        "Layanan": "rawat jalan",
        "Tempat rawat jalan": places,
        "Mulai melayani": day,
    }


def survey(village: str, returned: int, category: str, year: int = 2025) -> dict[str, object]:
    return {
        "Desa/kelurahan": village, "Tahun": year, "Cara": "survei", "Kuesioner disebar": 33, "Kuesioner kembali": returned,
        "Kategori": category,
    }  # fmt: skip


def covered(place) -> set[tuple[int, str, str]]:
    with place[0].writing() as connection:
        return {tuple(row) for row in connection.execute(sa.select(schema.kiriman_cakupan))}


def test_a_kabupaten_missing_from_its_provinces_file_is_not_reported(send, place, facts: Facts) -> None:
    report = send("bersinar_peristiwa", [event("75.01.01.2001", "2023-05-01")], BNNP)
    assert report.not_reported == ("Kabupaten Boalemo",)
    assert covered(place) == {(1, "2023", "75.01")}
    found = facts("desa_bersinar")
    assert found["75.01", "2023"] == (KNOWN, 1)
    assert found["75.02", "2023"] == (NOT_REPORTED, None)
    assert found["75", "2023"] == (KNOWN, 1)


def test_it_is_zero_where_the_sender_says_that_the_list_is_complete(send, place, facts: Facts) -> None:
    report = send("bersinar_peristiwa", [event("75.01.01.2001", "2023-05-01")], BNNP, complete=True)
    assert report.not_reported == ()
    assert covered(place) == {(1, "2023", "75")}
    assert facts("desa_bersinar")["75.02", "2023"] == (KNOWN, 0)


def test_the_same_file_may_come_again_as_complete_and_that_may_be_withdrawn(send, place, facts: Facts) -> None:
    rows = [event("75.01.01.2001", "2023-05-01")]
    send("bersinar_peristiwa", rows, BNNP)
    again = send("bersinar_peristiwa", rows, BNNP, complete=True)
    assert (again.already, again.landed.moved) == (None, False)
    assert facts("desa_bersinar")["75.02", "2023"] == (KNOWN, 0)
    assert send("bersinar_peristiwa", rows, BNNP).already is not None, "said already, and more"
    history.withdraw(place[0], again.kiriman_id, PUSAT, "uji")
    found = facts("desa_bersinar")
    assert (found["75.01", "2023"], found["75.02", "2023"]) == ((KNOWN, 1), (NOT_REPORTED, None))


def test_each_period_is_reported_for_the_kabupaten_that_it_names(send, facts: Facts) -> None:
    cases = [
        {"Nomor perkara": f"LP/{n}", "Instansi": "Polri", "Tanggal": day, "Desa/kelurahan": village, "Jumlah tersangka": 1}
        for n, (village, day) in enumerate(
            [("75.01.01.2001", "2023-05-01"), ("75.02.01.2001", "2023-06-01"), ("75.01.01.2001", "2024-05-01")]
        )
    ]
    report = send("kasus", cases, PUSAT)
    assert report.not_reported == (
        "Kabupaten Gorontalo (2 dari 3 periode ada)",
        "Kabupaten Boalemo (1 dari 3 periode ada)",
    )
    found = facts("jumlah_kasus")
    assert found["75.02", "2023"] == (KNOWN, 1)
    assert found["75.02", "2024"] == (NOT_REPORTED, None)


def test_a_sender_of_one_kabupaten_reports_on_it_with_any_row(send, place) -> None:
    send("bersinar_peristiwa", [event("75.01.01.2001", "2023-05-01")], BNNK)
    assert covered(place) == {(1, "2023", "75.01")}


def test_a_row_of_a_province_reports_on_the_province_itself(send, place, facts: Facts) -> None:
    row = {"Wilayah": "75", "Jenis": "APBD", "Nomor": "2024", "Berlaku sejak": "2024-01-01", "Pagu": 900}
    send("regulasi_anggaran", [row], BNNP)
    send("bersinar_peristiwa", [event("75.01.01.2001", "2024-05-01")], BNNP)
    assert (1, "2024", "75") in covered(place)
    found = facts("anggaran_rencana")
    assert found["75", "2024"] == (KNOWN, 900)
    assert found["75.01", "2024"] == (NOT_REPORTED, None)


def test_files_of_different_kabupaten_do_not_replace_each_other(send) -> None:
    send("bersinar_peristiwa", [event("75.01.01.2001", "2023-05-01")], BNNP)
    other = send("bersinar_peristiwa", [event("75.02.01.2001", "2023-05-01")], BNNP)
    same = send("bersinar_peristiwa", [event("75.01.01.2002", "2023-06-01")], BNNP)
    whole = send("bersinar_peristiwa", [event("75.01.01.2003", "2023-07-01")], BNNP, complete=True)
    assert (other.overlaps, same.overlaps, whole.overlaps) == ((), (1,), (1, 2, 3))


def test_a_file_that_replaces_another_takes_away_what_only_that_one_reported_on(send, facts: Facts) -> None:
    first = send("bersinar_peristiwa", [event("75.01.01.2001", "2023-05-01"), event("75.02.01.2001", "2023-05-01")], BNNP)
    send("bersinar_peristiwa", [event("75.01.01.2001", "2023-05-01")], BNNP, supersedes=first.kiriman_id)
    found = facts("desa_bersinar")
    assert (found["75.01", "2023"], found["75.02", "2023"]) == ((KNOWN, 1), (NOT_REPORTED, None))


def test_a_register_counts_from_the_year_of_its_earliest_date(send, place, facts: Facts) -> None:
    send("bersinar_peristiwa", [event("75.01.01.2001", "2022-03-01"), event("75.01.01.2001", "2025-03-01", "monev")], BNNP)
    send("fasilitas_rehab", [facility("75.01.01.2001", "2024-03-01")], BNNP)
    assert covered(place) >= {(2, "2024", "75.01"), (2, "2026", "75.01")}
    found = facts("tempat_jalan")
    assert ("75.01", "2022") not in found, "a year for which nobody reported has no fact"
    assert [found["75.01", year] for year in ("2024", "2025")] == [(KNOWN, 40), (KNOWN, 40)]
    assert found["75.02", "2024"] == (NOT_REPORTED, None)
    shown = queries.layer(place[0], PUSAT_SCOPE, "kapasitas_jalan", 2, "2023").classes
    assert set(shown.tolist()) == {int(Nothing.TIDAK_DILAPORKAN)}


def test_an_older_date_opens_no_year_but_is_known_in_all_of_them(send, facts: Facts) -> None:
    send("fasilitas_rehab", [facility("75.01.01.2001", "1985-03-01")], BNNP)
    send("bersinar_peristiwa", [event("75.01.01.2001", "2022-03-01"), event("75.01.01.2001", "2024-03-01", "monev")], BNNP)
    found = facts("tempat_jalan")
    assert {year for _, year in found} == {"2022", "2023", "2024"}
    assert [found["75.01", year] for year in ("2022", "2024")] == [(KNOWN, 40), (KNOWN, 40)]


def test_places_in_reach_are_known_where_the_village_s_own_kabupaten_reported(send, facts: Facts) -> None:
    send("fasilitas_rehab", [facility("75.01.01.2001", "2024-03-01")], BNNP)
    found = facts("jangkauan_jalan")
    assert found["75.01.01.2002", "2024"] == (KNOWN, 40)
    assert found["75.01.01.2003", "2024"] == (KNOWN, 0)
    assert found["75.02.01.2001", "2024"] == (NOT_REPORTED, None)


def test_a_register_alone_moves_the_period(send, place, facts: Facts) -> None:
    unit = {"Kode unit": "U1", "Desa/kelurahan": "75.01.01.2001", "Dibentuk": "2023-05-02", "Agen Pemulihan": 5}
    send("ibm_unit", [unit], BNNP)
    found = facts("ibm_unit")
    assert (found["75.01", "2023"], found["75.02", "2023"]) == ((KNOWN, 1), (NOT_REPORTED, None))
    assert facts("agen_pemulihan")["75.01", "2023"] == (KNOWN, 5)
    assert queries.freshness(place[0], PUSAT_SCOPE).periods == ("2023",)


def test_an_assessment_of_2019_is_shown_in_its_own_year(send, facts: Facts) -> None:
    row = {
        "Kabupaten/kota": "75.01", "Tahun": 2019, "Edisi": 2019, "Ketahanan keluarga": "76,5", "Ketahanan masyarakat": "80,95",
        "Kewilayahan": "83,33", "Kelembagaan": "75,2", "Hukum": "76,1", "IKOTAN": "78,42", "Jumlah responden": 180,
    }  # fmt: skip
    send("kotan_penilaian", [row], BNNP)
    send("bersinar_peristiwa", [event("75.01.01.2001", "2021-05-01")], BNNP)
    found = facts("kotan_indeks_2019")
    assert found["75.01", "2019"] == (KNOWN, 78.42)
    assert facts("kotan_terukur")["75", "2019"] == (KNOWN, 50)
    assert ("75", "2020") not in facts("kotan_terukur"), "where nobody measured there is no 0 %"


def test_facts_begin_with_the_earliest_report_and_rows_before_2015_are_told_of(send, place, rows_in, facts: Facts) -> None:
    send("fasilitas_rehab", [facility("75.01.01.2001", "2010-01-01")], BNNP)
    episode = {
        "Identitas klien": "7501014501900001",
        "Instansi": "BNN", "Kode fasilitas": "F1", "Layanan": "rawat jalan", "Jalur masuk": "sukarela",
        "Zat utama": "sabu", "Jenis kelamin": "L", "Kelompok umur": "25-34",
    }  # fmt: skip
    old = [episode | {"Tanggal masuk": "2012-03-01", "Tanggal keluar": "2012-06-01", "Hasil": "selesai"}]
    new = [episode | {"Tanggal masuk": "2016-03-01", "Tanggal keluar": "2016-06-01", "Hasil": "selesai"}]
    kind = next(column.label["id"] for column in feeds()["rehab_episode"].columns if column.type == "token")
    swapped = [{kind if name == "Identitas klien" else name: value for name, value in row.items()} for row in old + new]
    report = send("rehab_episode", swapped, Sender("BNNP Gorontalo", "budi", "bnnp", ("75",)))
    assert report.accepted, [fault.sentence() for fault in report.remarks.faults]
    assert ("", "baris dari sebelum 2015 disimpan tetapi tidak ditampilkan", 1, "") in report.remarks.noted()
    assert len(rows_in("rehab_episode")) == 2
    with place[0].writing() as connection:
        assert span(connection).first_year == 2015
    assert {year for _, year in facts("rehab_baru")} == {"2016"}


def test_population_opens_no_year_and_its_sender_learns_that(send, place) -> None:
    send("bersinar_peristiwa", [event("75.01.01.2001", "2022-03-01")], BNNP)
    report = send("penduduk", [{"Wilayah": "75.01.01.2001", "Tahun": year, "Penduduk": 900} for year in (2019, 2022)], PUSAT)
    assert ("", "baris dari sebelum 2022 disimpan tetapi tidak ditampilkan", 1, "") in report.remarks.noted()
    with place[0].writing() as connection:
        assert span(connection).first_year == 2022


def test_an_older_report_beside_simulated_rows_opens_years_for_itself_alone(send, place, facts: Facts) -> None:
    with place[0].writing() as connection:
        connection.execute(
            schema.bersinar_event.insert(),
            [{"village_code": "75.01.01.1001", "event": "pencanangan", "event_date": date(2022, 1, 5), "source_id": "s"}],
        )
    send("bersinar_peristiwa", [event("75.02.01.2001", "2019-05-01")], BNNP)
    found = facts("desa_bersinar")
    assert (found["75.02", "2019"], found["75.01", "2019"]) == ((KNOWN, 1), (NOT_REPORTED, None))
    assert (found["75.02", "2022"], found["75.01", "2022"]) == ((KNOWN, 1), (KNOWN, 1))


def test_people_nobody_sent_are_not_zero_people(send, facts: Facts) -> None:
    send("bersinar_peristiwa", [event("75.01.01.2001", "2022-03-01")], BNNP)
    send("penduduk", [{"Wilayah": "75.01", "Tahun": 2022, "Penduduk": 900}], PUSAT)
    found = facts("penduduk")
    assert found["75.01", "2022"] == (KNOWN, 900)
    assert found["75.02", "2022"] == (NOT_REPORTED, None)
    assert found["75.01.01", "2022"] == (NOT_REPORTED, None), "only its kabupaten was sent"


def test_the_setting_says_the_earliest_year(send, place) -> None:
    send("bersinar_peristiwa", [event("75.01.01.2001", "2016-03-01"), event("75.01.01.2001", "2024-03-01", "monev")], BNNP)
    with place[0].writing() as connection:
        assert span(connection).first_year == 2016
        connection.execute(sa.text("select set_config('bersinar.first_year', '2020', true)"))
        assert span(connection).first_year == 2020


def test_a_survey_with_too_few_answers_is_incomplete_and_its_sender_reads_why(send, facts: Facts) -> None:
    villages = ("75.01.01.2001", "75.01.01.2002", "75.01.01.2003")
    report = send("kawasan_rawan", [survey(v, n, "Bahaya") for v, n in zip(villages, (0, 16, 20), strict=True)], BNNP)
    assert [count for _, what, count, _ in report.remarks.noted() if "belum lengkap" in what] == [2]
    found = facts("kategori_rawan")
    assert [found[village, "2025"][0] for village in villages] == [INCOMPLETE, INCOMPLETE, KNOWN]
    assert facts("rawan_bahaya")["75.01", "2025"] == (KNOWN, 1)
    assert f"{LEAST_RETURN} * sent" in feeds()["kawasan_rawan"].lands[0].set["category"], (
        "one limit, also where it is simulated"
    )


def test_a_province_s_completeness_counts_the_kabupaten_that_it_once_reported(send, facts: Facts) -> None:
    both = [event("75.01.01.2001", "2022-05-01"), event("75.02.01.2001", "2022-06-01")]
    send("bersinar_peristiwa", both, BNNP)
    send("bersinar_peristiwa", [event("75.01.01.2001", "2023-12-31", "monev")], BNNP)
    found = facts("kelengkapan_data")
    assert [found[code, "2023"] for code in ("75.01", "75.02", "75")] == [(KNOWN, 100), (KNOWN, 0), (KNOWN, 50)]


def test_a_duty_of_a_kabupaten_is_met_by_a_file_that_names_it(send, place) -> None:
    with place[0].writing() as connection:
        for region in ("75.01", "75.02"):
            connection.execute(
                schema.kewajiban.insert().values(
                    feed="bersinar_peristiwa", sender=BNNP.office, region_code=region, since=date(2023, 1, 1)
                )
            )
    send("bersinar_peristiwa", [event("75.01.01.2001", "2023-05-01")], BNNP)

    def status() -> dict[str, str]:
        found = queries.timeliness(place[0], PUSAT_SCOPE, "ID", date(2024, 6, 1))["bersinar_peristiwa"]
        return found[found["period"] == "2023"].set_index("region_code")["status"].to_dict()

    assert status() == {"75.01": "terlambat", "75.02": "belum"}
    send("bersinar_peristiwa", [event("75.01.01.2001", "2023-05-01")], BNNP, complete=True)
    assert status() == {"75.01": "terlambat", "75.02": "terlambat"}


def test_a_number_is_explained_by_the_submissions_that_report_on_its_region(send, place) -> None:
    send("bersinar_peristiwa", [event("75.01.01.2001", "2023-05-01"), event("75.02.01.2001", "2023-05-02")], BNNP)
    send("bersinar_peristiwa", [event("75.02.01.2001", "2023-06-01", "sk")], BNNP)

    def sent(code: str) -> list[int]:
        return sorted(queries.explain(place[0], PUSAT_SCOPE, "desa_bersinar", code, "2023").submissions["id"])

    assert (sent("75.01"), sent("75.02"), sent("75"), sent("ID")) == ([1], [1, 2], [1, 2], [1, 2])


def test_clients_of_two_agencies_are_an_interval_and_an_empty_store_has_no_own_figure(send, place) -> None:
    with place[0].writing() as connection:
        connection.execute(
            schema.published_figure.insert(),
            [
                {"topic": "rehabilitasi", "measure": measure, "region_code": "ID", "place": "Indonesia", "year": 2024,
                 "scope": scope, "value": 1, "unit": "klien", "source_id": "s", "note": "", "method": ""}
                for measure, scope in (("semua layanan", "Nasional"), ("semua layanan", "BNN"),
                                       ("fasilitas standar SNI", "BNN"), ("unit IBM", "BNN"))
            ],
        )  # fmt: skip
    try:
        assert queries.beside(place[0], PUSAT_SCOPE).empty, "nobody sent anything: no 0 of our own"
        rows = [
            {"Instansi": agency, "Wilayah": "75.01", "Bulan": f"2024-{month:02d}", "Layanan": "rawat jalan", "Klien": clients}
            for agency, clients in (("BNN", 10), ("Kemenkes", 30), ("Kemensos", 20))
            for month in (1, 2)
        ]
        send("rehab_rekap", rows, PUSAT)
        found = queries.beside(place[0], PUSAT_SCOPE).set_index("scope")
        assert found.loc["Nasional", ["least", "most"]].tolist() == [60, 120]
        assert json.loads(found.at["Nasional", "agencies"]) == {"BNN": 20, "Kemenkes": 60, "Kemensos": 40}
        assert found.loc["BNN", ["least", "most"]].tolist() == [20, 20]
    finally:
        with place[0].writing() as connection:
            connection.execute(schema.published_figure.delete())
