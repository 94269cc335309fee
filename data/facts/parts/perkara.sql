-- Stages of cases: the first day any agency names for each, the days between them, and cases that have not moved for long.
with seen as (
    select regency_code as region, case_key, stage, min(stage_date) as day, count(*) > 1 as twice,
           min(stage_date) = max(stage_date) and min(outcome) is not distinct from max(outcome) as agree,
           array_position(array['lp', 'spdp', 'tahap1', 'p21', 'tahap2', 'register', 'putusan', 'eksekusi'], stage) as step
      from inti.stage_of_case where stage_date <= %(last_day)s
     group by 1, 2, 3
), first_view as (
    select * from seen where step is not null
), chain as (
    select *, lead(day) over w as next_day, lag(day) over w as previous_day
      from first_view window w as (partition by case_key, region order by step)
), verdict as (
    select distinct on (case_key, regency_code) regency_code as region, case_key, stage_date as day, outcome
      from inti.stage_of_case where stage = 'putusan' and outcome is not null and stage_date <= %(last_day)s
     order by case_key, regency_code, agency <> 'Pengadilan', agency
), moved as (
    select 'tahap_' || stage as part, region, day, 1 as amount from first_view
    union all
    select 'mandek', region, day + %(stall_days)s, 1 from chain
     where stage <> 'eksekusi' and coalesce(next_day, 'infinity') > day + %(stall_days)s
    union all
    select 'mandek', region, next_day, -1 from chain where stage <> 'eksekusi' and next_day > day + %(stall_days)s
    union all select 'berjalan', region, min(day), 1 from first_view group by region, case_key
    union all select 'berjalan', region, day, -1 from first_view where stage = 'eksekusi'
    union all select 'putusan_hasil', region, day, 1 from verdict
    union all select 'putusan_rehabilitasi', region, day, 1 from verdict where outcome = 'rehabilitasi'
    union all select 'tahap_dua_instansi', region, day, 1 from seen where twice
    union all select 'tahap_sepakat', region, day, 1 from seen where twice and agree
)
select part, region, to_char(day::timestamp, 'YYYY-MM'), 0, sum(amount) from moved where day <= %(last_day)s group by 1, 2, 3
union all
select 'hari_ke_' || stage, region, extract(year from day)::text, day - previous_day, count(*)
  from chain where day >= previous_day group by 1, 2, 3, 4
