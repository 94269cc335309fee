-- Columns of an office's files that somebody with the right declared free of people; `heading` is compared without spaces and
-- signs. A NIK or a telephone number stops a file whatever was declared.
create table mentah.kolom_bebas (
    feed        text not null,
    sender      text not null,
    heading     text not null,
    declared_by text not null,
    sha256      text not null,
    declared_at timestamptz not null default now(),
    primary key (feed, sender, heading)
);
alter table mentah.kolom_bebas enable row level security;
alter table mentah.kolom_bebas force row level security;
create policy written_by_system on mentah.kolom_bebas to bersinar_owner
    using ((select akses.is_system())) with check ((select akses.is_system()));
create policy read_by_scope on mentah.kolom_bebas for select to bersinar_app using ((select (akses.scope()).clearance) >= 1);
grant select on mentah.kolom_bebas to bersinar_app;
