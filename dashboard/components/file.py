"""The one way to offer a file: a link that looks like a button and works while the page redraws itself."""

from collections.abc import Callable

from dashboard.state.link import show_link
from dashboard.state.offers import offer
from data.store.scope import Scope


def show_file_button(
    label: str, make: Callable[[], bytes], *, scope: Scope, file_name: str, mime: str, icon: str = "download"
) -> None:
    """A link that makes the file when it is followed; `icon` is a name of the Material Symbols."""
    ticket = offer(make, scope=scope, file_name=file_name, mime=mime)
    show_link(label, f"/unduh/{ticket}", icon=icon, download=file_name)
