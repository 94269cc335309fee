-- Parts that facts are made of: exact counts, so nobody but the system reads them. `value` is what a counted thing measures where a
-- median is taken of it, else 0.
create table analitik.bagian (
    part        text collate "C" not null,
    region_code text collate "C" not null,
    period      text collate "C" not null,
    value       double precision not null,
    amount      double precision not null,
    month       integer generated always as (case when length(period) = 7 then left(period, 4)::int * 12 + right(period, 2)::int - 1 end)
                stored  -- months from the year 0 where the period is one
);
create index bagian_part on analitik.bagian (part, region_code);
alter table analitik.bagian enable row level security;
alter table analitik.bagian force row level security;
create policy written_by_system on analitik.bagian to bersinar_owner
    using ((select (akses.scope()).role) = 'sistem') with check ((select (akses.scope()).role) = 'sistem');
-- a grant without a policy: no scope reads a row, and asking is no error that tells anything
grant select on analitik.bagian to bersinar_app;

-- Scores of one survey beside those of another, for villages before and after.
create index kawasan_rawan_survey on inti.kawasan_rawan (year, village_code) include (score, category)
    where method = 'survei' and score is not null;

alter table inti.facility add column ikr real check (ikr between 1 and 4);

-- What an area has promised: an indicator, from where, to where, until when, and who said so.
create table inti.target (
    indicator       text not null,
    region_code     text collate "C" not null,
    baseline_period text not null,
    baseline        double precision not null,
    target_period   text not null check (target_period > baseline_period),
    target          double precision not null,
    said_by         text not null,
    source_id       text not null references inti.source,
    kiriman_id      bigint,
    row_no          integer,
    digest          bigint,
    primary key (indicator, region_code, target_period)
);
alter table inti.target enable row level security;
alter table inti.target force row level security;
create policy written_by_system on inti.target to bersinar_owner
    using ((select (akses.scope()).role) = 'sistem') with check ((select (akses.scope()).role) = 'sistem');
create policy read_by_anyone_proved on inti.target for select to bersinar_app using ((select (akses.scope()).clearance) >= 0);
grant select on inti.target to bersinar_app;
