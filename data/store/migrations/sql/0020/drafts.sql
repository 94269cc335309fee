-- What somebody has filled in and not sent yet: one draft a person, office and feed. Identities are tokens before they come here.
create table mentah.draf (
    person     text not null,
    office     text not null,
    feed       text not null,
    rows       jsonb not null check (jsonb_typeof(rows) = 'array'),
    links      jsonb not null default '{}',  -- tokens of one person by two editions of the key, newer to older
    answers    jsonb not null default '{}',  -- what the person answered about readings
    edition    integer not null,             -- of the key that made the tokens
    supersedes bigint references mentah.kiriman,
    changed_at timestamptz not null default now(),
    primary key (person, office, feed)
);
create index draf_changed on mentah.draf (changed_at);
alter table mentah.draf enable row level security;
alter table mentah.draf force row level security;
create policy written_by_system on mentah.draf to bersinar_owner
    using ((select akses.is_system())) with check ((select akses.is_system()));
-- nobody's but the person's, whatever the role: a draft is no report yet
create policy read_by_its_person on mentah.draf for select to bersinar_app using (
    (select (akses.scope()).clearance) >= 1 and person = (select (akses.scope()).person));
grant select on mentah.draf to bersinar_app;

-- an Agen Pemulihan asks for the quality of life; the other two instruments are not asked everywhere
alter table inti.ibm_assessment alter column urica drop not null, alter column assist drop not null;
