insert into analitik.bagian (part, region_code, period, value, amount)
select part, region_code, period, value, amount from bagian_baru;
insert into lingkup select distinct regency from tree;
