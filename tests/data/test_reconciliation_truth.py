"""Linking on a simulated truth with typing errors, late dates and missing numbers; and what the register makes of it."""

from collections.abc import Iterator

import pandas as pd
import pytest
import sqlalchemy as sa

from data.cases.pairs import BY_NAME, INVESTIGATOR, PAIRS, WAIT_DAYS
from data.cases.run import link_all
from data.ops.simulation.generate import Nation, generate
from data.store import Store
from data.store.frames import framed
from geo.reference import read_regions
from tests.stores import Loaded, Run


@pytest.fixture(scope="module")
def linked(run: Run, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Loaded]:
    with run.own("postgis", "provinsi", tmp_path_factory.mktemp("cocok") / "home") as own:
        link_all(own.store, lambda *_: None)
        yield own


@pytest.fixture(scope="module")
def made(linked: Loaded) -> Nation:
    return generate(read_regions(), linked.settings.seed, linked.settings.simulation_size)


def _rows(store: Store, query: str) -> pd.DataFrame:
    with store.writing() as connection:
        return framed(connection.execute(sa.text(query)))


def _true(made: Nation, side: str, keys: pd.Series) -> pd.Series:
    """The LKN of the case behind each record of a side."""
    written = made.truth["nomor_perkara"]
    assert isinstance(written, dict)
    return keys if side == INVESTIGATOR else keys.map(lambda key: written[side].get(key, key))


def test_what_is_linked_without_a_person_is_right(linked: Loaded, made: Nation, record_property) -> None:
    links = _rows(linked.store, "select * from inti.case_link")
    stages, cases = made.tables["case_stage"], made.tables["narcotics_case"]
    for pair in PAIRS:
        mine = links[links["pair"] == pair.name]
        right = _true(made, pair.left, mine["left_key"]) == _true(made, pair.right, mine["right_key"])
        equal, suggested = mine["state"] == "equal", mine["state"] == "suggested"
        known = {
            side: set(_true(made, side, stages.loc[stages["agency"] == side, "case_key"].drop_duplicates()))
            if side != INVESTIGATOR
            else set(cases["case_key"])
            for side in (pair.left, pair.right)
        }
        both = len(known[pair.left] & known[pair.right])
        precision, recall = right[equal].mean(), right[equal].sum() / both
        offered = right[equal | suggested].sum() / both
        said = f"{pair.name}: {equal.sum()} linked, precision {precision:.4f}, recall {recall:.4f}"
        said += f"; {suggested.sum()} suggested, {right[suggested].mean():.2f} right, recall with them {offered:.4f}"
        record_property(pair.name, said)
        print(said)
        assert precision >= 0.99
        assert recall > 0.9
        assert offered > recall


def test_stages_of_one_case_have_one_number_after_links_were_followed(linked: Loaded, made: Nation) -> None:
    found = _rows(linked.store, "select * from inti.stage_of_case")
    raw = _rows(linked.store, "select case_key from inti.case_stage")
    truth = set(made.tables["case_stage"]["case_key"])
    assert len(found) == len(raw)
    assert found["case_key"].nunique() < raw["case_key"].nunique() == len(truth)
    places = found.groupby("case_key")["regency_code"].nunique()
    assert (places > 1).mean() < 0.001
    assert not found.duplicated(["case_key", "stage", "agency"]).any()


def test_every_difference_is_one_that_was_planted_or_a_record_that_did_not_come(linked: Loaded, made: Nation) -> None:
    entries = _rows(linked.store, "select * from inti.case_difference")
    assert set(entries["kind"]) == {"only_left", "only_right", "differs", "suggested"}
    stages = made.tables["case_stage"]
    for pair in PAIRS:
        missing = entries[(entries["pair"] == pair.name) & (entries["kind"] == "only_left")]
        there = set(_true(made, pair.right, stages.loc[stages["agency"] == pair.right, "case_key"]))
        bare = {key for key in stages["case_key"] if key.startswith((f"{pair.left} ", f"{pair.right} "))}
        there -= set(_true(made, pair.right, pd.Series(sorted(bare), dtype=object)))
        known = _true(made, pair.left, missing["left_key"]).isin(there) & ~missing["left_key"].isin(bare)
        # the rest name a number that is too far from the true one, or the suggestion went to another
        assert known.mean() < 0.2, pair.name
    dated = entries[(entries["kind"] == "differs") & entries["fields"].map(lambda one: "spdp" in one)]
    both = stages[stages["stage"] == "spdp"].assign(
        true=lambda rows: [
            made.truth["nomor_perkara"].get(agency, {}).get(key, key)  # type: ignore[attr-defined]
            for agency, key in zip(rows["agency"], rows["case_key"], strict=True)
        ]
    )
    unequal = both.groupby("true")["stage_date"].nunique()
    assert set(dated["left_key"]) <= set(unequal[unequal > 1].index)
    assert len(dated) > 0.85 * (unequal > 1).sum()


def test_counts_of_agreement_add_up_the_tree_and_to_the_register(linked: Loaded) -> None:
    counts = _rows(linked.store, "select * from analitik.agreement")
    entries = _rows(linked.store, "select pair, kind, last_day - day as age from inti.case_difference, analitik.data_version")
    numbers = ["agree", "differ", "only_left", "only_right", "suggested"]
    for pair in BY_NAME:
        mine = counts[counts["pair"] == pair]
        nation = mine[mine["region_code"] == "ID"][numbers].sum()
        for level in (2, 5):
            assert mine[mine["region_code"].str.len() == level].query("region_code != 'ID'")[numbers].sum().equals(nation)
        old = entries["age"] >= WAIT_DAYS + BY_NAME[pair].slow
        kinds = entries[(entries["pair"] == pair) & old]["kind"].value_counts()
        assert nation["differ"] == kinds["differs"]
        assert nation["only_left"] - nation["suggested"] <= kinds["only_left"] <= nation["only_left"]


def test_a_second_run_changes_nothing(linked: Loaded) -> None:
    query = "select id, pair, kind, left_key, right_key, state, edition, fields::text from inti.case_difference order by id"
    before = _rows(linked.store, query)
    result = link_all(linked.store, lambda *_: None)
    assert result["moved"] is False
    pd.testing.assert_frame_equal(before, _rows(linked.store, query))
