insert into analitik.bagian (part, region_code, period, value, amount)
select part, region_code, period, value, amount from counted;
insert into in_scope select distinct regency from village;
