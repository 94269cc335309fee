-- Who is asking is proved here: a token signed by the app, checked against pads that only the owner can read.
create schema akses;
create schema mentah;
create schema analitik;  -- schema inti is made by data/store/prepare.py: Alembic's own table lies in it

create table akses.signing_key (
    id         integer generated always as identity primary key,
    inner_pad  bytea not null check (length(inner_pad) = 64),
    outer_pad  bytea not null check (length(outer_pad) = 64),
    created_at timestamptz not null default now(),
    retired_at timestamptz
);

create table akses.person (
    id            integer generated always as identity primary key,
    username      text not null unique check (username ~ '^[a-z0-9._-]{3,40}$'),
    full_name     text not null,
    password_hash text not null check (password_hash like '$argon2id$%'),
    role          text not null,
    active        boolean not null default true,
    failed        integer not null default 0,
    locked_until  timestamptz,
    created_at    timestamptz not null default now()
);

create table akses.region_grant (
    person_id  integer not null references akses.person on delete cascade,
    prefix     text not null check (prefix ~ '^(\d{2}(\.\d{2}(\.\d{2}(\.\d{4})?)?)?)?$'),
    granted_by text not null,
    granted_at timestamptz not null default now(),
    primary key (person_id, prefix)
);

create type akses.scope_record as (person text, role text, clearance smallint, patterns text[], prefixes text[]);

-- NULL for a missing, forged, malformed or expired token; every policy compares with it, so NULL means no rows.
create function akses.scope() returns akses.scope_record
    language plpgsql stable security definer set search_path = pg_catalog as $$
declare
    token   text := current_setting('akses.token', true);
    body    text;
    claim   jsonb;
    result  akses.scope_record;
begin
    if token is null or length(token) < 70 then
        return null;
    end if;
    body := left(token, -65);
    perform 1 from akses.signing_key k
      where k.retired_at is null
        and right(token, 65) = '.' || encode(sha256(k.outer_pad || sha256(k.inner_pad || convert_to(body, 'UTF8'))), 'hex');
    if not found then
        return null;
    end if;
    claim := body::jsonb;
    if (claim ->> 'expires')::bigint <= extract(epoch from clock_timestamp()) then
        return null;
    end if;
    result.person := claim ->> 'person';
    result.role := claim ->> 'role';
    result.clearance := (claim ->> 'clearance')::smallint;
    select coalesce(array_agg(p), '{}'),
           coalesce(array_agg(case when p = '' then '%' else p || '%' end), '{}')
      into result.prefixes, result.patterns
      from jsonb_array_elements_text(claim -> 'prefixes') p;
    return result;
end $$;

-- One username at a time: the app can check a sign-in without being able to list people.
create function akses.sign_in_record(wanted text)
    returns table (id integer, full_name text, password_hash text, role text, active boolean,
                   locked_seconds integer, prefixes text[])
    language sql stable security definer set search_path = pg_catalog as $$
    select p.id, p.full_name, p.password_hash, p.role, p.active,
           greatest(0, ceil(extract(epoch from p.locked_until - now())))::integer,
           array(select g.prefix from akses.region_grant g where g.person_id = p.id order by g.prefix)
      from akses.person p where p.username = lower(wanted)
$$;

-- Five failures lock a name for fifteen minutes.
create function akses.note_sign_in(wanted text, succeeded boolean) returns void
    language sql security definer set search_path = pg_catalog as $$
    update akses.person
       set failed = case when succeeded then 0 when failed >= 4 then 0 else failed + 1 end,
           locked_until = case when succeeded then null
                               when failed >= 4 then now() + interval '15 minutes' else locked_until end
     where username = lower(wanted)
$$;
