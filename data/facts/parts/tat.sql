-- Integrated assessments: held, what they recommended, how long they took.
with moved as (
    select 'tat_dilaksanakan' as part, regency_code as region, sat_on as day from inti.tat where sat_on is not null
    union all select 'tat_' || recommendation, regency_code, sat_on from inti.tat where recommendation is not null
)
select part, region, to_char(day::timestamp, 'YYYY-MM'), 0, count(*) from moved where day <= %(last_day)s group by 1, 2, 3
union all
select 'hari_tat', regency_code, to_char(sat_on::timestamp, 'YYYY-MM'), sat_on - requested, count(*)
  from inti.tat where sat_on <= %(last_day)s group by 2, 3, 4
