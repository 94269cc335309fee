"""No number lands on the wrong area and none is made up: right files, damaged in every way we know, against what they say."""

import os
import random
from pathlib import Path

import pytest

from data.store import Store
from tests.conftest import FULL
from tests.intake.damage import KINDS, right
from tests.intake.damaged_store import landed

SEEDS = int(os.environ.get("BERSINAR_DAMAGE_SEEDS", "40" if FULL else "2"))


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
    for make in (right.services, right.events, right.people):
        table = make(random.Random(1))
        for file in (table.xlsx(), table.csv(), right.named(table).xlsx()):
            rows, said = landed(*all_regions, file)
            assert rows == file.truth, said
