-- Courses of cases through the stages LP, SPDP, tahap I, P21, tahap II, register, putusan, eksekusi; imprisonment is no stage of its own
-- here. A stage is reached on the first day that any agency names. A case is known by its number within its regency.
create temporary table stage_seen on commit drop as
    -- sorted by bytes, which is several times faster than by a language
    select regency_code as regency, case_key collate "C" as case_key, agency, stage, stage_date as day, outcome,
           array_position(array['lp', 'spdp', 'tahap1', 'p21', 'tahap2', 'register', 'putusan', 'eksekusi'], stage) as step
      from inti.stage_of_case where stage_date <= %(last_day)s;
create temporary table stage_first on commit drop as
    select regency, case_key, step, min(day) as day from stage_seen where step is not null group by 1, 2, 3;
create temporary table case_verdict on commit drop as
    select distinct on (regency, case_key) regency, case_key, outcome
      from stage_seen where stage = 'putusan' and outcome is not null order by regency, case_key, agency <> 'Pengadilan', agency;
analyze stage_seen; analyze stage_first; analyze case_verdict;

-- How far each case got, as all saw it and as each agency did; `named` has a bit for each stage that is named itself
create temporary table case_reach on commit drop as
    select regency, case_key, '' as agency, max(step) as furthest, bit_or(1 << (step - 1)) as named from stage_first group by 1, 2
    union all
    select regency, case_key, agency, max(step), bit_or(1 << (step - 1)) from stage_seen where step is not null group by 1, 2, 3;
create temporary table case_began on commit drop as
    select f.regency, f.case_key, extract(year from min(f.day))::smallint as year from stage_first f group by 1, 2;
analyze case_reach; analyze case_began;
create temporary table new_funnel on commit drop as
with counted as (
    select r.regency, b.year, r.agency, r.furthest, r.named, count(*) as cases
      from case_reach r join case_began b using (regency, case_key) join fact_year using (year) group by 1, 2, 3, 4, 5
), placed as (
    select k.code, c.year, c.agency, c.furthest, c.named, c.cases
      from counted c cross join lateral (values ('ID'), (left(c.regency, 2)), (c.regency)) k (code)
), each as (
    select p.code, p.year, p.agency, s.step, coalesce(sum(p.cases) filter (where p.furthest >= s.step), 0)::int as reached,
           coalesce(sum(p.cases) filter (where p.named & (1 << (s.step - 1)) > 0), 0)::int as named
      from placed p cross join generate_series(1, 8) s (step) group by 1, 2, 3, 4
)
select code collate "C" as region_code, year::text collate "C" as period, agency collate "C" as agency,
       array_agg(reached order by step) as reached, array_agg(named order by step) as named
  from each group by 1, 2, 3;

-- Days from each stage that is known until the first later one that is, or until the last day where none is: nobody who waits is left
-- out. Who was acquitted waits for no execution. Days that contradict the order of stages are no duration.
create temporary table spell on commit drop as
with chain as (
    select *, lead(day) over w as next_day, lead(step) over w as next_step
      from stage_first window w as (partition by regency, case_key order by step)
)
select c.regency, extract(year from c.day)::smallint as year, c.step, c.next_step,
       coalesce(c.next_day, %(last_day)s) - c.day as days, count(*) as amount
  from chain c left join case_verdict v using (regency, case_key)
 where c.step < 8 and (c.next_day is null or c.next_day >= c.day) and not (c.step = 7 and c.next_day is null and v.outcome is not distinct from 'bebas')
 group by 1, 2, 3, 4, 5;
analyze spell;
create temporary table new_step on commit drop as
with lasted as (
    select k.code, s.year, s.step, s.days, sum(s.amount) as amount, coalesce(sum(s.amount) filter (where s.next_step is not null), 0) as happened
      from spell s join fact_year using (year) cross join lateral (values ('ID'), (left(s.regency, 2)), (s.regency)) k (code)
     group by 1, 2, 3, 4
), risk as (  -- Kaplan and Meier (1958), as in survival.sql
    select *, sum(amount) over whole - sum(amount) over so_far + amount as at_risk
      from lasted
    window whole as (partition by code, year, step), so_far as (partition by code, year, step order by days)
), point as (
    select *, case when bool_or(happened = at_risk) over so_far then 0
                   else exp(sum(case when happened < at_risk then ln(1 - happened::float8 / at_risk::float8) end) over so_far) end as share
      from risk
    window so_far as (partition by code, year, step order by days)
), following as (
    select distinct on (1, 2, 3) k.code, s.year, s.step, s.next_step
      from spell s cross join lateral (values ('ID'), (left(s.regency, 2)), (s.regency)) k (code)
     where s.next_step is not null group by 1, 2, 3, 4 order by 1, 2, 3, sum(s.amount) desc, 4
)
select p.code collate "C" as region_code, p.year::text collate "C" as period, n.names[p.step] collate "C" as stage,
       sum(p.amount)::int as cases, sum(p.happened)::int as moved,
       -- a share is a product of quotients: a little above a quarter is a quarter
       min(p.days) filter (where p.share <= 0.75 + 1e-9) as first_days, min(p.days) filter (where p.share <= 0.5 + 1e-9) as half_days,
       min(p.days) filter (where p.share <= 0.25 + 1e-9) as last_days, min(n.names[f.next_step]) collate "C" as onward
  from point p left join following f using (code, year, step)
  cross join (values (array['lp', 'spdp', 'tahap1', 'p21', 'tahap2', 'register', 'putusan', 'eksekusi'])) n (names)
 group by 1, 2, 3;

