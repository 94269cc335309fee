"""Signing in as people do: a first password, a phone's codes, an agency's single sign-on."""

import re
from collections.abc import Iterator

import oidc_provider_mock
import pyotp
import pytest
import sqlalchemy as sa
from playwright.sync_api import Browser, Page, expect

from data.identity import accounts, audit
from data.identity.accounts import Giver, Wanted
from data.identity.demo import demo_person
from data.model import schema
from data.model.settings import Settings
from data.store import Store
from data.store.prepare import prepare
from tests.browser.conftest import Server, keep, serve, stop, watch
from tests.people import WORD
from tests.stores import Run

pytestmark = pytest.mark.browser
OWN = "kata-sandi-milik-sendiri"


@pytest.fixture(scope="module")
def office(run: Run, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Settings, Store]]:
    """A shared store with regions and nothing else."""
    settings = run.copy("postgis", "wilayah", tmp_path_factory.mktemp("masuk") / "home")
    store = prepare(settings)
    yield settings, store
    store.close()


def _inside(page: Page, name: str) -> None:
    menu = page.locator(".st-key-bilah").get_by_role("button", name="Menu")
    expect(menu).to_be_visible(timeout=60_000)
    if not page.get_by_test_id("stPopoverBody").count():
        menu.click()
    expect(page.get_by_text(f"Masuk sebagai {name}")).to_be_visible(timeout=60_000)


def _sign_in(page: Page, server: Server, word: str) -> None:
    page.goto(f"{server.url}/masuk")
    page.get_by_label("Nama pengguna").fill("siti")
    page.get_by_label("Kata sandi").fill(word)
    page.get_by_role("button", name="Masuk").click()


def _code(page: Page, code: str, button: str) -> None:
    page.get_by_label("Kode 6 angka").fill(code)
    page.get_by_role("button", name=button).click()


