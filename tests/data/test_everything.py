"""Every question, by everybody, against an independent oracle.

The oracle is a store from which all rows that a person may not see were deleted, by rules written here from the design and
not from the policies, read by a superuser whom no policy binds. What a function answers there, it has to answer to that person.
A function, a cached answer, an API address or a table that this file does not know fails it.
"""

import inspect
import random
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, fields, is_dataclass, replace
from datetime import date, timedelta
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import sqlalchemy as sa
from starlette.testclient import TestClient

from dashboard.cache import answers
from dashboard.web import routes
from data import queries
from data.api import make_api
from data.cases.run import link_all
from data.facts import clusters, warnings
from data.facts.access_question import Question
from data.facts.indicators import registry
from data.identity.api_tokens import issue
from data.model import schema
from data.model.errors import Fault
from data.model.period import Grain
from data.model.settings import ROOT
from data.queries import Fit
from data.queries.meetings import digest_of
from data.store import Store
from data.store.connect import backend_of
from data.store.prepare import prepare
from data.store.scope import Scope
from geo import reference
from tests.people import scope_of
from tests.stores import Run

pytestmark = pytest.mark.slow
CLEARANCE = {"publik": 0, "bnn_pusat": 2, "bnnp": 2, "bnnk": 2, "kepala_daerah": 1, "instansi": 1, "auditor": 0}
USERS = {
    "publik": Scope.public(),
    "pusat": scope_of("bnn_pusat", ""),
    "bnnp": scope_of("bnnp", "75"),
    "bnnp, angka terbit": replace(scope_of("bnnp", "75"), published=True),
    "bnnk": scope_of("bnnk", "75.03"),
    "dua kabupaten": scope_of("bnnk", "75.01", "75.71"),
    "bupati": scope_of("kepala_daerah", "75.03"),
    "polda": scope_of("instansi", "75"),
    "polda lain": scope_of("instansi", "31"),
    "auditor": scope_of("auditor", ""),
    "tanpa wilayah": scope_of("bnnk"),
}
Rule = Callable[[int, Callable[[str], str], Callable[[str], str], str], str]


def _own_rows(column: str, least: int) -> Rule:
    return lambda clearance, own, _above, _role: f"{own(column)}" if clearance >= least else "false"


def _cleared(least: int) -> Rule:
    return lambda clearance, _own, _above, _role: "true" if clearance >= least else "false"


