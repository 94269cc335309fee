"""The address of the app: from its setting, else the host that the browser sends, if it is a valid one."""

import re
from urllib.parse import urlsplit

from dashboard.cache.runtime import settings

_HOST = re.compile(r"(?:[a-z0-9](?:[a-z0-9.-]{0,251}[a-z0-9])?|\[[0-9a-f:]{2,45}\])(?::[0-9]{1,5})?", re.I)


def base(said: str) -> str:
    """Scheme, host and path of the app, without a slash at the end; empty where none can be trusted.

    `said` is the app's address as the browser sends it: it can be any text.
    """
    if own := settings().address:
        return own.rstrip("/")
    try:
        here = urlsplit(said)
    except ValueError:
        return ""
    return f"{here.scheme}://{here.netloc}" if here.scheme in ("http", "https") and _HOST.fullmatch(here.netloc) else ""
