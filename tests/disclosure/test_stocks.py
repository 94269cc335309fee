"""Stocks and the arrivals and departures that carry them, over successive editions of small random countries.

Whoever keeps all editions knows who reported when, what fell, and that a stock is what there was, and who came, less who left.
What each edition tells is laid out as equations over what came with each, and HiGHS is asked how narrowly a hidden count is
bounded.
"""

from dataclasses import dataclass
from itertools import accumulate, pairwise

import numpy as np
import pandas as pd
import pytest

from data.disclosure.close import LEAST_WIDTH
from data.disclosure.editions import decide
from data.disclosure.families import FAMILIES
from data.disclosure.periods import last_month_of, months_of, spans_of
from data.disclosure.protect import hidden_cells
from data.disclosure.rises import CELL, FACTS, KEYS
from tests.conftest import FULL
from tests.disclosure.attacker import Puzzle, attacks_on, count_of, within

MONTHS = [f"{year}-{month:02d}" for year in (2024, 2025) for month in range(1, 13)]
PERIODS = {period: months_of(period) for month in MONTHS for period in (month, *spans_of(month))}
EDITIONS = (9, 12, 18, 24, 24)  # months that are over; the last brings only what came late
CAME, LEFT, STOCK = "rehab_baru", "rehab_berakhir", "rehab_aktif"
FLOWS = (CAME, LEFT)
ATTEMPTS = 40  # of the hidden cells of a country
COUNTRIES = 40 if FULL else 2


@dataclass(frozen=True)
class World:
    """Who was there at first, came and left, as it was known at each edition."""

    regencies: tuple[str, ...]
    first: np.ndarray  # editions x regencies
    flows: np.ndarray  # editions x flows x regencies x months
    reported: np.ndarray  # editions x regencies x months

    def facts(self, edition: int) -> pd.DataFrame:
        """Exact facts of everything as they stand."""
        rows: list[tuple[object, ...]] = []
        for at, code in enumerate(self.regencies):
            seen = self.reported[edition, at]
            known = self.flows[edition][:, at] * seen
            stock = self.first[edition, at] + np.array(list(accumulate(known[0] - known[1])))
            for period, months in PERIODS.items():
                columns = [MONTHS.index(month) for month in months if MONTHS.index(month) < EDITIONS[edition]]
                if not columns:
                    continue
                if seen[columns].any():
                    rows += [(flow, code, period, known[which, columns].sum()) for which, flow in enumerate(FLOWS)]
                rows.append((STOCK, code, period, stock[columns[-1]]))
        frame = pd.DataFrame(rows, columns=[*CELL, "numerator"]).assign(level=2)
        frames = [frame]
        for level, above in ((1, frame["code"].str[:2]), (0, "ID")):
            frames.append(frame.assign(code=above, level=level).groupby(KEYS, as_index=False)["numerator"].sum())
        whole = pd.concat(frames, ignore_index=True).assign(denominator=np.nan, covered=True)
        return whole.assign(numerator=whole["numerator"].astype(float), value=whole["numerator"])[FACTS]


def world(seed: int, *, falls: bool) -> World:
    """A random country: some offices large, some nearly idle, some late; with `falls` a few numbers are corrected downwards."""
    chance = np.random.default_rng(seed)
    regencies = tuple(
        f"{11 + p}.{r + 1:02d}" for p in range(int(chance.integers(2, 4))) for r in range(int(chance.integers(2, 5)))
    )
    shape = (len(regencies), len(MONTHS))
    level = chance.choice([0.05, 0.4, 2.0, 8.0], size=(len(regencies), 1), p=[0.15, 0.2, 0.35, 0.3])
    now = np.stack([chance.poisson(level, shape), np.zeros(shape, dtype=int)])
    there = chance.poisson(2.5 * level[:, 0])
    first = there.copy()
    for month in range(len(MONTHS)):
        there = there + now[0, :, month]
        now[1, :, month] = chance.binomial(there, 0.3)
        there = there - now[1, :, month]
    arrival = np.searchsorted(EDITIONS, np.arange(1, len(MONTHS) + 1))[None, :].repeat(len(regencies), axis=0)
    late = chance.random(shape) < 0.06
    arrival = np.minimum(arrival + late * chance.integers(1, 3, shape), len(EDITIONS) - 1)
    flows, reported, firsts = [], [], []
    for edition in range(len(EDITIONS)):
        for _ in range(3 if edition else 0):
            which, at, month = int(chance.integers(2)), int(chance.integers(len(regencies))), int(chance.integers(len(MONTHS)))
            if arrival[at, month] < edition:
                now[which, at, month] += int(chance.integers(1, 4))
                if falls and now[1 - which, at, month]:
                    now[1 - which, at, month] -= 1
        if edition:  # somebody finds that more were there at first
            first[int(chance.integers(len(regencies)))] += int(chance.choice([1, 3, 9]))
        flows.append(now.copy())
        reported.append(arrival <= edition)
        firsts.append(first.copy())
    known = np.stack(flows) * np.stack(reported)[:, None]
    least = (known[:, 0] - known[:, 1]).cumsum(axis=2).min(axis=(0, 2))
    return World(regencies, np.stack(firsts) + np.maximum(0, -least), np.stack(flows), np.stack(reported))


