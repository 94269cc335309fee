-- Cases of BNN and Polri by village, where one is known, else by regency; suspects and seizures by regency. Kinds of units
-- are never added to each other; grams are kept as milligrams, so that sums do not depend on their order.
with place as (
    select case_key, coalesce(c.village_code, c.regency_code) as village, c.regency_code as region, to_char(case_date::timestamp, 'YYYY-MM') as month, suspects,
           c.village_code is null as unplaced
      from inti.narcotics_case c where case_date <= %(last_day)s
), moved as (
    select 'kasus' as part, village as region, month, 1::float8 as amount from place
    union all select 'tersangka', region, month, suspects from place
    union all select 'kasus_tanpa_tempat', region, month, 1 from place where unplaced
    union all
    select p.part, region, month, p.amount
      from inti.case_suspect s join place c on c.case_key = s.case_key
      cross join lateral (values ('tersangka_dirinci', 1), ('tersangka_anak', case when age_band = '<18' then 1 end)) p (part, amount)
     where p.amount is not null
    union all
    select case when substance in ('sabu', 'ganja') and unit = 'g' or substance = 'ekstasi' and unit = 'butir'
                then 'sita_' || substance else 'sita_lain_' || unit end,
           region, month, round(s.amount::numeric * case unit when 'g' then 1000 else 1 end)
      from inti.case_substance s join place c on c.case_key = s.case_key where s.amount > 0
)
select part, region, month, 0, sum(amount) from moved group by 1, 2, 3
