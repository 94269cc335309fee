"""Readings that a check offers: shown as questions, answered with one press, remembered for the office when the file lands."""

import itertools

import streamlit as st

from dashboard.components.sending import session
from dashboard.components.sending.session import Opened
from dashboard.words.sentences import literal
from dashboard.words.texts import pick, text
from data.feeds import Contract, Mapping
from data.identity.people import Person
from data.intake.submit.report import Report

_SHOWN_APART = "susunan:"
# the sentence for a kind of question and its answer; an empty answer stands for any
READINGS = {
    ("susunan", "ya"): "shape.read",
    ("silang", "ya"): "reading.x_yes",
    ("silang", "tidak"): "reading.x_no",
    ("tanggal", "dibalik"): "reading.days_turned",
    ("tanggal", "tetap"): "reading.days_kept",
    ("kosong", "di_atas"): "reading.blank_above",
    ("kosong", "kosong"): "reading.blank_empty",
    ("tersembunyi", "lewati"): "reading.hidden_left",
    ("tersembunyi", "baca"): "reading.hidden_read",
    ("induk", "lewati"): "reading.parents_left",
    ("induk", "pakai"): "reading.parents_used",
    ("kolom", ""): "reading.column",
    ("identitas", "bukan_orang"): "reading.no_people",
    ("kode", "bps"): "reading.bps",
    ("kode", "kemendagri"): "reading.kemendagri",
    ("waktu", "sekarang"): "reading.todays_borders",
}


def with_answers(mapping: Mapping | None, file: Opened, contract: Contract, office: str) -> Mapping | None:
    """The mapping with what was answered for this file, else for the office's last file with this header."""
    answers = given_answers(file, contract, office)
    return (mapping or Mapping(feed=contract.name)).answering(answers) if answers else mapping


def show_offers(report: Report, file: Opened, contract: Contract, office: str) -> None:
    """What was answered, each with a way back, and what may be answered: one box for each question.

    How a sheet is arranged is shown with its rows (`understood`).
    """
    given = given_answers(file, contract, office)
    answers = {name: said for name, said in given.items() if not name.startswith(_SHOWN_APART)}
    if answers:
        with st.container(border=True, gap="xsmall"):
            st.caption(text("send.answered"))
            for question, chosen in answers.items():
                sentence, button = st.columns([6, 1], vertical_alignment="center")
                sentence.markdown(f":material/done: {_said(question, chosen, contract)}")
                if button.button(text("send.take_back"), key=f"batal_{question}", type="tertiary", icon=":material/undo:"):
                    answer(file, {name: said for name, said in given.items() if name != question})
    open_yet = [
        offer
        for offer in report.remarks.offers.values()
        if given.get(offer.question) != offer.answer and not offer.question.startswith(_SHOWN_APART)
    ]
    for question, offers in itertools.groupby(open_yet, lambda one: one.question):
        with st.container(border=True, gap="xsmall"):
            st.caption(text("send.question"))
            for offer in offers:
                sentence, button = st.columns([6, 2], vertical_alignment="center")
                sentence.markdown(literal(offer.says))
                if button.button(text("send.answer"), key=f"jawab_{question}_{offer.answer}", icon=":material/check:"):
                    answer(file, given | {question: offer.answer})


def keep_answers(file: Opened, contract: Contract, office: str, mapping: Mapping | None, person: Person) -> None:
    """Remember the answers that a landed file was read with.

    Which list codes are of is remembered only for sheets with names beside them, which are held against the codes each time.
    """
    if mapping is None or not mapping.answers or file.heading is None:
        return
    named = any(not cell.code for cell in file.heading.context_cells.values())
    kept_answers = {name: said for name, said in mapping.answers.items() if named or not name.startswith("kode:")}
    saved = session.saved_mapping(contract.name, office, file.heading) or Mapping(feed=contract.name)
    if saved.answers != kept_answers:
        kept = saved.model_copy(update={"answers": kept_answers})
        session.save_mapping(contract.name, office, file.heading, kept, person)


def given_answers(file: Opened, contract: Contract, office: str) -> dict[str, str]:
    """What was answered for this file, else for the office's last file with this header."""
    given = st.session_state.get(_key(file))
    if given is not None:
        return dict(given)
    saved = session.saved_mapping(contract.name, office, file.heading) if file.heading is not None else None
    return dict(saved.answers) if saved is not None else {}


def answer(file: Opened, answers: dict[str, str]) -> None:
    """Keep the answers for this file and check it again."""
    st.session_state[_key(file)] = answers
    st.rerun()


def _said(question: str, answer: str, contract: Contract) -> str:
    """An answer in words. A question is a kind, and after a colon the column it is about."""
    kind, _, about = question.partition(":")
    label = next((pick(one.label) for one in contract.columns if one.name == about), about)
    key = READINGS.get((kind, answer)) or READINGS.get((kind, ""))
    # an answer that was kept may be of another version
    return literal(text(key, about=label, answer=answer) if key else f"{question} = {answer}")


def _key(file: Opened) -> str:
    return f"jawaban_{file.sha256[:16]}"
