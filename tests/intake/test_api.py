"""The API: the same faults as the page, under a token's scope; and its answers to generated bad requests."""

import gzip
import json
from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
import sqlalchemy as sa
from starlette.testclient import TestClient

from data.api import limits as api_limits
from data.api import make_api
from data.feeds import feeds
from data.identity import api_tokens
from tests.conftest import FULL
from tests.intake.conftest import csv_of, month

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
ROW = {"region_code": "75.01", "month": "2025-03", "service": "skhpn", "held": 3, "people": 3, "waiting_days": 1.5}


@pytest.fixture
def client(place) -> Iterator[TestClient]:
    store, home = place
    with TestClient(make_api(lambda: store, lambda: home), raise_server_exceptions=True) as opened:
        yield opened


@pytest.fixture
def token(place) -> Callable[..., dict[str, str]]:
    def made(
        name: str = "bnnp", office: str = "BNNP Gorontalo", prefixes: tuple[str, ...] = ("75",), **more: object
    ) -> dict[str, str]:
        word = api_tokens.issue(
            place[0],
            name,
            office,
            str(more.get("role", "bnnp")),
            list(prefixes),
            list(more.get("feeds", feeds())),  # type: ignore[call-overload]
            more.get("life", timedelta(days=1)),
            by="uji",
            by_role="sistem",  # type: ignore[arg-type]
        )
        return {"authorization": f"Bearer {word}"}

    return made


def _send(client: TestClient, headers: dict[str, str], rows: list[dict[str, object]], **params: object):
    return client.post("/feeds/layanan_bulanan/submissions", json={"rows": rows}, headers=headers, params=params)


def test_a_list_is_complete_only_where_its_sender_says_so(client, token) -> None:
    at, me = "/feeds/bersinar_peristiwa/submissions", token()
    rows = [{"village_code": "75.01.01.2001", "event": "pencanangan", "event_date": "2024-05-01"}]
    first = client.post(at, json={"rows": rows}, headers=me)
    assert (first.status_code, first.json()["not_reported"]) == (201, ["Kabupaten Boalemo"])
    whole = client.post(at, json={"rows": rows}, headers=me, params={"complete": True})
    assert (whole.status_code, whole.json()["not_reported"], whole.json()["already"]) == (201, [], None)


def test_rows_land_once_and_a_dry_run_lands_none(client, token, rows_in) -> None:
    me = token()
    tried = _send(client, me, [ROW], dry_run=True)
    assert (tried.status_code, tried.json()["new"], rows_in("service_month")) == (200, 1, [])
    landed = _send(client, me, [ROW])
    assert (landed.status_code, landed.json()["submission"], landed.json()["state"]) == (201, 1, "diperiksa")
    again = _send(client, me, [ROW])
    assert (again.status_code, again.json()["already"]) == (200, 1)
    listed = client.get("/submissions", headers=me).json()
    assert [(one["id"], one["sender"], one["rows"]) for one in listed] == [(1, "BNNP Gorontalo", 1)]


def test_faults_are_those_of_the_page(client, token, send) -> None:
    answer = _send(client, token(), [ROW | {"people": -1}, ROW | {"service": "x", "month": "2025-04"}])
    assert answer.status_code == 422
    page = send("layanan_bulanan", csv_of([month(3, Orang=-1), month(4, Layanan="x")]), commit=False)
    assert [(f["row"], f["column"], f["expected"], f["todo"]) for f in answer.json()["faults"]] == [
        (f.row, f.column, f.expected, f.todo) for f in page.remarks.faults
    ]


@pytest.mark.parametrize("kind", ["text/csv", XLSX])
def test_files_come_as_they_are(client, token, kind: str) -> None:
    import io

    from openpyxl import Workbook

    body = csv_of([month(1)])
    if kind == XLSX:
        book = Workbook()
        book.active.append(list(month(1)))
        book.active.append(list(month(1).values()))
        out = io.BytesIO()
        book.save(out)
        body = out.getvalue()
    answer = client.post("/feeds/layanan_bulanan/submissions", content=body, headers=token() | {"content-type": kind})
    assert (answer.status_code, answer.json()["new"]) == (201, 1)


