-- Facts of regencies, kecamatan and villages of `in_scope` (regencies), for the indicators in `item`.
-- Parts that are used, each once, with the periods and levels that indicators need of them.
create temporary table used_part on commit drop as
    select r.part, %(times)s::jsonb ->> r.part as time, bool_or(1 = any (i.grains)) as monthly,
           bool_or(2 = any (i.levels) or 1 = any (i.levels) or 0 = any (i.levels)) as upper, bool_or(3 = any (i.levels)) as district,
           bool_or(4 = any (i.levels)) as village, max(i.covered) filter (where r.own) as covered, max(i.grp) filter (where r.own) as grp
      from term r join item i on i.indicator = r.indicator where i.kind <> 'median' group by r.part;
analyze used_part;

-- Amounts by regency and period.
create temporary table regency_amount (part text collate "C", code text collate "C", grain smallint, period text collate "C", amount double precision) on commit drop;

create temporary table month_amount on commit drop as
    select b.part, u.time, u.monthly, left(b.region_code, 5) as code, b.month,
           sum(b.amount) as amount
      from analitik.bagian b join used_part u on u.part = b.part and u.upper
      join in_scope l on l.regency = left(b.region_code, 5)
     where u.time in ('alir', 'sediaan') and length(b.region_code) >= 5
     group by 1, 2, 3, 4, 5;
-- what happened in months that nobody reported does not count
delete from month_amount b using used_part u
 where u.part = b.part and b.time = 'alir' and u.covered in ('kiriman', 'umum', 'umum_masa')
   and not exists (select 1 from reported_month m where m.grp = u.grp and m.regency = b.code and m.month = b.month);
analyze month_amount;

insert into regency_amount
select b.part, b.code, s.grain, s.period, sum(b.amount)
  from month_amount b join month_period s on s.month = b.month and (b.monthly or s.grain >= 3)
 where b.time = 'alir' group by 1, 2, 3, 4;

create temporary table standing on commit drop as
    select part, code, monthly, sum(amount) over w as amount, greatest(month, %(first_year)s * 12) as since,
           coalesce(lead(month) over w, (select max(month) from fact_month) + 1) as until
      from month_amount where time = 'sediaan' window w as (partition by part, code order by month);
insert into regency_amount select c.part, c.code, p.grain, p.period, c.amount
  from standing c join fact_period p on p.last >= c.since and p.last < c.until where c.monthly;
insert into regency_amount select c.part, c.code, p.grain, p.period, c.amount
  from standing c join (select * from fact_period where grain >= 3) p on p.last >= c.since and p.last < c.until where not c.monthly;

insert into regency_amount
select b.part, b.code, p.grain, p.period, b.amount
  from (select b.part, u.time, left(b.region_code, 5) as code, b.period, sum(b.amount) as amount
          from analitik.bagian b join used_part u on u.part = b.part and u.upper and u.time in ('titik', 'tetap', 'tingkat')
          join in_scope l on l.regency = left(b.region_code, 5)
         where length(b.region_code) >= 5 and (u.time <> 'tingkat' or length(b.region_code) = 5)
         group by 1, 2, 3, 4) b
  join fact_period p on case b.time when 'titik' then p.period = b.period when 'tetap' then true else p.year = b.period end;

-- Kecamatan and villages: years only.
create temporary table lower_amount on commit drop as
    select b.part, k.level, k.code, p.period, sum(b.amount) as amount
      from analitik.bagian b join used_part u on u.part = b.part and (u.district or u.village)
      join in_scope l on l.regency = left(b.region_code, 5)
      cross join lateral (values (3, left(b.region_code, 8)), (4, b.region_code)) k (level, code)
      join fact_period p on p.grain = 4 and case u.time
           when 'titik' then p.period = b.period when 'tingkat' then p.period = b.period when 'tetap' then true
           when 'alir' then p.year = left(b.period, 4)
           else b.month <= p.last end
     where length(b.region_code) >= case k.level when 3 then 8 else 13 end and (k.level = 3 and u.district or k.level = 4 and u.village)
       and (u.time <> 'tingkat' or length(b.region_code) = case k.level when 3 then 8 else 13 end)
       and (u.time <> 'alir' or u.covered is null or u.covered not in ('kiriman', 'umum', 'umum_masa')
            or (u.grp, l.regency, b.month) in (select grp, regency, month from reported_month))
     group by 1, 2, 3, 4;
analyze regency_amount; analyze lower_amount;

create temporary table fact (
    indicator text collate "C", level smallint, code text collate "C", period text collate "C", n double precision, d double precision, v double precision,
    begun double precision, covered boolean, reported integer, expected integer
) on commit drop;

-- numerator, denominator and what is incomplete, where there is anything to add
create temporary table total on commit drop as
    select r.indicator, 2 as level, s.code, s.period, sum(r.factor * s.amount) filter (where r.side = 0) as n,
           sum(r.factor * s.amount) filter (where r.side = 1) as d, null::float8 as begun
      from term r join item i on i.indicator = r.indicator and i.levels && array[0, 1, 2]::smallint[]
      join regency_amount s on s.part = r.part and s.grain = any (i.grains) group by 1, 2, 3, 4
    union all
    select r.indicator, s.level, s.code, s.period, sum(r.factor * s.amount) filter (where r.side = 0),
           sum(r.factor * s.amount) filter (where r.side = 1), sum(r.factor * s.amount) filter (where r.side = 2)
      from term r join item i on i.indicator = r.indicator
      join lower_amount s on s.part = r.part and s.level = any (i.levels) group by 1, 2, 3, 4;
analyze total;

-- one fact per region and period; a year of a region that reported nothing has one that says so
insert into fact (indicator, level, code, period, n, d, covered, reported, expected)
select i.indicator, 2, l.regency, p.period, s.n, s.d, c.grp is not null,
       case when c.reported < c.expected then c.reported when i.covered = 'kiriman' and c.grp is not null then 1 else 0 end,
       case when c.reported < c.expected then c.expected when i.covered = 'kiriman' then 1 else 0 end
  from item i cross join in_scope l
  join fact_period p on p.grain = any (i.grains) and (not i.only_now or p.last = (select max(month) from fact_month))
  left join coverage c on c.grp = i.grp and c.regency = l.regency and c.period = p.period
  left join total s on s.indicator = i.indicator and s.level = 2 and s.code = l.regency and s.period = p.period
 where i.levels && array[0, 1, 2]::smallint[] and i.kind in ('jumlah', 'rasio', 'langsung') and (c.grp is not null or p.grain = 4 and (i.grp, p.period) in (select grp, period from reporting_year));

insert into fact (indicator, level, code, period, n, d, begun, covered, reported, expected)
select i.indicator, u.level, u.code, p.period, s.n, s.d, s.begun, c.grp is not null,
       case when c.reported < c.expected then c.reported when i.covered = 'kiriman' and c.grp is not null then 1 else 0 end,
       case when c.reported < c.expected then c.expected when i.covered = 'kiriman' then 1 else 0 end
  from item i join place u on u.level = any (i.levels) and u.level >= 3
  join in_scope l on l.regency = u.regency
  join fact_period p on p.grain = 4
  left join coverage c on c.grp = i.grp and c.regency = l.regency and c.period = p.period
  left join total s on s.indicator = i.indicator and s.level = u.level and s.code = u.code and s.period = p.period
 where i.kind in ('jumlah', 'rasio', 'kelas') and (i.grp, p.period) in (select grp, period from reporting_year);

-- a rate counts events only of regions whose population is known
update fact f set n = null from item i where i.indicator = f.indicator and i.kind = 'rasio' and not i.counts and f.d is null;
