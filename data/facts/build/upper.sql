-- Medians at every level, from the values themselves.
create temporary table spread on commit drop as
    select i.indicator, b.region_code as code, p.period, b.value, sum(b.amount) as amount
      from item i join term r on r.indicator = i.indicator join analitik.bagian b on b.part = r.part
      join (select p.grain, p.period as named, null as month, p.period from fact_period p
            union all select s.grain, m.period, m.month, s.period from month_period s join fact_month m on m.month = s.month where s.period <> m.period) p
        on p.named = b.period and p.grain = any (i.grains)
     where i.kind = 'median' and length(b.region_code) >= 5
       and (0 = any (i.levels) or left(b.region_code, 2) in (select left(regency, 2) from in_scope))
     group by 1, 2, 3, 4;
create temporary table region_spread on commit drop as
    select s.indicator, k.level, k.code, s.period, s.value, sum(s.amount) as amount
      from spread s join item i on i.indicator = s.indicator
      cross join lateral (values (0, 'ID'), (1, left(s.code, 2)), (2, left(s.code, 5)), (3, left(s.code, 8))) k (level, code)
      left join in_scope l on l.regency = left(s.code, 5)
     where k.level = any (i.levels) and (k.level < 3 or length(s.code) >= 8)
       and (l.regency is not null or k.level = 0 or k.level = 1 and k.code in (select left(regency, 2) from in_scope))
     group by 1, 2, 3, 4, 5;
analyze region_spread;
create temporary table median on commit drop as
    select indicator, level, code, period, max(total) as n,
           (min(value) filter (where rank * 2 >= total) + min(value) filter (where rank * 2 > total)) / 2 as v
      from (select *, sum(amount) over (partition by indicator, level, code, period order by value) as rank,
                   sum(amount) over (partition by indicator, level, code, period) as total from region_spread) ranked
     group by 1, 2, 3, 4;
analyze median;
insert into fact (indicator, level, code, period, n, v, covered, reported, expected)
select i.indicator, u.level, u.code, p.period, f.n, f.v, c.grp is not null, 0, 0
  from item i join place u on u.level = any (i.levels)
  left join in_scope l on l.regency = u.regency
  join fact_period p on p.grain = any (i.grains)
  left join coverage_above c on c.grp = i.grp and c.period = p.period and c.code = case when u.level >= 2 then u.regency else u.code end
  left join median f on f.indicator = i.indicator and f.level = u.level and f.code = u.code and f.period = p.period
 where i.kind = 'median' and (c.grp is not null or p.grain = 4 and (i.grp, p.period) in (select grp, period from reporting_year))
   and (l.regency is not null or u.level = 0 or u.level = 1 and u.code in (select left(regency, 2) from in_scope));

-- Values that are shown as they were sent, above the regency.
insert into fact (indicator, level, code, period, n, covered, reported, expected)
select i.indicator, u.level, b.region_code, b.period, b.amount, true, 0, 0
  from item i join term r on r.indicator = i.indicator join analitik.bagian b on b.part = r.part
  join place u on u.code = b.region_code and u.level = any (i.levels) and u.level < 2
 where i.kind = 'langsung';

-- Provinces and the nation: sums of their regencies' stored facts, exact where there is one, and of what is recorded for them directly.
create temporary table regency_fact on commit drop as
    select indicator, code, period, n, d from fact where level = 2
    union all
    select * from (
    select distinct on (n.indicator, n.region_code, n.period) n.indicator, n.region_code, n.period, n.numerator, n.denominator
      from item i join fact_period p on p.grain = any (i.grains)
      join analitik.nilai n on n.indicator = i.indicator collate "default" and n.period = p.period collate "default" and n.level = 2
     where i.kind in ('jumlah', 'rasio') and n.region_code not in (select regency from in_scope)
       and (left(n.region_code, 2) in (select left(regency, 2) from in_scope) or exists (select 1 from item where 0 = any (levels)))
     order by n.indicator, n.region_code, n.period, n.sensitivity desc) stored;

