"""A file from a sender to `inti`: read, checked, staged, compared, landed with its facts in one transaction, or not at all."""

import hashlib
import io
import time
from bisect import bisect_right
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from weakref import WeakKeyDictionary

import psycopg
import pyarrow as pa
import pyarrow.parquet as pq
import sqlalchemy as sa

from data import schema
from data.access.roles import SYSTEM
from data.errors import Fault, Problem
from data.feeds import Contract, Mapping
from data.intake.check import Check, Part
from data.intake.files import Workbook, open_file
from data.intake.findings import MOST_FAULTS, CellFault, Findings
from data.intake.heading import Heading
from data.intake.land import ROWS, Landed, drop_repeats, land, open_stage, quoted, stage
from data.intake.places import Places
from data.intake.sheets import marked
from data.intake.states import ACTIVE, DRAFT, FIRST_STATE, REAL, TRIAL
from data.intake.tokens import Keyring
from data.refresh import refresh_themes
from data.store import Store
from geo.regions import NATION

LOCK = 20450820
SIMULATED_MARK = "DATA SIMULASI"
_places: "WeakKeyDictionary[sa.Engine, Places]" = WeakKeyDictionary()


@dataclass(frozen=True)
class Sender:
    """Who sends: the office as it appears everywhere, the account, its role and region prefixes ('' is the nation)."""

    office: str
    person: str
    role: str
    prefixes: tuple[str, ...] = ("",)


@dataclass
class Report:
    """What a sender is told. `kiriman_id` is set when it was committed, `already` when the same file was there before."""

    feed: str
    file_name: str
    sha256: str
    findings: Findings = field(default_factory=Findings)
    rows_in: int = 0
    landed: Landed = field(default_factory=Landed)
    periods: tuple[str, ...] = ()
    region_code: str = ""
    state: str = ""
    kiriman_id: int | None = None
    already: int | None = None
    overlaps: tuple[int, ...] = ()
    headings: dict[str, Heading] = field(default_factory=dict)
    seconds: float = 0.0
    laps: list[tuple[str, float]] = field(default_factory=list)  # seconds until the end of each step

    @property
    def accepted(self) -> bool:
        """Nothing stands in the way of landing it."""
        return not self.findings.fault_count

    @property
    def rejected(self) -> int:
        """Rows with a fault; a file with one is not landed at all."""
        return len(self.findings.rejected_rows)


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
    mapping: Mapping | None = None,
    supersedes: int | None = None,
    area: str | None = None,
    today: date | None = None,
    progress: Callable[[int], None] = lambda rows: None,
) -> Report:
    """Check a file, and land it when `commit` and it has no fault; otherwise the store stays as it was.

    `area` is the region the file is complete for (else the sender's own, or what its rows have in common). Raises `Fault` for
    what is wrong with the whole file; faults of cells are in the report.
    """
    began = time.perf_counter()
    _may_send(contract, sender)
    body = file if isinstance(file, bytes) else repr([sheet.rows for sheet in file.sheets]).encode()
    report = Report(contract.name, file_name or contract.name, hashlib.sha256(body).hexdigest())
    book = open_file(file, file_name) if isinstance(file, bytes) else file
    del body, file
    try:
        with store.writing() as connection:
            _submit(connection, store, home, contract, book, sender, commit, mapping, supersedes, area, today, progress, report)
            if not (commit and report.accepted and report.already is None):
                raise _Back
    except _Back:
        if report.kiriman_id is not None:
            report.kiriman_id = None
    except (sa.exc.DBAPIError, psycopg.Error) as error:
        raise refused(error) from error
    report.seconds = time.perf_counter() - began
    return report


