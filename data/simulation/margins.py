"""Published figures that the simulated rows add up to. Sources: published/SOURCES.md."""

from pathlib import Path

import pandas as pd

_FOLDER = Path(__file__).parent / "published"
_OTHER_NAMES = {"DKI Jakarta": "Daerah Khusus Ibukota Jakarta", "DI Yogyakarta": "Daerah Istimewa Yogyakarta"}
CASE_YEAR = 2022


def population_by_province() -> pd.Series:
    """People in 2025, indexed by province code."""
    frame = pd.read_csv(_FOLDER / "penduduk_provinsi_2025.csv", dtype={"kode": str})
    return frame.set_index("kode")["jumlah"]


def cases_by_province(names: pd.Series) -> pd.Series:
    """Cases of BNN and Polri in 2022 by province code; `names` is indexed by code.

    Provinces without a published figure share what the national figure leaves, by population.
    """
    frame = pd.read_csv(_FOLDER / "kasus_bnn_polri_10_besar.csv")
    year = frame[frame["tahun"] == CASE_YEAR].copy()
    year["provinsi"] = year["provinsi"].replace(_OTHER_NAMES)
    published = year.set_index("provinsi")["kasus"]
    total = int(published.pop("Indonesia"))
    known = names.map(published)
    people = population_by_province().reindex(names.index)
    rest = people.where(known.isna(), 0)
    return known.fillna(rest / rest.sum() * (total - known.sum()))
