"""Quality rules: findings are found, taken up, closed with a reason, and opened again when their numbers change."""

from dataclasses import replace

import pytest

from data.intake.quality import quality_rules
from data.model import schema
from data.model.errors import Fault
from data.queries import finding_counts, findings, series
from tests.following import history, quality
from tests.intake.conftest import BNNK, PUSAT
from tests.people import as_person, scope_of

SCOPE = scope_of("bnn_pusat", "")


def _people(regency: int, *villages: int) -> list[dict[str, object]]:
    rows = [{"Wilayah": "75.02", "Tahun": 2025, "Penduduk": regency}]
    return [*rows, {"Wilayah": "75.02.01.2001", "Tahun": 2025, "Penduduk": villages[0]}]


def test_a_total_that_contradicts_its_parts_is_shown_and_not_corrected(send, place, rows_in) -> None:
    store = place[0]
    sent = send("penduduk", _people(100, 90))
    assert quality.check(store)["terbuka"] == 1
    found = findings(store, SCOPE).iloc[0]
    assert (found["rule"], found["found"], found["expected"]) == ("penduduk_tidak_jumlah", "100", "bagian 90")
    assert {row["people"] for row in rows_in("population", "people")} == {100, 90}

    with pytest.raises(Fault):
        quality.settle(store, found["rule"], found["subject"], "ditutup", " ", PUSAT)
    with pytest.raises(Fault):  # not in this office's area
        quality.settle(store, found["rule"], found["subject"], "ditutup", "benar", BNNK)
    quality.settle(store, found["rule"], found["subject"], "ditutup", "sensus berbeda", PUSAT)
    assert quality.check(store)["terbuka"] == 0

    send("penduduk", _people(101, 90))
    assert quality.check(store)["terbuka"] == 1
    history.withdraw(store, 2, PUSAT, "uji")
    history.withdraw(store, sent.kiriman_id, PUSAT, "uji")
    assert quality.check(store) == {"terbuka": 0, "hilang": 1}


def test_the_indicator_of_open_findings_follows_what_is_found_and_closed(send, place) -> None:
    store = place[0]

    def counted() -> float:
        facts = series(store, SCOPE, "75.02", ["selisih_terbuka"])
        return float(facts["numerator"].iat[-1])

    send("penduduk", [row | {"Tahun": 2022} for row in _people(100, 90)])
    quality.check(store)
    assert counted() == 1
    found = findings(store, SCOPE).iloc[0]
    quality.settle(store, found["rule"], found["subject"], "ditutup", "sensus berbeda", PUSAT)
    assert counted() == 0


def test_findings_are_seen_in_their_area_only(send, place) -> None:
    send("penduduk", _people(100, 90))
    quality.check(place[0])
    assert findings(place[0], as_person(place[0], "bnnk", "75.01")).empty
    assert finding_counts(place[0], as_person(place[0], "bnnk", "75.02"))["count"].tolist() == [1]


def test_findings_about_people_are_for_cleared_persons_and_their_senders(send, place) -> None:
    store = place[0]
    with store.writing() as connection:
        connection.execute(
            schema.temuan.insert().values(
                rule="tersangka_beda",
                subject="LP/7",
                region_code="75.02",
                found="3 disebut",
                expected="2 dirinci",
                owner="Polres dan BNNK",
                restricted=True,
            )
        )

    def seen(role: str, *, published: bool = False) -> list[tuple[str, str]]:
        found = findings(store, replace(as_person(store, role, "75.02"), published=published))
        return list(found[["subject", "found"]].itertuples(index=False, name=None))

    assert seen("bnnk") == [("LP/7", "3 disebut")]
    assert seen("instansi") == [("LP/7", "")]
    assert seen("kepala_daerah") == seen("bnnk", published=True) == seen("auditor") == []
    assert finding_counts(store, as_person(store, "kepala_daerah", "75.02")).empty


def test_every_rule_runs_and_names_its_owner(place) -> None:
    quality.check(place[0])
    assert all(rule.owner and rule.why["id"] for rule in quality_rules().values())
