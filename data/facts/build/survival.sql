-- Kaplan and Meier (1958) of the durations in `lasted`, a group at a time: who is still under observation is censored, after those whose event
-- came on the same day. Variance by Greenwood (1926); interval of 95 per cent on the log scale, at most 1, as survfit of R gives by default.
create temporary table new_survival on commit drop as
with risk as (
    select *, sum(amount) over (partition by subject, code, year, service, agency order by days desc) as at_risk from lasted
), fallen as (
    select *, case when happened < at_risk then ln(1 - happened::float8 / at_risk) end as step,
           case when happened < at_risk then happened / (at_risk::float8 * (at_risk - happened)) end as spread
      from risk
), point as (
    select *, sum(step) over so_far as fell, sum(spread) over so_far as variance, bool_or(step is null) over so_far as over,
           max(days) over (partition by subject, code, year, service, agency) as last
      from fallen window so_far as (partition by subject, code, year, service, agency order by days)
), curve as (
    select *, round(case when over then 0 else exp(fell) end::numeric, 6)::float8 as share,
           case when not over then round(exp(fell - 1.959963984540054 * sqrt(variance))::numeric, 6)::float8 end as low,
           case when not over then round(least(exp(fell + 1.959963984540054 * sqrt(variance)), 1)::numeric, 6)::float8 end as high
      from point where happened > 0 or days = last
)
select subject collate "C" as subject, year::text collate "C" as period, code collate "C" as region_code, service collate "C" as service,
       agency collate "C" as agency, v.sensitivity::smallint as sensitivity,
       array_agg(days order by days) as days,
       array_agg(case when v.sensitivity = 2 then at_risk::int else (%(small_count)s * round(at_risk::float8 / %(small_count)s))::int end order by days) as at_risk,
       array_agg(share order by days) as share,
       array_agg(case when v.sensitivity = 2 or at_risk >= %(least_whole)s then low end order by days) as low,
       array_agg(case when v.sensitivity = 2 or at_risk >= %(least_whole)s then high end order by days) as high
  from curve cross join (values (0), (2)) v (sensitivity)
 where v.sensitivity = 2 or at_risk >= %(least_median)s
 group by 1, 2, 3, 4, 5, 6;
