"""What the policies cost: `python -m tests.benchmarks.access [RUNS]`.

Every page query on the store that the environment names, as the app asks it under row-level security, and as a superuser whom
no policy binds. What is hidden was decided by the refresh, so suppression costs a reader nothing more. Medians of runs in turn,
so that both meet the same caches. Asserts nothing.
"""

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from statistics import median
from typing import Any

import sqlalchemy as sa

from data import queries
from data.identity.demo import demo_person
from data.model.period import Grain
from data.model.settings import Settings
from data.store import Store, open_store
from data.store.scope import Scope

SCOPE = demo_person("demo-bnnp").scope
YEAR = "2025"
CALLS: dict[str, Callable[[Any], Any]] = {
    "layer of regencies": lambda store: queries.layer(store, SCOPE, "kasus_narkoba", 2, YEAR),
    "layer of kecamatan": lambda store: queries.layer(store, SCOPE, "kasus_narkoba", 3, YEAR),
    "layer of the programme": lambda store: queries.layer(store, SCOPE, "cakupan_bersinar", 3, YEAR),
    "profile": lambda store: queries.profile(store, SCOPE, ["ID", "75", "75.03"], YEAR),
    "snapshot": lambda store: queries.snapshot(store, SCOPE, ["ID", "75"], ["kasus_narkoba", "rehab_baru"], YEAR),
    "series by month": lambda store: queries.series(store, SCOPE, "75.03", ["jumlah_kasus"], Grain.MONTH),
    "ranking": lambda store: queries.ranking(store, SCOPE, "kasus_narkoba", 2, YEAR),
    "coverage": lambda store: queries.coverage(store, SCOPE, ["jumlah_kasus"], "75"),
    "explain": lambda store: queries.explain(store, SCOPE, "jumlah_kasus", "75", YEAR),
    "programme of a province": lambda store: queries.programme(store, SCOPE, "75", YEAR),
    "candidates": lambda store: queries.candidates(store, SCOPE, "75", YEAR),
    "facilities": lambda store: queries.facilities(store, SCOPE),
    "submissions": lambda store: queries.submissions(store, SCOPE),
    "findings": lambda store: queries.findings(store, SCOPE, "75"),
}


@dataclass
class Unbound:
    """The same store, read by a login whom no policy binds."""

    store: Store

    @contextmanager
    def reading(self, _scope: Scope) -> Iterator[sa.Connection]:
        assert self.store.admin is not None
        with self.store.admin.connect() as connection, connection.begin():
            yield connection


def _milliseconds(ask: Callable[[Any], Any], store: Any) -> float:
    began = time.perf_counter()
    ask(store)
    return (time.perf_counter() - began) * 1000


def main() -> None:
    """Prints one line for each query and the median of their ratios."""
    runs = int(sys.argv[1]) if len(sys.argv) > 1 else 30
    bound = open_store(Settings())
    free = Unbound(bound)
    ratios = []
    for name, ask in CALLS.items():
        for store in (bound, free):
            ask(store)
        with_policies, without = zip(*((_milliseconds(ask, bound), _milliseconds(ask, free)) for _ in range(runs)), strict=True)
        ratios.append(median(with_policies) / median(without))
        print(
            f"  {name:26} {median(with_policies):7.1f} ms under policies {median(without):7.1f} ms without   x {ratios[-1]:.2f}"
        )
    print(f"  median of the ratios {median(ratios):.2f}, largest {max(ratios):.2f}")
    bound.close()


if __name__ == "__main__":
    main()
