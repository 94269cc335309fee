-- A version of the boundaries brings all it needs to become the one in use, so that an older one can be taken up again.
alter table inti.boundary_version
    add column state  text not null default 'disiapkan' check (state in ('disiapkan', 'dipakai', 'lama')),
    add column report jsonb not null default '{}';
create unique index boundary_in_use on inti.boundary_version (state) where state = 'dipakai';
alter table inti.boundary_version no force row level security;
update inti.boundary_version set state =
    case when id = (select id from inti.boundary_version order by loaded_at desc limit 1) then 'dipakai' else 'lama' end;
alter table inti.boundary_version force row level security;

-- Whether a shape is an official one: a version may hold both kinds.
alter table inti.region_shape add column official boolean not null default false;

-- How one region came out of loading a version.
create table inti.boundary_finding (
    boundary_version text not null references inti.boundary_version on delete cascade,
    region_code      text collate "C" not null,
    matched_by       text not null check (matched_by in ('kode', 'kode_lama', 'nama', 'dari_anak', 'dipotong', 'lama', 'tidak_ada')),
    repairs          text[] not null default '{}',
    area_km2         double precision,
    area_given_km2   double precision,
    area_before_km2  double precision,
    overlap_km2      double precision not null default 0,
    gap_km2          double precision not null default 0,
    damaged          boolean not null default false,
    primary key (boundary_version, region_code)
);