@dataclass(frozen=True)
class Told:
    """Facts as one edition published them, with ``hidden``.

    `since` says as of which edition a month of a flow is told, `first` the stock at first.
    """

    rows: pd.DataFrame
    since: dict[tuple[str, str, str], int]
    first: dict[str, float]


def by_edition(country: World) -> list[Told]:
    """Each edition after the one before."""
    told, found = pd.DataFrame(columns=[*FACTS, "hidden"]), []
    for edition in range(len(EDITIONS)):
        live = country.facts(edition)
        made = decide(live, told)
        told = pd.concat([live[~within(live, made.moved[KEYS])], made.moved[made.moved["covered"]]], ignore_index=True)
        told = told.assign(hidden=within(told, made.hidden))
        waits = set(made.moved.loc[made.moved["level"] == 2, CELL].itertuples(index=False, name=None))
        found.append(_told(country, told, edition, waits, found[-1].since if found else {}))
    return found


def as_it_comes(country: World) -> list[Told]:
    """Each state of the data, hidden by itself."""
    found = []
    for edition in range(len(EDITIONS)):
        live = country.facts(edition)
        hidden = live.assign(hidden=within(live, hidden_cells(live[live["level"] >= 2], FAMILIES)))
        found.append(_told(country, hidden, edition, set(), {}))
    return found


def _told(country: World, rows: pd.DataFrame, edition: int, waits: set, last: dict) -> Told:
    since = {
        (flow, code, month): last.get((flow, code, month), edition) if (flow, code, month) in waits else edition
        for flow in FLOWS
        for code in country.regencies
        for month in MONTHS
    }
    numbers = {(row.indicator, row.code, row.period): row.numerator for row in rows.itertuples() if row.level == 2}
    first = {
        code: numbers[STOCK, code, MONTHS[0]]
        - numbers.get((CAME, code, MONTHS[0]), 0)
        + numbers.get((LEFT, code, MONTHS[0]), 0)
        for code in country.regencies
    }
    return Told(rows, since, first)


def lay_out(country: World, told: list[Told], insider: str = "") -> Puzzle:
    """All editions as equations over what came with each, was taken away with it, and was there at first."""
    puzzle = Puzzle()
    for edition, state in enumerate(told):
        _stocks(puzzle, country, edition, state)
        for row in state.rows.itertuples():
            codes = [code for code in country.regencies if row.code in ("ID", code[: len(row.code)])]
            plus, minus = _made_of(country, edition, state, row.indicator, codes, row.period)
            name = (edition, row.indicator, row.code, row.period)
            if not plus and not minus:
                continue
            if row.numerator < 0:  # less what waits, there may be fewer than nobody
                assert row.hidden
            elif not row.hidden or row.code == insider:
                puzzle.balance([("shown", *name), *minus], plus)
                puzzle.publish([("shown", *name)], row.numerator)
            else:
                puzzle.balance([("count", *name), *minus], plus)
                puzzle.hide(name, [("count", *name)])
    return puzzle


def _stocks(puzzle: Puzzle, country: World, edition: int, state: Told) -> None:
    """Stocks as they are, never below nothing, and as they are told, from month to month."""
    for at, code in enumerate(country.regencies):
        for kind, first in (("there", float(country.first[edition, at])), ("told", state.first[code])):
            before: list[object] = [("first", code, first)]
            under: list[object] = []
            for month in MONTHS[: EDITIONS[edition]]:
                since = {flow: edition if kind == "there" else state.since[flow, code, month] for flow in FLOWS}
                more, less = (
                    [
                        part
                        for flow, plus, minus in ((CAME, "+", "-"), (LEFT, "-", "+"))
                        for part in _came(country, flow, code, month, since[flow], (plus, minus)[side])
                    ]
                    for side in (0, 1)
                )
                now = (kind, edition, code, month)
                below = [("below", *now)] if kind == "told" else []
                puzzle.balance([now, *less, *under], [*before, *more, *below])
                before, under = [now], below


def _made_of(
    country: World, edition: int, told: Told, indicator: str, codes: list[str], period: str
) -> tuple[list[object], list[object]]:
    """What makes up a number as it is told, and what is taken off."""
    if indicator == STOCK:
        end = min(last_month_of(period), MONTHS[EDITIONS[edition] - 1])
        return [("told", edition, code, end) for code in codes], [("below", "told", edition, code, end) for code in codes]
    cells = [(code, month) for code in codes for month in PERIODS[period]]
    plus, minus = (
        [
            part
            for code, month in cells
            for part in _came(country, indicator, code, month, told.since[indicator, code, month], sign)
        ]
        for sign in "+-"
    )
    return plus, minus


