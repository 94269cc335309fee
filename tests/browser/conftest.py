"""A running app and a real Chromium."""

import io
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from playwright.sync_api import Browser, BrowserContext, Page, expect

from data.model.settings import ROOT, Settings
from tests.processes import hear_ctrl_c
from tests.stores import Loaded, environment

expect.set_options(timeout=30_000)  # a busy machine is slow, not wrong
ARTEFACTS = ROOT / "tests" / "artefacts"
SIZES = {"kantor": (1440, 900), "ponsel": (390, 844), "proyektor": (1920, 1080)}


@dataclass
class Server:
    """A running app; `seconds` from start to first answer."""

    url: str
    process: subprocess.Popen[str]
    seconds: float


def serve(settings: Settings, port: int = 0, **more: str) -> Server:
    """Start `python -m dashboard`, on a free port unless one is given, and wait for it; `more` are environment variables."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", port))
        port = probe.getsockname()[1]
    began = time.monotonic()
    process = subprocess.Popen(
        [sys.executable, "-m", "dashboard", "--port", str(port)],
        env=environment(settings) | more,
        cwd=ROOT,
        text=True,
        start_new_session=True,
        preexec_fn=hear_ctrl_c,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
    )
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
def app(provinces_embedded: Loaded) -> Iterator[Server]:
    """The app on four provinces."""
    running = serve(provinces_embedded.settings)
    yield running
    stop(running)


@pytest.fixture(scope="session")
def national_app(nation: Loaded) -> Iterator[Server]:
    """The app on the whole nation."""
    running = serve(nation.settings)
    yield running
    stop(running)


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
    page.on("console", lambda said: traffic.errors.append(said.text) if "Content Security Policy" in said.text else None)
    return traffic


@pytest.fixture
def visit(app: Server, chromium: Browser) -> Iterator[Callable[..., tuple[Page, Traffic]]]:
    """Open a path of the app in a fresh context; `map_ready` waits for the map."""
    with _visits(app, chromium) as go:
        yield go


@pytest.fixture
def visit_nation(national_app: Server, chromium: Browser) -> Iterator[Callable[..., tuple[Page, Traffic]]]:
    """The same on the whole nation."""
    with _visits(national_app, chromium) as go:
        yield go


_contexts: dict[tuple[str, str, str], BrowserContext] = {}


@contextmanager
def _visits(app: Server, chromium: Browser) -> Iterator[Callable[..., tuple[Page, Traffic]]]:
    """Pages of one context for each size, whose cache stays warm; cookies and what was routed do not stay."""
    opened: set[BrowserContext] = set()

    def go(path: str = "/", size: str = "kantor", scheme: str = "light", map_ready: bool = True) -> tuple[Page, Traffic]:
        key = (app.url, size, scheme)
        if key not in _contexts:
            width, height = SIZES[size]
            _contexts[key] = chromium.new_context(
                viewport={"width": width, "height": height}, color_scheme=scheme, locale="id-ID", has_touch=size == "ponsel"
            )  # type: ignore[arg-type]
        context = _contexts[key]
        opened.add(context)
        page = context.new_page()
        page.set_default_timeout(60_000)
        traffic = watch(page, app.url)
        page.goto(app.url + path)
        if map_ready:
            wait_for_map(page)
        return page, traffic

    yield go
    for context in opened:
        context.set_offline(False)
        context.unroute_all(behavior="ignoreErrors")
        context.clear_cookies()
        for page in context.pages:
            page.close()


def choose_indicator(page: Page, words: str) -> None:
    """Search the list of indicators and take the first that is found."""
    page.locator(".pemilih .buka").first.click()
    page.get_by_role("combobox", name="Cari indikator").fill(words)
    page.get_by_role("option").first.click()


def wait_for_map(page: Page) -> None:
    """Until the map has drawn what it was sent and the page has nothing left to run."""
    page.wait_for_selector(".peta[data-state='siap']", state="attached")
    page.wait_for_selector("[data-testid='stApp'][data-test-script-state='notRunning']", state="attached")


def until(page: Page, condition: str, arg: object = None) -> None:
    """Wait for a condition in the page, asked from outside: its policy forbids the eval that Playwright's own wait uses."""
    for _ in range(600):
        if page.evaluate(condition, arg):
            return
        page.wait_for_timeout(100)
    raise AssertionError(f"never true: {condition}")


def place(page: Page, lon: float, lat: float) -> tuple[float, float]:
    """Where a place on earth lies on the screen."""
    return spot(page, "const p = el.map.latLngToContainerPoint([arg[1], arg[0]]); return [p.x, p.y];", [lon, lat])


def region_spot(page: Page, number: int) -> tuple[float, float]:
    """A point on the screen inside the region of that number, where nothing covers it, as soon as the map has drawn one."""
    inside = """
      const {ids, dpr} = el.pane.layer.raster, {width} = el.pane.layer._container, corner = el.pane.layer.corner();
      const covers = el.pane.covers();
      const free = (x, y) => !covers.some((box) => x > box[0] && y > box[1] && x < box[2] && y < box[3]);
      const at = [];
      ids.forEach((n, i) => {
        const x = (i % width) / dpr + corner.x, y = Math.floor(i / width) / dpr + corner.y;
        if (n === arg && x > 0 && y > 0 && x < el.clientWidth && y < el.clientHeight && free(x, y)) at.push([x, y]);
      });
      return at[Math.floor(at.length / 2)] ?? null;"""
    peta = page.locator(".peta").first
    for _ in range(100):
        if peta.evaluate(f"(el, arg) => {{ {inside} }}", number) is not None:
            return spot(page, inside, number)
        page.wait_for_timeout(100)
    raise AssertionError(f"region {number} is not on the screen")


def spot(page: Page, body: str, arg: object) -> tuple[float, float]:
    """Page coordinates of what the script finds in the map's own."""
    box = page.locator(".peta").first.bounding_box()
    assert box is not None
    x, y = page.locator(".peta").first.evaluate(f"(el, arg) => {{ {body} }}", arg)
    return box["x"] + x, box["y"] + y


def shown_classes(page: Page) -> dict[int, int]:
    """Pixels by class (flags taken off) as the map's table of colours has them, over the regions on screen."""
    counts = page.locator(".peta").first.evaluate(
        """(el) => {
          const {ids} = el.pane.layer.raster, view = el.view.side('a').classes, counts = {};
          const plain = (byte) => (byte < 128 ? byte & 63 : byte);
          for (const n of ids) if (n >= 0) counts[plain(view[n])] = (counts[plain(view[n])] ?? 0) + 1;
          return counts;
        }"""
    )
    return {int(byte): count for byte, count in counts.items()}


def pixel(page: Page, x: float, y: float) -> str:
    """Colour of a page's pixel, from a picture of the screen, as #rrggbb."""
    image = Image.open(io.BytesIO(page.screenshot(clip={"x": x, "y": y, "width": 1, "height": 1})))
    red, green, blue = image.convert("RGB").getpixel((0, 0))
    return f"#{red:02x}{green:02x}{blue:02x}"


def keep(page: Page, name: str) -> Path:
    """A screenshot for people to look at."""
    ARTEFACTS.mkdir(parents=True, exist_ok=True)
    file = ARTEFACTS / f"{name}.png"
    page.screenshot(path=file)
    return file
