"""Where cases stand still: the answer, how far cases got, how long each step takes, what waits, and verdicts beside advice."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from dashboard.analysis.rehab.headcount import NOBODY, Count
from dashboard.words.texts import number, text
from data.queries import AGENCIES, BANDS, STAGES

LATE = 3  # the first band of waiting over 180 days
_LONGEST_FIRST = range(len(BANDS) - 1, -1, -1)
FEW_CASES = 10  # fewer cases make no quartile to rely on
ALL = "semua"  # in the address, in place of an agency
ADVICE = ("rehabilitasi", "rehabilitasi_dan_proses", "proses_hukum")
VERDICTS = ("rehabilitasi", "penjara", "bebas", "lainnya", "belum", "tanpa_perkara")
FILES = "tahap1"  # the stage after which P21 is awaited


@dataclass(frozen=True)
class Passed:
    """A stage of the funnel: cases that passed it, those of which somebody names it, and the share of all that began."""

    stage: str
    reached: int
    named: int
    share: float


@dataclass(frozen=True)
class Step:
    """Days from a stage to the next one: `first, half, last` after which a quarter, half and three quarters had moved on; NaN
    where the curve does not come down so far.
    """

    stage: str
    onward: str
    cases: int
    moved: int
    first: float
    half: float
    last: float

    @property
    def name(self) -> str:
        """The step as written."""
        return text("course.step_name", before=stage_name(self.stage), after=stage_name(self.onward))

    @property
    def is_sure(self) -> bool:
        """Whether there are enough cases to rely on it."""
        return self.cases >= FEW_CASES


def stage_name(stage: str) -> str:
    """A stage as written."""
    return text(f"course_stage.{stage}")


def agency_name(agency: str) -> str:
    """An agency as written; where nobody names the investigator, that."""
    return text(f"course_agency.{agency or 'penyidik'}")


def awaited(stage: str) -> str:
    """The stage that a case waits for which got to `stage`."""
    return STAGES[STAGES.index(stage) + 1]


def band_name(band: int) -> str:
    """A band of waiting as written."""
    first = BANDS[band]
    if band == len(BANDS) - 1:
        return text("course.over", days=number(first - 1))
    return text("course.between", first=number(first), last=number(BANDS[band + 1] - 1))


def band_names() -> list[str]:
    """The bands of waiting as written, the longest first."""
    return [band_name(band) for band in _LONGEST_FIRST]


def late_of(waiting: pd.DataFrame) -> pd.DataFrame:
    """Of rows of `queries.case_waiting` those that wait over 180 days."""
    return waiting[waiting["band"] >= LATE]


def answer_words(waiting: pd.DataFrame, place: str, day: str) -> str:
    """Where the most cases of an area stand still, in a sentence or two."""
    whole, late = int(waiting.cases.sum()), late_of(waiting)
    if not whole:
        return text("course.answer_none", place=place, day=day)
    if late.empty:
        return text("course.answer_moving", place=place, open=number(whole), day=day)
    by_turn = late.groupby(["stage", "agency"]).cases.sum()
    stage, agency = by_turn.idxmax()
    return text(
        "course.answer",
        place=place,
        late=number(int(late.cases.sum())),
        open=number(whole),
        day=day,
        most=number(int(by_turn.max())),
        stage=stage_name(awaited(stage)),
        agency=agency_name(agency),
    )


def waiting_table(waiting: pd.DataFrame) -> pd.DataFrame:
    """A row for each stage that is awaited and the agency that acts next, a column for each band: the longest waits first, as
    a phone shows them without moving the table.
    """
    rows: list[tuple[str, str, list[int]]] = []
    for (stage, agency), part in waiting.groupby(["stage", "agency"]):
        by_band = part.groupby("band").cases.sum()
        counts = [int(by_band.get(band, 0)) for band in _LONGEST_FIRST]
        rows.append((stage_name(awaited(str(stage))), agency_name(str(agency)), counts))
    rows.sort(key=lambda row: (-sum(row[2][: len(BANDS) - LATE]), -sum(row[2])))
    heads = [text("course.awaited"), text("course.acts_next"), *band_names(), text("course.open")]
    return pd.DataFrame([(stage, agency, *counts, sum(counts)) for stage, agency, counts in rows], columns=heads)


def areas_table(waiting: pd.DataFrame, steps: pd.DataFrame, names: Mapping[str, str]) -> pd.DataFrame:
    """A row for each area: open cases, those over 180 days, and the median days to P21; the most that stand still first."""
    rows = []
    for code, name in names.items():
        mine = waiting[waiting["region_code"] == code]
        whole, late = int(mine.cases.sum()), int(late_of(mine).cases.sum())
        found = next((step for step in steps_of(steps, code) if step.stage == FILES), None)
        days = "–" if found is None or not found.is_sure else days_words(found.half)
        rows.append((name, whole, late, 100 * late / whole if whole else np.nan, days))
    rows.sort(key=lambda row: -row[2])
    heads = ("area", "open", "late", "late_share", "median_p21")
    return pd.DataFrame(rows, columns=[text(f"course.{name}") for name in heads])


def funnel_of(rows: pd.DataFrame, agency: str) -> list[Passed]:
    """The funnel of all agencies (`ALL`) or as one saw it, among rows of `queries.case_funnel`; shares are of all cases that
    began. Empty where there is none.
    """
    mine = rows[rows["agency"] == ("" if agency == ALL else agency)]
    begun = int(rows.loc[(rows["agency"] == "") & (rows["stage"] == STAGES[0]), "reached"].sum())
    return [
        Passed(str(stage), int(reached), int(named), 100 * reached / begun if begun else float("nan"))
        for stage, reached, named in mine[["stage", "reached", "named"]].itertuples(index=False)
    ]


def funnel_table(funnel: list[Passed]) -> pd.DataFrame:
    """The funnel as rows."""
    return pd.DataFrame(
        {
            text("course.stage"): [stage_name(one.stage) for one in funnel],
            text("course.reached"): [one.reached for one in funnel],
            text("course.share"): [one.share for one in funnel],
            text("course.named"): [one.named for one in funnel],
        }
    )


def known_agencies(rows: pd.DataFrame) -> list[str]:
    """The agencies that saw any case of the funnel, in the order of the course."""
    seen = set(rows["agency"])
    return [agency for agency in AGENCIES if agency in seen]


def steps_of(rows: pd.DataFrame, region_code: str) -> list[Step]:
    """The steps of a region among rows of `queries.case_steps`, in the order of the course."""
    made = []
    for row in rows[rows["region_code"] == region_code].itertuples(index=False):
        onward = awaited(row.stage) if pd.isna(row.onward) else str(row.onward)
        days = (float(one) for one in (row.first_days, row.half_days, row.last_days))
        made.append(Step(str(row.stage), onward, int(row.cases), int(row.moved), *days))
    return sorted(made, key=lambda step: STAGES.index(step.stage))


def days_words(days: float) -> str:
    """A quartile as written; where the curve does not come down so far, that."""
    return number(days) if days == days else text("course.not_reached")


def steps_table(steps: list[Step]) -> pd.DataFrame:
    """The steps as rows; a quartile that is not reached yet says so."""
    heads = ("step", "came", "moved", "first", "half", "last")
    rows = [
        (one.name, one.cases, one.moved, *(value if value == value else text("course.not_reached") for value in quartiles(one)))
        for one in steps
    ]
    return pd.DataFrame(rows, columns=[text(f"course.{name}") for name in heads])


def quartiles(step: Step) -> tuple[float, float, float]:
    """The three quartiles of a step."""
    return step.first, step.half, step.last


def slowest_words(steps: list[Step]) -> str:
    """The step that takes longest, in a sentence: one whose half is not reached before any other; empty without a sure one."""
    sure = [step for step in steps if step.is_sure]
    if not sure:
        return ""
    slow = max(sure, key=lambda step: (step.half != step.half, step.cases if step.half != step.half else step.half))
    if slow.half != slow.half:
        return text("course.slowest_open", step=slow.name, moved=number(slow.moved), came=number(slow.cases))
    return text("course.slowest", step=slow.name, days=number(slow.half))


def advice_of(rows: pd.DataFrame) -> dict[str, dict[str, Count]]:
    """Verdicts by what assessments recommended, among rows of `queries.breakdown`; recommendations without any are left out."""
    mine = rows[rows["subject"] == "tat_putusan"]
    made: dict[str, dict[str, Count]] = {}
    for advice in ADVICE:
        found = {
            str(verdict): Count(None if pd.isna(amount) else float(amount))
            for verdict, amount in mine.loc[mine["a"] == advice, ["b", "amount"]].itertuples(index=False)
        }
        if found:
            made[advice] = {verdict: found.get(verdict, NOBODY) for verdict in VERDICTS}
    return made


def advice_table(advice: dict[str, dict[str, Count]]) -> pd.DataFrame:
    """Recommendations as rows, verdicts as columns."""
    columns = {text("course.advice"): [text(f"recommendation.{name}") for name in advice]}
    return pd.DataFrame(
        columns
        | {text(f"course_verdict.{verdict}"): [counts[verdict].value for counts in advice.values()] for verdict in VERDICTS}
    )
