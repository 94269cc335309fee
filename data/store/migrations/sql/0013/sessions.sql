-- What follows concerns the person whom the scope proves, and nobody else.
create function akses.account()
    returns table (username text, full_name text, role text, session_number integer, sign_in_before timestamptz,
                   must_change boolean, second_factor boolean, administers boolean, opened_until timestamptz, by_password boolean,
                   agency text, office text, prefixes text[])
    language sql stable security definer set search_path = pg_catalog, pg_temp as $$
    select p.username, p.full_name, p.role, p.session_number, p.sign_in_before, p.must_change, p.totp is not null, p.administers,
           (select max(o.until) from akses.opening o where o.person = p.username and o.until > now()),
           p.password_hash is not null, p.agency, p.office,
           array(select g.prefix from akses.region_grant g
                  where g.person_id = p.id and (g.until is null or g.until >= current_date) order by g.prefix)
      from akses.person p where p.username = (akses.scope()).person and p.active
$$;

-- The same while that session of theirs has not ended.
create function akses.account_of_session(given bytea)
    returns table (username text, full_name text, role text, session_number integer, sign_in_before timestamptz,
                   must_change boolean, second_factor boolean, administers boolean, opened_until timestamptz, by_password boolean,
                   agency text, office text, prefixes text[])
    language sql stable security definer set search_path = pg_catalog, pg_temp as $$
    select a.* from akses.account() a
     where exists (select 1 from akses.session s join akses.person p on p.id = s.person_id
                    where s.id = given and p.username = a.username and s.session_number = a.session_number and s.ends_at > now())
$$;

-- A session of the account as it was when the person proved it: false where its sessions were ended meanwhile.
create function akses.open_session(given bytea, number integer, seconds integer) returns boolean
    language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare
    me akses.person;
begin
    select * into me from akses.person p
     where p.username = (akses.scope()).person and p.active and p.session_number = number for update;
    if me.id is null then
        return false;
    end if;
    delete from akses.session s where s.person_id = me.id and (s.ends_at <= now() or s.session_number <> number);
    insert into akses.session (id, person_id, session_number, ends_at)
    values (given, me.id, number, now() + make_interval(secs => seconds));
    return true;
end $$;

create function akses.end_session(given bytea) returns void
    language sql volatile security definer set search_path = pg_catalog, pg_temp as $$
    delete from akses.session s using akses.person p
     where s.id = given and p.id = s.person_id and p.username = (akses.scope()).person
$$;

-- All that was asked for was answered: from here on this is the last sign-in, and the last becomes the previous one.
create function akses.note_entry() returns void
    language sql volatile security definer set search_path = pg_catalog, pg_temp as $$
    update akses.person set sign_in_before = last_sign_in, last_sign_in = now() where username = (akses.scope()).person
$$;

-- The secret of a second factor, sealed with a key that is not in the store.
create function akses.sealed_factor() returns bytea
    language sql stable security definer set search_path = pg_catalog, pg_temp as $$
    select p.totp from akses.person p where p.username = (akses.scope()).person
$$;

-- False, and nothing changed, where `raw` (the new word hashed with the old salt) is the password there is. All sessions end.
drop function akses.change_password(text);
create function akses.change_password(new_hash text, raw bytea) returns boolean
    language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
begin
    update akses.person p set password_hash = new_hash, must_change = false, session_number = p.session_number + 1
     where p.username = (akses.scope()).person
       and substring(p.password_hash from '[^$]*$') is distinct from rtrim(encode(raw, 'base64'), '=');
    return found;
end $$;

-- Set or dropped, all sessions end.
create or replace function akses.set_second_factor(sealed bytea, step bigint) returns void
    language sql volatile security definer set search_path = pg_catalog, pg_temp as $$
    update akses.person set totp = sealed, totp_step = step, session_number = session_number + 1
     where username = (akses.scope()).person
$$;

revoke all on function akses.account(), akses.account_of_session(bytea), akses.open_session(bytea, integer, integer),
    akses.end_session(bytea), akses.note_entry(), akses.sealed_factor(), akses.change_password(text, bytea),
    akses.set_second_factor(bytea, bigint) from public;
grant execute on function akses.account(), akses.account_of_session(bytea), akses.open_session(bytea, integer, integer),
    akses.end_session(bytea), akses.note_entry(), akses.sealed_factor(), akses.change_password(text, bytea),
    akses.set_second_factor(bytea, bigint) to bersinar_app;