def refused(error: Exception) -> Fault:
    """What the store itself refused, said in one sentence; a lost connection keeps its own answer."""
    cause = error.orig if isinstance(error, sa.exc.DBAPIError) else error
    if isinstance(cause, psycopg.OperationalError | psycopg.InterfaceError) and getattr(cause, "sqlstate", None) is None:
        return Fault(Problem.STORE_LOST)
    diagnosis = getattr(cause, "diag", None)
    words = (getattr(diagnosis, "message_primary", None) or str(cause)).splitlines()[0]
    if getattr(cause, "sqlstate", "") == "23503":
        words = "baris lain masih merujuknya"
    return Fault(Problem.STORE_REFUSED, reason=words)


def marked_copy(body: bytes, file_name: str, report: Report) -> bytes:
    """The sender's own file with what the report found, as XLSX."""
    return marked(body, open_file(body, file_name), report.headings, report.findings.faults)


def _may_send(contract: Contract, sender: Sender) -> None:
    kinds = tuple(contract.senders)
    of_a_kind = any(sender.office == kind or sender.office.startswith(f"{kind} ") for kind in kinds)
    if sender.role not in ("bnn_pusat", SYSTEM) and not of_a_kind:
        raise Fault(Problem.NOT_A_SENDER, office=sender.office, feed=contract.title["id"], known=", ".join(kinds))


def places_of(store: Store, connection: sa.Connection) -> Places:
    """Regions of the store, read once per process and store."""
    known = _places.get(store.app)
    if known is None or not known.level:
        known = Places.read(connection)
        if not known.level:
            raise Fault(Problem.NO_REGIONS)
        _places[store.app] = known
    return known


def _submit(
    connection: sa.Connection, store: Store, home: Path, contract: Contract, book: Workbook, sender: Sender, commit: bool,
    mapping: Mapping | None, supersedes: int | None, area: str | None, today: date | None, progress: Callable[[int], None],
    report: Report,
) -> None:  # fmt: skip
    connection.execute(sa.text("set local work_mem = '160MB'"))
    kiriman = schema.kiriman
    began = time.perf_counter()

    def lap(name: str) -> None:
        report.laps.append((name, time.perf_counter() - began))

    if commit:
        connection.execute(sa.text("select pg_advisory_xact_lock(:key)"), {"key": LOCK})
    report.already = connection.scalar(
        sa.select(kiriman.c.id).where(
            kiriman.c.feed == contract.name, kiriman.c.sender == sender.office, kiriman.c.sha256 == report.sha256,
            kiriman.c.state.in_(ACTIVE),
        ).limit(1)
    )  # fmt: skip
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
        today or datetime.now().astimezone().date(),
        mapping,
    )
    report.findings = check.findings
    open_stage(connection, contract)
    where = _Where()
    identifier = None
    if commit and report.already is None:
        identifier = _begin(connection, contract, sender, report, TRIAL if trial else REAL, supersedes)
    try:
        _stage_all(connection, check.parts(book), where, identifier, progress)
    finally:
        report.rows_in, report.headings = check.rows_in, check.headings
    lap("dibaca")
    connection.execute(sa.text(f"analyze {ROWS}"))
    if not where.count and not check.findings.fault_count:
        raise Fault(Problem.NO_ROWS)
    _same_rows(connection, contract, where, check.findings)
    _references(connection, contract, where, check.findings)
    _rules(connection, contract, where, check.findings)
    region, periods = _coverage(connection, contract, sender, where, check.findings, area, check.today)
    report.region_code, report.periods = region, periods
    report.state = FIRST_STATE.get(sender.role, DRAFT)
    report.overlaps = tuple(
        connection.scalars(
            sa.select(kiriman.c.id).where(
                kiriman.c.feed == contract.name, kiriman.c.sender == sender.office, kiriman.c.region_code == region,
                kiriman.c.state.in_(ACTIVE), kiriman.c.periods.op("&&")(sa.cast(list(periods), sa.ARRAY(sa.Text))),
                kiriman.c.id != (identifier or 0),
            ).order_by(kiriman.c.id)
        )
    )  # fmt: skip
    check.findings.faults.sort(
        key=lambda one: (list(check.headings).index(one.sheet) if one.sheet in check.headings else -1, one.row)
    )
    lap("diperiksa")
    if check.findings.fault_count:
        return
    _link_tokens(connection, contract, check.links, write=identifier is not None)
    source = TRIAL if trial else REAL
    report.landed = land(connection, contract, source, write=identifier is not None)
    lap("mendarat")
    if identifier is None:
        return
    _finish(connection, identifier, report, len(where), periods, region)
    if supersedes is not None:
        from data.intake.history import replaced  # it falls back on submissions, this makes them

        report.landed += replaced(connection, contract, supersedes, identifier, sender)
    if report.landed.moved or not _covered(connection, report):
        refresh_themes(connection, contract.facts, lambda done, total: None)
    lap("indikator")
    connection.execute(sa.text("select 1"))  # a statement after the last write: a lost connection shows before the commit
    report.kiriman_id = identifier


