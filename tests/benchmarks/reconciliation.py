"""Linking 50,000 simulated cases of four agencies in a job: `python -m tests.benchmarks.reconciliation [CASES]`.

It starts a PostGIS server of its own. Prints seconds and memory of a first and a second run in a process of its own, how much
of what was linked without a person is right, and milliseconds of the page's queries (p95 of 40). Asserts nothing.
"""

import multiprocessing
import sys
import tempfile
import time
from pathlib import Path

import numpy as np
import pandas as pd
import sqlalchemy as sa

from data import queries
from data.cases.pairs import INVESTIGATOR, PAIRS
from data.cases.run import link_all
from data.model import schema
from data.ops.simulation.base import LAST_DAY
from data.ops.simulation.generate import generate
from data.store import Store, open_store
from data.store.copy import copy_frame
from data.store.frames import framed
from data.store.prepare import prepare
from geo.reference import read_regions
from tests.people import as_person
from tests.stores import Run

_ASKED = 40


def main() -> None:
    """Print the figures."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 50_000
    nation = generate(read_regions(), 1, "nasional")
    written: dict[str, dict[str, str]] = nation.truth["nomor_perkara"]  # type: ignore[assignment]
    cases, stages = nation.tables["narcotics_case"], nation.tables["case_stage"]
    true = _true(stages, written)
    rng = np.random.default_rng(1)
    places = rng.permutation(cases["regency_code"].unique())
    size = cases["regency_code"].value_counts().reindex(places).cumsum()
    kept = set(size[size <= count].index) | {places[0]}
    cases = cases[cases["regency_code"].isin(kept)]
    stages = stages[true.str.split("/").str[2].isin(kept)]
    del nation
    with tempfile.TemporaryDirectory() as folder:
        run = Run(Path(folder))
        settings = run.copy("postgis", "daftar", Path(folder) / "toko")
        store = prepare(settings)
        _fill(store, cases, stages)
        agencies = stages["agency"].replace({"BNN": "Polri"}).nunique()
        print(f"  {len(cases):,} cases, {len(stages):,} stages of {agencies} agencies")
        for turn in ("first", "second"):
            answer: multiprocessing.Queue[tuple[float, float]] = multiprocessing.get_context("spawn").Queue()
            child = multiprocessing.get_context("spawn").Process(target=_work, args=(settings, answer))
            child.start()
            seconds, megabytes = answer.get(timeout=900)
            child.join()
            print(f"  {turn} run: {seconds:.1f} s, {megabytes:,.0f} MB at most")
        _judge(store, written, stages)
        _ask(store)
        store.close()
        run.close()


def _true(stages: pd.DataFrame, written: dict[str, dict[str, str]]) -> pd.Series:
    made = [written.get(agency, {}).get(key, key) for agency, key in zip(stages["agency"], stages["case_key"], strict=True)]
    return pd.Series(made, index=stages.index)


def _fill(store: Store, cases: pd.DataFrame, stages: pd.DataFrame) -> None:
    with store.writing() as connection:
        connection.execute(
            schema.source.insert().values(id="x", title="x", publisher="x", kind="simulasi", as_of="-", licence="-")
        )
        copy_frame(connection, schema.narcotics_case, cases.drop(columns=["point"]).assign(source_id="x"))
        copy_frame(connection, schema.case_stage, stages.assign(source_id="x"))
        connection.execute(schema.data_version.delete())
        connection.execute(schema.data_version.insert().values(only_row=True, version=1, last_day=LAST_DAY, first_year=2022))
    with store.writing() as connection:
        connection.exec_driver_sql("analyze inti.narcotics_case; analyze inti.case_stage")


def _work(settings: object, answer: "multiprocessing.Queue[tuple[float, float]]") -> None:
    store = open_store(settings)  # type: ignore[arg-type]
    began = time.perf_counter()
    link_all(store, lambda *_: None)
    # of this program alone: getrusage remembers what the process was forked from
    status = Path("/proc/self/status").read_text(encoding="utf-8")
    most = next(line for line in status.splitlines() if line.startswith("VmHWM"))
    answer.put((time.perf_counter() - began, int(most.split()[1]) / 1024))
    store.close()


def _judge(store: Store, written: dict[str, dict[str, str]], stages: pd.DataFrame) -> None:
    with store.writing() as connection:
        links = framed(connection.execute(sa.text("select * from inti.case_link")))
        entries = framed(connection.execute(sa.text("select pair, kind, count(*) from inti.case_difference group by 1, 2")))
        cases = set(connection.scalars(sa.text("select case_key from inti.narcotics_case")))

    def true(side: str, keys: pd.Series) -> pd.Series:
        return keys if side == INVESTIGATOR else keys.map(lambda key: written[side].get(key, key))

    for pair in PAIRS:
        mine = links[links["pair"] == pair.name]
        right = true(pair.left, mine["left_key"]) == true(pair.right, mine["right_key"])
        equal = mine["state"] == "equal"
        known = [
            cases if side == INVESTIGATOR else set(true(side, stages.loc[stages["agency"] == side, "case_key"]))
            for side in (pair.left, pair.right)
        ]
        both = len(known[0] & known[1])
        share, open_ = right[equal].sum() / both, ~equal
        print(f"  {pair.name:26} {equal.sum():7,} linked, precision {right[equal].mean():.4f}, recall {share:.4f}")
        print(
            f"  {'':26} {open_.sum():7,} suggested, {right[open_].mean():.2f} right; recall with them {right.sum() / both:.4f}"
        )
    print(
        "  entries: "
        + ", ".join(f"{row.kind} {row.count:,}" for row in entries.groupby("kind", as_index=False).sum(True).itertuples())
    )


def _ask(store: Store) -> None:
    scope = as_person(store, "bnn_pusat", "")
    pair = PAIRS[0].name
    for name, ask in {
        "agreement of the nation": lambda: queries.agreement(store, scope, "ID"),
        "agreement below the nation": lambda: queries.agreement_below(store, scope, "ID", "2025"),
        "counts of the register": lambda: queries.difference_counts(store, scope, "ID"),
        "entries of the nation": lambda: queries.case_differences(store, scope, "ID", pair),
        "entries of a province": lambda: queries.case_differences(store, scope, "32", pair),
        "possible partners": lambda: queries.other_side(store, scope, 1),
    }.items():
        spent = []
        for _ in range(_ASKED):
            began = time.perf_counter()
            ask()
            spent.append((time.perf_counter() - began) * 1000)
        print(f"  {name:28} p95 {np.quantile(spent, 0.95):6.1f} ms")


if __name__ == "__main__":
    main()
