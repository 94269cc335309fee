-- The edition: facts as they stand, but for those that wait (`tahan`), with what it hides (`tutup`).
update tahan t set state = e.status, reported = e.reported, expected = e.expected
  from inti.edition_fact e where t.level >= 2 and e.indicator = t.indicator and e.level = t.level and e.period = t.period and e.region_code = t.code;

delete from inti.edition_fact where level < 4;

insert into inti.edition_fact (indicator, level, period, region_code, numerator, denominator, value, status, reported, expected, hidden)
with as_they_stand as (
    select indicator, level, period, code, top, d, result, state, reported, expected from kini
    union all select indicator, level, period, code, coalesce(n, 0), d, null, 1, 0, 0 from rinci
), told as (
    select coalesce(t.indicator, k.indicator) as indicator, coalesce(t.level, k.level) as level, coalesce(t.period, k.period) as period,
           coalesce(t.code, k.code) as code,
           case when t.code is null then k.top else t.n end as n, case when t.code is null then k.d else t.d end as d,
           case when t.code is null then k.result
                when t.v is not null or i.kind = 'median' then t.v
                when i.kind = 'rasio' then i.scale * t.n / nullif(t.d, 0) else i.scale * t.n end as v,
           case when t.code is null then k.state when t.covered then 1 else coalesce(t.state, 2) end as state,
           coalesce(t.reported, k.reported, 0) as reported, coalesce(t.expected, k.expected, 0) as expected, i.small
      from as_they_stand k full join tahan t on t.indicator = k.indicator and t.level = k.level and t.period = k.period and t.code = k.code
      join indikator i on i.indicator = coalesce(t.indicator, k.indicator)
     where t.code is null or t.covered or length(t.period) = 4
)
select o.indicator, o.level, o.period, o.code, o.n, o.d, o.v, o.state, o.reported, o.expected,
       o.state = 1 and (s.code is not null
           or o.small in ('jumlah', 'bagian') and o.n between 1 and :small_count - 1
           or o.small in ('penyebut', 'bagian') and o.d between 1 and :small_count - 1
           or o.small = 'bagian' and o.d - o.n between 1 and :small_count - 1)
  from told o left join tutup s on s.indicator = o.indicator and s.code = o.code and s.period = o.period;
