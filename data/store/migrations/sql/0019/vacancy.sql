-- Whether a facility has free beds at its last report, in three words: how many people are in it is never shown.
create table analitik.vacancy (
    facility_id integer primary key,
    state       text not null check (state in ('ada', 'hampir_penuh', 'penuh')),
    as_of       date not null
);
alter table analitik.vacancy enable row level security;
alter table analitik.vacancy force row level security;
create policy written_by_system on analitik.vacancy to bersinar_owner
    using ((select akses.is_system())) with check ((select akses.is_system()));
create policy read_by_anyone_proved on analitik.vacancy for select to bersinar_app
    using ((select (akses.scope()).clearance) >= 0);
grant select on analitik.vacancy to bersinar_app;
