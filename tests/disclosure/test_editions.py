"""Successive editions of small random countries, kept and compared by somebody who has never seen how they are made.

What each edition tells is laid out as equations over what came with each edition, counts that are never less than nothing, and
HiGHS is asked how narrowly a hidden count of any edition is bounded by all of them. The reader knows which offices reported and
when, and which numbers fell; an insider knows the own regency at all times.
"""

from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import pandas as pd
import pytest

from data.disclosure.close import LEAST_WIDTH
from data.disclosure.editions import FACTS, KEYS, decide
from data.disclosure.families import FAMILIES
from data.disclosure.protect import hidden_cells
from tests.conftest import FULL
from tests.disclosure.attacker import Puzzle, attacks_on, count_of, within

YEAR = "2025"
MONTHS = [f"{YEAR}-{month:02d}" for month in range(1, 13)]
PERIODS = {
    YEAR: MONTHS, f"{YEAR}-B06": MONTHS[:6], f"{YEAR}-B12": MONTHS[6:],
    **{f"{YEAR}-Q{quarter + 1}": MONTHS[quarter * 3 : quarter * 3 + 3] for quarter in range(4)},
    **{month: [month] for month in MONTHS},
}  # fmt: skip
SUBJECTS = {"cases": ("jumlah_kasus", "tersangka", ""), "endings": ("rehab_berakhir", "", "rehab_selesai")}
EDITIONS = (3, 6, 9, 12, 12)  # months that are over; the last brings only what came late
ATTEMPTS = 40  # of the hidden cells of a country
COUNTRIES = 40 if FULL else 3


@dataclass(frozen=True)
class World:
    """What happened in a small country, and what was known of it at each edition."""

    flow: str
    outer: str
    share: str
    regencies: tuple[str, ...]
    counts: np.ndarray  # editions x regencies x months x (flow, beyond it in the outer layer, part of the flow in the share)
    reported: np.ndarray  # editions x regencies x months

    def facts(self, edition: int) -> pd.DataFrame:
        """Exact facts of everything as they stand."""
        rows: list[tuple[object, ...]] = []
        for at, code in enumerate(self.regencies):
            for period, months in PERIODS.items():
                columns = [MONTHS.index(month) for month in months]
                seen = [column for column in columns if self.reported[edition, at, column]]
                if not seen:
                    continue
                first, beyond, part = self.counts[edition, at, seen].sum(axis=0)
                rows.append((self.flow, 2, code, period, first, np.nan, first))
                if self.outer:
                    rows.append((self.outer, 2, code, period, first + beyond, np.nan, first + beyond))
                if self.share and (period == YEAR or len(months) == 1):
                    rows.append((self.share, 2, code, period, part, first, np.nan))
        frame = pd.DataFrame(rows, columns=FACTS[:-1])
        frames = [frame]
        for level, above in ((1, frame["code"].str[:2]), (0, "ID")):
            sums = frame.assign(code=above, level=level).groupby(KEYS, as_index=False)[["numerator", "denominator"]]
            frames.append(sums.sum(min_count=1).assign(value=np.nan))
        return pd.concat(frames, ignore_index=True).assign(covered=True)


def world(seed: int, subject: str, *, falls: bool) -> World:
    """A random country: some offices large, some nearly idle, some late; with `falls` a few numbers are corrected downwards."""
    chance = np.random.default_rng(seed)
    regencies = tuple(
        f"{11 + p}.{r + 1:02d}" for p in range(int(chance.integers(2, 4))) for r in range(int(chance.integers(2, 5)))
    )
    shape = (len(regencies), 12)
    level = chance.choice([0.05, 0.4, 2.0, 8.0], size=(len(regencies), 1), p=[0.2, 0.25, 0.3, 0.25])
    flow = chance.poisson(level, shape)
    true = np.stack([flow, chance.poisson(level * 0.4, shape) * (flow > 0), chance.binomial(flow, 0.6)], axis=2)
    arrival = np.searchsorted(EDITIONS, np.arange(1, 13))[None, :].repeat(len(regencies), axis=0)
    late = chance.random(shape) < 0.06
    arrival = np.minimum(arrival + late * chance.integers(1, 3, shape), len(EDITIONS) - 1)
    more = [(int(chance.integers(len(regencies))), int(chance.integers(12)), int(chance.integers(1, 4))) for _ in range(4)]
    counts, reported = [], []
    now = true.copy()
    for edition in range(len(EDITIONS)):
        if edition:
            for at, month, amount in more[edition - 1 : edition]:  # an office found some more
                if arrival[at, month] < edition:
                    now[at, month, 0] += amount
            for _ in range(2):  # what was counted before turns out to belong to the share
                at, month = int(chance.integers(len(regencies))), int(chance.integers(12))
                now[at, month, 2] += arrival[at, month] < edition and now[at, month, 2] < now[at, month, 0]
            if falls:
                for _ in range(2):
                    at, month = int(chance.integers(len(regencies))), int(chance.integers(12))
                    if arrival[at, month] < edition and now[at, month, 0]:
                        now[at, month, 0] -= 1
                        now[at, month, 2] = min(now[at, month, 2], now[at, month, 0])
        counts.append(now.copy())
        reported.append(arrival <= edition)
    outer = SUBJECTS[subject][1]
    return World(SUBJECTS[subject][0], outer, SUBJECTS[subject][2], regencies, np.stack(counts), np.stack(reported))


