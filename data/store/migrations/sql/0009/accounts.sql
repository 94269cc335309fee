-- Accounts with a password to be changed, a second factor, a single sign-on; administrators of an area; small numbers opened for
-- a reason and a time.
alter table akses.person
    alter column password_hash drop not null,  -- who comes by single sign-on has none
    add column must_change boolean not null default false,
    add column totp bytea,  -- the secret, sealed with a key that is not in the store
    add column totp_step bigint,  -- the last half minute whose code was used: none is used twice
    add column sso_name text unique check (sso_name = lower(sso_name)),
    add column sso_subject text unique,  -- issuer and subject, bound at the first sign-in
    add column administers boolean not null default false,
    add constraint some_way_in check (password_hash is not null or sso_name is not null);
-- the first account made was always called administrator
update akses.person set administers = true where id = (select min(id) from akses.person);

create table akses.opening (
    id        bigint generated always as identity primary key,
    person    text not null,
    reason    text not null check (length(trim(reason)) >= 10),
    opened_at timestamptz not null default now(),
    until     timestamptz not null check (until <= opened_at + interval '60 minutes')
);
alter table akses.opening enable row level security;
alter table akses.opening force row level security;
create policy owner_only on akses.opening to bersinar_owner using (true) with check (true);

alter table audit.jejak drop constraint jejak_act_check;
alter table audit.jejak add constraint jejak_act_check check (act in (
    'masuk', 'gagal_masuk', 'keluar', 'baca', 'unduh', 'kirim', 'setujui', 'tarik', 'temuan', 'akun', 'token', 'konfigurasi',
    'periksa_jejak', 'pangkas', 'buka', 'tutup'));

drop function akses.sign_in_record(text);
create function akses.sign_in_record(wanted text)
    returns table (id integer, full_name text, password_hash text, role text, active boolean, locked_seconds integer,
                   session_number integer, sign_in_before timestamptz, must_change boolean, totp bytea, administers boolean,
                   opened_until timestamptz, prefixes text[])
    language sql stable security definer set search_path = pg_catalog as $$
    select p.id, p.full_name, p.password_hash, p.role, p.active,
           greatest(0, ceil(extract(epoch from p.locked_until - now())))::integer, p.session_number, p.sign_in_before,
           p.must_change, p.totp, p.administers,
           (select max(o.until) from akses.opening o where o.person = p.username and o.until > now()),
           array(select g.prefix from akses.region_grant g
                  where g.person_id = p.id and (g.until is null or g.until >= current_date) order by g.prefix)
      from akses.person p where p.username = lower(wanted)
$$;

-- The account of a single sign-on. Only the system asks: what a provider said was checked by the app.
create function akses.sso_account(wanted text, subject text) returns text
    language plpgsql volatile security definer set search_path = pg_catalog as $$
begin
    if (akses.scope()).role is distinct from 'sistem' then
        return null;
    end if;
    update akses.person set sso_subject = subject
     where sso_name = lower(wanted) and sso_subject is null
       and not exists (select 1 from akses.person o where o.sso_subject = subject);
    return (select username from akses.person where sso_subject = subject);
end $$;

-- What follows concerns the person whom the scope proves, and nobody else.
create function akses.change_password(new_hash text) returns void
    language sql security definer set search_path = pg_catalog as $$
    update akses.person set password_hash = new_hash, must_change = false, session_number = session_number + 1
     where username = (akses.scope()).person
$$;

create function akses.set_second_factor(sealed bytea, step bigint) returns void
    language sql security definer set search_path = pg_catalog as $$
    update akses.person set totp = sealed, totp_step = step where username = (akses.scope()).person
$$;

-- Whether a code of this half minute may still be used; it is used up by asking.
create function akses.use_code(step bigint) returns boolean
    language plpgsql volatile security definer set search_path = pg_catalog as $$
begin
    update akses.person set totp_step = step where username = (akses.scope()).person and coalesce(totp_step, 0) < step;
    return found;
end $$;

-- Restricted roles alone; they get at most an hour.
create function akses.open_numbers(why text, minutes integer) returns timestamptz
    language plpgsql volatile security definer set search_path = pg_catalog as $$
declare
    who    akses.scope_record := akses.scope();
    ending timestamptz;
begin
    if who.role is null or who.role not in ('bnn_pusat', 'bnnp', 'bnnk') then
        return null;
    end if;
    insert into akses.opening (person, reason, until)
    values (who.person, why, now() + make_interval(mins => least(greatest(minutes, 1), 60))) returning until into ending;
    return ending;
end $$;

create function akses.close_numbers() returns void
    language sql security definer set search_path = pg_catalog as $$
    update akses.opening set until = now() where person = (akses.scope()).person and until > now()
$$;

create function akses.opened_until() returns timestamptz
    language sql stable security definer set search_path = pg_catalog as $$
    select max(until) from akses.opening where person = (akses.scope()).person and until > now()
$$;

-- Accounts that an administrator looks after: all their regions lie in the administrator's, and they administer none of those.
create function akses.people_below()
    returns table (username text, full_name text, role text, active boolean, administers boolean, must_change boolean,
                   second_factor boolean, sso_name text, last_sign_in timestamptz, prefix text, granted_by text,
                   granted_at timestamptz, reason text, until date)
    language sql stable security definer set search_path = pg_catalog as $$
    with me as (
        select p.id, array(select g.prefix from akses.region_grant g
                            where g.person_id = p.id and (g.until is null or g.until >= current_date)) as areas
          from akses.person p where p.username = (akses.scope()).person and p.administers and p.active
    )
    select p.username, p.full_name, p.role, p.active, p.administers, p.must_change, p.totp is not null, p.sso_name, p.last_sign_in,
           g.prefix, g.granted_by, g.granted_at, g.reason, g.until
      from me join akses.person p on p.id <> me.id
      left join akses.region_grant g on g.person_id = p.id
     where case when '' = any (me.areas) then true else exists (select 1 from akses.region_grant o where o.person_id = p.id) end
       and not exists (select 1 from akses.region_grant o where o.person_id = p.id
                        and not exists (select 1 from unnest(me.areas) a where starts_with(o.prefix, a)))
       and not (p.administers and exists (select 1 from akses.region_grant o where o.person_id = p.id and o.prefix = any (me.areas)))
     order by p.username, g.prefix
$$;

revoke all on all functions in schema akses from public;
grant execute on function akses.sign_in_record(text), akses.sso_account(text, text), akses.change_password(text),
    akses.set_second_factor(bytea, bigint), akses.use_code(bigint), akses.open_numbers(text, integer), akses.close_numbers(),
    akses.opened_until(), akses.people_below() to bersinar_app;
