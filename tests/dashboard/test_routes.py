"""The app's routes, requested as a browser and as an attacker would."""

import gc
import gzip
import json
from collections.abc import Iterator
from dataclasses import replace

import numpy as np
import pytest
import streamlit as st
from itsdangerous import URLSafeSerializer
from starlette.applications import Starlette
from starlette.testclient import TestClient

from dashboard.cache import runtime
from dashboard.state import offers
from dashboard.state.page_server import streamlit_server
from dashboard.web import downloads, map_values, routes
from dashboard.web.middleware import middleware
from dashboard.web.signin import routes as sign_in
from dashboard.words import assets
from data import queries
from data.api.limits import limiter
from data.facts.families import heads
from data.identity.demo import DEMO
from data.identity.people import Person, find_person
from data.model.roles import Sensitivity
from data.queries import Freshness
from data.store.scope import Scope
from geo import reference
from tests.people import WORD, add_person, make_accounts
from tests.stores import REGIONS, Loaded, environment


@pytest.fixture
def client(provinces: Loaded, monkeypatch: pytest.MonkeyPatch) -> Iterator[TestClient]:
    for name, value in environment(provinces.settings).items():
        if name.startswith("BERSINAR_") or name == "DATABASE_URL":
            monkeypatch.setenv(name, value)
    caches = (routes._tile, routes._names, map_values.names)
    runtime.forget()
    for cache in caches:
        cache.cache_clear()
    app = Starlette(routes=routes.routes(), middleware=middleware(streamlit_server()))
    with TestClient(app, base_url="http://localhost", follow_redirects=False) as client:
        yield client
    runtime.forget()
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
        ("/assets/x/leaflet", 404),
        ("/words/x/fr", 404),
        ("/words/x/..%2fid", 404),
        ("/indikator/x/fr", 404),
        ("/nilai/bukan-tanda/0", 403),
        ("/nilai/..%2f..%2fetc/0", 404),
        ("/nilai/x/-1", 404),
        ("/titik/bukan-tanda", 403),
    ],
)
def test_what_is_not_there_is_said_so_without_a_traceback(client: TestClient, path: str, status: int) -> None:
    answer = client.get(path.format(v=reference.VERSION))
    assert answer.status_code == status
    assert b"Traceback" not in answer.content


def test_names_come_in_number_order(client: TestClient) -> None:
    names = client.get(f"/names/{reference.VERSION}/1").json()
    assert names == ["Daerah Khusus Ibukota Jakarta", "Kalimantan Utara", "Gorontalo", "Papua Selatan"]


def test_assets_are_compressed_and_versioned(client: TestClient) -> None:
    answer = client.get(f"/assets/{assets.asset_version()}/leaflet/leaflet.js")
    assert answer.headers["content-type"].startswith("text/javascript")
    assert int(answer.headers["content-length"]) < 50_000 < 140_000 < len(answer.content)


def test_alive_and_ready_say_so(client: TestClient) -> None:
    assert client.get("/healthz").json() == client.get("/readyz").json() == {"status": "ok"}


@pytest.fixture
def shared(client: TestClient, provinces: Loaded) -> TestClient:
    if provinces.kind == "embedded":
        pytest.skip("the embedded store has no accounts")

    if find_person(provinces.store, "siti") is None:
        add_person(provinces.store, "siti", "Siti", "bnnp", ["75"], WORD, by="uji")
    return client


def _state(provinces: Loaded) -> Freshness:
    return queries.freshness(provinces.store, Scope.public())


def _asked(provinces: Loaded, person: Person, code: str = "tersangka_anak", level: int = 2) -> str:
    return map_values.address(person, code, level, _state(provinces))


@pytest.fixture
def embedded(client: TestClient, provinces: Loaded) -> TestClient:
    if provinces.kind != "embedded":
        pytest.skip("a shared store asks for a session")
    return client


@pytest.mark.parametrize("person", DEMO, ids=lambda person: person.username)
def test_exact_values_are_those_that_the_person_may_see(embedded: TestClient, provinces: Loaded, person: Person) -> None:
    exact = person.scope.clearance == Sensitivity.TERBATAS
    assert _shows_small_counts(embedded, provinces, person) == exact, "some of the regions asked for are their own"
    assert not _shows_small_counts(embedded, provinces, replace(person, published=True)), "the address says which are wanted"


