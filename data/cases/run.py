"""The whole run: records of every pair linked and compared, and what changed written."""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

import pandas as pd
import sqlalchemy as sa

from data.cases.differences import ENTRY, Compared, compare
from data.cases.matching import link
from data.cases.numbers import normal
from data.cases.pairs import DUE_DAYS, INVESTIGATOR, PAIRS, Pair
from data.cases.records import as_pair, children, records
from data.jobs.queue import FACTS, ask
from data.model import schema
from data.model.clock import today
from data.model.progress import Progress
from data.store import Store
from data.store.copy import copy_frame
from data.store.frames import framed
from data.store.locks import take_turn


@dataclass(frozen=True)
class Found:
    """What one run found out about a pair."""

    pair: Pair
    links: pd.DataFrame
    compared: Compared
    rooted: pd.DataFrame

    @property
    def summary(self) -> Mapping[str, int]:
        """Numbers of links and of entries by kind."""
        counted = self.compared.entries["kind"].value_counts()
        linked = int((self.links["state"] != "suggested").sum())
        return {"linked": linked} | {str(kind): int(number) for kind, number in counted.items()}


def link_all(store: Store, progress: Progress) -> dict[str, object]:
    """Link and compare every pair; returns how many are linked, suggested and differ by pair.

    Decisions of people stay, those made meanwhile too: they ask for the next run. Facts are asked for where a case is counted
    otherwise than before.
    """
    steps = len(PAIRS) + 1
    with store.writing(one_moment=True) as connection:
        read_at: datetime = connection.execute(sa.select(sa.func.clock_timestamp())).scalar_one()
        found = list(_find(connection, lambda done: progress(done, steps)))
    if not found:
        return {}
    with store.writing() as connection:
        take_turn(connection, "cases")
        _write_links(connection, found)
        _write_agreement(connection, found)
        _register(connection, found, read_at)
        moved = _write_roots(connection, pd.concat([one.rooted for one in found], ignore_index=True))
        count_differences(connection)
        if moved:
            ask(connection, FACTS, ("tahap_perkara",))
    progress(steps, steps)
    return {one.pair.name: one.summary for one in found} | {"moved": moved}


def _find(connection: sa.Connection, progress: Callable[[int], None]) -> Iterator[Found]:
    connection.execute(sa.text("set local work_mem = '128MB'"))
    last_day = _last_day(connection)
    if last_day is None:
        return
    young = children(connection)
    left = records(connection, INVESTIGATOR)
    for done, pair in enumerate(PAIRS, start=1):
        right = records(connection, pair.right)
        links, compared = _one(connection, pair, left, right, last_day, young)
        rooted = _rooted(pair, left, right, links)
        yield Found(pair, links, compared, rooted)
        left = _followed(right, rooted)
        progress(done)


def _last_day(connection: sa.Connection) -> int | None:
    """The last day of the data in days since 1970."""
    day = connection.scalar(sa.text("select last_day - date '1970-01-01' from analitik.data_version"))
    return None if day is None else int(day)


def _one(
    connection: sa.Connection, pair: Pair, left: pd.DataFrame, right: pd.DataFrame, last_day: int, young: set[str]
) -> tuple[pd.DataFrame, Compared]:
    left, right = as_pair(left, pair, left=True), as_pair(right, pair, left=False)
    decided = framed(
        connection.execute(
            sa.text(
                "select left_key, right_key, state, way from inti.case_link "
                "where pair = :pair and state in ('accepted', 'refused')"
            ),
            {"pair": pair.name},
        )
    )
    accepted = decided[decided["state"] == "accepted"]
    refused = decided[decided["state"] == "refused"]
    links = link(left, right, _keys(accepted), _keys(refused), slow=pair.slow)
    accepted = accepted[accepted["left_key"].isin(left.index) & accepted["right_key"].isin(right.index)].assign(score=1.0)
    linked = pd.concat([links[links["state"] == "equal"], accepted], ignore_index=True)
    suggested = links[links["state"] == "suggested"]
    return pd.concat([links, accepted], ignore_index=True), compare(pair, left, right, linked, suggested, last_day, young)


