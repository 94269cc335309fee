"""Three people and what they come for, walked in Chromium: presses and seconds of each.

    python -m tests.benchmarks.tasks --url http://localhost:8501

Needs a running app with simulated data of Gorontalo at least; keys typed into a search count as one press.
"""

import argparse
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from playwright.sync_api import Browser, Page, expect, sync_playwright

from tests.benchmarks.map import FLAGS
from tests.browser.conftest import choose_indicator, wait_for_map


class Walk:
    """A task on a page: counts presses, and the seconds until the last thing waited for was there."""

    def __init__(self, page: Page, url: str) -> None:
        self.page, self.url, self.presses = page, url, 0
        self.began = time.monotonic()

    def open(self, path: str) -> None:
        self.page.goto(self.url + path)
        self.began = time.monotonic()

    def press(self, act: Callable[[], object]) -> None:
        act()
        self.presses += 1


def regent(walk: Walk) -> None:
    """On a phone: find Kota Gorontalo and not the Kabupaten, read the verdict, share."""
    page = walk.page
    walk.open("/?sebagai=demo-pusat")
    field = page.locator(".cari input").first
    walk.press(field.click)
    walk.press(lambda: field.press_sequentially("kota gorontalo"))
    walk.press(page.locator(".cari ul li", has_text="Kota Gorontalo").first.click)
    wait_for_map(page)
    walk.press(page.locator(".st-key-bilah").get_by_role("button", name="Menu").click)
    walk.press(page.get_by_test_id("stPopoverBody").get_by_role("link", name="Beranda wilayah").first.click)
    expect(page.locator(".bs-verdict")).to_be_visible()
    expect(page.get_by_role("heading", level=1)).to_have_text("Kota Gorontalo")
    walk.press(page.get_by_role("button", name="Bagikan").first.click)


def analyst(walk: Walk) -> None:
    """Two indicators in two years for five regencies, as a file."""
    page = walk.page
    walk.open("/peta?sebagai=demo-pusat&w=75&periode=2025")
    wait_for_map(page)
    walk.press(lambda: choose_indicator(page, "Kasus narkotika"))
    walk.presses += 2  # the list is opened, words are typed, one is taken
    wait_for_map(page)
    walk.press(
        lambda: page.goto(page.url + "&isi=tabel&bersama=75.01,75.02,75.03,75.04,75.05&banding=kapasitas_inap&lawan=2024")
    )
    expect(page.get_by_text("Wilayah berdampingan")).to_be_visible()
    with page.expect_download() as waiting:
        walk.press(page.locator(".st-key-sisi").get_by_role("link", name="Excel").first.click)
    assert waiting.value.path().stat().st_size > 1000


def secretary(walk: Walk) -> None:
    """Prepare a meeting, show it, open it again by its number."""
    page = walk.page
    walk.open("/rapat?sebagai=demo-pusat&w=75")
    walk.press(page.get_by_role("button", name="Mulai rapat").click)
    link = page.locator("a[href*='/layar/']").first
    link.wait_for()
    name = str(link.get_attribute("href")).partition("/layar/")[2].partition("?")[0]
    walk.press(lambda: page.goto(walk.url + str(link.get_attribute("href"))))
    page.keyboard.press("ArrowRight")
    walk.presses += 1
    walk.page.goto(walk.url + "/rapat?sebagai=demo-pusat&w=75")
    field = page.get_by_label("Nomor rapat")
    walk.press(lambda: field.fill(name))
    walk.press(lambda: field.press("Enter"))
    expect(page.get_by_text(f"· {name}").first).to_be_visible()


TASKS: dict[str, tuple[Callable[[Walk], None], int, int]] = {
    "regent": (regent, 390, 844),
    "analyst": (analyst, 1440, 900),
    "secretary": (secretary, 1366, 768),
}


@contextmanager
def _page(browser: Browser, width: int, height: int) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": width, "height": height}, locale="id-ID")
    page = context.new_page()
    page.set_default_timeout(60_000)
    yield page
    context.close()


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--url", required=True)
    url = asked.parse_args().url.rstrip("/")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=FLAGS)
        for name, (task, width, height) in TASKS.items():
            with _page(browser, width, height) as page:
                walk = Walk(page, url)
                task(walk)
                print(f"{name}: {walk.presses} presses, {time.monotonic() - walk.began:.1f} s")
        browser.close()


if __name__ == "__main__":
    main()
