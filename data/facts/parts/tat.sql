-- Integrated assessments: requested, held, waiting, what they recommended and what became of that, how long they took.
with moved as (
    select 'tat_permintaan' as part, regency_code as region, requested as day, 1 as amount from inti.tat
    union all select 'tat_menunggu', regency_code, requested, 1 from inti.tat
    union all select 'tat_menunggu', regency_code, sat_on, -1 from inti.tat where sat_on is not null
    union all select 'tat_dilaksanakan', regency_code, sat_on, 1 from inti.tat where sat_on is not null
    union all select 'tat_' || recommendation, regency_code, sat_on, 1 from inti.tat where recommendation is not null
    union all
    select 'lanjut_' || case followed_up when true then 'ya' when false then 'tidak' else 'kosong' end || '_' || recommendation,
           regency_code, sat_on, 1
      from inti.tat where recommendation is not null
)
select part, region, to_char(day::timestamp, 'YYYY-MM'), 0, sum(amount) from moved where day <= %(last_day)s group by 1, 2, 3
union all
select 'hari_tat', regency_code, to_char(sat_on::timestamp, 'YYYY-MM'), sat_on - requested, count(*)
  from inti.tat where sat_on <= %(last_day)s group by 2, 3, 4
