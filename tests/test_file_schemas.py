"""Files that declare feeds, indicators, parts and rules: faults name file, place and reason, schemas are exported."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml
from jsonschema import Draft202012Validator

from data import feeds
from data.facts import indicators, parts
from data.facts import rules as rules_module
from data.facts.indicators import edition_of, population, read_indicators, registry
from data.facts.parts import group_of
from data.feeds import read_contract
from data.intake import quality
from data.intake.quality import read_rule
from data.model.settings import ROOT
from data.model.yamls import check, read_yaml
from data.ops.file_schemas import KINDS, exported

Change = Callable[[dict[str, Any]], object]


def _read_parts(file: Path) -> object:
    return check(parts.GROUPS, read_yaml(file), file)


def _read_rules(file: Path) -> object:
    return check(rules_module.RULES, read_yaml(file), file)


def _read_mapping(file: Path) -> object:
    return check(feeds.MAPPING, read_yaml(file), file)


KASUS = feeds.FOLDER / "kasus.yaml"
TEMPAT = indicators.FOLDER / "kapasitas_inap.yaml"
KOTAN = indicators.FOLDER / "kotan_indeks.yaml"
DESA = indicators.FOLDER / "kasus_narkoba_desa.yaml"
MUTU = quality.FOLDER / "tersangka_beda.yaml"
READERS = {
    feeds.FOLDER: read_contract,
    feeds.MAPPINGS: _read_mapping,
    indicators.FOLDER: read_indicators,
    quality.FOLDER: read_rule,
    parts.FOLDER: _read_parts,
    rules_module.FOLDER: _read_rules,
}
FAULTS: dict[str, tuple[Path, Change, str, str]] = {
    # a feed
    "a field that no feed has": (KASUS, lambda t: t.update(warna="biru"), "warna", "not permitted"),
    "a field that no column has": (KASUS, lambda t: t["columns"][0].update(warna=1), "columns/0/warna", "not permitted"),
    "no unit": (KASUS, lambda t: t["columns"][5].pop("unit"), "columns/5/unit", "is missing"),
    "a unit in one language": (KASUS, lambda t: t["columns"][5]["unit"].pop("en"), "columns/5/unit/en", "required"),
    "an unknown type": (KASUS, lambda t: t["columns"][0].update(type="teks"), "columns/0/type", "'text'"),
    "a sender without a name": (KASUS, lambda t: t.update(senders=[""]), "senders/0", "at least 1"),
    "an unknown period": (KASUS, lambda t: t.update(periodicity="harian"), "periodicity", "'bulan'"),
    "words instead of a number": (KASUS, lambda t: t.update(deadline_days="31"), "deadline_days", "integer"),
    "codes that no list has": (KASUS, lambda t: t["columns"][1].update(codes="entah"), "columns/1/codes", "no list entah"),
    "a code without words": (
        KASUS,
        lambda t: t["columns"][1]["codes"]["BNN"].update(id=[]),
        "columns/1/codes/BNN/id",
        "at least 1",
    ),
    "codes of a number": (KASUS, lambda t: t["columns"][5].update(codes="sex"), "columns/5/codes", "has no meaning"),
    "a range upside down": (KASUS, lambda t: t["columns"][5].update(min=143), "columns/5/min", "above max"),
    "a key that is no column": (KASUS, lambda t: t.update(key=["nomor"]), "key", "no column nomor"),
    "a period that is no column": (KASUS, lambda t: t.update(period_from="bulan"), "period_from", "no column bulan"),
    "a period that is no date": (KASUS, lambda t: t.update(period_from="agency"), "period_from", "agency is of type code"),
    "no period": (KASUS, lambda t: t.pop("period_from"), "period_from", "is missing"),
    "a rule about no column": (KASUS, lambda t: t["rules"][1].update(about="desa"), "rules/1/about", "no column desa"),
    "a rule of two kinds": (KASUS, lambda t: t["rules"][0].update(broken_rows="select 1"), "rules/0/holds", "not both"),
    "items of no list": (
        KASUS,
        lambda t: t["lands"][0]["children"][0].update(list="agency"),
        "lands/0/children",
        "not of type list",
    ),
    "a column twice": (KASUS, lambda t: t["columns"].append(t["columns"][0]), "columns", "named twice"),
    "another name": (KASUS, lambda t: t.update(name="perkara"), "name", "the file is called kasus"),
    "a mapping without a feed": (feeds.MAPPINGS / "siks_ng.yaml", lambda t: t.pop("feed"), "feed", "required"),
    # an indicator
    "a field that no indicator has": (TEMPAT, lambda t: t.update(warna="biru"), "warna", "not permitted"),
    "an empty definition": (TEMPAT, lambda t: t["definition"].update(id=""), "definition/id", "at least 1"),
    "no definition": (TEMPAT, lambda t: t.pop("definition"), "definition", "required"),
    "no unit of an indicator": (TEMPAT, lambda t: t.pop("unit"), "unit", "required"),
    "a unit in no language": (TEMPAT, lambda t: t.update(unit="orang"), "unit", "valid dictionary"),
    "an unknown group": (TEMPAT, lambda t: t.update(group="lain"), "group", "'bersinar'"),
    "a third language": (TEMPAT, lambda t: t["name"].update(jv="x"), "name/jv", "not permitted"),
    "no denominator": (TEMPAT, lambda t: t["compute"].pop("denominator"), "compute/denominator", "is missing"),
    "a part spelt wrongly": (TEMPAT, lambda t: t["compute"].update(numerator=["Tempat"]), "compute/numerator/0/1", "pattern"),
    "a level below villages": (TEMPAT, lambda t: t.update(levels=[5]), "levels/0", "less than or equal to 4"),
    "more than may be published": (TEMPAT, lambda t: t.update(sensitivity="terbatas"), "sensitivity", "publik, antar_instansi"),
    "rounding without exact": (TEMPAT, lambda t: t.update(small="jumlah"), "exact", "is missing"),
    "exact for everybody": (
        TEMPAT,
        lambda t: t.update(sensitivity="antar_instansi", exact="antar_instansi"),
        "exact",
        "no more sensitive",
    ),
    "a counterpart at villages of what has villages": (
        TEMPAT,
        lambda t: t.update(levels=[2, 4], village="x_desa"),
        "village",
        "ends above the village",
    ),
    "pooled years of what is not pooled": (TEMPAT, lambda t: t.update(periods="gabungan"), "periods", "gabungan belongs to"),
    "edges of no bands": (TEMPAT, lambda t: t["classes"].update(edges=[1]), "classes/edges", "belong to bands"),
    "a history out of order": (
        TEMPAT,
        lambda t: t.update(
            history=[{"date": day, "id": "berubah begitu", "en": "changed like this"} for day in ("2026-02-01", "2026-01-01")]
        ),
        "history",
        "oldest first",
    ),
    "a day that no month has": (
        TEMPAT,
        lambda t: t.update(history=[{"date": "2026-02-30", "id": "berubah begitu", "en": "changed like this"}]),
        "history/0/date",
        "day is out of range",
    ),
    "steps of no pooled class": (TEMPAT, lambda t: t["compute"].update(steps=[1]), "compute/steps", "belong to"),
    "two parts pooled": (
        DESA,
        lambda t: t["compute"].update(numerator=["kasus", "tersangka"]),
        "compute/numerator",
        "one part, taken once",
    ),
    "fewer labels than steps": (DESA, lambda t: t["classes"]["labels"].pop(), "classes/labels", "one more than compute/steps"),
    "a pooled class of regencies": (DESA, lambda t: t.update(levels=[2]), "levels", "of villages (4) alone"),
    "no edges of an edition": (
        KOTAN,
        lambda t: t["editions"][2021]["classes"].pop("edges"),
        "editions/2021/classes/edges",
        "is missing",
    ),
    "no unit of an edition": (KOTAN, lambda t: t["editions"][2021].pop("unit"), "editions/2021/unit", "required"),
    "editions and classes": (KOTAN, lambda t: t.update(classes={"kind": "kuantil"}), "classes", "not permitted"),
    "a code of another file": (TEMPAT, lambda t: t.update(code="kapasitas"), "code", "the file is called kapasitas_inap"),
    # a quality rule
    "a field that no rule has": (MUTU, lambda t: t.update(warna="biru"), "warna", "not permitted"),
    "a rule without a reason": (MUTU, lambda t: t["why"].update(en=""), "why/en", "at least 1"),
    "a rule that nobody owns": (MUTU, lambda t: t.update(owner=""), "owner", "at least 1"),
    "a rule without a query": (MUTU, lambda t: t.pop("query"), "query", "required"),
    "words instead of yes or no": (MUTU, lambda t: t.update(restricted="ya"), "restricted", "boolean"),
    # parts
    "an unknown way to be covered": (parts.FILE, lambda t: t["kasus"].update(covered="kadang"), "kasus/covered", "'kiriman'"),
    "an unknown time": (parts.FILE, lambda t: t["kasus"].update(kadang=["x"]), "kasus/kadang", "not permitted"),
    "a part twice": (parts.FILE, lambda t: t["kasus"].update(titik=["kasus"]), "kasus", "kasus named twice"),
    "a group without parts": (parts.FILE, lambda t: t["wilayah"].pop("tetap"), "wilayah", "no parts"),
}


@pytest.mark.parametrize(("source", "change", "place", "reason"), FAULTS.values(), ids=FAULTS)
def test_a_fault_names_file_place_and_reason(tmp_path: Path, source: Path, change: Change, place: str, reason: str) -> None:
    tree = read_yaml(source, dates_are_text=source.parent == feeds.FOLDER)
    change(tree)
    file = tmp_path / source.name
    file.write_text(yaml.safe_dump(tree), encoding="utf-8")
    with pytest.raises(ValueError, match=r"\.yaml: ") as found:
        READERS[source.parent](file)
    first = str(found.value).splitlines()[0]
    assert first.startswith(f"{source.name}: {place}: ")
    assert reason in first


def test_a_table_with_a_cell_too_many_names_its_place(tmp_path: Path) -> None:
    file = tmp_path / "contoh.yaml"
    file.write_text("- rule: Contoh\n  given: {kasus: '| a |\n\n    | 1 | 2 |'}\n  expect: '| indicator |\n\n    | x |'\n")
    with pytest.raises(ValueError, match=r"^contoh\.yaml: 0/given/kasus: zip"):
        _read_rules(file)


def test_every_fault_of_a_file_is_named(tmp_path: Path) -> None:
    tree = read_yaml(TEMPAT) | {"unit": {"id": "", "en": "x"}, "group": "lain"}
    file = tmp_path / TEMPAT.name
    file.write_text(yaml.safe_dump(tree))
    with pytest.raises(ValueError, match=r"yaml: group: .*\nkapasitas_inap\.yaml: unit/id: "):
        read_indicators(file)


def test_what_is_declared_does_not_change() -> None:
    with pytest.raises(ValueError, match="frozen"):
        population().decimals = 2  # type: ignore[misc]


@pytest.mark.parametrize("file", KINDS, ids=lambda file: str(file.parent.relative_to(ROOT)))
def test_the_committed_schema_is_what_the_model_says(file: Path) -> None:
    assert file.read_text(encoding="utf-8") == exported(file), "python -m data skema writes it"


@pytest.mark.parametrize("file", KINDS, ids=lambda file: str(file.parent.relative_to(ROOT)))
def test_every_file_fits_the_schema_that_an_editor_holds_it_to(file: Path) -> None:
    schema = json.loads(file.read_text(encoding="utf-8"))
    Draft202012Validator.check_schema(schema)
    held = Draft202012Validator(schema)
    for path in sorted(file.parent.glob("*.yaml")):
        if path.name != "codes.yaml":
            tree = json.loads(json.dumps(read_yaml(path, dates_are_text=True)))  # keys are text in JSON
            assert not [error.message for error in held.iter_errors(tree)], path.name


def test_indicators_are_sums_of_parts_that_are_counted() -> None:
    named = {part for item in registry().values() for _, part in (*item.top, *item.bottom)}
    assert named <= set(group_of())


def test_what_one_indicator_alone_is_stands_in_its_file() -> None:
    by_code = registry()
    assert population().code == "penduduk"
    assert {item.code for item in by_code.values() if item.published} == {"prevalensi", "prevalensi_pernah"} | {
        code for code in by_code if code.startswith("terbitan_")
    }
    assert {item.code for item in by_code.values() if not item.is_summed} == {
        "jangkauan_inap",
        "jangkauan_jalan",
        "kasus_narkoba_desa",
    }
    assert {item.code for item in by_code.values() if item.published_as} == {
        "kasus_narkoba",
        "penduduk",
        "rawan_bahaya",
        "rawan_waspada",
        "rawan_siaga",
        "rawan_aman",
    }


def test_an_edition_is_found_by_its_series_and_year() -> None:
    item = edition_of("kotan_indeks", "2021")
    assert (item.code, item.series, item.edition_year) == ("kotan_indeks_2021", "kotan_indeks", "2021")
    assert (item.short["id"], item.series_short["id"]) == ("Indeks KOTAN 2021", "Indeks KOTAN")
    assert item.top == ((1.0, "kotan_indeks_2021"),)
