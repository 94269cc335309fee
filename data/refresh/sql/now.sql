-- Facts as they stand, from the store: the exact row of each where there is one. `rinci` are months of what is told by year alone.
create temporary table kini on commit drop as
    select distinct on (n.indicator, n.level, n.period, n.number)
           n.indicator, n.period, n.level, n.number, n.region_code as code, i.sensitivity, i.small, i.kind,
           case when n.status = 5 then 1 else n.status end as state, n.reported, n.expected, n.simulated,
           n.numerator as top, n.denominator as d, n.value as result
      from analitik.nilai n join indikator i on i.indicator = n.indicator
     order by n.indicator, n.level, n.period, n.number, n.sensitivity desc;
analyze kini;

create temporary table rinci on commit drop as
    select r.indicator, 2::smallint as level, left(b.region_code, 5) as code, m.period,
           sum(r.factor * b.amount) filter (where r.side = 0) as n, sum(r.factor * b.amount) filter (where r.side = 1) as d
      from rumus r join indikator i on i.indicator = r.indicator and not 1 = any (i.grains) and :times ::jsonb ->> r.part in ('alir', 'sebaran')
      join analitik.bagian b on b.part = r.part and length(b.region_code) >= 5
      join fact_month m on m.month = b.month
     where i.covered not in ('kiriman', 'umum_masa')
        or exists (select 1 from lapor_bulan l where l.grp = i.grp and l.regency = left(b.region_code, 5) and l.month = b.month)
     group by 1, 2, 3, 4;
analyze rinci;