@dataclass
class _Where:
    """Which sheet and row a row number is."""

    firsts: list[int] = field(default_factory=list)
    parts: list[tuple[str, object]] = field(default_factory=list)
    count: int = 0

    def add(self, part: Part) -> int:
        first = self.count + 1
        self.firsts.append(first)
        self.parts.append((part.sheet, part.places_in_sheet))
        self.count += part.rows.num_rows
        return first

    def __len__(self) -> int:
        return self.count

    def of(self, row_no: int) -> tuple[str, int]:
        at = bisect_right(self.firsts, row_no) - 1
        sheet, numbers = self.parts[at]
        return sheet, int(numbers[row_no - self.firsts[at]])  # type: ignore[index]


def _stage_all(
    connection: sa.Connection, parts: Iterator[Part], where: _Where, identifier: int | None, progress: Callable[[int], None]
) -> None:
    """Stage part after part; while the store takes one, the next one is read."""

    def put(part: Part, first: int, number: int) -> None:
        stage(connection, part.rows, first, identifier)
        if identifier is not None:
            _keep(connection, identifier, number, first, part)

    with ThreadPoolExecutor(1) as hand:
        before: Future[None] | None = None
        try:
            for part in parts:
                if before is not None:
                    before.result()
                before = hand.submit(put, part, where.add(part), len(where.firsts))
                progress(where.count)
        finally:
            if before is not None:
                before.result()


def _covered(connection: sa.Connection, report: Report) -> bool:
    """Whether these periods were reported for already: then a submission without a changed row changes no fact."""
    periods = connection.scalars(
        sa.select(sa.func.unnest(schema.kiriman.c.periods)).where(schema.kiriman.c.id.in_(report.overlaps)).distinct()
    )
    return set(report.periods) <= set(periods)


def _is_simulated(book: Workbook) -> bool:
    return any(
        SIMULATED_MARK in sheet.name.upper()
        or any(SIMULATED_MARK in (cell or "").upper() for row in sheet.rows[:10] for cell in row)
        for sheet in book.sheets
    )


def _begin(
    connection: sa.Connection, contract: Contract, sender: Sender, report: Report, source: str, supersedes: int | None
) -> int:
    """The submission's row, completed at the end; it must be there before its parts."""
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
                contract=contract.edition,
                supersedes=supersedes,
            )
            .returning(schema.kiriman.c.id)
        )
        or 0
    )


def parquet(table: pa.Table) -> bytes:
    """A table as Parquet."""
    body = io.BytesIO()
    pq.write_table(table, body, compression="zstd", compression_level=1)
    return body.getvalue()


def _keep(connection: sa.Connection, identifier: int, number: int, first: int, part: Part) -> None:
    rows = part.rows.drop_columns(["faulty"])
    driver = connection.connection.driver_connection
    assert driver is not None
    for kind, table in (("asli", part.received), ("baris", rows)):
        driver.execute(
            "insert into mentah.isi (kiriman_id, kind, part, first_row, row_count, body) values (%s, %s, %s, %s, %s, %b)",
            [identifier, kind, number, first, table.num_rows, parquet(table)],
        )


