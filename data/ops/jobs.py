"""The jobs of the store itself."""

from collections.abc import Mapping

import sqlalchemy as sa

from data.facts.update import refresh_feeds
from data.identity import audit
from data.intake import quality
from data.intake.drafts import prune_drafts
from data.jobs.queue import FACTS, QUALITY
from data.jobs.runner import Job, Run
from data.model import schema


def _facts(run: Run) -> Mapping[str, object]:
    with run.store.writing() as connection:
        refresh_feeds(connection, run.inputs, run.progress)
        version = connection.scalar(sa.select(schema.data_version.c.version))
    return {"data_version": version}


def _quality(run: Run) -> Mapping[str, object]:
    return quality.check(run.store)


def _prune(run: Run) -> Mapping[str, object]:
    gone = audit.prune(run.store, run.settings.audit_months)
    audit.seal(run.store)
    return {"rows": gone, "drafts": prune_drafts(run.store)}


def store_jobs() -> tuple[Job, ...]:
    """The jobs of the store; facts first, because the others depend on them."""
    return Job(FACTS, _facts), Job(QUALITY, _quality), Job("prune", _prune)
