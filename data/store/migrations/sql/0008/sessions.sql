-- A session carries the number its account had when it began: counting on ends all sessions at once.
alter table akses.person
    add column session_number integer not null default 0,
    add column last_sign_in timestamptz,
    add column sign_in_before timestamptz;
alter table akses.region_grant
    add column reason text,
    add column until date;  -- the last day

drop function akses.sign_in_record(text);
create function akses.sign_in_record(wanted text)
    returns table (id integer, full_name text, password_hash text, role text, active boolean, locked_seconds integer,
                   session_number integer, sign_in_before timestamptz, prefixes text[])
    language sql stable security definer set search_path = pg_catalog as $$
    select p.id, p.full_name, p.password_hash, p.role, p.active,
           greatest(0, ceil(extract(epoch from p.locked_until - now())))::integer, p.session_number, p.sign_in_before,
           array(select g.prefix from akses.region_grant g
                  where g.person_id = p.id and (g.until is null or g.until >= current_date) order by g.prefix)
      from akses.person p where p.username = lower(wanted)
$$;

-- Five failures lock a name for fifteen minutes; a success says when the one before was.
create or replace function akses.note_sign_in(wanted text, succeeded boolean) returns void
    language sql security definer set search_path = pg_catalog as $$
    update akses.person
       set failed = case when succeeded then 0 when failed >= 4 then 0 else failed + 1 end,
           locked_until = case when succeeded then null
                               when failed >= 4 then now() + interval '15 minutes' else locked_until end,
           sign_in_before = case when succeeded then last_sign_in else sign_in_before end,
           last_sign_in = case when succeeded then now() else last_sign_in end
     where username = lower(wanted)
$$;

-- All sessions of the person whom the scope proves, and of nobody else.
create function akses.end_sessions() returns void
    language sql security definer set search_path = pg_catalog as $$
    update akses.person set session_number = session_number + 1 where username = (akses.scope()).person
$$;

revoke all on all functions in schema akses from public;
grant execute on function akses.sign_in_record(text), akses.note_sign_in(text, boolean), akses.end_sessions() to bersinar_app;
