"""No number lands on the wrong area and none is made up: right files, damaged in every way we know, against what they say."""

import os
import random
from collections.abc import Iterator
from pathlib import Path

import pytest

from data.store import Store
from data.store.prepare import prepare
from tests.conftest import FULL
from tests.intake import damage
from tests.intake.damage import KINDS
from tests.intake.damaged_store import landed
from tests.stores import Run

SEEDS = int(os.environ.get("BERSINAR_DAMAGE_SEEDS", "40" if FULL else "2"))


@pytest.fixture(scope="module")
def all_regions(run: Run, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Store, Path]]:
    """A store that knows all regions of Indonesia and nothing about them."""
    home = tmp_path_factory.mktemp("rusak")
    store = prepare(run.copy("postgis", "daftar", home / "toko"))
    yield store, home
    store.close()


@pytest.mark.parametrize("name", KINDS)
def test_a_damaged_file_says_the_truth_or_is_stopped(all_regions: tuple[Store, Path], name: str) -> None:
    for seed in range(SEEDS):
        damaged = KINDS[name](random.Random(f"{name}{seed}"))
        rows, said = landed(*all_regions, damaged)
        if rows is None:
            assert said, f"{name}, seed {seed}: stopped without a word"
            continue
        assert damaged.truth is not None, f"{name}, seed {seed}: accepted though nobody can know: {sorted(rows)[:3]}"
        assert rows == damaged.truth, f"{name}, seed {seed}: {sorted(rows ^ damaged.truth)[:4]}"


def test_a_file_that_nothing_happened_to_is_read(all_regions: tuple[Store, Path]) -> None:
    for make in (damage.services, damage.events, damage.people):
        right = make(random.Random(1))
        for file in (right.xlsx(), right.csv(), damage.named(right).xlsx()):
            rows, said = landed(*all_regions, file)
            assert rows == file.truth, said
