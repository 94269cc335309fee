-- Where counted parts differ from those that are stored: rows are replaced by their keys.
insert into part_change (part, region_code, period, value)
select distinct part, region_code, period, value
  from counted c full join (select * from analitik.bagian where part = any (%(parts)s)) b using (part, region_code, period, value)
 where c.amount is distinct from b.amount;
analyze part_change;

delete from analitik.bagian b using part_change c
 where b.part = c.part and b.region_code = c.region_code and b.period = c.period and b.value = c.value;

insert into analitik.bagian (part, region_code, period, value, amount)
select b.part, b.region_code, b.period, b.value, b.amount
  from counted b join part_change c using (part, region_code, period, value);
