-- Stages as everybody counts them. A later step may join the numbers under which agencies know one case.
create view inti.stage_of_case with (security_invoker = true) as select * from inti.case_stage;

-- How far cases got that began in a year: in all, and as each agency saw it (agency '' is all). `reached` counts cases that passed
-- stage 1 to 8, `named` those of which somebody names the very stage. Cases and stages are public.
create table analitik.case_funnel (
    region_code text collate "C" not null,
    period      text collate "C" not null,
    agency      text collate "C" not null,
    reached     integer[] not null check (array_length(reached, 1) = 8),
    named       integer[] not null check (array_length(named, 1) = 8),
    primary key (region_code, period, agency)
);
-- Days from a stage until the next one, of cases that came to it in a year: quartiles of the Kaplan-Meier curve, null where it does not
-- come down so far. `onward` is the stage that follows most often.
create table analitik.case_step (
    region_code text collate "C" not null,
    period      text collate "C" not null,
    stage       text collate "C" not null,
    cases       integer not null check (cases > 0),
    moved       integer not null check (moved between 0 and cases),
    first_days  integer,
    half_days   integer check (half_days >= first_days),
    last_days   integer check (last_days >= half_days),
    onward      text collate "C",
    primary key (region_code, period, stage)
);
-- Cases that are open on the last day: the stage where they wait, the agency that acts next, and for how long: 0 to 30 days, to 90,
-- to 180, to 365, longer.
create table analitik.case_waiting (
    region_code text collate "C" not null,
    stage       text collate "C" not null,
    agency      text collate "C" not null,
    band        smallint not null check (band between 0 and 4),
    cases       integer not null check (cases > 0),
    primary key (region_code, stage, agency, band)
);
do $$
declare
    t text;
begin
    foreach t in array array['analitik.case_funnel', 'analitik.case_step', 'analitik.case_waiting'] loop
        execute format('alter table %s enable row level security', t);
        execute format('alter table %s force row level security', t);
        execute format('create policy written_by_system on %s to bersinar_owner '
            'using ((select akses.is_system())) with check ((select akses.is_system()))', t);
        execute format('create policy read_by_anyone_proved on %s for select to bersinar_app '
            'using ((select (akses.scope()).clearance) >= 0)', t);
        execute format('grant select on %s to bersinar_app', t);
    end loop;
end $$;

-- The agency of stages whose office an account stands for; null for offices that have no stage, and for none.
create function akses.agency_of_office(kind text) returns text
    language sql immutable set search_path = pg_catalog, pg_temp as $$
    select case
        when kind in ('Polri', 'Polda', 'Polres') then 'Polri'
        when kind in ('BNN', 'BNNP', 'BNNK') then 'BNN'
        when kind in ('Kejaksaan', 'Kejari', 'Kejati', 'JPU') then 'Kejaksaan'
        when kind in ('Pengadilan', 'Pengadilan Negeri', 'PN') then 'Pengadilan'
        when kind in ('Pemasyarakatan', 'Lapas', 'Rutan', 'Lapas/Rutan') then 'Pemasyarakatan'
    end
$$;
-- Of the account that asks, of an agency's role alone: tokens of the API and other roles have none.
create function akses.agency_of_account() returns text
    language sql stable security definer set search_path = pg_catalog, pg_temp as $$
    select akses.agency_of_office(p.agency)
      from (select (s).person, (s).role from (select akses.scope() as s) asked) a
      join akses.person p on p.username = a.person and a.role = 'instansi'
$$;
grant select (agency) on akses.person to bersinar_signer;
revoke all on function akses.agency_of_office(text), akses.agency_of_account() from public;
grant execute on function akses.agency_of_office(text) to bersinar_signer;
grant execute on function akses.agency_of_account() to bersinar_rows;

-- Each open case with its number and its stages as every agency saw them. Nobody selects it; the functions below show a case to BNN of
-- its area, and to agencies of its area that have a stage in it themselves. That holds for cases with a child among the suspects too.
create table analitik.case_standing (
    case_key     text not null,
    regency_code text collate "C" not null,
    stage        text collate "C" not null,
    since        date not null,
    agency       text collate "C" not null,
    agencies     text[] not null,
    stages       jsonb not null,
    primary key (regency_code, case_key)
);
create index case_standing_since on analitik.case_standing (since, regency_code);
alter table analitik.case_standing enable row level security;
alter table analitik.case_standing force row level security;
create policy written_by_system on analitik.case_standing to bersinar_owner
    using ((select akses.is_system())) with check ((select akses.is_system()));
create policy read_by_scope on analitik.case_standing for select to bersinar_rows using (
    regency_code like any ((select (akses.scope()).patterns)::text[])
    and ((select (akses.scope()).clearance) >= 2 or (select akses.agency_of_account()) = any (agencies)));
grant usage on schema analitik to bersinar_rows;
grant select on analitik.case_standing to bersinar_rows;
do $$
declare
    c name;
begin
    -- the planner's statistics answer to everybody
    for c in select attname from pg_attribute where attrelid = 'analitik.case_standing'::regclass and attnum > 0 loop
        execute format('alter table analitik.case_standing alter column %I set statistics 0', c);
    end loop;
end $$;

-- Open cases of an area that the caller may read, those that wait longest first; of one agency that acts next, or of all ('').
create function akses.standing_cases(area text, acts_next text, most integer)
    returns table (case_key text, regency_code text, stage text, since date, agency text)
    language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare
    -- codes inside the area lie between these: '/' follows the dot, and ':' the digits
    first  text := case when area = 'ID' then '' else area end;
    beyond text := case when area = 'ID' then ':' else area || '/' end;
begin
    return query
    select s.case_key, s.regency_code, s.stage, s.since, s.agency from analitik.case_standing s
     where s.regency_code >= first and s.regency_code < beyond and acts_next in ('', s.agency)
     order by s.since, s.regency_code, s.case_key limit least(most, 500);
    if found then
        perform audit.catat('baca', 'daftar perkara yang berhenti', jsonb_build_object('wilayah', area, 'instansi', acts_next)::text);
    end if;
end $$;

-- The stages of one open case as every agency saw them, where the caller may read it. The trail keeps the area and no number.
create function akses.standing_case(number text, regency text)
    returns table (stage text, agency text, day date, outcome text)
    language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
begin
    return query
    select x.stage, x.agency, x.day, x.outcome
      from analitik.case_standing s, jsonb_to_recordset(s.stages) as x (stage text, agency text, day date, outcome text)
     where s.case_key = number and s.regency_code = regency;
    if found then
        perform audit.catat('baca', 'satu perkara', jsonb_build_object('wilayah', regency)::text);
    end if;
end $$;
revoke all on function akses.standing_cases(text, text, integer), akses.standing_case(text, text) from public;
grant execute on function akses.standing_cases(text, text, integer), akses.standing_case(text, text) to bersinar_app;
