"""Time what pages ask, on the store that the environment names: `python -m tests.benchmarks.queries [REPEATS]`.

Prints p50 and p95 in milliseconds; asserts nothing, because machines differ.
"""

import statistics
import sys
import time
from collections.abc import Callable

from data import queries
from data.access.demo import DEMO
from data.access.token import Scope
from data.settings import Settings
from data.store import open_store


def main(repeats: int) -> None:
    store = open_store(Settings())
    pusat, bnnp = DEMO[0].scope, DEMO[1].scope
    asked: dict[str, Callable[[], object]] = {
        "freshness": lambda: queries.freshness(store, pusat),
        "layer kabupaten, cakupan_bersinar": lambda: queries.layer(store, pusat, "cakupan_bersinar", 2, "2025"),
        "layer kecamatan, kasus_narkoba": lambda: queries.layer(store, pusat, "kasus_narkoba", 3, "2025"),
        "layer kecamatan, kasus_narkoba, bnnp": lambda: queries.layer(store, bnnp, "kasus_narkoba", 3, "2025"),
        "layer desa, status_bersinar": lambda: queries.layer(store, pusat, "status_bersinar", 4, "2025"),
        "layer desa, jangkauan_inap": lambda: queries.layer(store, pusat, "jangkauan_inap", 4, "2025"),
        "layer desa, kasus_narkoba_desa": lambda: queries.layer(store, pusat, "kasus_narkoba_desa", 4, "2022-2026"),
        "layer desa, kasus_narkoba_desa, bnnp": lambda: queries.layer(store, bnnp, "kasus_narkoba_desa", 4, "2022-2026"),
        "regions desa (once per process)": lambda: queries.regions(store, Scope.public(), 4),
        "search": lambda: queries.search(store, pusat, "bone bolango"),
        "series": lambda: queries.series(store, bnnp, "75", ["kasus_narkoba", "cakupan_bersinar"]),
        "profile": lambda: queries.profile(store, bnnp, ["75", "75.71"], "2025"),
        "tile desa z4": lambda: queries.tile(store, "indikatif-2025-1", 4, 4, 13, 8),
    }
    print(f"{'query':42} {'p50 ms':>8} {'p95 ms':>8}   ({repeats} runs each, first one left out, {store.kind} store)")
    for name, ask in asked.items():
        ask()
        taken = []
        for _ in range(repeats):
            began = time.perf_counter()
            ask()
            taken.append((time.perf_counter() - began) * 1000)
        print(f"{name:42} {statistics.median(taken):8.1f} {statistics.quantiles(taken, n=20)[-1]:8.1f}")
    store.close()


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 30)
