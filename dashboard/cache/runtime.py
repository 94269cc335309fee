"""The one open store of this process."""

from functools import lru_cache
from threading import Timer

from data.model.settings import Settings, read_settings
from data.ops.preview import preview_of
from data.store import Store, open_store

_GRACE_S = 5.0  # for pages that run while the nation takes the province's place
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
    """Whether one province is shown, until the nation is there."""
    return _previews


def serve(*, preview: bool) -> None:
    """From now on `store` is the province's, or everybody's. A page that runs meanwhile ends with the one it has."""
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
    """An address of ours as a browser asks for it, where a proxy gives us one path of its host."""
    return settings().path + path
