"""Acts of offices, followed at once by the facts that depend on them; in the app facts follow a few seconds later."""

from collections.abc import Callable
from functools import wraps
from types import SimpleNamespace
from typing import Any, Concatenate, ParamSpec, TypeVar

from data.intake import quality as real_quality
from data.intake.submit import history as real_history
from data.intake.submit import submission
from data.jobs.queue import DONE, FACTS
from data.jobs.runner import run_waiting
from data.model.settings import Settings
from data.ops.jobs import store_jobs
from data.store import Store

P = ParamSpec("P")
T = TypeVar("T")


def follow(store: Store) -> None:
    """Bring facts up to date with all that was asked for."""
    for ended in run_waiting(store, Settings(), [job for job in store_jobs() if job.name == FACTS]):
        assert ended.state == DONE, ended


def _followed(act: Callable[Concatenate[Store, P], T]) -> Callable[Concatenate[Store, P], T]:
    @wraps(act)
    def done(store: Store, *args: P.args, **named: P.kwargs) -> T:
        made = act(store, *args, **named)
        follow(store)
        return made

    return done


submit: Any = _followed(submission.submit)
history = SimpleNamespace(withdraw=_followed(real_history.withdraw), approve=_followed(real_history.approve))
quality = SimpleNamespace(check=_followed(real_quality.check), settle=_followed(real_quality.settle))
