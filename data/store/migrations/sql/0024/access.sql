-- Access to treatment of every region, by question: who reaches a place of treatment, and how many places it shares with whom.
-- All of it follows from the register of facilities, the population, published prevalence and counts of vulnerable villages by
-- kabupaten/kota: public. A row per question and level; `body` holds the columns of data/facts/access.py one after the other, each
-- a little-endian number per region in number order: a double, of villages a float4. Where what it follows from moves, all rows go:
-- a row that is there is valid.
create table analitik.access (
    question     text not null,
    level        smallint not null check (level between 0 and 4),
    computed_at  timestamptz not null default clock_timestamp(),
    summary      jsonb not null default '{}',
    body         bytea not null,
    primary key (question, level)
);
alter table analitik.access enable row level security;
alter table analitik.access force row level security;
create policy written_by_system on analitik.access to bersinar_owner
    using ((select akses.is_system())) with check ((select akses.is_system()));
create policy read_by_anyone_proved on analitik.access for select to bersinar_app
    using ((select (akses.scope()).clearance) >= 0);
grant select on analitik.access to bersinar_app;