def _keys(frame: pd.DataFrame) -> list[tuple[str, str]]:
    return list(frame[["left_key", "right_key"]].itertuples(index=False, name=None))


def _rooted(pair: Pair, left: pd.DataFrame, right: pd.DataFrame, links: pd.DataFrame) -> pd.DataFrame:
    """What each linked record of the right side is counted under: ``agency, case_key, root_key, regency_code, moved``."""
    linked = links[links["state"] != "suggested"]
    root = left["root_key"] if "root_key" in left else pd.Series(left.index, index=left.index, dtype=object)
    place = left["root_region"] if "root_region" in left else left["region_code"]
    made = pd.DataFrame(
        {
            "agency": pair.right,
            "case_key": linked["right_key"].to_numpy(object),
            "root_key": root.reindex(linked["left_key"]).to_numpy(object),
            "regency_code": place.reindex(linked["left_key"]).to_numpy(object),
        }
    )
    own = right["region_code"].reindex(made["case_key"]).to_numpy(object)
    spread = right["places"].reindex(made["case_key"]).to_numpy(float) > 1
    made["moved"] = (made["root_key"] != made["case_key"]) | (made["regency_code"].to_numpy(object) != own) | spread
    return made


def _followed(right: pd.DataFrame, rooted: pd.DataFrame) -> pd.DataFrame:
    """The right side as the left one of the next pair: a linked record names the LKN or LP of its root."""
    from_root = rooted.set_index("case_key")
    root = from_root["root_key"].reindex(right.index)
    known = root.notna()
    quoted = right["quoted"].where(~known, root[known].map(normal).reindex(right.index))
    return right.assign(
        root_key=root.where(known, pd.Series(right.index, index=right.index)),
        root_region=from_root["regency_code"].reindex(right.index).fillna(right["region_code"]),
        quoted=quoted,
    )


def _write_links(connection: sa.Connection, found: list[Found]) -> None:
    """Replace what earlier runs found; decisions stay, and go before what was found meanwhile."""
    table = schema.case_link
    connection.execute(table.delete().where(table.c.state.in_(("equal", "suggested"))))
    names = ("pair", "left_key", "right_key", "state", "way", "score")
    _temporary(connection, "found_link", table, names, ((one.pair, one.links[one.links["way"] != "hand"]) for one in found))
    listed = ", ".join(names)
    connection.exec_driver_sql(
        f"insert into inti.case_link ({listed}) select {listed} from found_link where state in ('equal', 'suggested') "
        "on conflict do nothing"
    )


def _write_agreement(connection: sa.Connection, found: list[Found]) -> None:
    connection.execute(schema.agreement.delete())
    for one in found:
        copy_frame(connection, schema.agreement, one.compared.counts.assign(pair=one.pair.name))


def _temporary(
    connection: sa.Connection, name: str, like: sa.Table, columns: Sequence[str], parts: Iterable[tuple[Pair, pd.DataFrame]]
) -> None:
    """A temporary table of some columns of another, filled with frames by pair."""
    table = sa.Table(name, sa.MetaData(), *(sa.Column(column, like.c[column].type) for column in columns), schema="pg_temp")
    typed = ", ".join(f"{column} {like.c[column].type.compile(connection.dialect)}" for column in columns)
    connection.exec_driver_sql(f"create temporary table {name} ({typed}) on commit drop")
    for pair, frame in parts:
        copy_frame(connection, table, frame.assign(pair=pair.name)[list(columns)])
    connection.exec_driver_sql(f"analyze {name}")


