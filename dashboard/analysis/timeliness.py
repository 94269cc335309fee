"""Who had to send what and when it arrived, for the page on completeness."""

from datetime import date

import pandas as pd

from dashboard.analysis.periods import period_words
from dashboard.cache import answers
from dashboard.words.texts import pick, text
from data import queries
from data.feeds import feeds
from data.intake.duties import LATE, MISSING, NOT_YET, ON_TIME
from data.model import clock
from data.model.period import Period
from data.queries import Freshness
from data.store.scope import Scope

STATUSES = (ON_TIME, LATE, MISSING, NOT_YET)
SIGNS = {ON_TIME: "●", LATE: "◐", MISSING: "○", NOT_YET: "·"}
MOST_PERIODS = 12


def today(state: Freshness) -> date:
    """The day to compare deadlines with: the last day of simulated data, else today."""
    return date.fromisoformat(state.last_day) if state.simulated and state.last_day else clock.today()


def duties(scope: Scope, version: int, feed: str, region_code: str, day: date) -> pd.DataFrame:
    """Duties of a feed inside a region, each with the submission that arrived, if any."""
    return answers.ask(queries.timeliness, scope, version, region_code, day)[feed]


def overview(scope: Scope, version: int, region_code: str, day: date) -> pd.DataFrame:
    """One row per feed with counts by status and the share that arrived in time (%)."""
    rows = []
    made = answers.ask(queries.timeliness, scope, version, region_code, day)
    for name, contract in feeds().items():
        found = made[name]
        if found.empty:
            continue
        counts = found["status"].value_counts()
        due = int(counts.drop(NOT_YET, errors="ignore").sum())
        rows.append(
            (
                name,
                pick(contract.title),
                len(found),
                *(int(counts.get(status, 0)) for status in STATUSES),
                100 * counts.get(ON_TIME, 0) / due if due else float("nan"),
            )
        )
    return pd.DataFrame(rows, columns=["feed", "title", "required", *STATUSES, "share"])


def next_due(scope: Scope, version: int, region_code: str, day: date) -> dict[str, date]:
    """The earliest deadline of what has not come, by feed."""
    made = answers.ask(queries.timeliness, scope, version, region_code, day)
    due = {name: found.loc[found["status"].isin([MISSING, NOT_YET]), "due"] for name, found in made.items()}
    return {name: min(days) for name, days in due.items() if len(days)}


def worst(overview: pd.DataFrame) -> str:
    """The feed with the most missing submissions."""
    return str(overview.sort_values(MISSING, ascending=False)["feed"].iat[0])


def matrix(found: pd.DataFrame) -> pd.DataFrame:
    """Offices by the newest periods, the newest first, a sign in each cell; the offices with the most missing first."""
    newest = sorted(found["period"].unique())[-MOST_PERIODS:]
    part = found[found["period"].isin(newest)]
    wide = part.pivot_table(index=["sender", "region_code"], columns="period", values="status", aggfunc="first")
    wide = wide[sorted(wide.columns, reverse=True)]
    wide.columns = [period_words(Period.parse(period)) for period in wide.columns]
    missing = part.assign(bad=part["status"].isin([MISSING, LATE])).groupby(["sender", "region_code"])["bad"].sum()
    wide = wide.loc[missing.sort_values(ascending=False).index]
    return wide.map(lambda status: SIGNS.get(status, "")).reset_index()


def checklist(found: pd.DataFrame, title: str) -> pd.DataFrame:
    """The list that a BNNP sends round: missing and overdue submissions by office."""
    open_ones = found[found["status"].isin([MISSING, LATE, NOT_YET])].sort_values(["sender", "period"])
    return pd.DataFrame(
        {
            text("duty.feed"): title,
            text("history.sender"): open_ones["sender"],
            text("history.area"): open_ones["region_code"],
            text("history.period"): [period_words(Period.parse(period)) for period in open_ones["period"]],
            text("duty.due"): [f"{day:%d/%m/%Y}" for day in open_ones["due"]],
            text("duty.came"): ["" if day is None or pd.isna(day) else f"{day:%d/%m/%Y}" for day in open_ones["received"]],
            text("history.state"): [text(f"duty.{status}") for status in open_ones["status"]],
        }
    )
