-- Early warnings: the newest complete month of each series of cases (kabupaten/kota, province, nation; all cases or those with one
-- substance) against what was usual, and the same rule at each of the 24 months before. Counts of cases from kabupaten/kota up are
-- public. The arrays hold one number a month, the last of them of month `until`; null is a month that was not complete, or of which
-- the rule cannot speak.
create table analitik.warning (
    region_code  text collate "C" not null,
    substance    text collate "C" not null,  -- '' is all cases
    until        text collate "C" not null,
    month        text collate "C",           -- the month that is judged; null where none of the last three is complete
    since        text collate "C",           -- of an alarm: the first of its months
    state        text not null check (state in ('raised', 'usual', 'unknown')),
    reason       text not null check (reason in ('', 'not_reported', 'few_months', 'small_level')),
    observed     integer check (observed >= 0),
    expected     double precision check (expected > 0),
    upper        integer check (upper >= 0),
    p            double precision check (p between 0 and 1),
    tested       smallint not null,          -- months of the last 24 of which the rule could speak
    fired        smallint not null,          -- of these, months that were above the usual
    judged       smallint not null,          -- of these, months of which the two following ones are known
    wrong        smallint not null,          -- of these, months after which both were usual again
    counts       integer[] not null,
    means        double precision[] not null,
    lows         integer[] not null,
    highs        integer[] not null,
    computed_at  timestamptz not null default clock_timestamp(),
    data_version bigint not null,
    primary key (region_code, substance),
    check ((state = 'unknown') = (reason <> '')),
    check ((state = 'raised') = (since is not null)),
    check ((state = 'unknown') = (expected is null)),
    check (wrong <= judged and judged <= fired and fired <= tested and tested <= 24)
);
alter table analitik.warning enable row level security;
alter table analitik.warning force row level security;
create policy written_by_system on analitik.warning to bersinar_owner
    using ((select akses.is_system())) with check ((select akses.is_system()));
create policy read_by_anyone_proved on analitik.warning for select to bersinar_app
    using ((select (akses.scope()).clearance) >= 0);
grant select on analitik.warning to bersinar_app;
