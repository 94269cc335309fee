grant insert (address, telephone) on inti.facility to bersinar_gis;
create or replace view peta.fasilitas with (security_invoker = true) as
    select f.id, f.name as nama, f.operator, f.village_code as kode_desa, f.beds_men, f.beds_women, f.outpatient_places,
           f.services, f.sni, f.opened, f.closed, f.entered_by, s.kind = 'simulasi' as data_simulasi, f.point as geom,
           f.address as alamat, f.telephone as telepon
      from inti.facility f join inti.source s on s.id = f.source_id where f.point is not null;
