"""Column mappings that a sender saved for one of its sheets, found again by the header."""

import hashlib
import json
from collections.abc import Sequence

import sqlalchemy as sa

from data.feeds import Mapping, mapping_of
from data.intake.read.heading import key
from data.model import schema
from data.store import Store


def heading_digest(names: Sequence[str]) -> str:
    """Digest of a header, the same whatever its spaces and capitals."""
    return hashlib.sha256(json.dumps([key(name) for name in names]).encode()).hexdigest()[:24]


def recall(store: Store, feed: str, office: str, heading: str) -> Mapping | None:
    """The mapping of this office for this header, ``None`` where there is none or the contract no longer fits it."""
    table = schema.pemetaan.c
    with store.writing() as connection:
        tree = connection.scalar(
            sa.select(table.mapping).where(table.feed == feed, table.sender == office, table.heading == heading)
        )
    try:
        return mapping_of(dict(tree)) if tree else None
    except ValueError:
        return None


def remember(store: Store, feed: str, office: str, heading: str, mapping: Mapping, by: str) -> None:
    """Store a mapping, replacing the previous one."""
    table = schema.pemetaan
    here = (table.c.feed == feed, table.c.sender == office, table.c.heading == heading)
    with store.writing() as connection:
        connection.execute(table.delete().where(*here))
        connection.execute(
            table.insert().values(
                feed=feed,
                sender=office,
                heading=heading,
                mapping=mapping.model_dump(include=set(Mapping.model_fields)) | {"feed": feed},
                saved_by=by,
            )
        )
