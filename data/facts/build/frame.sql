-- Tables that every later step reads: years, months and periods with their last day, current regions as a tree. `first` and `last` of a
-- period count months from the year 0; the current period ends with the last day that any row is dated.
create temporary table fact_year on commit drop as
    select y::smallint as year, least(make_date(y, 12, 31), %(last_day)s) as last_day
      from generate_series(%(first_year)s, extract(year from %(last_day)s)::int) y;

create temporary table fact_month on commit drop as
    select d::date as first_day, (d + interval '1 month')::date - 1 as last_day, extract(day from d + interval '1 month' - interval '1 day')::int as days,
           (extract(year from d) * 12 + extract(month from d) - 1)::int as month, to_char(d, 'YYYY-MM') collate "C" as period
      from generate_series(make_date(%(first_year)s, 1, 1), date_trunc('month', %(last_day)s), interval '1 month') d;

create temporary table calendar on commit drop as
    select g.grain, g.name collate "C" as period, min(m.month) as first, max(m.month) as last, max(m.last_day) as last_day, count(*)::int as months,
           left(g.name, 4) as year
      from fact_month m
      cross join lateral (values
            (1, m.period), (2, left(m.period, 4) || '-Q' || extract(quarter from m.first_day)),
            (3, left(m.period, 4) || case when extract(month from m.first_day) <= 6 then '-B06' else '-B12' end),
            (4, left(m.period, 4))) g (grain, name)
     group by g.grain, g.name;

-- the periods whose facts are computed, at first all of the calendar, and those that each month lies in
create temporary table fact_period on commit drop as select * from calendar;
create temporary table month_period on commit drop as
    select m.month, p.grain, p.period from fact_month m join calendar p on m.month between p.first and p.last;

create temporary table village on commit drop as
    select code, number, left(code, 8) as district, left(code, 5) as regency, left(code, 2) as province
      from inti.region where level = 4 and number is not null;

-- every current region with its regency: the planner has statistics of it, unlike of the table under policies
create temporary table place on commit drop as
    select level, code, number, left(code, 5) as regency from inti.region where number is not null;
analyze place;

create temporary table counted (part text collate "C", region_code text collate "C", period text collate "C", value double precision, amount double precision) on commit drop;
create temporary table in_scope (regency text collate "C") on commit drop;  -- regencies whose facts are computed
create temporary table part_change (part text collate "C", region_code text collate "C", period text collate "C", value double precision) on commit drop;
create temporary table item (
    indicator text collate "C", kind text, grp text collate "C", covered text, scale double precision, grains smallint[], levels smallint[], sensitivity smallint,
    small text, exact smallint, rounded_from smallint, absent smallint, people boolean, counts boolean, only_now boolean, simulated boolean
) on commit drop;
create temporary table term (indicator text collate "C", side smallint, part text collate "C", factor double precision, own boolean) on commit drop;

-- facts to be written, as `analitik.nilai` has them, and which of them were not there before
create temporary table new_fact (
    indicator text collate "C", period text collate "C", level smallint, sensitivity smallint, number integer, region_code text collate "C",
    numerator double precision, denominator double precision, value double precision, class smallint, status smallint,
    reported integer, expected integer, simulated boolean
) on commit drop;
create temporary table moved_period (indicator text, level smallint, period text) on commit drop;

analyze fact_year; analyze fact_month; analyze calendar; analyze fact_period; analyze month_period; analyze village;
