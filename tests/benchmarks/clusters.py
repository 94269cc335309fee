"""Seconds and memory of clusters: `python -m tests.benchmarks.clusters [QUERIES]`.

Local Moran with 999 permutations, and with as many as a job takes, on all kecamatan; the scan of all kabupaten/kota with 999
replications, in circles of a half and of a tenth of the population; of all kecamatan in circles of a hundredth. Shapes are
those of the reference, counts are drawn by population alone. Where `BERSINAR_HOME` or `DATABASE_URL` names a store with
clusters, `QUERIES` times the queries of a page on it, so often. Asserts nothing.
"""

import resource
import sys
import time
from collections.abc import Callable
from functools import partial
from typing import Any

import numpy as np

from data import queries
from data.facts.clusters import Ground, ground_of
from data.model.settings import Settings
from data.store import open_store
from data.store.scope import Scope
from geo import reference
from geo.stats.clusters import PERMUTATIONS, rate_clusters
from geo.stats.scan import REPLICATIONS, scan

CASES = 45_000


def _timed(name: str, work: Callable[[], Any]) -> Any:
    began, used = time.perf_counter(), time.process_time()
    found = work()
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"  {name:62} {time.perf_counter() - began:7.1f} s, {time.process_time() - used:7.1f} s of CPU, peak {peak:5.0f} MB")
    return found


def _drawn(ground: Ground) -> tuple[np.ndarray, np.ndarray]:
    rng = np.random.default_rng(0)
    people = rng.lognormal(10, 1, len(ground.codes))
    return rng.multinomial(CASES, people / people.sum()).astype(float), people


def _statistics() -> None:
    shapes = _timed("shapes of the reference", lambda: reference.shapes_by_level(reference.read_village_shapes()))
    grounds = {
        level: _timed(f"neighbours of {len(shapes[level]):,}", lambda of=shapes[level]: ground_of(list(of.index), of.to_dict()))
        for level in (2, 3)
    }
    for level, permutations in ((2, 999), (3, 999), (3, PERMUTATIONS)):
        ground = grounds[level]
        cases, people = _drawn(ground)
        _timed(
            f"Local Moran of {len(cases):,}, {permutations:,} permutations",
            partial(rate_clusters, cases, people, ground.around, permutations=permutations, seed=1),
        )
    for level, share in ((2, 0.5), (2, 0.1), (3, 0.01)):
        ground = grounds[level]
        cases, people = _drawn(ground)
        _timed(
            f"scan of {len(cases):,}, {REPLICATIONS} replications, {share:.0%} of people",
            partial(scan, cases, people, ground.points, seed=1, share=share),
        )


def _queries(times: int) -> None:
    store, scope = open_store(Settings()), Scope.public()
    calls: dict[str, Callable[[], Any]] = {
        "cluster_runs": lambda: queries.cluster_runs(store, scope),
        "clusters of kabupaten/kota": lambda: queries.clusters(store, scope, 2, "2025"),
        "clusters of kecamatan of Jawa Barat": lambda: queries.clusters(store, scope, 3, "2025", "32"),
        "clusters of all kecamatan": lambda: queries.clusters(store, scope, 3, "2025"),
        "scan_clusters of kabupaten/kota": lambda: queries.scan_clusters(store, scope, 2, "2025"),
        "scan_clusters of kecamatan": lambda: queries.scan_clusters(store, scope, 3, "2025"),
    }
    for name, ask in calls.items():
        rows = len(ask())
        taken = []
        for _ in range(times):
            began = time.perf_counter()
            ask()
            taken.append((time.perf_counter() - began) * 1000)
        print(f"  {name:34} {rows:6,} rows, median {np.median(taken):6.1f} ms, p95 {np.quantile(taken, 0.95):6.1f} ms")
    store.close()


def main() -> None:
    """Prints a line for each."""
    if len(sys.argv) > 1:
        _queries(int(sys.argv[1]))
    else:
        _statistics()


if __name__ == "__main__":
    main()
