"""Courses of cases through the stages of agencies. Counts are public; reading a case is noted."""

from collections.abc import Sequence

import pandas as pd
import sqlalchemy as sa

from data.model import schema
from data.queries.periods import asked_period
from data.store import Store
from data.store.frames import as_frame
from data.store.scope import Scope

STAGES = ("lp", "spdp", "tahap1", "p21", "tahap2", "register", "putusan", "eksekusi")
AGENCIES = ("Polri", "BNN", "Kejaksaan", "Pengadilan", "Pemasyarakatan")
BANDS = (0, 31, 91, 181, 366)  # the first day of each band of waiting, the last without an end
MOST_LISTED = 200


def case_funnel(store: Store, scope: Scope, region_code: str, period: str) -> pd.DataFrame:
    """How far the cases of a region got that began in a year: a row for each stage, of all together (`agency` '') and of each
    agency that saw any.

    `reached` counts the cases that passed the stage, also where a later one alone is known; `named` those of which the agency,
    or anybody, names the very stage. A year and region without cases has no rows.
    """
    funnel = schema.case_funnel.c
    statement = sa.select(funnel.agency, funnel.reached, funnel.named).where(
        funnel.region_code == region_code, funnel.period == _year(period)
    )
    rows = as_frame(store, scope, statement.order_by(funnel.agency))
    rows["stage"] = [list(STAGES)] * len(rows)
    return rows.explode(["stage", "reached", "named"], ignore_index=True).astype({"reached": int, "named": int})


def case_steps(store: Store, scope: Scope, region_codes: Sequence[str], period: str) -> pd.DataFrame:
    """Days from a stage until the next one that is known, of cases that came to it in a year: a row per region and stage.

    ``region_code, stage, cases, moved`` (of them, on until the last day of data), ``onward`` (the stage that follows most
    often), and ``first_days, half_days, last_days``: the days after which a quarter, half and three quarters had moved on, open
    cases counted by Kaplan and Meier; NaN where the curve does not come down so far.
    """
    step = schema.case_step.c
    statement = sa.select(
        step.region_code, step.stage, step.cases, step.moved, step.first_days, step.half_days, step.last_days, step.onward
    ).where(step.region_code.in_(region_codes), step.period == _year(period))
    frame = as_frame(store, scope, statement.order_by(step.region_code, sa.func.array_position(list(STAGES), step.stage)))
    return frame.astype({"first_days": float, "half_days": float, "last_days": float})


def case_waiting(store: Store, scope: Scope, region_codes: Sequence[str]) -> pd.DataFrame:
    """Cases that are open on the last day of data: ``region_code, stage`` where they wait, ``agency`` that acts next ('' where
    nobody names the investigator), ``band`` of days as in `BANDS`, ``cases``.
    """
    waiting = schema.case_waiting.c
    statement = sa.select(waiting.region_code, waiting.stage, waiting.agency, waiting.band, waiting.cases).where(
        waiting.region_code.in_(region_codes)
    )
    return as_frame(store, scope, statement.order_by(waiting.region_code, waiting.stage, waiting.agency, waiting.band))


def standing_cases(store: Store, scope: Scope, region_code: str, agency: str = "", most: int = MOST_LISTED) -> pd.DataFrame:
    """Open cases of a region that the caller may read, those that wait longest first: ``case_key, regency_code, stage, since,
    agency`` (that acts next); of one such agency, or of all. The reading is noted.

    It depends on the account and not only on its role and regions: do not keep it.
    """
    statement = sa.text("select * from akses.standing_cases(:area, :agency, :most)")
    with store.acting(scope) as connection:
        found = connection.execute(statement, {"area": region_code, "agency": agency, "most": most})
        return pd.DataFrame(found.all(), columns=list(found.keys()))


def standing_case(store: Store, scope: Scope, case_key: str, regency_code: str) -> pd.DataFrame:
    """The stages of one open case as every agency saw them, in their order: ``stage, agency, day, outcome``; no rows for a
    caller who may not read it. The reading is noted. Do not keep it.
    """
    statement = sa.text("select * from akses.standing_case(:number, :regency)")
    with store.acting(scope) as connection:
        found = connection.execute(statement, {"number": case_key, "regency": regency_code})
        return pd.DataFrame(found.all(), columns=list(found.keys()))


def _year(period: str) -> str:
    return str(asked_period(period).last_year)
