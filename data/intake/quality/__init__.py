"""Quality rules over landed rows: one YAML file each in `data/intake/quality`.

Findings are stored with owner, state and reason; nothing is corrected.
"""

import re
from functools import lru_cache
from pathlib import Path
from typing import Annotated

import sqlalchemy as sa
from pydantic import Field, StrictBool, TypeAdapter

from data.feeds import SUBMISSIONS
from data.identity.audit import note_within
from data.intake.submit.report import Sender
from data.jobs.queue import FACTS, QUALITY, ask
from data.model import schema
from data.model.errors import Fault, Problem
from data.model.roles import Act, Asker, Role, check_act, is_office_of, may
from data.model.yamls import Declared, Name, Text, read_yaml
from data.model.yamls import check as check_file
from data.store import Store
from geo.regions.codes import lies_within

FOLDER = Path(__file__).resolve().parent
MOST_OF_A_RULE = 2_000
OPEN = ("terbuka", "dikerjakan")


class QualityRule(Declared):
    """`query` returns subject, region_code, found and expected of everything that breaks the rule.

    Findings of a `restricted` rule are about single people or cases.
    """

    name: Name
    title: Text
    why: Text
    owner: Annotated[str, Field(min_length=1, description="the kind of office that can mend it; two with / or dan")]
    restricted: StrictBool = Field(description="whether its findings speak of people or cases one by one")
    query: Annotated[
        str, Field(min_length=1, description="SQL of subject, region_code, found, expected; both numbers, never a mended one")
    ]

    def may_settle(self, role: Role, office: str) -> bool:
        """Whether a role settles a finding, an agency only one of its own `office`: *Polres dan BNNK* are two owners."""
        own = any(is_office_of(office, owner) for owner in re.split(r"/| dan ", self.owner))
        return may(role, Act.SETTLE) and (role != Role.AGENCY or own)


QUALITY_RULE = TypeAdapter(QualityRule)


def read_rule(path: Path) -> QualityRule:
    """A rule from its file. Raises `ValueError` naming file, place and reason when it breaks the model."""
    rule = check_file(QUALITY_RULE, read_yaml(path), path)
    if rule.name != path.stem:
        raise ValueError(f"{path.name}: name: is {rule.name}, the file is called {path.stem}")
    return rule


@lru_cache(maxsize=1)
def quality_rules() -> dict[str, QualityRule]:
    """All rules by name. Raises `ValueError` for a file that breaks the model."""
    return {path.stem: read_rule(path) for path in sorted(FOLDER.glob("*.yaml"))}


def ask_for_check(store: Store, who: Asker | Role) -> None:
    """Ask for a run of every rule. Raises `Fault` for somebody who may not."""
    check_act(who, Act.CHECK_QUALITY)
    with store.writing() as connection:
        ask(connection, QUALITY)


def check(store: Store) -> dict[str, int]:
    """Run every rule; returns how many findings are open, and how many are gone since the last run.

    A finding that is no longer found is *hilang*; one that was closed is opened again only when its numbers changed.
    """
    with store.writing() as connection:
        connection.execute(sa.text("set local work_mem = '128MB'"))
        connection.execute(
            sa.text(
                "create temporary table periksa "
                "(rule text, subject text, region_code text, found text, expected text, owner text, restricted boolean) "
                "on commit drop"
            )
        )
        for rule in quality_rules().values():
            connection.exec_driver_sql(
                "insert into periksa select %s, q.subject, q.region_code, q.found, q.expected, %s, %s "
                f"from ({rule.query}) q order by q.subject limit {MOST_OF_A_RULE}".replace("%'", "%%'"),
                (rule.name, rule.owner, rule.restricted),
            )
        connection.execute(
            sa.text(
                "insert into inti.temuan (rule, subject, region_code, found, expected, owner, restricted) "
                "select rule, subject, min(region_code), min(found), min(expected), min(owner), bool_or(restricted) "
                "from periksa group by 1, 2 "
                "on conflict (rule, subject) do update set last_seen = now(), found = excluded.found, "
                "expected = excluded.expected, restricted = excluded.restricted, "
                "state = case when temuan.state = 'hilang' or (temuan.state = 'ditutup' and (temuan.found, temuan.expected) "
                "is distinct from (excluded.found, excluded.expected)) then 'terbuka' else temuan.state end"
            )
        )
        gone = connection.execute(
            sa.text(
                "update inti.temuan t set state = 'hilang' where state in ('terbuka', 'dikerjakan') and not exists "
                "(select 1 from periksa p where p.rule = t.rule and p.subject = t.subject)"
            )
        ).rowcount
        ask(connection, FACTS, (SUBMISSIONS,))  # open findings are an indicator too
        still = connection.scalar(sa.select(sa.func.count()).where(schema.temuan.c.state.in_(OPEN)))
    return {"terbuka": int(still or 0), "hilang": int(gone)}


def settle(store: Store, rule: str, subject: str, state: str, reason: str, by: Sender) -> None:
    """Take a finding up (`dikerjakan`), close it with a reason (`ditutup`) or open it again.

    An agency settles only findings of its own office. Raises `Fault`.
    """
    check_act(by, Act.SETTLE)
    if state == "ditutup" and not reason.strip():
        raise Fault(Problem.NEEDS_REASON)
    table = schema.temuan
    with store.writing() as connection:
        area = connection.scalar(sa.select(table.c.region_code).where(table.c.rule == rule, table.c.subject == subject))
        if area is None or not lies_within(str(area), by.prefixes):
            raise Fault(Problem.UNKNOWN_FINDING, subject=subject)
        if by.role == Role.AGENCY and not by.office:
            raise Fault(Problem.NO_OFFICE)
        known = quality_rules().get(rule)
        if by.role == Role.AGENCY and not (known and known.may_settle(by.role, by.office)):
            raise Fault(Problem.NOT_YOUR_FINDING, owner=known.owner if known else "-", office=by.office)
        connection.execute(
            table.update()
            .where(table.c.rule == rule, table.c.subject == subject)
            .values(state=state, reason=reason.strip(), closed_by=by.person if state == "ditutup" else "")
        )
        note_within(connection, by.person, by.role, "temuan", f"{rule}: {subject}"[:300], menjadi=state, alasan=reason.strip())
        ask(connection, FACTS, (SUBMISSIONS,))
