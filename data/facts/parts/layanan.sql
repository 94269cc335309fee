-- Services of the offices by month; a provincial office's own stand at its province. A month's mean waiting days count as often
-- as services were held, in hundredths of a day so that sums do not depend on their order; where they were left empty, nothing does.
select p.part, region_code, to_char(month::timestamp, 'YYYY-MM'), 0, sum(p.amount)
  from inti.service_month cross join lateral (values
        (service || '_kegiatan', held::float8), (service || '_orang', people),
        ('hari_' || service, round(waiting_days::numeric * 100) * held),
        ('berhari_' || service, case when waiting_days is not null then held end)) p (part, amount)
 where month <= %(last_day)s and p.amount is not null group by 1, 2, 3
