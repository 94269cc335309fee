-- People of every region and year. Sums of villages; where only a higher level sent its people, its own figure, and above it
-- the sum of those.
with villages as (
    select coalesce(district, regency, province, 'ID') as code, year, sum(people)::float8 as people
      from inti.population p join village t on t.code = p.region_code
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
select 'penduduk', code, year::text, 0, people from (
    select code, year, people from villages where length(code) = 8
    union all select code, year, people from regencies
    union all select coalesce(g.code, p.code), coalesce(g.year, p.year), coalesce(g.people, p.people)
      from provinces p full join (select * from given where code <> 'ID') g on g.code = p.code and g.year = p.year
    union all select 'ID', n.year, coalesce((select people from given where code = 'ID' and year = n.year), n.people)
      from (select year, sum(people) as people from provinces group by year) n
) everybody
