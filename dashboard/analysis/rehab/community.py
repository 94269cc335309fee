"""Community based intervention in one area: what changed for clients, who was never assessed again, which units stand out."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from dashboard.words.marks import marks
from dashboard.words.texts import number, pick, text
from data.facts.indicators import LEAST_WHOLE, SMALL_COUNT, indicator
from data.model.period import Period
from data.queries import Freshness
from geo.stats.change import mean_limits
from geo.stats.rates import mean_interval

DOMAINS = ("fisik", "psikologis", "sosial", "lingkungan")  # of quality of life, in the order of the instrument
SCORES = ("urica", "assist")
STAGES = ("masuk", "tengah", "akhir")
DUE, NEVER = "ditunggu", "tanpa_akhir"
FIGURES = ("ibm_unit", "agen_pemulihan", "ibm_klien", "ibm_dinilai_ulang")
LEVELS = (0.95, 0.998)  # of a funnel: two and three standard deviations (Spiegelhalter 2005)
ABOVE, BELOW, WITHIN, FEW, SILENT = "di_atas", "di_bawah", "dalam_batas", "sedikit", "tanpa_penilaian"


@dataclass(frozen=True)
class Change:
    """What changed in one domain, in points: `mean` with its 95 % interval `low, high`, `first` and `last` at intake and at the
    end. `n` clients, of whom `improved` and `worsened` by `threshold` or more.

    NaN is what is not published or not known; `there` is False where nobody was assessed twice.
    """

    domain: str
    there: bool
    exact: bool
    n: float
    mean: float
    low: float
    high: float
    first: float
    last: float
    improved: float
    worsened: float
    threshold: float


@dataclass(frozen=True)
class Clients:
    """Numbers of clients by `STAGES`, of those whose end could be expected, and of these without one; NaN is fewer than 5.
    `there` is False where there is no assessment.
    """

    there: bool
    stage: dict[str, float]
    due: float
    never: float


def change_of(rows: pd.DataFrame, region_code: str, domain: str, unit: int = 0) -> Change:
    """A domain of a region or of a unit, from rows of `queries.ibm_changes`."""
    found = _row(rows, region_code, domain, unit)
    if found is None:
        none = float("nan")
        return Change(domain, False, False, *[none] * 9)
    n, mean, sd = float(found["n"]), float(found["mean"]), float(found.sd)
    judged = np.isfinite(mean) and (bool(found["exact"]) or n >= LEAST_WHOLE)
    low, high = mean_interval(mean, sd, n) if judged else (np.nan, np.nan)
    more = (float(found[name]) for name in ("first_mean", "last_mean", "improved", "worsened", "threshold"))
    return Change(domain, True, bool(found["exact"]), n, mean, float(low), float(high), *more)


def clients_of(rows: pd.DataFrame, region_code: str, unit: int = 0) -> Clients:
    """Clients of a region or of a unit by stage."""
    counts = {}
    there = False
    for name in (*STAGES, DUE, NEVER):
        found = _row(rows, region_code, name, unit)
        there = there or found is not None
        counts[name] = float("nan") if found is None else float(found["n"])
    return Clients(there, {name: counts[name] for name in STAGES}, counts[DUE], counts[NEVER])


def _row(rows: pd.DataFrame, region_code: str, domain: str, unit: int) -> "pd.Series[float] | None":
    mine = rows[(rows["unit_id"] == unit) & (rows["domain"] == domain)]
    if not unit:
        mine = mine[mine["region_code"] == region_code]
    return None if mine.empty else mine.iloc[0]


def compare_units(units: pd.DataFrame, rows: pd.DataFrame, domain: str, benchmark: Change, deviation: float) -> pd.DataFrame:
    """Units (rows of `queries.ibm_units`) with what changed for their clients, the largest first, and how that compares with
    all clients of the nation: the `benchmark`, and the standard `deviation` between clients.

    ``unit_id, name, village_code, agents, n, mean, verdict``: `ABOVE` and `BELOW` are outside of the limits that 998 of 1,000
    units stay within by chance; `FEW` have under 20 pairs, as shown, and `SILENT` none: both have no verdict.
    """
    mine = rows[(rows["domain"] == domain) & (rows["unit_id"] > 0)].set_index("unit_id")
    frame = pd.DataFrame(
        {
            "unit_id": units["id"],
            "name": [unit_name(row) for row in units.to_dict("records")],
            "village_code": units["village_code"],
            "agents": units["agents"],
        }
    )
    for name in ("n", "mean"):
        frame[name] = mine[name].reindex(frame["unit_id"]).to_numpy(dtype=float)
    known = frame["unit_id"].isin(mine.index).to_numpy()
    enough = (frame["n"] >= LEAST_WHOLE).to_numpy() & frame["mean"].notna().to_numpy()
    verdict = np.where(~known, SILENT, np.where(~enough, FEW, WITHIN)).astype(object)
    if np.isfinite(benchmark.mean) and np.isfinite(deviation):
        low, high = mean_limits(benchmark.mean, deviation, frame["n"].to_numpy(), LEVELS[-1])
        mean = frame["mean"].to_numpy()
        verdict[enough & (mean > high)] = ABOVE
        verdict[enough & (mean < low)] = BELOW
    frame["verdict"] = verdict
    return frame.sort_values(["mean", "unit_id"], ascending=[False, True], na_position="last").reset_index(drop=True)


def deviation_of(rows: pd.DataFrame, region_code: str, domain: str) -> float:
    """The standard deviation between clients of a region; NaN where it is not published."""
    found = _row(rows, region_code, domain, 0)
    return float("nan") if found is None else float(found.sd)


def unit_name(unit: dict[str, object]) -> str:
    """A unit as people call it: its code and village."""
    code = unit["code"]
    known = isinstance(code, str) and code
    return text("ibm_tab.unit_of", code=code if known else text("ibm_tab.number", id=unit["id"]), village=unit["village"])


def count_words(count: float, *, there: bool = True) -> str:
    """A number of people as published: a dash where there is no row, ``<5`` where it is withheld."""
    if not there:
        return "–"
    return number(count) if np.isfinite(count) else text("ibm_tab.few", most=number(SMALL_COUNT))


def points(value: float) -> str:
    """A change in points with its sign; a dash for none."""
    return "–" if not np.isfinite(value) else f"{'+' if value > 0 else ''}{number(value, 1)}"


def change_words(change: Change) -> str:
    """What changed in a domain, in one sentence; what is not known says why."""
    name = text(f"domain.{change.domain}")
    if not change.there:
        return text("ibm_tab.nobody", domain=name)
    if not np.isfinite(change.mean):
        return text("ibm_tab.too_few", domain=name, n=count_words(change.n), least=number(LEAST_WHOLE))
    words = text(
        "ibm_tab.changed",
        domain=name,
        change=points(change.mean),
        first=number(change.first, 1),
        last=number(change.last, 1),
        n=count_words(change.n),
    )
    if np.isfinite(change.low):
        words += " " + text("card.interval", low=points(change.low), high=points(change.high))
    if np.isfinite(change.threshold):
        words += " " + text(
            "ibm_tab.reliable",
            improved=count_words(change.improved),
            worsened=count_words(change.worsened),
            threshold=number(change.threshold, 1),
        )
    return words


def answer_words(
    year: pd.DataFrame, whole: pd.DataFrame, units: pd.DataFrame, region_code: str, place: str, period: str, label: str
) -> list[str]:
    """Units at the end of `period`, which is written as `label`; what changed in it or, where that is too few to say, in all
    years; who was not assessed again.
    """
    there = units[pd.to_datetime(units["opened"]) <= pd.Timestamp(Period.parse(period).last)]
    said = [
        text(
            "ibm_tab.units_there",
            place=place,
            period=label,
            units=number(len(there)),
            agents=number(there["agents"].sum()),
        )
    ]
    changes, since = [change_of(year, region_code, domain) for domain in DOMAINS], label
    if not np.isfinite([one.mean for one in changes]).any():
        changes, since = [change_of(whole, region_code, domain) for domain in DOMAINS], text("ibm_tab.all_years")
    known = [one for one in changes if np.isfinite(one.mean)]
    if known:
        moved = ", ".join(
            text("ibm_tab.moved", domain=text(f"domain.{one.domain}").lower(), change=points(one.mean)) for one in known
        )
        said.append(text("ibm_tab.answer", period=since, n=count_words(known[0].n), changes=moved))
    else:
        said.append(text("ibm_tab.no_answer", place=place))
    said.append(clients_words(clients_of(year, region_code)) + " " + text("ibm_tab.no_comparison"))
    return said


def clients_words(clients: Clients) -> str:
    """Who was not assessed at the end, in one sentence."""
    if not clients.there:
        return text("ibm_tab.no_clients")
    return text("ibm_tab.never", due=count_words(clients.due), never=count_words(clients.never))


def change_table(changes: list[Change]) -> pd.DataFrame:
    """Changes as a table of text, a row for each domain."""
    return pd.DataFrame(
        {
            text("ibm_tab.domain"): [text(f"domain.{one.domain}") for one in changes],
            text("ibm_tab.pairs"): [count_words(one.n, there=one.there) for one in changes],
            text("ibm_tab.first"): [_score(one.first) for one in changes],
            text("ibm_tab.last"): [_score(one.last) for one in changes],
            text("ibm_tab.change"): [points(one.mean) for one in changes],
            text("kotan.low"): [points(one.low) for one in changes],
            text("kotan.high"): [points(one.high) for one in changes],
            text("ibm_tab.improved"): [_reliably(one, one.improved) for one in changes],
            text("ibm_tab.worsened"): [_reliably(one, one.worsened) for one in changes],
            text("ibm_tab.threshold"): [_score(one.threshold) for one in changes],
        }
    )


def _score(value: float) -> str:
    return number(value, 1) if np.isfinite(value) else "–"


def _reliably(change: Change, count: float) -> str:
    return count_words(count, there=change.there and bool(np.isfinite(change.threshold)))


def clients_table(columns: dict[str, Clients]) -> pd.DataFrame:
    """Clients by stage as text, a column for each of `columns`."""
    made = {text("ibm_tab.stage"): [text(f"ibm_stage.{name}") for name in (*STAGES, DUE, NEVER)]}
    for name, clients in columns.items():
        counts = [*clients.stage.values(), clients.due, clients.never]
        made[name] = [count_words(count, there=clients.there) for count in counts]
    return pd.DataFrame(made)


def units_table(compared: pd.DataFrame) -> pd.DataFrame:
    """Units as a table of text, with their verdict."""
    return pd.DataFrame(
        {
            text("ibm_tab.unit"): compared["name"],
            text("ibm_tab.agents"): [number(count) for count in compared["agents"]],
            text("ibm_tab.pairs"): [
                count_words(row.n, there=row.verdict != SILENT) for row in compared.itertuples(index=False)
            ],
            text("ibm_tab.change"): [points(value) for value in compared["mean"]],
            text("ibm_tab.verdict"): [text(f"ibm_verdict.{word}") for word in compared["verdict"]],
        }
    )


def file_rows(parts: dict[str, pd.DataFrame], units: pd.DataFrame, code: str, place: str, state: Freshness) -> pd.DataFrame:
    """Rows of `queries.ibm_changes` by period as a file holds them, of the area and then of its units; numbers are numbers, a
    number of people that is withheld is ``<5``, and an empty cell is not known or not published.
    """
    names = {0: place} | {int(unit["id"]): unit_name(unit) for unit in units.to_dict("records")}
    item = indicator("ibm_klien")
    made = []
    for period, rows in parts.items():
        mine = rows[(rows["unit_id"] > 0) | (rows["region_code"] == code)]
        there = set(zip(mine["unit_id"], mine["domain"], strict=True))
        for unit, name in names.items():
            region = code if not unit else str(units.loc[units["id"] == unit, "village_code"].iloc[0])[:5]
            for domain in (*STAGES, DUE, NEVER, *DOMAINS, *SCORES):
                if (unit, domain) not in there:
                    continue
                measured = domain in (*DOMAINS, *SCORES)
                one = change_of(rows, code, domain, unit)
                withheld = not np.isfinite(one.n) or (measured and not np.isfinite(one.mean))
                counted = np.isfinite(one.threshold)
                made.append(
                    {
                        text("table.name"): name,
                        text("export.code"): region,
                        text("export.period"): period,
                        text("ibm_tab.domain"): text(f"domain.{domain}" if measured else f"ibm_stage.{domain}"),
                        text("ibm_tab.clients"): _filed(one.n, withheld=True),
                        text("ibm_tab.first"): _filed(one.first),
                        text("ibm_tab.last"): _filed(one.last),
                        text("ibm_tab.change"): _filed(one.mean),
                        text("kotan.low"): _filed(one.low),
                        text("kotan.high"): _filed(one.high),
                        text("ibm_tab.improved"): _filed(one.improved, withheld=counted),
                        text("ibm_tab.worsened"): _filed(one.worsened, withheld=counted),
                        text("ibm_tab.threshold"): _filed(one.threshold),
                        text("ibm_tab.note"): text("ibm_tab.withheld", least=number(LEAST_WHOLE)) if withheld else "",
                        text("export.source"): pick(item.source),
                        text("export.mark"): marks(state, item),
                    }
                )
    return pd.DataFrame(made)


def _filed(value: float, *, withheld: bool = False) -> float | str | None:
    """A number for a file; where there is none, ``<5`` for a number of people that is `withheld`, else nothing."""
    if np.isfinite(value):
        return round(float(value), 2)
    return count_words(value) if withheld else None
