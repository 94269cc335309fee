"""The app under a path of a shared host, as a reverse proxy passes requests on."""

import re
import socket
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from data.store.prepare import prepare
from tests.browser.conftest import serve, stop, wait_for_map, watch
from tests.people import WORD, add_person
from tests.stores import Run


@pytest.mark.browser
def test_everything_is_found_under_the_path_and_a_file_can_be_put(run: Run, tmp_path: Path, chromium: Browser) -> None:
    settings = run.copy("postgis", "provinsi", tmp_path / "home")
    store = prepare(settings)
    add_person(store, "budi", "Budi", "bnnp", ["75"], WORD, by="uji")
    store.close()
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    home = f"http://127.0.0.1:{port}/bersinar"
    server = serve(settings, port, BERSINAR_ADDRESS=home)
    try:
        page = chromium.new_page(locale="id-ID")
        page.set_default_timeout(60_000)
        traffic = watch(page, home)
        page.goto(f"{home}/")
        expect(page).to_have_url(f"{home}/masuk")
        page.get_by_label("Nama pengguna").fill("budi")
        page.get_by_label("Kata sandi").fill(WORD)
        page.get_by_role("button", name="Masuk").click()
        wait_for_map(page)
        page.goto(f"{home}/peta?wilayah=75")
        wait_for_map(page)
        assert any("/bersinar/tiles/" in url for url in traffic.requests)
        page.goto(f"{home}/kirim")
        put = page.locator("input[type=file]")
        put.set_input_files({"name": "uji.csv", "mimeType": "text/csv", "buffer": b"a;b\n1;2\n"})
        expect(page.get_by_text(re.compile("uji.csv")).first).to_be_visible()
        expect(page.get_by_text(re.compile("kepala kolom|Kolom")).first).to_be_visible()
        page.get_by_role("button", name="Menu").click()
        page.get_by_role("link", name="Keluar").first.click()
        expect(page).to_have_url(f"{home}/masuk")
        assert traffic.outside == [], "all of it under the path"
        page.close()
    finally:
        stop(server)
