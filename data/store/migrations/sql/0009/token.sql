-- As before, and a token counts on the connection it was signed for: overheard, it opens nothing on another.
create or replace function akses.scope() returns akses.scope_record
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
    if (claim ->> 'expires')::bigint <= extract(epoch from clock_timestamp())
        or (claim ->> 'backend')::integer is distinct from pg_backend_pid() then
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