def test_gzip_both_ways(client, token) -> None:
    body = gzip.compress(json.dumps({"rows": [ROW]}).encode())
    headers = token() | {"content-type": "application/json", "content-encoding": "gzip", "accept-encoding": "gzip"}
    answer = client.post("/feeds/layanan_bulanan/submissions", content=body, headers=headers)
    assert answer.status_code == 201
    assert client.get("/feeds", headers=headers).headers["content-encoding"] == "gzip"


BAD = [
    ("unknown type", {"content-type": "application/pdf"}, b"x", 415),
    ("no type", {}, b"x", 415),
    ("broken gzip", {"content-type": "text/csv", "content-encoding": "gzip"}, b"no gzip", 415),
    ("cut gzip", {"content-type": "text/csv", "content-encoding": "gzip"}, gzip.compress(b"a;b" * 900)[:40], 415),
    ("brotli", {"content-type": "text/csv", "content-encoding": "br"}, b"x", 415),
    ("broken json", {"content-type": "application/json"}, b"{", 422),
    ("deep json", {"content-type": "application/json"}, b"[" * 100_000, 422),
    ("half a letter", {"content-type": "application/json"}, b'{"rows": [{"region_code": "\\ud800"}]}', 422),
    ("half a letter as bytes", {"content-type": "application/json"}, b'{"rows": [{"region_code": "\xed\xa0\x80"}]}', 422),
    ("a list", {"content-type": "application/json"}, b"[]", 422),
    ("no rows", {"content-type": "application/json"}, b'{"rows": []}', 422),
    ("rows of text", {"content-type": "application/json"}, b'{"rows": ["x"]}', 422),
    ("no workbook", {"content-type": XLSX}, b"PK\x03\x04", 415),
    ("empty", {"content-type": "text/csv"}, b"", 422),
    ("no header", {"content-type": "text/csv"}, b"a;b\n1;2\n", 422),
]


@pytest.mark.parametrize(("name", "headers", "body", "status"), BAD, ids=[one[0] for one in BAD])
def test_bad_requests_are_answered_with_a_sentence(
    client, token, name: str, headers: dict[str, str], body: bytes, status: int
) -> None:
    answer = client.post("/feeds/layanan_bulanan/submissions", content=body, headers=token() | headers)
    assert answer.status_code == status, answer.text
    assert answer.json()["detail"].endswith((".", "..."))


def test_a_sender_is_shown_the_column_that_names_people(client, token) -> None:
    rows = [month(1, **{"Nama Lengkap": "x"})]
    answer = client.post(
        "/feeds/layanan_bulanan/submissions", content=csv_of(rows), headers=token() | {"content-type": "text/csv"}
    )
    assert answer.status_code == 422
    assert "Nama Lengkap" in answer.json()["detail"]


