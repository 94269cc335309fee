"""A first visit in Chromium: nothing is asked for in vain, nothing heavy comes before the map, and icons are icons."""

from collections.abc import Callable
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.conftest import Server, Traffic, wait_for_map
from tests.icon_font import NAMES

Visit = Callable[..., tuple[Page, Traffic]]
pytestmark = pytest.mark.browser

# bytes that had arrived when the map was first painted, and by now; the charts' library is asked for after that moment
_BYTES = """(el) => {
  const all = [...performance.getEntriesByType('navigation'), ...performance.getEntriesByType('resource')];
  const bytes = (some) => some.reduce((sum, one) => sum + one.transferSize, 0);
  return [bytes(all.filter((one) => one.responseEnd <= Number(el.dataset.first))), bytes(all)];
}"""


def test_a_first_visit_loads_under_a_megabyte_before_the_map_and_asks_for_nothing_in_vain(
    app: Server, chromium: Browser, record_property: Callable[[str, object], None]
) -> None:
    context = chromium.new_context(viewport={"width": 390, "height": 844}, locale="id-ID")
    page = context.new_page()
    protocol = context.new_cdp_session(page)
    protocol.send("Network.enable")
    loaded: dict[str, dict[str, object]] = {}
    protocol.on("Network.responseReceived", lambda one: loaded.update({one["requestId"]: one["response"]}))
    page.goto(f"{app.url}/peta?w=75.03")
    wait_for_map(page)
    before, all_of_it = page.locator(".peta").first.evaluate(_BYTES)
    record_property("bytes_until_the_map", before)
    assert 500_000 < before < 1_000_000
    assert all_of_it > before  # charts and their library follow the map
    for one in loaded.values():
        assert int(str(one["status"])) < 400, one["url"]
        path = urlsplit(str(one["url"])).path
        headers = {str(name).lower(): value for name, value in dict(one["headers"]).items()}  # type: ignore[call-overload]
        if path.startswith("/static/js/") and not one["fromDiskCache"]:
            assert headers["content-encoding"] == "gzip", path
    context.close()


def test_icons_are_drawn_and_not_written_out(visit: Visit) -> None:
    page, _ = visit("/tentang-data?w=ID", map_ready=False)
    page.wait_for_selector("h1")
    wide = page.evaluate(
        """async (names) => {
          await document.fonts.load("20px 'Material Symbols Rounded'", 'home');
          const box = document.createElement('span');
          box.style.cssText = "position:absolute;white-space:nowrap;font:20px 'Material Symbols Rounded'";
          document.body.append(box);
          return names.filter((name) => {
            box.textContent = name;
            return Math.abs(box.getBoundingClientRect().width - 20) > 1;
          });
        }""",
        NAMES.read_text().split(),
    )
    assert wide == []
