-- Free beds by facility on the last day that its episodes name. Full: no bed free; nearly full: at most a tenth.
create temporary table newest_vacancy on commit drop as
with reported as (
    select e.facility_id, f.beds_men + f.beds_women as beds, least(max(greatest(e.started, e.ended)), current_date) as as_of
      from inti.rehab_episode e join inti.facility f on f.id = e.facility_id
     where f.beds_men + f.beds_women > 0 and f.closed is null and e.service = 'rawat_inap' group by e.facility_id, beds
)
select r.facility_id,
       case when count(e.id) >= r.beds then 'penuh' when count(e.id) >= 0.9 * r.beds then 'hampir_penuh' else 'ada' end as state,
       r.as_of
  from reported r left join inti.rehab_episode e
       on e.facility_id = r.facility_id and e.service = 'rawat_inap' and e.started <= r.as_of
      and (e.ended is null or e.ended > r.as_of)
 group by r.facility_id, r.beds, r.as_of;
delete from analitik.vacancy v where not exists (select 1 from newest_vacancy n where n.facility_id = v.facility_id);
insert into analitik.vacancy as v select * from newest_vacancy
    on conflict (facility_id) do update set state = excluded.state, as_of = excluded.as_of
    where (v.state, v.as_of) is distinct from (excluded.state, excluded.as_of);
drop table newest_vacancy;
