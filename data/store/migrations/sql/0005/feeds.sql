-- What agencies send: states, contents, obligations, remembered mappings, findings, API tokens.
alter table mentah.kiriman no force row level security;
alter table mentah.kiriman
    drop constraint kiriman_feed_sender_region_code_year_sha256_key,
    add column periods   text[] not null default '{}',  -- what the submission reports for: 2025, 2025-B06, 2025-07
    add column state     text not null default 'diterima'
        check (state in ('draf', 'diperiksa', 'diterima', 'digantikan', 'ditarik', 'ditolak')),
    add column sent_by   text not null default '',
    add column file_name text not null default '',
    add column contract  text not null default '',      -- edition of the contract the rows were checked against
    add column supersedes bigint references mentah.kiriman,
    add column new_rows integer not null default 0,
    add column changed_rows integer not null default 0;
update mentah.kiriman set periods = array[period];
alter table mentah.kiriman force row level security;
create unique index kiriman_once on mentah.kiriman (feed, sender, region_code, sha256)
    where state in ('draf', 'diperiksa', 'diterima');
create index kiriman_feed on mentah.kiriman (feed, region_code);

-- Rows in parts, Parquet: `asli` as received (identities already tokens) with sheet and row, `baris` typed, as they landed.
create table mentah.isi (
    kiriman_id bigint not null references mentah.kiriman,
    kind       text not null check (kind in ('asli', 'baris')),
    part       integer not null,
    first_row  integer not null,
    row_count  integer not null,
    body       bytea not null,
    primary key (kiriman_id, kind, part)
);
alter table mentah.isi alter column body set storage external;
create table mentah.langkah (
    id         bigint generated always as identity primary key,
    kiriman_id bigint not null references mentah.kiriman,
    at         timestamptz not null default clock_timestamp(),
    person     text not null,
    from_state text not null,
    to_state   text not null,
    reason     text not null default ''
);
-- Which columns of a sender's own sheet are which of ours; `heading` is a digest of the header.
create table mentah.pemetaan (
    feed     text not null,
    sender   text not null,
    heading  text not null,
    mapping  jsonb not null,
    saved_by text not null,
    saved_at timestamptz not null default now(),
    primary key (feed, sender, heading)
);
-- Who owes a feed for an area, since when. What came is compared with it.
create table mentah.kewajiban (
    feed        text not null,
    sender      text not null,
    region_code text collate "C" not null,
    since       date not null,
    until       date check (until >= since),
    primary key (feed, sender, region_code)
);
-- What the rules over landed rows found; `state` and `reason` are people's.
create table inti.temuan (
    rule        text not null,
    subject     text not null,
    region_code text collate "C" not null,
    found       text not null,
    expected    text not null,
    owner       text not null default '',
    state       text not null default 'terbuka' check (state in ('terbuka', 'dikerjakan', 'ditutup', 'hilang')),
    reason      text not null default '' check (state <> 'ditutup' or reason <> ''),
    first_seen  timestamptz not null default now(),
    last_seen   timestamptz not null default now(),
    closed_by   text not null default '',
    primary key (rule, subject)
);
-- Two tokens of one person, made by two editions of the key while both were at hand.
create table inti.token_link (
    newer bytea primary key check (length(newer) between 16 and 64),
    older bytea not null check (length(older) between 16 and 64)
);
create index token_link_older on inti.token_link (older);
create table akses.api_token (
    id         integer generated always as identity primary key,
    name       text not null unique,
    sender     text not null,
    role       text not null,
    prefixes   text[] not null check (cardinality(prefixes) > 0),
    feeds      text[] not null,
    hash       bytea not null unique check (length(hash) = 32),
    created_by text not null,
    created_at timestamptz not null default now(),
    expires_at timestamptz not null,
    revoked_at timestamptz
);
-- One token at a time: the app can check one without being able to list them.
create function akses.api_token_record(wanted bytea)
    returns table (name text, sender text, role text, prefixes text[], feeds text[])
    language sql stable security definer set search_path = pg_catalog as $$
    select t.name, t.sender, t.role, t.prefixes, t.feeds from akses.api_token t
     where t.hash = wanted and t.revoked_at is null and t.expires_at > clock_timestamp()
