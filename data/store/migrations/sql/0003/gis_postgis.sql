-- NULL for a login without an account or with one that ended: every policy compares with it, so NULL means no rows.
create function akses.gis_scope() returns akses.scope_record
    language plpgsql stable security definer set search_path = pg_catalog as $$
declare
    account akses.gis_account;
    result  akses.scope_record;
begin
    select * into account from akses.gis_account a
      where a.login = session_user and (a.expires_at is null or a.expires_at > clock_timestamp());
    if not found then
        return null;
    end if;
    result.person := account.login;
    result.role := account.role;
    result.clearance := account.clearance;
    result.prefixes := account.prefixes;
    result.patterns := array(select case when p = '' then '%' else p || '%' end from unnest(account.prefixes) p);
    return result;
end $$;

create function akses.gis_may_write() returns boolean
    language sql stable security definer set search_path = pg_catalog as $$
    select exists (select 1 from akses.gis_account a
                    where a.login = session_user and a.may_write and (a.expires_at is null or a.expires_at > clock_timestamp()))
$$;
revoke all on function akses.gis_scope(), akses.gis_may_write() from public;
grant execute on function akses.gis_scope(), akses.gis_may_write() to bersinar_gis;
grant usage on schema akses, inti, analitik to bersinar_gis;

do $$
declare t text;
begin
    foreach t in array array['inti.region', 'inti.region_shape', 'inti.boundary_version', 'inti.facility', 'inti.source'] loop
        execute format('grant select on %s to bersinar_gis', t);
        execute format('create policy read_by_gis on %s for select to bersinar_gis '
            'using ((select (akses.gis_scope()).clearance) >= 0)', t);
    end loop;
end $$;

-- The same rules as for the app's readers, on the login in place of the token.
grant select on analitik.nilai, inti.narcotics_case to bersinar_gis;
create policy read_by_gis on analitik.nilai for select to bersinar_gis using (
    sensitivity <= (select (akses.gis_scope()).clearance)
    and (sensitivity = 0
         or (select '' = any ((akses.gis_scope()).prefixes))
         or region_code like any ((select (akses.gis_scope()).patterns)::text[])
         or (sensitivity = 1 and (region_code = 'ID' or exists (
                select 1 from unnest((select (akses.gis_scope()).prefixes)::text[]) p where starts_with(p, region_code)))))
);
create policy read_by_gis on inti.narcotics_case for select to bersinar_gis using (
    (select (akses.gis_scope()).clearance) >= 2
    and coalesce(village_code, regency_code) like any ((select (akses.gis_scope()).patterns)::text[])
);

-- Agencies may add facilities and cases of their own area, and nothing else; who wrote a row is not theirs to say.
alter table inti.source no force row level security;
insert into inti.source (id, title, publisher, kind, as_of, licence, note) values
    ('gis_langsung', 'Dimasukkan langsung oleh instansi lewat GIS', 'Instansi pengirim (kolom entered_by)', 'resmi', '-', '-',
     'Titik diletakkan ke desa oleh penyimpanan; indikator ikut pada penyegaran berikutnya.')
    on conflict do nothing;
alter table inti.source force row level security;
alter table inti.facility alter column source_id set default 'gis_langsung';
alter table inti.narcotics_case
    alter column source_id set default 'gis_langsung',
    alter column case_key set default 'GIS/' || gen_random_uuid(),
    alter column suspects set default 1;
grant insert (name, operator, village_code, beds_men, beds_women, outpatient_places, opened, closed, services, people_per_year, sni,
              licence_until, point) on inti.facility to bersinar_gis;
grant insert (agency, case_date, village_code, suspects, point) on inti.narcotics_case to bersinar_gis;
create policy write_by_gis on inti.facility for insert to bersinar_gis with check (
    (select akses.gis_may_write()) and entered_by = session_user and source_id = 'gis_langsung'
    and village_code like any ((select (akses.gis_scope()).patterns)::text[])
);
create policy write_by_gis on inti.narcotics_case for insert to bersinar_gis with check (
    (select akses.gis_may_write()) and (select (akses.gis_scope()).clearance) >= 2
    and entered_by = session_user and source_id = 'gis_langsung'
    and coalesce(village_code, regency_code) like any ((select (akses.gis_scope()).patterns)::text[])
);

-- A point without a village gets the one it lies in, or the nearest within 2 km (coasts are drawn coarsely). A village that is
-- named must not be more than 5 km away from the point.
create function inti.place_point() returns trigger
    language plpgsql set search_path = pg_catalog, public as $$
