"""Two offices work off one difference: one takes it up, the other is late, and closes it; a suggestion is linked and undone."""

from collections.abc import Iterator

import pytest
import sqlalchemy as sa
from playwright.sync_api import Browser, Page, expect

from data.cases.run import link_all
from data.identity.accounts import Giver, Wanted, add_account
from data.store import Store
from data.store.prepare import prepare
from tests.browser.conftest import Server, serve, stop
from tests.browser.offices import signed_in
from tests.browser.test_accessibility import serious
from tests.people import WORD
from tests.stores import Run

pytestmark = pytest.mark.browser
_PLACE = "75.01"
_OFFICES = {"kejari": ("Kejari", "Kejari Gorontalo"), "polres": ("Polres", "Polres Gorontalo")}
_HEAD, _ROW = 35, 18  # pixels to the middle of the first row


@pytest.fixture(scope="module")
def served(run: Run, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Server, Store]]:
    settings = run.copy("postgis", "provinsi", tmp_path_factory.mktemp("selisih") / "home")
    store = prepare(settings)
    for name, (agency, office) in _OFFICES.items():
        add_account(store, Wanted(name, office, "instansi", (_PLACE,), WORD, agency=agency, office=office), Giver())
    link_all(store, lambda *_: None)
    server = serve(settings)
    yield server, store
    stop(server)
    store.close()


def _opened(browser: Browser, server: Server, name: str, state: str = "terbuka") -> Page:
    page = signed_in(browser, server.url, name)
    _show(page, server, state)
    return page


def _show(page: Page, server: Server, state: str) -> None:
    page.goto(f"{server.url}/penindakan?w={_PLACE}&bagian=rekonsiliasi&keadaan={state}")
    expect(page.get_by_role("heading", name="Daftar selisih")).to_be_visible(timeout=90_000)


def _choose_first(page: Page) -> str:
    """Choose the first entry of the list; returns its number."""
    table = page.locator("[class*='st-key-selisih_penyidik'] canvas").first
    expect(table).to_be_visible(timeout=60_000)
    table.scroll_into_view_if_needed()
    box = table.bounding_box()
    assert box is not None
    page.mouse.click(box["x"] + _ROW, box["y"] + _HEAD + _ROW)
    panel = page.locator(".st-key-selisih_terpilih")
    expect(panel).to_be_visible(timeout=60_000)
    return panel.locator("strong").first.inner_text().split()[-1]


def _decide(page: Page, decision: str, reason: str = "") -> None:
    page.get_by_role("radiogroup", name="Keputusan").get_by_text(decision, exact=True).click()
    if reason:
        page.get_by_label("Alasan", exact=True).fill(reason)
    page.get_by_role("button", name="Simpan keputusan").click()


def _state(store: Store, number: str) -> tuple[str, str]:
    with store.writing() as connection:
        row = connection.execute(
            sa.text("select state, outcome from inti.case_difference where id = :id"), {"id": int(number)}
        ).one()
    return str(row.state), str(row.outcome)


def test_two_offices_work_off_one_difference(served: tuple[Server, Store], chromium: Browser) -> None:
    server, store = served
    prosecutor, police = (_opened(chromium, server, name) for name in _OFFICES)
    number = _choose_first(prosecutor)
    assert _choose_first(police) == number, "both read the same entry"
    assert serious(prosecutor) == []

    _decide(prosecutor, "Kerjakan")
    expect(prosecutor.get_by_text(f"Selisih {number}: Kerjakan")).to_be_visible(timeout=60_000)
    assert _state(store, number)[0] == "dikerjakan"

    _decide(police, "Salah ketik", "nomor di berkas kami keliru")
    expect(police.get_by_text(f"Selisih nomor {number} sudah diubah Kejari Gorontalo")).to_be_visible(timeout=60_000)
    assert _state(store, number)[0] == "dikerjakan", "the late decision changed nothing"

    _show(police, server, "dikerjakan")
    assert _choose_first(police) == number
    _decide(police, "Salah ketik")
    expect(police.get_by_text("Alasan wajib diisi")).to_be_visible(timeout=60_000)
    _decide(police, "Salah ketik", "nomor di berkas kami keliru")
    expect(police.get_by_text(f"Selisih {number}: Salah ketik")).to_be_visible(timeout=60_000)
    assert _state(store, number) == ("ditutup", "typing_error")
    assert "LKN" not in police.url

    _show(prosecutor, server, "ditutup")
    assert _choose_first(prosecutor) == number
    panel = prosecutor.locator(".st-key-selisih_terpilih")
    expect(panel.get_by_text("Polres Gorontalo")).to_be_visible()
    expect(panel.get_by_text("nomor di berkas kami keliru")).to_be_visible()
    _decide(prosecutor, "Batalkan keputusan", "diperiksa sekali lagi")
    expect(prosecutor.get_by_text(f"Selisih {number}: Batalkan keputusan")).to_be_visible(timeout=60_000)
    assert _state(store, number)[0] == "terbuka"
    for page in (prosecutor, police):
        page.context.close()


def test_a_suggestion_is_accepted_on_a_phone(served: tuple[Server, Store], chromium: Browser) -> None:
    server, store = served
    page = _opened(chromium, server, "kejari")
    number = _choose_first(page)
    _decide(page, "Perkara yang sama: tautkan", "salah ketik pada nomor LKN")
    expect(page.get_by_text(f"Selisih {number}: Perkara yang sama")).to_be_visible(timeout=60_000)
    assert _state(store, number) == ("ditutup", "same_case")
    with store.writing() as connection:
        assert connection.scalar(sa.text("select count(*) from inti.case_link where state = 'accepted'")) == 1
    page.context.close()
