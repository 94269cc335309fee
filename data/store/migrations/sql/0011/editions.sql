-- A store that has an edition tells counts of people by edition only: as they were when it was made.
create table inti.edition (
    number   integer primary key check (number > 0),
    made_at  timestamptz not null default now(),
    last_day date not null  -- the last day any row spoke of
);

-- The last edition: what it told, and exactly what it hid. Nobody reads it; the next edition is made from it.
create table inti.edition_fact (
    indicator   text collate "C" not null,
    level       smallint not null,
    period      text collate "C" not null,
    region_code text collate "C" not null,
    numerator   double precision,
    denominator double precision,
    value       double precision,
    class       smallint,
    status      smallint not null,
    reported    integer not null,
    expected    integer not null,
    hidden      boolean not null,
    primary key (indicator, level, period, region_code)
);

do $$
declare t text;
begin
    foreach t in array array['edition', 'edition_fact'] loop
        execute format('alter table inti.%I enable row level security', t);
        execute format('alter table inti.%I force row level security', t);
        execute format('create policy written_by_system on inti.%I to bersinar_owner '
            'using ((select (akses.scope()).role) = ''sistem'') with check ((select (akses.scope()).role) = ''sistem'')', t);
    end loop;
end $$;
create policy read_by_anyone_proved on inti.edition for select to bersinar_app using ((select (akses.scope()).clearance) >= 0);
grant select on inti.edition, inti.edition_fact to bersinar_app;
