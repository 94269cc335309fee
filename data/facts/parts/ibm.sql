-- Community based intervention: clients and what changed for them, by regency.
with client as (
    select coalesce(l.older, a.token) as token, a.unit_id, a.regency_code as region,
           min(a.assessed_on) filter (where a.stage = 'masuk') as came, min(a.assessed_on) filter (where a.stage = 'akhir') as left_on,
           max(a.physical) filter (where a.stage = 'akhir') - max(a.physical) filter (where a.stage = 'masuk') as fisik,
           max(a.psychological) filter (where a.stage = 'akhir') - max(a.psychological) filter (where a.stage = 'masuk') as psikologis,
           max(a.social) filter (where a.stage = 'akhir') - max(a.social) filter (where a.stage = 'masuk') as sosial,
           max(a.environment) filter (where a.stage = 'akhir') - max(a.environment) filter (where a.stage = 'masuk') as lingkungan
      from inti.ibm_assessment a left join inti.token_link l on l.newer = a.token
     where a.assessed_on <= %(last_day)s
     group by 1, 2, 3
), moved as (
    select 'ibm_klien' as part, region, came as day, 1::float8 as amount from client where came is not null
    union all  -- an end can be expected ninety days after the start
    select 'ibm_klien_dinilai', region, came, 1 from client where came + 90 <= %(last_day)s
    union all
    select 'ibm_klien_akhir', region, came, 1 from client where came + 90 <= %(last_day)s and left_on is not null
    union all
    select 'ibm_pasangan', region, left_on, 1 from client where came is not null and left_on is not null
    union all  -- tenths of a point, so that sums do not depend on their order
    select 'whoqol_' || d.name, region, left_on, round(d.change::numeric * 10)
      from client cross join lateral (values ('fisik', fisik), ('psikologis', psikologis), ('sosial', sosial),
                                             ('lingkungan', lingkungan)) d (name, change)
     where came is not null and left_on is not null
)
select part, region, to_char(day::timestamp, 'YYYY-MM'), 0, sum(amount) from moved group by 1, 2, 3
