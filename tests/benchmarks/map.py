"""Time the map as a reader meets it: `python -m tests.benchmarks.map URL [--runs N]`, with the app running at URL.

Prints medians over N runs against the budget, and bytes. Headless Chromium without a GPU; asserts nothing: machines differ.
`--without-webgl` switches WebGL off altogether.
"""

import argparse
import statistics
import time
from typing import Any

import psutil
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from tests.browser.conftest import until

FLAGS = ["--no-sandbox", "--disable-background-networking", "--no-first-run"]
LEVELS = {"2": "kabupaten", "3": "kecamatan", "4": "village"}
BUDGET = {
    "first full paint after the page shell, ms": {"2": 1200, "4": 2500},
    "again with the browser's cache, ms": {"2": 700, "4": 1500},
    "shapes on the wire, kB": {"2": 250, "4": 2000},
    "raster in the worker, ms": {},
    "change of indicator until repainted, ms": {"2": 300, "4": 600},
    "change of indicator, whole page, kB on the websocket": {},
    "change of indicator, the map's own message, kB": {"2": 4, "4": 50},
    "change of period on the slider until repainted, ms": {"2": 300, "4": 600},
    "change of period on the slider, bytes": {"2": 4000, "4": 50000},
    "click until the page shows it, ms": {"2": 250, "4": 250},
    "pan, frame p95, ms": {"2": 50, "4": 120},
    "zoom, frame p95, ms": {"2": 50, "4": 120},
    "server CPU per change of indicator, ms": {"2": 60, "4": 120},
}  # fmt: skip
# when the shell is there, when the map has painted
WATCH = """
window.bersinar = {};
new MutationObserver(() => {
  const seen = window.bersinar;
  if (!seen.shell && document.querySelector('h1')) seen.shell = performance.now();
}).observe(document, {childList: true, subtree: true});
"""
FRAMES = """async (el, way) => {
  const map = el.map, gaps = [];
  let last = performance.now(), going = true;
  const tick = (now) => { gaps.push(now - last); last = now; if (going) requestAnimationFrame(tick); };
  requestAnimationFrame(tick);
  for (let i = 0; i < 40; i++) {
    if (way === 'pan') map.panBy([i < 20 ? 14 : -14, 6 * Math.sin(i)], {animate: false});
    else map.setZoom(map.getZoom() + (i < 20 ? 0.1 : -0.1), {animate: false});
    await new Promise((done) => requestAnimationFrame(done));
  }
  going = false;
  gaps.sort((a, b) => a - b);
  return gaps[Math.floor(gaps.length * 0.95)];
}"""


def ready(page: Page) -> None:
    """Until the map has painted what it was sent."""
    page.wait_for_selector(".peta[data-state='siap']", state="attached", timeout=60_000)
    page.wait_for_selector("[data-testid='stApp'][data-test-script-state='notRunning']", state="attached")


def painted(page: Page) -> float:
    """When the map was painted last, on the page's clock."""
    return float(page.locator(".peta").first.get_attribute("data-painted") or 0)


def change(page: Page, words: str) -> float:
    """Milliseconds from a click on the first indicator found by `words` until the map is repainted."""
    page.locator(".pemilih .buka").first.click()
    page.get_by_role("combobox", name="Cari indikator").fill(words)
    option = page.get_by_role("option").first
    option.wait_for()
    page.wait_for_timeout(300)
    before = painted(page)
    page.evaluate("addEventListener('click', (e) => { window.bersinar.clicked = e.timeStamp; }, {capture: true, once: true})")
    option.click()
    began = page.evaluate("window.bersinar.clicked")
    for _ in range(400):
        if painted(page) > before:
            break
        page.wait_for_timeout(5)
    return painted(page) - float(began)


def selection(page: Page, x: float, y: float) -> float:
    """Milliseconds from a click on the map until the page shows the picked region's card."""
    page.evaluate(
        """() => {
          const seen = window.bersinar;
          addEventListener('click', (e) => { seen.clicked = e.timeStamp; }, {capture: true, once: true});
          const watch = new MutationObserver(() => {
            if (document.querySelector('.st-key-lepas_pilihan')) { seen.shown = performance.now(); watch.disconnect(); }
          });
          watch.observe(document, {childList: true, subtree: true});
        }"""
    )
    page.mouse.click(x, y)
    until(page, "window.bersinar.shown")
    return float(page.evaluate("window.bersinar.shown - window.bersinar.clicked"))


