"""The app answers at once and shows what it prepares; finished steps stay, however the load ends."""

import os
import re
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

import httpx2
import pytest
import sqlalchemy as sa
from playwright.sync_api import Browser, expect

from data.model.settings import ROOT, Settings
from data.ops.bootstrap import load, missing_steps
from data.store.locks import alone_at_loading
from data.store.prepare import prepare
from tests.processes import hear_ctrl_c, postgres_of, wait_until
from tests.stores import UNSEEN, Run, environment

pytestmark = pytest.mark.slow
CITY = "75.71"
LONG = "35"  # takes longer to load than the app and a browser to start


class App:
    """`python -m dashboard` beside the tests, and what it printed so far."""

    def __init__(self, settings: Settings, port: int) -> None:
        self.url = f"http://127.0.0.1:{port}"
        self.lines: list[str] = []
        self.process = subprocess.Popen(
            [sys.executable, "-m", "dashboard", "--port", str(port)],
            env=environment(settings),
            cwd=ROOT,
            text=True,
            start_new_session=True,
            preexec_fn=hear_ctrl_c,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
        )
        assert self.process.stdout is not None
        threading.Thread(target=self._read, args=(self.process.stdout,), daemon=True).start()

    def _read(self, lines: IO[str]) -> None:
        self.lines.extend(iter(lines.readline, ""))

    @property
    def said(self) -> str:
        return "".join(self.lines)

    def says(self, words: str, seconds: float = 400) -> bool:
        """Whether it prints `words` in that time."""
        return wait_until(lambda: words in self.said, seconds)

    def answers(self) -> bool:
        """Whether it listens, within two minutes."""

        def asked() -> bool:
            try:
                return httpx2.get(f"{self.url}/healthz", timeout=5).status_code == 200
            except httpx2.TransportError:
                return False

        return wait_until(asked, 400)

    def stop(self) -> int:
        """What Ctrl-C does, to the whole group as a terminal does it."""
        if self.process.poll() is None:
            os.killpg(self.process.pid, signal.SIGINT)
        return self.process.wait(60)


@contextmanager
def running(settings: Settings, port: int) -> Iterator[App]:
    app = App(settings, port)
    try:
        yield app
    finally:
        app.stop()


@pytest.mark.browser
@pytest.mark.skipif(sys.platform != "linux", reason="looks at processes through /proc")
def test_the_app_answers_during_the_load_and_then_shows_the_map(tmp_path: Path, free_port: int, chromium: Browser) -> None:
    settings = Settings(home=tmp_path / "home", simulation_size=LONG)
    with running(settings, free_port) as app:
        assert app.answers()
        waiting = httpx2.get(f"{app.url}/readyz", timeout=10)
        assert waiting.status_code == 503
        assert "Data masih disiapkan" in waiting.text
        program = {"authorization": "Bearer x"}
        assert httpx2.get(f"{app.url}/api/v1/indicators", headers=program, timeout=10).status_code == 503
        page = chromium.new_context(viewport={"width": 390, "height": 844}).new_page()
        page.goto(app.url)
        expect(page.get_by_role("heading", name="Menyiapkan data")).to_be_visible(timeout=60_000)
        assert "Data siap." not in app.said
        expect(page.locator(".bs-steps")).to_contain_text("Indikator")
        expect(page.locator(".bs-prepare")).to_have_count(0, timeout=700_000)
        expect(page.get_by_role("heading", level=1)).to_contain_text("2026", timeout=60_000)
        page.context.close()
        assert wait_until(lambda: httpx2.get(f"{app.url}/readyz", timeout=10).status_code == 200, 20)
        assert app.stop() == 0
        for step in ("Wilayah", "Angka terbitan", "Batas indikatif", "DATA SIMULASI", "Indikator", "Ubin peta"):
            assert f"{step} ...\n" in app.said
            assert re.search(rf"^{step}: selesai dalam \d+ detik$", app.said, re.M), app.said
        assert "Traceback" not in app.said
        assert wait_until(lambda: not postgres_of(settings.home), 20), "postgres is still running"


@pytest.mark.skipif(sys.platform != "linux", reason="looks at processes through /proc")
def test_a_killed_start_goes_on_where_it_stood(tmp_path: Path, free_port: int) -> None:
    settings = Settings(home=tmp_path / "home", simulation_size=CITY)
    with running(settings, free_port) as app:
        assert app.says("DATA SIMULASI: selesai"), app.said
        app.process.kill()
        app.process.wait()
    assert wait_until(lambda: not _loading_for(settings.home), 30), "the process that loads outlives the app"
    with running(settings, free_port) as app:
        assert app.says("Data siap."), app.said
        assert "Wilayah ..." not in app.said
        assert "DATA SIMULASI ..." not in app.said
        assert "Traceback" not in app.said
    with running(settings, free_port) as app:
        assert app.answers()
        assert wait_until(lambda: httpx2.get(f"{app.url}/readyz", timeout=10).status_code == 200, 30)
        assert " ..." not in app.said, "nothing is missing, and nothing is done again"


def _loading_for(home: Path) -> list[int]:
    found = []
    for entry in Path("/proc").glob("[0-9]*"):
        try:
            loads = b"data.ops.worker" in (entry / "cmdline").read_bytes()
            if loads and f"BERSINAR_HOME={home}".encode() in (entry / "environ").read_bytes():
                found.append(int(entry.name))
        except OSError:
            continue
    return found


@pytest.mark.browser
def test_a_step_that_fails_is_said_on_the_page_and_in_the_terminal(
    run: Run, tmp_path: Path, free_port: int, chromium: Browser
) -> None:
    settings = run.copy("embedded", "kosong", tmp_path / "home", simulation_size=CITY)
    store = prepare(settings)
    with store.writing() as connection:
        connection.execute(sa.text("drop table inti.published_figure"))
    store.close()
    with running(settings, free_port) as app:
        assert app.says("Penyiapan data berhenti"), app.said
        assert app.answers()
        page = chromium.new_page()
        page.goto(app.url)
        expect(page.get_by_role("alert").first).to_contain_text("jalankan ./run lagi", timeout=60_000)
        expect(page.locator(".bs-did")).to_have_text(re.compile("Nama dan letak wilayah"))
        page.context.close()
        number = re.search(r"nomor laporan (\w+)", app.said)
        assert number
        assert f"{number[1]} muat UNEXPECTED <- " in app.said
        assert "Traceback" not in app.said


def test_two_loads_of_one_store_wait_for_each_other(run: Run, tmp_path: Path) -> None:
    settings = run.copy("embedded", "kosong", tmp_path / "home")
    store = prepare(settings)
    assert store.admin is not None
    waits, ended = threading.Event(), threading.Event()

    def second() -> None:
        load(store, settings, simulate=False, within=(CITY,), show=UNSEEN, waits=waits.set)
        ended.set()

    with alone_at_loading(store.admin):
        threading.Thread(target=second, daemon=True).start()
        assert waits.wait(30)
        time.sleep(1)
        assert "regions" in missing_steps(store, settings, simulate=False)
    assert ended.wait(120)
    assert not missing_steps(store, settings, simulate=False)
    store.close()
