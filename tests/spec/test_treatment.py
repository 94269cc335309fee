"""People in treatment: each counted once in each region, the way through treatment, and the interval of totals."""

import datetime
import random

import numpy as np
import pytest
import sqlalchemy as sa

from dashboard.analysis.rehab.headcount import headcount_of
from data import queries
from data.facts.rules import table_of as rows
from data.model import schema
from data.store import Store
from data.store.scope import Scope
from tests.people import as_person

FACILITIES = [
    {"code": f"F{at}", "village_code": village, "name": f"Uji {at}", "operator": "BNN", "beds_men": "0", "beds_women": "0",
     "outpatient_places": "9", "opened": "2020-01-01"}
    for at, village in enumerate(("75.01.01.2001", "75.02.01.2001"))
]  # fmt: skip
ALWAYS = {"substance": "sabu", "sex": "L", "age_band": "25-34", "source_id": "s"}

# a: known to two agencies in two regencies; b: from one year into the next; c: aftercare in time; d: too late for it
EPISODES = """
| who | agency   | region | service     | entry      | started    | ended      | outcome |
|-----|----------|--------|-------------|------------|------------|------------|---------|
| a   | BNN      | 75.01  | rawat_jalan | sukarela   | 2022-01-10 | 2022-03-01 | selesai |
| a   | Kemensos | 75.02  | rawat_inap  | tat        | 2022-06-01 |            |         |
| b   | BNN      | 75.01  | rawat_inap  | putusan    | 2021-11-01 | 2022-02-01 | dirujuk |
| c   | BNN      | 75.01  | rawat_jalan | lapor_diri | 2022-02-01 | 2022-05-01 | selesai |
| c   | BNN      | 75.02  | pascarehab  | sukarela   | 2022-07-30 | 2022-09-01 | selesai |
| d   | BNN      | 75.01  | rawat_jalan | razia      | 2022-02-01 | 2022-05-01 | selesai |
| d   | BNN      | 75.01  | pascarehab  | sukarela   | 2022-07-31 | 2022-09-01 | selesai |
| e   | BNN      | 75.01  | rawat_jalan | sukarela   | 2022-10-01 | 2022-10-20 | putus   |
| f   | BNN      | 75.01  | rawat_jalan | sukarela   | 2022-10-01 | 2022-11-20 | selesai |
"""
COUNTS = """
| region | subject          | a            | amount |
|--------|------------------|--------------|--------|
| ID     | orang            |              | 6      |
| 75.01  | orang            |              | 6      |
| 75.02  | orang            |              | 2      |
| ID     | orang_instansi   | BNN          | 6      |
| ID     | orang_instansi   | Kemensos     | 1      |
| ID     | orang_irisan     | BNN+Kemensos | 1      |
| ID     | orang_irisan     | BNN          | 5      |
| 75.01  | orang_irisan     | BNN          | 6      |
| 75.02  | orang_irisan     | Kemensos     | 1      |
| ID     | layanan_instansi | BNN          | 8      |
"""
WAY = """
| from                | to                      | amount |
|---------------------|-------------------------|--------|
| masuk.sukarela      | layanan.rawat_jalan     | 3      |
| masuk.lapor_diri    | layanan.rawat_jalan     | 1      |
| masuk.razia         | layanan.rawat_jalan     | 1      |
| masuk.tat           | layanan.rawat_inap      | 1      |
| layanan.rawat_inap  | hasil.berjalan          | 1      |
| layanan.rawat_jalan | hasil.selesai           | 4      |
| layanan.rawat_jalan | hasil.putus             | 1      |
| hasil.selesai       | lanjut.pascarehab       | 1      |
| hasil.selesai       | lanjut.tanpa_pascarehab | 2      |
| hasil.selesai       | lanjut.belum_90_hari    | 1      |
"""


