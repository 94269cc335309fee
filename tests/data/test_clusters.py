"""Clusters in a store: asked for with the facts they follow from, of published counts alone, and read by everybody."""

from collections.abc import Iterator

import numpy as np
import pandas as pd
import pytest
import sqlalchemy as sa

from data import queries
from data.facts.cluster_counts import INDICATOR, TOO_FEW, as_published
from data.facts.clusters import SHARE, Field, compute, ground_of, renew
from data.jobs.queue import CLUSTERS, DONE, FACTS, WAITING, ask
from data.jobs.runner import run_waiting
from data.model import schema
from data.model.settings import Settings
from data.model.status import FactStatus
from data.ops.jobs import store_jobs
from data.store import Store
from data.store.scope import Scope
from geo.regions.codes import Level
from geo.stats.cluster_class import ClusterClass
from tests.conftest import KINDS
from tests.people import scope_of
from tests.stores import Loaded, Run

ANYBODY = Scope.public()
EVERYBODY = [
    ANYBODY,
    scope_of("bnn_pusat", ""),
    scope_of("bnnp", "75"),
    scope_of("kepala_daerah", "75.03"),
    scope_of("auditor", ""),
]
YEARS = ["2022", "2023", "2024", "2025", "2026"]


@pytest.fixture(scope="module", params=KINDS)
def own(run: Run, request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Loaded]:
    """Four provinces of a test's own, of which clusters were computed as the app does it."""
    with run.own(request.param, "provinsi", tmp_path_factory.mktemp("gugus") / "home") as own:
        assert _waiting(own.store) == {CLUSTERS: ["kasus"]}  # asked for by the first load
        assert work(own.store) == [(CLUSTERS, DONE)]
        yield own


def work(store: Store) -> list[tuple[str, str]]:
    jobs = [job for job in store_jobs() if job.name in (FACTS, CLUSTERS)]
    return [(one.name, one.state) for one in run_waiting(store, Settings(), jobs)]


def _waiting(store: Store) -> dict[str, list[str]]:
    run = schema.job_run.c
    with store.writing() as connection:
        rows = connection.execute(sa.select(run.name, run.inputs).where(run.state == WAITING)).all()
    return {row.name: sorted(row.inputs) for row in rows if row.name in (FACTS, CLUSTERS)}


def _facts(store: Store, level: int, period: str, sensitivity: int = 0) -> pd.DataFrame:
    fact = schema.nilai.c
    with store.writing() as connection:
        rows = connection.execute(
            sa.select(fact.region_code, fact.numerator, fact.denominator, fact.status).where(
                fact.indicator == INDICATOR,
                fact.level == level,
                fact.period == period,
                fact.sensitivity == sensitivity,
            )
        ).all()
    return pd.DataFrame(rows, columns=["code", "cases", "people", "status"]).set_index("code").sort_index()


def test_regencies_have_clusters_in_every_year_and_kecamatan_in_the_newest_full_one(own: Loaded) -> None:
    runs = queries.cluster_runs(own.store, ANYBODY)
    assert [(one.level, one.period) for one in runs] == [*((2, year) for year in YEARS), (3, "2025")]
    assert {one.scan_share for one in runs if one.level == Level.DISTRICT} == {SHARE[Level.DISTRICT]}
    for one in runs:
        areas = queries.clusters(own.store, ANYBODY, one.level, one.period)
        assert areas["code"].tolist() == queries.regions(own.store, ANYBODY, one.level)["code"].tolist()
        assert one.known == (areas["class"] < ClusterClass.UNDEFINED).sum() > 0
        assert one.data_version == queries.freshness(own.store, ANYBODY).data_version
        assert one.boundary_version == queries.freshness(own.store, ANYBODY).boundary_version


def test_regencies_are_computed_from_exact_counts_and_the_silent_are_undefined(own: Loaded) -> None:
    facts = _facts(own.store, 2, "2025")
    areas = queries.clusters(own.store, ANYBODY, 2, "2025").set_index("code")
    known = facts["status"] == FactStatus.KNOWN
    assert (~known).sum() > 0
    pd.testing.assert_series_equal(areas["cases"][known], facts["cases"][known])
    assert set(areas["class"][~known]) == {ClusterClass.UNDEFINED}
    assert areas.loc[~known, ["cases", "smoothed", "p", "quadrant"]].isna().all(axis=None)


def test_kecamatan_are_computed_from_what_everybody_reads(own: Loaded) -> None:
    """No count that only its own offices know goes in, and none comes out."""
    published, exact = _facts(own.store, 3, "2025"), _facts(own.store, 3, "2025", 1)
    areas = queries.clusters(own.store, ANYBODY, 3, "2025").set_index("code")
    few = published["status"] == FactStatus.TOO_FEW
    assert few.sum() > 10
    assert set(areas["cases"][few]) == {TOO_FEW}
    assert exact["cases"][few].nunique() > 1
    known = areas["cases"].dropna()
    assert set(known[known != TOO_FEW] % 5) == {0.0}
    np.testing.assert_array_equal(
        as_published(exact["cases"].dropna().to_numpy()), areas["cases"][exact["cases"].dropna().index]
    )


