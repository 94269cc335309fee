-- Counts of a region and year that one number cannot hold, each rounded by itself at sensitivity 0 and exact at 2; and curves of how long.
create table analitik.breakdown (
    subject     text collate "C" not null,
    period      text collate "C" not null,
    region_code text collate "C" not null,
    a           text collate "C" not null,
    b           text collate "C" not null,
    sensitivity smallint not null check (sensitivity in (0, 2)),
    amount      double precision check (amount > 0),
    status      smallint not null check (status in (1, 5)),
    primary key (region_code, period, subject, a, b, sensitivity),
    check ((status = 1) = (amount is not null))
);
create table analitik.survival (
    subject     text collate "C" not null,
    period      text collate "C" not null,
    region_code text collate "C" not null,
    service     text collate "C" not null,
    agency      text collate "C" not null,
    sensitivity smallint not null check (sensitivity in (0, 2)),
    days        integer[] not null,
    at_risk     integer[] not null,
    share       double precision[] not null,
    low         double precision[] not null,
    high        double precision[] not null,
    primary key (region_code, period, subject, service, agency, sensitivity)
);
do $$
declare
    t text;
begin
    foreach t in array array['analitik.breakdown', 'analitik.survival'] loop
        execute format('alter table %s enable row level security', t);
        execute format('alter table %s force row level security', t);
        execute format('create policy written_by_system on %s to bersinar_owner '
            'using ((select akses.is_system())) with check ((select akses.is_system()))', t);
        -- published figures of all regions, exact ones of the own
        execute format('create policy read_by_scope on %s for select to bersinar_app using ('
            'sensitivity <= (select (akses.scope()).clearance) and (sensitivity = 0 or (select '''' = any ((akses.scope()).prefixes)) '
            'or region_code like any ((select (akses.scope()).patterns)::text[])))', t);
        execute format('grant select on %s to bersinar_app', t);
    end loop;
end $$;
-- the number of people is a fact that everybody reads now
drop function akses.people_in_rehab(text, integer);
-- who reports himself to an agency (wajib lapor) comes by a way of its own
alter table inti.rehab_episode drop constraint rehab_episode_entry_check,
    add check (entry in ('sukarela', 'lapor_diri', 'tat', 'putusan', 'razia'));
