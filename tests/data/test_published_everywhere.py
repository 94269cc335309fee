"""Figures of people outside the own area are 0, "<5" or a multiple of 5, for every role and by every way out."""

import itertools
from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from datetime import timedelta
from typing import Any

import numpy as np
import pandas as pd
import pytest
from starlette.testclient import TestClient

from data import queries
from data.api import make_api
from data.facts.indicators import LEAST_WHOLE, SMALL_COUNT, registry
from data.identity.api_tokens import issue
from data.model.errors import Fault
from data.model.period import Grain
from data.store import Store
from data.store.scope import Scope
from tests.data.test_everything import CALLS, USERS, YEAR
from tests.stores import Loaded

pytestmark = pytest.mark.slow
PEOPLE = {item.code: item for item in registry().values() if item.small and item.rounded_from == 0}
CODES = tuple(PEOPLE)
REGENCIES = ("75.01", "75.03", "75.71", "31.71")
# functions that return numerators, asked for all figures of people; others return none, which the walk below sees to
ASKED: dict[str, list[tuple[Any, ...]]] = {
    "across": [(CODES, level, YEAR) for level in (1, 2)],
    "block": [(code, 2, 0, 10_000) for code in CODES],
    "explain": [(code, region, YEAR) for code in CODES for region in ("75", *REGENCIES)],
    "layer": [(code, 2, YEAR) for code in CODES],
    "old_map": [("91", list(CODES), YEAR)],
    "profile": [(["ID", "75", *REGENCIES], YEAR)],
    "ranking": [(code, 2, YEAR) for code in CODES],
    "series": [(region, list(CODES), grain) for region in ("ID", "75", *REGENCIES) for grain in (Grain.YEAR, Grain.MONTH)],
    "snapshot": [(["ID", "75", *REGENCIES], list(CODES), period) for period in (YEAR, "2025-03", "2025-Q2")],
}
NO_FACTS = {"completeness", "coverage"}  # they count facts


def _own(scope: Scope, region: str) -> bool:
    inside = any((region if region != "ID" else "").startswith(prefix) for prefix in scope.prefixes)
    return inside and scope.clearance == 2


def _frames(found: object) -> Iterator[pd.DataFrame]:
    if isinstance(found, pd.DataFrame):
        yield found
    elif isinstance(found, dict):
        yield pd.DataFrame([found])
    elif is_dataclass(found) and not isinstance(found, type):
        for field in fields(found):
            yield from _frames(getattr(found, field.name))


def _check(scope: Scope, code: str, region: str, numerator: float, denominator: float) -> int:
    """1 where the figure is one of people elsewhere; raises `AssertionError` where it is not rounded."""
    if code not in PEOPLE or _own(scope, region):
        return 0
    item = PEOPLE[code]
    where = (scope.person, code, region)
    if np.isfinite(numerator):
        assert item.small != "penyebut", where
        assert numerator % SMALL_COUNT == 0, where
    if np.isfinite(denominator) and item.small in ("bagian", "penyebut"):
        assert denominator % SMALL_COUNT == 0, where
        assert not np.isfinite(numerator) or denominator >= LEAST_WHOLE or denominator == 0, where
    return 1


def _walk(store: Store, scope: Scope, name: str, call: tuple[Any, ...], regions: pd.DataFrame) -> int:
    found = getattr(queries, name)(store, scope, *call)
    checked = 0
    if name == "layer":
        for region, top, bottom in zip(regions["code"], found.numerator, found.denominator, strict=True):
            checked += _check(scope, call[0], region, float(top), float(bottom))
        return checked
    for frame in _frames(found):
        if "numerator" not in frame:
            continue
        if "number" in frame and "region_code" not in frame:
            frame = frame.merge(regions.rename(columns={"code": "region_code"})[["number", "region_code"]], on="number")
        if "region_code" not in frame:
            frame = frame.assign(region_code=call[0])
        if "indicator" not in frame:
            frame = frame.assign(indicator=call[0])
        for row in frame.itertuples():
            bottom = getattr(row, "denominator", np.nan)
            top, bottom = (np.nan if one is None else float(one) for one in (row.numerator, bottom))
            checked += _check(scope, row.indicator, row.region_code, top, bottom)
    return checked


