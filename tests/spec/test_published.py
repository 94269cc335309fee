"""Figures of people as they are published, each rounded by itself, and exact for those who work with them."""

import sqlalchemy as sa

from data.facts.rules import table_of as rows
from data.model import schema
from data.store import Store

FACILITY = [{"village_code": "75.01.01.2001", "name": "Uji", "operator": "BNN", "beds_men": "0", "beds_women": "0",
             "outpatient_places": "90", "opened": "2020-01-01"}]  # fmt: skip


def _facility(put, store: Store) -> str:
    put(schema.facility, FACILITY)
    with store.writing() as connection:
        return str(connection.scalar(sa.select(schema.facility.c.id)))


def _clients(facility: str, count: int, finished: int) -> list[dict[str, object]]:
    """Clients who waited as many days as their number and left in the same year, some of them with the treatment finished."""
    row = {"agency": "BNN", "facility_id": facility, "regency_code": "75.01", "service": "rawat_jalan", "entry": "sukarela",
           "substance": "sabu", "sex": "L", "age_band": "25-34", "requested": "2022-01-01"}  # fmt: skip
    return [
        row
        | {
            "token": number.to_bytes(16),
            "started": f"2022-03-{1 + number % 28:02d}",
            "ended": "2022-09-01",
            "outcome": "selesai" if number < finished else "putus",
        }
        for number in range(count)
    ]


PEOPLE = """
| clients | finished | new | share | of | days |
|---------|----------|-----|-------|----|------|
| 1       | 0        | <5  |       |    |      |
| 4       | 4        | <5  |       |    |      |
| 5       | 0        | 5   |       | 5  |      |
| 7       | 6        | 5   |       | 5  |      |
| 9       | 9        | 10  |       | 10 |      |
| 12      | 12       | 10  |       | 10 | 64.5 |
| 17      | 17       | 15  |       | 15 | 67   |
| 18      | 17       | 20  | 75    | 20 | 67.5 |
| 22      | 3        | 20  |       | 20 | 69.5 |
| 22      | 0        | 20  | 0     | 20 | 69.5 |
| 23      | 20       | 25  | 80    | 25 | 70   |
| 28      | 28       | 30  | 100   | 30 | 72.5 |
"""


def test_counts_shares_and_medians_are_published_rounded_and_kept_exact(put, facts, country) -> None:
    for line in rows(PEOPLE):
        clients, finished = int(line["clients"]), int(line["finished"])
        put(schema.rehab_episode, _clients(_facility(put, country), clients, finished))
        facts("rehab_baru", "rehab_selesai", "hari_tunggu_rehab")
        with country.writing() as connection:
            made = connection.execute(sa.select(schema.nilai).where(schema.nilai.c.period == "2022")).all()
        found = {(row.indicator, row.region_code, row.sensitivity): row for row in made}
        for region in ("75.01", "75", "ID"):
            new, share, days = (found[code, region, 0] for code in ("rehab_baru", "rehab_selesai", "hari_tunggu_rehab"))
            few = line["new"] == "<5"
            assert (new.status, new.numerator, new.value) == ((5, None, None) if few else (1, *[float(line["new"])] * 2))
            assert (share.value, share.denominator, days.value) == tuple(
                float(line[name]) if line[name] else None for name in ("share", "of", "days")
            ), line
            assert share.status == (1 if line["share"] else 5)
            assert found["rehab_baru", region, 2].numerator == clients
            exact = found["rehab_selesai", region, 2]
            assert (exact.numerator, exact.denominator, exact.status) == (finished, clients, 1)
        with country.writing() as connection:
            connection.execute(schema.rehab_episode.delete())
            connection.execute(schema.facility.delete())


def test_a_month_without_clients_is_zero_and_not_fewer_than_five(put, facts, country) -> None:
    put(schema.rehab_episode, _clients(_facility(put, country), 30, 30))
    found = facts("rehab_baru")
    assert (found["75.01", "2022-05", 0].status, found["75.01", "2022-05", 0].numerator) == (1, 0)
    assert (found["75.01", "2022-03", 0].status, found["75.01", "2022-03", 0].numerator) == (1, 30)
