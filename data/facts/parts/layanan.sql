-- Services of the offices by month; a provincial office's own stand at its province.
select p.part, region_code, to_char(month::timestamp, 'YYYY-MM'), 0, sum(p.amount)
  from inti.service_month cross join lateral (values
        (service || '_kegiatan', held), (service || '_orang', people)) p (part, amount)
 where month <= %(last_day)s group by 1, 2, 3
