-- RAN/RAD: half-yearly reports; a year is what its second report says. Achievement is cut at the target, action by action.
with report as (
    select a.region_code as region, r.period, least(1, r.realised / a.target) as achieved, r.obstacle <> '' as stuck
      from inti.ran_report r join inti.ran_action a on a.id = r.action_id
     where left(r.period, 4)::int in (select year from fact_year)
), spread as (
    select region, period, achieved, stuck from report
    union all
    select region, left(period, 4), achieved, stuck from report where right(period, 3) = 'B12'
), parts as (
    select p.part, region, period, sum(p.amount) as amount
      from spread cross join lateral (values
            ('aksi_dilaporkan', 1), ('aksi_capaian', round(achieved::numeric * 10000)::float8),
            ('aksi_berkendala', case when stuck then 1 else 0 end)) p (part, amount)
     group by 1, 2, 3
)
select part, region, period, 0, amount from parts where amount <> 0
union all
select distinct 'pemda_melapor', region, period, 0, 1 from spread
union all
-- who has actions of a plan that covers the period owes a report once it is due
select distinct 'pemda_wajib', a.region_code, p.period, 0, 1
  from inti.ran_action a
  cross join (select distinct period from spread) p
 where exists (select 1 from inti.ran_report r join inti.ran_action o on o.id = r.action_id
                where o.plan = a.plan and left(r.period, 4) = left(p.period, 4))