def _register(connection: sa.Connection, found: list[Found], read_at: datetime) -> None:
    """Bring the register up to date: a difference that is gone is *hilang*; one that was closed is opened again only where what
    the two sides say has changed, or where the link that closed it holds no more: a record of it is gone. With that record the
    link returns, and the entry is closed as it was.
    """
    names = [name for name in ENTRY if name not in ("kind", "left_key", "right_key")]
    said = ("left_number", "right_number", "left_region", "right_region", "fields")
    values = ", ".join(f"{name} = excluded.{name}" for name in names)
    before, after = (", ".join(f"{of}.{name}" for name in said) for of in ("d", "excluded"))
    # a decision made since the reading is not in what was found
    unlinked = "d.outcome = 'same_case' and d.changed_at < :read_at"
    back = f"d.state = 'hilang' or d.state = 'ditutup' and (({before}) is distinct from ({after}) or {unlinked})"
    listed = ", ".join(("pair", *ENTRY))
    rows = ((one.pair, _written(one.compared.entries)) for one in found)
    _temporary(connection, "found_difference", schema.case_difference, ("pair", *ENTRY), rows)
    connection.execute(
        sa.text(
            f"insert into inti.case_difference as d ({listed}, due_on) "
            f"select {listed}, :due from found_difference "
            f"on conflict (pair, kind, left_key, right_key) do update set {values}, last_seen = now(), "
            f"state = case when {back} then 'terbuka' else d.state end, "
            f"outcome = case when {back} then null else d.outcome end, "
            f"due_on = case when {back} then excluded.due_on else d.due_on end, "
            f"edition = d.edition + (({back}) or ({before}) is distinct from ({after}))::integer"
        ),
        {"due": today() + timedelta(days=DUE_DAYS), "read_at": read_at},
    )
    linked = (
        "d.kind in ('only_left', 'only_right') and exists (select from inti.case_link l where l.pair = d.pair "
        "and l.state = 'accepted' and (d.left_key = '' or d.left_key = l.left_key) "
        "and (d.right_key = '' or d.right_key = l.right_key))"
    )
    connection.execute(
        sa.text(
            f"update inti.case_difference d set state = case when {linked} then 'ditutup' else 'hilang' end, "
            f"outcome = case when {linked} then 'same_case' else outcome end, edition = edition + 1, changed_at = now() "
            "where state in ('terbuka', 'dikerjakan') and not exists (select from found_difference f where f.pair = d.pair "
            "and f.kind = d.kind and f.left_key = d.left_key and f.right_key = d.right_key)"
        )
    )


def _written(entries: pd.DataFrame) -> pd.DataFrame:
    fields = [json.dumps(one, sort_keys=True) for one in entries["fields"]]
    return entries.assign(day=pd.to_datetime(entries["day"], unit="D"), fields=fields)


def _write_roots(connection: sa.Connection, roots: pd.DataFrame) -> bool:
    """Write the numbers that records are counted under; returns whether any is another than before."""
    table = schema.case_root
    moved = roots[roots["moved"]].drop(columns="moved").dropna()
    connection.exec_driver_sql("create temporary table root_before on commit drop as select * from inti.case_root")
    connection.execute(table.delete())
    copy_frame(connection, table, moved)
    return bool(
        connection.scalar(
            sa.text(
                "select exists (select * from inti.case_root except select * from root_before) "
                "or exists (select * from root_before except select * from inti.case_root)"
            )
        )
    )


def count_differences(connection: sa.Connection) -> None:
    """Count the entries of the register by region and state, for everybody who signed in; in the caller's transaction."""
    connection.execute(schema.difference_count.delete())
    connection.execute(
        sa.text(
            "insert into analitik.difference_count (pair, region_code, kind, owner, state, outcome, amount, overdue) "
            "select pair, region, kind, owner, state, coalesce(outcome, ''), count(*), "
            "count(*) filter (where state in ('terbuka', 'dikerjakan') and due_on < :today) "
            "from inti.case_difference, lateral (values (coalesce(left_region, right_region)), "
            "(left(coalesce(left_region, right_region), 2)), ('ID')) at (region) group by 1, 2, 3, 4, 5, 6"
        ),
        {"today": today()},
    )
