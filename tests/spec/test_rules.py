"""Every indicator's rule as small tables: rows of the store in, facts out."""

from collections.abc import Iterator
from datetime import date

import pytest
import sqlalchemy as sa

from data.facts.indicators import registry
from data.facts.rules import rules
from data.facts.update import refresh
from data.model import schema
from data.store import Store
from data.store.prepare import prepare
from tests.covering import cover_whole
from tests.spec.country import make_country
from tests.stores import Run

RULES = {f"{rule.theme}: {rule.words}": rule for rule in rules()}
# worked out in test files of their own: what depends on distance, and what is pooled over years
ELSEWHERE = {"jangkauan_inap", "jangkauan_jalan", "kapasitas_inap", "kapasitas_jalan", "kasus_narkoba", "kasus_narkoba_desa"}
STATES = {"ada": 1, "tidak dilaporkan": 2, "tidak diukur": 3, "tidak berlaku": 4, "terlalu sedikit": 5, "belum lengkap": 6}
FILLED = {
    "kiriman": {"sender": "Uji", "year": "2024", "row_count": "1", "state": "diterima"},
    "facility": {"name": "Uji", "operator": "BNN", "beds_men": "0", "beds_women": "0", "outpatient_places": "0"},
    "rehab_episode": {"agency": "BNN", "entry": "sukarela", "substance": "sabu", "sex": "L", "age_band": "25-34"},
    "ibm_assessment": {"urica": "7", "assist": "10", "regency_code": "75.01"},
    "narcotics_case": {"agency": "Polri", "suspects": "1"},
    "empowerment": {"product": "kopi"},
    "ran_action": {"plan": "RAN", "owner": "Kesbangpol", "kind": "umum", "title": "Uji", "unit": "kegiatan"},
    "ran_report": {"evidence": "ya", "submitted_on": "2024-07-01", "obstacle": ""},
    "regulation": {"number": "1/2024"},
    "service_month": {"service": "skhpn"},
    "temuan": {"rule": "uji", "found": "1", "expected": "2"},
    "published_figure": {"topic": "prevalensi", "place": "Indonesia", "unit": "persen"},
}


@pytest.fixture(scope="module")
def small(run: Run, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    store = prepare(run.copy("postgis", "kosong", tmp_path_factory.mktemp("aturan") / "home"))
    make_country(store)
    yield store
    store.close()


@pytest.mark.parametrize("name", RULES)
def test_a_rule_gives_the_facts_worked_out_by_hand(small: Store, name: str) -> None:
    rule = RULES[name]
    with small.writing() as connection:
        for table, lines in rule.given.items():
            for line in lines:
                _insert(connection, table, FILLED.get(table, {}) | line)
        cover_whole(connection)
        refresh(connection, lambda done, total: None, {line["indicator"] for line in rule.expect})
        found = {
            (row.indicator, row.region_code, row.period, row.sensitivity): row
            for row in connection.execute(sa.select(schema.nilai)).all()
        }
        connection.rollback()
    for line in rule.expect:
        levels = [row for key, row in found.items() if key[:3] == (line["indicator"], line["region"], line["period"])]
        at = int(line.get("sensitivity") or min((row.sensitivity for row in levels), default=0))
        fact = found.get((line["indicator"], line["region"], line["period"], at))
        assert fact is not None, (line, sorted(key for key in found if key[0] == line["indicator"])[:40])
        assert fact.status == STATES[line.get("state") or "ada"], (line, fact)
        for column in ("numerator", "denominator", "value", "class"):
            if line.get(column):
                assert getattr(fact, column) == pytest.approx(float(line[column]), abs=0.006), (line, fact)


def test_every_indicator_has_its_rule_worked_out() -> None:
    worked = {line["indicator"] for rule in RULES.values() for line in rule.expect}
    assert set(registry()) - worked - ELSEWHERE == set()
    assert worked <= set(registry())


def _insert(connection: sa.Connection, name: str, line: dict[str, str]) -> None:
    table = next(one for one in schema.metadata.sorted_tables if one.name == name)
    values: dict[str, object] = {"source_id": "s"} if "source_id" in table.c else {}
    for column, cell in line.items():
        if cell == "":
            continue
        kind = table.c[column].type
        if isinstance(kind, sa.DateTime | sa.Date):
            values[column] = date.fromisoformat(cell)
        elif isinstance(kind, sa.Boolean):
            values[column] = cell == "ya"
        elif isinstance(kind, sa.ARRAY):
            words = cell.split(" ")
            values[column] = [word == "ya" for word in words] if isinstance(kind.item_type, sa.Boolean) else words
        elif isinstance(kind, sa.LargeBinary):
            values[column] = cell.encode().ljust(16, b".")
        else:
            number = int if isinstance(kind, sa.Integer) else float if isinstance(kind, sa.Double | sa.REAL) else str
            values[column] = number(cell)
    names, binds = ", ".join(values), ", ".join(f":{name}" for name in values)
    statement = f"insert into {table.fullname} ({names}) overriding system value values ({binds})"
    connection.execute(sa.text(statement).bindparams(**values))
