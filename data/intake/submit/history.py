"""The history of a submission: approved, withdrawn, replaced; and its rows, to read again."""

import io
from collections.abc import Sequence
from typing import Any

import psycopg
import pyarrow as pa
import pyarrow.parquet as pq
import sqlalchemy as sa

from data.feeds import SUBMISSIONS, Contract, feeds
from data.feeds.approval import ACTIVE, NEXT_STATE
from data.identity.audit import note_within
from data.intake.submit.land import Landed, drop_repeats, land, open_stage, quoted, refused, stage
from data.intake.submit.report import Sender
from data.intake.submit.reported import is_covered
from data.jobs.queue import FACTS, ask
from data.model import schema
from data.model.errors import Fault, Problem
from data.model.roles import Act, Role, check_act, may
from data.store import Store
from data.store.locks import take_turn
from data.store.scope import Scope
from geo.regions.codes import lies_within


def may_approve(role: Role, state: str) -> bool:
    """Whether a role may move a submission in that state one step up."""
    return may(role, Act.APPROVE) and state in NEXT_STATE.get(role, {})


def may_withdraw(role: Role, own: str, office: str, state: str) -> bool:
    """Whether a role may withdraw a submission of `office`; BNNK and agencies only those of their `own` office."""
    mine = role not in (Role.BNNK, Role.AGENCY) or (bool(own) and office == own)
    return may(role, Act.WITHDRAW) and mine and state in ACTIVE


def approve(store: Store, kiriman_id: int, by: Sender) -> str:
    """Move a submission one step up for the level of `by`; returns the new state. Raises `Fault` where the role may not."""
    check_act(by, Act.APPROVE)
    with store.writing() as connection:
        row = _locked(connection, kiriman_id, by)
        if not may_approve(by.role, str(row.state)):
            raise Fault(Problem.NOT_YOURS_TO_DO, what="menyetujui", state=row.state)
        state = NEXT_STATE[by.role][row.state]
        _step(connection, row, state, by, "")
        ask(connection, FACTS)  # no fact changed, but what is *sementara* did
        return state


def withdraw(store: Store, kiriman_id: int, by: Sender, reason: str) -> Landed:
    """Withdraw a submission: its rows are removed, or fall back to those of another active submission; facts follow.

    Raises `Fault` for one that is not active, not theirs, or whose rows others still refer to.
    """
    check_act(by, Act.WITHDRAW)
    if not reason.strip():
        raise Fault(Problem.NEEDS_REASON)
    try:
        with store.writing() as connection:
            row = _locked(connection, kiriman_id, by)
            if not may_withdraw(by.role, by.office, str(row.sender), str(row.state)):
                raise Fault(Problem.NOT_YOURS_TO_DO, what="menarik", state=row.state)
            contract = feeds()[row.feed]
            _step(connection, row, "ditarik", by, reason.strip())
            gone = _release(connection, contract, kiriman_id, row.sender)
            # as with a submission that changes no row: only the record of who reported differs
            moved = gone.moved or not is_covered(connection, kiriman_id, row.feed, complete=row.complete)
            ask(connection, FACTS, (contract.name if moved else SUBMISSIONS,))
            return gone
    except (sa.exc.DBAPIError, psycopg.Error) as error:
        raise refused(error) from error


def replaced(connection: sa.Connection, contract: Contract, old: int, new: int, by: Sender) -> Landed:
    """Retire `old` in the transaction of `new`: rows that only it had are removed."""
    row = _locked(connection, old, by)
    if row.state not in ACTIVE or row.feed != contract.name or row.sender != by.office:
        raise Fault(Problem.NOT_YOURS_TO_DO, what="menggantikan", state=row.state)
    _step(connection, row, "digantikan", by, f"oleh kiriman {new}")
    return _release(connection, contract, old, row.sender)


def rows_of(store: Store, scope: Scope, kiriman_id: int, kind: str = "asli") -> pa.Table:
    """The rows of a submission, received (`asli`) or typed (`baris`), also of one in history; the store notes the reading.

    Raises `Fault` if unseen.
    """
    with store.acting(scope) as connection:
        bodies = [part.body for part in _parts(connection, kiriman_id, kind)]
    if not bodies:
        raise Fault(Problem.UNKNOWN_SUBMISSION, number=kiriman_id)
    return pa.concat_tables([pq.read_table(io.BytesIO(body)) for body in bodies], promote_options="permissive")


def reopened(store: Store, kiriman_id: int, by: Sender) -> tuple[str, pa.Table]:
    """Feed and typed rows of an active submission of the sender's own office, to be corrected; the reading is noted.

    Raises `Fault` for another office's, and for one that is no longer active.
    """
    check_act(by, Act.SEND)
    with store.writing() as connection:
        row = _locked(connection, kiriman_id, by)
        if row.sender != by.office or row.state not in ACTIVE:
            raise Fault(Problem.NOT_YOURS_TO_DO, what="membuka", state=row.state)
        bodies = _bodies(connection, kiriman_id, "baris")
        if not bodies:
            raise Fault(Problem.UNKNOWN_SUBMISSION, number=kiriman_id)
        note_within(connection, by.person, by.role, "baca", f"isi kiriman {kiriman_id}", jenis="baris")
    tables = [pq.read_table(io.BytesIO(body)) for _, body in bodies]
    return str(row.feed), pa.concat_tables(tables, promote_options="permissive")