def _shows_small_counts(embedded: TestClient, provinces: Loaded, person: Person) -> bool:
    answer = embedded.get(f"/nilai/{_asked(provinces, person)}/0")
    assert answer.headers["cache-control"] == "no-store"
    body = answer.json()
    layer = queries.layer(provinces.store, person.scope, "tersangka_anak", 2, "2025")
    seen = body["values"].get("2025", [None] * 256)
    for i, value in enumerate(seen):
        exact = layer.value[i]
        assert (value is None) == bool(np.isnan(exact))
        assert value is None or value == pytest.approx(exact, abs=0.051)
    assert len(body["names"]) == min(REGIONS[1], 256)
    hidden = [parts for year in body["parts"].values() for parts in year if parts and 0 < parts[0] < 5]
    return bool(hidden)


def test_an_address_changed_by_hand_is_nobodys(embedded: TestClient, provinces: Loaded) -> None:
    signed = _asked(provinces, DEMO[0])
    body, _, seal = signed.partition(".")
    assert embedded.get(f"/nilai/{signed}/0").status_code == 200
    assert embedded.get(f"/nilai/{body}x.{seal}/0").status_code == 403
    assert embedded.get(f"/nilai/{signed[:-2]}/0").status_code == 403
    other = URLSafeSerializer(b"kunci lain", salt="bersinar-nilai").dumps(["demo-pusat", "kasus_narkoba", 3, "v", 1])
    assert embedded.get(f"/nilai/{other}/0").status_code == 403


def test_an_unknown_indicator_level_or_block_has_no_values(embedded: TestClient, provinces: Loaded) -> None:
    assert embedded.get(f"/nilai/{_asked(provinces, DEMO[0], 'tidak_ada')}/0").status_code == 404
    assert embedded.get(f"/nilai/{_asked(provinces, DEMO[0], level=4)}/0").status_code == 404
    assert embedded.get(f"/nilai/{_asked(provinces, DEMO[0])}/99999").json() == {"names": [], "values": {}, "parts": {}}


def test_facilities_come_as_columns_of_one_length(embedded: TestClient, provinces: Loaded) -> None:
    body = embedded.get(f"/titik/{_asked(provinces, DEMO[0], 'fasilitas', 0)}").json()
    assert len({len(column) for column in body.values()}) == 1
    assert len(body["lon"]) == len(queries.facilities(provinces.store, DEMO[0].scope)) > 10
    assert all(94 < lon < 142 for lon in body["lon"])


def test_the_maps_words_come_in_both_languages(client: TestClient) -> None:
    first, second = (client.get(f"/words/x/{language}").json() for language in ("id", "en"))
    assert first.keys() == second.keys()
    assert first["mode_sapu"] != second["mode_sapu"]


def test_the_list_of_indicators_comes_once_in_each_language(client: TestClient) -> None:
    first, second = (client.get(f"/indikator/x/{language}") for language in ("id", "en"))
    assert "immutable" in first.headers["cache-control"]
    assert [item["code"] for item in first.json()["items"]] == [item["code"] for item in second.json()["items"]]
    assert len(first.json()["items"]) == len(heads())
    assert first.json()["words"].keys() == second.json()["words"].keys()
    assert first.json()["groups"] != second.json()["groups"]
    assert len(gzip.compress(first.content)) < 20_000


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
    opened = shared.get("/peta?w=75", headers=HTML)
    assert (opened.status_code, 'name="password"' in opened.text) == (200, False)  # past the guard: the page itself
    out = shared.get("/keluar")
    assert out.headers["location"] == "/masuk"


def test_exact_values_ask_for_the_session_of_the_person_they_name(shared: TestClient, provinces: Loaded) -> None:
    siti = find_person(provinces.store, "siti")
    assert siti is not None
    signed = _asked(provinces, siti)
    assert shared.get(f"/nilai/{signed}/0").status_code == 403  # nobody signed in
    shared.post("/masuk", data={"username": "siti", "password": WORD})
    assert shared.get(f"/nilai/{signed}/0").status_code == 200
    stranger = _asked(provinces, Person("orang-lain", "Orang lain", "bnn_pusat", ("",)))
    assert shared.get(f"/nilai/{stranger}/28").status_code == 403  # siti's session, somebody else's address
    shared.cookies.clear()
    assert shared.get(f"/titik/{signed}").status_code == 403


