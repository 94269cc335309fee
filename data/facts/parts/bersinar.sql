-- Programmes of villages as days on which something became true (+1) or stopped being true (-1). Stages are nested: 1 something
-- happened, 2 declared, 3 declared and working, 4 all criteria that apply to it in the edition it was declared under.
with criterion as (  -- of each edition and kind of village
    select * from jsonb_to_recordset(%(criteria)s::jsonb) as c (edition text, since date, until date, event text, kind text)
), happened as (
    select e.village_code as village, e.event, min(e.event_date) as day, r.kind
      from inti.bersinar_event e join inti.region r on r.code = e.village_code and r.number is not null
     where not (r.kind = 'kelurahan' and e.event in ('perdes', 'apbdes'))
     group by 1, 2, 4
), declared as (
    select village, day, kind from happened where event = 'pencanangan'
), applies as (  -- criteria of the edition that was in force when a village was declared: it keeps that one
    select d.village, d.day as declared, c.event
      from declared d join criterion c on c.kind = d.kind and (c.since is null or d.day >= c.since) and (c.until is null or d.day < c.until)
), met as (
    select a.village, a.event, greatest(a.declared, h.day) as day
      from applies a join happened h on h.village = a.village and h.event = a.event
), reached as (
    select village, 'tahap1' as part, min(day) as day from happened group by village
    union all
    select village, 'tahap2', day from happened where event = 'pencanangan'
    union all
    select d.village, 'tahap3', greatest(d.day, w.day)
      from happened d
      join (select village, min(day) as day from happened where event in ('pokja', 'relawan', 'ibm', 'posko') group by village) w
        on w.village = d.village
     where d.event = 'pencanangan'
    union all
    select a.village, 'tahap4', max(m.day)
      from applies a left join met m on m.village = a.village and m.event = a.event
     group by a.village having count(*) = count(m.day)
), acts as (
    select village_code as village, event_date as day, lag(event_date) over (partition by village_code order by event_date) as before
      from inti.bersinar_event
), islands as (  -- stretches in which no two events lie further apart than what counts as silence
    select village, min(day) as since, (max(day) + make_interval(months => %(silent_months)s))::date as until
      from (select village, day, count(*) filter (where before is null or day > before + make_interval(months => %(silent_months)s))
                                          over (partition by village order by day) as island from acts) a
     group by village, island
), alive as (
    select i.village, i.since, i.until, d.day as declared, (d.day + interval '24 months')::date as ripe,
           lag(i.until) over (partition by i.village order by i.since) as silent_from
      from islands i join declared d on d.village = i.village
), stretches as (
    select village, 'bertahan' as part, greatest(since, ripe) as day, 1 as amount from alive where until > greatest(since, ripe)
    union all select village, 'bertahan', until, -1 from alive where until > greatest(since, ripe)
    union all select village, 'hilang', until, 1 from alive where until > declared
    union all select village, 'hilang', since, -1 from alive where silent_from > declared
), moved as (
    select village, part, day, 1 as amount from reached
    union all
    -- declared villages by criterion, and in how many of those that apply to them it is met
    select village, 'berlaku_' || event, declared, 1 from applies where event not in ('seleksi', 'pencanangan', 'monev')
    union all
    select village, 'dicanangkan_' || event, day, 1 from met where event not in ('seleksi', 'pencanangan', 'monev')
    union all
    select village, 'kriteria_dicanangkan', day, 1 from met
    union all
    select village, 'kriteria_berlaku', declared, 1 from applies
    union all
    select village, part, day, amount from stretches
    union all
    select village, 'matang', (day + interval '24 months')::date, 1 from declared
)
select part, village, to_char(day::timestamp, 'YYYY-MM'), 0, sum(amount) from moved where day <= %(last_day)s group by 1, 2, 3
union all
-- months since the last event of declared villages, at the end of each year
select 'bulan_sejak_peristiwa', e.village_code, y.year::text,
       (extract(year from y.last_day) * 12 + extract(month from y.last_day)
        - extract(year from max(e.event_date)) * 12 - extract(month from max(e.event_date)))::int, 1
  from inti.bersinar_event e join fact_year y on e.event_date <= y.last_day join village t on t.code = e.village_code
 group by e.village_code, y.year, y.last_day having bool_or(e.event = 'pencanangan')
