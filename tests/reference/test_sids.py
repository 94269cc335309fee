"""Sudden infant deaths in North Carolina, 1974-78 (Cressie and Read 1985), as libpysal carries them.

Totals are those of Cressie, Statistics for Spatial Data (1993), section 6.2; smoothed rates were printed by
`esda.smoothing.Empirical_Bayes` 2.9, which follows Marshall (1991) too.
"""

import geopandas as gpd
import libpysal
import numpy as np
import pytest

from geo.stats.rates import byar_interval, compare, empirical_bayes, poisson_interval

SMOOTHED = {
    "Anson": 0.004838804052126551, "Ashe": 0.001697297330855623, "Mecklenburg": 0.002036354565860423,
    "Robeson": 0.0034527751137108697, "Tyrrell": 0.0018471136570362822, "Halifax": 0.003738443138064745,
}  # fmt: skip


@pytest.fixture(scope="module")
def counties() -> gpd.GeoDataFrame:
    return gpd.read_file(libpysal.examples.get_path("sids2.shp"))


def test_the_data_are_those_of_the_literature(counties: gpd.GeoDataFrame) -> None:
    assert (len(counties), counties["SID74"].sum(), counties["BIR74"].sum()) == (100, 667, 329_962)


def test_smoothed_rates_are_those_of_esda(counties: gpd.GeoDataFrame) -> None:
    found = empirical_bayes(counties["SID74"].to_numpy(), counties["BIR74"].to_numpy())
    by_name = dict(zip(counties["NAME"], found, strict=True))
    for name, rate in SMOOTHED.items():
        assert by_name[name] == pytest.approx(rate, rel=1e-9), name
    assert (found.min(), found.max(), found.mean()) == pytest.approx(
        (0.0010570229629815, 0.0048388040521266, 0.0020684533445543)
    )


def test_anson_stands_out_and_tyrrell_without_a_death_does_not(counties: gpd.GeoDataFrame) -> None:
    """Anson is the county that every study of these data names; no deaths among 248 births say nothing."""
    deaths, births = counties["SID74"].to_numpy(), counties["BIR74"].to_numpy()
    words = dict(
        zip(counties["NAME"], compare(byar_interval(deaths, births), deaths.sum() / births.sum(), "rendah_baik"), strict=True)
    )
    assert words["Anson"] == "lebih_buruk"
    assert words["Tyrrell"] == "tidak_berbeda"
    exact = poisson_interval(deaths, births)
    assert np.isfinite(exact.high).all()
    assert 5 <= sum(word != "tidak_berbeda" for word in words.values()) <= 25
