"""Time what pages ask, on the store that the environment names: `python -m tests.benchmarks.queries [REPEATS] [--plans FILE]`.

Prints p50 and p95 in milliseconds, and writes the plan of every statement where asked; asserts nothing: machines differ.
"""

import argparse
import gc
import statistics
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from dashboard.analysis.overview import WATCHED
from data import queries
from data.facts.indicators import in_group
from data.identity.demo import DEMO
from data.model.period import Grain
from data.model.settings import Settings
from data.store import Store, open_store
from data.store.scope import Scope

PUSAT, BNNP = (person.scope for person in DEMO[:2])
EIGHT = [
    "cakupan_bersinar", "kriteria_terpenuhi", "kapasitas_inap", "kapasitas_jalan", "rehab_selesai", "kasus_narkoba",
    "perkara_mandek", "anggaran_per_kapita",
]  # fmt: skip
BERSINAR = [item.code for item in in_group("bersinar")]


def asked(store: Store) -> dict[str, tuple[Scope, Callable[[], object]]]:
    """What pages ask, with the scope it is asked under."""
    fresh = queries.freshness(store, PUSAT)
    version, periods = fresh.boundary_version, fresh.periods
    topics = ["kasus", "prevalensi"]
    cards = ["cakupan_bersinar", "kapasitas_inap", "kapasitas_jalan", "kasus_narkoba"]

    def layer(code: str, level: int, period: str, scope: Scope = PUSAT) -> tuple[Scope, Callable[[], object]]:
        return scope, lambda: queries.layer(store, scope, code, level, period)

    return {
        "freshness (every page)": (PUSAT, lambda: queries.freshness(store, PUSAT)),
        "Peta: layer kabupaten, cakupan_bersinar": layer("cakupan_bersinar", 2, "2025"),
        "Peta: layer kecamatan, kasus_narkoba": layer("kasus_narkoba", 3, "2025"),
        "Peta: layer kecamatan, kasus_narkoba, bnnp": layer("kasus_narkoba", 3, "2025", BNNP),
        "Peta: layer desa, status_bersinar": layer("status_bersinar", 4, "2025"),
        "Peta: layer desa, jangkauan_inap": layer("jangkauan_inap", 4, "2025"),
        "Peta: layer desa, kasus_narkoba_desa": layer("kasus_narkoba_desa", 4, "2022-2026"),
        "Peta: layer desa, kasus_narkoba_desa, bnnp": layer("kasus_narkoba_desa", 4, "2022-2026", BNNP),
        "Peta: series": (BNNP, lambda: queries.series(store, BNNP, "75", ["kasus_narkoba", "cakupan_bersinar"])),
        "Peta, Ringkasan: published": (PUSAT, lambda: queries.published(store, PUSAT, ["75", "ID"], topics)),
        "Ringkasan: series of all cards": (BNNP, lambda: queries.series(store, BNNP, "75.71", cards)),
        "Ringkasan: profile": (BNNP, lambda: queries.profile(store, BNNP, ["75", "75.71"], "2025")),
        "snapshot: eight indicators of a regency": (BNNP, lambda: queries.snapshot(store, BNNP, ["75.71"], EIGHT, "2025")),
        "ranking: kabupaten, kasus_narkoba": (PUSAT, lambda: queries.ranking(store, PUSAT, "kasus_narkoba", 2, "2025")),
        "ranking: kecamatan, cakupan_bersinar": (PUSAT, lambda: queries.ranking(store, PUSAT, "cakupan_bersinar", 3, "2025")),
        "series: months": (BNNP, lambda: queries.series(store, BNNP, "75", ["kasus_narkoba"], Grain.MONTH)),
        "coverage: eight indicators": (PUSAT, lambda: queries.coverage(store, PUSAT, EIGHT, "75")),
        "explain: a province": (PUSAT, lambda: queries.explain(store, PUSAT, "kasus_narkoba", "75", "2025")),
        "explain: the nation": (PUSAT, lambda: queries.explain(store, PUSAT, "kasus_narkoba", "ID", "2025")),
        "Ringkasan: snapshot of all that is watched": (
            BNNP,
            lambda: queries.snapshot(store, BNNP, ["75"], list(WATCHED), "2025"),
        ),
        "Ringkasan: targets": (PUSAT, lambda: queries.targets(store, PUSAT, "33")),
        "Ringkasan: old map of Papua Selatan": (PUSAT, lambda: queries.old_map(store, PUSAT, "93", EIGHT, "2025")),
        "Bersinar: villages of a kabupaten": (PUSAT, lambda: queries.programme(store, PUSAT, "33.02", "2025")),
        "Bersinar: villages of a province": (PUSAT, lambda: queries.programme(store, PUSAT, "33", "2025")),
        "Bersinar: candidates of a kabupaten": (PUSAT, lambda: queries.candidates(store, PUSAT, "33.02", "2025")),
        "Bersinar: candidates of a province": (PUSAT, lambda: queries.candidates(store, PUSAT, "33", "2025")),
        "Bersinar: what candidates lie near to": (PUSAT, lambda: queries.anchors(store, PUSAT, "2025")),
        "Bersinar: before and after, a province": (PUSAT, lambda: queries.before_after(store, PUSAT, "33")),
        "Bersinar: before and after, the nation": (PUSAT, lambda: queries.before_after(store, PUSAT, "ID")),
        "Penindakan: how far cases got": (PUSAT, lambda: queries.case_funnel(store, PUSAT, "ID", "2025")),
        "Penindakan: steps, the nation and provinces": (
            PUSAT,
            lambda: queries.case_steps(store, PUSAT, ["ID", *queries.regions(store, PUSAT, 1)["code"]], "2025"),
        ),
        "Penindakan: what waits, a province": (
            PUSAT,
            lambda: queries.case_waiting(store, PUSAT, ["33", *(f"33.{at:02}" for at in range(1, 30))]),
        ),
        "Penindakan: verdicts beside advice": (BNNP, lambda: queries.breakdown(store, BNNP, "75", "2025")),
        "KOTAN: all assessments": (PUSAT, lambda: queries.assessments(store, PUSAT)),
        "Tentang: beside": (PUSAT, lambda: queries.beside(store, PUSAT)),
        "Tentang: boundary versions": (PUSAT, lambda: queries.boundary_versions(store, PUSAT)),
        "Tentang: boundary checks": (PUSAT, lambda: queries.boundary_checks(store, PUSAT, version)),
        "Tentang: completeness": (PUSAT, lambda: queries.completeness(store, PUSAT, 2, BERSINAR, periods)),
        "regions desa (once per process)": (Scope.public(), lambda: queries.regions(store, Scope.public(), 4)),
        "tile desa z4": (Scope.public(), lambda: queries.tile(store, version, 4, 4, 13, 8)),
    }


