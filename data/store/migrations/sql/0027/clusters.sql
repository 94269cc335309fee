-- Clusters of areas with many or few events: Local Moran by area, the circles of a spatial scan, and how each run was made. All of
-- it follows from facts that everybody reads: of kabupaten/kota exact, of kecamatan the rounded ones of sensitivity 0.
create table analitik.cluster_run (
    indicator        text collate "C" not null,
    level            smallint not null check (level between 1 and 3),
    period           text collate "C" not null,
    boundary_version text not null,
    seed             bigint not null,
    permutations     integer not null,
    replications     integer not null,  -- of the scan
    fdr              double precision not null check (fdr > 0 and fdr < 1),
    scan_share       double precision not null,  -- of all people, that a circle holds at most
    known            integer not null,  -- areas with a rate
    moran            double precision,  -- null where rates do not vary or nobody has a neighbour
    moran_p          double precision,
    digest           text not null,  -- of counts, people and neighbours: the same inputs are not computed twice
    data_version     bigint not null,
    computed_at      timestamptz not null default clock_timestamp(),
    primary key (indicator, level, period)
);
-- class: 0 not significant, 1 high among high, 2 low among high, 3 low among low, 4 high among low, 5 undefined, 6 no neighbour
create table analitik.cluster (
    indicator   text collate "C" not null,
    level       smallint not null check (level between 1 and 3),
    period      text collate "C" not null,
    region_code text collate "C" not null,
    class       smallint not null check (class between 0 and 6),
    quadrant    smallint check (quadrant between 1 and 4),
    cases       double precision check (cases >= 0),  -- what it was computed from: of kecamatan rounded, and 2.5 for 1 to 4
    people      double precision check (people >= 0),
    smoothed    double precision,  -- rate in the unit of the indicator
    p           double precision check (p > 0 and p <= 1),
    primary key (indicator, level, period, region_code),
    check ((class < 5) = (p is not null))
);
create table analitik.scan_cluster (
    indicator     text collate "C" not null,
    level         smallint not null check (level between 1 and 3),
    period        text collate "C" not null,
    rank          smallint not null check (rank > 0),
    centre        text collate "C" not null,
    members       text[] not null,
    radius_m      double precision not null,
    cases         double precision not null,
    expected      double precision not null,
    relative_risk double precision,  -- null where no case lies outside
    llr           double precision not null,
    p             double precision not null,
    primary key (indicator, level, period, rank)
);
do $$
declare
    t text;
begin
    foreach t in array array['analitik.cluster_run', 'analitik.cluster', 'analitik.scan_cluster'] loop
        execute format('alter table %s enable row level security', t);
        execute format('alter table %s force row level security', t);
        execute format('create policy written_by_system on %s to bersinar_owner '
            'using ((select akses.is_system())) with check ((select akses.is_system()))', t);
        execute format('create policy read_by_anyone_proved on %s for select to bersinar_app '
            'using ((select (akses.scope()).clearance) >= 0)', t);
        execute format('grant select on %s to bersinar_app', t);
    end loop;
end $$;
