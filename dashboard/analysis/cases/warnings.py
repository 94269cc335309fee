"""What early warnings say: what is above its usual, how strongly, how often the rule was wrong, what it cannot answer."""

from typing import Any

import pandas as pd

from dashboard.analysis.cases.substances import ALL, names
from dashboard.analysis.periods import newest_year, period_words
from dashboard.cache import runtime
from dashboard.words.texts import number, text
from data import queries
from data.facts.warnings import ALARM, UNKNOWN
from data.model.period import Grain, Period
from data.queries import Freshness
from data.store.scope import Scope
from geo.regions.codes import Level
from geo.stats.baseline import RATE

_NAMED = 3  # areas that an answer names
_STRONG = ((1e-6, "very_strong"), (1e-4, "strong"), (1.0, "plain"))  # by the chance of so many cases or more
_RATED = 1000  # months tested, below which a rate in a thousand is none
_REASONS = ("not_reported", "few_months", "small_level")
Row = dict[str, Any]  # one row of `queries.warnings`


def substances() -> dict[str, str]:
    """Names of the series by the code of the address, for which the store has an empty text where all are meant."""
    return {ALL: text("early.all")} | names()


def what(substance: str) -> str:
    """What a series counts, inside a sentence."""
    if not substance:
        return text("early.of_all")
    name = substances()[substance]
    return text("early.of_substance", name=name[0].lower() + name[1:])


def month_words(month: str) -> str:
    """A month of the store in words."""
    return period_words(Period.parse(month))


def strength(p: float) -> str:
    """How strong an alarm is, in a word."""
    return text(f"early.{next(word for most, word in _STRONG if p <= most)}")


def times(row: Row) -> str:
    """How many times the usual a count is."""
    return text("early.times", times=number(row["observed"] / row["expected"], 1))


def current(rows: pd.DataFrame) -> pd.DataFrame:
    """The rows that are alarms now: kabupaten/kota first, the least likely area first, all cases before substances."""
    alarms = rows[rows["state"] == ALARM]
    least = alarms.groupby("region_code")["p"].transform("min")
    alarms = alarms.assign(least=least, part=alarms["substance"] != "")
    order = ["level", "least", "region_code", "part", "p"]
    return alarms.sort_values(order, ascending=[False, True, True, True, True]).drop(columns=["least", "part"])


def by_area(rows: pd.DataFrame) -> list[list[Row]]:
    """The alarms of each area in the order of `current`."""
    return [group.to_dict("records") for _, group in current(rows).groupby("region_code", sort=False)]


def answer(rows: pd.DataFrame, counts: pd.DataFrame, code: str, place: str, level: int) -> str:
    """What is above its usual: how many kabupaten/kota and which; or that none is; or that nothing is known."""
    if counts.empty:
        return text("early.not_computed")
    month = month_words(str(counts["until"].iloc[0]))
    if level == Level.REGENCY:
        return _answer_here(rows, code, place, month)
    inside = [group for group in by_area(rows) if group[0]["level"] == Level.REGENCY]
    said = [text("early.none", place=place, month=month)]
    every = counts[(counts["level"] == Level.REGENCY) & (counts["substance"] == "")]
    unknown = int(every.loc[every["state"] == UNKNOWN, "series"].sum())
    if unknown:
        said.append(text("early.none_of_all", count=number(unknown), whole=number(every["series"].sum())))
    if inside:
        named = [_short(group) for group in inside[:_NAMED]]
        if len(inside) > _NAMED:
            named.append(text("early.more", count=number(len(inside) - _NAMED)))
        said = [text("early.above", count=number(len(inside)), place=place, month=month, names="; ".join(named))]
    whole = [_short(group) for group in by_area(rows) if group[0]["level"] < Level.REGENCY]
    if whole:
        said.append(text("early.above_whole", names="; ".join(whole)))
    return " ".join(said)


