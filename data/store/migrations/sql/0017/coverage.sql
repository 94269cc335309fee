-- What a submission reports on: one row a period and region. A kabupaten/kota of a sender's area without a row is not reported,
-- unless the sender said that the list is complete; then the row is the whole area, and what is absent in it is zero.
alter table mentah.kiriman no force row level security;
alter table inti.facility no force row level security;
alter table inti.ibm_unit no force row level security;
alter table mentah.kiriman add column complete boolean not null default false;
-- the same file may come again with the word that it is complete
drop index mentah.kiriman_once;
create unique index kiriman_once on mentah.kiriman (feed, sender, region_code, sha256, complete)
    where state in ('draf', 'diperiksa', 'diterima');
create table mentah.kiriman_cakupan (
    kiriman_id  bigint not null references mentah.kiriman on delete cascade,
    period      text collate "C" not null,
    region_code text collate "C" not null,
    primary key (kiriman_id, period, region_code)
);
-- until now every submission was read as complete for its area, and a register as one of all years
update mentah.kiriman set complete = true;
insert into mentah.kiriman_cakupan (kiriman_id, period, region_code)
select k.id, p.period, k.region_code from mentah.kiriman k cross join lateral unnest(k.periods) p (period)
union
select k.id, to_char(min(s.opened)::timestamp, 'YYYY'), k.region_code
  from mentah.kiriman k
  join (select kiriman_id, opened from inti.facility union all select kiriman_id, opened from inti.ibm_unit) s on s.kiriman_id = k.id
 where k.feed in ('fasilitas_rehab', 'ibm_unit') group by k.id, k.region_code;
alter table mentah.kiriman force row level security;
alter table inti.facility force row level security;
alter table inti.ibm_unit force row level security;

alter table mentah.kiriman_cakupan enable row level security;
alter table mentah.kiriman_cakupan force row level security;
create policy written_by_system on mentah.kiriman_cakupan to bersinar_owner
    using ((select akses.is_system())) with check ((select akses.is_system()));
-- who sees the submission sees what it reports on
create policy read_by_scope on mentah.kiriman_cakupan for select to bersinar_app using (
    exists (select 1 from mentah.kiriman k where k.id = kiriman_id));
grant select on mentah.kiriman_cakupan to bersinar_app;

-- below the return rate (ours, 60 %) a survey has no category: what was begun and does not count yet is incomplete
alter table inti.kawasan_rawan no force row level security;
update inti.kawasan_rawan set category = null where method = 'survei' and returned < 0.6 * sent;
alter table inti.kawasan_rawan force row level security;
alter table analitik.nilai drop constraint nilai_status_check;
alter table analitik.nilai add constraint nilai_status_check check (status between 1 and 6);  -- 6: belum lengkap

-- the first year of facts; a refresh that finds another one makes all of them
alter table analitik.data_version add column first_year smallint;
