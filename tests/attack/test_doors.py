"""What the app gives somebody without a session, from another site, or behind another address."""

import asyncio
import io
import re
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path
from typing import Any

import psycopg
import pytest
import streamlit as st
import uvicorn
from starlette.testclient import TestClient
from starlette.websockets import WebSocketDisconnect
from streamlit import config
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

from dashboard.cache import runtime
from dashboard.state.page_server import streamlit_server
from dashboard.web import caller, entrance, routes, uploads
from dashboard.web.middleware import middleware
from dashboard.web.signin import routes as sign_in
from data.api import app as api
from data.model import schema
from data.model.errors import Fault, Problem
from data.store.connect import app_engine
from data.store.prepare import prepare
from tests.people import WORD, add_person
from tests.stores import Run, environment

STREAM = "ws://localhost/_stcore/stream"
HTML = {"accept": "text/html"}
Open = Callable[..., TestClient]


@pytest.fixture
def opened(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Open]:
    """Opens the app over a store of a kind: routes, middleware and Streamlit's own server, with a page of one line."""
    entered: list[TestClient] = []

    def make(kind: str, host: str = "http://localhost", **more: str) -> TestClient:
        settings = run.copy(kind, "kosong", tmp_path / "home")
        store = prepare(settings)
        if kind == "postgis":
            add_person(store, "siti", "Siti", "bnn_pusat", [""], WORD)
        store.close()
        for name, value in (environment(settings) | more).items():
            if name.startswith("BERSINAR_") or name == "DATABASE_URL":
                monkeypatch.setenv(name, value)
        runtime.forget()
        monkeypatch.setattr(routes, "_readiness", routes._Readiness())
        script = tmp_path / "page.py"
        script.write_text("import streamlit as st\nst.file_uploader('x')\n")
        app = st.App(script, routes=routes.routes(), middleware=middleware(streamlit_server()))
        client = TestClient(app, base_url=host, follow_redirects=False)  # type: ignore[arg-type]
        entered.append(client.__enter__())
        return client

    yield make
    for client in entered:
        client.__exit__(None, None, None)
    st.runtime.Runtime._instance = None
    runtime.forget()


def _sign_in(client: TestClient) -> None:
    assert client.post("/masuk", data={"username": "siti", "password": WORD}).status_code == 303


def _is_shut(client: TestClient, **headers: str) -> bool:
    try:
        with client.websocket_connect(STREAM, subprotocols=["streamlit"], headers=headers):
            return False
    except WebSocketDisconnect:
        return True


def test_nobody_without_a_session_opens_a_websocket(opened: Open) -> None:
    client = opened("postgis")
    assert _is_shut(client)
    assert _is_shut(client, cookie="bersinar_sesi=siti")
    _sign_in(client)
    assert not _is_shut(client)


def test_nobody_without_a_session_reaches_files_of_a_session(opened: Open) -> None:
    client = opened("postgis")
    for method in ("PUT", "DELETE", "OPTIONS", "GET"):
        assert client.request(method, "/_stcore/upload_file/a/b").status_code == 401
    assert client.get("/media/x.csv").status_code == 401
    for path in ("/_stcore/health", "/_stcore/host-config"):
        assert client.get(path).status_code == 200, "a browser asks for these before it shows anything"


@pytest.mark.parametrize("kind", ["embedded", "postgis"])
def test_what_no_page_needs_is_not_there(opened: Open, kind: str) -> None:
    client = opened(kind)
    if kind == "postgis":
        _sign_in(client)
    for path in ("/_stcore/metrics", "/_stcore/agent/openapi.json", "/_stcore/agent/interact", "/auth/login"):
        assert client.get(path).status_code == 404, path
    assert client.post("/_stcore/agent/mcp").status_code == 404


