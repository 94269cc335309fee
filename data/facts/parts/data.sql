-- Submissions and when they came: every period of every sender and each region that it ever reported on, from the first one on. A
-- list that is complete for an area reports on every region inside.
with sent as (
    select k.feed, k.sender, c.region_code as region, c.period, bool_or(k.complete) as complete, min(k.received_at) as came,
           min(k.due_on) as due
      from mentah.kiriman k join mentah.kiriman_cakupan c on c.kiriman_id = k.id and c.period = any (k.periods)
     where k.state in ('draf', 'diperiksa', 'diterima') and c.region_code <> 'ID' group by 1, 2, 3, 4
), shape as (  -- the length of a period's name shows how often a feed is sent
    select feed, sender, region, min(period) as since, max(length(period)) as width from sent group by 1, 2, 3
), expected as (
    select s.feed, s.sender, s.region, m.period
      from shape s join fact_period m on m.grain <> 2 and length(m.period) = s.width and m.period >= s.since and m.last_day <= %(last_day)s
), parts as (
    select 'kiriman_wajib' as part, o.region, left(o.period, 4) as year, 1 as amount from expected o
    union all
    select 'kiriman_datang', o.region, left(o.period, 4), 1
      from expected o
     where exists (select 1 from sent s where s.feed = o.feed and s.sender = o.sender and s.period = o.period
                      and (s.region = o.region or s.complete and starts_with(o.region, s.region)))
    union all select 'kiriman_bertenggat', region, left(period, 4), 1 from sent where due is not null
    union all select 'kiriman_tepat', region, left(period, 4), 1 from sent where due is not null and came::date <= due
)
select part, region, year, 0, sum(amount) from parts where year::int in (select year from fact_year) group by 1, 2, 3
union all
select 'selisih_terbuka', region_code, extract(year from %(last_day)s)::text, 0, count(*)
  from inti.temuan where state in ('terbuka', 'dikerjakan') and region_code <> 'ID' group by 2
