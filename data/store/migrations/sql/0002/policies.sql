-- Every new table: RLS enabled and forced, written by the system's scope, read by a proved one.
do $$
declare t record;
begin
    for t in select relname as n, relnamespace::regnamespace::text as s from pg_class
              where relkind = 'r' and relnamespace::regnamespace::text in ('mentah', 'inti', 'analitik')
                and relname <> 'alembic_version' and not relrowsecurity loop
        execute format('alter table %I.%I enable row level security', t.s, t.n);
        execute format('alter table %I.%I force row level security', t.s, t.n);
        execute format('create policy written_by_system on %I.%I to bersinar_owner '
            'using ((select (akses.scope()).role) = ''sistem'') with check ((select (akses.scope()).role) = ''sistem'')', t.s, t.n);
        if t.n in ('case_substance', 'case_suspect', 'case_stage', 'tat', 'rehab_episode', 'ibm_assessment') then
            execute format('create policy read_by_scope on %I.%I for select to bersinar_app using ('
                '(select (akses.scope()).clearance) >= 2 and regency_code like any ((select (akses.scope()).patterns)::text[]))', t.s, t.n);
        elsif t.n = 'rehab_recap' then
            execute format('create policy read_by_scope on %I.%I for select to bersinar_app using ('
                '(select (akses.scope()).clearance) >= 1 and region_code like any ((select (akses.scope()).patterns)::text[]))', t.s, t.n);
        else
            execute format('create policy read_by_anyone_proved on %I.%I for select to bersinar_app '
                'using ((select (akses.scope()).clearance) >= 0)', t.s, t.n);
        end if;
        execute format('grant select on %I.%I to bersinar_app', t.s, t.n);
    end loop;
end $$;

-- A case without a village belongs to those who may see all of its regency.
drop policy read_by_scope on inti.narcotics_case;
create policy read_by_scope on inti.narcotics_case for select to bersinar_app using (
    (select (akses.scope()).clearance) >= 2
    and coalesce(village_code, regency_code) like any ((select (akses.scope()).patterns)::text[])
);
