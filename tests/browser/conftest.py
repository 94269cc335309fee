"""A running app and a real Chromium."""

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from data.settings import ROOT, Settings
from tests.conftest import Nation, environment
from tests.processes import hear_ctrl_c

ARTEFACTS = ROOT / "tests" / "artefacts"
SIZES = {"kantor": (1440, 900), "ponsel": (390, 844), "proyektor": (1920, 1080)}
_CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or "/usr/bin/chromium"
_FLAGS = [
    "--no-sandbox", "--disable-background-networking", "--no-first-run", "--disable-component-update", "--disable-sync",
    "--use-gl=angle", "--use-angle=swiftshader", "--enable-unsafe-swiftshader",
]  # fmt: skip


@dataclass
class Server:
    """A running app; `seconds` from start to first answer."""

    url: str
    process: subprocess.Popen[str]
    seconds: float


def serve(settings: Settings) -> Server:
    """Start `python -m dashboard` on a free port and wait for it."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    began = time.monotonic()
    process = subprocess.Popen(
        [sys.executable, "-m", "dashboard", "--port", str(port)],
        env=environment(settings), cwd=ROOT, text=True, start_new_session=True, preexec_fn=hear_ctrl_c,
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
    )  # fmt: skip
    url = f"http://127.0.0.1:{port}"
    while time.monotonic() - began < 120:
        try:
            urllib.request.urlopen(f"{url}/healthz", timeout=2)
            return Server(url, process, time.monotonic() - began)
        except OSError:
            if process.poll() is not None:
                break
            time.sleep(0.1)
    process.kill()
    raise AssertionError(f"the app did not start: {process.communicate()[0]}")


def stop(server: Server) -> None:
    """What Ctrl-C does."""
    if server.process.poll() is None:
        os.killpg(server.process.pid, signal.SIGINT)
        server.process.wait(timeout=30)


@pytest.fixture(scope="session")
def app(national_embedded: Nation) -> Iterator[Server]:
    running = serve(national_embedded.settings)
    yield running
    stop(running)


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=_CHROMIUM, args=_FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def chromium_without_webgl(chromium: Browser) -> Iterator[Browser]:
    flags = ["--no-sandbox", "--disable-3d-apis", "--disable-background-networking", "--no-first-run"]
    browser = chromium.browser_type.launch(executable_path=_CHROMIUM, args=flags)
    yield browser
    browser.close()


@dataclass
class Traffic:
    """What a page asked for and what its websocket carried."""

    home: str
    outside: list[str] = field(default_factory=list)
    requests: list[str] = field(default_factory=list)
    received: int = 0
    sent: int = 0
    errors: list[str] = field(default_factory=list)

    def clear(self) -> None:
        self.requests.clear()
        self.received = self.sent = 0


def watch(page: Page, home: str) -> Traffic:
    """Count everything from now on."""
    traffic = Traffic(home)

    def asked(request: Any) -> None:
        traffic.requests.append(request.url)
        if not request.url.startswith((home, home.replace("http", "ws"), "data:", "blob:")):
            traffic.outside.append(request.url)

    def opened(socket_: Any) -> None:
        if not socket_.url.startswith(home.replace("http", "ws")):
            traffic.outside.append(socket_.url)
        socket_.on("framereceived", lambda body: setattr(traffic, "received", traffic.received + len(body)))
        socket_.on("framesent", lambda body: setattr(traffic, "sent", traffic.sent + len(body)))

    page.on("request", asked)
    page.on("websocket", opened)
    page.on("pageerror", lambda error: traffic.errors.append(str(error)))
    return traffic


@pytest.fixture
def visit(app: Server, chromium: Browser) -> Iterator[Callable[..., tuple[Page, Traffic]]]:
    """Open a path of the app in a fresh context; `map_ready` waits for the map."""
    contexts = []

    def go(path: str = "/", size: str = "kantor", scheme: str = "light", map_ready: bool = True) -> tuple[Page, Traffic]:
        width, height = SIZES[size]
        context = chromium.new_context(
            viewport={"width": width, "height": height}, color_scheme=scheme, locale="id-ID", has_touch=size == "ponsel"
        )  # type: ignore[arg-type]
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(60_000)
        traffic = watch(page, app.url)
        page.goto(app.url + path)
        if map_ready:
            wait_for_map(page)
        return page, traffic

    yield go
    for context in contexts:
        context.close()


def wait_for_map(page: Page) -> None:
    """Until the map has drawn what it was sent and the page has nothing left to run."""
    page.wait_for_selector(".peta[data-state='siap']", state="attached")
    page.wait_for_selector("[data-testid='stApp'][data-test-script-state='notRunning']", state="attached")


def place(page: Page, lon: float, lat: float) -> tuple[float, float]:
    """Where a place on earth lies on the screen."""
    box = page.locator(".peta").bounding_box()
    assert box is not None
    x, y = page.locator(".peta").evaluate("(el, at) => { const p = el.map.project(at); return [p.x, p.y]; }", [lon, lat])
    return box["x"] + x, box["y"] + y


def keep(page: Page, name: str) -> Path:
    """A screenshot for people to look at."""
    ARTEFACTS.mkdir(parents=True, exist_ok=True)
    file = ARTEFACTS / f"{name}.png"
    page.screenshot(path=file)
    return file
