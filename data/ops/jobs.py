"""The jobs of the store itself."""

from collections.abc import Mapping

import sqlalchemy as sa

from data.cases.run import link_all
from data.facts import access, clusters, warnings
from data.facts.access_question import Question, question_of
from data.facts.update import refresh_feeds
from data.identity import audit
from data.intake import quality
from data.intake.drafts import prune_drafts
from data.jobs.queue import ACCESS, CLUSTERS, FACTS, LINKS, QUALITY, WARNINGS, ask_following
from data.jobs.runner import Job, Run
from data.model import schema
from data.store.locks import take_turn


def _facts(run: Run) -> Mapping[str, object]:
    with run.store.writing() as connection:
        refresh_feeds(connection, run.inputs, run.progress)
        ask_following(connection, run.inputs)
        version = connection.scalar(sa.select(schema.data_version.c.version))
    return {"data_version": version}


def _quality(run: Run) -> Mapping[str, object]:
    return quality.check(run.store)


def _prune(run: Run) -> Mapping[str, object]:
    gone = audit.prune(run.store, run.settings.audit_months)
    audit.seal(run.store)
    return {"rows": gone, "drafts": prune_drafts(run.store)}


def _access(run: Run) -> Mapping[str, object]:
    # the default too: a store that was there before its table has none until its facilities move
    questions = [Question(), *(question for spelled in run.inputs if (question := question_of(spelled)))]
    with run.store.writing() as connection:
        take_turn(connection, "facts")
        return {"answers": access.answer(connection, questions, run.progress)}


def _clusters(run: Run) -> Mapping[str, object]:
    return clusters.renew(run.store, run.seed, run.progress)


def _warnings(run: Run) -> Mapping[str, object]:
    with run.store.writing() as connection:
        take_turn(connection, "facts")
        return warnings.renew(connection, run.progress)


def _links(run: Run) -> Mapping[str, object]:
    return link_all(run.store, run.progress)


def store_jobs() -> tuple[Job, ...]:
    """The jobs of the store; facts first, because the others depend on them."""
    return (
        Job(FACTS, _facts),
        Job(ACCESS, _access),
        Job(CLUSTERS, _clusters),
        Job(WARNINGS, _warnings),
        Job(QUALITY, _quality),
        Job(LINKS, _links),
        Job("prune", _prune),
    )
