"""The steps of sending: upload, match columns, see the faults, save."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

import streamlit as st

from dashboard.analysis.periods import period_words
from dashboard.cache import answers
from dashboard.components.sending import session
from dashboard.components.sending.mapping import choose_mapping
from dashboard.components.sending.offers import keep_answers, show_offers, with_answers
from dashboard.components.sending.preview import show_report
from dashboard.components.sending.session import Opened
from dashboard.components.sending.understood import show_understood
from dashboard.state.pickers import segmented, select
from dashboard.state.theme import word_upload
from dashboard.state.url import FEED, WAY, choose
from dashboard.words.texts import number, pick, text
from data.feeds import Contract, Mapping, feeds
from data.identity.people import Person
from data.intake.submit.report import Report, Sender
from data.model.errors import Fault
from data.model.period import Period
from data.queries import Freshness

FILE, FORM = "berkas", "formulir"
_LONG = 20_000  # rows
_NAMED = 12  # kabupaten/kota in a sentence
_SUFFIXES = [".xlsx", ".xlsm", ".xls", ".ods", ".csv", ".txt", ".tsv", ".xml", ".html", ".htm", ".mht", ".mhtml"]


def choose_office(person: Person, contract: Contract, place: str) -> str:
    """The office to send for; empty for those who send nothing, or not this feed."""
    offered = session.offices(person, contract, place)
    return select("kantor", text("send.office"), offered, offered[0], str, width=300) if offered else ""


def choose_way() -> str:
    """How the report is sent: by a file or a form."""
    return segmented(WAY, text("form.by"), (FILE, FORM), FILE, lambda one: text(f"form_by.{one}"), hidden=True)


def show_upload(person: Person, contract: Contract, office: str, state: Freshness) -> None:
    """All steps from the file to its landing; faults of the whole file are shown in place."""
    word_upload()
    session.warm()
    uploaded = st.file_uploader(text("send.upload"), type=_SUFFIXES, key="berkas")  # it stays when another feed is chosen
    if uploaded is None:
        return
    file = session.opened(uploaded.getvalue(), uploaded.name, contract.name)
    if file.fault:
        st.error(file.fault, icon=":material/error:")
        return
    if file.rather:
        _offer_feed(file.rather)
    mapping = with_answers(choose_mapping(file, contract, office, person), file, contract, office)
    try:
        show_check(person, contract, office, state, file, mapping)
    except Fault as fault:
        st.error(str(fault), icon=":material/error:")


def show_check(
    person: Person,
    contract: Contract,
    office: str,
    state: Freshness,
    file: Opened,
    mapping: Mapping | None,
    supersedes: int | None = None,
) -> tuple[Report, Report | None]:
    """The result of a check and the last step; returns both reports, the second where it has just landed. Raises `Fault`.

    `supersedes` is the submission that it replaces, where that is known; else the sender is asked about an older one.
    """
    who = session.sender(person, office)
    with _shown(file, text("send.checking")) as progress:
        report = session.check(file, contract, who, mapping, state.data_version, progress)
    show_understood(report, file, contract, office, person.scope, state.boundary_version)
    show_offers(report, file, contract, office)
    if not _only_asked(report):  # what is asked above is all that there is to say yet
        show_report(report, file, person.scope)
    if report.already is not None:
        st.info(text("send.already", number=number(report.already)), icon=":material/info:")
    # a file that came before may still be said to be complete
    open_yet = report.accepted and (report.already is None or report.not_reported)
    if not open_yet:
        return report, None
    done = _commit(file, contract, who, mapping, report, _covered(report, person, state), supersedes)
    if done is not None:
        keep_answers(file, contract, office, mapping, person)
    return report, done


def _only_asked(report: Report) -> bool:
    """Whether nothing is wrong but that the sender has not confirmed how a sheet is read."""
    open_yet = sum(not one.answered for one in report.understood)
    return bool(open_yet) and report.remarks.fault_count == open_yet


def _offer_feed(name: str) -> None:
    """Say that a file fits another feed, with a button that changes to it; nothing changes by itself."""
    with st.container(border=True, horizontal=True, vertical_alignment="center"):
        st.markdown(f":material/swap_horiz: {text('shape.rather', feed=pick(feeds()[name].title))}")
        st.button(text("shape.change"), on_click=choose, args=(FEED, name), icon=":material/arrow_forward:")


def _covered(report: Report, person: Person, state: Freshness) -> str:
    """Area and periods of a file in words."""
    (area,) = answers.names_of(person.scope, state.boundary_version, [report.region_code])
    return text("send.covers", area=area, periods=", ".join(period_words(Period.parse(one)) for one in report.periods))


def _commit(
    file: Opened, contract: Contract, who: Sender, mapping: Mapping | None, report: Report, covered: str, supersedes: int | None
) -> Report | None:
    """The last step; the report of a file that has just landed."""
    old = supersedes or (report.overlaps[-1] if report.overlaps else None)
    if supersedes is not None:
        st.caption(text("form.replaces", number=supersedes))
    replace = supersedes is not None or (
        old is not None and st.checkbox(text("send.replace", number=old), key=f"ganti_{file.sha256[:8]}")
    )
    st.caption(covered)
    complete = _is_complete(file, report)
    if report.already is not None and not complete:  # nothing of it would change
        return None
    if not st.button(text("send.commit"), type="primary", icon=":material/send:"):
        return None
    with _shown(file, text("send.sending")) as progress:
        done = session.send(file, contract, who, mapping, old if replace else None, progress, complete=complete)
    if done.already is not None:  # sent a moment ago, and the answer was lost
        st.info(text("send.already", number=number(done.already)), icon=":material/info:")
        return None
    st.success(receipt(done), icon=":material/task_alt:")
    return done


def receipt(done: Report) -> str:
    """What the sender is shown of a submission that landed, and who looks at it next."""
    rows = number(done.landed.new + done.landed.changed)
    return text("send.done", number=done.kiriman_id, rows=rows, next=text(f"send_next.{done.state}"))


def _is_complete(file: Opened, report: Report) -> bool:
    """Whether the sender says that the list is complete; asked where that decides between zero and not reported."""
    absent = report.not_reported
    if not absent:
        return False
    names = ", ".join(absent[:_NAMED]) + (text("send.more", count=number(len(absent) - _NAMED)) if len(absent) > _NAMED else "")
    st.caption(text("send.not_reported", count=number(len(absent)), names=names))
    return st.checkbox(text("send.complete"), key=f"lengkap_{file.sha256[:8]}")


@contextmanager
def _shown(file: Opened, words: str) -> Iterator[Callable[[int], None]]:
    """A spinner, and for long files a bar that is full once all rows are read; facts are computed after that."""
    if file.rows < _LONG:
        with st.spinner(words):
            yield lambda rows: None
        return
    bar = st.progress(0.0, words)
    yield lambda rows: bar.progress(min(1.0, rows / file.rows), words)
    bar.empty()
