"""What an edition tells of stocks: as they stand, but for arrivals and departures that wait."""

from collections.abc import Iterable

import numpy as np
import pandas as pd

from data.disclosure.close import LEAST_WIDTH
from data.disclosure.families import Stock
from data.disclosure.periods import is_month, last_month_of
from data.disclosure.protect import NATION
from data.disclosure.rises import CELL, FACTS, KEYS, gain


def told_of(stock: Stock, live: pd.DataFrame, told: pd.DataFrame, moved: pd.DataFrame) -> pd.DataFrame:
    """Facts of a stock as they would be told.

    `moved` are facts of its flows that are told otherwise than they stand. What there was before the first month moves by 5 or
    more at once: no flow tells of it, so that less would tell of a few people by itself.
    """
    rows = live[live["indicator"] == stock.code].copy()
    if rows.empty:
        return rows
    less = [*_held(stock, live, moved), *_held_before(stock, live, told)]
    change = pd.DataFrame(less, columns=["code", "month", "less"])
    around = [change, change.assign(code=change["code"].str[:2]), change.assign(code=NATION)]
    by_month = pd.concat(around).groupby(["code", "month"])["less"].sum().unstack(fill_value=0.0).cumsum(axis=1)
    for period in rows["period"].unique() if len(change) else ():
        past = by_month.loc[:, by_month.columns <= last_month_of(period)]
        if past.shape[1]:
            here = rows["period"] == period
            rows.loc[here, "numerator"] -= rows.loc[here, "code"].map(past.iloc[:, -1]).fillna(0)
    return rows.assign(value=rows["numerator"])


def _held(stock: Stock, live: pd.DataFrame, moved: pd.DataFrame) -> Iterable[tuple[str, str, float]]:
    """Arrivals less departures of regencies and months that wait."""
    for flow, sign in zip(stock.flows, (1, -1), strict=True):
        rows = moved[(moved["indicator"] == flow) & (moved["level"] == 2)]
        rows = rows[rows["period"].map(is_month).astype(bool)].merge(
            live[[*KEYS, "numerator"]], on=KEYS, how="left", suffixes=("_told", "")
        )
        yield from zip(rows["code"], rows["period"], sign * gain(rows, "numerator", "numerator_told"), strict=True)


def _held_before(stock: Stock, live: pd.DataFrame, told: pd.DataFrame) -> Iterable[tuple[str, str, float]]:
    """By how much what there was before the first month has changed, where that is small."""
    now, then = _at_first(stock, live), _at_first(stock, told)
    change = (now - then).dropna()
    change = change[change.abs().between(1, LEAST_WIDTH - 1)]
    yield from ((code, "", less) for code, less in change.items())


def _at_first(stock: Stock, facts: pd.DataFrame) -> pd.Series:
    """What regencies had before the first month: what they have at its end, less who came, and who left."""
    rows = facts[(facts["level"] == 2) & facts["indicator"].isin([stock.code, *stock.flows])]
    months = rows["period"][rows["period"].map(is_month).astype(bool)]
    rows = rows[rows["period"] == months.min()] if len(months) else rows.iloc[:0]
    sign = rows["indicator"].map({stock.code: 1, stock.flows[0]: -1, stock.flows[1]: 1}).astype(float)
    return (sign * rows["numerator"].fillna(0)).groupby(rows["code"]).sum()


def flows_to_close(stocks: list[Stock], hidden: pd.DataFrame, told: pd.DataFrame, until: str) -> pd.DataFrame:
    """Years of flows that lead from a stock that was told to one that is hidden now, where none of its years is hidden yet."""
    found = [pd.DataFrame(columns=CELL)]
    shown = told[~told["hidden"] & told["covered"].astype(bool)]
    years = hidden[hidden["period"].str.len() == 4]
    for stock in stocks:
        codes = set(hidden.loc[hidden["indicator"] == stock.code, "code"])
        codes &= set(shown.loc[shown["indicator"] == stock.code, "code"])
        codes -= set(years.loc[years["indicator"].isin(stock.flows), "code"])
        for year in (until[:4], str(int(until[:4]) + 1)):
            found += [pd.DataFrame({"indicator": flow, "code": sorted(codes), "period": year}) for flow in stock.flows]
    return pd.concat(found, ignore_index=True)


def as_counted(rows: pd.DataFrame) -> pd.DataFrame:
    """Where an arrival waits and its departure does not, there are fewer than nobody: hidden like one."""
    return rows.assign(numerator=np.where(rows["numerator"] < 0, 1.0, rows["numerator"]))[FACTS]
