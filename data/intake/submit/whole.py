"""Checks of the whole submission: repeated rows, references, rules, the area and the periods it covers."""

from datetime import date

import sqlalchemy as sa

from data.feeds import Contract, Rule, feeds
from data.intake.read.faults import MOST_FAULTS, CellFault, Remarks
from data.intake.submit.land import ROWS, drop_repeats, quoted
from data.intake.submit.report import Sender
from data.intake.submit.reported import said_period
from data.intake.submit.stage import Where
from data.model.errors import Fault, Problem
from data.model.period import Period
from geo.regions.codes import NATION, lies_within


def _key(contract: Contract) -> str:
    return ", ".join(quoted(name) for name in contract.key)


def same_rows(connection: sa.Connection, contract: Contract, where: Where, remarks: Remarks) -> None:
    """Remove rows that repeat word for word; two different rows of one key are a fault of both."""
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
        remarks.note("", "baris yang sama persis dipakai sekali", len(gone), f"{sheet}, baris {row}")
    rows = connection.execute(
        sa.text(
            f"select row_no, first from (select row_no, min(row_no) over w as first, count(*) over w as n from {ROWS} "
            f"where {known} window w as (partition by {_key(contract)})) x where n > 1 order by row_no limit {MOST_FAULTS}"
        )
    ).all()
    for row_no, first in rows:
        labels = ", ".join(dict.fromkeys(where.label(row_no, contract.column(name)) for name in contract.key))
        sheet, row = where.of(row_no)
        _, other = where.of(first)
        expected = "Kunci ini dipakai lagi di baris lain." if row_no == first else f"Kunci ini sudah dipakai di baris {other}."
        remarks.fault(CellFault(sheet, row, labels, "", expected, "Hapus salah satu, atau betulkan kuncinya."))


def references(connection: sa.Connection, contract: Contract, where: Where, remarks: Remarks) -> None:
    """Add faults for codes that refer to rows of another feed which do not exist."""
    for column in contract.columns:
        if not column.refers:
            continue
        rows = connection.execute(
            sa.text(
                f"select row_no, {quoted(column.name)} from {ROWS} m where not faulty and {quoted(column.name)} is not null "
                f"and not exists (select 1 from inti.{quoted(column.refers.table)} r "
                f"where r.{quoted(column.refers.column)} = m.{quoted(column.name)}) order by row_no limit {MOST_FAULTS}"
            )
        ).all()
        feed = feeds().get(column.refers.feed)
        title = feed.title["id"] if feed else column.refers.feed
        for row_no, value in rows:
            sheet, row = where.of(row_no)
            remarks.fault(
                CellFault(
                    sheet,
                    row,
                    where.label(row_no, column),
                    str(value),
                    f"Belum ada di '{title}'.",
                    "Kirim daftar itu dahulu, atau periksa kodenya.",
                )
            )


def rules(connection: sa.Connection, contract: Contract, where: Where, remarks: Remarks) -> None:
    """Add faults for rows that break a rule of the contract."""
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
        if not rule.stops:
            _note_broken(connection, rule, about.label["id"], chosen, where, remarks)
            continue
        rows = connection.execute(
            sa.text(
                f"select row_no, {quoted(about.name)}::text from {ROWS} where not faulty and {chosen} "
                f"order by row_no limit {MOST_FAULTS}"
            )
        ).all()
        for row_no, value in rows:
            sheet, row = where.of(row_no)
            shown = "" if about.type == "token" else (value or "")[:80]
            remarks.fault(CellFault(sheet, row, where.label(row_no, about), shown, rule.says["id"], rule.todo["id"]))


def _note_broken(connection: sa.Connection, rule: Rule, column: str, chosen: str, where: Where, remarks: Remarks) -> None:
    """Note how many rows break a rule that stops no file, and where the first is."""
    count, first = connection.execute(sa.text(f"select count(*), min(row_no) from {ROWS} where not faulty and {chosen}")).one()
    if count:
        sheet, row = where.of(first)
        remarks.note(column, f"{rule.says['id']} {rule.todo['id']}", count, f"{sheet}, baris {row}")


def coverage(
    connection: sa.Connection,
    contract: Contract,
    sender: Sender,
    where: Where,
    remarks: Remarks,
    today: date,
) -> tuple[str, tuple[str, ...]]:
    """The region and the periods a submission reports for; rows outside the sender's regions are faults."""
    place = f"coalesce({', '.join(contract.area)})"
    rows = connection.execute(
        sa.text(f"select {place} as at, min(row_no), count(*) from {ROWS} where not faulty group by 1")
    ).all()
    allowed = list(sender.prefixes)
    for at, row_no, _ in rows:
        if at is None or not lies_within(str(at), allowed):
            sheet, row = where.of(row_no)
            said = "Wilayah baris ini tidak diketahui." if at is None else "Wilayah ini di luar wewenang pengirim."
            remarks.fault(
                CellFault(sheet, row, "", str(at or ""), said, "Periksa wilayahnya, atau mintalah akses kepada administrator.")
            )
    own = [prefix for prefix in allowed if prefix]
    area = own[0] if len(own) == 1 and len(own) == len(allowed) else _common([str(at) for at, _, _ in rows if at])
    outside = [str(at) for at, _, _ in rows if at and area != NATION and not str(at).startswith(area)]
    if outside and not remarks.fault_count:
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
    said = said_period(contract)
    if not said:
        return (str(Period.year(today.year)),)
    name = quoted(contract.period_from)
    rows = (
        connection.execute(sa.text(f"select distinct {said} from {ROWS} where {name} is not null order by 1")).scalars().all()
    )
    return tuple(str(row) for row in rows) or (str(Period.year(today.year)),)
