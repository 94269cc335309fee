"""Our map beside the usual ways, in one run: `python -m tests.benchmarks.usual [--runs N]`.

Starts the app and `usual_app.py` on the store that the environment names, and prints medians and ratios.
"""

import argparse
import os
import statistics
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Browser, Page, sync_playwright

from data.model.settings import ROOT
from tests.benchmarks.map import WATCH, change, ready, server_cpu

# plotly draws with WebGL: in software here, as on an office machine without a graphics card
FLAGS = [
    "--no-sandbox", "--disable-background-networking", "--no-first-run", "--use-gl=angle", "--use-angle=swiftshader",
    "--enable-unsafe-swiftshader",
]  # fmt: skip
WAYS = ("dasbor", "folium", "plotly")
FIGURES = ("kB per change on the websocket", "server CPU per change, ms", "until repainted, ms", "page to full map, ms")
DRAWN = {
    "folium": """() => {
      const frame = document.querySelector('iframe'), inner = frame && frame.contentDocument;
      if (!inner || !inner.querySelector('canvas.leaflet-zoom-animated')) return 0;
      return inner.seen ?? (inner.seen = performance.now());
    }""",
    "plotly": "() => window.plotted ?? 0",
}
WATCH_PLOTLY = """
window.plotted = 0;
setInterval(() => {
  const made = document.querySelector('.js-plotly-plot');
  if (!made || made.watched || !made.on) return;
  made.watched = true;
  const note = () => { window.plotted = performance.now(); };
  made.on('plotly_afterplot', note);
  if (made.querySelector('canvas')) note();
}, 20);
"""


@contextmanager
def serving(command: list[str], port: int) -> Iterator[str]:
    """A server in a process of its own until the end of the block."""
    process = subprocess.Popen([sys.executable, "-m", *command], cwd=ROOT, env=os.environ | {"PYTHONPATH": str(ROOT)})
    url = f"http://127.0.0.1:{port}"
    for _ in range(600):
        try:
            urllib.request.urlopen(f"{url}/_stcore/health", timeout=2)
            break
        except OSError:
            time.sleep(0.2)
    try:
        yield url
    finally:
        process.terminate()
        process.wait(timeout=30)


def wait_drawn(page: Page, way: str, after: float) -> float:
    """When the usual map was redrawn, on the page's clock."""
    for _ in range(4000):
        at = float(page.evaluate(DRAWN[way]) or 0)
        if at > after:
            return at
        page.wait_for_timeout(5)
    raise TimeoutError(way)


def once(browser: Browser, way: str, url: str, level: int) -> tuple[float, ...]:
    """Figures of one way, in the order of `FIGURES`."""
    port = int(url.rsplit(":", 1)[1])
    page = browser.new_context(viewport={"width": 1440, "height": 900}).new_page()
    page.add_init_script(WATCH + WATCH_PLOTLY)
    sizes: list[int] = []
    page.on("websocket", lambda one: one.on("framereceived", lambda body: sizes.append(len(body))))
    if way == "dasbor":
        page.goto(f"{url}/?tingkat={level}&tema=rehabilitasi&w=ID")
        ready(page)
        whole = float(page.locator(".peta").get_attribute("data-first") or 0)
    else:
        page.goto(f"{url}/?tingkat={level}&cara={way}")
        whole = wait_drawn(page, way, 0)
    page.wait_for_timeout(2500 if way == "dasbor" else 7000)  # a large figure goes on working after it is first drawn
    sizes.clear()
    cpu = server_cpu(port)
    if way == "dasbor":
        taken = change(page, "Kapasitas rawat jalan")
    else:
        page.evaluate("addEventListener('click', (e) => { window.clicked = e.timeStamp; }, {capture: true, once: true})")
        page.get_by_text("Rawat jalan", exact=True).click()
        began = float(page.evaluate("window.clicked"))
        while sum(sizes) < 100_000:  # the new map is not there yet: what is drawn until then is the old one
            page.wait_for_timeout(10)
        taken = wait_drawn(page, way, float(page.evaluate("performance.now()")) - 10) - began
    page.wait_for_timeout(2500)
    spent = (server_cpu(port) - cpu) * 1000
    page.context.close()
    return sum(sizes) / 1000, spent, taken, whole


def main(runs: int) -> None:
    with (
        serving(["dashboard", "--port", "8711"], 8711) as ours,
        serving(["streamlit", "run", "tests/benchmarks/usual_app.py", "--server.port", "8712"], 8712) as theirs,
        sync_playwright() as playwright,
    ):
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=FLAGS)
        for level in (2, 3):
            rows = {
                way: [statistics.median(column) for column in zip(*figures, strict=True)]
                for way in WAYS
                for figures in [[once(browser, way, ours if way == "dasbor" else theirs, level) for _ in range(runs)]]
            }
            print(f"\nlevel {level}, median of {runs}")
            for i, name in enumerate(FIGURES):
                own = max(rows["dasbor"][i], 0.1)
                print(f"  {name:34}" + "".join(f"{way} {rows[way][i]:9.1f} ({rows[way][i] / own:5.1f}x)  " for way in WAYS))
        browser.close()


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=3)
    main(**vars(parser.parse_args()))
