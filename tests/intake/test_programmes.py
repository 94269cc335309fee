"""Programmes of others are sent in the same file as Bersinar, and never count into it."""

import sqlalchemy as sa

from data import queries
from data.identity.demo import DEMO
from tests.following import history
from tests.intake.conftest import BNNK, PUSAT

FEED = "bersinar_peristiwa"
DECLARED = {"Desa/kelurahan": "75.01.01.2001", "Peristiwa": "pencanangan", "Tanggal": "2024-05-01"}
OTHER = DECLARED | {"Program": "Kampung Bebas Narkoba", "Desa/kelurahan": "75.01.01.2002"}
HOPE = OTHER | {"Program": "Kampung Harapan Bersinar"}


def facts(store) -> list[tuple[str, str, float | None, int]]:
    """Facts of Bersinar in the kabupaten and its villages: indicator, region, value or class, status."""
    with store.writing() as connection:
        rows = connection.execute(
            sa.text(
                "select indicator, region_code, coalesce(value, class) as value, status from analitik.nilai "
                "where indicator in ('desa_bersinar', 'status_bersinar', 'tahap_dicanangkan', 'kriteria_terpenuhi') "
                "and period = '2024' and region_code like '75.01%' order by 1, 2"
            )
        )
        return [tuple(row) for row in rows]


def test_other_programmes_land_beside_bersinar_and_change_none_of_its_facts(send, place, rows_in) -> None:
    send(FEED, [DECLARED], BNNK)
    before = facts(place[0])
    assert ("desa_bersinar", "75.01", 1.0, 1) in before
    report = send(FEED, [DECLARED, OTHER, HOPE], BNNK)
    assert report.accepted, report.remarks.faults
    assert rows_in("bersinar_event", "village_code", "event") == [{"village_code": "75.01.01.2001", "event": "pencanangan"}]
    assert [row["programme"] for row in rows_in("other_programme_event", "programme")] == [
        "kampung_bebas_narkoba",
        "kampung_harapan_bersinar",
    ]
    assert facts(place[0]) == before
    found = queries.other_programmes(place[0], DEMO[0].scope, "75", "2024")
    assert found[["code", "programme", "simulated"]].to_numpy().tolist() == [
        ["75.01.01.2002", "kampung_bebas_narkoba", False],
        ["75.01.01.2002", "kampung_harapan_bersinar", False],
    ]
    assert queries.other_programmes(place[0], DEMO[0].scope, "75", "2023").empty
    assert queries.programme(place[0], DEMO[0].scope, "75", "2024")["code"].tolist() == ["75.01.01.2001"]


def test_a_report_of_other_programmes_alone_does_not_say_that_bersinar_has_none(send, place) -> None:
    assert send(FEED, [OTHER], BNNK, complete=True).accepted
    with place[0].writing() as connection:
        assert connection.scalar(sa.text("select count(*) from mentah.kiriman_cakupan")) == 0
    assert not [row for row in facts(place[0]) if row[3] == 1], "nothing of Bersinar is known"


def test_an_empty_programme_is_bersinar_and_one_event_twice_is_still_a_fault(send, rows_in) -> None:
    assert send(FEED, [DECLARED | {"Program": ""}, OTHER], BNNK).accepted
    assert len(rows_in("bersinar_event")) == 1
    twice = send(
        FEED, [DECLARED | {"Program": "", "Jumlah dana": 1, "Sumber dana": "apbd"}, DECLARED | {"Program": "Bersinar"}], BNNK
    )
    assert len(twice.remarks.faults) == 2
    assert not send(FEED, [DECLARED | {"Program": "Desa Tangguh"}], BNNK).accepted, "an unknown programme is not guessed"


def test_a_corrected_programme_leaves_the_other_table(send, place, rows_in) -> None:
    first = send(FEED, [DECLARED], PUSAT)
    second = send(FEED, [DECLARED | {"Program": "Kampung Bebas Narkoba"}], PUSAT, supersedes=first.kiriman_id)
    assert rows_in("bersinar_event") == []
    assert len(rows_in("other_programme_event")) == 1
    history.withdraw(place[0], second.kiriman_id, PUSAT, "uji")
    assert rows_in("other_programme_event") == []