-- What is open: where it waits, since when, and who acts next by KUHAP: investigators send SPDP and the file (tahap I) and hand over
-- suspect and evidence (tahap II); prosecutors declare the file complete (P21), file the case with the court, and execute the verdict.
create temporary table new_standing on commit drop as
with open_case as materialized (
    select r.regency, r.case_key, r.furthest, f.day
      from case_reach r join stage_first f on f.regency = r.regency and f.case_key = r.case_key and f.step = r.furthest
      left join case_verdict v on v.regency = r.regency and v.case_key = r.case_key
     where r.agency = '' and r.furthest < 8 and not (r.furthest = 7 and v.outcome is not distinct from 'bebas')
), seen as materialized (
    select s.* from stage_seen s join open_case using (regency, case_key)
), investigator as (
    select distinct on (regency, case_key) regency, case_key, agency
      from seen where agency in ('Polri', 'BNN') order by regency, case_key, step, agency
)
select o.case_key, o.regency collate "C" as regency_code, n.names[o.furthest] collate "C" as stage, min(o.day) as since,
       (case when o.furthest in (1, 2, 4) then coalesce(min(i.agency), '') when o.furthest = 6 then 'Pengadilan' else 'Kejaksaan' end)
           collate "C" as agency,
       array_agg(distinct s.agency) as agencies,
       jsonb_agg(jsonb_strip_nulls(jsonb_build_object('stage', s.stage, 'agency', s.agency, 'day', s.day, 'outcome', s.outcome))
                 order by s.step, s.day, s.agency, s.stage) as stages
  from open_case o join seen s using (regency, case_key) left join investigator i using (regency, case_key)
  cross join (values (array['lp', 'spdp', 'tahap1', 'p21', 'tahap2', 'register', 'putusan', 'eksekusi'])) n (names)
 group by o.case_key, o.regency, o.furthest, n.names;
create temporary table new_waiting on commit drop as
    select k.code collate "C" as region_code, s.stage, s.agency,
           width_bucket(%(last_day)s - s.since, array[31, 91, 181, 366])::smallint as band, count(*)::int as cases
      from new_standing s cross join lateral (values ('ID'), (left(s.regency_code, 2)), (s.regency_code)) k (code)
     group by 1, 2, 3, 4;

-- What assessments recommended, beside the verdict of the case: of assessments that name a case, by the year they sat in. A link of a
-- case with an assessment is about a person: rounded for everybody, exact for BNN. A case stands where its number is known, in the same
-- regency before another one of the province.
create temporary table new_advice on commit drop as
with advised as (
    select distinct on (t.id) t.regency_code as regency, extract(year from t.sat_on)::smallint as year, t.recommendation,
           case when b.case_key is null then 'tanpa_perkara' else coalesce(v.outcome, 'belum') end as verdict
      from inti.tat t
      left join case_began b on b.case_key = t.case_key and left(b.regency, 2) = left(t.regency_code, 2)
      left join case_verdict v on v.regency = b.regency and v.case_key = b.case_key
     where t.recommendation is not null and t.case_key is not null and t.sat_on <= %(last_day)s
     order by t.id, b.regency <> t.regency_code, b.regency
), counted as (
    select k.code, a.year, a.recommendation, a.verdict, count(*) as amount
      from advised a join fact_year using (year) cross join lateral (values ('ID'), (left(a.regency, 2)), (a.regency)) k (code)
     group by 1, 2, 3, 4
)
select 'tat_putusan' collate "C" as subject, year::text collate "C" as period, code collate "C" as region_code,
       recommendation collate "C" as a, verdict collate "C" as b, v.sensitivity::smallint as sensitivity,
       case when v.sensitivity = 2 then amount::float8 when amount >= %(small_count)s then %(small_count)s * round(amount::float8 / %(small_count)s) end as amount,
       case when v.sensitivity = 2 or amount >= %(small_count)s then 1 else 5 end::smallint as status
  from counted cross join (values (0), (2)) v (sensitivity);