@dataclass(frozen=True)
class Told:
    """What one edition told: facts as they were published, with `hidden` ones among them.

    `since` says as of which edition a month of a regency is told.
    """

    rows: pd.DataFrame
    since: dict[tuple[str, str], int]

    def __iter__(self):
        return self.rows.itertuples()


def by_edition(country: World) -> list[Told]:
    """Each edition after the one before."""
    told, all_told = pd.DataFrame(columns=[*FACTS, "hidden"]), []
    for edition in range(len(EDITIONS)):
        live = country.facts(edition)
        made = decide(live, told)
        basis = pd.concat([live[~within(live, made.moved[KEYS])], made.moved[made.moved["covered"]]], ignore_index=True)
        told = basis.assign(hidden=within(basis, made.hidden))
        waits = set(made.moved[_in_level(made.moved, country.flow)][["code", "period"]].itertuples(index=False, name=None))
        last = all_told[-1].since if all_told else {}
        since = {
            (code, month): last[code, month] if last and (code, month) in waits else edition
            for code in country.regencies
            for month in MONTHS
        }
        all_told.append(Told(told[(told["indicator"] != country.share) | (told["period"] == YEAR)], since))
    return all_told


def as_it_comes(country: World) -> list[Told]:
    """Each state of the data, hidden by itself."""
    found = []
    for edition in range(len(EDITIONS)):
        live = country.facts(edition)
        hidden = live.assign(hidden=within(live, hidden_cells(live[live["level"] >= 2], FAMILIES)))
        now = {(code, month): edition for code in country.regencies for month in MONTHS}
        found.append(Told(hidden[(hidden["indicator"] != country.share) | (hidden["period"] == YEAR)], now))
    return found


def _in_level(rows: pd.DataFrame, indicator: str) -> pd.Series:
    return (rows["level"] == 2) & (rows["indicator"] == indicator)


def lay_out(country: World, told: list[Told], insider: str = "") -> Puzzle:
    """All editions as equations over what came with each: ``(edition, layer, regency, month)``, and what was taken away."""
    puzzle = Puzzle()

    def parts(edition: int, layer: str, code: str, months: list[str], sign: str) -> list[object]:
        """What the count of a layer is made of as it is told."""
        return [
            (sign, come, layer, one, month)
            for one in country.regencies
            if code in ("ID", one[: len(code)])
            for month in months
            for come in range(told[edition].since[one, month] + 1)
            if _moved(country, come, layer, one, month, sign)
        ]

    for edition, rows in enumerate(told):
        for row in rows:
            sides = [(row.indicator, row.numerator)]
            if row.indicator == country.share:
                sides.append((country.flow, row.denominator))
            for layer, count in sides:
                plus, minus = (parts(edition, layer, row.code, PERIODS[row.period], sign) for sign in "+-")
                if not row.hidden or (insider and row.code == insider):
                    _equal(puzzle, plus, minus, count)
                elif layer == row.indicator:
                    name = (edition, layer, row.code, row.period)
                    puzzle.balance([("count", *name), *minus], plus)
                    puzzle.hide(name, [("count", *name)])
    for edition in range(len(told)):
        for code in country.regencies:
            for month in MONTHS:
                _nested(puzzle, country, edition, code, month)
    return puzzle


