-- Who did what, and when. Rows are only ever added; each is sealed soon after by a digest that holds the one before it.
create schema audit;
create table audit.jejak (
    id      bigint generated always as identity primary key,
    at      timestamptz not null default clock_timestamp(),
    person  text not null,
    role    text not null,
    act     text not null check (act in ('masuk', 'gagal_masuk', 'keluar', 'baca', 'unduh', 'kirim', 'setujui', 'tarik', 'temuan',
                                         'akun', 'token', 'konfigurasi', 'periksa_jejak', 'pangkas')),
    subject text not null check (length(subject) <= 300),
    detail  text not null check (length(detail) <= 4000)
);
create index jejak_at on audit.jejak (at);

-- A row may be committed after one with a higher id, so that the chain has an order of its own. What was removed after the time it
-- must be kept stays in the chain as a digest.
create table audit.segel (
    position bigint primary key check (position > 0),
    jejak_id bigint not null unique,
    digest   bytea not null check (length(digest) = 32)
);

alter table audit.jejak enable row level security;
alter table audit.jejak force row level security;
alter table audit.segel enable row level security;
alter table audit.segel force row level security;
create policy added_by_functions on audit.jejak for insert to bersinar_owner with check ((select (akses.scope()).role) is not null);
create policy read_by_functions on audit.jejak for select to bersinar_owner using ((select (akses.scope()).role) is not null);
create policy pruned_by_system on audit.jejak for delete to bersinar_owner using ((select (akses.scope()).role) = 'sistem');
create policy added_by_functions on audit.segel for insert to bersinar_owner with check ((select (akses.scope()).role) is not null);
create policy read_by_functions on audit.segel for select to bersinar_owner using ((select (akses.scope()).role) is not null);
create policy read_by_auditors on audit.jejak for select to bersinar_app using ((select (akses.scope()).role) = 'auditor');
create policy read_by_auditors on audit.segel for select to bersinar_app using ((select (akses.scope()).role) = 'auditor');

-- Policies hold for the owner too; these hold for whoever goes round them.
create function audit.refuse() returns trigger language plpgsql set search_path = pg_catalog as $$
begin
    if tg_op = 'DELETE' and tg_table_name = 'jejak' then
        if old.at < now() - interval '12 months' then
            return old;
        end if;
    end if;
    raise exception 'jejak audit hanya bertambah: % ditolak', tg_op using errcode = 'insufficient_privilege';
end $$;
create trigger only_added before update or delete on audit.jejak for each row execute function audit.refuse();
create trigger only_added before update or delete on audit.segel for each row execute function audit.refuse();
create trigger never_emptied before truncate on audit.jejak execute function audit.refuse();
create trigger never_emptied before truncate on audit.segel execute function audit.refuse();

-- The person is the one the token proves; only the system may name another, for whom it acts.
create function audit.catat(act text, subject text, detail text, named text default null, named_role text default null)
    returns void language plpgsql volatile security definer set search_path = pg_catalog as $$
declare
    who akses.scope_record := akses.scope();
begin
    if who.role is null then
        raise exception 'tanpa wewenang yang terbukti tidak ada jejak' using errcode = 'insufficient_privilege';
    end if;
    insert into audit.jejak (person, role, act, subject, detail)
    values (case when who.role = 'sistem' and named is not null then named else who.person end,
            case when who.role = 'sistem' and named is not null then coalesce(named_role, '') else who.role end,
            act, left(subject, 300), detail);
end $$;

-- Seals what is committed and not sealed yet; 0 while somebody else does. A transaction that writes for more than a day would be
-- overlooked: none may (they are cut off after six hours).
create function audit.segel_semua() returns integer
    language plpgsql volatile security definer set search_path = pg_catalog as $$
declare
    one   record;
    last  record;
    chain bytea;
    place bigint;
    done  integer := 0;
begin
    if not pg_try_advisory_xact_lock(20450821) then
        return 0;
    end if;
    select s.position, s.digest into last from audit.segel s order by s.position desc limit 1;
    chain := coalesce(last.digest, sha256('jejak'));
    place := coalesce(last.position, 0);
    for one in select j.* from audit.jejak j where j.at > now() - interval '1 day'
                  and not exists (select 1 from audit.segel s where s.jejak_id = j.id) order by j.id
    loop
        place := place + 1;
        -- digests of the fields, so that no two rows write the same
        chain := sha256(chain || int8send(place) || int8send(one.id)
            || sha256(convert_to(to_char(one.at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US'), 'UTF8'))
            || sha256(convert_to(one.person, 'UTF8')) || sha256(convert_to(one.role, 'UTF8')) || sha256(convert_to(one.act, 'UTF8'))
            || sha256(convert_to(one.subject, 'UTF8')) || sha256(convert_to(one.detail, 'UTF8')));
        insert into audit.segel values (place, one.id, chain);
        done := done + 1;
    end loop;
    return done;
end $$;

revoke all on function audit.catat, audit.segel_semua, audit.refuse from public;
grant usage on schema audit to bersinar_app;
grant select on audit.jejak, audit.segel to bersinar_app;
grant execute on function audit.catat, audit.segel_semua to bersinar_app;
