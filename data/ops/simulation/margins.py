"""Published figures that the simulated rows add up to (data/ops/published/SOURCES.md), and assumed shares that nobody
published.
"""

import pandas as pd

from data.ops.published import read

CASE_YEAR = 2022
CASE_GROWTH = 0.02
# Clients who began in a year, by agency. 2022: BNN and partners 31,868; 2024: BNN 12,204 of 39,252 in the nation.
# How the rest divides was not published: assumed.
CLIENTS = {
    2022: {"BNN": 11_868, "Mitra": 20_000, "Kemenkes": 8_000, "Kemensos": 4_600},
    2023: {"BNN": 12_000, "Mitra": 16_500, "Kemenkes": 8_200, "Kemensos": 4_500},
    2024: {"BNN": 12_204, "Mitra": 14_300, "Kemenkes": 8_300, "Kemensos": 4_448},
    2025: {"BNN": 12_600, "Mitra": 14_600, "Kemenkes": 8_500, "Kemensos": 4_500},
    2026: {"BNN": 12_900, "Mitra": 14_800, "Kemenkes": 8_600, "Kemensos": 4_500},
}
WHOQOL_2022 = {"physical": 73.69, "psychological": 74.15, "social": 71.70, "environment": 74.43}
SNI_FACILITIES = {"BNN": 216, "Mitra": 649}
IBM_UNITS, IBM_AGENTS = 418, 2_217
# Bahaya and waspada by the 8+5 indicators in 2021; the years after are held at it, because none was published.
RAWAN_BY_INDICATORS = {"bahaya": 1_852, "waspada": 6_839}
# The survey of 2024 by province: bahaya, waspada and, where published, siaga and aman. Elsewhere shares are assumed.
RAWAN_BY_SURVEY: dict[str, tuple[int, ...]] = {"31": (26, 107), "35": (25, 944), "52": (6, 63, 570, 504), "74": (94, 1_146)}


def population_by_province() -> pd.Series:
    """People in 2025, indexed by province code."""
    frame = read("penduduk_provinsi_2025")
    return frame.set_index("kode")["jumlah"]


def cases_by_province(names: pd.Series) -> pd.Series:
    """Cases of BNN and Polri in 2022 by province code; `names` is indexed by code.

    Provinces without a published figure share what the national figure leaves, by population.
    """
    frame = read("kasus_bnn_polri_10_besar")
    year = frame[frame["tahun"] == CASE_YEAR]
    published = year.set_index("provinsi")["kasus"]
    total = int(published.pop("Indonesia"))
    known = names.map(published)
    people = population_by_province().reindex(names.index)
    rest = people.where(known.isna(), 0)
    return known.fillna(rest / rest.sum() * (total - known.sum()))


def prevalence_by_province(names: pd.Series) -> pd.Series:
    """Past-year prevalence of 2019 in per cent by province code; the provinces of 2022 take that of the one they left."""
    frame = read("prevalensi_2019_provinsi").set_index("provinsi")["setahun_pakai_persen"]
    known = names.map(frame)
    old = {"93": "91", "94": "91", "95": "91", "96": "92"}
    mothers = pd.Series({code: known.get(old.get(str(code), str(code))) for code in names.index})
    return known.fillna(mothers).fillna(frame["Indonesia"]).astype(float)
