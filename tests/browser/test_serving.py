"""Starting, stopping and signing in, as a person does."""

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
import sqlalchemy as sa
from playwright.sync_api import Browser, expect

from data.model import schema
from data.model.settings import ROOT, Settings
from data.store.prepare import prepare
from data.store.scope import Scope
from tests.browser.conftest import serve, stop, watch
from tests.people import WORD, add_person
from tests.processes import postgres_of, wait_until
from tests.stores import PART, REGIONS, Loaded, Run, environment


@pytest.mark.browser
def test_a_shared_store_asks_for_sign_in_and_shows_only_what_is_allowed(run: Run, tmp_path: Path, chromium: Browser) -> None:
    with run.own("postgis", "provinsi", tmp_path / "home") as own:
        add_person(own.store, "budi", "Budi", "kepala_daerah", ["75.03"], WORD, by="uji")
        server = serve(own.settings)
        try:
            page = chromium.new_page()
            traffic = watch(page, server.url)
            page.goto(f"{server.url}/beranda")
            expect(page).to_have_url(f"{server.url}/masuk")
            page.get_by_label("Nama pengguna").fill("budi")
            page.get_by_label("Kata sandi").fill("salah")
            page.get_by_role("button", name="Masuk").click()
            expect(page.get_by_role("alert")).to_have_text("Nama pengguna atau kata sandi salah.")
            page.get_by_label("Nama pengguna").fill("budi")
            page.get_by_label("Kata sandi").fill(WORD)
            page.get_by_role("button", name="Masuk").click()
            expect(page.get_by_role("heading", level=1)).to_contain_text("Bone Bolango", timeout=60_000)
            expect(page.get_by_text("Melihat sebagai (demo)")).to_have_count(0)
            page.reload()
            expect(page.get_by_role("heading", level=1)).to_contain_text("Bone Bolango", timeout=60_000)
            page.goto(f"{server.url}/keluar")
            page.goto(f"{server.url}/")
            expect(page).to_have_url(f"{server.url}/masuk")
            assert traffic.outside == []
            page.close()
        finally:
            stop(server)


def test_a_second_start_answers_soon_and_ctrl_c_is_quiet(
    provinces_embedded: Loaded, record_property: Callable[[str, object], None]
) -> None:
    for attempt in ("second", "third"):
        server = serve(provinces_embedded.settings)
        record_property(f"{attempt}_start_seconds", round(server.seconds, 2))
        stop(server)
        output = server.process.communicate()[0]
        assert server.process.returncode == 0, output
        assert "Traceback" not in output
        assert "Dihentikan." in output


@pytest.mark.skipif(sys.platform != "linux", reason="looks at processes through /proc")
def test_ctrl_c_leaves_no_postgres_and_a_store_that_opens_again(tmp_path: Path) -> None:
    settings = Settings(home=tmp_path / "home", simulation_size=PART)
    subprocess.run([sys.executable, "-m", "tests.start.loaded_store"], env=environment(settings), cwd=ROOT, check=True)
    assert wait_until(lambda: not postgres_of(settings.home), 20)
    server = serve(settings)
    assert wait_until(lambda: bool(postgres_of(settings.home)), 30), "it answers before its store does"
    stop(server)
    assert server.process.returncode == 0
    assert wait_until(lambda: not postgres_of(settings.home), 20)
    store = prepare(settings)
    with store.reading(Scope.public()) as connection:
        assert connection.scalar(sa.select(sa.func.count()).select_from(schema.region)) == 1 + sum(REGIONS) + 4
    store.close()
