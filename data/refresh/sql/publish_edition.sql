-- Counts of people into `terbit` as the last edition told them, and as they stand for those who may read them, where that differs.
create temporary table berlaku on commit drop as
    select i.indicator, e.period, e.level, i.sensitivity, r.number, e.region_code as code,
           case when not e.hidden then e.numerator end as top, case when not (e.hidden and i.small in ('bagian', 'penyebut')) then e.denominator end as d,
           case when not e.hidden then e.value end as result, case when e.hidden then 5 else e.status end::smallint as state,
           e.reported, e.expected, i.simulated
      from inti.edition_fact e
      join indikator i on i.indicator = e.indicator and i.small <> '' and (length(e.period) = 4 or 1 = any (i.grains))
      join wilayah r on r.code = e.region_code and r.level = e.level
     where e.level = 0 or e.level = 1 and e.region_code in (select left(regency, 2) from lingkup)
        or e.level >= 2 and r.regency in (select regency from lingkup);
analyze berlaku;

insert into terbit (indicator, period, level, sensitivity, number, region_code, numerator, denominator, value, status, reported, expected, simulated)
select indicator, period, level, sensitivity, number, code, top, d, result, state, reported, expected, simulated from berlaku
union all  -- a year that began since: nothing is told of it yet
select indicator, period, level, sensitivity, number, code, null, null, null, 2::smallint, 0, 0, simulated
  from kini k where small <> '' and length(period) = 4
   and not exists (select 1 from berlaku b where b.indicator = k.indicator and b.period = k.period and b.level = k.level and b.code = k.code)
union all
select indicator, period, level, 2::smallint, number, code, k.top, k.d, k.result, coalesce(k.state, 2)::smallint,
       coalesce(k.reported, 0), coalesce(k.expected, 0), coalesce(k.simulated, b.simulated)
  from (select * from kini where small <> '') k full join berlaku b using (indicator, period, level, number, code)
 where (k.top, k.d, k.result, coalesce(k.state, 2)) is distinct from (b.top, b.d, b.result, b.state)
   and (k.state = 1 or b.state in (1, 5));
drop table berlaku;
