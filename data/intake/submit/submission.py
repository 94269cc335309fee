"""A submission from file to `inti`: read, checked, staged, compared, landed in one transaction, or not at all."""

import hashlib
import time
from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path

import psycopg
import sqlalchemy as sa

from data.feeds import SUBMISSIONS, Contract
from data.feeds import Mapping as ColumnMapping
from data.feeds.approval import ACTIVE, DRAFT, FIRST_STATE, REAL, TRIAL
from data.identity.audit import note_within
from data.intake.read.files import Workbook, open_file
from data.intake.read.places import Places
from data.intake.read.tokens import Keyring
from data.intake.sheets import marked
from data.intake.submit.check import Check
from data.intake.submit.declared import declare, declared
from data.intake.submit.history import replaced
from data.intake.submit.land import ROWS, Landed, land, open_stage, refused
from data.intake.submit.parents import Parents
from data.intake.submit.report import Report, Sender
from data.intake.submit.reported import is_covered, left_out, note_older, reported_on
from data.intake.submit.stage import Where, give_number, stage_all
from data.intake.submit.whole import coverage, references, rules, same_rows
from data.jobs.queue import FACTS, ask
from data.model import schema
from data.model.clock import latest_day
from data.model.clock import today as day_shown
from data.model.errors import Fault, Problem
from data.model.period import Period
from data.model.roles import Act, Role, check_act, is_office_of, may
from data.store import Store
from data.store.locks import take_turn
from geo.regions.codes import NATION, lies_within

SIMULATED_MARK = "DATA SIMULASI"
_places: dict[tuple[sa.URL, int], Places] = {}
_STORES = 2  # whose regions are kept: a province's and the nation's


class _Back(Exception):  # noqa: N818 - ends the transaction without keeping it
    pass


def submit(
    store: Store,
    home: Path,
    contract: Contract,
    file: bytes | Workbook,
    *,
    sender: Sender,
    commit: bool,
    file_name: str = "",
    mapping: ColumnMapping | None = None,
    supersedes: int | None = None,
    complete: bool = False,
    today: date | None = None,
    links: Mapping[bytes, bytes] | None = None,
    progress: Callable[[int], None] = lambda rows: None,
) -> Report:
    """Check a file, and land it when `commit` and it has no fault; otherwise the store stays as it was.

    Its area is the sender's own region, or what its rows have in common; with `complete`, what is absent of the area is zero,
    else not reported (`reported`). `links` are tokens of one person by two keys, of rows whose identities became tokens before.
    Facts follow by a job. Raises `Fault` for what is wrong with the whole file; faults of cells
    are in the report.
    """
    began = time.perf_counter()
    check_sender(contract, sender)
    body = file if isinstance(file, bytes) else repr([sheet.rows for sheet in file.sheets]).encode()
    report = Report(contract.name, file_name or contract.name, hashlib.sha256(body).hexdigest())
    book = open_file(file, file_name) if isinstance(file, bytes) else file
    del body, file
    try:
        if not commit:
            _note_check(store, contract, sender, report)
        with store.writing() as connection:
            _submit(
                connection,
                store,
                home,
                contract,
                book,
                sender,
                commit,
                mapping,
                supersedes,
                complete,
                today,
                links,
                progress,
                report,
            )
            if not (commit and report.accepted and report.already is None):
                raise _Back
    except _Back:
        pass
    except (sa.exc.DBAPIError, psycopg.Error) as error:
        raise refused(error) from error
    report.seconds = time.perf_counter() - began
    return report


def _note_check(store: Store, contract: Contract, sender: Sender, report: Report) -> None:
    """Note a check in the trail, whatever its result, before it is answered: a check compares with what is stored."""
    with store.writing() as connection:
        detail = {"periksa": True, "umpan": contract.name, "instansi": sender.office, "sha256": report.sha256}
        note_within(connection, sender.person, sender.role, "kirim", f"periksa {contract.name}", **detail)


def marked_copy(body: bytes, file_name: str, report: Report) -> bytes:
    """The sender's own file with what the report found, as XLSX."""
    return marked(body, open_file(body, file_name), report.headings, report.remarks.faults)


def check_sender(contract: Contract, sender: Sender) -> None:
    """Raises `Fault` for a role that sends nothing, a sender without an office, and an office that does not send this feed."""
    check_act(sender, Act.SEND)
    if not sender.office:
        raise Fault(Problem.NO_OFFICE)
    kinds = tuple(contract.senders)
    of_a_kind = any(is_office_of(sender.office, kind) for kind in kinds)
    if sender.role not in (Role.BNN_PUSAT, Role.SYSTEM) and not of_a_kind:
        raise Fault(Problem.NOT_A_SENDER, office=sender.office, feed=contract.title["id"], known=", ".join(kinds))