declare
    used   text;
    far_m  double precision;
begin
    if new.point is null then
        return new;
    end if;
    select id into used from inti.boundary_version where state = 'dipakai';
    if new.village_code is null then
        select s.region_code into new.village_code from inti.region_shape s
          where s.boundary_version = used and length(s.region_code) = 13 and s.geom && new.point and st_covers(s.geom, new.point)
          order by s.region_code limit 1;
        if new.village_code is null then
            select s.region_code, st_distance(s.geom::geography, new.point::geography) into new.village_code, far_m
              from inti.region_shape s
             where s.boundary_version = used and length(s.region_code) = 13 and s.geom && st_expand(new.point, 0.05)
             order by st_distance(s.geom, new.point) limit 1;
            if new.village_code is null or far_m > 2000 then
                raise exception 'Titik (%, %) tidak terletak di desa atau kelurahan mana pun. Periksa urutan bujur dan lintang, atau sebutkan village_code.',
                    st_x(new.point), st_y(new.point) using errcode = '22023';
            end if;
        end if;
    else
        select st_distance(s.geom::geography, new.point::geography) into far_m from inti.region_shape s
          where s.boundary_version = used and s.region_code = new.village_code;
        if far_m > 5000 then
            raise exception 'Titik (%, %) berjarak % km dari %, desa yang disebut. Periksa titik atau village_code.',
                st_x(new.point), st_y(new.point), round((far_m / 1000)::numeric, 1), new.village_code using errcode = '22023';
        end if;
    end if;
    return new;
end $$;

create function inti.know_regency() returns trigger
    language plpgsql set search_path = pg_catalog, public as $$
begin
    new.regency_code := coalesce(left(new.village_code, 5), new.regency_code);
    if new.regency_code is null then
        raise exception 'Sebutkan desa (village_code) atau titik (point) kasus ini.' using errcode = '22023';
    end if;
    return new;
end $$;

-- What the loader brings in bulk names its village and was placed when it was made: only rows without one, and those that GIS
-- clients write, are looked at.
create trigger a_place_point before insert or update of point, village_code on inti.facility
    for each row when (new.village_code is null or new.source_id = 'gis_langsung') execute function inti.place_point();
create trigger a_place_point before insert or update of point, village_code on inti.narcotics_case
    for each row when (new.point is not null and (new.village_code is null or new.source_id = 'gis_langsung'))
    execute function inti.place_point();
create trigger b_know_regency before insert or update of village_code on inti.narcotics_case
    for each row when (new.regency_code is null) execute function inti.know_regency();

-- Layers as QGIS and ogr2ogr open them: one per level, one of facilities, one of cases. All read as the person who asks.
create schema peta;
grant usage on schema peta to bersinar_gis;
do $$
declare
    level record;
    newest text := '(select max(period) from analitik.nilai where region_code = ''ID'' and indicator = ''%s'')';
begin
    for level in select * from (values (1, 'provinsi'), (2, 'kabupaten_kota'), (3, 'kecamatan')) v (number, name) loop
        execute format($view$
            create view peta.%I with (security_invoker = true) as
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
        create view peta.desa with (security_invoker = true) as
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
create view peta.fasilitas with (security_invoker = true) as
    select f.id, f.name as nama, f.operator, f.village_code as kode_desa, f.beds_men, f.beds_women, f.outpatient_places,
           f.services, f.sni, f.opened, f.closed, f.entered_by, s.kind = 'simulasi' as data_simulasi, f.point as geom
      from inti.facility f join inti.source s on s.id = f.source_id where f.point is not null;
create view peta.kasus with (security_invoker = true) as
    select c.id, c.case_key as kunci, c.agency as lembaga, c.case_date as tanggal, c.village_code as kode_desa, c.suspects as tersangka,
           c.entered_by, s.kind = 'simulasi' as data_simulasi, c.point as geom
      from inti.narcotics_case c join inti.source s on s.id = c.source_id where c.point is not null;
grant select on all tables in schema peta to bersinar_gis;
comment on view peta.desa is 'Desa/kelurahan. data_simulasi = true: DATA SIMULASI, bukan data nyata.';
comment on view peta.fasilitas is 'Fasilitas rehabilitasi. data_simulasi = true: DATA SIMULASI, bukan data nyata.';
comment on view peta.kasus is 'Titik kasus, hanya bagi akun terbatas. data_simulasi = true: DATA SIMULASI, bukan data nyata.';
