"""Opening the store: the embedded server, connections that prove who asks, preparation of an empty store."""

from data.store.connect import Store, open_store

__all__ = ["Store", "open_store"]
