-- Stage of every village at the end of every year: 0 none, 1 selected or decree, 2 declared, 3 running, 4 complete.
create temporary table stage on commit drop as
with reached as (
    select e.village_code, y.year,
           bool_or(event = 'pencanangan') as declared,
           count(distinct event) filter (where event in ('pokja', 'relawan', 'ibm', 'posko')) as working,
           count(distinct event) as done
      from inti.bersinar_event e join fact_year y on e.event_date <= y.last_day
     group by e.village_code, y.year
)
select t.number, t.code, t.district, t.regency, t.province, y.year,
       case when r.village_code is null then 0
            when r.done >= case when v.kind = 'kelurahan' then 8 else 10 end then 4
            when r.declared and r.working > 0 then 3
            when r.declared then 2
            else 1 end::smallint as class
  from tree t cross join fact_year y
  join inti.region v on v.code = t.code
  left join reached r on r.village_code = t.code and r.year = y.year
 where exists (select 1 from inti.bersinar_event);

-- A village of a regency that sent nothing is 'not reported', not 'none'.
insert into analitik.nilai (indicator, period, level, sensitivity, number, region_code, class, status, simulated)
select 'status_bersinar', year::text, 4, 0, number, code, case when c.regency is not null then class end,
       case when c.regency is not null then 1 else 2 end, :simulated
  from stage s left join covered c on c.feed = 'bersinar_peristiwa' and c.regency = s.regency order by year, number;

insert into analitik.nilai (indicator, period, level, sensitivity, number, region_code, numerator, denominator, value, status, reported, expected, simulated)
select 'cakupan_bersinar', s.year::text, u.level, 0, u.number, u.code,
       case when s.villages > 0 then s.declared end, case when s.villages > 0 then s.villages end, 100.0 * s.declared / nullif(s.villages, 0),
       case when s.villages > 0 then 1 else 2 end,
       case when g.reported < g.expected then g.reported else 0 end, case when g.reported < g.expected then g.expected else 0 end, :simulated
  from (select coalesce(district, x.regency, province, 'ID') as code, year,
               count(*) filter (where class >= 2 and c.regency is not null) as declared, count(c.regency) as villages
          from stage x left join covered c on c.feed = 'bersinar_peristiwa' and c.regency = x.regency
         group by grouping sets ((district, year), (x.regency, year), (province, year), (year))) s
  join upper_region u on u.code = s.code
  left join covering g on g.feed = 'bersinar_peristiwa' and g.code = case when u.level = 3 then left(u.code, 5) else u.code end
 order by year, level, number;
