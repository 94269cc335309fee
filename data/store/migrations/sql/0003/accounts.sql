-- Logins of people with QGIS or ogr2ogr. They prove themselves by the server's own sign-in, not by a token.
create table akses.gis_account (
    login      text primary key check (login ~ '^gis_[a-z0-9_]{2,40}$'),
    role       text not null,
    clearance  smallint not null check (clearance between 0 and 2),
    prefixes   text[] not null check (cardinality(prefixes) > 0),
    may_write  boolean not null default false,
    granted_by text not null,
    granted_at timestamptz not null default now(),
    expires_at timestamptz
);
alter table akses.gis_account enable row level security;
alter table akses.gis_account force row level security;
create policy owner_only on akses.gis_account to bersinar_owner using (true) with check (true);
