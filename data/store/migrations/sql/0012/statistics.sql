-- The planner's statistics answer to everybody: PostGIS's functions print those of geometries, and EXPLAIN prints how many rows have a
-- frequent value. So none are kept of shapes and points, nor of rows that are about cases and persons. Facts keep theirs: they are one
-- row for each indicator, area and period, whatever the numbers are.
do $$
declare
    c record;
begin
    for c in select a.attrelid::regclass as name, a.attname as column
               from pg_attribute a join pg_class t on t.oid = a.attrelid join pg_type y on y.oid = a.atttypid
              where t.relkind = 'r' and a.attnum > 0 and not a.attisdropped
                and t.relnamespace::regnamespace::text in ('akses', 'audit', 'mentah', 'inti', 'analitik')
                and (y.typname in ('geometry', 'geography') or t.relnamespace::regnamespace::text in ('akses', 'audit')
                     or t.relname in ('narcotics_case', 'case_substance', 'case_suspect', 'case_stage', 'tat', 'rehab_episode',
                                      'ibm_assessment', 'token_link', 'temuan', 'isi', 'langkah')) loop
        execute format('alter table %s alter column %I set statistics 0', c.name, c.column);
    end loop;
end $$;