def test_an_answer_that_no_provider_sent_is_not_logged(opened: Open, caplog: pytest.LogCaptureFixture, tmp_path: Path) -> None:
    client = opened("postgis")
    hostile = "/oauth2callback?error=x&error_description=siti%0Aberbohong&state=y"
    assert client.get(hostile).headers["location"] == "/masuk"
    (tmp_path / "home" / "sso.toml").write_text("[auth]\n")  # a provider is named
    client.cookies.set("bersinar_sso", "bukan.tanda")
    answer = client.get(hostile)
    assert answer.status_code == 503
    assert "berbohong" not in answer.text
    assert not [one for one in caplog.records if "authentication" in one.message or "OAuth" in one.message]


@pytest.mark.parametrize("kind", ["embedded", "postgis"])
@pytest.mark.parametrize("origin", ["http://localhost:9999", "http://lain.example", "https://localhost:80", "null", "file://"])
def test_no_page_of_another_origin_opens_a_websocket(opened: Open, kind: str, origin: str) -> None:
    client = opened(kind)
    if kind == "postgis":
        _sign_in(client)
    assert _is_shut(client, origin=origin)
    assert client.put("/_stcore/upload_file/a/b", headers={"origin": origin}).status_code == 403
    assert not _is_shut(client, origin="http://localhost")


def test_the_address_of_the_app_is_an_origin_of_its_own(opened: Open) -> None:
    client = opened("embedded", BERSINAR_ADDRESS="https://dasbor.kantor.go.id")
    assert not _is_shut(client, origin="https://dasbor.kantor.go.id", host="dasbor.kantor.go.id")
    assert client.get("/assets/x/map/map.js", headers={"host": "dasbor.kantor.go.id"}).status_code == 200


@pytest.mark.parametrize(
    "host", ["lain.example", "lain.example:8501", "127.0.0.1.lain.example", "10.1.2.3", "a@localhost.x", "[::"]
)
def test_a_name_that_was_turned_to_this_machine_is_not_ours(opened: Open, host: str, monkeypatch: pytest.MonkeyPatch) -> None:
    client = opened("embedded")
    usual = config.get_option
    monkeypatch.setattr(config, "get_option", lambda name: "127.0.0.1" if name == "server.address" else usual(name))
    for path in ("/", "/api/v1/feeds", "/assets/x/map/map.js", "/_stcore/host-config"):
        assert client.get(path, headers={"host": host} | HTML).status_code == 421, path
    assert _is_shut(client, host=host)
    for name in ("localhost", "127.0.0.1:8501", "[::1]:8501", "LOCALHOST."):
        assert client.get("/_stcore/host-config", headers={"host": name}).status_code == 200, name
    assert client.get("/healthz", headers={"host": host}).status_code == 200


def test_real_rows_of_a_store_without_accounts_do_not_leave_this_machine(opened: Open, monkeypatch: pytest.MonkeyPatch) -> None:
    client = opened("embedded", BERSINAR_ADDRESS="https://dasbor.kantor.go.id")
    usual = config.get_option
    monkeypatch.setattr(config, "get_option", lambda name: "127.0.0.1" if name == "server.address" else usual(name))
    outside = {"host": "dasbor.kantor.go.id"} | HTML
    assert client.get("/api/v1/feeds", headers=outside).status_code != 403
    with runtime.store().writing() as connection:
        source = {"id": "kiriman", "title": "-", "publisher": "-", "kind": "resmi", "as_of": "2026-10-31", "licence": "-"}
        connection.execute(schema.source.insert().values(**source))
    for path in ("/", "/api/v1/feeds", "/unduh/x"):
        answer = client.get(path, headers=outside)
        assert answer.status_code == 403, path
        assert "hanya dibuka dari komputer ini" in answer.text
    assert _is_shut(client, origin="https://dasbor.kantor.go.id", host="dasbor.kantor.go.id")
    assert not _is_shut(client)
    assert client.get("/api/v1/feeds", headers=HTML).status_code != 403


def test_where_the_app_is_open_to_all_networks_its_numbers_are_names(opened: Open) -> None:
    opened("embedded")
    assert entrance.is_ours("10.1.2.3:8501", "0.0.0.0")
    assert not entrance.is_ours("10.1.2.3:8501", "127.0.0.1")
    assert not entrance.is_ours("lain.example:8501", "0.0.0.0")


