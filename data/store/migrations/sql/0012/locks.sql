-- What only one transaction at a time may do waits for a row here. Any login can take an advisory lock, and keep it.
create table akses.lock (
    name text primary key
);
insert into akses.lock values ('audit'), ('boundaries'), ('facts'), ('submissions');
alter table akses.lock enable row level security;
alter table akses.lock force row level security;
create policy owner_only on akses.lock to bersinar_owner using (true) with check (true);

-- As before, with the row in place of the advisory lock.
create or replace function audit.segel_semua() returns integer
    language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare
    one   record;
    last  record;
    chain bytea;
    place bigint;
    done  integer := 0;
begin
    perform 1 from akses.lock where name = 'audit' for update skip locked;
    if not found then
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
