"""Shared by all parts of the generator: calendar, places, random streams, planted effects."""

import zlib
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

import numpy as np
import numpy.typing as npt
import pandas as pd

YEARS = (2022, 2023, 2024, 2025, 2026)
LAST_DAY = date(2026, 10, 31)
FIRST, LAST = np.datetime64("2022-01-01"), np.datetime64(LAST_DAY)
_SIZES = {"kota": ("75.71",), "provinsi": ("75",), "nasional": ("",)}
AGE_BANDS = ("<18", "18-24", "25-34", "35-44", "45-54", "55+")

Floats = npt.NDArray[np.float64]
Days = npt.NDArray[np.datetime64]


@dataclass
class World:
    """The places to fill and the seed.

    `villages` has ``code, kind, regency, province, urban, people, lon, lat`` and `risk`, a latent vulnerability (mean about 1)
    that kawasan rawan, programmes and cases share. `truth` collects what is planted: what later tests must recover.
    """

    seed: int
    regions: pd.DataFrame
    villages: pd.DataFrame
    truth: dict[str, object] = field(default_factory=dict)

    def rng(self, part: str) -> np.random.Generator:
        """The random stream of one part: a change in one part leaves the others as they were."""
        return np.random.default_rng([self.seed, zlib.crc32(part.encode())])

    @cached_property
    def names(self) -> dict[str, str]:
        """Names by code."""
        return dict(zip(self.regions["code"], self.regions["name"], strict=True))

    @cached_property
    def province_names(self) -> pd.Series:
        """Names of all provinces by code, also of those outside a small world."""
        return self.regions.loc[self.regions["level"] == 1].set_index("code")["name"]

    @cached_property
    def regencies(self) -> pd.DataFrame:
        """One row per regency: ``code`` (index), ``people, province, risk``, sorted by code."""
        grouped = self.villages.groupby("regency")
        frame = grouped.agg(people=("people", "sum"), province=("province", "first"), risk=("risk", "mean"))
        return frame.sort_index()


def prefixes_of(size: str) -> tuple[str, ...]:
    """Prefixes of the codes of a size: a word for it, or the codes themselves (`31,75.71`)."""
    return _SIZES.get(size) or tuple(size.split(","))


def days_between(rng: np.random.Generator, first: Days, last: Days) -> Days:
    """Uniform days in [first, last], elementwise."""
    span = np.maximum((last - first).astype("timedelta64[D]").astype(int), 0)
    return first + np.floor(rng.random(len(span)) * (span + 1)).astype("timedelta64[D]")


def after(rng: np.random.Generator, days: Days, mean: float | Floats, least: int = 1) -> Days:
    """`days` plus a skewed (gamma, shape 2) number of days with the given mean."""
    return days + (least + rng.gamma(2.0, np.broadcast_to(np.asarray(mean) / 2, days.shape))).astype("timedelta64[D]")


def pick(rng: np.random.Generator, shares: dict[str, float], count: int) -> npt.NDArray[np.object_]:
    """`count` keys of `shares`, drawn by their weights."""
    weights = np.array(list(shares.values()), dtype=float)
    return np.array(list(shares), dtype=object)[rng.choice(len(shares), count, p=weights / weights.sum())]


def month_starts() -> Days:
    """First days of all months until the last day."""
    return np.arange(np.datetime64("2022-01", "M"), LAST.astype("datetime64[M]") + 1).astype("datetime64[D]")


def no_day_after(days: Days, last: np.datetime64 = LAST) -> Days:
    """Days, with NaT for those past `last`: they have not happened."""
    return np.where(days <= last, days, np.datetime64("NaT")).astype("datetime64[D]")