def _short(group: list[Row]) -> str:
    """An area with how many times the usual it is, and which substance where not all cases are above."""
    row = group[0]
    said = f"{what(row['substance'])}, {times(row)}" if row["substance"] else times(row)
    return f"{row['name']} ({said})"


def _answer_here(rows: pd.DataFrame, code: str, place: str, month: str) -> str:
    own = current(rows[rows["region_code"] == code])
    if len(own):
        return text("early.above_here", place=place, said="; ".join(count_words(row) for row in own.to_dict("records")))
    whole = rows[(rows["region_code"] == code) & (rows["substance"] == "")]
    unknown = whole[whole["state"] == UNKNOWN]
    if len(unknown):
        return text("early.cannot_here", place=place, why=text(f"early.because_{unknown['reason'].iloc[0]}"))
    # its newest complete month, which may be older than that of others
    return text("early.none_here", place=place, month=month_words(str(whole["month"].iloc[0])) if len(whole) else month)


def count_words(row: Row) -> str:
    """One alarm as ``all cases 21 in October 2026, usually 7 (3 times the usual)``."""
    fields = {"observed": number(row["observed"]), "expected": number(row["expected"], 1), "times": times(row)}
    return text("early.count", what=what(row["substance"]), month=month_words(row["month"]), **fields)


def _parts(group: list[Row]) -> str:
    return ", ".join(f"{what(row['substance'])} {times(row)}" for row in group)


def sentence(group: list[Row]) -> str:
    """The alarms of an area as a sentence: what, since when, how strong, and which substances."""
    row = group[0]
    since = "" if row["since"] == row["month"] else ", " + text("early.since", month=month_words(row["since"]))
    parts = " " + text("early.by_substance", names=_parts(group[1:])) if len(group) > 1 else ""
    said = text("early.sentence", place=row["name"], said=count_words(row), since=since, strength=strength(row["p"]))
    return said + parts


def record(row: Row) -> str:
    """How often the rule fired for a series in two years, and how often it was wrong."""
    if not row["fired"]:
        return text("early.record_never")
    fields = {name: number(row[name]) for name in ("fired", "judged", "wrong")}
    return text("early.record" if row["judged"] else "early.record_none", **fields)


def table(rows: pd.DataFrame) -> pd.DataFrame:
    """The alarms as a table: where, what, since when, counts, how strong, how often the rule was wrong there."""
    return pd.DataFrame(
        [
            {
                text("early.place"): row["name"],
                text("early.what"): substances()[row["substance"] or ALL],
                text("early.month"): month_words(row["month"]),
                text("early.since_head"): month_words(row["since"]),
                text("early.observed"): int(row["observed"]),
                text("early.expected"): float(row["expected"]),
                text("early.upper"): int(row["upper"]),
                text("early.ratio"): float(row["observed"] / row["expected"]),
                text("early.strength"): strength(row["p"]),
                text("early.fired_head"): int(row["fired"]),
                text("early.wrong_head"): text("early.wrong_of", wrong=number(row["wrong"]), judged=number(row["judged"])),
            }
            for row in current(rows).to_dict("records")
        ]
    )


def decimals() -> dict[str, int]:
    """Decimals of the columns of tables that have any."""
    return {text("early.expected"): 1, text("early.ratio"): 1}


def months(row: Row) -> pd.DataFrame:
    """The months of a series to the newest: ``month, count, mean, low, high, raised``; NaN where the rule cannot speak."""
    until, size = Period.parse(row["until"]), len(row["counts"])
    first = Period(until.start - size + 1, 1, Grain.MONTH)
    numbers = {name: row[column] for name, column in zip(("count", "mean", "low", "high"), _ARRAYS, strict=True)}
    frame = pd.DataFrame({"month": [str(one) for one in first.until(until)], **numbers})
    frame = frame.astype(dict.fromkeys(numbers, float))
    return frame.assign(raised=frame["count"] > frame["high"])


_ARRAYS = ("counts", "means", "lows", "highs")


