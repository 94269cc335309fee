"""Early warnings: which newest months are above what was usual, and how often the rule was wrong in the two years before.

Series are cases of a kabupaten/kota, a province or the nation, on the whole or with one substance. The rule at a month uses the
months before it alone, also in the back-test, but as they are known now: what came late counts as if it had come in time. A
warning was wrong if the two following months were back within the usual range.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd
import sqlalchemy as sa

from data.facts.warning_counts import Cases, read_cases
from data.model import schema
from data.model.clock import now
from data.model.period import Grain, Period
from data.model.progress import Progress
from data.store.copy import copy_frame
from geo.regions.codes import NATION
from geo.stats.baseline import FEWEST, season, usual

TESTED = 24  # months at which the rule is run
RECENT = 3  # the newest complete month is judged if it is one of so many
LEAST_REPORTED = 0.8  # an area above kabupaten/kota has a complete month where so much of its usual number was reported
ALARM, USUAL, UNKNOWN = "raised", "usual", "unknown"
NOT_REPORTED, FEW_MONTHS, SMALL_LEVEL = "not_reported", "few_months", "small_level"
Floats = npt.NDArray[np.float64]


@dataclass(frozen=True)
class _Steps:
    """The rule at the last `TESTED` months, of shape ``(series, TESTED)``: counts of complete months, and what was usual."""

    counts: Floats
    means: Floats
    lows: Floats
    highs: Floats
    p: Floats
    months: Floats


def renew(connection: sa.Connection, progress: Progress) -> dict[str, int]:
    """Replace all rows of `analitik.warning`; returns how many series and alarms. The caller holds the turn at facts."""
    cases = read_cases(connection)
    connection.execute(schema.warning.delete())
    if cases is None:
        return {"series": 0, "alarms": 0}
    frame = warned(cases, progress)
    version = connection.scalar(sa.select(schema.data_version.c.version)) or 0
    copy_frame(connection, schema.warning, frame.assign(data_version=version, computed_at=now()))
    return {"series": len(frame), "alarms": int((frame["state"] == ALARM).sum())}


def warned(cases: Cases, progress: Progress = lambda done, total: None) -> pd.DataFrame:
    """A row per area and substance, with the columns of `analitik.warning` but for the version and the time."""
    areas = [NATION, *sorted({code[:2] for code in cases.codes}), *cases.codes]
    steps = _steps(cases, areas, progress)
    last = Period(cases.first.start + cases.reported.shape[1] - 1, 1, Grain.MONTH)
    index = pd.MultiIndex.from_product([cases.substances, areas], names=["substance", "region_code"])
    return _judged(steps, last, index.to_frame(index=False))


def _steps(cases: Cases, areas: list[str], progress: Progress) -> _Steps:
    """The rule at each month with two years before it, of which the newest are kept; series are sorted by substance, then as
    `areas` are.
    """
    codes = np.array(cases.codes)
    above = np.array([[one == NATION or code.startswith(one) for code in cases.codes] for one in areas], dtype=float)
    member = np.where(np.char.str_len(np.array(areas))[:, None] == 5, np.array(areas)[:, None] == codes, above)
    kinds, months = len(cases.substances), cases.reported.shape[1]
    # dispersion is shared by series of one substance and level
    level = np.array([{2: 1, 5: 2}[len(one)] if one != NATION else 0 for one in areas])
    group = (np.arange(kinds)[:, None] * 3 + level).ravel()
    sums = np.einsum("ar,krm->kam", member, np.where(cases.reported, cases.counts, 0.0)).reshape(-1, months)
    base = sums.copy()  # what later months are compared with: of a month above the usual, no more than the usual
    found = [np.full((len(sums), months), np.nan) for _ in range(6)]
    for at in range(months):
        progress(at, months)
        exposure = _exposure(cases, member, at)
        shown = np.tile(exposure, (kinds, 1))
        complete = shown > 0
        found[0][:, at] = np.where(complete[:, -1], sums[:, at], np.nan)
        if at < FEWEST:
            continue
        counts = np.where(complete, base[:, : at + 1], np.nan)
        year = (cases.first.start + np.arange(at + 1)) % 12
        whole = counts.reshape(kinds, len(areas), -1)[:, 0, :at]
        factors = np.stack([season(one, exposure[0, :at], cases.first.start % 12)[year] for one in whole])
        rule = usual(counts, shown, np.repeat(factors, len(areas), axis=0), group)
        base[:, at] = np.fmin(base[:, at], rule.upper)
        for kept, value in zip(found[1:], (rule.expected, rule.lower, rule.upper, rule.p, rule.months), strict=True):
            kept[:, at] = value
    newest = np.pad(np.stack(found), ((0, 0), (0, 0), (TESTED, 0)), constant_values=np.nan)[:, :, -TESTED:]
    return _Steps(*newest)


def _exposure(cases: Cases, member: Floats, at: int) -> Floats:
    """The share of each area's usual number that reported each month up to `at`; 0 where a month is not complete.

    A kabupaten/kota counts by its mean of the months that it had reported until then.
    """
    seen = cases.reported[:, :at]
    mean = np.where(seen, cases.counts[0, :, :at], 0).sum(axis=1) / np.maximum(seen.sum(axis=1), 1)
    weight = member * (mean + 0.01)  # one without cases has a share too
    share = weight @ cases.reported[:, : at + 1] / weight.sum(axis=1, keepdims=True)
    return np.where(share >= LEAST_REPORTED, share, 0.0)


def _judged(steps: _Steps, last: Period, frame: pd.DataFrame) -> pd.DataFrame:
    """The rows: which month is judged, what it is, and how the rule did before."""
    rows = np.arange(len(frame))
    complete = np.isfinite(steps.counts)
    spoke = complete & np.isfinite(steps.means)
    alarm = spoke & (np.nan_to_num(steps.counts, nan=-1) > np.nan_to_num(steps.highs, nan=np.inf))
    recent = complete[:, -RECENT:][:, ::-1]
    column = np.where(recent.any(axis=1), TESTED - 1 - recent.argmax(axis=1), -1)
    there = column >= 0
    at = np.maximum(column, 0)
    judges = there & spoke[rows, at]
    is_alarm = judges & alarm[rows, at]
    state = np.where(is_alarm, ALARM, np.where(judges, USUAL, UNKNOWN))
    few = ~(steps.months[rows, at] >= FEWEST)
    reason = np.where(judges, "", np.where(~there, NOT_REPORTED, np.where(few, FEW_MONTHS, SMALL_LEVEL)))
    # the first month of an unbroken run of alarms
    run = np.array([_run(one[: place + 1]) for one, place in zip(alarm, at.tolist(), strict=True)])
    spelled = np.array([str(Period(last.start - TESTED + 1 + one, 1, Grain.MONTH)) for one in range(TESTED)], dtype=object)
    follow = np.zeros_like(alarm)
    follow[:, :-2] = alarm[:, :-2] & spoke[:, 1:-1] & spoke[:, 2:]
    calm = np.zeros_like(alarm)
    calm[:, :-2] = follow[:, :-2] & ~alarm[:, 1:-1] & ~alarm[:, 2:]
    return frame.assign(
        until=str(last),
        month=pd.Series(spelled[at]).where(there, None),
        since=pd.Series(spelled[at - np.maximum(run, 1) + 1]).where(is_alarm, None),
        state=state,
        reason=reason,
        observed=_whole(np.where(there, steps.counts[rows, at], np.nan)),
        expected=np.where(judges, steps.means[rows, at], np.nan),
        upper=_whole(np.where(judges, steps.highs[rows, at], np.nan)),
        p=np.where(judges, steps.p[rows, at], np.nan),
        tested=spoke.sum(axis=1),
        fired=alarm.sum(axis=1),
        judged=follow.sum(axis=1),
        wrong=calm.sum(axis=1),
        counts=_array(steps.counts, 0),
        means=_array(steps.means, 3),
        lows=_array(steps.lows, 0),
        highs=_array(steps.highs, 0),
    )


def _run(alarms: npt.NDArray[np.bool_]) -> int:
    """How many months at the end are alarms."""
    quiet = np.flatnonzero(~alarms)
    return len(alarms) - 1 - int(quiet[-1]) if len(quiet) else len(alarms)


def _whole(values: Floats) -> "pd.Series[int]":
    return pd.Series(pd.array(np.where(np.isfinite(values), values, 0), dtype="Int64")).where(np.isfinite(values), pd.NA)


def _array(values: Floats, decimals: int) -> list[str]:
    """Rows as arrays of the database."""
    return ["{" + ",".join("NULL" if one != one else f"{one:.{decimals}f}" for one in row) + "}" for row in values.tolist()]
