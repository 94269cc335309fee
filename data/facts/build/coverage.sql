-- Who reported: regencies by the groups of the indicators at hand, and periods.
create temporary table reporter on commit drop as
    select b.part, left(b.region_code, 5) as regency, b.period as named, b.month
      from analitik.bagian b where b.part in (select 'lapor:' || grp collate "C" from item) and b.amount > 0;

create temporary table reported_month on commit drop as
    select distinct right(m.part, -6) as grp, m.regency, f.month
      from reporter m join fact_month f on m.named = '' or f.month = m.month;
analyze reported_month;

-- a regency that is known in every period needs no months beside that
delete from reporter m using (select part, regency from reporter where named = '') always
 where m.named <> '' and m.part = always.part and m.regency = always.regency;

create temporary table coverage on commit drop as
    select right(m.part, -6) as grp, m.regency, p.grain, p.period, p.year, 0 as reported, 0 as expected
      from (select distinct part, regency from reporter where named = '') m cross join calendar p
    union all
    select right(m.part, -6), m.regency, p.grain, p.period, p.year, count(distinct m.month), p.months
      from reporter m join month_period s on s.month = m.month join calendar p on p.grain = s.grain and p.period = s.period
     group by m.part, m.regency, p.grain, p.period, p.year, p.months
    union all  -- what was reported for a whole year or half-year
    select right(m.part, -6), m.regency, p.grain, p.period, p.year, 0, 0
      from (select distinct part, regency, named from reporter where named <> '' and month is null) m join calendar p on p.period = m.named;
analyze coverage;

create temporary table coverage_above on commit drop as
    select distinct c.grp, k.code, c.period from coverage c
     cross join lateral (values (c.regency), (left(c.regency, 2)), ('ID')) k (code);
create temporary table reporting_group on commit drop as select distinct grp from coverage;
-- the years in which anybody reported: in others no region has a fact, not even one that says so
create temporary table reporting_year on commit drop as select distinct grp, period from coverage where grain = 4;
analyze coverage_above; analyze reporting_group; analyze reporting_year;