def _finish(
    connection: sa.Connection, identifier: int, report: Report, rows: int, periods: tuple[str, ...], region: str
) -> None:
    last = max(periods)
    connection.execute(
        schema.kiriman.update()
        .where(schema.kiriman.c.id == identifier)
        .values(
            region_code=region, year=int(last[:4]), period=last, periods=list(periods), row_count=rows,
            new_rows=report.landed.new, changed_rows=report.landed.changed,
        )
    )  # fmt: skip
    connection.execute(
        sa.text("update inti.source set row_count = row_count + :rows, as_of = to_char(now(), 'YYYY-MM-DD') "
                "where id = (select source_id from mentah.kiriman where id = :id)"),
        {"rows": report.landed.new, "id": identifier},
    )  # fmt: skip


# -- what only the whole submission shows -------------------------------------------------------------------------------


def _key(contract: Contract) -> str:
    return ", ".join(quoted(name) for name in contract.key)


def _same_rows(connection: sa.Connection, contract: Contract, where: _Where, findings: Findings) -> None:
    """Rows that stand there twice go; two rows of one key that differ are a fault of both."""
    known = " and ".join(f"{quoted(name)} is not null" for name in contract.key)
    twice = connection.scalar(
        sa.text(
            f"select count(*) from (select 1 from {ROWS} where {known} group by {_key(contract)} having count(*) > 1 limit 1) x"
        )
    )
    if not twice:
        return
    gone = drop_repeats(connection, contract)
    if gone:
        sheet, row = where.of(min(gone))
        findings.note("", "baris yang sama persis dipakai sekali", len(gone), f"{sheet}, baris {row}")
    rows = connection.execute(
        sa.text(
            f"select row_no, first from (select row_no, min(row_no) over w as first, count(*) over w as n from {ROWS} "
            f"where {known} window w as (partition by {_key(contract)})) x where n > 1 order by row_no limit {MOST_FAULTS}"
        )
    ).all()
    labels = ", ".join(contract.column(name).label["id"] for name in contract.key)
    for row_no, first in rows:
        sheet, row = where.of(row_no)
        _, other = where.of(first)
        expected = "Kunci ini dipakai lagi di baris lain." if row_no == first else f"Kunci ini sudah dipakai di baris {other}."
        findings.fault(CellFault(sheet, row, labels, "", expected, "Hapus salah satu, atau betulkan kuncinya."))


def _references(connection: sa.Connection, contract: Contract, where: _Where, findings: Findings) -> None:
    from data.feeds import feeds

    for column in contract.columns:
        if not column.refers:
            continue
        rows = connection.execute(
            sa.text(
                f"select row_no, {quoted(column.name)} from {ROWS} m where not faulty and {quoted(column.name)} is not null "
                f"and not exists (select 1 from inti.{quoted(column.refers['table'])} r "
                f"where r.{quoted(column.refers['column'])} = m.{quoted(column.name)}) order by row_no limit {MOST_FAULTS}"
            )
        ).all()
        feed = feeds().get(column.refers["feed"])
        title = feed.title["id"] if feed else column.refers["feed"]
        for row_no, value in rows:
            sheet, row = where.of(row_no)
            findings.fault(
                CellFault(
                    sheet,
                    row,
                    column.label["id"],
                    str(value),
                    f"Belum ada di '{title}'.",
                    "Kirim daftar itu dahulu, atau periksa kodenya.",
                )
            )