$$;
revoke all on function akses.api_token_record(bytea) from public;
grant execute on function akses.api_token_record(bytea) to bersinar_app;

-- Where a row came from. `digest` tells whether a row sent again is the same.
do $$
declare t text;
begin
    foreach t in array array['population', 'bersinar_event', 'facility', 'narcotics_case', 'case_stage', 'tat', 'rehab_episode',
        'rehab_recap', 'ibm_unit', 'ibm_assessment', 'kawasan_rawan', 'kotan_assessment', 'service_month', 'empowerment',
        'ran_action', 'ran_report', 'regulation', 'budget_line'] loop
        execute format('alter table inti.%I add column kiriman_id bigint, add column row_no integer, add column digest bigint', t);
    end loop;
end $$;

-- Keys by which agencies name things.
alter table inti.facility add column code text unique;
alter table inti.ibm_unit add column code text unique;
alter table inti.tat add column number text;
create index tat_number on inti.tat (regency_code, number);
create index rehab_episode_key on inti.rehab_episode (facility_id, started);
create index empowerment_key on inti.empowerment (village_code, started);
create index regulation_key on inti.regulation (region_code, kind, number);
alter table inti.kotan_assessment alter column deviation drop not null;
alter table inti.ran_report add column evidence_link text not null default '', add column narrative text not null default '';
alter table inti.regulation add column title text not null default '';
alter table inti.budget_line drop constraint budget_line_money_check,
    add check (money in ('apbdes', 'dana_desa', 'apbd', 'dipa'));
alter table inti.case_stage drop constraint case_stage_stage_check,
    add check (stage in ('lp', 'spdp', 'tahap1', 'p21', 'tahap2', 'register', 'putusan', 'eksekusi', 'lapas_masuk', 'lapas_keluar'));

alter table analitik.data_version add column last_day date;

do $$
declare t record;
begin
    for t in select * from (values ('mentah', 'isi'), ('mentah', 'langkah'), ('mentah', 'pemetaan'), ('mentah', 'kewajiban'),
                                   ('inti', 'temuan'), ('inti', 'token_link')) v (s, n) loop
        execute format('alter table %I.%I enable row level security', t.s, t.n);
        execute format('alter table %I.%I force row level security', t.s, t.n);
        execute format('create policy written_by_system on %I.%I to bersinar_owner '
            'using ((select (akses.scope()).role) = ''sistem'') with check ((select (akses.scope()).role) = ''sistem'')', t.s, t.n);
    end loop;
end $$;
alter table akses.api_token enable row level security;
alter table akses.api_token force row level security;
create policy owner_only on akses.api_token to bersinar_owner using (true) with check (true);
-- contents of a submission: who may see the submission (its own policy decides) and restricted rows
create policy read_by_scope on mentah.isi for select to bersinar_app using (
    (select (akses.scope()).clearance) >= 2 and exists (select 1 from mentah.kiriman k where k.id = kiriman_id));
create policy read_by_scope on mentah.langkah for select to bersinar_app using (
    exists (select 1 from mentah.kiriman k where k.id = kiriman_id));
create policy read_by_scope on inti.token_link for select to bersinar_app using ((select (akses.scope()).clearance) >= 2);
create policy read_by_scope on mentah.pemetaan for select to bersinar_app using ((select (akses.scope()).clearance) >= 1);
create policy read_by_scope on mentah.kewajiban for select to bersinar_app using (
    (select (akses.scope()).clearance) >= 1 and region_code like any ((select (akses.scope()).patterns)::text[]));
create policy read_by_scope on inti.temuan for select to bersinar_app using (
    (select (akses.scope()).clearance) >= 1 and region_code like any ((select (akses.scope()).patterns)::text[]));
grant select on mentah.isi, mentah.langkah, mentah.pemetaan, mentah.kewajiban, inti.temuan, inti.token_link to bersinar_app;
