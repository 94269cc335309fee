-- Regencies whose facts are recomputed: those where a part differs; all of a province or of the nation where a part recorded for it alone
-- differs; all of them where `wide`.
insert into in_scope
with changed as (
    select distinct case when length(region_code) > 5 then left(region_code, 5) else region_code end as code from part_change
)
select distinct t.regency from village t
 where %(wide)s
    or exists (select 1 from changed u where u.code = t.regency)
    or exists (select 1 from changed u where u.code = t.province
                  and not exists (select 1 from changed v where length(v.code) = 5 and left(v.code, 2) = u.code))
    or exists (select 1 from changed) and not exists (select 1 from changed where code <> 'ID');
