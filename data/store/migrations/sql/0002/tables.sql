-- The rows of every theme. A token stands for a person (HMAC of the sender's key, never the key): see GLOSSARY.
alter table inti.population
    add column men integer check (men >= 0),
    add column women integer check (women >= 0),
    add check ((men is null and women is null) or men + women = people);

alter table inti.bersinar_event
    add column document text not null default '',
    add column money    text check (money in ('apbdes', 'dana_desa', 'apbd', 'dipa')),
    add column amount   bigint check (amount >= 0);

alter table inti.facility
    add column services        text[] not null default '{}' check (services <@ array['rawat_inap', 'rawat_jalan', 'pascarehab']),
    add column people_per_year integer check (people_per_year >= 0),
    add column sni             boolean,
    add column licence_until   date;

-- A case knows its regency at least; its village only where the report names one.
alter table inti.narcotics_case no force row level security;
alter table inti.narcotics_case alter column village_code drop not null, add column case_key text, add column regency_code text collate "C";
update inti.narcotics_case set case_key = 'K-' || id, regency_code = left(village_code, 5);
alter table inti.narcotics_case
    alter column case_key set not null,
    alter column regency_code set not null,
    add unique (case_key),
    add check (village_code is null or left(village_code, 5) = regency_code);
alter table inti.narcotics_case force row level security;

-- Who wrote a row: the owner's login for feeds, an agency's own for what it inserts straight into the store.
alter table inti.facility add column entered_by text not null default session_user;
alter table inti.narcotics_case add column entered_by text not null default session_user;

alter table mentah.kiriman add column period text not null default '', add column due_on date;

create table inti.case_substance (
    case_key     text not null references inti.narcotics_case (case_key) on delete cascade,
    substance    text not null check (substance in ('sabu', 'ganja', 'ekstasi', 'tembakau_sintetis', 'heroin', 'kokain', 'obat_daftar_g', 'lainnya')),
    amount       double precision check (amount >= 0),
    unit         text not null check (unit in ('g', 'butir', 'ml', 'batang')),
    regency_code text collate "C" not null,
    primary key (case_key, substance)
);
create table inti.case_suspect (
    case_key     text not null references inti.narcotics_case (case_key) on delete cascade,
    number       smallint not null,
    sex          text not null check (sex in ('L', 'P')),
    age_band     text not null check (age_band in ('<18', '18-24', '25-34', '35-44', '45-54', '55+')),
    role         text not null check (role in ('pemakai', 'kurir', 'pengedar', 'bandar', 'produsen')),
    regency_code text collate "C" not null,
    primary key (case_key, number)
);
-- Each agency's own view of a case; a case that the police never sent may still be known to the prosecutor.
create table inti.case_stage (
    case_key     text not null,
    stage        text not null check (stage in ('lp', 'spdp', 'p21', 'tahap2', 'register', 'putusan', 'eksekusi')),
    agency       text not null check (agency in ('Polri', 'BNN', 'Kejaksaan', 'Pengadilan', 'Pemasyarakatan')),
    stage_date   date not null,
    outcome      text check (outcome in ('penjara', 'rehabilitasi', 'bebas', 'lainnya')),
    regency_code text collate "C" not null,
    source_id    text not null references inti.source,
    primary key (case_key, stage, agency),
    check (outcome is null or stage in ('putusan', 'eksekusi'))
);
create table inti.tat (
    id             bigint generated always as identity primary key,
    case_key       text,
    regency_code   text collate "C" not null,
    requested      date not null,
    sat_on         date check (sat_on >= requested),
    recommendation text check (recommendation in ('rehabilitasi', 'rehabilitasi_dan_proses', 'proses_hukum')),
    followed_up    boolean,
    source_id      text not null references inti.source,
    check ((sat_on is null) = (recommendation is null))
);
create table inti.rehab_episode (
    id           bigint generated always as identity primary key,
    token        bytea not null check (length(token) between 16 and 64),
    agency       text not null check (agency in ('BNN', 'Kemenkes', 'Kemensos', 'Mitra')),
    facility_id  integer not null references inti.facility,
    regency_code text collate "C" not null,
    service      text not null check (service in ('rawat_inap', 'rawat_jalan', 'pascarehab')),
    entry        text not null check (entry in ('sukarela', 'tat', 'putusan', 'razia')),
    requested    date not null,
    started      date not null check (started >= requested),
    ended        date check (ended >= started),
    outcome      text check (outcome in ('selesai', 'putus', 'dirujuk', 'meninggal')),
    substance    text not null,
    sex          text not null check (sex in ('L', 'P')),
    age_band     text not null check (age_band in ('<18', '18-24', '25-34', '35-44', '45-54', '55+')),
    home_regency text collate "C",
    source_id    text not null references inti.source,
    check ((ended is null) = (outcome is null))
);
create table inti.rehab_recap (
    agency      text not null check (agency in ('BNN', 'Kemenkes', 'Kemensos', 'Mitra')),
    region_code text collate "C" not null,
    month       date not null check (extract(day from month) = 1),
    service     text not null check (service in ('rawat_inap', 'rawat_jalan', 'pascarehab')),
    clients     integer not null check (clients >= 0),
    source_id   text not null references inti.source,
    primary key (agency, region_code, month, service)
);
create table inti.ibm_unit (
    id           integer generated always as identity primary key,
    village_code text collate "C" not null,
    opened       date not null,
    agents       smallint not null check (agents >= 0),
    source_id    text not null references inti.source
);
create table inti.ibm_assessment (
    token         bytea not null check (length(token) between 16 and 64),
    unit_id       integer not null references inti.ibm_unit,
    stage         text not null check (stage in ('masuk', 'tengah', 'akhir')),
    assessed_on   date not null,
    physical      real not null check (physical between 0 and 100),
    psychological real not null check (psychological between 0 and 100),
    social        real not null check (social between 0 and 100),
    environment   real not null check (environment between 0 and 100),
    urica         real not null,
    assist        smallint not null check (assist between 0 and 39),
    regency_code  text collate "C" not null,
    source_id     text not null references inti.source,
    primary key (token, unit_id, stage)
);
-- Two methods give the same four labels; they are never one series. NULL category: too few answers came back.
create table inti.kawasan_rawan (
    village_code text collate "C" not null,
    year         smallint not null,
    method       text not null check (method in ('indikator', 'survei')),
    main         boolean[] check (cardinality(main) = 8),
    supporting   boolean[] check (cardinality(supporting) = 5),
    score        real,
    sent         smallint check (sent > 0),
    returned     smallint check (returned between 0 and sent),
    category     text check (category in ('bahaya', 'waspada', 'siaga', 'aman')),
    source_id    text not null references inti.source,
    primary key (village_code, year, method),
    check (case method when 'indikator' then main is not null and supporting is not null and sent is null
                       else main is null and supporting is null and sent is not null end)
);
create table inti.kotan_assessment (
    region_code text collate "C" not null,
    year        smallint not null,
    edition     smallint not null check (edition in (2019, 2021, 2022)),
    family      real not null,
    community   real not null,
    territory   real not null,
    institution real not null,
    law         real not null,
    index       real not null check (case edition when 2022 then index between 1 and 4 else index between 0 and 100 end),
    respondents smallint not null check (respondents > 0),
    deviation   real not null check (deviation >= 0),
    source_id   text not null references inti.source,
    primary key (region_code, year, edition)
);
create table inti.service_month (
    region_code  text collate "C" not null,
    month        date not null check (extract(day from month) = 1),
    service      text not null check (service in ('skhpn', 'penyuluhan', 'tes_urine', 'konseling')),
    held         integer not null check (held >= 0),
    people       integer not null check (people >= 0),
    waiting_days real check (waiting_days >= 0),
    source_id    text not null references inti.source,
    primary key (region_code, month, service)
);
create table inti.empowerment (
    id            integer generated always as identity primary key,
    village_code  text collate "C" not null,
    started       date not null,
    product       text not null,
    trained       smallint not null check (trained >= 0),
    running_6     smallint check (running_6 between 0 and trained),
    running_12    smallint check (running_12 between 0 and trained),
    median_income integer check (median_income >= 0),
    online_sales  integer check (online_sales >= 0),
    source_id     text not null references inti.source
);
create table inti.ran_action (
    id          text primary key,
    plan        text not null,
    region_code text collate "C" not null,
    owner       text not null,
    kind        text not null check (kind in ('umum', 'khusus')),
    title       text not null,
    target      double precision not null check (target > 0),
    unit        text not null,
    source_id   text not null references inti.source
);
create table inti.ran_report (
    action_id    text not null references inti.ran_action on delete cascade,
    period       text not null check (period ~ '^\d{4}-B(06|12)$'),
    realised     double precision not null check (realised >= 0),
    obstacle     text not null default '',
    evidence     boolean not null,
    submitted_on date not null,
    source_id    text not null references inti.source,
    primary key (action_id, period)
);
create table inti.regulation (
    id          integer generated always as identity primary key,
    region_code text collate "C" not null,
    kind        text not null check (kind in ('perda', 'perkada', 'sk', 'perdes')),
    number      text not null,
    valid_from  date not null,
    valid_until date check (valid_until >= valid_from),
    source_id   text not null references inti.source
);
create table inti.budget_line (
    region_code text collate "C" not null,
    year        smallint not null,
    money       text not null check (money in ('apbdes', 'dana_desa', 'apbd', 'dipa')),
    planned     bigint not null check (planned >= 0),
    realised    bigint check (realised >= 0),
    source_id   text not null references inti.source,
    primary key (region_code, year, money)
);
-- Real figures as they were published, read by nothing that computes: shown beside, never mixed.
create table inti.published_figure (
    id          integer generated always as identity primary key,
    topic       text not null check (topic in ('penduduk', 'kasus', 'prevalensi', 'kawasan_rawan', 'rehabilitasi')),
    measure     text not null,
    region_code text collate "C",
    place       text not null,
    year        smallint not null,
    scope       text not null default '',
    method      text not null default '',
    value       double precision not null,
    unit        text not null,
    note        text not null default '',
    source_id   text not null references inti.source
);
-- How many rows of which table a source brought.
create table inti.source_content (
    source_id text not null references inti.source on delete cascade,
    content   text not null,
    row_count bigint not null,
    primary key (source_id, content)
);
