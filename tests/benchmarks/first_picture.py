"""Time a first visit: `python -m tests.benchmarks.first_picture URL [--runs N] [--path PATH]`, with the app running at URL.

Prints medians over N fresh browsers: on this machine as it is, and as a phone (CPU four times slower, 1.6 Mbit/s down,
750 kbit/s up, 150 ms a round trip). Headless Chromium without a GPU; asserts nothing: machines differ.
"""

import argparse
import statistics
from typing import Any

from playwright.sync_api import Playwright, sync_playwright

from tests.benchmarks.map import FLAGS

PATH = "/peta?w=75.03"
BUDGET = {"this machine": 4.5, "phone": 10.0}  # seconds until the map is painted
_PHONE = {"offline": False, "latency": 150, "downloadThroughput": 1.6e6 / 8, "uploadThroughput": 750e3 / 8}


def once(playwright: Playwright, address: str, profile: str) -> dict[str, float]:
    """Seconds, bytes and requests until the map is painted, in a browser that was never here."""
    browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=FLAGS)
    size = {"width": 390, "height": 844} if profile == "phone" else {"width": 1366, "height": 768}
    page = browser.new_context(viewport=size, locale="id-ID").new_page()  # type: ignore[arg-type]
    protocol = page.context.new_cdp_session(page)
    protocol.send("Network.enable")
    if profile == "phone":
        protocol.send("Network.emulateNetworkConditions", _PHONE)
        protocol.send("Emulation.setCPUThrottlingRate", {"rate": 4})
    sizes: list[float] = []
    socket: list[int] = []

    def framed(one: dict[str, Any]) -> None:
        socket.append(len(one["response"]["payloadData"]) * 3 // 4)  # base64

    protocol.on("Network.loadingFinished", lambda one: sizes.append(one["encodedDataLength"]))
    protocol.on("Network.webSocketFrameReceived", framed)
    page.goto(address)
    page.wait_for_selector(".peta[data-state='siap']", state="attached", timeout=120_000)
    painted = page.locator(".peta").first.evaluate("(el) => Number(el.dataset.first)")  # since the address was opened
    found = {"seconds": painted / 1000, "kB": sum(sizes) / 1000, "requests": len(sizes), "websocket, kB": sum(socket) / 1000}
    browser.close()
    return found


def main(url: str, path: str, runs: int) -> None:
    with sync_playwright() as playwright:
        for profile, budget in BUDGET.items():
            rows = [once(playwright, url + path, profile) for _ in range(runs)]
            figures = ", ".join(f"{name} {statistics.median(row[name] for row in rows):,.1f}" for name in rows[0])
            print(f"{profile:14} {figures}   budget {budget} s")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("url")
    parser.add_argument("--path", default=PATH)
    parser.add_argument("--runs", type=int, default=3)
    main(**vars(parser.parse_args()))
