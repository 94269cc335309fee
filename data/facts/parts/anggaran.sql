-- Regulations valid on the last day of a year, money planned and realised, and declared villages for which no line was found.
with parts as (
    select 'pemda_regulasi' as part, r.region_code, y.year, 1 as amount
      from inti.regulation r join fact_year y on r.valid_from <= y.last_day and (r.valid_until is null or r.valid_until >= y.last_day)
     where length(r.region_code) = 5 and r.kind in ('perda', 'perkada') group by r.region_code, y.year
    union all
    select 'anggaran', region_code, year, sum(planned) from inti.budget_line group by region_code, year
    union all
    select 'anggaran_terjawab', region_code, year, sum(planned) from inti.budget_line where realised is not null group by region_code, year
    union all
    select 'realisasi', region_code, year, sum(realised) from inti.budget_line where realised is not null group by region_code, year
    union all
    select case when b.region_code is null then 'program_tanpa_dana' else 'program_berdana' end, d.village_code, y.year, 1
      from (select village_code, min(event_date) as day from inti.bersinar_event where event = 'pencanangan' group by village_code) d
      join village t on t.code = d.village_code
      join fact_year y on d.day <= y.last_day
      join (select distinct left(region_code, 5) as regency, year from inti.budget_line where length(region_code) >= 5) reporting
        on reporting.regency = t.regency and reporting.year = y.year
      left join (select distinct region_code, year from inti.budget_line) b on b.region_code = d.village_code and b.year = y.year
)
select part, region_code, year::text, 0, amount from parts where year in (select year from fact_year)
