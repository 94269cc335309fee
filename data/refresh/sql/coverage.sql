-- Who reported: regencies by the groups of the indicators at hand, and periods.
create temporary table melapor on commit drop as
    select b.part, left(b.region_code, 5) as regency, b.period as named, b.month
      from analitik.bagian b where b.part in (select 'lapor:' || grp from indikator) and b.amount > 0;

create temporary table lapor_bulan on commit drop as
    select distinct right(m.part, -6) as grp, m.regency, f.month
      from melapor m join fact_month f on m.named = '' or f.month = m.month;
analyze lapor_bulan;

create temporary table liput on commit drop as
    select right(m.part, -6) as grp, m.regency, p.grain, p.period, p.year, 0 as reported, 0 as expected
      from (select distinct part, regency from melapor where named = '') m cross join fact_period p
    union all
    select right(m.part, -6), m.regency, p.grain, p.period, p.year, count(distinct m.month), p.months
      from melapor m join fact_span s on s.month = m.month join fact_period p on p.grain = s.grain and p.period = s.period
     group by m.part, m.regency, p.grain, p.period, p.year, p.months
    union all  -- what stands for a year or half a year as a whole
    select right(m.part, -6), m.regency, p.grain, p.period, p.year, 0, 0
      from (select distinct part, regency, named from melapor where named <> '' and month is null) m join fact_period p on p.period = m.named;
analyze liput;

create temporary table liput_atas on commit drop as
    select distinct c.grp, k.code, c.period from liput c
     cross join lateral (values (c.regency), (left(c.regency, 2)), ('ID')) k (code);
create temporary table ada on commit drop as select distinct grp from liput;
analyze liput_atas; analyze ada;
