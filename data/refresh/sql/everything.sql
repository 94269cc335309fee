insert into analitik.bagian (part, region_code, period, value, amount)
select part, region_code, period, value, amount from bagian_baru order by 1, 2, 3, 4;
analyze analitik.bagian;
insert into lingkup select distinct regency from tree;
