"""No English is left on a page in Indonesian: what is read, and what is read aloud."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page

from dashboard.web.pages import PAGES
from tests.browser.conftest import Traffic

Visit = Callable[..., tuple[Page, Traffic]]
pytestmark = pytest.mark.browser
# words of Streamlit's front end, and the commonest of any English sentence
ENGLISH = re.compile(
    r"\b(the|of|and|is|are|with|for|from|your?|this|show|hide|download|full ?screen|link to|choose|search|press|close|open|"
    r"clear|loading|running|selected|options?|view|expand|collapse|help|skip|value|rows?|columns?|upload|remove|error|warning|more|sort|"
    r"settings|browse|drag|limit|file|increase|decrease|submit|apply|heading|copy|rerun|stop)\b",
    re.IGNORECASE,
)
# names that Streamlit gives to parts of its fields, for screen readers alone: it takes no other
STREAMLITS = re.compile(r"Open|Help for .*|file upload|Selected .*|Clear all|Show/hide password text|.* column header.*")
SEEN = """() => {
  const found = [];
  const walk = (root) => {
    for (const el of root.querySelectorAll('*')) {
      if (!el.checkVisibility() || el.matches('.bs-icon, [data-testid=stIconMaterial], style, script')) continue;
      for (const name of ['aria-label', 'title', 'placeholder', 'alt']) {
        if (el.getAttribute(name)) found.push([name, el.getAttribute(name)]);
      }
      if (getComputedStyle(el).fontSize !== '0px') {  // words that ours replace
        for (const one of el.childNodes) if (one.nodeType === 3 && one.data.trim()) found.push(['text', one.data.trim()]);
      }
      if (el.shadowRoot) walk(el.shadowRoot);
    }
  };
  walk(document.body);
  return found;
}"""


@pytest.mark.parametrize("entry", PAGES, ids=lambda entry: entry.path)
def test_a_page_in_indonesian_says_nothing_in_english(visit: Visit, entry) -> None:
    page, _ = visit(f"/{entry.path}?sebagai=demo-pusat&w=75", map_ready=False)
    page.wait_for_selector("h1")
    page.wait_for_selector("[data-testid='stApp'][data-test-script-state='notRunning']", state="attached")
    found = [(where, said) for where, said in page.evaluate(SEEN) if ENGLISH.search(said) and not STREAMLITS.fullmatch(said)]
    assert found == []


@pytest.mark.parametrize("said", ["Show/hide columns", "Choose an option", "Link to heading", "Fullscreen", "Download as CSV"])
def test_what_streamlit_used_to_say_would_be_found(said: str) -> None:
    assert ENGLISH.search(said)
    assert not STREAMLITS.fullmatch(said)
