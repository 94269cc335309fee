-- Published figures that agencies send, beside those that ship. `publication` is the document that says it; it is part of the key,
-- so that no submission replaces what another document says or what ships (whose publication is '').
alter table inti.published_figure
    drop constraint published_figure_topic_check,
    add check (topic in ('penduduk', 'kasus', 'prevalensi', 'kawasan_rawan', 'rehabilitasi', 'tat', 'bersinar')),
    add column half          smallint not null default 0 check (half between 0 and 2),
    add column age_band      text not null default '',
    add column place_held    text not null default '',
    add column low           double precision,
    add column high          double precision,
    add column publication   text not null default '',
    add column published_on  date,
    add column kiriman_id    bigint,
    add column row_no        integer,
    add column digest        bigint,
    add check (low is null and high is null or low <= value and value <= high);
create unique index published_figure_sent on inti.published_figure
    (topic, measure, region_code, year, half, scope, method, age_band, place_held, publication) where publication <> '';
