"""Addresses that name no page or no area: where the server sends them, before any page runs."""

from collections.abc import Iterator
from urllib.parse import parse_qs, urlsplit

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from dashboard.cache import runtime
from dashboard.state.first_page import first_page
from dashboard.state.page_server import streamlit_server
from dashboard.web import routes
from dashboard.web.middleware import middleware
from dashboard.web.pages import PAGES, home_region, landing, listed
from data.identity.demo import DEMO
from data.identity.people import Person
from data.model.roles import Role

HTML = {"accept": "text/html"}


@pytest.fixture
def client(own_store: None) -> Iterator[TestClient]:
    app = Starlette(routes=routes.routes(), middleware=middleware(streamlit_server()))
    with TestClient(app, base_url="http://localhost", follow_redirects=False) as client:
        yield client
    runtime.forget()


@pytest.mark.parametrize(
    ("asked", "path", "query"),
    [
        ("/", "/peta", {"w": "ID"}),
        ("/?sebagai=demo-bupati", "/beranda", {"sebagai": "demo-bupati", "w": "75.03"}),
        ("/?sebagai=demo-bnnk&bahasa=en", "/beranda", {"sebagai": "demo-bnnk", "bahasa": "en", "w": "75.03"}),
        ("/?sebagai=demo-bnnp", "/peta", {"sebagai": "demo-bnnp", "w": "75"}),
        ("/?sebagai=demo-bupati&w=75", "/peta", {"sebagai": "demo-bupati", "w": "75"}),
        ("/?tema=penangkapan", "/peta", {"tema": "penangkapan", "w": "ID"}),
        ("/?w=75&tingkat=3", "/peta", {"w": "75", "tingkat": "3"}),
        ("/kotan?sebagai=demo-bupati", "/kotan", {"sebagai": "demo-bupati", "w": "75.03"}),
        ("/kirim/", "/kirim", {"w": "ID"}),
        ("/?w=%3Cscript%3E%0d%0aset-cookie:x", "/peta", {"w": "<script>\r\nset-cookie:x"}),
    ],
)
def test_an_address_without_an_area_is_redirected_to_one_that_has_it(
    client: TestClient, asked: str, path: str, query: dict[str, str]
) -> None:
    answer = client.get(asked, headers=HTML)
    assert answer.status_code == 307
    assert answer.headers["cache-control"] == "no-store"
    assert "set-cookie" not in answer.headers
    to = urlsplit(answer.headers["location"])
    assert (to.scheme, to.netloc, to.path) == ("", "", path)
    assert {name: values[0] for name, values in parse_qs(to.query).items()} == query


@pytest.mark.parametrize("former", ["profil", "ringkasan"])
@pytest.mark.parametrize("query", ["", "?w=75.03&periode=2024&tema=penangkapan", "?w=%0d%0aset-cookie:x"])
def test_a_former_page_leads_to_what_it_became_with_its_parameters(client: TestClient, former: str, query: str) -> None:
    answer = client.get(f"/{former}{query}", headers=HTML)
    assert answer.status_code == 308
    assert "set-cookie" not in answer.headers
    to = urlsplit(answer.headers["location"])
    assert (to.netloc, to.path) == ("", "/beranda")
    assert parse_qs(to.query) == parse_qs(query[1:])


@pytest.mark.parametrize("path", [f"/{entry.path}?w=75" for entry in PAGES])
def test_a_complete_address_is_answered_with_the_page(client: TestClient, path: str) -> None:
    answer = client.get(path, headers=HTML)
    assert answer.status_code == 200
    assert answer.text == first_page()


@pytest.mark.parametrize(
    ("path", "near"),
    [("/brnda?w=75&bahasa=id", "beranda"), ("/x/y", ""), ("/zzz", ""), ("/Peta", "peta"), ("//jahat", "")],
)
def test_an_unknown_page_says_so_and_links_to_those_there_are(client: TestClient, path: str, near: str) -> None:
    answer = client.get(f"http://localhost{path}", headers=HTML)
    assert answer.status_code == 404
    assert "Tidak ada halaman di alamat ini" in answer.text
    assert ("Mungkin maksud Anda" in answer.text) == bool(near)
    assert 'href="/peta' in answer.text
    assert ('href="/beranda?w=75&amp;bahasa=id"' in answer.text) == ("w=75" in path)
    assert "jahat" not in answer.text


@pytest.mark.parametrize(
    "path", ["/_stcore/health", "/static/x", "/media/x", "/favicon.ico", "/beranda/_stcore/health", "/api/v1/zz"]
)
def test_what_is_no_page_is_left_to_others(client: TestClient, path: str) -> None:
    assert "Tidak ada halaman" not in client.get(path, headers=HTML).text


def test_programs_are_not_redirected(client: TestClient) -> None:
    assert client.get("/").status_code == 404
    assert client.post("/", headers=HTML).status_code == 404


def test_an_area_in_a_link_of_the_page_cannot_break_out(client: TestClient) -> None:
    body = client.get('/zzz?w="><script>alert(1)</script>', headers=HTML).text
    assert "<script>" not in body


@pytest.mark.parametrize("person", DEMO, ids=lambda person: person.username)
def test_heads_and_offices_of_one_region_begin_with_it(person: Person) -> None:
    ahead = person.role in (Role.BNNK, Role.REGIONAL_HEAD)
    assert landing(person).path == ("beranda" if ahead else "peta")
    assert home_region(person) == (person.prefixes[0] or "ID")


def test_a_regional_head_finds_nothing_in_the_menu_that_only_senders_use() -> None:
    regent = next(person for person in DEMO if person.role is Role.REGIONAL_HEAD)
    assert listed("data", regent) == listed("manage", regent) == ()
    assert [one.path for one in listed("home", regent)] == ["beranda"]


def test_a_head_of_two_regions_begins_with_the_map() -> None:
    two = Person("dua", "Dua", Role.REGIONAL_HEAD, ("75.03", "75.71"))
    assert (landing(two).path, home_region(two)) == ("peta", "ID")
