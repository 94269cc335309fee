-- Places at one time in facilities open on the year's last day, per 100,000 people.
insert into analitik.nilai (indicator, period, level, sensitivity, number, region_code, numerator, denominator, value, status, reported, expected, simulated)
with places as (
    select coalesce(t.district, t.regency, t.province, 'ID') as code, y.year,
           sum(f.beds_men + f.beds_women) as inap, sum(f.outpatient_places) as jalan
      from inti.facility f join tree t on t.code = f.village_code
      join fact_year y on f.opened <= y.last_day and (f.closed is null or f.closed > y.last_day)
     group by grouping sets ((t.district, y.year), (t.regency, y.year), (t.province, y.year), (y.year))
)
select k.indicator, p.year::text, u.level, 0, u.number, u.code, case when g.reported > 0 then k.places end, p.people,
       case when g.reported > 0 then 100000.0 * k.places / nullif(p.people, 0) end, case when g.reported > 0 then 1 else 2 end,
       case when g.reported < g.expected then g.reported else 0 end, case when g.reported < g.expected then g.expected else 0 end, :simulated
  from upper_region u join people p on p.code = u.code
  join covering g on g.feed = 'fasilitas_rehab' and g.code = case when u.level = 3 then left(u.code, 5) else u.code end
  left join places c on c.code = u.code and c.year = p.year
  cross join lateral (values ('kapasitas_inap', coalesce(c.inap, 0)), ('kapasitas_jalan', coalesce(c.jalan, 0))) k (indicator, places)
 where exists (select 1 from inti.facility) and p.year in (select year from fact_year)
 order by k.indicator, p.year, u.level, u.number;