def places_of(store: Store, connection: sa.Connection) -> Places:
    """Regions of the store, read once per process and store. Raises `Fault` where there are none yet."""
    count = int(connection.scalar(sa.select(sa.func.count()).where(schema.region.c.number.is_not(None))) or 0)
    if not count:
        raise Fault(Problem.NO_REGIONS)
    here = (store.app.url, count)
    if here not in _places:
        while len(_places) >= _STORES:
            del _places[next(iter(_places))]
        _places[here] = Places.read(connection)
    return _places[here]


def _submit(
    connection: sa.Connection,
    store: Store,
    home: Path,
    contract: Contract,
    book: Workbook,
    sender: Sender,
    commit: bool,
    mapping: ColumnMapping | None,
    supersedes: int | None,
    complete: bool,
    today: date | None,
    links: Mapping[bytes, bytes] | None,
    progress: Callable[[int], None],
    report: Report,
) -> None:
    connection.execute(sa.text("set local work_mem = '160MB'"))
    began = time.perf_counter()

    def lap(name: str) -> None:
        report.laps.append((name, time.perf_counter() - began))

    if _received(connection, sender, report, complete) and commit:
        return
    trial = bool(
        connection.scalar(sa.select(sa.func.count()).where(schema.source.c.kind == "simulasi", schema.source.c.id != TRIAL))
    )
    if not trial and _is_simulated(book):
        raise Fault(Problem.SIMULATED_FILE)
    check = Check(
        contract,
        places_of(store, connection),
        Keyring.open(home),
        sender.prefixes,
        today or latest_day(),
        mapping,
        declared(connection, contract.name, sender.office),
        may(sender, Act.DECLARE),
    )
    report.remarks = check.remarks
    check.links.update(links or {})
    open_stage(connection, contract)
    where = Where()
    identifier = None
    try:
        parts = Parents(contract, mapping, check.remarks).watched(check.parts(book), check)
        stage_all(connection, parts, where, progress, keep=commit)
    finally:
        report.rows_in, report.headings, report.understood = check.rows_in, check.headings, tuple(check.understood.values())
    lap("dibaca")
    if commit and not check.remarks.fault_count:
        # from here on one at a time: reading may take long, and numbers are given in the order in which files land
        take_turn(connection, "submissions")
        if _received(connection, sender, report, complete):
            return
        identifier = _begin(connection, contract, sender, report, TRIAL if trial else REAL, supersedes, complete)
        give_number(connection, identifier)
    connection.execute(sa.text(f"analyze {ROWS}"))
    if not where.count and not check.remarks.fault_count:
        raise Fault(Problem.NO_ROWS)
    same_rows(connection, contract, where, check.remarks)
    references(connection, contract, where, check.remarks)
    rules(connection, contract, where, check.remarks)
    region, periods = coverage(connection, contract, sender, where, check.remarks, today or day_shown())
    report.region_code, report.periods = region, periods
    report.state = FIRST_STATE.get(sender.role, DRAFT)
    said = reported_on(connection, contract, region, periods, today or day_shown(), complete=complete)
    report.not_reported = left_out(connection, contract.name, region, periods, said)
    report.overlaps = said.overlaps(connection, contract.name, sender.office, identifier)
    note_older(connection, contract, said, check.remarks)
    check.remarks.faults.sort(
        key=lambda one: (list(check.headings).index(one.sheet) if one.sheet in check.headings else -1, one.row)
    )
    lap("diperiksa")
    if check.remarks.fault_count:
        return
    _link_tokens(connection, contract, check.links, write=identifier is not None)
    source = TRIAL if trial else REAL
    report.landed = land(connection, contract, source, write=identifier is not None, office=sender.office)
    lap("mendarat")
    if identifier is None:
        return
    _finish(connection, identifier, report, where.count, periods, region)
    said.keep(connection, identifier)
    if supersedes is not None:
        report.landed += replaced(connection, contract, supersedes, identifier, sender)
    # a submission without a changed row still counts as one that came
    new = supersedes is not None or not is_covered(connection, identifier, contract.name, complete=complete)
    moved = report.landed.moved or new
    ask(connection, FACTS, (contract.name if moved else SUBMISSIONS,))
    report.kiriman_id = identifier
    answered = {"jawaban": mapping.answers} if mapping is not None and mapping.answers else {}
    detail = {"umpan": contract.name, "instansi": sender.office, "sha256": report.sha256} | answered
    note_within(connection, sender.person, sender.role, "kirim", f"kiriman {identifier}", **detail)
    for heading in sorted(check.declared):
        declare(connection, sender, contract.name, heading, report.sha256)