def _put(client: TestClient, session: str, name: str, size: int) -> int:
    token = client.get("/_stcore/health").cookies.get("_streamlit_xsrf") or client.cookies.get("_streamlit_xsrf") or ""
    return client.put(
        f"/_stcore/upload_file/{session}/{name}", files={"f": (name, io.BytesIO(b"x" * size))}, headers={"x-xsrftoken": token}
    ).status_code


@pytest.mark.parametrize("kind", ["embedded", "postgis"])
def test_a_person_leaves_few_files_and_not_too_much(opened: Open, kind: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(uploads, "MOST_BYTES", 5_000_000)
    monkeypatch.setattr(uploads, "MOST_FILES", 4)
    client = opened(kind)
    if kind == "postgis":
        _sign_in(client)
    with client.websocket_connect(STREAM, subprotocols=["streamlit"]) as page:
        session = _session(page)
        assert [_put(client, session, f"kecil{at}", 10) for at in range(5)] == [204] * 4 + [429]
        assert _put(client, session, "kecil0", 20) == 204, "the same one again"
        assert client.delete(f"/_stcore/upload_file/{session}/kecil0", headers=_xsrf(client)).status_code == 204
        assert _put(client, session, "besar", 6_000_000) == 429
        assert _put(client, session, "sedang", 3_000_000) == 204
    assert config.get_option("server.maxUploadSize") <= 120


def test_files_that_come_at_once_are_all_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(uploads, "MOST_FILES", 4)
    ledger = uploads.Ledger(replace(streamlit_server(), kept=lambda file: 10))
    with ExitStack() as at_once:
        for number in range(4):
            at_once.enter_context(ledger.room("siti", f"s/{number}", 10))
    with pytest.raises(Fault) as fault, ledger.room("siti", "s/5", 10):
        pass
    assert fault.value.problem is Problem.TOO_MANY_UPLOADS


def test_everybody_who_asks_for_a_right_version_at_once_gets_it(opened: Open, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[object] = []

    def versions(*_: object) -> dict[str, list[str]]:
        asked.append(None)
        time.sleep(0.2)
        return {"id": ["v1"]}

    opened("postgis")
    monkeypatch.setattr(routes.queries, "boundary_versions", versions)
    monkeypatch.setattr(routes, "_known_versions", set())
    monkeypatch.setattr(routes, "_asked_at", -10.0)
    with ThreadPoolExecutor(8) as others:
        assert list(others.map(routes._is_version, ["buatan", *["v1"] * 7])) == [False] + [True] * 7
    assert len(asked) == 1


def _xsrf(client: TestClient) -> dict[str, str]:
    return {"x-xsrftoken": client.cookies.get("_streamlit_xsrf") or ""}


def _session(page: Any) -> str:
    first = BackMsg()
    first.rerun_script.query_string = ""
    page.send_bytes(first.SerializeToString())
    while True:
        said = ForwardMsg()
        said.ParseFromString(page.receive_bytes())
        if said.HasField("new_session"):
            return str(said.new_session.initialize.session_id)


def test_a_forged_address_is_believed_from_nobody_but_a_named_proxy(opened: Open) -> None:
    opened("postgis", BERSINAR_PROXIES="10.0.0.0/8")
    seen: list[str] = []

    async def app(scope: Any, receive: Any, send: Any) -> None:
        seen.append(scope["client"][0])

    import dashboard.app  # noqa: F401 - puts ours in the place of uvicorn's

    loaded = uvicorn.Config(app, log_config=None, lifespan="off")
    loaded.load()
    for peer in ("127.0.0.1", "10.0.0.7"):
        scope = {"type": "http", "client": (peer, 1), "headers": [(b"x-forwarded-for", b"203.0.113.9, 198.51.100.4")]}
        with ThreadPoolExecutor() as other:  # a browser of other tests keeps a loop running in this thread
            other.submit(asyncio.run, loaded.loaded_app(scope, None, None)).result()  # type: ignore[arg-type]
    assert seen == ["127.0.0.1", "198.51.100.4"]


def test_under_a_path_of_a_proxy_the_form_leads_back_to_itself(opened: Open) -> None:
    client = opened("postgis", BERSINAR_ADDRESS="http://localhost/bersinar")
    for asked in ("/bersinar/peta", "/peta"):  # a proxy may take the path off or leave it
        assert client.get(asked, headers=HTML).headers["location"] == "/bersinar/masuk"
    assert 'action="/bersinar/masuk"' in client.get("/bersinar/masuk").text
    answer = client.post("/bersinar/masuk", data={"username": "siti", "password": WORD}, headers={"origin": "http://localhost"})
    assert answer.headers["location"] == "/bersinar/"
    assert "path=/bersinar;" in answer.headers["set-cookie"].lower(), "other applications of the host get no cookie of ours"
    page = client.get("/bersinar/api/v1/docs").text
    found = re.findall(r"""(?:href|src|url)\s*[:=]\s*["'](/[^"']+)""", page)
    assert found
    assert all(one.startswith("/bersinar/api/v1/") for one in found), found
    assert [client.get(one).status_code for one in found] == [200] * len(found)
    assert client.get("/bersinaran", headers=HTML).headers.get("location") != "/bersinar/bersinaran"


@pytest.mark.parametrize("kind", ["embedded", "postgis"])
def test_alive_and_ready_are_two_questions(opened: Open, kind: str, monkeypatch: pytest.MonkeyPatch) -> None:
    client = opened(kind)
    assert client.get("/readyz").json() == client.get("/healthz").json() == {"status": "ok"}
    url = runtime.store().admin.url.set(drivername="postgresql").render_as_string(hide_password=False)  # type: ignore[union-attr]
    monkeypatch.setattr(routes, "_READY_FOR_S", 0)
    routes._readiness._known = (0.0, None)
    with psycopg.connect(url) as connection:
        connection.execute("lock table analitik.nilai in access exclusive mode")
        began = time.monotonic()
        answer = client.get("/readyz")
        assert time.monotonic() - began < 5
        assert answer.status_code == 503
        assert "wilayah" not in answer.text
        assert client.get("/healthz").status_code == 200
    assert client.get("/readyz").status_code == 200


def test_a_stranger_learns_nothing_of_a_store_that_is_down(opened: Open, monkeypatch: pytest.MonkeyPatch) -> None:
    client = opened("postgis")
    _sign_in(client)
    runtime.store().close()
    store = runtime.store()
    gone = store.app.url.set(host="127.0.0.2", port=1)
    broken = replace(store, app=app_engine(gone, runtime.settings()))
    for module in (routes, caller, sign_in):
        monkeypatch.setattr(module, "store", lambda: broken)
    for path in ("/", "/readyz", "/masuk/lanjut", "/_stcore/upload_file/a/b"):
        answer = client.get(path, headers=HTML)
        assert not re.search(r"127\.0\.0\.2|bersinar_app|kosong|DATABASE_URL", answer.text), answer.text
    answer = client.post("/masuk", data={"username": "siti", "password": "x"})
    assert answer.status_code == 503
    assert answer.headers["x-request-id"] in answer.text
    assert "127.0.0.2" not in answer.text
    assert _is_shut(client)


def test_a_flood_of_false_tokens_takes_no_connection(opened: Open, monkeypatch: pytest.MonkeyPatch) -> None:
    client = opened("postgis")
    asked: list[int] = []
    real = api.caller
    monkeypatch.setattr(api, "caller", lambda *given: asked.append(1) or real(*given))
    codes = [client.get("/api/v1/feeds", headers={"authorization": f"Bearer x{at}"}).status_code for at in range(60)]
    assert codes == [401] * 30 + [429] * 30
    assert len(asked) == 30
    unknown = [client.get(f"/tiles/v{at}/1/1/1/1").status_code for at in range(20)]
    assert set(unknown) == {404}