def test_a_body_past_the_limit_is_refused_while_it_comes(client, token, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(api_limits, "MOST_BYTES", 1_000)
    monkeypatch.setattr(api_limits, "MOST_UNPACKED", 5_000)
    headers = token() | {"content-type": "text/csv"}
    assert client.post("/feeds/layanan_bulanan/submissions", content=b"x" * 2_000, headers=headers).status_code == 413
    bomb = gzip.compress(b"0" * 300_000)
    assert len(bomb) < 1_000
    assert (
        client.post(
            "/feeds/layanan_bulanan/submissions", content=bomb, headers=headers | {"content-encoding": "gzip"}
        ).status_code
        == 413
    )


def test_a_token_without_the_right_is_refused(client, token, place) -> None:
    assert client.get("/feeds").status_code == 401
    assert client.get("/feeds", headers={"authorization": "Bearer dbr_salah"}).status_code == 401
    ended = token("lama", life=timedelta(seconds=-1))
    assert client.get("/feeds", headers=ended).status_code == 401
    gone = token("hilang")
    api_tokens.revoke(place[0], "hilang")
    assert client.get("/feeds", headers=gone).status_code == 401
    narrow = token("sempit", feeds=["kasus"])
    assert _send(client, narrow, [ROW]).status_code == 403
    other = token("lain", "BNNK Kabupaten Boalemo", ("75.02",), role="bnnk")
    assert "wewenang" in _send(client, other, [ROW]).json()["faults"][0]["expected"]
    mine = token()
    number = _send(client, mine, [ROW]).json()["submission"]
    assert client.post(f"/submissions/{number}/withdrawal", json={"reason": "x"}, headers=other).status_code == 404
    assert client.post(f"/submissions/{number}/withdrawal", json={"reason": ""}, headers=mine).status_code == 422
    assert client.post(f"/submissions/{number}/withdrawal", json={"reason": "salah"}, headers=mine).json() == {
        "gone": 1,
        "back": 0,
    }
    with place[0].writing() as connection:
        kept = connection.execute(sa.text("select hash from akses.api_token where name = 'bnnp'")).scalar()
    assert mine["authorization"][7:].encode() not in bytes(kept)


def test_who_calls_too_often_waits(client, token) -> None:
    me = token("rajin")
    codes = [client.get("/feeds", headers=me).status_code for _ in range(125)]
    assert codes[:100] == [200] * 100
    assert codes[-1] == 429


def test_the_read_side_is_under_the_callers_scope(client, token, send) -> None:
    send("bersinar_peristiwa", [{"Desa/kelurahan": "75.01.01.2001", "Peristiwa": "pencanangan", "Tanggal": "2024-05-01"}])
    me = token()
    found = client.get(
        "/facts", params={"indicator": "status_bersinar", "level": 4, "period": "2024", "within": "75.01"}, headers=me
    ).json()
    assert (found["mark"], found["provisional"]) == ("", 0)
    found = found["facts"]
    assert {one["region"]: one["class_"] for one in found}["75.01.01.2001"] == 2
    assert len(found) == 4
    assert client.get("/facts", params={"indicator": "x", "level": 4, "period": "2024"}, headers=me).status_code == 404
    assert (
        client.get("/facts", params={"indicator": "status_bersinar", "level": 1, "period": "2024"}, headers=me).status_code
        == 404
    )
    assert client.get("/regions", params={"level": 4}, headers=me).status_code == 422
    assert client.get("/regions", params={"level": 2, "within": "99"}, headers=me).status_code == 404
    assert client.get("/indicators", headers=me).json()[0]["unit"]


@pytest.mark.parametrize("path", ["/submissions?feed=%00", "/facts?indicator=x&level=1&period=%00", "/feeds/%00/schema"])
def test_letters_that_no_store_holds_are_refused(client, token, path: str) -> None:
    assert client.get(path, headers=token()).status_code == 422


def test_the_pages_of_the_api_need_no_internet(client) -> None:
    page = client.get("/docs").text
    assert "http://" not in page.replace("http://testserver", "")
    assert "https://" not in page
    script = page.split('src="')[1].split('"')[0]
    assert client.get(script).status_code == 200
    described = client.get("/openapi.json").json()
    assert {f"/feeds/{name}/submissions" for name in feeds()} <= set(described["paths"])


@pytest.mark.slow
def test_generated_requests_meet_no_error_of_ours(place, token, monkeypatch: pytest.MonkeyPatch) -> None:
    """Schemathesis over the whole description: no 5xx, no answer that was not described."""
    import hypothesis
    import schemathesis
    from schemathesis.checks import not_a_server_error
    from schemathesis.specs.openapi.checks import response_schema_conformance, status_code_conformance

    store, home = place
    monkeypatch.setattr("data.api.limits.limiter", lambda: lambda caller, known: None)
    api = make_api(lambda: store, lambda: home)
    described = schemathesis.openapi.from_asgi("/openapi.json", api)
    headers = token()
    called = 0
    for operation in described.get_all_operations():
        found = operation.ok()

        @hypothesis.settings(
            max_examples=12 if FULL else 6,
            deadline=None,
            derandomize=True,
            suppress_health_check=list(hypothesis.HealthCheck),
            database=None,
        )
        @hypothesis.given(case=found.as_strategy())
        def run(case) -> None:
            nonlocal called
            called += 1
            case.call_and_validate(
                headers=headers, checks=(not_a_server_error, status_code_conformance, response_schema_conformance)
            )

        run()
    assert called > (200 if FULL else 100)
