-- Findings about people tell of cases and clients one by one: they are for those who may see such rows, and for the offices that
-- sent them and have to mend them.
alter table inti.temuan add column restricted boolean not null default false;
update inti.temuan set restricted = true
 where rule in ('perkara_tanpa_asal', 'rekap_beda_episode', 'tahap_tidak_urut', 'tersangka_beda');
drop policy read_by_scope on inti.temuan;
create policy read_by_scope on inti.temuan for select to bersinar_app using (
    (select (akses.scope()).clearance) >= 1 and region_code like any ((select (akses.scope()).patterns)::text[])
    and (not restricted or (select (akses.scope()).clearance) >= 2 or (select (akses.scope()).role) = 'instansi'));
