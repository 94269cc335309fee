"""The store, and everything that is read into it and out of it."""
