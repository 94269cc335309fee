"""An office that sends reports: its store, served, and its person at a phone."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, Page

from data.intake import workers
from data.store import Store
from data.store.prepare import prepare
from tests.benchmarks.forms import PHONE
from tests.browser.conftest import Server, serve, stop
from tests.people import WORD, add_person
from tests.stores import Run


@contextmanager
def office(run: Run, home: Path, name: str, role: str, region: str) -> Iterator[tuple[Server, Store]]:
    """A store with regions and one person who sends, and the app that serves it."""
    settings = run.copy("postgis", "wilayah", home)
    store = prepare(settings)
    add_person(store, name, name.capitalize(), role, [region], WORD, by="uji")
    server = serve(settings)
    yield server, store
    stop(server)
    workers.end_all()
    store.close()


def signed_in(browser: Browser, url: str, name: str) -> Page:
    """A phone on which the person has signed in."""
    page = browser.new_context(viewport=PHONE).new_page()
    page.goto(f"{url}/masuk")
    page.get_by_label("Nama pengguna").fill(name)
    page.get_by_label("Kata sandi").fill(WORD)
    page.get_by_role("button", name="Masuk").click()
    page.wait_for_url(lambda address: "/masuk" not in address, timeout=60_000)
    return page