def open_page(context: BrowserContext, url: str, level: str) -> tuple[Page, float, list[int]]:
    """A page, milliseconds from its shell to the map's first paint, and sizes of what the websocket brings from then on."""
    page = context.new_page()
    page.add_init_script(WATCH)
    sizes: list[int] = []
    page.on("websocket", lambda one: one.on("framereceived", lambda body: sizes.append(len(body))))
    page.goto(f"{url}/?tingkat={level}&tema=rehabilitasi&w=ID")
    ready(page)
    first = float(page.locator(".peta").get_attribute("data-first") or 0)
    return page, first - page.evaluate("window.bersinar.shell"), sizes


def server_cpu(port: int) -> float:
    """CPU seconds so far of the app and of the PostgreSQL that serves it, as far as this machine can see them."""
    total = 0.0
    for process in psutil.process_iter(["name", "cmdline", "cpu_times"]):
        line = " ".join(process.info["cmdline"] or [])
        if f"port {port}" in line or (process.info["name"] or "").startswith("postgres"):
            total += process.info["cpu_times"].user + process.info["cpu_times"].system
    return total


def once(browser: Browser, url: str, level: str) -> dict[str, float]:
    """All figures of one level."""
    port = int(url.rsplit(":", 1)[1])
    found: dict[str, Any] = {}
    context = browser.new_context(viewport={"width": 1440, "height": 900}, locale="id-ID")
    page, paint, _ = open_page(context, url, level)
    found["first full paint after the page shell, ms"] = paint
    # requests of workers do not reach the page's protocol session: the worker counts them itself
    found["shapes on the wire, kB"] = page.locator(".peta").evaluate("(el) => el.tileBytes") / 1000
    found["raster in the worker, ms"] = page.locator(".peta").evaluate("(el) => el.rasterMs")
    page.close()
    page, paint, sizes = open_page(context, url, level)
    found["again with the browser's cache, ms"] = paint
    page.wait_for_timeout(800)
    sizes.clear()
    cpu = server_cpu(port)
    page.wait_for_timeout(1700)
    idle = server_cpu(port) - cpu  # what the server does anyway in the same time
    cpu = server_cpu(port)
    began = time.monotonic()
    found["change of indicator until repainted, ms"] = change(page, "Kapasitas rawat jalan")
    page.wait_for_timeout(max(0.0, 1700 - (time.monotonic() - began) * 1000))
    found["server CPU per change of indicator, ms"] = max(0.0, server_cpu(port) - cpu - idle) * 1000
    found["change of indicator, whole page, kB on the websocket"] = sum(sizes) / 1000
    found["change of indicator, the map's own message, kB"] = page.locator(".peta").first.evaluate("(el) => el.bytes") / 1000
    sizes.clear()
    found["change of period on the slider until repainted, ms"] = page.locator(".geser input").evaluate(
        """async (el) => {
          const box = el.getRootNode().querySelector('.peta'), before = box.dataset.painted, began = performance.now();
          el.value = 1; el.dispatchEvent(new Event('input'));
          while (box.dataset.painted === before) await new Promise((done) => setTimeout(done, 1));
          return performance.now() - began;
        }"""
    )
    found["change of period on the slider, bytes"] = sum(sizes)
    page.wait_for_timeout(1500)
    box = page.locator(".peta").bounding_box()
    assert box is not None
    x, y = page.locator(".peta").evaluate(
        "(el) => { const p = el.map.latLngToContainerPoint([-2.2, 113.9]); return [p.x, p.y]; }"
    )
    found["click until the page shows it, ms"] = selection(page, box["x"] + x, box["y"] + y)
    page.wait_for_timeout(800)
    for way in ("pan", "zoom"):
        found[f"{way}, frame p95, ms"] = page.locator(".peta").evaluate(FRAMES, way)
        page.wait_for_timeout(1200)
    context.close()
    return found


def main(url: str, runs: int, without_webgl: bool) -> None:
    flags = [*FLAGS, "--disable-3d-apis"] if without_webgl else FLAGS
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=flags)
        for level, name in LEVELS.items():
            rows = [once(browser, url, level) for _ in range(runs)]
            print(f"\n{name} ({runs} runs)")
            for what, budgets in BUDGET.items():
                value = statistics.median(row[what] for row in rows)
                print(f"  {what:58} {value:9.1f}   {'budget ' + str(budgets[level]) if level in budgets else ''}")
        browser.close()


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("url")
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--without-webgl", action="store_true")
    main(**vars(parser.parse_args()))
