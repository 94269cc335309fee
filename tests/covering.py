"""What rows of `mentah.kiriman` report on, where a test puts them there by hand."""

import sqlalchemy as sa

_WHOLE = (
    "with bare as (update mentah.kiriman k set complete = true "
    "where not exists (select 1 from mentah.kiriman_cakupan c where c.kiriman_id = k.id) returning id, periods, region_code) "
    "insert into mentah.kiriman_cakupan (kiriman_id, period, region_code) "
    "select id, unnest(periods), region_code from bare"
)


def cover_whole(connection: sa.Connection) -> None:
    """Let each submission of which nothing else was said be complete for its area."""
    connection.execute(sa.text(_WHOLE))
