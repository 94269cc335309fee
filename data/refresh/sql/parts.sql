-- What all facts need, once: years with their last day, people by region of levels 0 to 3.
create temporary table fact_year on commit drop as
    select y::smallint as year, least(make_date(y, 12, 31), :last_day) as last_day
      from generate_series(:first_year, extract(year from :last_day)::int) y;

create temporary table tree on commit drop as
    select code, number, left(code, 8) as district, left(code, 5) as regency, left(code, 2) as province
      from inti.region where level = 4 and number is not null;

create temporary table upper_region on commit drop as
    select level, number, code from inti.region where level < 4 and number is not null;

create temporary table people on commit drop as
    select coalesce(district, regency, province, 'ID') as code, year, sum(people)::float8 as people
      from inti.population p join tree t on t.code = p.region_code
     group by grouping sets ((district, year), (regency, year), (province, year), (year));

analyze fact_year; analyze tree; analyze upper_region; analyze people;
