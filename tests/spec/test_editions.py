"""A new edition of the criteria is a file; villages declared before it keep the edition they were declared under."""

import re
import shutil
from datetime import date
from pathlib import Path

import pandas as pd
import pytest

from dashboard.analysis.village_programme import LACKING, MET, NOT_APPLICABLE, judged_by, states
from data import queries
from data.facts import editions as shipped
from data.facts.editions import edition_on, editions
from data.facts.rules import table_of as rows
from data.identity.demo import DEMO
from data.model import schema
from data.model.settings import ROOT

DECISION = ROOT / "docs" / "decisions" / "0025-editions-of-criteria.md"
EVENTS = """
| village_code  | event       | event_date |
|---------------|-------------|------------|
| 75.01.01.2001 | pencanangan | 2025-06-30 |
| 75.01.01.2001 | sk          | 2025-08-01 |
| 75.01.01.2001 | relawan     | 2025-08-02 |
| 75.01.01.2001 | perdes      | 2025-08-03 |
| 75.01.01.2001 | posko       | 2025-08-04 |
| 75.01.01.2002 | pencanangan | 2025-07-01 |
| 75.01.01.2002 | sk          | 2025-08-01 |
| 75.01.01.2002 | relawan     | 2025-08-02 |
| 75.01.01.2002 | perdes      | 2025-08-03 |
| 75.01.01.2002 | posko       | 2025-08-04 |
| 75.01.01.1001 | pencanangan | 2025-09-01 |
| 75.01.01.1001 | sk          | 2025-08-01 |
| 75.01.01.1001 | relawan     | 2025-10-02 |
"""


@pytest.fixture
def another(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The edition of the decision's page, as one more file."""
    folder = tmp_path / "editions"
    shutil.copytree(shipped.FOLDER, folder, ignore=shutil.ignore_patterns("*.py", "__pycache__"))
    block = re.search(r"```yaml\n(.*?)```", DECISION.read_text(encoding="utf-8"), re.S)
    assert block
    (folder / "peraturan_3_2025.yaml").write_text(block[1], encoding="utf-8")
    monkeypatch.setattr(shipped, "FOLDER", folder)


def _figures(found, *names: str) -> dict[str, tuple[float, float]]:
    return {name: (found[name].numerator, found[name].denominator) for name in names}


def test_with_the_shipped_edition_alone_none_of_them_is_complete(put, facts) -> None:
    put(schema.bersinar_event, rows(EVENTS))
    assert [edition.code for edition in editions()] == ["dasbor_2026"]
    assert facts("tahap_lengkap")["75.01", "2025", 0].numerator == 0
    share = facts("kriteria_terpenuhi")["75.01", "2025", 0]
    assert (share.numerator, share.denominator) == (5 + 5 + 3, 10 + 10 + 8)


def test_a_file_adds_an_edition_and_old_villages_keep_theirs(another, put, facts, country) -> None:
    put(schema.bersinar_event, rows(EVENTS))
    assert [edition.code for edition in editions()] == ["dasbor_2026", "peraturan_3_2025"]
    # the old village keeps its ten criteria; the two new ones meet all of theirs: four, and three in the kelurahan
    share = facts("kriteria_terpenuhi")["75.01", "2025", 0]
    assert (share.numerator, share.denominator) == (5 + 4 + 3, 10 + 4 + 3)
    assert facts("tahap_lengkap")["75.01", "2025", 0].numerator == 2
    stage = facts("status_bersinar")
    assert {code: stage[code, "2025", 0][stage[code, "2025", 0]._fields.index("class")] for code in VILLAGES} == VILLAGES
    post = facts("kriteria_posko")["75.01", "2025", 0]
    assert (post.numerator, post.denominator) == (1, 1), "the new edition does not ask for it"
    decree = facts("kriteria_sk")["75.01", "2025", 0]
    assert (decree.numerator, decree.denominator) == (3, 3)


VILLAGES = {"75.01.01.2001": 3, "75.01.01.2002": 4, "75.01.01.1001": 4}


def test_the_page_judges_each_village_by_its_own_edition(another, put, facts, country) -> None:
    put(schema.bersinar_event, rows(EVENTS))
    facts("status_bersinar")
    found = queries.programme(country, DEMO[0].scope, "75", "2025").set_index("code", drop=False)
    words = states(found)
    assert [one.code for one in judged_by(found)] == ["peraturan_3_2025", "dasbor_2026", "peraturan_3_2025"]
    assert words.loc["75.01.01.2001", ["perdes", "posko", "ibm"]].tolist() == [MET, MET, LACKING]
    assert words.loc["75.01.01.2002", ["perdes", "posko", "ibm"]].tolist() == [MET, NOT_APPLICABLE, NOT_APPLICABLE]
    assert words.loc["75.01.01.1001", ["perdes", "sk"]].tolist() == [NOT_APPLICABLE, MET]
    assert judged_by(found.assign(pencanangan=pd.NaT))[1].code == "peraturan_3_2025", "undeclared: by its last event"


def test_an_edition_begins_on_its_day(another) -> None:
    days = (date(2014, 1, 1), date(2025, 6, 30), date(2025, 7, 1))
    assert [edition_on(day).code for day in days] == ["dasbor_2026", "dasbor_2026", "peraturan_3_2025"]


@pytest.mark.parametrize(
    ("old", "new", "why"),
    [
        ("  sk: {}", "  rapat: {}", "rapat is no event"),
        ("2025-07-01", "2015-01-01", "same day"),
        ("criteria:", "kriteria:", "criteria"),
    ],
)
def test_a_wrong_edition_is_refused_with_its_reason(another, old: str, new: str, why: str) -> None:
    file = shipped.FOLDER / "peraturan_3_2025.yaml"
    file.write_text(file.read_text().replace(old, new))
    with pytest.raises(ValueError, match=why):
        editions()
