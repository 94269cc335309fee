-- The planner takes a comparison of text for one row in two hundred, and would read whole tables for the writer's few rows: asked as
-- a plain truth, the policy costs no plan.
create function akses.is_system() returns boolean language sql stable set search_path = pg_catalog, pg_temp as $$
    select coalesce((akses.scope()).role = 'sistem', false)
$$;
revoke all on function akses.is_system() from public;
grant execute on function akses.is_system() to bersinar_owner;

do $$
declare p record;
begin
    for p in select schemaname as s, tablename as n from pg_policies where policyname = 'written_by_system' loop
        execute format('alter policy written_by_system on %I.%I using ((select akses.is_system())) with check ((select akses.is_system()))',
                       p.s, p.n);
    end loop;
end $$;
