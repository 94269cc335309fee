"""A small store beside the embedded one: one province, to be read while the nation is being loaded.

It is a separate database on the same server, filled by the same load, so that none of it can remain among the nation's rows. It
is dropped when the nation is loaded, with everything noted in it.
"""

import psycopg
from psycopg import errors, sql

from data.model.settings import Settings
from data.ops.simulation.base import prefixes_of
from data.store.connect import app_login, locate, owner_role, signer_role, store_name
from data.store.secrets import forget_secrets, read_secrets
from geo import reference

BOUNDARIES = f"{reference.VERSION}-pratinjau"  # browsers cache tiles by this name: the nation's have another
_SIZE = "provinsi"
PREFIX = prefixes_of(_SIZE)[0]


def preview_of(settings: Settings) -> Settings | None:
    """The store of the province; ``None`` where there is none: beside a shared store, or one that holds only a part itself."""
    if settings.is_shared or prefixes_of(settings.simulation_size) != reference.WHOLE:
        return None
    return settings.model_copy(update={"database": f"{settings.database}_pratinjau", "simulation_size": _SIZE})


def discard_preview(settings: Settings) -> bool:
    """Drop the province's database, its roles and keys. ``False`` while somebody still reads it; the next start tries again."""
    small = preview_of(settings)
    if small is None:
        return True
    url = locate(settings)
    name = store_name(url.set(database=small.database), shared=False)
    if read_secrets(small.home, name) is None:
        return True
    quote = sql.Identifier
    with psycopg.connect(url.set(drivername="postgresql").render_as_string(hide_password=False), autocommit=True) as connection:
        try:
            connection.execute(sql.SQL("drop database if exists {}").format(quote(small.database)))
        except errors.ObjectInUse:
            return False
        for role in (app_login(small.database), signer_role(small.database), owner_role(small.database)):
            connection.execute(sql.SQL("drop role if exists {}").format(quote(role)))
    forget_secrets(small.home, name)
    return True
