-- Places at one time from the month a facility opens to the month it closes.
with moved as (
    select f.*, f.opened as day, 1 as sign from inti.facility f join village t on t.code = f.village_code
    union all
    select f.*, f.closed, -1 from inti.facility f join village t on t.code = f.village_code where f.closed is not null
)
select p.part, village_code, to_char(day::timestamp, 'YYYY-MM'), 0, sum(sign * p.amount)
  from moved cross join lateral (values
        ('tempat_laki', beds_men), ('tempat_perempuan', beds_women), ('tempat_inap', beds_men + beds_women),
        ('tempat_jalan', outpatient_places), ('fasilitas_sni', case when sni then 1 else 0 end),
        ('fasilitas_sni_diketahui', case when sni is null then 0 else 1 end)) p (part, amount)
 where day <= %(last_day)s and p.amount <> 0
 group by 1, 2, 3
union all
select 'ikr', village_code, y.year::text, round(f.ikr::numeric * 1000)::float8, count(*)
  from inti.facility f join village t on t.code = f.village_code
  join fact_year y on f.opened <= y.last_day and (f.closed is null or f.closed > y.last_day)
 where f.ikr is not null group by 2, 3, 4
union all
-- beds times days of each month
select 'hari_tempat_tersedia', f.village_code, to_char(m.first_day::timestamp, 'YYYY-MM'), 0, sum((f.beds_men + f.beds_women) * m.days)
  from inti.facility f join village t on t.code = f.village_code
  join fact_month m on f.opened <= m.last_day and (f.closed is null or f.closed > m.first_day)
 where f.beds_men + f.beds_women > 0 group by 2, 3