VISIBLE: dict[str, Rule] = {
    # public figures of all regions; between agencies the own ones and those above; restricted the own ones
    "analitik.nilai": lambda clearance, own, above, _role: (
        f"sensitivity <= {clearance} "
        f"and (sensitivity = 0 or {own('region_code')} or sensitivity = 1 and {above('region_code')})"
    ),
    "analitik.lapis": lambda clearance, own, _above, _role: (
        f"sensitivity <= {clearance} and (sensitivity = 0 or {own('region_code')})"
    ),
    **{
        f"analitik.{name}": lambda clearance, own, _above, _role: (
            f"sensitivity <= {clearance} and (sensitivity = 0 or {own('region_code')})"
        )
        for name in ("breakdown", "survival", "ibm_change")
    },
    "inti.narcotics_case": _own_rows("coalesce(village_code, regency_code)", 2),
    **{
        f"inti.{name}": _own_rows("regency_code", 2)
        for name in ("case_substance", "case_suspect", "case_stage", "tat", "rehab_episode", "ibm_assessment")
    },
    "analitik.case_standing": _own_rows("regency_code", 2),  # and of agencies with a stage: test_standing_cases.py
    # of agencies, offices of the account's own kind too: tests/intake/test_reconciliation.py; the test users here have none
    "inti.case_difference": lambda clearance, own, _above, _role: (
        " or ".join(own(f"coalesce({side}_region, '-')") for side in ("left", "right")) if clearance >= 2 else "false"
    ),
    "inti.case_difference_step": lambda clearance, own, _above, _role: (
        "exists (select 1 from inti.case_difference d where d.id = difference_id)"  # entries are filtered first
        if clearance >= 2
        else "false"
    ),
    "inti.case_link": _cleared(9),  # of runs and decisions alone
    "inti.case_root": _cleared(9),
    "analitik.agreement": lambda _clearance, _own, _above, role: "false" if role == "publik" else "true",
    "analitik.difference_count": lambda _clearance, _own, _above, role: "false" if role == "publik" else "true",
    "inti.rehab_recap": _own_rows("region_code", 1),
    "inti.decision": _own_rows("region_code", 1),
    "inti.meeting": lambda clearance, own, _above, _role: (
        f"{own('region_code')} and sensitivity <= {clearance}" if clearance >= 1 else "false"
    ),
    "inti.token_link": _cleared(2),
    "inti.job_run": lambda _clearance, _own, _above, role: "false" if role == "publik" else "true",
    "inti.temuan": lambda clearance, own, _above, role: (
        f"{own('region_code')} and (not restricted or {clearance} >= 2 or '{role}' = 'instansi')" if clearance >= 1 else "false"
    ),
    "mentah.kewajiban": _own_rows("region_code", 1),
    "mentah.pemetaan": _cleared(1),
    "mentah.draf": _cleared(9),  # its person's alone, and asked for by no query: tests/intake/test_drafts.py
    "mentah.kolom_bebas": _cleared(1),
    "mentah.isi": lambda clearance, own, _above, _role: (
        f"exists (select 1 from mentah.kiriman k where k.id = kiriman_id and {own('k.region_code')})"
        if clearance >= 2
        else "false"
    ),
    "mentah.langkah": lambda clearance, own, _above, _role: (
        f"exists (select 1 from mentah.kiriman k where k.id = kiriman_id and {own('k.region_code')})"
        if clearance >= 1
        else "false"
    ),
    "mentah.kiriman_cakupan": lambda clearance, own, _above, _role: (
        f"exists (select 1 from mentah.kiriman k where k.id = kiriman_id and {own('k.region_code')})"
        if clearance >= 1
        else "false"
    ),
    "mentah.kiriman": _own_rows("region_code", 1),  # last: those above ask for it
    "analitik.bagian": _cleared(9),
}
# regions, shapes, programmes, facilities, services, budgets, surveys: what offices publish themselves
PUBLIC = {
    "analitik.case_funnel", "analitik.case_step", "analitik.case_waiting",
    "analitik.cluster", "analitik.cluster_run", "analitik.scan_cluster",
    "analitik.access", "analitik.data_version", "analitik.tile", "analitik.vacancy", "analitik.warning", "inti.bersinar_event",
    "inti.boundary_finding", "inti.boundary_version", "inti.budget_line", "inti.empowerment", "inti.facility", "inti.ibm_unit",
    "inti.kawasan_rawan",
    "inti.kotan_assessment", "inti.load_step", "inti.other_programme_event", "inti.population",
    "inti.published_figure", "inti.ran_action", "inti.ran_report",
    "inti.region", "inti.region_crosswalk", "inti.region_shape", "inti.regulation", "inti.service_month", "inti.source",
    "inti.source_content", "inti.target",
}  # fmt: skip
ELSEWHERE = {"akses", "audit"}  # read by functions and by auditors: test_audit.py, test_people.py, test_fail_closed.py

