-- What changed for clients of community based intervention, from intake to end, of each unit and region. A change is reliable where
-- it is larger than 1.96 standard errors of a difference, from the spread of all intakes and the reliability of the domain.
create temporary table ibm_client on commit drop as
select coalesce(l.older, a.token) as token, a.unit_id, a.regency_code collate "C" as regency, d.name collate "C" as domain,
       min(a.assessed_on) filter (where a.stage = 'masuk') as came,
       min(a.assessed_on) filter (where a.stage = 'tengah') as between_on,
       min(a.assessed_on) filter (where a.stage = 'akhir') as left_on,
       -- decimal numbers, so that sums do not depend on their order
       round((max(d.score) filter (where a.stage = 'masuk'))::numeric, 2) as first,
       round((max(d.score) filter (where a.stage = 'akhir'))::numeric, 2) as last
  from inti.ibm_assessment a left join inti.token_link l on l.newer = a.token
  cross join lateral (values ('fisik', a.physical), ('psikologis', a.psychological), ('sosial', a.social),
                             ('lingkungan', a.environment), ('urica', a.urica), ('assist', a.assist::real)) d (name, score)
 where a.assessed_on <= %(last_day)s
 group by 1, 2, 3, 4;

create temporary table ibm_place on commit drop as
select c.token, c.unit_id as client_unit, c.regency, p.level, p.code collate "C" as code, p.unit_id
  from (select distinct token, unit_id, regency from ibm_client) c
  cross join lateral (values (2, c.regency, c.unit_id), (2, c.regency, 0), (1, left(c.regency, 2), 0), (0, 'ID', 0)) p (level, code, unit_id);
analyze ibm_client; analyze ibm_place;

create temporary table ibm_measured on commit drop as
with reliable as (
    select domain, case when count(first) >= %(least_spread)s
                        then round((%(reliable)s::jsonb ->> domain)::numeric * stddev_samp(first), 4) end as threshold
      from ibm_client where came is not null group by domain
), pair as (
    select c.token, c.unit_id, c.regency, c.domain, extract(year from c.left_on)::smallint as year, c.first, c.last, c.last - c.first as change, r.threshold
      from ibm_client c join reliable r on r.domain = c.domain
     where c.came is not null and c.left_on is not null and c.first is not null and c.last is not null
)
select p.code as region_code, p.unit_id, p.level::smallint as level, y.year, a.domain, count(*)::integer as n, round(avg(a.change), 4)::float8 as mean,
       round(stddev_samp(a.change), 4)::float8 as sd, round(avg(a.first), 4)::float8 as first_mean, round(avg(a.last), 4)::float8 as last_mean,
       case when min(a.threshold) is not null then count(*) filter (where a.change >= a.threshold) end::integer as improved,
       case when min(a.threshold) is not null then count(*) filter (where a.change <= -a.threshold) end::integer as worsened,
       min(a.threshold)::float8 as threshold
  from pair a join ibm_place p on p.token = a.token and p.client_unit = a.unit_id and p.regency = a.regency
  cross join lateral (values (a.year), (0::smallint)) y (year)
 group by 1, 2, 3, 4, 5;

-- clients by stage, those whose end could be expected ninety days after their start, and of these those without one
insert into ibm_measured (region_code, unit_id, level, year, domain, n)
with client as (
    select distinct token, unit_id, regency, came, between_on, left_on from ibm_client
), event as (
    select c.token, c.unit_id, c.regency, extract(year from e.day)::smallint as year, e.came, e.between_on, e.left_on, e.due, e.never
      from client c cross join lateral (values
            (c.came, 1, 0, 0, (c.came + 90 <= %(last_day)s)::int, (c.came + 90 <= %(last_day)s and c.left_on is null)::int),
            (c.between_on, 0, 1, 0, 0, 0), (c.left_on, 0, 0, 1, 0, 0)) e (day, came, between_on, left_on, due, never)
     where e.day is not null
), summed as (
    select p.code, p.unit_id, p.level, y.year, sum(e.came) as came, sum(e.between_on) as between_on, sum(e.left_on) as left_on,
           sum(e.due) as due, sum(e.never) as never
      from event e join ibm_place p on p.token = e.token and p.client_unit = e.unit_id and p.regency = e.regency
      cross join lateral (values (e.year), (0::smallint)) y (year)
     group by 1, 2, 3, 4
)
select s.code, s.unit_id, s.level, s.year, k.kind, k.n
  from summed s cross join lateral (values ('masuk', s.came), ('tengah', s.between_on), ('akhir', s.left_on), ('ditunggu', s.due),
                                           ('tanpa_akhir', s.never)) k (kind, n);

create temporary table newest_ibm on commit drop as
with rounded as (
    select *, (%(small_count)s * round(n / %(small_count)s::float8))::integer as near_n, sd is not null or mean is not null as measured
      from ibm_measured
), judged as (
    select *, n between 1 and %(small_count)s - 1 as small, measured and near_n < %(least_whole)s as withheld from rounded
)
select region_code, unit_id, level, year, domain, 0::smallint as sensitivity, case when not small then near_n end as n,
       case when not withheld then mean end as mean, case when not withheld then sd end as sd,
       case when not withheld then first_mean end as first_mean, case when not withheld then last_mean end as last_mean,
       case when improved not between 1 and %(small_count)s - 1 then (%(small_count)s * round(improved / %(small_count)s::float8))::integer end as improved,
       case when worsened not between 1 and %(small_count)s - 1 then (%(small_count)s * round(worsened / %(small_count)s::float8))::integer end as worsened,
       threshold, case when small or withheld then 5 else 1 end::smallint as status
  from judged
union all
select region_code, unit_id, level, year, domain, 2::smallint, n, mean, sd, first_mean, last_mean, improved, worsened, threshold, 1::smallint
  from ibm_measured;

delete from analitik.ibm_change c using (
    select region_code, unit_id, year, domain, sensitivity from analitik.ibm_change
    except select region_code, unit_id, year, domain, sensitivity from newest_ibm) gone
 where (c.region_code, c.unit_id, c.year, c.domain, c.sensitivity)
     = (gone.region_code, gone.unit_id, gone.year, gone.domain, gone.sensitivity);
insert into analitik.ibm_change as c select * from newest_ibm
    on conflict (region_code, unit_id, year, domain, sensitivity) do update
    set level = excluded.level, n = excluded.n, mean = excluded.mean, sd = excluded.sd, first_mean = excluded.first_mean,
        last_mean = excluded.last_mean, improved = excluded.improved, worsened = excluded.worsened, threshold = excluded.threshold,
        status = excluded.status
    where (c.level, c.n, c.mean, c.sd, c.first_mean, c.last_mean, c.improved, c.worsened, c.threshold, c.status) is distinct from
          (excluded.level, excluded.n, excluded.mean, excluded.sd, excluded.first_mean, excluded.last_mean, excluded.improved,
           excluded.worsened, excluded.threshold, excluded.status);
drop table ibm_client, ibm_place, ibm_measured, newest_ibm;
