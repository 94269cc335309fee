"""How long people stay, and how soon they come again, from Kaplan-Meier curves."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from dashboard.analysis.rehab.path import node_words
from dashboard.words.texts import number, text

STAY, RETURN = "bertahan", "kembali"
SERVICES = ("rawat_inap", "rawat_jalan", "pascarehab")


@dataclass(frozen=True)
class Curve:
    """One curve: `rows` have ``days, at_risk, share, low, high``, the first at day 0 where everybody is there.

    `group` is the service or the agency it is about, '' for all.
    """

    group: str
    rows: pd.DataFrame

    def at(self, day: float) -> pd.Series | None:
        """The last step up to a day; ``None`` where the curve ends before it."""
        if self.rows["days"].iloc[-1] < day:
            return None
        return self.rows[self.rows["days"] <= day].iloc[-1]

    @property
    def median(self) -> float:
        """The first day on which at most half are still there; NaN where the curve ends above."""
        reached = self.rows.loc[self.rows["share"] <= 0.5, "days"]
        return float(reached.iloc[0]) if len(reached) else float("nan")


def curves_of(rows: pd.DataFrame, subject: str, by: str) -> list[Curve]:
    """Curves of one subject among rows of `queries.survival`: all together first, then each `by` ``service`` or ``agency``."""
    other = {"service": "agency", "agency": "service"}[by]
    mine = rows[(rows["subject"] == subject) & (rows[other] == "")]
    made = []
    for group, part in mine.groupby(by, sort=True):
        part = part.sort_values("days")[["days", "at_risk", "share", "low", "high"]]
        start = pd.DataFrame(
            {"days": [0.0], "at_risk": part["at_risk"].iloc[:1].to_numpy(), "share": [1.0], "low": [1.0], "high": [1.0]}
        )
        after = part[part["days"] > 0]
        made.append(
            Curve(str(group), pd.concat([start, after], ignore_index=True) if part["days"].iloc[0] > 0 else _from_zero(part))
        )
    return made


def _from_zero(part: pd.DataFrame) -> pd.DataFrame:
    """A curve with a step on day 0 begins at it."""
    return part.reset_index(drop=True)


def drawn(curve: Curve, *, falling: bool) -> pd.DataFrame:
    """The curve as drawn, in per cent: those still there, or for a curve of returns those who came again."""
    rows = curve.rows.astype(float)
    share, low, high = (rows[name].to_numpy() for name in ("share", "low", "high"))
    if not falling:
        share, low, high = 1 - share, 1 - high, 1 - low
    return pd.DataFrame(
        {
            "days": rows["days"],
            "at_risk": rows["at_risk"],
            "share": 100 * share,
            "low": 100 * np.asarray(low),
            "high": 100 * np.asarray(high),
        }
    )


def curve_table(curves: list[Curve], *, falling: bool) -> pd.DataFrame:
    """All steps of the curves as rows, in per cent."""
    whole = pd.concat([drawn(curve, falling=falling).assign(group=curve_label(curve.group)) for curve in curves])
    heads = {"days": "treated.days" if falling else "treated.days_again"}
    columns = ["group", "days", "at_risk", "share", "low", "high"]
    return whole[columns].rename(columns={name: text(heads.get(name, f"treated.{name}")) for name in columns})


def share_places() -> dict[str, int]:
    """Decimals of the columns of `curve_table` that are per cent."""
    return {text(f"treated.{name}"): 1 for name in ("share", "low", "high")}


def curve_label(group: str) -> str:
    """What a curve is about, as written."""
    if not group:
        return text("treated.all")
    return node_words(f"layanan.{group}") if group in SERVICES else group


def stay_words(curves: list[Curve]) -> list[str]:
    """The median of each curve in a sentence."""
    known = [curve for curve in curves if curve.median == curve.median]
    return [f"{curve_label(curve.group)}: {text('treated.median', days=number(curve.median))}" for curve in known]
