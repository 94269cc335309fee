-- Rows about persons, and what submissions held, are nobody's to select. The functions below run as a role that holds this right
-- and no other; they note the reading, and policies bind them to the regions and the clearance of who asks.
do $$
declare
    t text;
begin
    foreach t in array array['inti.narcotics_case', 'inti.case_substance', 'inti.case_suspect', 'inti.case_stage', 'inti.tat',
                             'inti.rehab_episode', 'inti.ibm_assessment', 'inti.token_link', 'mentah.isi'] loop
        execute format('revoke select on %s from bersinar_app', t);
        execute format('grant select on %s to bersinar_rows', t);
        execute format('alter policy read_by_scope on %s to bersinar_rows', t);
    end loop;
end $$;
grant usage on schema akses, audit, inti, mentah to bersinar_rows;
grant execute on function akses.scope(), audit.catat(text, text, text, text, text) to bersinar_rows;
-- whose submission it is decides who reads what it held
grant select (id, region_code) on mentah.kiriman to bersinar_rows;
alter policy read_by_scope on mentah.kiriman to bersinar_app, bersinar_rows;

-- People in rehabilitation in a year inside an area, as far as the caller may see them; all zero for who sees no such row.
-- `contacts` are episodes, `most` unique persons, `unsure` those who may be somebody seen under another edition of the key.
create function akses.people_in_rehab(area text, of_year integer)
    returns table (contacts bigint, most bigint, unsure bigint, by_agency jsonb)
    language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
begin
    if (akses.scope()).clearance >= 2 then
        perform audit.catat('baca', 'orang_dalam_rehabilitasi', jsonb_build_object('wilayah', area, 'periode', of_year)::text);
    end if;
    return query
    with served as (
        -- seventeen bytes are ours, the first of them the edition of the key; other tokens are all of one kind
        select e.agency, coalesce(l.newer, e.token) as person,
               case when length(e.token) = 17 then get_byte(coalesce(l.newer, e.token), 0) else 0 end as edition,
               l.newer is not null or exists (select 1 from inti.token_link k where k.newer = e.token) as linked
          from inti.rehab_episode e left join inti.token_link l on l.older = e.token
         where e.started < make_date(of_year + 1, 1, 1) and coalesce(e.ended, 'infinity') >= make_date(of_year, 1, 1)
           and (area = 'ID' or starts_with(e.regency_code, area))
    ), alone as (
        select s.edition, count(*) as people
          from (select person, min(edition) as edition from served group by person having not bool_or(linked)) s group by s.edition
    )
    select (select count(*) from served), (select count(distinct person) from served),
           (select coalesce(sum(people) - max(people), 0)::bigint from alone),
           (select jsonb_object_agg(a.agency, a.people)
              from (select s.agency, count(distinct s.person) as people from served s group by 1) a);
end $$;

-- What a submission held, in parts of Parquet: `asli` as received, `baris` typed. With `holding` the part that has that row.
create function akses.submission_parts(submission bigint, of_kind text, holding integer default null)
    returns table (first_row integer, body bytea)
    language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
begin
    return query
    select i.first_row, i.body from mentah.isi i
     where i.kiriman_id = submission and i.kind = of_kind
       and (holding is null or (i.first_row <= holding and i.first_row + i.row_count > holding))
     order by i.part;
    if found then
        perform audit.catat('baca', 'isi kiriman ' || submission, jsonb_build_object('jenis', of_kind, 'baris', holding)::text);
    end if;
end $$;

revoke all on function akses.people_in_rehab(text, integer), akses.submission_parts(bigint, text, integer) from public;
grant execute on function akses.people_in_rehab(text, integer), akses.submission_parts(bigint, text, integer) to bersinar_app;
