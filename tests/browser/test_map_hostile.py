"""The map under a bad network, a faulty server and rapid input: no damage remains."""

from collections.abc import Callable
from urllib.parse import urlparse

import pytest
from playwright.sync_api import Page, Route, expect

from tests.browser.conftest import Traffic, shown_classes, until, wait_for_map
from tests.conftest import FULL

pytestmark = pytest.mark.browser
Visit = Callable[..., tuple[Page, Traffic]]


def _again(page: Page, path: str, answer: Callable[[Route], None]) -> None:
    """Open `path` with tiles answered by `answer`. Requests of workers pass through the context, not the page."""
    page.context.route("**/tiles/**", answer)
    root = urlparse(page.url)
    page.goto(f"{root.scheme}://{root.netloc}{path}")


@pytest.mark.parametrize(("status", "words"), [(500, "belum dapat dimuat"), (404, "sudah diganti")])
def test_tiles_that_do_not_come_are_said_and_tried_again(visit: Visit, status: int, words: str) -> None:
    page, traffic = visit("/?tingkat=1&w=ID")
    _again(page, "/?tingkat=2&w=ID", lambda route: route.fulfill(status=status))
    expect(page.locator(".catatan")).to_contain_text(words, timeout=30_000)
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    page.context.unroute("**/tiles/**")
    page.wait_for_timeout(4200)  # a failed tile is not asked for again at once
    page.locator(".peta").evaluate("(el) => el.map.panBy([3, 0], {animate: false})")
    expect(page.locator(".catatan")).to_be_hidden(timeout=15_000)
    assert len(shown_classes(page)) >= 3
    assert traffic.errors == []


def test_a_tile_that_is_not_a_tile_breaks_nothing(visit: Visit) -> None:
    page, traffic = visit("/?tingkat=1&w=ID")
    _again(page, "/?tingkat=2&w=ID", lambda route: route.fulfill(status=200, body=b"\xff\x00 bukan ubin"))
    expect(page.locator(".catatan")).to_contain_text("belum dapat dimuat", timeout=30_000)
    assert traffic.errors == []


def test_another_period_while_tiles_load_leaves_no_stale_colours(visit: Visit) -> None:
    page, traffic = visit("/?tingkat=1&w=ID")
    held: list[Route] = []
    free: list[bool] = []
    _again(page, "/?tingkat=2&tema=program&w=ID&periode=2026", lambda route: route.continue_() if free else held.append(route))
    page.wait_for_selector(".geser input", state="attached")
    page.locator(".geser input").evaluate("(el) => { el.value = 0; el.dispatchEvent(new Event('input')); }")
    expect(page.get_by_role("heading", level=1)).to_contain_text("2022")
    free.append(True)
    assert held
    for route in held:
        route.continue_()
    page.wait_for_timeout(1500)
    wait_for_map(page)
    assert page.locator(".waktu output").inner_text() == "2022"
    right = page.locator(".peta").evaluate(
        """(el) => {
          const {ids} = el.pane.layer.raster, view = el.view, own = el.pane.layer.table.lut;
          const lut = view.look('a', view.side('a'));
          const resting = view.data.period === '2022' && view.side('a').classes === view.periods.get('kini');
          return ids.every((n) => n < 0 || lut[n] === own[n]) && resting;  // by the limits of that year alone
        }"""
    )
    assert right
    assert traffic.errors == []


def test_a_thousand_clicks_make_a_handful_of_messages(visit: Visit) -> None:
    page, traffic = visit("/?tingkat=2&w=75")
    page.wait_for_timeout(1200)
    traffic.clear()
    page.locator(".peta").evaluate(
        """(el, clicks) => {
          const from = el.map.latLngToContainerPoint([0.7, 122.45]);
          for (let i = 0; i < clicks; i++) {
            const at = {x: from.x + (i % 60) - 30, y: from.y + (i % 40) - 20};
            el.map.fire('click', {containerPoint: at, latlng: el.map.getCenter()});
          }
        }""",
        10_000 if FULL else 1_000,
    )
    page.wait_for_timeout(3000)
    assert traffic.sent < 10 * 1500
    assert traffic.errors == []
    last = page.locator(".peta").evaluate("(el) => el.view.data.selected")
    until(page, "new URL(location).searchParams.get('pilih')")
    wait_for_map(page)
    assert page.locator(".peta").evaluate("(el) => el.view.data.selected") == last


_KEPT = 120  # decoded tiles, as raster-worker.js has it


def test_a_wild_hand_asks_again_only_for_tiles_that_were_dropped(visit: Visit) -> None:
    page, traffic = visit("/?tingkat=3&w=ID")
    tiles: list[str] = []
    page.context.on("request", lambda request: tiles.append(request.url) if "/tiles/" in request.url else None)
    page.locator(".peta").evaluate(
        """async (el) => {
          for (let i = 0; i < 60; i++) {
            el.map.panBy([(i % 2 ? 1 : -1) * 200, (i % 3 - 1) * 80], {animate: false});
            if (i % 10 === 0) el.map.setZoom(4 + (i % 4), {animate: false});
            await new Promise((done) => setTimeout(done, 15));
          }
        }"""
    )
    page.wait_for_timeout(2500)
    wait_for_map(page)
    # how far the hand comes depends on the machine; beyond those that are kept, some are rightly asked for again
    assert len(tiles) - len(set(tiles)) <= max(len(set(tiles)) // 10, len(tiles) - _KEPT)
    for _ in range(100):  # a busy machine draws what was asked for last a little later
        if len(shown_classes(page)) >= 2:
            break
        page.wait_for_timeout(200)
    assert len(shown_classes(page)) >= 2
    assert traffic.errors == []


def test_regions_that_the_values_do_not_know_are_left_out(visit: Visit) -> None:
    page, traffic = visit("/?tingkat=2&w=ID")
    greatest = page.locator(".peta").evaluate(
        """async (el) => {
          const {layer} = el.pane;
          await layer.show({...layer.view, count: 10, ink: '#000001'});
          return layer.raster.ids.reduce((most, n) => Math.max(most, n), -1);
        }"""
    )
    assert greatest == 9
    assert traffic.errors == []
