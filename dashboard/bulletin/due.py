"""Sends the bulletins that are due, one after the other; a failure does not stop the others."""

from collections.abc import Mapping
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path

from dashboard.bulletin.compose_bulletin import compose
from dashboard.bulletin.send import connected, keep, mail, message_of
from data.identity import bulletins
from data.model.errors import Fault
from data.model.settings import Settings
from data.store import Store


@dataclass
class Sent:
    """How many were sent, and the accounts for which it failed, with the reason."""

    went: int = 0
    failed: dict[str, Fault] = field(default_factory=dict)

    def summary(self) -> Mapping[str, object]:
        """Counts only: who subscribes is in the trail."""
        return {"went": self.went, "failed": len(self.failed)}


def send_due(
    store: Store, settings: Settings, day: date, now: datetime, *, folder: Path | None = None, again: bool = False
) -> Sent:
    """Compose and send what is due on `day`; into `folder` as files where one is given, else by mail.

    `again` includes those already sent this week or month. Raises `Fault` where the mail server cannot be used.
    """
    wanted = bulletins.due(store, day, again=again)
    sent = Sent()
    with ExitStack() as stack:
        server = stack.enter_context(connected(settings.smtp)) if wanted and folder is None else None
        for one in wanted:
            try:
                made = compose(one, day, settings.address)
                message = message_of(made, settings.mail_from, now)
                if server is not None:
                    mail(server, message)
                elif folder is not None:
                    keep(folder, message, f"{day:%Y-%m-%d}_{one.every}_{one.person.username}")
                bulletins.note_sent(store, one, "folder" if server is None else "surel", made.areas, now)
                sent.went += 1
            except Fault as fault:
                sent.failed[one.person.username] = fault
    return sent