analyze regency_fact;

create temporary table amount_above on commit drop as
    select b.part, b.region_code as code, p.period, sum(b.amount) as amount
      from analitik.bagian b join used_part u on u.part = b.part
      join fact_period p on (u.monthly or p.grain >= 3) and case u.time
           when 'alir' then b.month between p.first and p.last
           when 'sediaan' then b.month <= p.last
           when 'titik' then p.period = b.period when 'tingkat' then p.year = b.period else true end
     where length(b.region_code) = 2 and (b.region_code = 'ID' or b.region_code in (select left(regency, 2) from in_scope) or u.time <> 'tingkat')
     group by 1, 2, 3;

insert into fact (indicator, level, code, period, n, d, covered, reported, expected)
with places as (
    select 1 as level, left(regency, 2) as code, regency from (select distinct regency from village) t
     where left(regency, 2) in (select left(regency, 2) from in_scope)
    union all select 0, 'ID', regency from (select distinct regency from village) t
), reporting as (
    select c.grp, g.level, g.code, c.period, count(*) as reported
      from coverage c join places g on g.regency = c.regency group by 1, 2, 3, 4
), duty as (  -- who could have reported: everybody, or, where only offices report, those who ever did
    select i.grp, i.covered as mode, g.level, g.code, count(*) as whole, count(*) filter (where i.covered <> 'baris' or e.regency is not null) as expected
      from (select distinct grp, covered from item) i cross join places g
      left join (select distinct grp, regency from coverage) e on e.grp = i.grp and e.regency = g.regency group by 1, 2, 3, 4
), summed as (
    select k.indicator, g.level, g.code, k.period, sum(k.n) as n, sum(k.d) as d
      from regency_fact k join item i on i.indicator = k.indicator
      join coverage c on c.grp = i.grp and c.regency = k.code and c.period = k.period
      join places g on g.regency = k.code and g.level = any (i.levels) group by 1, 2, 3, 4
), direct as (
    select r.indicator, g.level, g.code, x.period, r.side, bool_or(u.time = 'tingkat') as own, sum(r.factor * x.amount) as amount
      from term r join used_part u on u.part = r.part join amount_above x on x.part = r.part
      join (select distinct level, code from places) g on g.code = x.code or g.level = 0 and u.time <> 'tingkat'
     group by 1, 2, 3, 4, 5
), whole as (
    select i.indicator, i.grp, p.grain, y.level, y.code, p.period, y.mode, y.whole, y.expected, coalesce(c.reported, 0) as reported,
           s.n, s.d, t.own as top_own, t.amount as top, b.own as bottom_own, b.amount as bottom
      from item i join duty y on y.grp = i.grp and y.level = any (i.levels)
      join fact_period p on p.grain = any (i.grains) and (not i.only_now or p.last = (select max(month) from fact_month))
      left join reporting c on c.grp = i.grp and c.level = y.level and c.code = y.code and c.period = p.period
      left join summed s on s.indicator = i.indicator and s.level = y.level and s.code = y.code and s.period = p.period
      left join direct t on t.indicator = i.indicator and t.level = y.level and t.code = y.code and t.period = p.period and t.side = 0
      left join direct b on b.indicator = i.indicator and b.level = y.level and b.code = y.code and b.period = p.period and b.side = 1
     where i.kind in ('jumlah', 'rasio')
)
select indicator, level, code, period,
       case when top_own then top when n is not null or top is not null then coalesce(n, 0) + coalesce(top, 0) end,
       case when bottom_own and reported = whole then bottom when bottom_own then d
            when d is not null or bottom is not null then coalesce(d, 0) + coalesce(bottom, 0) end,
       reported > 0 or top is not null,
       case when reported < expected or mode = 'kiriman' then reported else 0 end,
       case when reported < expected or mode = 'kiriman' then expected else 0 end
  from whole w where reported > 0 or top is not null or grain = 4 and (w.grp, w.period) in (select grp, period from reporting_year);
