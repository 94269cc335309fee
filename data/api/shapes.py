"""The answers of the API."""

from datetime import datetime

from pydantic import BaseModel

from data.intake.read.faults import CellFault
from data.intake.submit.report import Report


class NoteOut(BaseModel):
    """A note: what was resolved or skipped without asking."""

    column: str
    done: str
    times: int
    example: str


class OfferOut(BaseModel):
    """A reading that may be asked for with the parameter ``answer=question=answer``."""

    question: str
    answer: str
    says: str


class ReportOut(BaseModel):
    """The result of a submission, or what it would be."""

    feed: str
    submission: int | None
    already: int | None
    state: str
    region: str
    periods: list[str]
    rows: int
    new: int
    changed: int
    unchanged: int
    gone: int
    rejected: int
    fault_count: int
    faults: list[CellFault]
    notes: list[NoteOut]
    offers: list[OfferOut]
    overlaps: list[int]
    not_reported: list[str]
    seconds: float


class ErrorOut(BaseModel):
    """A request that was refused: one sentence that says what to do."""

    detail: str


class FeedOut(BaseModel):
    """A feed in brief."""

    name: str
    title: dict[str, str]
    periodicity: str
    deadline_days: int
    sensitivity: str
    edition: str
    may_send: bool


class SubmissionOut(BaseModel):
    """A submission in its current state. Row counts are withheld where a row is a case or a client: small counts are not shown
    here.
    """

    id: int
    feed: str
    sender: str
    region: str
    periods: list[str]
    state: str
    sha256: str
    received_at: datetime
    rows: int | None
    new: int | None
    changed: int | None


class FactOut(BaseModel):
    """One region's fact. `status` is empty for a known value, else the reason why there is none."""

    region: str
    name: str
    numerator: float | None
    denominator: float | None
    value: float | None
    class_: int | None
    status: str
    reported: int
    expected: int


class FactsOut(BaseModel):
    """Facts, with the marks of every screen: whether they are simulated, how many submissions wait for approval."""

    mark: str
    provisional: int
    facts: list[FactOut]


def report_out(report: Report) -> ReportOut:
    """A report as the API gives it."""
    landed = report.landed
    return ReportOut(
        feed=report.feed,
        submission=report.kiriman_id,
        already=report.already,
        state=report.state,
        region=report.region_code,
        periods=list(report.periods),
        rows=report.rows_in,
        new=landed.new,
        changed=landed.changed,
        unchanged=landed.unchanged,
        gone=landed.gone,
        rejected=report.rejected,
        fault_count=report.remarks.fault_count,
        faults=report.remarks.faults,
        offers=[OfferOut(question=a.question, answer=a.answer, says=a.says) for a in report.remarks.offers.values()],
        notes=[NoteOut(column=a, done=b, times=c, example=d) for a, b, c, d in report.remarks.noted()],
        overlaps=list(report.overlaps),
        not_reported=list(report.not_reported),
        seconds=round(report.seconds, 3),
    )
