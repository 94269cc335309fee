-- Where a search path does not name pg_temp, PostgreSQL looks there first, for types too: a domain `pg_temp.text` with a CHECK of the
-- caller's would run as the owner of the function. Named last, it is never asked for what pg_catalog has.
do $$
declare
    f record;
begin
    for f in select p.oid::regprocedure as name, p.prosecdef as definer, substr(c, length('search_path=') + 1) as path
               from pg_proc p left join unnest(p.proconfig) c on c like 'search_path=%'
              where p.pronamespace::regnamespace::text in ('akses', 'audit', 'mentah', 'inti', 'analitik', 'peta') loop
        if f.definer then
            execute format('alter function %s set search_path = pg_catalog, pg_temp', f.name);
        elsif f.path is not null and f.path !~ 'pg_temp' then
            execute format('alter function %s set search_path = %s, pg_temp', f.name, f.path);
        end if;
    end loop;
end $$;

-- The key belongs to the role of the signing function, which data/store/rights.py makes the owner of both: its name is that of one
-- database, so the policy names nobody and the table's rights alone decide. The owner of all else may call the function.
drop policy owner_only on akses.signing_key;
create policy owner_of_the_key on akses.signing_key using (true) with check (true);
grant execute on function akses.scope() to bersinar_owner;
