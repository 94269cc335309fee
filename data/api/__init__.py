"""The HTTP API below the app's own address: agencies send and read as on the pages, each within its token's scope."""

from data.api.app import make_api

__all__ = ["make_api"]