def test_forged_and_foreign_cookies_are_nobody(shared: TestClient, provinces: Loaded) -> None:
    for value in ("x", "siti", provinces.store.signer.sign(Scope.system(), 1).split(".")[-1]):
        shared.cookies.set("bersinar_sesi", value)
        assert shared.get("/", headers=HTML).headers["location"] == "/masuk"


def test_a_form_from_another_site_is_refused(shared: TestClient) -> None:
    answer = shared.post("/masuk", data={"username": "siti", "password": WORD}, headers={"origin": "https://lain.example"})
    assert answer.status_code == 403


def test_a_form_is_small_and_an_address_tries_so_often_a_minute(shared: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    large = shared.post(
        "/masuk", content=b"username=" + b"x" * 30_000, headers={"content-type": "application/x-www-form-urlencoded"}
    )
    assert large.status_code == 413
    monkeypatch.setattr(sign_in, "_tries", limiter())
    tried = [shared.post("/masuk/lanjut", data={"code": "1"}).status_code for _ in range(120)]  # no hash: quick
    assert 429 not in tried
    assert shared.post("/masuk", data={"username": "tidak-ada", "password": "x"}).status_code == 429


@pytest.mark.parametrize(
    "path",
    [
        "/assets/x/%2e%2e/guard.py", "/assets/x/..%2f..%2fdata/settings.py", "/assets/x//etc/passwd",
        "/assets/x/", "/assets/x/map", "/unduh/..%2f..%2fdata", "/words/x/../../id", "/names/x/2", "/tiles/x/1/1/1/1",
    ],
)  # fmt: skip
def test_no_path_leads_out_of_its_folder_or_lists_one(client: TestClient, path: str) -> None:
    assert client.get(path).status_code in (403, 404)


def test_every_answer_keeps_the_browser_at_home(client: TestClient) -> None:
    for path in ("/masuk", "/healthz", "/words/x/id", "/tidak-ada", "/api/v1/facts"):
        headers = client.get(path).headers
        policy = dict(part.strip().split(" ", 1) for part in headers["content-security-policy"].split(";"))
        assert policy["default-src"] == policy["object-src"] == "'none'"
        assert not {"'unsafe-eval'", "'unsafe-inline'"} & set(policy["script-src"].split())
        allowed = {word for said in policy.values() for word in said.split() if not word.startswith("'sha256-")}
        assert allowed <= {"'none'", "'self'", "'unsafe-inline'", "blob:", "data:"}, "an address outside"
        assert headers["x-content-type-options"] == "nosniff"
        assert "strict-transport-security" not in headers


def test_a_browser_is_asked_to_stay_with_tls_where_there_is_any(client: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(runtime.settings(), "https", True)
    assert "max-age=31536000" in client.get("/healthz").headers["strict-transport-security"]


def test_nothing_leads_to_another_site(shared: TestClient) -> None:
    for path in (
        "/masuk?next=https://lain.example",
        "/keluar?next=//lain.example",
        "//lain.example/",
        "/?https://lain.example",
    ):
        for answer in (
            shared.get(path, headers=HTML),
            shared.post("/masuk", data={"username": "siti", "password": WORD, "next": "//x"}),
        ):
            assert answer.headers.get("location", "/") in ("/", "/masuk", "/peta?w=75")


def test_what_was_typed_is_not_echoed_as_markup(shared: TestClient) -> None:
    answer = shared.post("/masuk", data={"username": "<script>alert(1)</script>", "password": "<b>"})
    assert "<script>alert" not in answer.text


def test_tiles_decode(client: TestClient) -> None:
    body = client.get(f"/tiles/{reference.VERSION}/1/3/6/3", headers={"accept-encoding": "identity"}).content
    assert b"wilayah" in body
    assert json.loads(gzip.decompress(routes._names(reference.VERSION, 1)))[2] == "Gorontalo"


def _offered(provinces: Loaded, person: Person) -> str:
    return offers.offer(lambda: b"isi", scope=person.scope, file_name="SIMULASI_Kabupaten Ñ.csv", mime="text/csv")


def test_a_file_has_its_name_and_its_address_ends_with_the_session(embedded: TestClient, provinces: Loaded) -> None:
    ticket = _offered(provinces, DEMO[0])
    answer = embedded.get(f"/unduh/{ticket}")
    assert answer.content == b"isi"
    assert answer.headers["content-disposition"] == "attachment; filename*=UTF-8''SIMULASI_Kabupaten%20%C3%91.csv"
    assert answer.headers["cache-control"] == "no-store"
    assert _offered(provinces, DEMO[0]) == ticket, "redrawn, it keeps its address"
    assert embedded.get(f"/unduh/{ticket[:-1]}").status_code == 404
    st.session_state.clear()
    gc.collect()
    gone = embedded.get(f"/unduh/{ticket}")
    assert gone.status_code == 404
    assert "tidak lagi ditawarkan" in gone.text


def test_a_framed_page_stays_in_its_box_and_is_no_download(embedded: TestClient, provinces: Loaded) -> None:
    framed = offers.offer(
        lambda: b"<script>1</script>", scope=DEMO[0].scope, file_name="peta.html", mime="text/html", framed=True
    )
    answer = embedded.get(f"/bingkai/{framed}")
    assert answer.content == b"<script>1</script>"
    policy = answer.headers.get_list("content-security-policy")
    assert len(policy) == 1
    assert policy[0].startswith("sandbox allow-scripts; default-src 'none'")
    assert "allow-same-origin" not in policy[0]
    assert embedded.get(f"/unduh/{framed}").status_code == 404, "what is framed is not noted, so it is not handed out"
    assert embedded.get(f"/bingkai/{_offered(provinces, DEMO[0])}").status_code == 404


@pytest.mark.parametrize("published", [False, True])
def test_a_file_is_gone_once_its_person_has_other_rights(embedded: TestClient, provinces: Loaded, published: bool) -> None:
    scope = replace(DEMO[0].scope, published=published)
    ticket = offers.offer(lambda: b"isi", scope=scope, file_name="isi.csv", mime="text/csv")
    assert embedded.get(f"/unduh/{ticket}").content == b"isi"
    with provinces.store.writing() as connection:
        make_accounts(connection, replace(scope, role="kepala_daerah"))
    gone = embedded.get(f"/unduh/{ticket}")
    with provinces.store.writing() as connection:
        make_accounts(connection, scope)
    assert gone.status_code == 404


def test_regions_are_found_by_anybody_while_they_type(client: TestClient) -> None:
    found = client.get(f"/cari/{reference.VERSION}", params={"q": "bone bolango"}).json()
    assert found[0] == {"code": "75.03", "name": "Kabupaten Bone Bolango", "level": 2, "above": "Gorontalo", "was": ""}
    before = client.get(f"/cari/{reference.VERSION}", params={"q": "91.18"}).json()[0]
    assert (before["was"], before["code"], before["name"]) == ("91.18", "93.04", "Kabupaten Asmat")
    for nonsense in ("", "a", "%25", "%00" * 30, "x" * 5_000, "%ED%A0%BD", "%27%20or%201=1", "%FF%FE"):
        answer = client.get(f"/cari/{reference.VERSION}?q={nonsense}")
        assert (answer.status_code, answer.json()) == (200, [])
    assert client.get("/cari/lain", params={"q": "bone"}).status_code == 404


def test_a_session_keeps_a_few_files(client: TestClient) -> None:
    tickets = [
        offers.offer(lambda: b"isi", scope=DEMO[0].scope, file_name=f"{number}.csv", mime="text/csv") for number in range(40)
    ]
    gc.collect()
    assert [ticket in downloads._offers for ticket in tickets] == [False] * 24 + [True] * 16


def test_a_file_of_another_person_is_nobodys(shared: TestClient, provinces: Loaded) -> None:
    siti = find_person(provinces.store, "siti")
    assert siti is not None
    ticket = _offered(provinces, siti)
    assert shared.get(f"/unduh/{ticket}").status_code == 404  # nobody signed in
    shared.post("/masuk", data={"username": "siti", "password": WORD})
    assert shared.get(f"/unduh/{ticket}").content == b"isi"
    other = _offered(provinces, Person("orang-lain", "Orang lain", "bnn_pusat", ("",)))
    assert shared.get(f"/unduh/{other}").status_code == 404
    # the same person with fewer rights since: the offer was made for more
    more = _offered(provinces, Person("siti", siti.full_name, "bnn_pusat", ("",)))
    assert (shared.get(f"/unduh/{more}").status_code == 404) == (siti.scope.role != "bnn_pusat")