def _rules(connection: sa.Connection, contract: Contract, where: _Where, findings: Findings) -> None:
    held = [rule for rule in contract.rules if rule.holds]
    if held:
        some = " or ".join(f"not ({rule.holds})" for rule in held)
        if not connection.scalar(sa.text(f"select exists (select 1 from {ROWS} where not faulty and ({some}))")):
            held = []
    for rule in contract.rules:
        if rule.holds and rule not in held:
            continue
        about = contract.column(rule.about)
        chosen = f"not ({rule.holds})" if rule.holds else f"row_no in ({rule.broken_rows.format(rows=ROWS)})"
        rows = connection.execute(
            sa.text(
                f"select row_no, {quoted(about.name)}::text from {ROWS} where not faulty and {chosen} "
                f"order by row_no limit {MOST_FAULTS}"
            )
        ).all()
        for row_no, value in rows:
            sheet, row = where.of(row_no)
            shown = "" if about.type == "token" else (value or "")[:80]
            findings.fault(CellFault(sheet, row, about.label["id"], shown, rule.says["id"], rule.todo["id"]))


def _coverage(
    connection: sa.Connection,
    contract: Contract,
    sender: Sender,
    where: _Where,
    findings: Findings,
    area: str | None,
    today: date,
) -> tuple[str, tuple[str, ...]]:
    """The region and the periods a submission reports for; rows outside the sender's regions are faults."""
    place = f"coalesce({', '.join(contract.area)})"
    rows = connection.execute(
        sa.text(f"select {place} as at, min(row_no), count(*) from {ROWS} where not faulty group by 1")
    ).all()
    allowed = list(sender.prefixes)
    for at, row_no, _ in rows:
        if at is None or ("" not in allowed and not str(at).startswith(tuple(allowed))):
            sheet, row = where.of(row_no)
            said = "Wilayah baris ini tidak diketahui." if at is None else "Wilayah ini di luar wewenang pengirim."
            findings.fault(
                CellFault(sheet, row, "", str(at or ""), said, "Periksa wilayahnya, atau mintalah akses kepada administrator.")
            )
    if area is not None and area != NATION and "" not in allowed and not area.startswith(tuple(allowed)):
        raise Fault(Problem.OUTSIDE_AREA, code=area)
    if area is None:
        own = [prefix for prefix in allowed if prefix]
        area = own[0] if len(own) == 1 and len(own) == len(allowed) else _common([str(at) for at, _, _ in rows if at])
    outside = [str(at) for at, _, _ in rows if at and area != NATION and not str(at).startswith(area)]
    if outside and not findings.fault_count:
        raise Fault(Problem.ROWS_OUTSIDE, code=area, other=outside[0])
    return area, _periods(connection, contract, today)


def _common(codes: list[str]) -> str:
    """The smallest region that holds all of `codes`, a kabupaten/kota at the smallest."""
    if not codes or NATION in codes:
        return NATION
    for length in (5, 2):
        parts = {code[:length] for code in codes}
        if len(parts) == 1 and all(len(code) >= length for code in codes):
            return parts.pop()
    return NATION


def _periods(connection: sa.Connection, contract: Contract, today: date) -> tuple[str, ...]:
    if not contract.period_from:
        return (str(today.year),)
    name, kind = quoted(contract.period_from), contract.column(contract.period_from).type
    if kind in ("year", "half_year"):
        said = f"{name}::text"
    else:
        said = {
            "bulan": f"to_char({name}, 'YYYY-MM')",
            "semester": f"to_char({name}, 'YYYY') || case when extract(month from {name}) <= 6 then '-B06' else '-B12' end",
            "tahun": f"to_char({name}, 'YYYY')",
        }[contract.periodicity]
    rows = (
        connection.execute(sa.text(f"select distinct {said} from {ROWS} where {name} is not null order by 1")).scalars().all()
    )
    return tuple(str(row) for row in rows) or (str(today.year),)


def _link_tokens(connection: sa.Connection, contract: Contract, links: dict[bytes, bytes], *, write: bool) -> None:
    """While two keys are there: who is known under the older token is linked, so that one person stays one."""
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
