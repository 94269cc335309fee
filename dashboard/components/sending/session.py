"""Between the widgets of the page of submissions and `data.intake`: offices, checks kept between runs, mappings."""

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date

import streamlit as st

from dashboard.cache.runtime import settings, store
from dashboard.words.texts import pick, text
from data.feeds import Contract, feeds, mappings
from data.feeds import Mapping as ColumnMapping
from data.identity.people import Person
from data.intake import workers
from data.intake.read.files import Workbook
from data.intake.read.heading import Heading
from data.intake.remembered import heading_digest, recall, remember
from data.intake.submit.report import Report, Sender
from data.model.errors import Fault, Problem
from data.model.roles import BNN_AGENCIES, Act, Role, is_office_of, may


@dataclass(frozen=True)
class Opened:
    """An uploaded file, the header that was found, and about how many rows; `fault` where it cannot be opened.

    `shaped`: it puts several of our rows side by side; `rather`: the name of a feed that its header fits better.
    The rows of a form are a `Workbook`, with `links` between tokens of one person by two keys.
    """

    body: bytes | Workbook
    name: str
    heading: Heading | None
    rows: int = 1
    fault: str = ""
    links: Mapping[bytes, bytes] = field(default_factory=dict)
    shaped: bool = False
    rather: str = ""

    @property
    def sha256(self) -> str:
        """Digest of the file."""
        body = self.body if isinstance(self.body, bytes) else repr([sheet.rows for sheet in self.body.sheets]).encode()
        return hashlib.sha256(body).hexdigest()


def offices(person: Person, contract: Contract, place: str) -> list[str]:
    """Offices in whose name a person may send a feed: the account's own one.

    Accounts of BNN without an office send by their level and `place`, the name of one of their regions; BNN Pusat may send for
    others.
    """
    if not may(person, Act.SEND):
        return []
    if person.office or person.role == Role.AGENCY:
        sends = person.role == Role.BNN_PUSAT or any(is_office_of(person.office, kind) for kind in contract.senders)
        return [person.office] if person.office and sends else []
    own = None if person.role == Role.BNN_PUSAT else BNN_AGENCIES.get(person.role)  # BNN Pusat: any
    kinds = [kind for kind in contract.senders if own is None or kind in own]
    named = [f"{kind} {place}" for kind in kinds]
    return ["BNN Pusat", *named] if person.role == Role.BNN_PUSAT else named


def in_order(person: Person, place: str, due: Mapping[str, date]) -> list[str]:
    """All feeds: those that the person sends first, then by deadline, then by title."""
    known = feeds()

    def first(name: str) -> tuple[bool, date, str]:
        return not offices(person, known[name], place), due.get(name, date.max), pick(known[name].title)

    return sorted(known, key=first)


def first_of(person: Person, names: list[str]) -> str:
    """The feed that is open where none was chosen: the first one when the page was opened, also once it has been sent."""
    return str(st.session_state.setdefault(f"kirim_umpan_{person.username}", names[0]))


def why_not(person: Person) -> str:
    """The reason why there is no office in whose name to send."""
    lacks = person.role == Role.AGENCY and not person.office
    return str(Fault(Problem.NO_OFFICE)) if lacks else text("send.not_you")


def sender(person: Person, office: str) -> Sender:
    """The person as a sender: for the account's own office, whatever was chosen; `office` is for BNN's accounts without one."""
    chosen = "" if person.role == Role.AGENCY else office
    return Sender(person.office or chosen, person.username, person.role, person.prefixes)


# only in memory, only for this session, and not for long: a file may hold what must not be kept
@st.cache_resource(max_entries=2, ttl=900, scope="session", show_spinner=False)
def opened(body: bytes, name: str, feed: str) -> Opened:
    """Open an upload and look for its header; kept while the sender looks at it, and only in memory."""
    try:
        looked = workers.look(body, name, feeds()[feed])
    except Fault as fault:
        return Opened(body, name, None, fault=str(fault))
    return Opened(body, name, looked.heading, looked.rows, shaped=looked.shaped, rather=looked.rather)


def warm() -> None:
    """Let what checks files get ready while the file is being chosen."""
    workers.warm(store())


def saved_mapping(feed: str, office: str, heading: Heading) -> ColumnMapping | None:
    """The mapping this office used for a sheet with this header before."""
    return recall(store(), feed, office, heading_digest(heading.names))


def save_mapping(feed: str, office: str, heading: Heading, mapping: ColumnMapping, person: Person) -> None:
    """Remember a mapping for the next file of this office with this header."""
    remember(store(), feed, office, heading_digest(heading.names), mapping, person.username)


def shipped_mappings(feed: str) -> dict[str, ColumnMapping]:
    """Mappings of other systems' exports for a feed."""
    return {name: one for name, one in mappings().items() if one.feed == feed}


def check(
    opened_file: Opened,
    contract: Contract,
    who: Sender,
    mapping: ColumnMapping | None,
    version: int,
    progress: Callable[[int], None],
) -> Report:
    """A preview of what landing the file would do, kept until something changes. Raises `Fault`."""
    key = repr((who, mapping))
    return _check(opened_file.sha256, contract.name, contract.version, key, version, opened_file, who, mapping, progress)


@st.cache_resource(max_entries=2, ttl=900, scope="session", show_spinner=False)
def _check(
    sha: str,
    feed: str,
    contract_version: str,
    key: str,
    version: int,
    _file: Opened,
    _who: Sender,
    _mapping: ColumnMapping | None,
    _progress: Callable[[int], None],
) -> Report:
    return workers.submit(
        store(),
        settings().home,
        feeds()[feed],
        _file.body,
        sender=_who,
        commit=False,
        file_name=_file.name,
        mapping=_mapping,
        links=dict(_file.links),
        progress=_progress,
    )


def send(
    opened_file: Opened,
    contract: Contract,
    who: Sender,
    mapping: ColumnMapping | None,
    supersedes: int | None,
    progress: Callable[[int], None],
    *,
    complete: bool,
) -> Report:
    """Land the file. Raises `Fault`."""
    return workers.submit(
        store(),
        settings().home,
        contract,
        opened_file.body,
        sender=who,
        commit=True,
        file_name=opened_file.name,
        mapping=mapping,
        links=dict(opened_file.links),
        supersedes=supersedes,
        complete=complete,
        progress=progress,
    )
