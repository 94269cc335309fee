-- The role of the signing function reads what rights are made of, and no hash, secret or name beside.
grant select (id, username, role, active) on akses.person to bersinar_signer;
grant select (person_id, prefix, until) on akses.region_grant to bersinar_signer;
grant select (name, role, prefixes, expires_at, revoked_at) on akses.api_token to bersinar_signer;
create policy read_for_scope on akses.person for select to bersinar_signer using (true);
create policy read_for_scope on akses.region_grant for select to bersinar_signer using (true);
create policy read_for_scope on akses.api_token for select to bersinar_signer using (true);

-- Who asks, and what that is worth now. The token proves the person, the connection and an end; role, regions and clearance are
-- looked up, so that a right that ends does so with the next statement. NULL for a missing, forged, malformed or expired token, an
-- account that is not there or switched off, and a role that is not granted: every policy compares with it, so NULL means no rows.
-- `published` only narrows; machines always read published figures. The system is believed from the logins of its owner alone.
-- Plans are kept, for the app's login asks for new ones. Clearances are those of data/model/roles.py; a test compares them.
create or replace function akses.scope() returns akses.scope_record
    language plpgsql stable security definer set search_path = pg_catalog, pg_temp set plan_cache_mode = force_generic_plan as $$
declare
    token  text := current_setting('akses.token', true);
    claim  jsonb;
    who    text;
    result akses.scope_record;
begin
    if token is null or length(token) < 70 then
        return null;
    end if;
    perform 1 from akses.signing_key k
      where k.retired_at is null and right(token, 65) = '.' || encode(
            sha256(k.outer_pad || sha256(k.inner_pad || convert_to(left(token, -65), 'UTF8'))), 'hex');
    if not found then
        return null;
    end if;
    claim := left(token, -65)::jsonb;
    if (claim ->> 'expires')::bigint <= extract(epoch from clock_timestamp())
        or (claim ->> 'backend')::integer is distinct from pg_backend_pid() then
        return null;
    end if;
    who := claim ->> 'person';
    case claim ->> 'kind'
        when 'akun' then
            select p.role, coalesce(array_agg(g.prefix) filter (where g.prefix is not null), '{}'),
                   coalesce(array_agg(g.prefix || '%') filter (where g.prefix is not null), '{}')
              into result.role, result.prefixes, result.patterns
              from akses.person p
              left join akses.region_grant g on g.person_id = p.id and (g.until is null or g.until >= current_date)
             where p.username = who and p.active group by p.id;
        when 'api' then
            select t.role, t.prefixes, array(select p || '%' from unnest(t.prefixes) p)
              into result.role, result.prefixes, result.patterns
              from akses.api_token t
             where t.name = substr(who, length('api:') + 1) and t.revoked_at is null and t.expires_at > clock_timestamp();
        when 'publik' then
            result.role := 'publik';
            result.prefixes := '{}';
            result.patterns := '{}';
        when 'sistem' then
            if pg_has_role(session_user, 'bersinar_owner', 'member') then
                result.role := 'sistem';
                result.prefixes := array[''];
                result.patterns := array['%'];
            end if;
        else
            return null;
    end case;
    result.clearance := case result.role
        when 'bnn_pusat' then 2 when 'bnnp' then 2 when 'bnnk' then 2 when 'kepala_daerah' then 1 when 'instansi' then 1
        when 'auditor' then 0
        when 'publik' then case when claim ->> 'kind' = 'publik' then 0 end
        when 'sistem' then case when claim ->> 'kind' = 'sistem' then 2 end end;
    if result.clearance is null then
        return null;
    end if;
    if claim ->> 'kind' = 'api' or (claim ->> 'published')::boolean then
        result.clearance := least(result.clearance, 1);
    end if;
    result.person := who;
    return result;
end $$;
