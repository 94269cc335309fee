-- What a GIS client enters keeps to what a feed would let through: a village of today, texts of a readable length, days that were.
create function inti.check_entered() returns trigger
    language plpgsql set search_path = pg_catalog, public, pg_temp as $$
declare
    days date[];
    day  date;
begin
    if new.village_code is not null
        and not exists (select 1 from inti.region r where r.code = new.village_code and r.level = 4 and r.closed is null) then
        raise exception 'village_code ''%'' bukan kode desa atau kelurahan yang berlaku. Gunakan kode Kemendagri, misalnya 75.71.01.1001.',
            left(new.village_code, 20) using errcode = '22023';
    end if;
    if new.point is not null and st_isempty(new.point) then
        raise exception 'Titik kosong. Isi bujur dan lintangnya, atau kosongkan kolom point.' using errcode = '22023';
    end if;
    if tg_table_name = 'facility' then
        if length(new.name) not between 1 and 160 then
            raise exception 'Nama berisi % huruf. Gunakan 1 sampai 160 huruf.', length(new.name) using errcode = '22023';
        end if;
        if cardinality(new.services) > 3 then
            raise exception 'services berisi % layanan. Sebutkan setiap layanan sekali.', cardinality(new.services) using errcode = '22023';
        end if;
        if new.beds_men > 5000 or new.beds_women > 5000 or new.outpatient_places > 20000 or new.people_per_year > 200000 then
            raise exception 'Jumlah tempat terlalu besar. Paling banyak 5000 tempat tidur, 20000 rawat jalan, 200000 orang per tahun.'
                using errcode = '22023';
        end if;
        days := array[new.opened, new.closed, new.licence_until];
    else
        if new.suspects > 1000 then
            raise exception 'suspects = %. Paling banyak 1000 tersangka untuk satu kasus.', new.suspects using errcode = '22023';
        end if;
        if new.case_date > current_date + 1 then
            raise exception 'case_date % belum terjadi. Periksa tanggalnya.', new.case_date using errcode = '22023';
        end if;
        days := array[new.case_date];
    end if;
    foreach day in array days loop
        if day not between date '1945-01-01' and date '2100-01-01' then
            raise exception 'Tanggal % di luar 1945 sampai 2100. Periksa tanggalnya.', day using errcode = '22023';
        end if;
    end loop;
    return new;
end $$;
create trigger c_check_entered before insert or update on inti.facility
    for each row when (new.source_id = 'gis_langsung') execute function inti.check_entered();
create trigger c_check_entered before insert or update on inti.narcotics_case
    for each row when (new.source_id = 'gis_langsung') execute function inti.check_entered();
