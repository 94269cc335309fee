-- An account belongs to one office of one agency: it sends, withdraws and settles in that name.
alter table akses.person
    add column agency text check (length(agency) between 2 and 60),
    add column office text check (length(office) between 2 and 120),
    add constraint office_of_agency check (
        (agency is null) = (office is null) and (office = agency or starts_with(office, agency || ' '))),
    drop column failed,
    drop column locked_until;

-- A row for each sign-in that has not ended. `id` is a digest: who reads it cannot make the cookie.
create table akses.session (
    id             bytea primary key check (length(id) = 32),
    person_id      integer not null references akses.person on delete cascade,
    session_number integer not null,  -- of the account when it began: counting on ends all of them
    began_at       timestamptz not null default now(),
    ends_at        timestamptz not null
);
create index session_person on akses.session (person_id);

-- Tries that failed, by a name from an address, by address, by name, and of second factors. `who` is a digest with a key,
-- because people type passwords where names belong.
create table akses.sign_in_try (
    kind   text not null check (kind in ('pasangan', 'alamat', 'nama', 'kode')),
    who    bytea not null check (length(who) = 32),
    failed integer not null,
    since  timestamptz not null,
    until  timestamptz not null,
    primary key (kind, who)
);
create index sign_in_try_since on akses.sign_in_try (since);

-- Makes salts for names that do not exist, the same one whenever it is asked for, and the digests above.
create table akses.sign_in_secret (
    single boolean primary key default true check (single),
    secret bytea not null check (length(secret) = 32)
);
insert into akses.sign_in_secret (secret) values (uuid_send(gen_random_uuid()) || uuid_send(gen_random_uuid()));

do $$
declare t text;
begin
    foreach t in array array['session', 'sign_in_try', 'sign_in_secret'] loop
        execute format('alter table akses.%I enable row level security', t);
        execute format('alter table akses.%I force row level security', t);
        execute format('create policy owner_only on akses.%I to bersinar_owner using (true) with check (true)', t);
    end loop;
end $$;

-- As 0012 did for the columns there were.
do $$
declare
    c record;
begin
    for c in select a.attrelid::regclass as name, a.attname as column from pg_attribute a join pg_class t on t.oid = a.attrelid
              where t.relkind = 'r' and a.attnum > 0 and not a.attisdropped and t.relnamespace::regnamespace::text = 'akses' loop
        execute format('alter table %s alter column %I set statistics 0', c.name, c.column);
    end loop;
end $$;
