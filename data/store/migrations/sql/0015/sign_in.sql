-- As before, asked by the app for nobody in particular: no account is proved yet. The system's token is none of the app's login.
create or replace function akses.password_salt(wanted text) returns text
    language plpgsql stable security definer set search_path = pg_catalog, pg_temp as $$
declare
    found_salt text;
begin
    if (akses.scope()).role is distinct from 'publik' then
        return null;
    end if;
    select regexp_replace(p.password_hash, '\$[^$]*$', '') into found_salt from akses.person p where p.username = lower(wanted);
    return coalesce(found_salt, '$argon2id$v=19$m=65536,t=3,p=4$'
        || rtrim(encode(substr(akses.who_tries('garam', lower(wanted)), 1, 16), 'base64'), '='));
end $$;

create or replace function akses.name_delay(wanted text) returns integer
    language sql stable security definer set search_path = pg_catalog, pg_temp as $$
    select case when (akses.scope()).role = 'publik' then coalesce((
        select least(5, greatest(0, t.failed - 4)) from akses.sign_in_try t
         where t.kind = 'nama' and t.who = akses.who_tries('nama', lower(wanted))
           and t.since > clock_timestamp() - interval '15 minutes'), 0) end
$$;

create or replace function akses.sign_in(wanted text, raw bytea, address text) returns table (wait integer, username text)
    language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare
    name  text := lower(wanted);
    pair  bytea;
    place bytea;
    known akses.person;
    still integer;
begin
    if (akses.scope()).role is distinct from 'publik' then
        return;
    end if;
    pair := akses.who_tries('pasangan', address || ' ' || name);
    place := akses.who_tries('alamat', address);
    delete from akses.sign_in_try t where (t.kind, t.who) in (
        select o.kind, o.who from akses.sign_in_try o where o.since < now() - interval '1 day' limit 100 for update skip locked);
    select * into known from akses.person p where p.username = name;
    still := akses.count_address(place);
    if still = 0 then
        still := akses.count_try('pasangan', pair, 5, 300);
    end if;
    if still > 0 then
        perform audit.catat('gagal_masuk', coalesce(known.username, 'nama tak dikenal'), '{"terkunci": true}');
        return query select still, null::text;
        return;
    end if;
    if known.active and sha256(convert_to(substring(known.password_hash from '[^$]*$'), 'UTF8'))
            = sha256(convert_to(rtrim(encode(raw, 'base64'), '='), 'UTF8')) then
        delete from akses.sign_in_try t where t.kind = 'pasangan' and t.who = pair;
        update akses.sign_in_try t set failed = greatest(t.failed - 1, 0) where t.kind = 'alamat' and t.who = place;
        return query select 0, known.username;
        return;
    end if;
    insert into akses.sign_in_try as t values ('nama', akses.who_tries('nama', name), 1, clock_timestamp(), clock_timestamp())
        on conflict (kind, who) do update
        set failed = case when t.since < clock_timestamp() - interval '15 minutes' then 1 else least(t.failed + 1, 1000000) end,
            since = clock_timestamp();
    perform audit.catat('gagal_masuk', coalesce(known.username, 'nama tak dikenal'), '{}');
    return query select 0, null::text;
end $$;

create or replace function akses.sso_account(wanted text, subject text) returns text
    language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
begin
    if (akses.scope()).role is distinct from 'publik' then
        return null;
    end if;
    update akses.person set sso_subject = subject
     where sso_name = lower(wanted) and sso_subject is null
       and not exists (select 1 from akses.person o where o.sso_subject = subject);
    return (select username from akses.person where sso_subject = subject);
end $$;
