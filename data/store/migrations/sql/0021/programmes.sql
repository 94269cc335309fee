-- Events of village programmes that are not Bersinar. They have a table of their own, so that nothing which counts Bersinar can
-- count them.
create table inti.other_programme_event (
    programme    text not null check (programme in ('kampung_bebas_narkoba', 'kampung_harapan_bersinar', 'lainnya')),
    village_code text collate "C" not null,
    event        text not null check (event in ('seleksi', 'sk', 'pencanangan', 'pokja', 'relawan', 'ibm', 'posko', 'perdes', 'apbdes', 'monev')),
    event_date   date not null,
    document     text not null default '',
    money        text check (money in ('apbdes', 'dana_desa', 'apbd', 'dipa')),
    amount       bigint check (amount >= 0),
    source_id    text not null references inti.source,
    kiriman_id   bigint,
    row_no       integer,
    digest       bigint,
    primary key (village_code, programme, event, event_date)
);
alter table inti.other_programme_event enable row level security;
alter table inti.other_programme_event force row level security;
create policy written_by_system on inti.other_programme_event to bersinar_owner
    using ((select akses.is_system())) with check ((select akses.is_system()));
create policy read_by_anyone_proved on inti.other_programme_event for select to bersinar_app
    using ((select (akses.scope()).clearance) >= 0);
grant select on inti.other_programme_event to bersinar_app;
