-- A password is verified here, and no function gives a hash away. argon2 cannot run in the store: the app gets the salt, works
-- the hash out and hands it in. Only the system asks, with its signed token: nobody is proved yet.
drop function akses.sign_in_record(text);
drop function akses.note_sign_in(text, boolean);

create function akses.who_tries(kind text, said text) returns bytea
    language sql stable set search_path = pg_catalog, pg_temp as $$
    select sha256(s.secret || convert_to(kind || ':' || said, 'UTF8')) from akses.sign_in_secret s
$$;

-- Parameters and salt of an argon2id string. A name that does not exist, or has no password, has the usual ones and a salt of its own.
create function akses.password_salt(wanted text) returns text
    language plpgsql stable security definer set search_path = pg_catalog, pg_temp as $$
declare
    found_salt text;
begin
    if (akses.scope()).role is distinct from 'sistem' then
        return null;
    end if;
    select regexp_replace(p.password_hash, '\$[^$]*$', '') into found_salt from akses.person p where p.username = lower(wanted);
    return coalesce(found_salt, '$argon2id$v=19$m=65536,t=3,p=4$'
        || rtrim(encode(substr(akses.who_tries('garam', lower(wanted)), 1, 16), 'base64'), '='));
end $$;

-- Counts a try as failed before anybody knows whether it was, and keeps the row until the end of the transaction: of tries at the
-- same time one goes on and the others are refused. Seconds to wait, 0 when the try may go on. After `free` failures the wait
-- doubles from five seconds up to `longest`; a quiet day forgets them.
create function akses.count_try(what text, about bytea, free integer, longest integer) returns integer
    language plpgsql volatile set search_path = pg_catalog, pg_temp as $$
declare
    one  akses.sign_in_try;
    moment timestamptz;
begin
    insert into akses.sign_in_try as t values (what, about, 0, clock_timestamp(), clock_timestamp())
        on conflict (kind, who) do update
        set failed = case when t.since < clock_timestamp() - interval '1 day' then 0 else t.failed end
        returning * into one;
    moment := clock_timestamp();
    if one.until > moment then
        return ceil(extract(epoch from one.until - moment))::integer;
    end if;
    update akses.sign_in_try t
       set failed = one.failed + 1, since = moment,
           until = moment + make_interval(secs => case when one.failed + 1 < free then 0
               else least(longest, 5 * power(2, least(one.failed + 1 - free, 20))) end)
     where t.kind = what and t.who = about;
    return 0;
end $$;

-- At most a hundred failures in ten minutes from one address, whatever the names; seconds to wait past that.
create function akses.count_address(about bytea) returns integer
    language plpgsql volatile set search_path = pg_catalog, pg_temp as $$
declare
    one akses.sign_in_try;
begin
    insert into akses.sign_in_try as t values ('alamat', about, 1, clock_timestamp(), clock_timestamp())
        on conflict (kind, who) do update
        set failed = case when t.since < clock_timestamp() - interval '10 minutes' then 1 else least(t.failed + 1, 1000000) end,
            since = case when t.since < clock_timestamp() - interval '10 minutes' then clock_timestamp() else t.since end
        returning * into one;
    return case when one.failed <= 100 then 0
                else greatest(1, ceil(extract(epoch from one.since + interval '10 minutes' - clock_timestamp()))::integer) end;
end $$;

-- Seconds for which the next try on a name is held up, wherever the failures came from: never more than five, and never refused.
create function akses.name_delay(wanted text) returns integer
    language sql stable security definer set search_path = pg_catalog, pg_temp as $$
    select case when (akses.scope()).role = 'sistem' then coalesce((
        select least(5, greatest(0, t.failed - 4)) from akses.sign_in_try t
         where t.kind = 'nama' and t.who = akses.who_tries('nama', lower(wanted))
           and t.since > clock_timestamp() - interval '15 minutes'), 0) end
$$;

-- Counts, refuses and compares in one step. `wait` are seconds until another try is looked at; `username` only where it is right.
create function akses.sign_in(wanted text, raw bytea, address text) returns table (wait integer, username text)
    language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare
    name  text := lower(wanted);
    pair  bytea;
    place bytea;
    known akses.person;
    still integer;
begin
    if (akses.scope()).role is distinct from 'sistem' then
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
        perform audit.catat('gagal_masuk', coalesce(known.username, 'nama tak dikenal'), '{"terkunci": true}', 'publik', 'publik');
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
    perform audit.catat('gagal_masuk', coalesce(known.username, 'nama tak dikenal'), '{}', 'publik', 'publik');
    return query select 0, null::text;
end $$;

-- A try of a second factor's code, counted before it is looked at. Only who knows the password comes this far.
create function akses.count_code_try() returns integer
    language sql volatile security definer set search_path = pg_catalog, pg_temp as $$
    select akses.count_try('kode', akses.who_tries('kode', p.username), 5, 900)
      from akses.person p where p.username = (akses.scope()).person
$$;

-- As before, and a right code forgets the wrong ones.
create or replace function akses.use_code(step bigint) returns boolean
    language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare
    me text := (akses.scope()).person;
begin
    update akses.person set totp_step = step where username = me and coalesce(totp_step, 0) < step;
    if not found then
        return false;
    end if;
    delete from akses.sign_in_try where kind = 'kode' and who = akses.who_tries('kode', me);
    return true;
end $$;

revoke all on function akses.who_tries(text, text), akses.password_salt(text), akses.count_try(text, bytea, integer, integer),
    akses.count_address(bytea), akses.name_delay(text), akses.sign_in(text, bytea, text), akses.count_code_try(),
    akses.use_code(bigint) from public;
grant execute on function akses.password_salt(text), akses.name_delay(text), akses.sign_in(text, bytea, text),
    akses.count_code_try(), akses.use_code(bigint) to bersinar_app;