def _received(connection: sa.Connection, sender: Sender, report: Report, complete: bool) -> bool:
    """Whether this office's file with these bytes was received, and as complete where it is so now; the report is then its
    receipt, whatever became of the first.
    """
    kiriman = schema.kiriman.c
    first = connection.execute(
        sa.select(schema.kiriman)
        .where(
            kiriman.feed == report.feed,
            kiriman.sender == sender.office,
            kiriman.sha256 == report.sha256,
            kiriman.state.in_(ACTIVE),
            sa.or_(kiriman.complete, sa.literal(not complete)),
        )
        .order_by(kiriman.id)
        .limit(1)
    ).first()
    if first is None:
        return False
    report.already = first.id
    if lies_within(first.region_code, sender.prefixes):
        report.state, report.region_code, report.periods = first.state, first.region_code, tuple(first.periods)
        report.rows_in, report.landed = first.row_count, Landed(new=first.new_rows or 0, changed=first.changed_rows or 0)
    return True


def _is_simulated(book: Workbook) -> bool:
    return any(
        SIMULATED_MARK in sheet.name.upper()
        or any(SIMULATED_MARK in (cell or "").upper() for row in sheet.rows[:10] for cell in row)
        for sheet in book.sheets
    )


def _begin(
    connection: sa.Connection,
    contract: Contract,
    sender: Sender,
    report: Report,
    source: str,
    supersedes: int | None,
    complete: bool,
) -> int:
    """Insert the submission's row, completed at the end; it must exist before its parts."""
    title = "Kiriman instansi" + (" (latihan, di samping DATA SIMULASI)" if source == TRIAL else "")
    connection.execute(
        sa.text(
            "insert into inti.source (id, title, publisher, kind, as_of, licence, note) values "
            "(:id, :title, 'Instansi pengirim', :kind, '-', '-', 'Masuk lewat kiriman; lihat Kelengkapan data.') "
            "on conflict do nothing"
        ),
        {"id": source, "title": title, "kind": "simulasi" if source == TRIAL else "resmi"},
    )
    return int(
        connection.scalar(
            schema.kiriman.insert()
            .values(
                feed=contract.name,
                sender=sender.office,
                region_code=NATION,
                year=0,
                sha256=report.sha256,
                row_count=0,
                source_id=source,
                periods=[],
                state=FIRST_STATE.get(sender.role, DRAFT),
                sent_by=sender.person,
                file_name=Path(report.file_name).name[:200],
                contract=contract.version,
                supersedes=supersedes,
                complete=complete,
            )
            .returning(schema.kiriman.c.id)
        )
        or 0
    )


def _finish(
    connection: sa.Connection, identifier: int, report: Report, rows: int, periods: tuple[str, ...], region: str
) -> None:
    last = max(periods)
    connection.execute(
        schema.kiriman.update()
        .where(schema.kiriman.c.id == identifier)
        .values(
            region_code=region,
            year=Period.parse(last).last_year,
            period=last,
            periods=list(periods),
            row_count=rows,
            new_rows=report.landed.new,
            changed_rows=report.landed.changed,
        )
    )
    connection.execute(
        sa.text(
            "update inti.source set row_count = row_count + :rows, as_of = to_char(now(), 'YYYY-MM-DD') "
            "where id = (select source_id from mentah.kiriman where id = :id)"
        ),
        {"rows": report.landed.new, "id": identifier},
    )


def _link_tokens(connection: sa.Connection, contract: Contract, links: dict[bytes, bytes], *, write: bool) -> None:
    """Link people who are known under the older token, while there are two keys, so that one person stays one."""
    column = next((one.name for one in contract.columns if one.type == "token"), None)
    if not links or column is None or not write:
        return
    driver = connection.connection.driver_connection
    assert driver is not None
    with driver.cursor() as cursor:
        cursor.executemany(
            "insert into inti.token_link (newer, older) select %s, %s where exists "
            "(select 1 from inti.rehab_episode where token = %s "
            "union all select 1 from inti.ibm_assessment where token = %s) on conflict do nothing",
            [(newer, older, older, older) for newer, older in links.items()],
        )