def _nested(puzzle: Puzzle, country: World, edition: int, code: str, month: str) -> None:
    """At no time is a count below nothing, or larger than one that holds it."""
    layers = [name for name in (country.share, country.flow, country.outer) if name]
    plus, minus = (
        {
            layer: [
                (sign, come, layer, code, month)
                for come in range(edition + 1)
                if _moved(country, come, layer, code, month, sign)
            ]
            for layer in layers
        }
        for sign in "+-"
    )
    for layer in layers:
        if minus[layer]:
            puzzle.balance([("left", edition, layer, code, month), *minus[layer]], plus[layer])
    for small, large in pairwise(layers):
        if plus[large]:
            puzzle.balance(
                [*plus[small], *minus[large], ("beyond", edition, small, code, month)], [*plus[large], *minus[small]]
            )


def _equal(puzzle: Puzzle, plus: list[object], minus: list[object], count: float) -> None:
    if minus:
        left = ("sum", *plus, *minus)
        puzzle.balance([left, *minus], plus)
        puzzle.publish([left], count)
    else:
        puzzle.publish(plus, count)


def _moved(country: World, edition: int, layer: str, code: str, month: str, sign: str) -> bool:
    """Whether something came to a layer with an edition, or was taken away: the reader knows where, not how much."""
    at, column = country.regencies.index(code), MONTHS.index(month)
    if not country.reported[edition, at, column]:
        return False
    if not edition or not country.reported[edition - 1, at, column]:
        return sign == "+"
    columns = {country.flow: [0], country.outer: [0, 1], country.share: [2]}[layer]
    change = (country.counts[edition, at, column] - country.counts[edition - 1, at, column])[columns].sum()
    return bool(change > 0 if sign == "+" else change < 0)


def narrow(
    country: World, told: list[Told], chance: np.random.Generator, insider: str = ""
) -> tuple[list[tuple[object, float, float]], int]:
    """Hidden counts that are bounded too narrowly, of some picked by chance, and how many were tried.

    Those of the first edition are left to other tests. What was shown once is no secret where nothing has changed since, or in
    months alone that are shown, and neither are sums of nothing else. A larger total is hidden for what is in it alone, and
    that is tried itself.
    """
    puzzle = lay_out(country, told, insider)
    names: list[tuple[int, str, str, str]] = []
    states = [{(row.indicator, row.code, row.period): row for row in rows} for rows in told]
    shown: dict[tuple[str, str, str], int] = {}
    for edition, cells in enumerate(states):
        shown |= {cell: edition for cell, row in cells.items() if not row.hidden}
        secret = {
            cell
            for cell, row in cells.items()
            if row.hidden
            and row.code != insider
            and (row.level == 2 or row.numerator < LEAST_WIDTH)
            and not (cell in shown and _follows(cell, states[shown[cell]], cells))
        }
        names += [
            (edition, layer, code, period)
            for layer, code, period in sorted(secret)
            if edition and any((layer, one, period) in secret for one in country.regencies if code in ("ID", one[: len(code)]))
        ]
    return puzzle.narrow(names, chance, ATTEMPTS)


def _follows(cell: tuple[str, str, str], then: dict, now: dict) -> bool:
    """Whether a count follows from what it was when it was shown: the same, or changed in months that are shown."""
    layer, code, period = cell
    if then[cell].numerator == now[cell].numerator:
        return True
    months = [(layer, code, month) for month in PERIODS[period]]
    changed = [month for month in months if count_of(month, then) != count_of(month, now)]
    return bool(changed) and not any(now[month].hidden for month in changed if month in now)


@pytest.mark.full
@pytest.mark.parametrize("falls", [False, True], ids=["reports", "corrections"])
@pytest.mark.parametrize("subject", list(SUBJECTS))
def test_whoever_keeps_all_editions_can_reckon_no_hidden_count(subject: str, falls: bool, record_property) -> None:
    attacks = attacks_on((world(seed, subject, falls=falls) for seed in range(COUNTRIES)), by_edition, narrow)
    assert attacks > 20 * COUNTRIES
    record_property("attacks", attacks)


@pytest.mark.full
def test_the_same_reader_finds_numbers_where_there_are_no_editions() -> None:
    found = 0
    for seed in range(4):
        country = world(seed, "cases", falls=False)
        found += len(narrow(country, as_it_comes(country), np.random.default_rng(seed))[0])
    assert found
