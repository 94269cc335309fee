-- Regencies whose facts are made anew: those where a part differs, all of a province or of the nation where only what stands at it
-- does, and all of them where `wide`.
insert into lingkup
select distinct t.regency from tree t
 where :wide
    or exists (select 1 from wilayah_ubah u where u.code = t.regency)
    or exists (select 1 from wilayah_ubah u where length(u.code) = 2 and u.code = t.province
                  and not exists (select 1 from wilayah_ubah v where length(v.code) = 5 and left(v.code, 2) = u.code))
    or exists (select 1 from wilayah_ubah) and not exists (select 1 from wilayah_ubah where code <> 'ID');
