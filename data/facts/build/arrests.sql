-- Villages: all years of one part pooled. Everybody reads a class, accounts of the area the count. Only regencies and years that were
-- reported count.
drop table if exists village_cases, case_years;
create temporary table village_cases on commit drop as
    select b.region_code as code, sum(b.amount) as cases
      from analitik.bagian b join in_scope l on l.regency = left(b.region_code, 5)
     where b.part = %(part)s and length(b.region_code) = 13
       and (l.regency, b.month) in (select regency, month from reported_month where grp = %(grp)s)
     group by 1;
create temporary table case_years on commit drop as
    select regency, count(*) as reported from coverage where grp = %(grp)s and grain = 4 group by regency;
analyze village_cases; analyze case_years;

insert into new_fact (indicator, period, level, sensitivity, number, region_code, numerator, denominator, value, class, status, reported, expected, simulated)
with pooled as (
    select t.number, t.code, coalesce(c.cases, 0) as cases, coalesce(y.reported, 0) as reported
      from village t join in_scope l on l.regency = t.regency
      left join village_cases c on c.code = t.code left join case_years y on y.regency = t.regency
     where exists (select 1 from case_years)
), classed as (
    select p.*, width_bucket(cases, cast(%(steps)s as float8[]))::smallint as class from pooled p
)
select i.indicator, %(pooled)s, 4, s.sensitivity, number, code,
       case when s.exact and reported > 0 then cases end, null::float8, case when s.exact and reported > 0 then cases end,
       case when reported > 0 then class end, case when reported = 0 then 2 else 1 end::smallint,
       reported, (select count(*) from fact_year), i.simulated
  from classed join item i on i.indicator = %(indicator)s
  cross join lateral (values (i.sensitivity, false), (i.exact, true)) s (sensitivity, exact);
