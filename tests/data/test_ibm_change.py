"""What changed for clients of IBM: as plain arithmetic has it, rounded for others, written only where it differs."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
import sqlalchemy as sa

from dashboard.analysis.rehab.community import ABOVE, DOMAINS, change_of, compare_units, deviation_of
from data import queries
from data.facts.instruments import LEAST_SPREAD, whoqol
from data.facts.update import refresh_feeds
from data.model import schema
from data.model.settings import Settings
from data.ops.simulation.generate import generate
from data.queries import ALL_YEARS
from data.store import Store
from data.store.scope import Scope
from geo import reference
from geo.stats.change import reliable_change
from tests.people import scope_of
from tests.stores import PART, Loaded, Run

SCORE = {"fisik": "physical", "psikologis": "psychological", "sosial": "social", "lingkungan": "environment"}
OTHERS = {"urica": "urica", "assist": "assist"}


def _assessments(store: Store) -> pd.DataFrame:
    with store.writing() as connection:
        rows = connection.execute(sa.select(schema.ibm_assessment)).all()
    return pd.DataFrame(rows)


def _pairs(store: Store, column: str) -> pd.DataFrame:
    """Clients with both assessments: ``unit_id, regency_code, year, first, last``."""
    rows = _assessments(store)
    wide = rows.pivot(index=["token", "unit_id", "regency_code"], columns="stage", values=[column, "assessed_on"]).dropna(
        subset=[(column, "masuk"), (column, "akhir")]
    )
    return pd.DataFrame(
        {
            "first": wide[column, "masuk"].astype(float).round(2),
            "last": wide[column, "akhir"].astype(float).round(2),
            "year": [day.year for day in wide["assessed_on", "akhir"]],
        }
    ).reset_index()


@pytest.mark.parametrize("domain", [*SCORE, *OTHERS])
@pytest.mark.parametrize("year", ["2025", ALL_YEARS])
def test_exact_rows_are_what_plain_arithmetic_gives(provinces: Loaded, domain: str, year: str) -> None:
    pairs = _pairs(provinces.store, (SCORE | OTHERS)[domain])
    intakes = _assessments(provinces.store).query("stage == 'masuk'")[(SCORE | OTHERS)[domain]].astype(float).round(2)
    assert len(intakes) >= LEAST_SPREAD
    if year != ALL_YEARS:
        pairs = pairs[pairs["year"] == int(year)]
    found = queries.ibm_changes(provinces.store, scope_of("bnn_pusat", ""), "ID", year)
    found = found[found["domain"] == domain]
    groups = {("ID", 0): pairs} | {(part["regency_code"].iat[0], int(unit)): part for unit, part in pairs.groupby("unit_id")}
    assert set(zip(found["region_code"], found["unit_id"], strict=True)) == set(groups)
    for row in found.itertuples():
        part = groups[row.region_code, row.unit_id]
        change = (part["last"] - part["first"]).round(2)
        assert (row.n, row.exact) == (len(part), True)
        assert row.mean == pytest.approx(change.mean(), abs=1e-3)
        assert row.first_mean == pytest.approx(part["first"].mean(), abs=1e-3)
        assert row.last_mean == pytest.approx(part["last"].mean(), abs=1e-3)
        assert row.sd == pytest.approx(change.std(), abs=1e-3, nan_ok=True)
        if domain in OTHERS:
            assert np.isnan([row.threshold, row.improved, row.worsened]).all()
            continue
        least = reliable_change(float(intakes.std()), whoqol().reliability[domain])
        assert row.threshold == pytest.approx(least, abs=1e-3)
        assert (row.improved, row.worsened) == ((change >= row.threshold).sum(), (change <= -row.threshold).sum())


def test_clients_by_stage_and_without_an_end(provinces: Loaded) -> None:
    rows = _assessments(provinces.store)
    days = rows.pivot(index=["token", "unit_id"], columns="stage", values="assessed_on")
    with provinces.store.writing() as connection:
        last = connection.scalar(sa.select(schema.data_version.c.last_day))
    due = pd.to_datetime(days["masuk"]) + pd.Timedelta(days=90) <= pd.Timestamp(last)
    expected = {
        "masuk": days["masuk"].notna().sum(),
        "tengah": days["tengah"].notna().sum(),
        "akhir": days["akhir"].notna().sum(),
        "ditunggu": due.sum(),
        "tanpa_akhir": (due & days["akhir"].isna()).sum(),
    }
    found = queries.ibm_changes(provinces.store, scope_of("bnn_pusat", ""), "ID", ALL_YEARS)
    whole = found[found["unit_id"] == 0].set_index("domain")["n"]
    assert {name: whole[name] for name in expected} == expected
    assert 0 < expected["tanpa_akhir"] < expected["ditunggu"]
    units = found[(found["unit_id"] > 0) & (found["domain"] == "tanpa_akhir")]
    assert units["n"].sum() == expected["tanpa_akhir"]


def test_means_are_those_of_the_figures_that_were_there_before(provinces: Loaded) -> None:
    scope = scope_of("bnn_pusat", "")
    facts = queries.series(provinces.store, scope, "ID", [f"whoqol_{domain}" for domain in DOMAINS])
    compared = 0
    for row in facts.dropna(subset=["value"]).itertuples():
        rows = queries.ibm_changes(provinces.store, scope, "ID", row.period)
        change = change_of(rows, "ID", row.indicator.removeprefix("whoqol_"))
        assert change.mean == pytest.approx(row.value, abs=0.06)
        compared += 1
    assert compared >= 4 * 3


def test_others_read_published_rows_and_offices_their_own(provinces: Loaded) -> None:
    bnnp = scope_of("bnnp", "75")
    for scope, exact in (
        (scope_of("bnn_pusat", ""), True),
        (bnnp, True),
        (replace(bnnp, published=True), False),
        (scope_of("bnnk", "75.03"), False),
        (scope_of("instansi", "75"), False),
        (scope_of("auditor", ""), False),
        (Scope.public(), False),
    ):
        rows = queries.ibm_changes(provinces.store, scope, "75", ALL_YEARS)
        mine = rows[rows["region_code"].str.startswith("75")]
        assert mine["unit_id"].nunique() > 2
        assert set(mine["exact"]) == {exact}, scope
        assert set(rows.loc[rows["region_code"] == "ID", "exact"]) == {scope.role == "bnn_pusat"}


def _stand_out(store: Store, domain: str, region: str = "ID") -> pd.DataFrame:
    scope = scope_of("bnn_pusat", "")
    rows = queries.ibm_changes(store, scope, region, ALL_YEARS)
    benchmark, deviation = change_of(rows, "ID", domain), deviation_of(rows, "ID", domain)
    compared = compare_units(queries.ibm_units(store, scope, region), rows, domain, benchmark, deviation)
    return compared[compared["verdict"] == ABOVE]


@pytest.fixture(scope="module")
def planted() -> dict[str, Any]:
    found = generate(reference.read_regions(), Settings().seed, PART).truth["ibm_berhasil"]
    assert isinstance(found, dict)
    return found


def test_the_unit_that_works_is_found_and_no_other(provinces: Loaded, planted: dict[str, Any]) -> None:
    elsewhere = set(queries.ibm_units(provinces.store, Scope.public())["village_code"].str[:2]) - {planted["desa"][:2]}
    assert elsewhere
    for domain in DOMAINS:
        assert _stand_out(provinces.store, domain)["unit_id"].tolist() == [planted["unit"]]
        for province in elsewhere:
            assert _stand_out(provinces.store, domain, province).empty


def _written(store: Store) -> dict[tuple[object, ...], object]:
    with store.writing() as connection:
        rows = connection.execute(
            sa.text("select region_code, unit_id, year, domain, sensitivity, xmin::text from analitik.ibm_change")
        ).all()
    return {tuple(row[:5]): row[5] for row in rows}


def test_a_refresh_writes_only_what_differs(run: Run, tmp_path: Path) -> None:
    with run.own("postgis", "provinsi", tmp_path / "home") as own:
        _refresh_twice(own.store)


def _refresh_twice(store: Store) -> None:
    before = _written(store)
    with store.writing() as connection:
        refresh_feeds(connection, ["ibm_penilaian"], lambda done, total: None)
    assert _written(store) == before
    with store.writing() as connection:
        token, unit, regency = connection.execute(
            sa.text("select token, unit_id, regency_code from inti.ibm_assessment where stage = 'akhir' order by token limit 1")
        ).one()
        connection.execute(
            sa.text("delete from inti.ibm_assessment where token = :token and unit_id = :unit and stage = 'akhir'"),
            {"token": token, "unit": unit},
        )
        refresh_feeds(connection, ["ibm_penilaian"], lambda done, total: None)
    after = _written(store)
    moved = {key for key in before.keys() | after.keys() if before.get(key) != after.get(key)}
    assert moved
    assert {key[0] for key in moved} <= {regency, regency[:2], "ID"}
    assert {key[1] for key in moved} <= {0, unit}
