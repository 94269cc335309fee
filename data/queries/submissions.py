"""Submissions, duties and quality findings, as a scope may see them."""

from datetime import date
from typing import Any

import pandas as pd
import sqlalchemy as sa

from data.feeds import feeds
from data.feeds.approval import ACTIVE
from data.intake.duties import timeliness as compared
from data.model import schema
from data.model.period import Period
from data.model.roles import Sensitivity
from data.store import Store
from data.store.frames import as_frame
from data.store.scope import Scope
from geo.regions.codes import NATION


def submissions(store: Store, scope: Scope, feed: str = "", region_code: str = NATION, limit: int = 500) -> pd.DataFrame:
    """The newest submissions first, as they stand in `mentah.kiriman`; numbers of rows as `visible_count` returns them."""
    table = schema.kiriman.c
    names = (
        "id",
        "feed",
        "sender",
        "region_code",
        "periods",
        "state",
        "file_name",
        "sha256",
        "received_at",
        "supersedes",
        "sent_by",
    )
    counts = (visible_count(scope, table[name]) for name in ("row_count", "new_rows", "changed_rows"))
    statement = (
        sa.select(*(table[name] for name in names), *counts).order_by(table.received_at.desc(), table.id.desc()).limit(limit)
    )
    if feed:
        statement = statement.where(table.feed == feed)
    if region_code != NATION:
        statement = statement.where(table.region_code.startswith(region_code, autoescape=True))
    return as_frame(store, scope, statement)


def visible_count(scope: Scope, count: sa.Column[Any]) -> sa.Label[Any]:
    """A number of rows of a submission; ``NULL`` where a row is a case or a client and the scope reads published figures."""
    if scope.clearance >= Sensitivity.TERBATAS:
        return count.label(count.name)
    people = [name for name, contract in feeds().items() if contract.sensitivity == "terbatas"]
    return sa.case((schema.kiriman.c.feed.not_in(people), count)).label(count.name)


def steps(store: Store, scope: Scope, kiriman_id: int) -> pd.DataFrame:
    """What happened to a submission: ``at, person, from_state, to_state, reason``."""
    step = schema.langkah.c
    statement = sa.select(step.at, step.person, step.from_state, step.to_state, step.reason).where(
        step.kiriman_id == kiriman_id
    )
    return as_frame(store, scope, statement.order_by(step.id))


def timeliness(store: Store, scope: Scope, region_code: str, today: date) -> dict[str, pd.DataFrame]:
    """Duties of every feed inside a region against what came, by feed; see `data.intake.duties.timeliness`. Two queries.

    Where a feed has no recorded duties, every office that sent it once has the duty from the first period it sent, and the rows
    are not ``declared``.
    """
    kiriman, duty, covers = schema.kiriman.c, schema.kewajiban.c, schema.kiriman_cakupan.c
    sent = (
        sa.select(
            kiriman.feed,
            kiriman.sender,
            kiriman.region_code.label("area"),
            covers.region_code,
            kiriman.complete,
            covers.period,
            sa.cast(kiriman.received_at, sa.Date).label("received"),
        )
        .join_from(schema.kiriman, schema.kiriman_cakupan, covers.kiriman_id == kiriman.id)
        .where(kiriman.state.in_(ACTIVE), covers.period == sa.any_(kiriman.periods))
    )
    required = sa.select(duty.feed, duty.sender, duty.region_code, duty.since, duty.until)
    if region_code != NATION:
        sent = sent.where(kiriman.region_code.startswith(region_code, autoescape=True))
        required = required.where(duty.region_code.startswith(region_code, autoescape=True))
    all_sent, all_required = as_frame(store, scope, sent), as_frame(store, scope, required)
    made = {}
    for name, contract in feeds().items():
        came, duties = (frame[frame["feed"] == name].drop(columns="feed") for frame in (all_sent, all_required))
        declared = not duties.empty
        if not declared and len(came):
            duties = came.groupby(["sender", "area"])["period"].min().reset_index().rename(columns={"area": "region_code"})
            duties["since"] = [Period.parse(period).first for period in duties["period"]]
            duties["until"] = None
        made[name] = compared(contract, duties, came, today).assign(declared=declared)
    return made


def findings(store: Store, scope: Scope, region_code: str = NATION, limit: int = 3_000) -> pd.DataFrame:
    """Open and settled findings of the quality rules, as they stand in `inti.temuan`.

    Of findings about people, offices that read published figures learn which of their rows one is about, and nothing more.
    """
    table = schema.temuan.c
    names = ("rule", "subject", "region_code", "owner", "state", "reason", "first_seen", "closed_by")
    may = scope.clearance >= Sensitivity.TERBATAS
    values = (
        sa.case((sa.or_(~table.restricted, sa.literal(may)), table[name]), else_="").label(name)
        for name in ("found", "expected")
    )
    statement = (
        sa.select(*(table[name] for name in names), *values)
        .where(table.state != "hilang")
        .order_by(table.rule, table.subject)
        .limit(limit)
    )
    if region_code != NATION:
        statement = statement.where(table.region_code.startswith(region_code, autoescape=True))
    return as_frame(store, scope, statement)


def finding_counts(store: Store, scope: Scope, region_code: str = NATION) -> pd.DataFrame:
    """``rule, state, count`` of findings inside a region."""
    table = schema.temuan.c
    statement = sa.select(table.rule, table.state, sa.func.count().label("count")).group_by(table.rule, table.state)
    if region_code != NATION:
        statement = statement.where(table.region_code.startswith(region_code, autoescape=True))
    return as_frame(store, scope, statement)
