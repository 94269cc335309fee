-- Kaplan and Meier (1958) of the durations in `lasted`, a group at a time: who is still under observation is censored, after those whose event
-- came on the same day. Variance by Greenwood (1926); interval of 95 per cent on the log scale, at most 1, as survfit of R gives by default.
create temporary table curve on commit drop as
with risk as (
    select *, sum(amount) over whole - sum(amount) over so_far + amount as at_risk, max(days) over whole as last
      from lasted
    window whole as (partition by subject, code, year, service, agency),
           so_far as (partition by subject, code, year, service, agency order by days)
), point as (
    select *, sum(case when happened < at_risk then ln(1 - happened::float8 / at_risk) end) over so_far as fell,
           sum(case when happened < at_risk then happened / (at_risk::float8 * (at_risk - happened)) end) over so_far as variance,
           bool_or(happened = at_risk) over so_far as over
      from risk
    window so_far as (partition by subject, code, year, service, agency order by days)
), known as (
    select *, sqrt(variance) * 1.959963984540054 as width from point where happened > 0 or days = last
)
select subject, code, year, service, agency, days, at_risk::int as at_risk,
       case when over then 0 else round(exp(fell) * 1e6) / 1e6 end as share,
       case when not over then round(exp(fell - width) * 1e6) / 1e6 end as low,
       case when not over then round(least(exp(fell + width), 1) * 1e6) / 1e6 end as high
  from known order by subject, code, year, service, agency, days;
analyze curve;
create temporary table new_survival on commit drop as
select subject collate "C" as subject, year::text collate "C" as period, code collate "C" as region_code, service collate "C" as service,
       agency collate "C" as agency, 2::smallint as sensitivity,
       array_agg(days) as days, array_agg(at_risk) as at_risk, array_agg(share) as share, array_agg(low) as low, array_agg(high) as high
  from (select * from curve order by subject, code, year, service, agency, days) c group by subject, code, year, service, agency
union all
select subject, year::text, code, service, agency, 0,
       array_agg(days), array_agg((%(small_count)s * round(at_risk::float8 / %(small_count)s))::int), array_agg(share),
       array_agg(case when at_risk >= %(least_whole)s then low end), array_agg(case when at_risk >= %(least_whole)s then high end)
  from (select * from curve where at_risk >= %(least_median)s order by subject, code, year, service, agency, days) c
 group by subject, code, year, service, agency;
drop table curve;