def plan(store: Store, scope: Scope, ask: Callable[[], object]) -> list[str]:
    """The plans, executed, of the statements that one question runs."""
    seen: list[tuple[str, Any]] = []

    def note(_c: object, _cursor: object, statement: str, parameters: object, _context: object, _many: object) -> None:
        if "set_config" not in statement:
            seen.append((statement, parameters))

    sa.event.listen(store.app, "before_cursor_execute", note)
    ask()
    sa.event.remove(store.app, "before_cursor_execute", note)
    lines = []
    for statement, parameters in seen:
        with store.reading(scope) as connection:
            rows = connection.exec_driver_sql(f"explain (analyze, buffers, settings) {statement}", parameters)
            lines += [row[0] for row in rows] + [""]
    return lines


def main(repeats: int, plans: Path | None) -> None:
    store = open_store(Settings())
    questions = asked(store)
    gc.collect()
    gc.freeze()  # as the app does at its start
    print(f"{'query':46} {'p50 ms':>8} {'p95 ms':>8}   ({repeats} runs each, first one left out, {store.kind} store)")
    written = []
    for name, (scope, ask) in questions.items():
        ask()
        taken = []
        for _ in range(repeats):
            began = time.perf_counter()
            ask()
            taken.append((time.perf_counter() - began) * 1000)
        print(f"{name:46} {statistics.median(taken):8.1f} {statistics.quantiles(taken, n=20)[-1]:8.1f}")
        if plans:
            written += [f"== {name}", *plan(store, scope, ask)]
    if plans:
        plans.write_text("\n".join(written), encoding="utf-8")
    store.close()


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("repeats", nargs="?", type=int, default=30)
    parser.add_argument("--plans", type=Path)
    main(**vars(parser.parse_args()))
