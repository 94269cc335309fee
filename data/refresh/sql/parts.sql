-- What all facts need, once: years with their last day, people by region of levels 0 to 3.
create temporary table fact_year on commit drop as
    select y::smallint as year, least(make_date(y, 12, 31), :last_day) as last_day
      from generate_series(:first_year, extract(year from :last_day)::int) y;

create temporary table tree on commit drop as
    select code, number, left(code, 8) as district, left(code, 5) as regency, left(code, 2) as province
      from inti.region where level = 4 and number is not null;

create temporary table upper_region on commit drop as
    select level, number, code from inti.region where level < 4 and number is not null;

-- Sums of villages; where only a higher level sent its people, its own figure, and above it the sum of those.
create temporary table people on commit drop as
with villages as (
    select coalesce(district, regency, province, 'ID') as code, year, sum(people)::float8 as people
      from inti.population p join tree t on t.code = p.region_code
     group by grouping sets ((district, year), (regency, year), (province, year), (year))
), regencies as (
    select coalesce(v.code, o.region_code) as code, coalesce(v.year, o.year) as year, coalesce(o.people, v.people) as people
      from (select * from villages where length(code) = 5) v
      full join (select * from inti.population where length(region_code) = 5) o on o.region_code = v.code and o.year = v.year
), provinces as (
    select left(code, 2) as code, year, sum(people) as people from regencies group by 1, 2
), given as (
    select region_code as code, year, people::float8 as people from inti.population where length(region_code) = 2
)
select code, year, people from villages where length(code) = 8
union all select code, year, people from regencies
union all select coalesce(g.code, p.code), coalesce(g.year, p.year), coalesce(g.people, p.people)
  from provinces p full join (select * from given where code <> 'ID') g on g.code = p.code and g.year = p.year
union all select 'ID', n.year, coalesce((select people from given where code = 'ID' and year = n.year), n.people)
  from (select year, sum(people) as people from provinces group by year) n;

-- Whose data on programmes and on facilities came: where rows came otherwise than by submissions, everybody's.
create temporary table covered on commit drop as
    select distinct f.feed, x.regency
      from (values ('bersinar_peristiwa', exists (select 1 from inti.bersinar_event where kiriman_id is null)),
                   ('fasilitas_rehab', exists (select 1 from inti.facility where kiriman_id is null))) f (feed, everywhere)
      join (select distinct regency from tree) x
        on f.everywhere or exists (
            select 1 from mentah.kiriman k
             where k.feed = f.feed and k.state in ('draf', 'diperiksa', 'diterima')
               and (k.region_code = 'ID' or starts_with(x.regency, k.region_code)));

create temporary table covering on commit drop as
    select f.feed, coalesce(x.regency, x.province, 'ID') as code, count(c.regency) as reported, count(*) as expected
      from (select distinct regency, province from tree) x cross join (values ('bersinar_peristiwa'), ('fasilitas_rehab')) f (feed)
      left join covered c on c.feed = f.feed and c.regency = x.regency
     group by grouping sets ((f.feed, x.regency), (f.feed, x.province), (f.feed));

analyze fact_year; analyze tree; analyze upper_region; analyze people;
