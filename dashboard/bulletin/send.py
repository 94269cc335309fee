"""Bulletins as mail: over SMTP, always encrypted on its way to another machine, or as files in a folder."""

import re
import smtplib
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from email.message import EmailMessage
from email.utils import format_datetime, make_msgid
from pathlib import Path
from urllib.parse import unquote, urlsplit

from dashboard.bulletin.compose_bulletin import Bulletin
from data.model.errors import Fault, Problem
from data.store.embedded import write_private

_HERE = ("localhost", "127.0.0.1", "::1")


def message_of(bulletin: Bulletin, sender: str, at: datetime) -> EmailMessage:
    """The bulletin as a mail; the profile is attached."""
    made = EmailMessage()
    subject = " ".join(bulletin.subject.split())  # a line end would begin another header
    made["From"], made["To"], made["Subject"] = sender, bulletin.address, subject
    made["Date"], made["Message-ID"] = format_datetime(at), make_msgid(domain="dasbor-bersinar")
    made["Auto-Submitted"] = "auto-generated"  # so that absence notes do not answer it
    made.set_content(bulletin.body)
    for name, body in bulletin.attached.items():
        made.add_attachment(body, maintype="application", subtype="pdf", filename=name)
    return made


@contextmanager
def connected(url: str | None, seconds: float = 30) -> Iterator[smtplib.SMTP]:
    """A connection to ``smtp://`` (STARTTLS) or ``smtps://``. Raises `Fault` for one that cannot be used.

    A server that does not answer for `seconds` is given up. Only a server on this machine is used without encryption.
    """
    parts = urlsplit(url or "")
    host = parts.hostname or ""
    if parts.scheme not in ("smtp", "smtps") or not host:
        raise Fault(Problem.BAD_SMTP)
    safe = ssl.create_default_context()
    try:
        if parts.scheme == "smtps":
            server: smtplib.SMTP = smtplib.SMTP_SSL(host, parts.port or 465, timeout=seconds, context=safe)
        else:
            server = smtplib.SMTP(host, parts.port or 587, timeout=seconds)
        with server:
            if parts.scheme == "smtp":
                server.ehlo()
                if server.has_extn("starttls"):
                    server.starttls(context=safe)
                elif host not in _HERE:
                    raise Fault(Problem.MAIL_IN_CLEAR, host=host)
            if parts.username:
                server.login(unquote(parts.username), unquote(parts.password or ""))
            yield server
    except OSError as error:  # errors of smtplib are OSErrors too
        raise Fault(Problem.MAIL_FAILED, host=host, reason=type(error).__name__) from error


def mail(server: smtplib.SMTP, message: EmailMessage) -> None:
    """Send one mail. Raises `Fault` when the server does not accept it."""
    try:
        server.send_message(message)
    except OSError as error:  # errors of smtplib are OSErrors too
        raise Fault(Problem.MAIL_FAILED, host=server._host, reason=type(error).__name__) from error  # type: ignore[attr-defined]


def keep(folder: Path, message: EmailMessage, name: str) -> Path:
    """Write one mail as an .eml file that only the owner can read; a file of the same name is replaced."""
    folder.mkdir(parents=True, exist_ok=True)
    file = folder / f"{re.sub(r'[^a-zA-Z0-9._-]', '_', name)}.eml"
    write_private(file, message.as_bytes(policy=message.policy.clone(cte_type="7bit")).decode("ascii"))
    return file
