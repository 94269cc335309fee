"""How long people stay, and how soon they come again, from Kaplan-Meier curves."""

from dataclasses import dataclass

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
        steps = part.sort_values("days")[["days", "at_risk", "share", "low", "high"]].reset_index(drop=True)
        if steps["days"].iloc[0] > 0:
            begin = {"days": 0.0, "at_risk": steps["at_risk"].iloc[0], "share": 1.0, "low": 1.0, "high": 1.0}
            steps = pd.concat([pd.DataFrame([begin]), steps], ignore_index=True)
        made.append(Curve(str(group), steps))
    return made


def drawn(curve: Curve, *, falling: bool) -> pd.DataFrame:
    """The curve as drawn, in per cent: those still there, or for a curve of returns those who came again."""
    rows = curve.rows
    share, low, high = (rows[name] for name in ("share", "low", "high"))
    if not falling:
        share, low, high = 1 - share, 1 - high, 1 - low
    return rows.assign(share=100 * share, low=100 * low, high=100 * high)


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