def past(rows: pd.DataFrame) -> pd.DataFrame:
    """Every month of the last two years that was above the usual, the newest first, and what followed."""
    found = []
    for row in rows[rows["fired"] > 0].to_dict("records"):
        line = months(row)
        found += [(line.loc[at], row, _after(line, int(at))) for at in line.index[line["raised"]]]
    found.sort(key=lambda one: (one[0]["month"], -one[1]["level"], one[0]["count"]), reverse=True)
    return pd.DataFrame(
        [
            {
                text("early.month"): month_words(one["month"]),
                text("early.place"): row["name"],
                text("early.what"): substances()[row["substance"] or ALL],
                text("early.observed"): int(one["count"]),
                text("early.expected"): float(one["mean"]),
                text("early.ratio"): float(one["count"] / one["mean"]),
                text("early.after"): after,
            }
            for one, row, after in found
        ]
    )


def _after(line: pd.DataFrame, at: int) -> str:
    """What followed an alarm, by the two months after it."""
    following = line.iloc[at + 1 : at + 3]
    if len(following) < 2 or following[["count", "high"]].isna().any(axis=None):
        return text("early.after_unknown")
    return text("early.after_on" if following["raised"].any() else "early.after_usual")


def records(counts: pd.DataFrame) -> str:
    """How the rule did for all series of an area: how often it fired, at which rate, how often it was wrong."""
    tested, fired, judged, wrong = (int(counts[name].sum()) for name in ("tested", "fired", "judged", "wrong"))
    if not tested:
        return text("early.never_tested")
    fields = {"tested": number(tested), "fired": number(fired), "stated": number(1000 * RATE)}
    rate = number(1000 * fired / tested, 1)
    said = text("early.fired", rate=rate, **fields) if tested >= _RATED else text("early.fired_few", **fields)
    return said + " " + text("early.judged", judged=number(judged), wrong=number(wrong)) if judged else said


def unanswered(counts: pd.DataFrame) -> list[str]:
    """For how many series of kabupaten/kota the rule cannot answer and why: of all cases, then by substance."""
    said = []
    for name, some in (("all", counts["substance"] == ""), ("substance", counts["substance"] != "")):
        rows = counts[some & (counts["level"] == Level.REGENCY)]
        whole, unknown = int(rows["series"].sum()), rows[rows["state"] == UNKNOWN].groupby("reason")["series"].sum()
        if not whole:
            continue
        if name == "all" and whole == 1:
            why = text("early.cannot_one", why=text(f"early.because_{unknown.index[0]}")) if len(unknown) else ""
            said.append(why or text("early.answers_one"))
            continue
        if unknown.empty:
            said.append(text(f"early.answers_{name}", whole=number(whole)))
            continue
        reasons = [
            text("early.reason", count=number(unknown[reason]), why=text(f"early.because_{reason}"))
            for reason in _REASONS
            if reason in unknown
        ]
        fields = {"count": number(unknown.sum()), "whole": number(whole), "reasons": "; ".join(reasons)}
        said.append(text(f"early.cannot_{name}", **fields))
    return said


def news(scope: Scope, state: Freshness, code: str, level: int, period: str) -> str:
    """A sentence on what is above its usual in an area, for summary, profile and bulletin: the area's own alarm, else the
    strongest inside it. Empty where nothing is, for earlier years and below kabupaten/kota.
    """
    if level > Level.REGENCY or not state.periods or period != newest_year(state):
        return ""
    found = queries.alarms(runtime.store(), scope, code)
    if found.empty:
        return ""
    groups = by_area(found)
    first = next((group for group in groups if group[0]["region_code"] == code), groups[0])
    more = " " + text("early.others", count=number(len(groups) - 1)) if len(groups) > 1 else ""
    return text("early.news", said=sentence(first), more=more)


def tab_of(code: str) -> str:
    """The address of the tab for an area, without its host."""
    return f"/penindakan?bagian=peringatan&w={code}"
