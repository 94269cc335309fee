"""Pages of the app, opened without a browser, and what stands on them."""

import re

from streamlit.testing.v1 import AppTest

from dashboard.web.pages import PAGES
from data.model.settings import ROOT

FILES = {page.name: page.file for page in PAGES}


def open_page(page: str, **parameters: str) -> AppTest:
    """A page of the app, opened at an address with these parameters."""
    app = AppTest.from_file(str(ROOT / "pages/shell.py"), default_timeout=120)
    for name, value in parameters.items():
        app.query_params[name] = value
    return app.switch_page(str(FILES[page])).run()


def words_of(app: AppTest) -> str:
    """What a page says outside of its tables and widgets."""
    kinds = ("title", "subheader", "caption", "markdown", "info", "error", "html")
    return "\n".join(
        str(getattr(element, "value", None) or getattr(element, "body", "")) for kind in kinds for element in app.get(kind)
    )


def file_links(app: AppTest) -> list[str]:
    """The tickets of the files that a page offers, in their order."""
    return re.findall(r'href="/unduh/([^"]+)"', " ".join(element.proto.body for element in app.get("html")))
