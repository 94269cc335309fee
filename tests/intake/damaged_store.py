"""What a damaged file leaves in a store that knows all regions and nothing about them."""

from pathlib import Path

import sqlalchemy as sa

from data.feeds import Mapping, feeds
from data.intake.submit.report import Report, Sender
from data.intake.submit.submission import submit
from data.model.errors import Fault
from data.model.roles import Role
from data.store import Store
from tests.intake.damage.right import Damaged, Truth

_LANDED = {
    "layanan_bulanan": ("service_month", "region_code, month, service, held, people"),
    "bersinar_peristiwa": ("bersinar_event", "village_code, event, event_date"),
    "penduduk": ("population", "region_code, year, people"),
    "kawasan_rawan": ("kawasan_rawan", "village_code, year, (main || supporting)::text[]"),
}


def landed(store: Store, home: Path, file: Damaged) -> tuple[Truth | None, str]:
    """What landed, ``None`` where nothing did, with the first sentence; the store is emptied again.

    The sender confirms how a sheet was understood, whatever that is.
    """
    table, columns = _LANDED[file.feed]
    sender = Sender("BNNP Gorontalo", "uji", Role.SYSTEM, (file.region,))
    try:
        report = _sent(store, home, file, sender, None)
        if report.understood:
            answers = {one.question: "ya" for one in report.understood}
            report = _sent(store, home, file, sender, Mapping(answers=answers))
    except Fault as fault:
        return None, str(fault)
    if not report.accepted:
        return None, report.remarks.faults[0].sentence()
    with store.writing() as connection:
        rows = connection.execute(sa.text(f"select {columns} from inti.{table}")).all()
        connection.execute(sa.text(f"truncate inti.{table}, inti.job_run"))
        connection.execute(sa.text("truncate mentah.kiriman cascade"))
    return frozenset(tuple(_said(value) for value in row) for row in rows), ""


def _sent(store: Store, home: Path, file: Damaged, sender: Sender, mapping: Mapping | None) -> Report:
    return submit(store, home, feeds()[file.feed], file.body, sender=sender, commit=True, file_name=file.name, mapping=mapping)


def _said(value: object) -> str:
    return str([one == "true" for one in value]) if isinstance(value, list) else str(value)