@pytest.mark.parametrize("user", USERS)
def test_figures_of_people_elsewhere_are_rounded_in_every_answer(provinces_postgis: Loaded, user: str) -> None:
    scope = USERS[user]
    regions = queries.regions(provinces_postgis.store, scope, 2)
    checked = {
        name: sum(_walk(provinces_postgis.store, scope, name, call, regions) for call in calls) for name, calls in ASKED.items()
    }
    everywhere = scope.clearance == 2 and "" in scope.prefixes
    assert all((count > 0) != everywhere for count in checked.values()), checked


@pytest.mark.parametrize("user", USERS)
def test_what_changed_for_clients_elsewhere_is_rounded(provinces_postgis: Loaded, user: str) -> None:
    scope = USERS[user]
    regencies = queries.ibm_units(provinces_postgis.store, Scope.public())["village_code"].str[:5].unique().tolist()
    checked = 0
    for region, year in itertools.product(["ID", "75", *regencies], [YEAR, queries.ALL_YEARS]):
        rows = queries.ibm_changes(provinces_postgis.store, scope, region, year)
        for row in rows.itertuples():
            if _own(scope, row.region_code):
                assert row.exact
                continue
            assert not row.exact
            checked += 1
            for count in (row.n, row.improved, row.worsened):
                assert not np.isfinite(count) or count % SMALL_COUNT == 0, row
            if not row.n >= LEAST_WHOLE:
                assert not np.isfinite([row.mean, row.sd, row.first_mean, row.last_mean]).any(), row
    assert (checked > 0) != (scope.clearance == 2 and "" in scope.prefixes)


def test_every_function_that_returns_counts_is_walked(provinces_postgis: Loaded) -> None:
    counting = set()
    for name, calls in CALLS.items():
        for call in calls:
            if any(isinstance(part, str) and part in ("first", "last") for part in call):
                continue
            try:
                found = getattr(queries, name)(provinces_postgis.store, USERS["pusat"], *call)
            except Fault:  # what is not there has no counts
                continue
            if isinstance(found, queries.Layer) or any("numerator" in frame for frame in _frames(found)):
                counting.add(name)
    assert counting == set(ASKED)


@pytest.mark.parametrize("user", ["pusat", "bnnp", "bnnk", "bupati", "polda"])
def test_a_machine_reads_published_figures_alone(provinces_postgis: Loaded, user: str, tmp_path) -> None:
    scope = USERS[user]
    word = issue(
        provinces_postgis.store,
        f"terbit {user}",
        "Kantor uji",
        scope.role,
        list(scope.prefixes),
        ["kasus"],
        timedelta(hours=1),
        by="uji",
        by_role="sistem",
    )
    client = TestClient(make_api(lambda: provinces_postgis.store, lambda: tmp_path))
    nobody = Scope("mesin", scope.role, (), published=True)
    checked = 0
    for code in CODES:
        answer = client.get(f"/facts?indicator={code}&level=2&period={YEAR}", headers={"authorization": f"Bearer {word}"})
        assert answer.status_code == 200
        for row in answer.json()["facts"]:
            top, bottom = (np.nan if row[name] is None else row[name] for name in ("numerator", "denominator"))
            checked += _check(nobody, code, row["region"], top, bottom)
    assert checked > 100


@pytest.mark.parametrize("user", USERS)
def test_counts_and_curves_of_treatment_elsewhere_are_rounded(provinces_postgis: Loaded, user: str) -> None:
    scope, store = USERS[user], provinces_postgis.store
    seen = 0
    for region in ("ID", "75", *REGENCIES):
        for year in (YEAR, "2024"):
            counts = queries.breakdown(store, scope, region, year)
            curves = queries.survival(store, scope, region, year)
            if _own(scope, region):
                assert set(counts["sensitivity"]) | set(curves["sensitivity"]) <= {2}
                continue
            assert set(counts["sensitivity"]) | set(curves["sensitivity"]) <= {0}
            known = counts["amount"].dropna()
            assert (known % SMALL_COUNT == 0).all()
            assert (known > 0).all()
            assert (counts["amount"].isna() == (counts["status"] == 5)).all()
            assert (curves["at_risk"] % SMALL_COUNT == 0).all()
            assert (curves["at_risk"] >= 10).all()
            assert curves.loc[curves["at_risk"] < LEAST_WHOLE - SMALL_COUNT / 2, ["low", "high"]].isna().all().all()
            seen += len(counts) + len(curves)
    assert seen or (scope.clearance == 2 and "" in scope.prefixes)
