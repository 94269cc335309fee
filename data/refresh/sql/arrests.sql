-- A case without a known village counts in its regency and above. A regency that sent no case report for a year is 'not reported', not zero; sums take the regencies that reported.
create temporary table reporting on commit drop as
    select distinct t.regency, left(p.period, 4)::smallint as year, true as came
      from mentah.kiriman k cross join lateral unnest(k.periods) p (period)
      join (select distinct regency from tree) t on k.region_code = 'ID' or starts_with(t.regency, k.region_code)
     where k.feed = 'kasus' and k.state in ('draf', 'diperiksa', 'diterima');

create temporary table village_cases on commit drop as
    select c.regency_code as regency, c.village_code, extract(year from c.case_date)::smallint as year, count(*) as cases
      from inti.narcotics_case c
      join reporting r on r.regency = c.regency_code and r.year = extract(year from c.case_date)
     group by 1, 2, 3;

create temporary table arrests on commit drop as
with cases as (
    select coalesce(district, regency, province, 'ID') as code, year, sum(cases) as cases
      from (select left(village_code, 8) as district, regency, left(regency, 2) as province, year, cases from village_cases) v
     group by grouping sets ((district, year), (regency, year), (province, year), (year))
    having grouping(district) = 1 or district is not null
), duty as (
    select coalesce(x.regency, x.province, 'ID') as code, y.year,
           count(r.came) as reported, count(*) as expected, sum(p.people) filter (where r.came) as people
      from (select distinct regency, province from tree) x
      cross join fact_year y
      left join reporting r on r.regency = x.regency and r.year = y.year
      left join people p on p.code = x.regency and p.year = y.year
     group by grouping sets ((x.regency, y.year), (x.province, y.year), (y.year))
)
select u.level, u.number, u.code, d.year, d.reported, d.expected,
       case when u.level = 3 then p.people else d.people end as people,
       case when d.reported > 0 then coalesce(c.cases, 0) end::float8 as cases
  from upper_region u
  join duty d on d.code = case when u.level = 3 then left(u.code, 5) else u.code end
  left join people p on p.code = u.code and p.year = d.year
  left join cases c on c.code = u.code and c.year = d.year
 where exists (select 1 from reporting);

-- As published: small counts gone. The exact row of a suppressed count is restricted.
insert into analitik.nilai (indicator, period, level, sensitivity, number, region_code, numerator, denominator, value, status, reported, expected, simulated)
select 'kasus_narkoba', year::text, level, 0, number, code,
       case when shown then cases end, people, case when shown then 100000.0 * cases / nullif(people, 0) end,
       case when cases is null then 2 when shown then 1 else 5 end, reported, expected, :simulated
  from (select *, cases is not null and not (cases > 0 and cases < :small_count) as shown from arrests) a
 order by year, level, number;

insert into analitik.nilai (indicator, period, level, sensitivity, number, region_code, numerator, denominator, value, status, reported, expected, simulated)
select 'kasus_narkoba', year::text, level, 2, number, code, cases, people, 100000.0 * cases / nullif(people, 0), 1, reported, expected, :simulated
  from arrests where cases > 0 and cases < :small_count
 order by year, level, number;

-- Villages: all years pooled, a class only; the exact count is restricted.
insert into analitik.nilai (indicator, period, level, sensitivity, number, region_code, numerator, value, class, status, reported, expected, simulated)
with pooled as (
    select t.number, t.code, coalesce(sum(v.cases), 0) as cases, r.reported
      from tree t
      left join village_cases v on v.village_code = t.code
      join (select x.regency, count(r.came) as reported from (select distinct regency from tree) x
              left join reporting r on r.regency = x.regency group by 1) r on r.regency = t.regency
     where exists (select 1 from reporting)
     group by t.number, t.code, r.reported
), classed as (
    select *, case when cases < 5 then 0 when cases < 10 then 1 when cases < 20 then 2 else 3 end as class from pooled
)
select 'kasus_narkoba_desa', :pooled, 4, s.sensitivity, number, code,
       case when s.sensitivity = 2 and reported > 0 then cases end, case when s.sensitivity = 2 and reported > 0 then cases end,
       case when reported > 0 then class end, case when reported > 0 then 1 else 2 end,
       reported, (select count(*) from fact_year), :simulated
  from classed cross join (values (1), (2)) s (sensitivity)
 order by s.sensitivity, number;