YEAR = "2025"
MEETINGS = {"R2026-00000A": ("75", 1), "R2026-00000B": ("75.03", 1), "R2026-00000C": ("75.03", 2)}
_ALL = tuple(registry())
_COUNTS = tuple(item.code for item in registry().values() if item.exact is not None and 2 in item.levels)
CALLS: dict[str, list[tuple[Any, ...]]] = {
    "access": [(Question().spelled(), 2), (Question().spelled(), 4), ("nothing", 0)],
    "access_summary": [(Question().spelled(),), ("nothing",)],
    "across": [(("penduduk", "kasus_narkoba", "cakupan_bersinar"), 2, YEAR), (("kasus_narkoba",), 3, YEAR, "75")],
    "alarms": [("ID",), ("75",)],
    "agreement": [("ID",), ("75",), ("75.03",)],
    "agreement_below": [("ID", YEAR), ("75", YEAR), ("75.03", YEAR)],
    "anchors": [(YEAR,)],
    "appearances": [(["ID", "75", "75.03", "31"], ["jumlah_kasus_heroin", "jumlah_kasus_kokain", "rehab_baru"], YEAR)],
    "assessments": [(), ("75",)],
    "before_after": [("75",)],
    "beside": [()],
    "block": [("kasus_narkoba", 2, 0, 600), ("jumlah_kasus", 2, 0, 600)],
    "boundary_checks": [(reference.VERSION,)],
    "boundary_versions": [()],
    "breakdown": [("ID", YEAR), ("75", YEAR), ("75.03", YEAR), ("31", YEAR)],
    "candidates": [("75", YEAR)],
    "case_funnel": [("ID", YEAR), ("75", YEAR), ("75.03", "2024")],
    "case_steps": [(("ID", "75", "75.03"), YEAR)],
    "case_waiting": [(("ID", "75", "75.03", "31"),)],
    "cluster_runs": [()],
    "clusters": [(2, YEAR), (3, YEAR), (3, YEAR, "75.03"), (2, "1999")],
    "case_differences": [("75", "penyidik-kejaksaan"), ("75.03", "kejaksaan-pengadilan"), ("31", "penyidik-kejaksaan")],
    "completeness": [(2, ["jumlah_kasus", "kelengkapan_data"], [YEAR])],
    "contents": [()],
    "coverage": [(_COUNTS, "75"), (_ALL, "75.03", Grain.MONTH)],
    "decisions": [("75",), ("75.03",), ("ID",)],
    "difference_counts": [("ID",), ("75",), ("75.03",)],
    "difference_steps": [(1,), (2,)],
    "explain": [("jumlah_kasus", code, YEAR) for code in ("ID", "75", "75.03", "75.01")] + [("kelengkapan_data", "75", YEAR)],
    "facilities": [(), ("75.03",)],
    "finding_counts": [(), ("75.03",)],
    "findings": [(), ("75.03",)],
    "freshness": [()],
    "gazetteer": [()],
    "ibm_changes": [("ID", YEAR), ("75", "semua"), ("75.03", YEAR), ("75.05", "semua")],
    "ibm_units": [(), ("75",)],
    "known_values": [("ibm_penilaian", "unit_code"), ("rehab_episode", "facility_code"), ("ran_laporan", "action_id")],
    "last_arrangement": [("75",), ("75.03",)],
    "latest_run": [("facts",)],
    "layer": [(code, level, YEAR) for code in ("kasus_narkoba", "cakupan_bersinar") for level in (1, 2, 3)],
    "main_frame": [("75",)],
    "measured": [("kasus_narkoba", 3), ("kategori_rawan", 4), ("rehab_baru", 2)],
    "meeting": [(name,) for name in MEETINGS],
    "meetings": [("75",), ("75.03",)],
    "moments": [("kasus_narkoba", 2, [YEAR, "2026"]), ("kasus_narkoba", 3, [YEAR]), ("kategori_rawan", 4, [YEAR])],
    "old_map": [("91", ["jumlah_kasus", "penduduk"], YEAR)],
    "place_of": [("75.03",), ("75.71.01.1001",)],
    "placement": [()],
    "profile": [(["ID", "75", "75.03", "75.01", "31"], YEAR)],
    "other_side": [(1,), (200,)],
    "other_programmes": [("75", YEAR), ("75.03", "2026")],
    "programme": [("75", YEAR)],
    "published": [(["ID", "75"], ["rehabilitasi", "kasus_bnn_polri_10_besar"])],
    "ranking": [(code, 2, YEAR, "75") for code in ("jumlah_kasus", "kasus_narkoba", "kelengkapan_data")],
    "regions": [(2,)],
    "runs": [()],
    "scan_clusters": [(2, YEAR), (3, YEAR)],
    "senders": [("75",), ("75.03",), ("ID",)],
    "series": [(code, list(_COUNTS), grain) for code in ("ID", "75", "75.03", "75.01") for grain in (Grain.YEAR, Grain.MONTH)],
    "shapes": [(2, "75")],
    "silent_sides": [("ID", YEAR), ("75", YEAR), ("75.71", "2022")],
    "snapshot": [(["ID", "75", "75.01", "75.03", "75.71"], list(_ALL), period) for period in (YEAR, "2025-03", "2025-Q2")],
    "sources": [()],
    "standing_case": [("LKN/2025/75.03/0001", "75.03"), ("nothing", "75.03")],
    "standing_cases": [("ID",), ("75.03", "Kejaksaan", 20), ("31", "", 5)],
    "steps": [("first",), ("last",)],
    "submissions": [(), ("kasus", "75.03")],
    "survival": [("ID", YEAR), ("75", YEAR), ("75.03", YEAR), ("31", YEAR)],
    "targets": [("75",), ("75.03",)],
    "timeliness": [("75", date(2026, 8, 1)), ("ID", date(2026, 8, 1))],
    "warning_counts": [("ID",), ("75",), ("75.03",)],
    "warnings": [("ID",), ("75",), ("75.03",)],
}
NOT_ASKED = {
    "tile",
    "has_interval",
    "interval_of",
    "is_whole",
    "painted",
    "breaks_of",
    "number_of",
    "trend_of",
}  # shapes alone, and pure functions
_VERSION, _FIT = 1, Fit("sama", 0, 9, (YEAR, "2026"))
CACHED: dict[str, list[tuple[Any, ...]]] = {
    "freshness": [()],
    "layer": [(_VERSION, "kasus_narkoba", 2, YEAR), (_VERSION, "kasus_narkoba", 2, YEAR, _FIT)],
    "breaks": [(_VERSION, "kasus_narkoba", 2, YEAR, _FIT), (_VERSION, "kasus_narkoba", 2, YEAR, Fit("", 0, 9))],
    "moments": [(_VERSION, "kasus_narkoba", 2, (YEAR, "2026")), (_VERSION, "kategori_rawan", 4, (YEAR,))],
    "stack": [(_VERSION, "kasus_narkoba", 2, (YEAR, "2026"), ((YEAR, _FIT), (YEAR, Fit("", 0, 9))))],
    "facilities": [(_VERSION, "75")],
    "regions": [(reference.VERSION, 2)],
    "shapes": [(reference.VERSION, 2, "75")],
    "series": [(_VERSION, "75.03", _COUNTS)],
    "published": [(_VERSION, ("ID", "75"), ("rehabilitasi",))],
    "beside": [(_VERSION,)],
    "region_row": [(reference.VERSION, "75.03")],
    "main_frame": [(reference.VERSION, "75")],
    "place_of": [(reference.VERSION, "75.03")],
    "names_of": [(reference.VERSION, ("75.03", "75.71"))],
}
API: dict[str, list[str]] = {
    "/feeds": ["/feeds"],
    "/feeds/{feed}/schema": ["/feeds/kasus/schema"],
    "/submissions": ["/submissions", "/submissions?feed=kasus"],
    "/indicators": ["/indicators"],
    "/facts": [
        f"/facts?indicator={code}&level={level}&period={YEAR}&within=75"
        for code, level in (("kasus_narkoba", 2), ("kasus_narkoba", 3), ("kategori_rawan", 4))
    ],
    "/regions": ["/regions?level=2&within=75"],
}
API_ELSEWHERE = {"/openapi.json", "/static-offline-docs", "/docs", "/docs/oauth2-redirect", "/feeds/{feed}/template.xlsx"}
ROUTES = {
    "/tiles/{version}/{level:int}/{z:int}/{x:int}/{y:int}", "/names/{version}/{level:int}", "/cari/{version}",
    "/nilai/{signed}/{index:int}",
    "/layar/{meeting}", "/layar/{meeting}/catatan", "/layar/{meeting}/berkas/{suffix}",
    "/bingkai/{ticket}", "/masuk/lanjut", "/masuk/sso", "/oauth2callback",
    "/akun/sandi", "/akun/faktor", "/persiapan",
    "/titik/{signed}", "/unduh/{ticket}", "/words/{version}/{language}", "/indikator/{version}/{language}",
    "/assets/{version}/{path:path}", "/masuk", "/keluar",
    "/healthz", "/readyz", "/api/v1",
}  # fmt: skip  # each asked for by every demo user, or by nobody, in tests/dashboard/test_routes.py


