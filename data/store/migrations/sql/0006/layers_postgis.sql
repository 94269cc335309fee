-- The layers show the newest year: facts have months and quarters now, whose names sort after it.
do $$
declare
    level record;
    newest text := '(select max(period) from analitik.nilai where region_code = ''ID'' and indicator = ''%s'' and length(period) = 4)';
begin
    for level in select * from (values (1, 'provinsi'), (2, 'kabupaten_kota'), (3, 'kecamatan')) v (number, name) loop
        execute format($view$
            create or replace view peta.%I with (security_invoker = true) as
            select r.number as id, r.code as kode, r.name as nama, b.value::real as cakupan_bersinar, i.value::real as kapasitas_inap,
                   j.value::real as kapasitas_jalan, k.value::real as kasus_per_100rb, k.status as kasus_status,
                   b.period as periode, coalesce(b.simulated, i.simulated, k.simulated, false) as data_simulasi,
                   s.official as batas_resmi, s.geom
              from inti.boundary_version v
              join inti.region_shape s on s.boundary_version = v.id
              join inti.region r on r.code = s.region_code and r.level = %s
              left join analitik.nilai b on b.indicator = 'cakupan_bersinar' and b.level = %2$s and b.number = r.number
                   and b.sensitivity = 0 and b.period = %s
              left join analitik.nilai i on i.indicator = 'kapasitas_inap' and i.level = %2$s and i.number = r.number
                   and i.sensitivity = 0 and i.period = b.period
              left join analitik.nilai j on j.indicator = 'kapasitas_jalan' and j.level = %2$s and j.number = r.number
                   and j.sensitivity = 0 and j.period = b.period
              left join analitik.nilai k on k.indicator = 'kasus_narkoba' and k.level = %2$s and k.number = r.number
                   and k.sensitivity = 0 and k.period = b.period
             where v.state = 'dipakai'
            $view$, level.name, level.number, format(newest, 'cakupan_bersinar'));
    end loop;
    execute format($view$
        create or replace view peta.desa with (security_invoker = true) as
        select r.number as id, r.code as kode, r.name as nama, r.kind as jenis, b.class as status_bersinar,
               i.value::real as jangkauan_inap, b.period as periode, coalesce(b.simulated, i.simulated, false) as data_simulasi,
               s.official as batas_resmi, s.geom
          from inti.boundary_version v
          join inti.region_shape s on s.boundary_version = v.id
          join inti.region r on r.code = s.region_code and r.level = 4
          left join analitik.nilai b on b.indicator = 'status_bersinar' and b.level = 4 and b.number = r.number
               and b.sensitivity = 0 and b.period = %1$s
          left join analitik.nilai i on i.indicator = 'jangkauan_inap' and i.level = 4 and i.number = r.number
               and i.sensitivity = 0 and i.period = %1$s
         where v.state = 'dipakai'
        $view$, format(newest, 'cakupan_bersinar'));
end $$;
