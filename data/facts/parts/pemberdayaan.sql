-- Trained people of vulnerable villages by the month the training began, and what runs half a year and a year later.
with parts as (
    select p.part, e.village_code, to_char(e.started::timestamp, 'YYYY-MM') as month, p.amount
      from inti.empowerment e join village t on t.code = e.village_code
      cross join lateral (values
            ('dilatih', e.trained), ('dilatih_6', case when e.running_6 is not null then e.trained end), ('usaha_6', e.running_6),
            ('dilatih_12', case when e.running_12 is not null then e.trained end), ('usaha_12', e.running_12),
            ('penjualan_daring', e.online_sales)) p (part, amount)
     where e.started <= %(last_day)s and p.amount is not null
)
select part, village_code, month, 0, sum(amount) from parts group by 1, 2, 3
union all
select 'penghasilan', village_code, to_char(started::timestamp, 'YYYY-MM'), median_income, count(*)
  from inti.empowerment e join village t on t.code = e.village_code
 where median_income is not null and started <= %(last_day)s group by 2, 3, 4
