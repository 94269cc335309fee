"""Every page as axe-core judges it: contrast, names of controls, order of headings, roles."""

from collections.abc import Callable

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from dashboard.components.cases import TABS as CASE_TABS
from dashboard.web.pages import PAGES
from tests.browser.conftest import Traffic, until

pytestmark = pytest.mark.browser
Visit = Callable[..., tuple[Page, Traffic]]

# what Streamlit draws by itself and leaves no way to change: rule, and a part of the element's own markup
STREAMLIT: set[tuple[str, str]] = set()
# administrators' pages need an account of a shared store and say so here
DEMO_PAGES = [entry.path for entry in PAGES]


def serious(page: Page) -> list[str]:
    """What axe calls serious or critical, as one line each."""
    found = Axe().run(page).response
    assert found["passes"], "axe ran"
    return [
        f"{rule['id']}: {node['html'][:150]} {node['failureSummary'][:150]}"
        for rule in found["violations"]
        if rule["impact"] in ("serious", "critical")
        for node in rule["nodes"]
        if not any(rule["id"] == known and part in node["html"] for known, part in STREAMLIT)
    ]


def _opened(visit: Visit, path: str, part: str = "", **more: str) -> Page:
    page, _ = visit(f"/{path}?sebagai=demo-pusat&w=75{part and f'&bagian={part}'}", map_ready=False, **more)
    page.wait_for_selector("[data-testid='stApp'][data-test-script-state='notRunning']", state="attached")
    page.wait_for_timeout(2500)
    until(page, "!document.querySelector('[data-stale=true]')")  # what is about to change is drawn pale
    return page


@pytest.mark.parametrize("path", DEMO_PAGES)
def test_no_page_has_a_serious_fault(visit: Visit, path: str) -> None:
    assert serious(_opened(visit, path)) == []


@pytest.mark.parametrize("part", list(CASE_TABS))
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_no_tab_of_enforcement_has_a_serious_fault(visit: Visit, part: str, scheme: str) -> None:
    assert serious(_opened(visit, "penindakan", part=part, scheme=scheme)) == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_map_has_none_on_a_phone_and_in_the_dark(visit: Visit, scheme: str) -> None:
    assert serious(_opened(visit, "peta", size="ponsel", scheme=scheme)) == []


def test_open_lists_of_the_map_have_none(visit: Visit) -> None:
    page = _opened(visit, "peta")
    for name in ("banding", "gambar"):
        page.locator(f".papan [data-alat={name}]").click()
        assert serious(page) == []
