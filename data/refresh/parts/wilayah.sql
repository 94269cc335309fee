-- Villages and kabupaten/kota of today's map.
select 'desa', code, '', 0, 1 from tree
union all
select 'kabupaten', code, '', 0, 1 from inti.region where level = 2 and number is not null
union all
select 'kriteria_maks', r.code, '', 0, case when r.kind = 'kelurahan' then 8 else 10 end
  from inti.region r where r.level = 4 and r.number is not null;
