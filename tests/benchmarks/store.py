"""Seconds and sizes of the store that the environment names, by step and table: `python -m tests.benchmarks.store`."""

import sqlalchemy as sa

from data.model.settings import Settings
from data.store import open_store

_TABLES = """
select n.nspname || '.' || c.relname as name, c.reltuples::bigint as rows, pg_table_size(c.oid) as data,
       pg_indexes_size(c.oid) as index
  from pg_class c join pg_namespace n on n.oid = c.relnamespace
 where c.relkind = 'r' and n.nspname in ('inti', 'mentah', 'analitik') and pg_total_relation_size(c.oid) > 1000000
 order by pg_total_relation_size(c.oid) desc
"""
_SIZE = """
select sum(pg_total_relation_size(c.oid)) from pg_class c join pg_namespace n on n.oid = c.relnamespace
 where c.relkind = 'r' and n.nspname in ('inti', 'mentah', 'analitik', 'akses', 'audit')
"""


def main() -> None:
    store = open_store(Settings())
    with store.writing() as connection:
        size = connection.scalar(sa.text(_SIZE))
        print(f"{store.kind} store, {float(size) / 1e6:,.0f} MB")
        for row in connection.execute(sa.text("select name, version, seconds from inti.load_step order by finished_at")):
            print(f"  {row.name:12} {row.seconds:7.1f} s   {row.version}")
        for row in connection.execute(sa.text(_TABLES)):
            print(f"  {row.name:26} {row.rows:>10,} rows {row.data / 1e6:8.1f} MB + {row.index / 1e6:6.1f} MB of indexes")
    store.close()


if __name__ == "__main__":
    main()
