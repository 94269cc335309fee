-- The first contradiction among facts, or no row. The nation is the sum of its provinces and of what is recorded for it alone; a fact
-- that is there has a number or a class; an exact figure has a published one beside it.
with province as (
    select indicator, period, sum(amount) as amount
      from (select indicator, period, top as amount from judged_fact where level = 1 and kind = 'jumlah' and state = 1
            union all
            select indicator, period, numerator
              from (select distinct on (n.indicator, n.period, n.number) n.indicator, n.period, n.numerator
                      from item i join fact_period p on p.grain = any (i.grains)
                      join analitik.nilai n on n.indicator = i.indicator collate "default" and n.period = p.period collate "default" and n.level = 1
                     where i.kind = 'jumlah' and n.region_code not in (select left(regency, 2) from in_scope)
                     order by n.indicator, n.period, n.number, n.sensitivity desc) stored) each
     group by 1, 2
), direct as (
    select r.indicator, a.period, sum(r.factor * a.amount) as amount
      from term r join amount_above a on a.part = r.part and a.code = 'ID' where r.side = 0 group by 1, 2
), added as (
    select n.indicator, n.period, n.top, coalesce(p.amount, 0) + coalesce(d.amount, 0) as amount
      from judged_fact n left join province p using (indicator, period) left join direct d using (indicator, period)
     where n.level = 0 and n.kind = 'jumlah' and n.state = 1
       and not exists (select 1 from term r join used_part u on u.part = r.part where r.indicator = n.indicator and u.time = 'tingkat')
)
select indicator, 'ID' as code, period, 'provinsi berjumlah ' || amount || ', Indonesia ' || top as why
  from added where abs(top - amount) > 1e-9 * greatest(abs(top), abs(amount), 1)
union all
select indicator, region_code, period, 'ada tanpa angka' from new_fact where status = 1 and numerator is null and value is null and class is null
union all
select indicator, region_code, period, 'angka kerja tanpa angka terbit'
  from (select f.indicator, f.level, f.period, f.region_code, count(*) filter (where f.sensitivity = i.sensitivity) as shown
          from new_fact f join item i on i.indicator = f.indicator where i.exact is not null group by 1, 2, 3, 4) paired
 where shown <> 1
limit 1
