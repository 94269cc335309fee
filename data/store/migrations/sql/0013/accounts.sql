-- As before, with agency and office.
drop function akses.people_below();
create function akses.people_below()
    returns table (username text, full_name text, role text, active boolean, administers boolean, must_change boolean,
                   second_factor boolean, sso_name text, last_sign_in timestamptz, agency text, office text, prefix text,
                   granted_by text, granted_at timestamptz, reason text, until date)
    language sql stable security definer set search_path = pg_catalog, pg_temp as $$
    with me as (
        select p.id, array(select g.prefix from akses.region_grant g
                            where g.person_id = p.id and (g.until is null or g.until >= current_date)) as areas
          from akses.person p where p.username = (akses.scope()).person and p.administers and p.active
    )
    select p.username, p.full_name, p.role, p.active, p.administers, p.must_change, p.totp is not null, p.sso_name, p.last_sign_in,
           p.agency, p.office, g.prefix, g.granted_by, g.granted_at, g.reason, g.until
      from me join akses.person p on p.id <> me.id
      left join akses.region_grant g on g.person_id = p.id
     where case when '' = any (me.areas) then true else exists (select 1 from akses.region_grant o where o.person_id = p.id) end
       and not exists (select 1 from akses.region_grant o where o.person_id = p.id
                        and not exists (select 1 from unnest(me.areas) a where starts_with(o.prefix, a)))
       and not (p.administers and exists (select 1 from akses.region_grant o where o.person_id = p.id and o.prefix = any (me.areas)))
     order by p.username, g.prefix
$$;

-- As before, and only to who holds a signed token: the app's login alone gets nothing.
create or replace function akses.api_token_record(wanted bytea)
    returns table (name text, sender text, role text, prefixes text[], feeds text[])
    language sql stable security definer set search_path = pg_catalog, pg_temp as $$
    select t.name, t.sender, t.role, t.prefixes, t.feeds from akses.api_token t
     where t.hash = wanted and t.revoked_at is null and t.expires_at > clock_timestamp() and (akses.scope()).role is not null
$$;

revoke all on function akses.people_below(), akses.api_token_record(bytea) from public;
grant execute on function akses.people_below(), akses.api_token_record(bytea) to bersinar_app;
