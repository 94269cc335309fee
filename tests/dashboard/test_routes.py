"""The app's own addresses, asked for as a browser and as an attacker would."""

import gzip
import json
from collections.abc import Iterator

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from dashboard import routes, runtime
from dashboard.guard import middleware
from data.access.people import add_person, find_person
from data.access.token import Scope
from geo import reference
from tests.conftest import Nation

WORD = "kata-sandi-panjang-sekali"


@pytest.fixture
def client(nation: Nation, monkeypatch: pytest.MonkeyPatch) -> Iterator[TestClient]:
    monkeypatch.setenv("BERSINAR_HOME", str(nation.settings.home))
    if nation.settings.database_url:
        monkeypatch.setenv("DATABASE_URL", nation.settings.database_url)
    caches = (runtime.settings, runtime.store, routes._tile, routes._names)
    for cache in caches:
        cache.cache_clear()
    with TestClient(Starlette(routes=routes.routes(), middleware=middleware()), follow_redirects=False) as client:
        yield client
    runtime.store().close()
    for cache in caches:
        cache.cache_clear()


def test_tiles_are_kept_for_ever_and_answered_by_tag(client: TestClient) -> None:
    first = client.get(f"/tiles/{reference.VERSION}/2/4/13/7")
    assert first.status_code == 200
    assert first.headers["content-encoding"] == "gzip"
    assert "immutable" in first.headers["cache-control"]
    again = client.get(f"/tiles/{reference.VERSION}/2/4/13/7", headers={"if-none-match": first.headers["etag"]})
    assert again.status_code == 304
    assert not again.content
    plain = client.get(f"/tiles/{reference.VERSION}/2/4/13/7", headers={"accept-encoding": "identity"})
    assert "content-encoding" not in plain.headers
    assert plain.content == first.content


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/tiles/{v}/2/4/0/0", 204),
        ("/tiles/{v}/9/4/13/7", 204),
        ("/tiles/{v}/2/4/99/7", 204),
        ("/tiles/{v}/2/99/1/1", 204),
        ("/tiles/lain/2/4/13/7", 404),
        ("/tiles/{v}/2/4/-1/7", 404),
        ("/tiles/{v}/..%2f..%2fetc/4/13/7", 404),
        ("/names/{v}/7", 404),
        ("/names/lain/2", 404),
        ("/assets/x/..%2froutes.py", 404),
        ("/assets/x/%2e%2e/%2e%2e/README.md", 404),
        ("/assets/x//etc/passwd", 404),
        ("/assets/x/maplibre", 404),
    ],
)
def test_what_is_not_there_is_said_so_without_a_traceback(client: TestClient, path: str, status: int) -> None:
    answer = client.get(path.format(v=reference.VERSION))
    assert answer.status_code == status
    assert b"Traceback" not in answer.content


def test_names_come_in_number_order(client: TestClient) -> None:
    names = client.get(f"/names/{reference.VERSION}/1").json()
    assert len(names) == 38
    assert (names[0], names[-1]) == ("Aceh", "Papua Barat Daya")


def test_assets_are_compressed_and_versioned(client: TestClient) -> None:
    answer = client.get(f"/assets/{routes.asset_version()}/maplibre/maplibre-gl.mjs")
    assert answer.headers["content-type"].startswith("text/javascript")
    assert int(answer.headers["content-length"]) < 500_000 < len(answer.content)


def test_every_answer_keeps_the_browser_at_home(client: TestClient) -> None:
    for path in ("/healthz", "/tidak-ada", f"/names/{reference.VERSION}/1"):
        policy = client.get(path).headers["content-security-policy"]
        assert "http" not in policy.replace("https:", "")
        assert "default-src 'self'" in policy


def test_health_tells_the_data_version(client: TestClient) -> None:
    assert client.get("/healthz").json()["status"] == "ok"


@pytest.fixture
def shared(client: TestClient, nation: Nation) -> TestClient:
    if nation.kind == "embedded":
        pytest.skip("the embedded store has no accounts")

    if find_person(nation.store, "siti") is None:
        add_person(nation.store, "siti", "Siti", "bnnp", ["75"], WORD, by="uji")
    return client


HTML = {"accept": "text/html"}


def test_a_page_without_a_session_leads_to_the_form_and_back(shared: TestClient) -> None:
    assert shared.get("/", headers=HTML).headers["location"] == "/masuk"
    form = shared.get("/masuk", headers=HTML)
    assert 'name="password"' in form.text
    wrong = shared.post("/masuk", data={"username": "siti", "password": "salah"})
    assert wrong.status_code == 401
    assert "salah" in wrong.text
    assert "set-cookie" not in wrong.headers
    right = shared.post("/masuk", data={"username": "siti", "password": WORD})
    assert right.status_code == 303
    cookie = right.headers["set-cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=lax" in cookie
    assert shared.get("/peta", headers=HTML).status_code == 404  # past the guard: Streamlit is not mounted here
    out = shared.get("/keluar")
    assert out.headers["location"] == "/masuk"


def test_forged_and_foreign_cookies_are_nobody(shared: TestClient, nation: Nation) -> None:
    for value in ("x", "siti", nation.store.signer.sign(Scope.system()).split(".")[-1]):
        shared.cookies.set("bersinar_sesi", value)
        assert shared.get("/", headers=HTML).headers["location"] == "/masuk"


def test_a_form_from_another_site_is_refused(shared: TestClient) -> None:
    answer = shared.post("/masuk", data={"username": "siti", "password": WORD}, headers={"origin": "https://lain.example"})
    assert answer.status_code == 403


def test_what_was_typed_is_not_echoed_as_markup(shared: TestClient) -> None:
    answer = shared.post("/masuk", data={"username": "<script>alert(1)</script>", "password": "<b>"})
    assert "<script>alert" not in answer.text


def test_tiles_decode(client: TestClient) -> None:
    body = client.get(f"/tiles/{reference.VERSION}/1/3/6/3", headers={"accept-encoding": "identity"}).content
    assert b"wilayah" in body
    assert json.loads(gzip.decompress(routes._names(reference.VERSION, 1)))[0] == "Aceh"