def _came(country: World, flow: str, code: str, month: str, until: int, sign: str) -> list[object]:
    """What came to a month, or was taken off, up to an edition: the reader knows where and when, not how much."""
    at, column = country.regencies.index(code), MONTHS.index(month)
    counts = country.flows[:, FLOWS.index(flow), at, column] * country.reported[:, at, column]
    found: list[object] = []
    for edition in range(until + 1):
        new = country.reported[edition, at, column] and not (edition and country.reported[edition - 1, at, column])
        change = counts[edition] - (counts[edition - 1] if edition else 0)
        if (new and sign == "+") or (not new and (change > 0 if sign == "+" else change < 0)):
            found.append((sign, edition, flow, code, month))
    return found


def narrow(
    country: World, told: list[Told], chance: np.random.Generator, insider: str = ""
) -> tuple[list[tuple[object, float, float]], int]:
    """Hidden counts that are bounded too narrowly, of some picked by chance, and how many were tried.

    What was shown and has not changed is no secret, nor what changed in months alone that are shown, nor a stock that is untrue
    because somebody waits. Larger totals, and larger stocks, are hidden for what is in or beside them: that is tried itself.
    """
    puzzle = lay_out(country, told, insider)
    states = [{(row.indicator, row.code, row.period): row for row in state.rows.itertuples()} for state in told]
    shown: dict[tuple[str, str, str], int] = {}
    names: list[tuple[int, str, str, str]] = []
    for edition, cells in enumerate(states):
        shown |= {cell: edition for cell, row in cells.items() if not row.hidden}
        true = country.facts(edition).set_index(CELL)["numerator"].to_dict()
        secret = {
            cell
            for cell, row in cells.items()
            if (edition, *cell) in puzzle.hidden
            and row.code != insider
            and (row.indicator != STOCK or row.numerator == true[cell])
            and (row.numerator < LEAST_WIDTH or (row.level == 2 and row.indicator != STOCK))
            and not (cell in shown and _follows(cell, states[shown[cell]], cells))
        }
        names += [
            (edition, layer, code, period)
            for layer, code, period in sorted(secret)
            if any((layer, one, period) in secret for one in country.regencies if code in ("ID", one[: len(code)]))
        ]
    return puzzle.narrow(names, chance, ATTEMPTS)


def _follows(cell: tuple[str, str, str], then: dict, now: dict) -> bool:
    """Whether a count follows from what it was when it was shown: the same, or changed in months that are shown."""
    indicator, code, period = cell
    if then[cell].numerator == now[cell].numerator:
        return True
    flows = FLOWS if indicator == STOCK else (indicator,)
    months = [month for month in MONTHS if month <= last_month_of(period)] if indicator == STOCK else PERIODS[period]
    changed = [(flow, code, month) for flow in flows for month in months]
    changed = [one for one in changed if count_of(one, then) != count_of(one, now)]
    return bool(changed) and not any(now[one].hidden for one in changed if one in now)


@pytest.mark.full
@pytest.mark.parametrize("falls", [False, True], ids=["reports", "corrections"])
def test_stocks_of_all_editions_give_neither_flows_nor_themselves_away(falls: bool, record_property) -> None:
    attacks = attacks_on((world(seed, falls=falls) for seed in range(COUNTRIES)), by_edition, narrow)
    assert attacks > 20 * COUNTRIES
    record_property("attacks", attacks)


@pytest.mark.full
def test_the_same_reader_finds_numbers_where_there_are_no_editions() -> None:
    found = 0
    for seed in range(3):
        country = world(seed, falls=False)
        found += len(narrow(country, as_it_comes(country), np.random.default_rng(seed))[0])
    assert found


def test_what_came_and_left_between_two_numbers_of_a_stock_that_are_shown_is_shown_too() -> None:
    some = 0
    for seed in range(6):
        country = world(seed, falls=False)
        facts = country.facts(3)
        hidden = set(hidden_cells(facts[facts["level"] >= 2], FAMILIES).itertuples(index=False, name=None))
        for code in sorted(facts["code"].unique()):
            ends = [at + 1 for at, month in enumerate(MONTHS) if (STOCK, code, month) not in hidden]
            for flow in FLOWS:
                shown = [
                    [month in months for month in MONTHS]
                    for period, months in PERIODS.items()
                    if (flow, code, period) not in hidden
                ]
                rows = np.array(shown, dtype=float).reshape(len(shown), len(MONTHS))
                for first, last in pairwise(ends):
                    between = np.array([first <= at < last for at in range(len(MONTHS))], dtype=float)
                    left = between - rows.T @ np.linalg.lstsq(rows.T, between)[0]
                    assert np.abs(left).max() < 1e-9, (seed, code, flow, MONTHS[first - 1], MONTHS[last - 1])
                    some += last - first > 1
    assert some, "some numbers between were hidden"
