"""The store and everything that enters or leaves it."""