@pytest.fixture
def treated(put, facts, country):
    """Insert episodes and totals, refresh, and return what `queries.breakdown` answers a scope for a region and year."""
    put(schema.facility, FACILITIES)
    put(schema.bersinar_event, [{"village_code": "75.01.01.2001", "event": "monev", "event_date": "2022-12-31"}])

    def load(episodes: list[dict[str, object]], totals: list[dict[str, object]] = ()):
        with country.writing() as connection:
            ids = dict(connection.execute(sa.select(schema.facility.c.village_code, schema.facility.c.id)).all())
            places = {village[:5]: number for village, number in ids.items()}
            made = [
                ALWAYS
                | {
                    "token": str(row["who"]).encode().ljust(17, b"\1"),
                    "agency": row["agency"],
                    "facility_id": places[row["region"]],
                    "regency_code": row["region"],
                    "service": row["service"],
                    "entry": row["entry"],
                    "requested": row["started"],
                    "started": row["started"],
                    "ended": row["ended"] or None,
                    "outcome": row["outcome"] or None,
                }
                for row in episodes
            ]
            connection.execute(schema.rehab_episode.delete())
            connection.execute(schema.rehab_recap.delete())
            if made:
                connection.execute(schema.rehab_episode.insert(), made)
            if totals:
                connection.execute(schema.rehab_recap.insert(), [row | {"source_id": "s"} for row in totals])
        facts("orang_direhabilitasi")

        def ask(region: str, scope: Scope | None = None, year: str = "2022"):
            return queries.breakdown(country, scope or as_person(country, "bnn_pusat", ""), region, year)

        return ask

    return load


def test_people_count_once_in_each_region_and_flows_follow_them(treated, country: Store) -> None:
    ask = treated(rows(EPISODES))
    for line in rows(COUNTS):
        found = ask(line["region"])
        mine = found[(found["subject"] == line["subject"]) & (found["a"] == line["a"])]
        assert mine["amount"].tolist() == [float(line["amount"])], line
    found = ask("ID")
    way = found[found["subject"] == "alur"]
    assert dict(zip(zip(way["a"], way["b"], strict=True), way["amount"], strict=True)) == {
        (line["from"], line["to"]): float(line["amount"]) for line in rows(WAY)
    }
    assert ask("ID", year="2021").query("subject == 'orang'")["amount"].tolist() == [1.0]
    with country.writing() as connection:
        fact = sa.select(schema.nilai.c.numerator).where(
            schema.nilai.c.indicator == "orang_direhabilitasi",
            schema.nilai.c.region_code == "ID",
            schema.nilai.c.period == "2022",
            schema.nilai.c.sensitivity == 2,
        )
        assert connection.scalar(fact) == 6, "the fact and the breakdown count the same people"


def test_others_read_each_count_rounded_by_itself(treated, country: Store) -> None:
    ask = treated(rows(EPISODES))
    for scope in (Scope.public(), as_person(country, "kepala_daerah", "75"), as_person(country, "bnnp", "31")):
        found = ask("ID", scope)
        assert set(found["sensitivity"]) == {0}
        exact = ask("ID").set_index(["subject", "a", "b"])["amount"]
        for row in found.itertuples():
            whole = exact[row.subject, row.a, row.b]
            assert (
                (row.status, row.amount) == (1, 5 * round(whole / 5))
                if whole >= 5
                else row.status == 5 and np.isnan(row.amount)
            )
    assert set(ask("75", as_person(country, "bnnp", "75"))["sensitivity"]) == {2}
    assert set(ask("ID", as_person(country, "bnnp", "75"))["sensitivity"]) == {0}


def test_unique_counts_equal_brute_force_on_random_episodes(treated) -> None:
    draw = random.Random(29)
    agencies, regions = ("BNN", "Kemenkes", "Kemensos", "Mitra"), ("75.01", "75.02")
    first = datetime.date(2021, 1, 1)
    episodes = []
    for _ in range(400):
        started = first + datetime.timedelta(draw.randrange(725))
        ended = started + datetime.timedelta(draw.randrange(300))
        over = ended <= datetime.date(2022, 12, 31)
        episodes.append(
            {
                "who": f"p{draw.randrange(120)}",
                "agency": draw.choice(agencies),
                "region": draw.choice(regions),
                "service": draw.choice(("rawat_inap", "rawat_jalan", "pascarehab")),
                "entry": "sukarela",
                "started": started.isoformat(),
                "ended": ended.isoformat() if over else "",
                "outcome": "selesai" if over else "",
            }
        )
    unique = {(row["who"], row["agency"], row["region"], row["service"], row["started"]): row for row in episodes}
    ask = treated(list(unique.values()))
    for year in ("2021", "2022"):
        inside = [
            row
            for row in unique.values()
            if row["started"] <= f"{year}-12-31" and (not row["ended"] or row["ended"] >= f"{year}-01-01")
        ]
        for region in ("ID", "75", *regions):
            mine = [row for row in inside if region == "ID" or row["region"].startswith(region)]
            served: dict[str, set[str]] = {}
            for row in mine:
                served.setdefault(row["who"], set()).add(row["agency"])
            sets: dict[str, int] = {}
            for names in served.values():
                key = "+".join(sorted(names))
                sets[key] = sets.get(key, 0) + 1
            found = ask(region, year=year)
            counted = headcount_of(found)
            assert counted.people.amount == counted.least == counted.most == len(served)
            assert {"+".join(names): count.amount for names, count in counted.overlap} == sets
            assert {name: people.amount for name, people, _ in counted.agencies} == {
                name: sum(name in names for names in served.values()) for name in agencies
            }
            assert counted.contacts.words == str(len(mine))