def test_what_is_stored_is_what_the_statistics_say(own: Loaded) -> None:
    areas = queries.clusters(own.store, ANYBODY, 2, "2025")
    codes = areas["code"].tolist()
    ground = ground_of(codes, queries.shapes(own.store, ANYBODY, 2, "ID").to_dict())
    field = Field(Level.REGENCY, "2025", *(areas[name].to_numpy(dtype=float) for name in ("cases", "people")))
    rates, circles = compute(field, ground, seed=0)
    assert areas["class"].tolist() == rates.local.classes.tolist()
    np.testing.assert_allclose(areas["p"].to_numpy(dtype=float), rates.local.p)
    np.testing.assert_allclose(areas["smoothed"].to_numpy(dtype=float), rates.smoothed * 100_000)
    assert areas["quadrant"].fillna(0).astype(int).tolist() == rates.local.quadrant.tolist()
    kept = queries.scan_clusters(own.store, ANYBODY, 2, "2025")
    assert kept["members"].tolist() == [[codes[at] for at in one.members] for one in circles]
    assert kept["centre"].tolist() == [codes[one.centre] for one in circles]
    assert kept[["cases", "expected", "llr", "p"]].to_numpy().tolist() == [
        [one.cases, one.expected, one.llr, one.p] for one in circles
    ]


def test_everybody_reads_the_same(own: Loaded) -> None:
    for level, period in ((2, "2025"), (3, "2025")):
        areas = [queries.clusters(own.store, scope, level, period) for scope in EVERYBODY]
        circles = [queries.scan_clusters(own.store, scope, level, period) for scope in EVERYBODY]
        for one, other in zip(areas[1:], circles[1:], strict=True):
            pd.testing.assert_frame_equal(one, areas[0])
            pd.testing.assert_frame_equal(other, circles[0])
        assert len(areas[0]) > 0
    assert queries.clusters(own.store, ANYBODY, 2, "1999").empty


def test_areas_of_a_region_are_a_part_of_those_of_the_nation(own: Loaded) -> None:
    every = queries.clusters(own.store, ANYBODY, 3, "2025")
    part = queries.clusters(own.store, ANYBODY, 3, "2025", "75")
    inside = every[every["code"].str.startswith("75")].reset_index(drop=True)
    assert 0 < len(part) < len(every)
    assert part["code"].tolist() == inside["code"].tolist()
    assert part["class"].tolist() == inside["class"].tolist()


def test_cases_that_move_recompute_their_year_and_leave_the_others(own: Loaded) -> None:
    store = own.store
    before = {(one.level, one.period): one for one in queries.cluster_runs(store, ANYBODY)}
    with store.writing() as connection:
        ask(connection, CLUSTERS)
    assert work(store) == [(CLUSTERS, DONE)]
    assert {(one.level, one.period): one for one in queries.cluster_runs(store, ANYBODY)} == before
    with store.writing() as connection:
        connection.execute(
            sa.text(
                "delete from inti.narcotics_case "
                "where case_date between '2024-01-01' and '2024-12-31' and regency_code = '75.71'"
            )
        )
        ask(connection, FACTS, ["kasus"])
    assert _waiting(store) == {FACTS: ["kasus"]}
    assert work(store) == [(FACTS, DONE), (CLUSTERS, DONE)]
    after = {(one.level, one.period): one for one in queries.cluster_runs(store, ANYBODY)}
    assert [key for key in after if after[key] != before.get(key)] == [(2, "2024")]
    assert after[2, "2024"].data_version == before[2, "2024"].data_version + 1


def test_an_area_that_reported_some_months_of_a_year_takes_no_part(own: Loaded) -> None:
    store, fact = own.store, schema.nilai
    there = fact.c.indicator == INDICATOR, fact.c.region_code == "75.01", fact.c.period == "2022"
    with store.writing() as connection:
        before = connection.execute(sa.select(fact.c.reported, fact.c.expected).where(*there).distinct()).one()
        connection.execute(fact.update().where(*there).values(reported=11, expected=12))
        ask(connection, CLUSTERS)
    assert work(store) == [(CLUSTERS, DONE)]
    area = queries.clusters(store, ANYBODY, 2, "2022").set_index("code").loc["75.01"]
    with store.writing() as connection:
        connection.execute(fact.update().where(*there).values(reported=before.reported, expected=before.expected))
    assert area["class"] == ClusterClass.UNDEFINED
    assert np.isnan(area["cases"])


def test_other_feeds_ask_for_nothing(own: Loaded) -> None:
    with own.store.writing() as connection:
        ask(connection, FACTS, ["bersinar_peristiwa"])
    assert work(own.store) == [(FACTS, DONE)]
    assert _waiting(own.store) == {}


def test_years_without_facts_are_forgotten_and_an_empty_store_has_none(scratch: Store) -> None:
    with scratch.writing() as connection:
        connection.execute(
            schema.cluster_run.insert().values(
                indicator=INDICATOR,
                level=2,
                period="2021",
                boundary_version="x",
                seed=0,
                permutations=9,
                replications=9,
                fdr=0.05,
                scan_share=0.1,
                known=0,
                digest="x",
                data_version=1,
            )
        )
    assert renew(scratch, 0, lambda done, of: None) == {"computed": 0, "unchanged": 0, "data_version": 0}
    assert queries.cluster_runs(scratch, ANYBODY) == []
