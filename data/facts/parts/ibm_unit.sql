-- Units of community based intervention and their Agen Pemulihan, by village.
select p.part, u.village_code, to_char(u.opened::timestamp, 'YYYY-MM'), 0, sum(p.amount)
  from inti.ibm_unit u join village t on t.code = u.village_code
  cross join lateral (values ('ibm_unit', 1), ('agen_pemulihan', u.agents)) p (part, amount)
 where u.opened <= %(last_day)s group by 1, 2, 3