def test_a_first_password_is_changed_a_phone_is_set_up_and_asked_for(
    office: tuple[Settings, Store], chromium: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings, store = office
    accounts.add_account(store, Wanted("siti", "Siti", "bnnp", ("",), WORD, must_change=True), Giver())
    server = serve(settings, BERSINAR_SECOND_FACTOR="wajib")
    try:
        page = chromium.new_page(locale="id-ID")
        traffic = watch(page, server.url)
        _sign_in(page, server, WORD)
        expect(page.get_by_role("heading", name="Kata sandi baru")).to_be_visible()
        for path in ("/", "/akun/sandi", "/akun/faktor"):  # half signed in is not signed in
            page.goto(server.url + path)
            expect(page).to_have_url(f"{server.url}/masuk")
        page.goto(f"{server.url}/masuk/lanjut")
        page.get_by_label("Kata sandi baru", exact=True).fill(OWN)
        page.get_by_label("Kata sandi baru, sekali lagi").fill("lain-sama-sekali")
        page.get_by_role("button", name="Simpan").click()
        expect(page.get_by_role("alert")).to_have_text("Kedua kata sandi baru tidak sama. Coba ketik ulang keduanya.")
        page.get_by_label("Kata sandi baru", exact=True).fill(OWN)
        page.get_by_label("Kata sandi baru, sekali lagi").fill(OWN)
        page.get_by_role("button", name="Simpan").click()
        expect(page.get_by_role("heading", name="Faktor kedua")).to_be_visible()
        keep(page, "faktor-kedua")
        _code(page, "000000", "Pasang")
        expect(page.get_by_role("alert")).to_contain_text("Kode salah")
        secret = re.sub(r"\s", "", page.locator("code").inner_text())
        assert len(secret) == 32
        made = pyotp.TOTP(secret)
        used = made.now()
        _code(page, used, "Pasang")
        _inside(page, "Siti")

        page.goto(f"{server.url}/keluar")
        _sign_in(page, server, OWN)
        expect(page.get_by_role("heading", name="Kode dari gawai Anda")).to_be_visible()
        _code(page, used, "Lanjut")
        expect(page.get_by_role("alert")).to_contain_text("Kode salah, sudah dipakai")
        with store.writing() as connection:  # as if half a minute had passed
            connection.execute(schema.person.update().values(totp_step=schema.person.c.totp_step - 1))
        _code(page, made.now(), "Lanjut")
        _inside(page, "Siti")

        page.wait_for_selector("[data-testid='stApp'][data-test-script-state='notRunning']", state="attached")
        expect(page.locator(".bs-exact")).to_be_visible()
        page.get_by_text("Angka terbit", exact=True).click()
        expect(page.locator(".bs-exact")).to_have_count(0, timeout=30_000)
        assert traffic.outside == []
        assert traffic.errors == []
        page.close()
    finally:
        stop(server)
    noted = audit.trail(store, demo_person("demo-auditor").scope)
    assert {"masuk", "gagal_masuk", "keluar", "akun"} <= set(noted["act"])
    output = server.process.communicate()[0]
    for secret_word in (WORD, OWN, secret):
        assert secret_word not in output, "no secret in the log"


@pytest.fixture
def sso(office: tuple[Settings, Store], free_port: int) -> Iterator[tuple[Server, str, Store]]:
    """An app that trusts a real OpenID provider, running here; the provider's address and the store."""
    settings, store = office
    users = [
        oidc_provider_mock.User(sub=name, claims={"email": email, "email_verified": verified})
        for name, email, verified in (
            ("rahmat-1", "Rahmat@bnn.example", True),
            ("penyusup", "rahmat@bnn.example", True),
            ("tamu", "tamu@bnn.example", True),
            ("asal", "asal@bnn.example", False),
        )
    ]
    with store.writing() as connection:
        connection.execute(schema.person.delete().where(schema.person.c.sso_name.is_not(None)))
    for name in ("rahmat", "asal"):
        wanted = Wanted(name, name.title(), "kepala_daerah", ("",), sso_name=f"{name}@bnn.example")
        accounts.add_account(store, wanted, Giver())
    with oidc_provider_mock.run_server_in_thread(user_claims=users) as provider:
        address = f"http://localhost:{provider.server_port}"
        (settings.home / "sso.toml").write_text(
            f"""[auth]
redirect_uri = "http://127.0.0.1:{free_port}/oauth2callback"
cookie_secret = "rahasia-uji-yang-cukup-panjang-untuk-hmac"
client_id = "dasbor"
client_secret = "rahasia"
server_metadata_url = "{address}/.well-known/openid-configuration"
client_kwargs = {{ scope = "openid email" }}
""",
            encoding="utf-8",
        )
        server = serve(settings, port=free_port)
        yield server, address, store
        stop(server)
        (settings.home / "sso.toml").unlink()


def _by_sso(page: Page, server: Server, subject: str) -> None:
    page.goto(f"{server.url}/masuk")
    page.get_by_role("link", name="Masuk dengan SSO").click()
    page.get_by_role("button", name=subject, exact=True).first.click()


def test_single_sign_on_opens_the_registered_account_and_no_other(sso: tuple[Server, str, Store], chromium: Browser) -> None:
    server, provider, store = sso
    context = chromium.new_context(locale="id-ID")
    page = context.new_page()
    asked_by_ours: list[str] = []
    page.on("request", lambda one: asked_by_ours.append(one.url) if one.frame.url.startswith(server.url) else None)
    page.goto(f"{server.url}/beranda")
    expect(page).to_have_url(f"{server.url}/masuk")
    keep(page, "masuk-sso")
    _by_sso(page, server, "rahmat-1")
    _inside(page, "Rahmat")
    expect(page.get_by_text("Ganti kata sandi")).to_have_count(0)  # there is none
    names = {cookie["name"] for cookie in context.cookies(server.url)}
    assert "bersinar_sesi" in names
    assert names & {"bersinar_sso", "bersinar_langkah"} == set(), "what the provider said is not kept"
    assert not any("streamlit" in name and name != "_streamlit_xsrf" for name in names)
    page.reload()
    _inside(page, "Rahmat")
    page.goto(f"{server.url}/keluar")
    page.goto(f"{server.url}/")
    expect(page).to_have_url(f"{server.url}/masuk")

    for subject in ("tamu", "penyusup"):  # nobody registered one; the other has the name but is somebody else
        _by_sso(page, server, subject)
        expect(page.get_by_role("alert")).to_contain_text("tidak terdaftar atau sudah terikat")
    _by_sso(page, server, "asal")  # an address the provider did not verify
    expect(page.get_by_role("alert")).to_be_visible()
    accounts.switch(store, "rahmat", Giver(), active=False)
    _by_sso(page, server, "rahmat-1")
    expect(page.get_by_role("alert")).to_contain_text("tidak terdaftar")
    hosts = {url.split("/")[2] for url in asked_by_ours if not url.startswith(("blob:", "data:"))}
    assert hosts == {server.url.split("/")[2], provider.split("/")[2]}, "the provider and nobody else"
    context.close()
    with store.writing() as connection:
        acts = connection.execute(
            sa.select(schema.jejak.c.person, schema.jejak.c.act, schema.jejak.c.detail).where(
                schema.jejak.c.detail.contains("sso")
            )
        ).all()
    assert [tuple(row) for row in acts if row.act == "masuk"] == [("rahmat", "masuk", '{"cara": "sso"}')]
    assert sum(row.act == "gagal_masuk" for row in acts) == 3


def test_an_answer_of_the_provider_is_good_once_and_cannot_be_made_up(
    sso: tuple[Server, str, Store], chromium: Browser
) -> None:
    server, _, _ = sso
    context = chromium.new_context(locale="id-ID")
    page = context.new_page()
    answers: list[str] = []
    page.on("request", lambda one: answers.append(one.url) if "/oauth2callback?" in one.url else None)
    _by_sso(page, server, "rahmat-1")
    _inside(page, "Rahmat")
    page.goto(f"{server.url}/keluar")
    assert len(answers) == 1
    for address in (answers[0], f"{server.url}/oauth2callback?code=x&state=y"):
        page.goto(address)
        expect(page.get_by_role("alert")).to_contain_text("Coba masuk sekali lagi")
    context.add_cookies([{"name": "bersinar_sso", "value": "e30.x.y", "url": f"{server.url}/oauth2callback"}])
    page.goto(answers[0])
    expect(page.get_by_role("alert")).to_contain_text("Coba masuk sekali lagi")
    context.close()
