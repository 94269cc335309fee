-- Assessments of clients of community based intervention: of a unit, or of a region (unit 0), in a year, or in all years (year 0).
-- As facts are: a published row of which each count is rounded by itself, and the exact one beside it.
create table analitik.ibm_change (
    region_code text collate "C" not null,
    unit_id     integer not null,
    level       smallint not null check (level between 0 and 2),
    year        smallint not null,
    domain      text collate "C" not null,
    sensitivity smallint not null check (sensitivity in (0, 2)),
    n           integer check (n >= 0),
    mean        double precision,
    sd          double precision,
    first_mean  double precision,
    last_mean   double precision,
    improved    integer,
    worsened    integer,
    threshold   double precision,
    status      smallint not null check (status in (1, 5)),
    primary key (region_code, unit_id, year, domain, sensitivity)
);
alter table analitik.ibm_change enable row level security;
alter table analitik.ibm_change force row level security;
create policy written_by_system on analitik.ibm_change to bersinar_owner
    using ((select akses.is_system())) with check ((select akses.is_system()));
create policy read_by_scope on analitik.ibm_change for select to bersinar_app using (
    sensitivity <= (select (akses.scope()).clearance)
    and (sensitivity = 0
         or (select '' = any ((akses.scope()).prefixes))
         or region_code like any ((select (akses.scope()).patterns)::text[]))
);
grant select on analitik.ibm_change to bersinar_app;
create index ibm_change_year on analitik.ibm_change (year, region_code);