def trace(store: Store, scope: Scope, kiriman_id: int, row_no: int) -> dict[str, object]:
    """The origin of one landed row: submission, sender, file, its digest, sheet, row and the cells as they were written.

    The store notes the reading. Raises `Fault` if unseen.
    """
    kiriman = schema.kiriman
    with store.acting(scope) as connection:
        sent = connection.execute(sa.select(kiriman).where(kiriman.c.id == kiriman_id)).mappings().first()
        part = next(iter(_parts(connection, kiriman_id, "asli", row_no)), None)
    if sent is None or part is None:
        raise Fault(Problem.UNKNOWN_SUBMISSION, number=kiriman_id)
    cells = pq.read_table(io.BytesIO(bytes(part.body))).slice(row_no - part.first_row, 1).to_pylist()[0]
    sheet, row = cells.pop("#lembar"), cells.pop("#baris")
    return {
        "kiriman": sent["id"],
        "pengirim": sent["sender"],
        "berkas": sent["file_name"],
        "sha256": sent["sha256"],
        "diterima": sent["received_at"],
        "lembar": sheet,
        "baris": row,
        "sel": {name: (text or "").lstrip("\x01") for name, text in cells.items()},
    }


def _locked(connection: sa.Connection, kiriman_id: int, by: Sender) -> sa.Row[tuple[object, ...]]:
    take_turn(connection, "submissions")
    row = connection.execute(sa.select(schema.kiriman).where(schema.kiriman.c.id == kiriman_id)).first()
    if row is None or not lies_within(str(row.region_code), by.prefixes):
        raise Fault(Problem.UNKNOWN_SUBMISSION, number=kiriman_id)
    return row


def _step(connection: sa.Connection, row: sa.Row[tuple[object, ...]], state: str, by: Sender, reason: str) -> None:
    connection.execute(schema.kiriman.update().where(schema.kiriman.c.id == row.id).values(state=state))
    connection.execute(
        schema.langkah.insert().values(kiriman_id=row.id, person=by.person, from_state=row.state, to_state=state, reason=reason)
    )
    act = "setujui" if state in ACTIVE else "tarik"
    note_within(connection, by.person, by.role, act, f"kiriman {row.id}", dari=row.state, menjadi=state, alasan=reason)


def _parts(connection: sa.Connection, kiriman_id: int, kind: str, holding: int | None = None) -> Sequence[sa.Row[Any]]:
    """``first_row, body`` of the parts that the scope may see; with `holding` of the one with that row."""
    question = sa.text("select * from akses.submission_parts(:id, :kind, :holding)")
    return connection.execute(question, {"id": kiriman_id, "kind": kind, "holding": holding}).all()


def _bodies(connection: sa.Connection, kiriman_id: int, kind: str) -> list[tuple[int, bytes]]:
    isi = schema.isi
    rows = connection.execute(
        sa.select(isi.c.first_row, isi.c.body).where(isi.c.kiriman_id == kiriman_id, isi.c.kind == kind).order_by(isi.c.part)
    )
    return [(row.first_row, bytes(row.body)) for row in rows]


def _release(connection: sa.Connection, contract: Contract, kiriman_id: int, office: str) -> Landed:
    """Release the rows of this submission: each falls back to the newest active one with its key, else it is removed.

    `office` sent it, and does not learn which persons another agency has too: such rows count as gone.
    """
    kiriman = schema.kiriman
    driver = connection.connection.driver_connection
    assert driver is not None
    others = connection.execute(
        sa.select(kiriman.c.id, kiriman.c.source_id, kiriman.c.sender)
        .where(kiriman.c.feed == contract.name, kiriman.c.state.in_(ACTIVE), kiriman.c.id != kiriman_id)
        .order_by(kiriman.c.id.desc())
    ).all()
    result = Landed()
    orphans = sum(
        int(
            connection.scalar(
                sa.text(f"select count(*) from inti.{quoted(one.table)} where kiriman_id = :id"), {"id": kiriman_id}
            )
            or 0
        )
        for one in contract.lands
    )
    for other in others:
        if not orphans:
            break
        bodies = _bodies(connection, other.id, "baris")
        open_stage(connection, contract)
        for first, body in bodies:
            rows = pq.read_table(io.BytesIO(body))
            stage(connection, rows.append_column("faulty", pa.array([False] * rows.num_rows)), first, other.id)
        drop_repeats(connection, contract)
        landed = land(connection, contract, other.source_id, write=True, instead_of=kiriman_id)
        if contract.identity == "token" and other.sender != office:
            result += Landed(gone=landed.changed + landed.unchanged)
        else:
            result += Landed(changed=landed.changed)
        orphans -= landed.changed + landed.unchanged
    for landing in contract.lands:
        target = f"inti.{quoted(landing.table)}"
        for child in landing.children:
            parent = next(iter(child.parent))
            driver.execute(
                f"delete from inti.{quoted(child.table)} c using {target} t "
                f"where t.kiriman_id = %s and c.{quoted(parent)} = t.{quoted(parent)}",
                [kiriman_id],
            )
        cursor = driver.execute(f"delete from {target} where kiriman_id = %s", [kiriman_id])
        result += Landed(gone=cursor.rowcount)
    return result
