-- Facts of one indicator, level, period and sensitivity as packed arrays, so that a map of 83,762 villages reads a handful of
-- rows. `region_code` is the block: the nation for public facts; for restricted ones of villages their kecamatan, so that the
-- policy below decides block by block. Arrays hold one item per region in the order of `number`: four bytes (number, reported,
-- expected), one (class, status) or a double, big-endian; an empty one says nothing, or counts from nought.
create table analitik.lapis (
    indicator   text not null,
    level       smallint not null,
    period      text not null,
    sensitivity smallint not null check (sensitivity between 0 and 2),
    region_code text collate "C" not null,
    number      bytea not null,
    class       bytea not null,
    status      bytea not null,
    reported    bytea not null,
    expected    bytea not null,
    value       bytea not null,
    numerator   bytea not null,
    denominator bytea not null,
    primary key (indicator, level, period, sensitivity, region_code)
);
-- out of line as they are: decompressing would cost more than reading
alter table analitik.lapis alter number set storage external, alter class set storage external, alter status set storage external,
    alter reported set storage external, alter expected set storage external, alter value set storage external,
    alter numerator set storage external, alter denominator set storage external;
alter table analitik.lapis enable row level security;
alter table analitik.lapis force row level security;
create policy written_by_system on analitik.lapis to bersinar_owner
    using ((select (akses.scope()).role) = 'sistem') with check ((select (akses.scope()).role) = 'sistem');
-- a block holds siblings, so unlike a single fact it is never shown to those who may see only a part of it
create policy read_by_scope on analitik.lapis for select to bersinar_app using (
    sensitivity <= (select (akses.scope()).clearance)
    and (sensitivity = 0
         or (select '' = any ((akses.scope()).prefixes))
         or region_code like any ((select (akses.scope()).patterns)::text[]))
);

alter table analitik.class_break drop constraint class_break_pkey;
alter table analitik.class_break add primary key (indicator, level, method);
grant select on analitik.lapis to bersinar_app;
