-- A score belongs to its edition and is never added to another; kept in thousandths, so that it is read exactly as sent.
select p.part || '_' || edition, region_code, year::text, 0, round(p.amount::numeric * 1000)::float8
  from inti.kotan_assessment cross join lateral (values
        ('kotan_indeks', index), ('kotan_keluarga', family), ('kotan_masyarakat', community), ('kotan_kewilayahan', territory),
        ('kotan_kelembagaan', institution), ('kotan_hukum', law)) p (part, amount)
 where year in (select year from fact_year) and p.amount is not null
union all
select 'kotan_responden', region_code, year::text, 0, sum(respondents)
  from inti.kotan_assessment where year in (select year from fact_year) group by 2, 3
union all
select distinct 'kotan_diukur', region_code, year::text, 0, 1 from inti.kotan_assessment where year in (select year from fact_year)
