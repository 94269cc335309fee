-- Every table: RLS enabled and forced, read by a proved scope, written by the system's scope through the owner alone.
do $$
declare t record;
begin
    for t in select schemaname as s, tablename as n from pg_tables
              where schemaname in ('akses', 'mentah', 'inti', 'analitik') and tablename <> 'alembic_version' loop
        execute format('alter table %I.%I enable row level security', t.s, t.n);
        execute format('alter table %I.%I force row level security', t.s, t.n);
        if t.s = 'akses' then
            execute format('create policy owner_only on %I.%I to bersinar_owner using (true) with check (true)', t.s, t.n);
        else
            execute format('create policy written_by_system on %I.%I to bersinar_owner '
                'using ((select (akses.scope()).role) = ''sistem'') with check ((select (akses.scope()).role) = ''sistem'')', t.s, t.n);
            if t.n not in ('nilai', 'narcotics_case', 'kiriman') then
                execute format('create policy read_by_anyone_proved on %I.%I for select to bersinar_app '
                    'using ((select (akses.scope()).clearance) >= 0)', t.s, t.n);
            end if;
        end if;
    end loop;
end $$;

-- Public facts: all regions. Between agencies: own regions, and those above them. Restricted: own regions.
create policy read_by_scope on analitik.nilai for select to bersinar_app using (
    sensitivity <= (select (akses.scope()).clearance)
    and (sensitivity = 0
         or (select '' = any ((akses.scope()).prefixes))  -- first, because it is asked once and not per row
         or region_code like any ((select (akses.scope()).patterns)::text[])
         or (sensitivity = 1 and (region_code = 'ID' or exists (
                select 1 from unnest((select (akses.scope()).prefixes)::text[]) p where starts_with(p, region_code)))))
);

create policy read_by_scope on inti.narcotics_case for select to bersinar_app using (
    (select (akses.scope()).clearance) >= 2
    and village_code like any ((select (akses.scope()).patterns)::text[])
);

create policy read_by_scope on mentah.kiriman for select to bersinar_app using (
    (select (akses.scope()).clearance) >= 1
    and region_code like any ((select (akses.scope()).patterns)::text[])
);

grant usage on schema akses, mentah, inti, analitik to bersinar_app;
grant select on all tables in schema mentah, inti, analitik to bersinar_app;
revoke all on all functions in schema akses from public;
grant execute on all functions in schema akses to bersinar_app;
