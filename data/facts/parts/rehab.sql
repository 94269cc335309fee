-- Treatment episodes by the regency of the facility. A token known under two keys is one person.
with episode as (
    select e.regency_code as region, e.facility_id, e.service, e.entry, e.requested, e.started, e.ended, e.outcome, coalesce(l.older, e.token) as token
      from inti.rehab_episode e left join inti.token_link l on l.newer = e.token
     where e.started <= %(last_day)s
), moment as (  -- completed, long enough ago that aftercare could have begun; and where aftercare began
    select token, region, ended as day, false as care from episode
     where outcome = 'selesai' and service <> 'pascarehab' and ended + 90 <= %(last_day)s
    union all
    select token, region, started, true from episode where service = 'pascarehab'
), followed as (
    select *, min(day) filter (where care) over (partition by token order by day, care rows between current row and unbounded following)
              as next_care
      from moment
), moved as (
    select 'rehab_baru' as part, region, started as day, 1 as amount from episode
    union all select 'rehab_' || entry, region, started, 1 from episode
    union all select 'rehab_berakhir', region, ended, 1 from episode where ended <= %(last_day)s
    union all select 'rehab_selesai', region, ended, 1 from episode where ended <= %(last_day)s and outcome = 'selesai'
    union all select 'rehab_aktif', region, started, 1 from episode
    union all select 'rehab_aktif', region, ended, -1 from episode where ended <= %(last_day)s
    union all  -- whether a client was still there so many months after the start, for those who could have been
    select 'kohort_' || n, region, started, 1 from episode, unnest(array[3, 6, 12]) n
     where started + make_interval(months => n) <= %(last_day)s
    union all
    select 'bertahan_' || n, region, started, 1 from episode, unnest(array[3, 6, 12]) n
     where started + make_interval(months => n) <= %(last_day)s and (ended is null or ended >= started + make_interval(months => n))
    union all select 'selesai_dinilai', region, day, 1 from followed where not care
    union all select 'selesai_pascarehab', region, day, 1 from followed where not care and next_care <= day + 90
), persons as (  -- who was in treatment on any day of a year
    select distinct e.region, y.year, e.token
      from episode e join fact_year y on e.started <= y.last_day and (e.ended is null or e.ended >= make_date(y.year, 1, 1))
)
select part, region, to_char(day::timestamp, 'YYYY-MM'), 0, sum(amount) from moved group by 1, 2, 3
union all
select 'hari_tunggu', region, to_char(started::timestamp, 'YYYY-MM'), started - requested, count(*) from episode group by 2, 3, 4
union all
-- of the beds that exist in that month, counted as available beds are
select 'hari_tempat_terpakai', e.region, to_char(m.first_day::timestamp, 'YYYY-MM'), 0,
       sum(least(coalesce(e.ended, m.last_day + 1), m.last_day + 1) - greatest(e.started, m.first_day))
  from episode e join inti.facility f on f.id = e.facility_id and f.beds_men + f.beds_women > 0
  join fact_month m on e.started <= m.last_day and (e.ended is null or e.ended > m.first_day)
       and f.opened <= m.last_day and (f.closed is null or f.closed > m.first_day)
 where e.service = 'rawat_inap' group by 2, 3
union all
-- a person counts once in each region, so these are counted at every level and never added
select 'orang_direhabilitasi', region, year::text, 0, count(*) from persons group by region, year
union all
select 'orang_direhabilitasi', left(region, 2), year::text, 0, count(distinct token) from persons group by left(region, 2), year
union all
select 'orang_direhabilitasi', 'ID', year::text, 0, count(distinct token) from persons group by year
