"""How far the numbers of two agencies agree, and the register of their differences, as plain values."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd

from dashboard.analysis.periods import day_words, period_words
from dashboard.analysis.rehab.headcount import Count
from dashboard.cache import answers
from dashboard.words.sentences import literal
from dashboard.words.texts import language, number, text
from data.cases.matching import NEAR, NEAR_DAYS
from data.cases.pairs import BY_NAME, INVESTIGATOR, STAGES, WAIT_DAYS, Pair
from data.cases.register import OPEN
from data.feeds import feeds
from data.model.clock import ZONE
from data.model.period import Grain, Period
from data.store.scope import Scope

PAIR_NAMES = tuple(BY_NAME)
LEAST = 20  # cases: below, a share says little
PARTS = ("agree", "differ", "only_left", "only_right")
KINDS = ("suggested", "only_left", "only_right", "differs")


def pair_words(name: str) -> str:
    """A pair of agencies as written."""
    return text(f"recon.{name.replace('-', '_')}")


def side_words(side: str) -> str:
    """One side of a pair as written."""
    return text(f"recon.side_{side.lower()}")


def sides(pair: Pair) -> dict[str, str]:
    """The names of both sides, for texts."""
    return {"left": side_words(pair.left), "right": side_words(pair.right)}


@dataclass(frozen=True)
class Agreement:
    """Numbers of cases of one pair in one area and period, by what both sides say of them."""

    agree: int
    differ: int
    only_left: int
    only_right: int
    suggested: int

    @property
    def total(self) -> int:
        """All cases that either side should know."""
        return self.agree + self.differ + self.only_left + self.only_right

    @property
    def share(self) -> float:
        """Per cent on which both agree; NaN under `LEAST` cases."""
        return 100 * self.agree / self.total if self.total >= LEAST else float("nan")


def agreement_of(rows: pd.DataFrame, pair: str, period: str) -> Agreement:
    """The numbers of a pair in a period, from rows by month of `queries.agreement`."""
    span = Period.parse(period)
    first, last = (str(Period.of(day, Grain.MONTH)) for day in (span.first, span.last))
    mine = rows[(rows["pair"] == pair) & rows["month"].between(first, last)]
    return Agreement(*(int(mine[name].sum()) for name in (*PARTS, "suggested")))


def answer_words(found: Agreement, pair: Pair, place: str, period: str) -> str:
    """The answer as a sentence: the numbers of the bar, and the share that agrees where there are enough cases."""
    if not found.total:
        return text("recon.none", place=place, period=period, **sides(pair))
    counts = {name: number(getattr(found, name)) for name in ("total", *PARTS)}
    if found.total < LEAST:
        return text("recon.answer_few", **counts, **sides(pair))
    return text("recon.answer", share=number(found.share), **counts, **sides(pair))


def basis_words(found: Agreement, pair: Pair, period: str) -> list[str]:
    """What the answer is about, and how many of the missing may have a partner."""
    if not found.total:
        return []
    words = [text("recon.basis", period=period, days=number(WAIT_DAYS + pair.slow))]
    if pair.left == INVESTIGATOR:
        words[0] += f" {text('recon.investigators')}"
    if found.suggested:
        said = {"count": number(found.suggested), "only": number(found.only_left), "left": side_words(pair.left)}
        words.append(text("recon.suggested_of", **said))
    return words


def silent_words(silent: pd.DataFrame, pair: Pair, period: str) -> list[str]:
    """That an agency sent nothing of some areas, from `queries.silent_sides`: cases are not missing there one by one."""
    words = []
    for row in silent[silent["pair"] == pair.name].itertuples():
        mute, other = (pair.left, pair.right) if row.side == "left" else (pair.right, pair.left)
        names = {"silent": side_words(mute), "other": side_words(other)}
        words.append(text("recon.silent_side", cases=number(row.cases), regions=number(row.regions), period=period, **names))
    return words


def over_time(rows: pd.DataFrame) -> pd.DataFrame:
    """Share agreeing by pair and quarter: ``pair, quarter, label, share``, NaN under `LEAST` cases; oldest first."""
    quarters = {one: str(Period.of(Period.parse(one).first, Grain.QUARTER)) for one in rows["month"].unique()}
    by = rows.assign(quarter=rows["month"].map(quarters)).groupby(["pair", "quarter"], as_index=False)[list(PARTS)].sum()
    total = by[list(PARTS)].sum(axis=1)
    share = (100 * by["agree"] / total).where(total >= LEAST)
    labels = {one: period_words(Period.parse(one)) for one in by["quarter"].unique()}
    return by.assign(share=share, label=by["quarter"].map(labels))[["pair", "quarter", "label", "share"]]


def quarter_table(rows: pd.DataFrame) -> pd.DataFrame:
    """Share agreeing by quarter, a column for each pair; for paper."""
    if rows.empty:
        return pd.DataFrame()
    wide = over_time(rows).pivot_table(index=["quarter", "label"], columns="pair", values="share", dropna=True)
    wide = wide.reindex(columns=[name for name in PAIR_NAMES if name in wide]).reset_index().drop(columns="quarter")
    return wide.rename(columns={"label": text("recon.quarter")} | {name: pair_words(name) for name in PAIR_NAMES})


def area_table(rows: pd.DataFrame, pair: Pair, names: Sequence[str]) -> pd.DataFrame:
    """Numbers of the areas below by area, the least agreement first; `names` are those of the rows of the pair."""
    mine = rows[rows["pair"] == pair.name].reset_index(drop=True)
    total = mine[list(PARTS)].sum(axis=1)
    table = pd.DataFrame(
        {
            text("recon.area"): list(names),
            text("recon.total"): total,
            text("recon.agree"): mine["agree"],
            text("recon.differ"): mine["differ"],
            text("recon.only_here", side=side_words(pair.left)): mine["only_left"],
            text("recon.only_here", side=side_words(pair.right)): mine["only_right"],
            text("recon.share_of"): (100 * mine["agree"] / total).where(total >= LEAST),
        }
    )
    return table.sort_values(text("recon.share_of"), na_position="last", kind="stable").reset_index(drop=True)


def owner_words(owner: str) -> str:
    """Who has to mend, as written."""
    return text(f"course_agency.{owner}") if owner in ("Polri", "BNN") else side_words(owner)


def register_words(counts: pd.DataFrame) -> str:
    """How many entries of a pair wait, and whose they are."""
    waiting = counts[counts["state"].isin(OPEN)]
    if waiting.empty:
        return text("recon.register_none")
    owners = waiting.groupby("owner")["amount"].sum()
    return text(
        "recon.register_answer",
        waiting=number(int(waiting["amount"].sum())),
        overdue=number(int(waiting["overdue"].sum())),
        owner=owner_words(str(owners.idxmax())),
        most=number(int(owners.max())),
    )


def count_table(counts: pd.DataFrame, pair: Pair) -> pd.DataFrame:
    """Entries of a pair by kind and by who has to mend, in columns by state."""
    heads = [text("recon.kind"), text("recon.owner"), *(text(f"finding.{one}") for one in (*OPEN, "ditutup", "hilang"))]
    heads.append(text("recon.overdue"))
    rows = []
    for kind in KINDS:
        for owner, mine in counts[counts["kind"] == kind].groupby("owner"):
            by_state = mine.groupby("state")["amount"].sum()
            states = [int(by_state.get(state, 0)) for state in (*OPEN, "ditutup", "hilang")]
            rows.append([kind_words(kind, pair), owner_words(str(owner)), *states, int(mine["overdue"].sum())])
    return pd.DataFrame(rows, columns=heads)


def kind_words(kind: str, pair: Pair) -> str:
    """What an entry is, as written."""
    return text(f"recon.kind_{kind}", **sides(pair))


def field_words(name: str) -> str:
    """A field that differs, as written."""
    return text(f"recon.field_{name}")


def value_words(name: str, value: object, places: dict[str, str]) -> str:
    """A value of a field as written; `places` has the names of kabupaten/kota."""
    if value is None or value == "":
        return text("recon.not_known")
    if name == "region":
        return places.get(str(value), str(value))
    if name == "outcome":
        codes = {code.code: code.label(language()) for code in feeds()["tahap_perkara"].column("outcome").codes}
        return codes.get(str(value), str(value))
    return day_words(date.fromisoformat(str(value)), short=True) if name != "number" else str(value)


def what_words(row: "pd.Series[object]") -> str:
    """What differs in an entry, in a few words."""
    if row["kind"] == "suggested":
        return text("recon.alike", percent=number(100 * float(str(row["score"]))))
    return ", ".join(field_words(name) for name in _in_order(row["fields"]))


def _in_order(fields: object) -> dict[str, list[str | None]]:
    """Fields in the order of the stages, then what is no stage."""
    assert isinstance(fields, dict)
    return {name: fields[name] for name in (*STAGES, "outcome", "region") if name in fields}


def entry_table(entries: pd.DataFrame, pair: Pair, places: dict[str, str]) -> pd.DataFrame:
    """Entries as a table: what each is, the numbers of both sides, and until when."""
    place = entries["left_region"].fillna(entries["right_region"])
    return pd.DataFrame(
        {
            text("recon.number"): entries["id"].astype(str),
            text("recon.kind"): [kind_words(kind, pair) for kind in entries["kind"]],
            text("recon.due"): [day_words(day, short=True) for day in entries["due_on"]],
            side_words(pair.left): entries["left_number"],
            side_words(pair.right): entries["right_number"],
            text("recon.what"): [what_words(row) for _, row in entries.iterrows()],
            text("recon.place"): place.map(places).fillna(place),
            text("recon.owner"): [owner_words(owner) for owner in entries["owner"]],
            text("recon.state"): [text(f"finding.{state}") for state in entries["state"]],
        }
    )


def places_of(scope: Scope, version: str, entries: pd.DataFrame) -> dict[str, str]:
    """Names of the kabupaten/kota that entries speak of."""
    codes = sorted({*entries["left_region"].dropna(), *entries["right_region"].dropna()})
    return dict(zip(codes, answers.names_of(scope, version, codes), strict=True)) if codes else {}


def side_by_side(row: "pd.Series[object]", pair: Pair, places: dict[str, str]) -> pd.DataFrame:
    """Both records of an entry beside each other: number, area, every field that differs, and of a suggestion all days."""
    fields = _in_order(row["fields"])
    shown = {"number": [row["left_number"], row["right_number"]], "region": [row["left_region"], row["right_region"]]}
    if str(row["kind"]).startswith("only_"):
        handed = str(row["day"]) if row["day"] else None
        shown["day"] = [handed if row["kind"] == side else None for side in ("only_left", "only_right")]
    lines = [
        [field_words(name), *(value_words(name, value, places) for value in values)]
        for name, values in (shown | {name: values for name, values in fields.items() if name != "region"}).items()
    ]
    return pd.DataFrame(lines, columns=[text("recon.field"), side_words(pair.left), side_words(pair.right)])


def step_lines(steps: pd.DataFrame) -> list[str]:
    """What was decided about an entry, a line a step: when, by which office, what, and why."""
    lines = []
    for one in steps.itertuples(index=False):
        at = pd.Timestamp(one.at).tz_convert(ZONE)
        step = text(f"recon.step_{one.act}")
        if isinstance(one.outcome, str):
            step += f": {text(f'recon.outcome_{one.outcome}')}"
        line = text("recon.step_line", at=f"{day_words(at.date(), short=True)} {at:%H.%M}", office=one.office, step=step)
        lines.append(f"{line} · {literal(one.reason)}" if one.reason else line)
    return lines


def clients_table(rows: pd.DataFrame) -> pd.DataFrame:
    """New clients of rehabilitation by agency, from their rows and from monthly totals: the same measure from two sources.

    `rows` are those of `queries.breakdown`; a count under 5 is text, NaN where the agency sent nothing of that kind.
    """
    found = rows[rows["subject"].isin(["baru_rincian", "baru_rekap"])]
    counts = {
        (subject, agency): Count(None if pd.isna(amount) else float(amount)).value
        for subject, agency, amount in zip(found["subject"], found["a"], found["amount"], strict=True)
    }
    lines = [
        [agency, *(counts.get((subject, agency), np.nan) for subject in ("baru_rincian", "baru_rekap"))]
        for agency in sorted(found["a"].unique())
    ]
    return pd.DataFrame(lines, columns=[text(f"recon.clients_{name}") for name in ("agency", "rows", "totals")])


def method_words() -> list[str]:
    """How cases are matched, pass by pass, and what that does not promise."""
    return [
        text("recon.method_equal"),
        text("recon.method_near", days=number(NEAR_DAYS), percent=number(100 * NEAR)),
        text("recon.method_hand"),
        text("recon.method_limits"),
    ]
