"""The one open store of this process."""

from functools import lru_cache
from threading import Timer

from data.model.settings import Settings, read_settings
from data.ops.preview import preview_of
from data.store import Store, open_store

_GRACE_S = 5.0  # for pages that still run when the nation replaces the province
_previews = False


@lru_cache(maxsize=1)
def settings() -> Settings:
    """Settings of this process, read once. Raises `Fault` for one that cannot be used."""
    return read_settings()


def store() -> Store:
    """The open store. Raises `Fault` when it cannot be opened; then the next call tries again."""
    return _open(previews())


@lru_cache(maxsize=2)
def _open(preview: bool) -> Store:
    return open_store((preview_of(settings()) if preview else None) or settings())


def previews() -> bool:
    """Whether pages show one province, because the nation is not loaded yet."""
    return _previews


def serve(*, preview: bool) -> None:
    """From now on `store` returns the store of the province, or the whole one. A page that runs meanwhile keeps the
    one it has.
    """
    global _previews
    if _previews and not preview:
        closing = Timer(_GRACE_S, _open(True).close)
        closing.daemon = True
        closing.start()
    _previews = preview


def forget() -> None:
    """Close what is open; settings are read again."""
    global _previews
    if _open.cache_info().currsize:
        _open(_previews).close()
    _open.cache_clear()
    settings.cache_clear()
    _previews = False


def here(path: str) -> str:
    """An address of ours as a browser must request it, below the path that a proxy gives us."""
    return settings().path + path