@pytest.fixture(scope="module")
def province(run: Run, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """Four simulated provinces and meetings of them, on PostGIS."""
    settings = run.copy("postgis", "provinsi", tmp_path_factory.mktemp("semua") / "home")
    store = prepare(settings)
    clusters.renew(store, 0, lambda done, of: None)  # a job that the app runs after the first load
    with store.writing() as connection:
        warnings.renew(connection, lambda done, total: None)
        for name, (code, sensitivity) in MEETINGS.items():
            connection.execute(
                schema.meeting.insert().values(
                    id=name,
                    region_code=code,
                    period=YEAR,
                    sensitivity=sensitivity,
                    data_version=1,
                    boundary_version="uji",
                    started_by="uji",
                    body={},
                    digest=digest_of("{}"),
                    arrangement={"order": [], "hidden": [], "notes": {}},
                )
            )
    link_all(store, lambda *_: None)
    with store.writing() as connection:
        connection.execute(schema.job_run.delete())  # that facts are to follow is known to those who signed in alone
    yield store
    store.close()


@dataclass
class Filtered:
    """A store in which one person's rows are all there are."""

    connection: sa.Connection
    kind: str
    name: str
    signer: Any

    @contextmanager
    def reading(self, _scope: Scope) -> Iterator[sa.Connection]:
        yield self.connection

    acting = reading


@contextmanager
def _only_rows_of(store: Store, scope: Scope) -> Iterator[Filtered]:
    assert store.admin is not None
    clearance = min(CLEARANCE[scope.role], 1) if scope.published else CLEARANCE[scope.role]

    def own(column: str) -> str:
        return "(" + " or ".join([f"starts_with({column}, '{prefix}')" for prefix in scope.prefixes] or ["false"]) + ")"

    def above(column: str) -> str:
        return (
            "(" + " or ".join([f"{column} = 'ID'", *(f"starts_with('{prefix}', {column})" for prefix in scope.prefixes)]) + ")"
        )

    with store.admin.connect() as connection:
        connection.exec_driver_sql("set local session_replication_role = replica")  # rows may refer to what is gone
        for table, rule in VISIBLE.items():
            connection.exec_driver_sql(
                f"delete from {table} where not ({rule(clearance, own, above, scope.role)})".replace("%", "%%")
            )
        connection.execute(
            sa.text("select set_config('akses.token', :token, true)"),
            {"token": store.signer.sign(Scope.system(), backend_of(connection), seconds=900)},
        )
        yield Filtered(connection, store.kind, store.name, store.signer)
        connection.rollback()


def _ends(store: Store) -> dict[str, int]:
    with store.writing() as connection:
        least, most = connection.execute(sa.text("select min(id), max(id) from mentah.kiriman")).one()
    return {"first": least, "last": most}


def _answer(ask: Callable[..., Any], *arguments: Any) -> Any:
    try:
        return ask(*arguments)
    except Fault as fault:
        return str(fault)


def _plain(value: Any) -> Any:
    """A value as something that compares: frames by their sorted rows, arrays by their items."""
    if isinstance(value, gpd.GeoSeries):
        return sorted((str(at), shape.wkb_hex) for at, shape in value.items())
    if isinstance(value, pd.DataFrame):
        return list(value.columns), sorted(
            map(repr, value.astype(object).where(value.notna(), None).itertuples(index=False, name=None))
        )
    if isinstance(value, pd.Series):
        return _plain(value.to_frame())
    if isinstance(value, np.ndarray):
        return [None if item != item else item for item in value.tolist()]
    if isinstance(value, dict):
        return {key: _plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    if is_dataclass(value):
        return {field.name: _plain(getattr(value, field.name)) for field in fields(value)}
    return value if value == value else None


def test_everything_that_can_be_asked_is_asked_here() -> None:
    asked = {name for name in queries.__all__ if inspect.isfunction(getattr(queries, name))}
    assert asked == set(CALLS) | NOT_ASKED
    kept = {
        name
        for name, found in vars(answers).items()
        if callable(found)
        and getattr(found, "__module__", "") == answers.__name__
        and not name.startswith("_")
        and name != "ask"
    }
    assert kept == set(CACHED)
    api = {
        route.path
        for route in make_api(lambda: None, lambda: None).routes
        if "GET" in (getattr(route, "methods", None) or {"GET"})
    }  # type: ignore[attr-defined,arg-type,return-value]
    assert api == set(API) | API_ELSEWHERE
    assert {route.path for route in routes.routes()} == ROUTES  # type: ignore[attr-defined]
    tables = {table.fullname for table in schema.metadata.sorted_tables if table.schema not in ELSEWHERE}
    assert tables == set(VISIBLE) | PUBLIC
    files = {
        path.stem for path in (ROOT / "dashboard").rglob("*.py") if "show_file_button(" in path.read_text(encoding="utf-8")
    }
    assert files == {
        "access_map",
        "cluster_map",
        "beside",
        "decisions",
        "downloads",
        "share",
        "file",
        "history",
        "preview",
        "feeds",
        "trail",
        "duties",
        "quality",
        "reconciliation_list",
        "report_files",
        "unit",
    }, "another file leaves"


@pytest.mark.parametrize("user", list(USERS))
def test_everybody_is_answered_from_the_own_rows_alone(province: Store, user: str, record_property) -> None:
    scope, ends = USERS[user], _ends(province)
    calls = [
        (name, tuple(ends.get(part, part) if isinstance(part, str) else part for part in call))
        for name, several in CALLS.items()
        for call in several
    ]
    seen = {(name, repr(call)): _plain(_answer(getattr(queries, name), province, scope, *call)) for name, call in calls}
    with _only_rows_of(province, scope) as oracle:
        for name, call in calls:
            truth = _plain(_answer(getattr(queries, name), oracle, scope, *call))
            assert seen[name, repr(call)] == truth, (user, name, call)
    record_property("compared", len(calls))


def test_users_are_not_all_shown_the_same(province: Store) -> None:
    """The oracle would be met by a store that shows everybody everything, or nothing, if the rules did."""
    counted = {
        user: len(queries.submissions(province, scope, limit=10**6))
        + int(queries.series(province, scope, "75.03", list(_COUNTS), Grain.MONTH)["numerator"].notna().sum())
        for user, scope in USERS.items()
    }
    assert counted["pusat"] >= counted["bnnp"] > counted["bnnk"] > counted["bupati"] > counted["publik"]
    assert counted["auditor"] == counted["publik"] == counted["tanpa wilayah"]


def test_no_answer_is_given_from_another_persons_cache(province: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    def clear() -> None:
        for kept in (answers._ask, answers._layer, answers._stack, answers._regions, answers._shapes):
            kept.cache_clear()  # type: ignore[attr-defined]

    truth = {}
    for user, scope in USERS.items():
        clear()
        with _only_rows_of(province, scope) as oracle:
            monkeypatch.setattr(answers, "store", lambda oracle=oracle: oracle)
            for name, calls in CACHED.items():
                for call in calls:
                    truth[user, name, repr(call)] = _plain(_answer(getattr(answers, name), scope, *call))
            for name in ("series", "ranking", "explain"):
                for call in CALLS[name]:
                    truth[user, name, repr(call)] = _plain(_answer(answers.ask, getattr(queries, name), scope, _VERSION, *call))
    clear()
    monkeypatch.setattr(answers, "store", lambda: province)
    order = list(USERS) * 2
    random.Random(2045).shuffle(order)
    for user in order:  # warm caches: everybody comes after others, and twice
        for name, calls in CACHED.items():
            for call in calls:
                assert _plain(_answer(getattr(answers, name), USERS[user], *call)) == truth[user, name, repr(call)], (
                    user,
                    name,
                )
        for name in ("series", "ranking", "explain"):
            for call in CALLS[name]:
                found = _plain(_answer(answers.ask, getattr(queries, name), USERS[user], _VERSION, *call))
                assert found == truth[user, name, repr(call)], (user, name, call)
    clear()


def test_the_api_answers_from_the_own_rows_alone(province: Store, tmp_path) -> None:
    here = TestClient(make_api(lambda: province, lambda: tmp_path))
    for user, person in USERS.items():
        scope = replace(person, published=True)  # as machines read
        if scope.role == "publik" or not scope.prefixes:
            continue
        word = issue(
            province,
            f"uji {user}",
            "Kantor uji",
            scope.role,
            list(scope.prefixes),
            ["kasus"],
            timedelta(hours=1),
            by="uji",
            by_role="sistem",
        )
        headers = {"authorization": f"Bearer {word}"}
        with _only_rows_of(province, scope) as oracle:
            there = TestClient(make_api(lambda oracle=oracle: oracle, lambda: tmp_path))
            for paths in API.values():
                for path in paths:
                    seen, truth = here.get(path, headers=headers), there.get(path, headers=headers)
                    assert (seen.status_code, seen.json()) == (truth.status_code, truth.json()), (user, path)