# g: a second stay runs beside the first, the true return comes later; h: returns on the very day; i: aftercare is no return;
# j: never returns; k: one day of treatment, which is no return from itself
RETURNS = """
| who | agency   | region | service     | entry    | started    | ended      | outcome |
|-----|----------|--------|-------------|----------|------------|------------|---------|
| g   | BNN      | 75.01  | rawat_jalan | sukarela | 2022-01-01 | 2022-03-01 | selesai |
| g   | Kemensos | 75.02  | rawat_inap  | sukarela | 2022-02-01 | 2022-02-20 | putus   |
| g   | BNN      | 75.02  | rawat_jalan | sukarela | 2022-03-31 | 2022-12-30 | putus   |
| h   | BNN      | 75.01  | rawat_inap  | sukarela | 2022-01-01 | 2022-04-01 | selesai |
| h   | BNN      | 75.01  | rawat_jalan | sukarela | 2022-04-01 | 2022-12-30 | putus   |
| i   | BNN      | 75.01  | rawat_jalan | sukarela | 2022-01-01 | 2022-03-01 | selesai |
| i   | BNN      | 75.01  | pascarehab  | sukarela | 2022-03-05 | 2022-04-01 | selesai |
| j   | BNN      | 75.01  | rawat_jalan | sukarela | 2022-01-01 | 2022-03-01 | selesai |
| k   | BNN      | 75.01  | rawat_jalan | sukarela | 2022-03-01 | 2022-03-01 | selesai |
"""


def test_a_stay_beside_another_is_no_return_from_it(treated, country: Store) -> None:
    treated(rows(RETURNS))
    found = queries.survival(country, as_person(country, "bnn_pusat", ""), "75.01", "2022").query("subject == 'kembali'")
    # five completed: h returns on day 0, g on day 30; the others do not until the end of the data, 305 days on
    assert found[["days", "at_risk"]].values.tolist() == [[0, 5], [30, 4], [305, 3]]
    assert found["share"].tolist() == pytest.approx([0.8, 0.6, 0.6])


@pytest.mark.parametrize("shared", [0, 25, 50, 75, 100])
def test_the_interval_contains_the_truth_where_an_agency_sends_totals(treated, shared: int) -> None:
    """BNN sends 40 people's rows; Kemenkes the total of its 20, of whom so many per cent are BNN's too."""
    own = [
        {"who": f"b{at}", "agency": "BNN", "region": "75.01", "service": "rawat_jalan", "entry": "sukarela",
         "started": "2022-03-01", "ended": "2022-05-01", "outcome": "selesai"}
        for at in range(40)
    ]  # fmt: skip
    monthly = (("Kemenkes", "2022-04-01", 12), ("Kemenkes", "2022-05-01", 8), ("BNN", "2022-04-01", 44))
    # BNN sent rows too: its totals say nothing more
    totals = [_total(agency, "75.01", month, clients) for agency, month, clients in monthly]
    truth = 40 + 20 - round(20 * shared / 100)
    for region in ("75.01", "75", "ID"):
        found = headcount_of(treated(own, totals)(region))
        assert (found.least, found.most) == (40, 60), region
        assert found.least <= truth <= found.most
        assert [(name, count.amount) for name, count in found.totals] == [("Kemenkes", 20)]
    published = headcount_of(treated(own, totals)("75", Scope.public()))
    assert published.least <= truth <= published.most
    assert not published.exact


def test_totals_of_a_province_alone_reach_the_nation_and_no_regency(treated) -> None:
    totals = [_total("Kemensos", "75", "2022-04-01", 30)]
    ask = treated([], totals)
    for region, least in (("75.01", 0), ("75", 30), ("ID", 30)):
        found = headcount_of(ask(region))
        assert (found.least, found.most, found.is_known) == (least, least, least > 0)


def _total(agency: str, region: str, month: str, clients: int) -> dict[str, object]:
    day = datetime.date.fromisoformat(month)
    return {"agency": agency, "region_code": region, "month": day, "service": "rawat_jalan", "clients": clients}
