-- Nothing is opened for a while any more: the trail keeps who did, when and why.
drop function akses.open_numbers(text, integer);
drop function akses.close_numbers();
drop function akses.opened_until();
drop function akses.account_of_session(bytea);
drop function akses.account();
drop table akses.opening;

-- As before, without it.
create function akses.account()
    returns table (username text, full_name text, role text, session_number integer, sign_in_before timestamptz,
                   must_change boolean, second_factor boolean, administers boolean, by_password boolean, agency text, office text,
                   prefixes text[])
    language sql stable security definer set search_path = pg_catalog, pg_temp as $$
    select p.username, p.full_name, p.role, p.session_number, p.sign_in_before, p.must_change, p.totp is not null, p.administers,
           p.password_hash is not null, p.agency, p.office,
           array(select g.prefix from akses.region_grant g
                  where g.person_id = p.id and (g.until is null or g.until >= current_date) order by g.prefix)
      from akses.person p where p.username = (akses.scope()).person and p.active
$$;

create function akses.account_of_session(given bytea)
    returns table (username text, full_name text, role text, session_number integer, sign_in_before timestamptz,
                   must_change boolean, second_factor boolean, administers boolean, by_password boolean, agency text, office text,
                   prefixes text[])
    language sql stable security definer set search_path = pg_catalog, pg_temp as $$
    select a.* from akses.account() a
     where exists (select 1 from akses.session s join akses.person p on p.id = s.person_id
                    where s.id = given and p.username = a.username and s.session_number = a.session_number and s.ends_at > now())
$$;

revoke all on function akses.account(), akses.account_of_session(bytea) from public;
grant execute on function akses.account(), akses.account_of_session(bytea) to bersinar_app;

-- The demo users of an embedded store have no way in; there the page says which of them looks.
alter table akses.person drop constraint some_way_in,
    add constraint some_way_in check (password_hash is not null or sso_name is not null or starts_with(username, 'demo-'));
