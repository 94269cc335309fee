"""Files and framed pages offered on a page, kept ready behind an address that stays the same while the page redraws itself.

Streamlit's own deferred download gives the button a new id at every redraw and drops the old one: a click that falls
into a redraw is lost.
"""

import secrets
from collections.abc import Callable
from dataclasses import dataclass, replace
from weakref import WeakValueDictionary

from starlette.requests import Request

from dashboard.cache.runtime import store
from dashboard.web.caller import who_asks
from dashboard.words.texts import language, speaking
from data.identity.audit import note
from data.model.roles import Sensitivity
from data.store.scope import Scope

# a session keeps the files of the views it showed last; each keeps its data in memory
_MOST = 16


@dataclass(eq=False)
class Offer:
    """One file that one person may download, or that is `framed` in their page: made when it is requested."""

    ticket: str
    scope: Scope
    make: Callable[[], bytes]
    file_name: str
    mime: str
    language: str
    framed: bool = False

    def body(self) -> bytes:
        """The file, noted, also that exact figures of people are in it; what cannot be noted is not handed out.

        What is framed is not a download. Raises `Fault`.
        """
        with speaking(self.language):
            made = self.make()
        if not self.framed:
            exact = {"angka": "kerja"} if self.scope.clearance >= Sensitivity.TERBATAS else {}
            note(store(), self.scope, "unduh", self.file_name, byte=len(made), **exact)
        return made


Offers = dict[tuple[str, str], Offer]  # by person and file name
# the sessions hold the offers: when one ends, its addresses stop working
_offers: WeakValueDictionary[str, Offer] = WeakValueDictionary()


def offer_to(mine: Offers, make: Callable[[], bytes], *, scope: Scope, file_name: str, mime: str, framed: bool = False) -> str:
    """The ticket of a file, among those that one session holds. The same person's file of that name keeps its ticket, made
    from what is shown now."""
    known = mine.pop((scope.person, file_name), None)
    made = Offer(known.ticket if known else secrets.token_urlsafe(24), scope, make, file_name, mime, language(), framed)
    mine[scope.person, file_name] = _offers[made.ticket] = made
    for old in list(mine)[:-_MOST]:
        del mine[old]
    return made.ticket


def asked_for(request: Request, ticket: str, *, framed: bool) -> Offer | None:
    """The offer behind a ticket; ``None`` when it is gone, another person's, or made for more than that person may see now.

    Blocking.
    """
    found = _offers.get(ticket)
    if found is None or found.framed != framed:
        return None
    person = who_asks(request, found.scope.person)
    return found if person is not None and replace(person.scope, published=found.scope.published) == found.scope else None
