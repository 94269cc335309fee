"""Records of a side, read from the store: one row a case, as that agency knows it."""

from typing import Any

import numpy as np
import pandas as pd
import sqlalchemy as sa

from data.cases.numbers import normal
from data.cases.pairs import AGENCIES, INVESTIGATOR, STAGES, Pair
from data.store.frames import framed

_DAY = "{} - date '1970-01-01'"
_STAGES = ", ".join(f"{_DAY.format(f'''min(stage_date) filter (where stage = '{stage}')''')} as {stage}" for stage in STAGES)
_OWN = "agency || ' ' || regency_code || ' ' || agency_number"
_BY_STAGE = f"""
    select case_key as key, min(agency) as agency, min(regency_code) as region_code,
           count(distinct regency_code) as places,
           min(agency_number) as number, array_agg(distinct agency_number) filter (where agency_number is not null) as own,
           coalesce(bool_and(case_key = {_OWN}), false) as bare,
           min(outcome) filter (where stage = 'putusan') as putusan_outcome,
           min(outcome) filter (where stage = 'eksekusi') as eksekusi_outcome, {_STAGES}
      from inti.case_stage where agency = any (:agencies) group by case_key"""
_CASES = (
    f"select case_key as key, agency, regency_code as region_code, {_DAY.format('case_date')} as day from inti.narcotics_case"
)
_DAYS = [*STAGES]


def records(connection: sa.Connection, side: str) -> pd.DataFrame:
    """Records of a side by ``key``: ``agency, region_code, number, own, lkn, quoted, first``, ``places`` (in how many
    kabupaten/kota its stages lie), days since 1970 of each stage, ``putusan_outcome`` and ``eksekusi_outcome``.

    An investigator's record is a case that was sent, or known by its stages alone.
    """
    found = framed(connection.execute(sa.text(_BY_STAGE), {"agencies": list(AGENCIES[side])})).set_index("key")
    found[_DAYS] = found[_DAYS].astype(float)
    if side == INVESTIGATOR:
        cases = framed(connection.execute(sa.text(_CASES))).set_index("key")
        found = found.reindex(found.index.union(cases.index))
        for column in ("agency", "region_code"):
            found[column] = cases[column].reindex(found.index).fillna(found[column])
        found["lp"] = cases["day"].astype(float).reindex(found.index).fillna(found["lp"])
    bare = found["bare"].fillna(False).astype(bool)
    found["quoted"] = [("" if own else normal(key)) for key, own in zip(found.index, bare, strict=True)]
    found["lkn"] = np.where(bare, "", found.index)
    found["own"] = [tuple(filter(None, map(normal, own))) if isinstance(own, list) else () for own in found["own"]]
    found["first"] = found[_DAYS].min(axis=1)
    return found.drop(columns="bare")


def as_pair(frame: pd.DataFrame, pair: Pair, *, left: bool) -> pd.DataFrame:
    """The records with ``handed``: the day on which the left side handed the case over, or the right one took it."""
    stages = list(pair.handed if left else pair.taken)
    return frame.assign(handed=frame[stages].bfill(axis=1)[stages[0]])


def children(connection: sa.Connection) -> set[str]:
    """Keys of cases with a suspect under 18."""
    rows: Any = connection.scalars(sa.text("select distinct case_key from inti.case_suspect where age_band = '<18'"))
    return set(rows)
