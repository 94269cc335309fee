"""Time a rebuild of all facts and what one office's submission costs: `python -m tests.benchmarks.refresh`.

On the store that the environment names, which should hold the simulated nation; everything is rolled back. Asserts nothing.
"""

import time

import sqlalchemy as sa

from data.facts.update import refresh, refresh_feeds
from data.model.settings import Settings
from data.store import open_store

# a month of one BNNK's services, one village's events, a facility's beds: each as a submission changes them
CHANGES = {
    "layanan_bulanan": """update inti.service_month set held = held + 1 where (region_code, month) = (
        select region_code, max(month) from inti.service_month where length(region_code) = 5
         group by region_code order by region_code limit 1)""",
    "bersinar_peristiwa": """update inti.bersinar_event set event_date = event_date - 20
        where village_code = (select min(village_code) from inti.bersinar_event)""",
    "kasus": """delete from inti.narcotics_case
        where id = (select min(id) from inti.narcotics_case where case_date >= '2026-01-01')""",
    "rehab_episode": "delete from inti.rehab_episode where id = (select max(id) from inti.rehab_episode)",
    "tahap_perkara": """delete from inti.case_stage
        where case_key = (select min(case_key) from inti.case_stage where stage_date >= '2026-01-01')""",
    "fasilitas_rehab": """update inti.facility set beds_men = beds_men + 1
        where id = (select min(id) from inti.facility where closed is null)""",
}


def _timed(connection: sa.Connection, work: object) -> float:
    began = time.perf_counter()
    work(connection)  # type: ignore[operator]
    return time.perf_counter() - began


def main() -> None:
    store = open_store(Settings())
    print(f"{store.kind} store")
    taken = {}
    for feed, change in CHANGES.items():
        with store.writing() as connection:
            connection.execute(sa.text("set local statement_timeout = 0"))
            moved = connection.execute(sa.text(change)).rowcount
            seconds = _timed(connection, lambda c, feed=feed: refresh_feeds(c, (feed,), lambda done, total: None))
            connection.rollback()
        taken[f"{feed}, {moved} rows changed"] = seconds
    with store.writing() as connection:
        connection.execute(sa.text("set local statement_timeout = 0"))
        whole = _timed(connection, lambda c: refresh(c, lambda done, total: None))
        facts = connection.scalar(sa.text("select count(*) from analitik.nilai"))
        connection.rollback()
    taken[f"everything, {facts:,} facts"] = whole
    for what, seconds in taken.items():
        print(f"  {what:40} {seconds:8.1f} s   1/{whole / seconds:.0f} of a rebuild")
    store.close()


if __name__ == "__main__":
    main()
