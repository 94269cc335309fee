-- Where parts differ from what they were, by regency; what stands above regencies by itself.
insert into wilayah_ubah (code, upper, part)
select distinct case when length(region_code) > 5 then left(region_code, 5) else region_code end,
       case when length(region_code) >= 5 then left(region_code, 5) || '/' else region_code end, part
  from ((select part, region_code, period, value, amount from bagian_baru
         except all select part, region_code, period, value, amount from analitik.bagian where part = any (:parts))
        union all
        (select part, region_code, period, value, amount from analitik.bagian where part = any (:parts)
         except all select part, region_code, period, value, amount from bagian_baru)) differs;

delete from analitik.bagian b using wilayah_ubah u where b.part = u.part and b.region_code >= u.code and b.region_code <= u.upper;

insert into analitik.bagian (part, region_code, period, value, amount)
select b.part, b.region_code, b.period, b.value, b.amount
  from bagian_baru b join wilayah_ubah u
    on b.part = u.part and u.code = case when length(b.region_code) > 5 then left(b.region_code, 5) else b.region_code end;
