"""Columns that somebody with the right declared free of people: for a feed, an office and a heading, until it is taken back.

A declaration frees a column from the alarm about names alone. A NIK or a telephone number stops a file whatever was declared.
"""

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import insert

from data.identity.audit import note_within
from data.intake.read.heading import key
from data.intake.submit.report import Sender
from data.model import schema
from data.model.errors import Fault, Problem
from data.model.roles import Act, check_act


def declared(connection: sa.Connection, feed: str, office: str) -> frozenset[str]:
    """Headings of an office's files of a feed that are declared free of people, each as `heading.key` writes it."""
    table = schema.kolom_bebas.c
    return frozenset(connection.scalars(sa.select(table.heading).where(table.feed == feed, table.sender == office)))


def declare(connection: sa.Connection, who: Sender, feed: str, heading: str, sha256: str) -> None:
    """Declare a column of the files of ``who.office`` free of people, and note it in the trail; again changes nothing.

    `sha256` is the digest of the file that was looked at. Raises `Fault` for somebody without the right, and for a heading
    without a letter or a digit.
    """
    check_act(who, Act.DECLARE)
    if not key(heading):
        raise Fault(Problem.NO_HEADING)
    made = connection.scalar(
        insert(schema.kolom_bebas)
        .values(feed=feed, sender=who.office, heading=key(heading), declared_by=who.person, sha256=sha256)
        .on_conflict_do_nothing()
        .returning(schema.kolom_bebas.c.heading)
    )
    if made is not None:
        _note(connection, who, feed, heading, {"sha256": sha256})


def take_back(connection: sa.Connection, who: Sender, feed: str, heading: str) -> bool:
    """Take a declaration back; whether there was one. Raises `Fault` for somebody without the right."""
    check_act(who, Act.DECLARE)
    table = schema.kolom_bebas
    here = (table.c.feed == feed, table.c.sender == who.office, table.c.heading == key(heading))
    gone = connection.execute(table.delete().where(*here)).rowcount > 0
    if gone:
        _note(connection, who, feed, heading, {"cabut": True})
    return gone


def _note(connection: sa.Connection, who: Sender, feed: str, heading: str, more: dict[str, object]) -> None:
    detail = {"umpan": feed, "instansi": who.office, "kolom": heading[:120]} | more
    note_within(connection, who.person, who.role, "konfigurasi", "kolom bebas nama orang", **detail)
