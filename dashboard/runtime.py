"""The one open store of this process."""

from functools import lru_cache

from data.settings import Settings, read_settings
from data.store import Store, open_store


@lru_cache(maxsize=1)
def settings() -> Settings:
    """Settings of this process, read once. Raises `Fault` for one that cannot be used."""
    return read_settings()


@lru_cache(maxsize=1)
def store() -> Store:
    """The open store. Raises `Fault` when it cannot be opened; then the next call tries again."""
    return open_store(settings())


def here(path: str) -> str:
    """An address of ours as a browser asks for it, where a proxy gives us one path of its host."""
    return settings().path + path
