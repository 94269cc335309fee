-- Categories of villages by year. A survey replaces the 8+5 indicators where a year has both; a change of category is counted only
-- between two years of one method, because 2024 is a break in the series.
with assessed as (
    select distinct on (k.village_code, k.year) k.*
      from inti.kawasan_rawan k join village t on t.code = k.village_code
     where k.year in (select year from fact_year)
     order by k.village_code, k.year, k.method = 'survei' desc
), grade as (
    select village_code, year, method, category, case category when 'bahaya' then 4 when 'waspada' then 3 when 'siaga' then 2 else 1 end as rank
      from assessed where category is not null
), flagged as (
    select village_code, year, 'utama_' || n as part, m as met from assessed, unnest(main) with ordinality u (m, n) where method = 'indikator'
    union all
    select village_code, year, 'pendukung_' || n, m from assessed, unnest(supporting) with ordinality u (m, n) where method = 'indikator'
), parts as (
    select category as part, village_code, year, 1 as amount from grade
    union all select 'dinilai', village_code, year, 1 from grade
    union all select 'belum_lengkap', village_code, year, 1 from assessed where method = 'survei' and category is null
    union all select 'rawan', village_code, year, 1 from grade where rank >= 3
    union all select part, village_code, year, 1 from flagged where met
    union all select 'dinilai_indikator', village_code, year, 1 from assessed where method = 'indikator'
    union all select 'kuesioner_sebar', village_code, year, sent from assessed where sent is not null
    union all select 'kuesioner_kembali', village_code, year, returned from assessed where sent is not null
    union all
    select case when a.rank > b.rank then 'memburuk' else 'membaik' end, a.village_code, a.year, 1
      from grade a join grade b on b.village_code = a.village_code and b.year = a.year - 1 and b.method = a.method
     where a.rank <> b.rank
    union all
    select 'dibandingkan', a.village_code, a.year, 1
      from grade a join grade b on b.village_code = a.village_code and b.year = a.year - 1 and b.method = a.method
    union all  -- vulnerable villages that are in the programme
    select 'rawan_dicanangkan', g.village_code, g.year, 1
      from grade g join fact_year y on y.year = g.year
     where g.rank >= 3 and exists (select 1 from inti.bersinar_event e where e.village_code = g.village_code
                                    and e.event = 'pencanangan' and e.event_date <= y.last_day)
)
select part, village_code, year::text, 0, amount from parts
