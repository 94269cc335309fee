"""Opens the store: the embedded server, connections under a signed scope, preparation of an empty store."""

from data.store.connect import BYTES, Store, open_store

__all__ = ["BYTES", "Store", "open_store"]
