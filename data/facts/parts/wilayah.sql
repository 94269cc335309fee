-- Villages and kabupaten/kota of the current map.
select 'desa', code, '', 0, 1 from village
union all
select 'kabupaten', code, '', 0, 1 from inti.region where level = 2 and number is not null
