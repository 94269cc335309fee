"""The person behind a request to a route that is not a page of Streamlit's."""

from starlette.requests import HTTPConnection

from dashboard.cache.runtime import settings, store
from dashboard.web import session
from data.identity.demo import demo_person_now
from data.identity.people import Person


def who_asks(request: HTTPConnection, demo: str) -> Person | None:
    """The person behind the session's cookie; on the embedded store the demo user of that name. Blocking."""
    if settings().is_shared:
        return session.person_of(store(), settings(), request.cookies.get(session.COOKIE))
    return demo_person_now(store(), demo)
