"""A feed is one file; adding one changes no Python."""

import json
import re
from pathlib import Path

import pytest
import sqlalchemy as sa
from jsonschema import Draft202012Validator

from data import feeds as feeds_module
from data.feeds import FOLDER, Column, Contract, OneNumber, Reference, feeds, mappings, read_contract
from data.feeds.requests import request_schema
from data.intake.submit.land import KINDS
from data.model import schema
from data.model.settings import ROOT
from geo import reference

NAMED = {
    "bersinar_peristiwa", "kotan_penilaian", "kawasan_rawan", "fasilitas_rehab", "rehab_episode", "rehab_rekap",
    "ibm_penilaian", "kasus", "tahap_perkara", "tat", "layanan_bulanan", "pemberdayaan", "ran_aksi", "ran_laporan",
    "regulasi_anggaran", "penduduk",
}  # fmt: skip


def test_every_feed_that_was_asked_for_has_its_contract() -> None:
    assert set(feeds()) >= NAMED
    assert "siks_ng" in mappings()


@pytest.mark.parametrize("feed", list(feeds()))
def test_a_contract_lands_in_columns_that_exist(feed: str) -> None:
    contract = feeds()[feed]
    for landing in contract.lands:
        table = schema.metadata.tables[f"inti.{landing.table}"]
        own = {one.name for one in contract.columns}
        assert set(landing.key) <= set(table.c.keys())
        assert set(landing.set) <= set(table.c.keys())
        written = (own & set(table.c.keys())) | set(landing.key) | set(landing.set)
        needed = {
            column.name
            for column in table.columns
            if column.name not in ("id", "source_id", "entered_by", "kiriman_id", "row_no", "digest") and not column.nullable
        }
        assert needed <= written | {column.name for column in table.columns if column.server_default is not None}
        for child in landing.children:
            assert contract.column(child.list).type == "list"
            assert f"inti.{child.table}" in schema.metadata.tables
    assert all(one.type in KINDS for one in contract.columns)


@pytest.mark.parametrize("feed", list(feeds()))
def test_the_api_schema_of_a_feed_is_a_schema(feed: str) -> None:
    Draft202012Validator.check_schema(request_schema(feeds()[feed]))


BROKEN = {
    "no unit": ("type: integer, min: 0, max: 1000, example: 3", "type: decimal, example: 3"),
    "unknown key": ("key: [village_code, year]", "key: [village_code, bulan]"),
    "no help": ("help: {id: Jumlah gerai., en: How many.}}", "}"),
    "codes nowhere": ("type: integer, min: 0, max: 1000,", "type: code, codes: tidak_ada,"),
    "a field nobody knows": ("sensitivity: publik", "sensitivity: publik\nwarna: biru"),
}


def example() -> str:
    """The contract that ADDING_A_FEED.md walks through, cut from the page."""
    page = (ROOT / "docs" / "ADDING_A_FEED.md").read_text()
    return re.search(r"```yaml\n(.*?)```", page, re.S)[1]  # type: ignore[index]


@pytest.mark.parametrize("change", BROKEN.values(), ids=BROKEN)
def test_a_broken_contract_is_refused_with_file_and_place(tmp_path: Path, change: tuple[str, str]) -> None:
    text = example()
    assert change[0] in text
    (tmp_path / "gerai_bersinar.yaml").write_text(text.replace(*change))
    with pytest.raises(ValueError, match=r"gerai_bersinar\.yaml"):
        read_contract(tmp_path / "gerai_bersinar.yaml")


def test_the_page_on_adding_a_feed_shows_a_fault_as_it_is_worded(tmp_path: Path) -> None:
    (tmp_path / "gerai_bersinar.yaml").write_text(example().replace(*BROKEN["no unit"]))
    with pytest.raises(ValueError, match="is missing") as found:
        read_contract(tmp_path / "gerai_bersinar.yaml")
    assert f"`{found.value}`" in (ROOT / "docs" / "ADDING_A_FEED.md").read_text()


def test_the_page_on_adding_a_feed_adds_one(place, send, rows_in, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The page's YAML and SQL, and nothing else: template, check, landing and API schema follow."""
    page = (ROOT / "docs" / "ADDING_A_FEED.md").read_text()
    sql = re.search(r"```sql\n(.*?)```", page, re.S)[1]  # type: ignore[index]
    (tmp_path / "gerai_bersinar.yaml").write_text(example())
    contract = read_contract(tmp_path / "gerai_bersinar.yaml")
    everything = {**feeds(), contract.name: contract}
    monkeypatch.setattr(feeds_module, "feeds", lambda: everything)
    monkeypatch.setattr("tests.intake.conftest.feeds", lambda: everything)
    store = place[0]
    with store.writing() as connection:
        connection.execute(sa.text("drop table if exists inti.gerai"))
        for statement in sql.split(";"):
            if statement.strip():
                connection.execute(sa.text(statement))
    lineage = [sa.Column("kiriman_id", sa.BigInteger), sa.Column("row_no", sa.Integer), sa.Column("digest", sa.BigInteger)]
    own = [sa.Column("village_code", sa.Text), sa.Column("year", sa.SmallInteger), sa.Column("stalls", sa.Integer)]
    table = sa.Table("gerai", schema.metadata, *own, sa.Column("source_id", sa.Text), *lineage, schema="inti")
    try:
        good = send("gerai_bersinar", [{"Desa/kelurahan": "Kayubulan", "Tahun": 2025, "Gerai": "1.000"}])
        assert good.landed.new == 1
        assert [row["stalls"] for row in rows_in("gerai", "stalls")] == [1000]
        bad = send("gerai_bersinar", [{"Desa/kelurahan": "Kayubulan", "Tahun": 2025, "Gerai": 1001}])
        assert bad.remarks.faults[0].expected == "Paling besar 1.000."
        assert "stalls" in json.dumps(request_schema(contract))
    finally:
        schema.metadata.remove(table)
        with store.writing() as connection:
            connection.execute(sa.text("drop table inti.gerai"))


def test_the_page_on_adding_a_feed_names_keys_and_feeds_that_exist() -> None:
    """And each key of a feed and a column, here or in its example."""
    page = (ROOT / "docs" / "ADDING_A_FEED.md").read_text()
    rows = re.findall(r"^\| `([\w.]+)[^|]*\|[^|]*\|[^|]*\| `(\w+)` \|$", page, re.M)
    assert len(rows) > 10
    for named, feed in rows:
        assert re.search(rf"\b{named.rpartition('.')[2]}:", (FOLDER / f"{feed}.yaml").read_text()), (named, feed)
    shown = set(re.findall(r"\b(\w+):", example())) | set(re.findall(r"`(\w+)", page))
    assert {*Contract.model_fields, *Column.model_fields, *Reference.model_fields, *OneNumber.model_fields} <= shown


def test_files_in_the_folder_are_contracts_or_known_helpers() -> None:
    found = {path.name for path in FOLDER.iterdir() if path.suffix in (".yaml", ".json")}
    assert found == {f"{name}.yaml" for name in feeds()} | {"codes.yaml", "schema.json"}


def test_the_example_of_a_region_exists() -> None:
    known = set(reference.read_regions()["code"])
    examples = {
        (contract.name, column.name): column.example
        for contract in feeds().values()
        for column in contract.columns
        if column.type == "region"
    }
    assert len(examples) > len(feeds()) // 2
    assert {where: code for where, code in examples.items() if code not in known} == {}
