-- Where every row comes from. kind: resmi (official), publik (published figures), simulasi.
create table inti.source (
    id        text primary key,
    title     text not null,
    publisher text not null,
    kind      text not null check (kind in ('resmi', 'publik', 'simulasi')),
    as_of     text not null,
    licence   text not null,
    note      text not null default '',
    loaded_at timestamptz not null default now(),
    row_count bigint not null default 0
);

-- Steps of the first load that are done, so that an interrupted one goes on where it stopped.
create table inti.load_step (
    name        text primary key,
    version     text not null,
    seconds     real not null,
    finished_at timestamptz not null default now()
);

create table inti.boundary_version (
    id         text primary key,
    title      text not null,
    indicative boolean not null,
    source_id  text not null references inti.source,
    loaded_at  timestamptz not null default now()
);

-- `number` is dense per level (0 .. n-1 by code) among today's regions: the feature id in tiles, the place in a view's bytes.
create table inti.region (
    code        text collate "C" primary key,
    level       smallint not null check (level between 0 and 4),
    number      integer,
    name        text not null,
    kind        text not null check (kind in ('negara', 'provinsi', 'kabupaten', 'kota', 'kecamatan', 'desa', 'kelurahan', 'desa_adat')),
    parent_code text collate "C",
    opened      date,
    closed      date,
    placed_by   text not null default '',
    west real, south real, east real, north real,
    unique (level, number),
    check ((number is null) = (closed is not null))
);
create index region_parent on inti.region (parent_code);

create table inti.region_crosswalk (
    old_code   text collate "C" not null,
    new_code   text collate "C" not null,
    level      smallint not null,
    relation   text not null check (relation in ('pecah', 'ganti_kode')),
    valid_from date,
    source     text not null,
    primary key (old_code, new_code)
);

create table inti.population (
    region_code text collate "C" not null,
    year        smallint not null,
    people      integer not null check (people >= 0),
    source_id   text not null references inti.source,
    primary key (region_code, year)
);

-- What came in. Rows of a submission lie in tables of their own feed; a rejected file is never kept.
create table mentah.kiriman (
    id          bigint generated always as identity primary key,
    feed        text not null,
    sender      text not null,
    region_code text collate "C" not null,
    year        smallint not null,
    sha256      text not null,
    received_at timestamptz not null default now(),
    row_count   integer not null,
    source_id   text not null references inti.source,
    unique (feed, sender, region_code, year, sha256)
);

create table inti.bersinar_event (
    id           bigint generated always as identity primary key,
    village_code text collate "C" not null,
    event        text not null check (event in ('seleksi', 'sk', 'pencanangan', 'pokja', 'relawan', 'ibm', 'posko', 'perdes', 'apbdes', 'monev')),
    event_date   date not null,
    source_id    text not null references inti.source,
    unique (village_code, event, event_date)
);

create table inti.facility (
    id               integer generated always as identity primary key,
    name             text not null,
    operator         text not null check (operator in ('BNN', 'Kemenkes', 'Kemensos', 'Mitra')),
    village_code     text collate "C" not null,
    beds_men         integer not null default 0 check (beds_men >= 0),
    beds_women       integer not null default 0 check (beds_women >= 0),
    outpatient_places integer not null default 0 check (outpatient_places >= 0),
    opened           date not null,
    closed           date,
    source_id        text not null references inti.source
);

create table inti.narcotics_case (
    id           bigint generated always as identity primary key,
    agency       text not null check (agency in ('BNN', 'Polri')),
    case_date    date not null,
    village_code text collate "C" not null,
    suspects     smallint not null check (suspects > 0),
    source_id    text not null references inti.source
);

-- One fact per indicator, region and period. status: 1 ada, 2 tidak dilaporkan, 3 tidak diukur, 4 tidak berlaku, 5 disembunyikan.
-- A sensitive indicator has two rows: as published (small counts gone) and, at a higher sensitivity, exact.
create table analitik.nilai (
    indicator   text not null,
    period      text not null,
    level       smallint not null,
    sensitivity smallint not null check (sensitivity between 0 and 2),
    number      integer not null,
    region_code text collate "C" not null,
    numerator   double precision,
    denominator double precision,
    value       double precision,
    class       smallint,
    status      smallint not null check (status between 1 and 5),
    reported    integer not null default 0,
    expected    integer not null default 0,
    simulated   boolean not null,
    primary key (indicator, period, level, sensitivity, number),
    check (status = 1 or (value is null and numerator is null and class is null))
);
create index nilai_region on analitik.nilai (region_code, indicator);

-- Bumped by every refresh; part of every cache key.
create table analitik.data_version (
    only_row     boolean primary key default true check (only_row),
    version      bigint not null,
    refreshed_at timestamptz not null default now()
);

-- Upper edges of the classes of the positive values; zero is a class of its own.
create table analitik.class_break (
    indicator text not null,
    level     smallint not null,
    method    text not null,
    edges     double precision[] not null,
    primary key (indicator, level)
);

create table analitik.tile (
    boundary_version text not null references inti.boundary_version on delete cascade,
    level smallint not null,
    z smallint not null,
    x integer not null,
    y integer not null,
    body bytea not null,  -- gzip of a Mapbox vector tile
    primary key (boundary_version, level, z, x, y)
);
alter table analitik.tile alter column body set storage external;  -- gzip already
