-- Cases of BNN and Polri by village, where one is known, else by regency; by substance, suspects and seizures by regency. A case
-- with two substances counts once in each, one whose report names none is counted apart. Kinds of units are never added to each
-- other: each substance has the unit it is usually seized in, what came in another one is with the others of that unit. Grams
-- are kept as milligrams, so that sums do not depend on their order.
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
    select 'kasus_' || s.substance, region, month, 1 from inti.case_substance s join place c on c.case_key = s.case_key
    union all
    select 'kasus_tanpa_zat', region, month, 1 from place c
     where not exists (select 1 from inti.case_substance s where s.case_key = c.case_key)
    union all
    select case when substance in ('sabu', 'ganja', 'heroin', 'kokain', 'tembakau_sintetis') and unit = 'g'
                     or substance in ('ekstasi', 'obat_daftar_g') and unit = 'butir'
                then 'sita_' || substance else 'sita_lain_' || unit end,
           region, month, round(s.amount::numeric * case unit when 'g' then 1000 else 1 end)
      from inti.case_substance s join place c on c.case_key = s.case_key where s.amount > 0
)
select part, region, month, 0, sum(amount) from moved group by 1, 2, 3
